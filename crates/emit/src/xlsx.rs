//! The flat tables as one Excel workbook: a sheet a table, Japanese titles, and from each measure a link to its targets.
use crate::export::ExportError;
use crate::file;
use crate::flat::{Cell, Column, Flat, Kind, flat_rows, flat_tables};
use keikaku_model::plan::{Correction, PlanDocument, SCHEMA};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Name of the first sheet.
const FIRST_SHEET: &str = "はじめに";

/// Title of the column of links to a measure's targets.
const LINKS_TITLE: &str = "目標へ";

/// What Excel takes into a cell, in UTF-16 units.
const CELL_LENGTH: usize = 32_767;

/// What stands at the end of a text that was cut.
const CUT: &str = "…（以下略）";

/// Links that Excel takes on one sheet; further ones are formulas, of which it takes any number.
const LINKS: usize = 65_530;

/// Rows that Excel takes on one sheet, without the header.
const SHEET_ROWS: usize = 1_048_575;

/// How a day and a month are shown. A month is the first of its days to Excel, so that it sorts and filters with the days.
const DATES: [&str; 2] = ["yyyy-mm-dd", "yyyy-mm"];

/// Column widths in characters: of numbers, of ids and short texts, of sentences.
const WIDTHS: [f64; 3] = [9.0, 22.0, 48.0];

/// Columns with sentences in them.
const LONG: [&str; 8] = ["text", "title", "quote", "definition", "message", "keywords", "indicator", CORRECTIONS];

/// The column with what people corrected: shown as sentences.
const CORRECTIONS: &str = "corrected_by";

/// What the first sheet says below the list of sheets.
const NOTES: [&str; 3] = [
    "日付は Excel の日付。日のない年月は、その月の1日を「年-月」の形で示す（2024-09 は 2024年9月1日の値）。月の範囲、半期（H1・H2）、年度（FY）は文字列。",
    "施策の「目標へ」から、その施策の目標の行に移れる。",
    "「人による訂正」がある行は、人が直した項目を含む。位置とページは読み取ったときのまま。",
];

/// Columns with dates in them.
const DATED: [&str; 3] = ["published", "revised", "date"];

/// The file's year of making, the same for all: no output holds a clock time.
const MADE: u16 = 2000;

/// A workbook that is being filled.
pub(crate) struct Book {
    out: PathBuf,
    rows: Vec<Vec<Vec<Cell>>>,
    plans: usize,
    /// Texts that were cut to what a cell takes.
    cut: usize,
    sheet_rows: usize,
}

impl Book {
    /// Begins a workbook that will be `out`.
    pub(crate) fn new(out: &Path) -> Self {
        Self { out: out.to_owned(), rows: vec![Vec::new(); flat_tables().len()], plans: 0, cut: 0, sheet_rows: SHEET_ROWS }
    }

    /// Adds a plan.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        self.plans += 1;
        for (table, (sheet, rows)) in flat_tables().iter().zip(self.rows.iter_mut().zip(flat_rows(document))) {
            sheet.extend(rows.into_iter().map(|row| shown(table, row, &mut self.cut)));
        }
        Ok(())
    }

    /// Writes the workbook; gives a sentence for each thing that Excel does not take as it is.
    pub(crate) fn keep(self) -> Result<Vec<String>, ExportError> {
        let bytes = self.bytes().map_err(|e| ExportError::Table { path: self.out.clone(), message: e.to_string() })?;
        file::write(&self.out, &bytes)?;
        Ok(self.limits().into_iter().map(|(_, english)| english).collect())
    }

    /// What Excel does not take as it is, in Japanese for the first sheet and in English.
    fn limits(&self) -> Vec<(String, String)> {
        let cut = (self.cut > 0).then(|| {
            let (n, most) = (self.cut, CELL_LENGTH);
            (
                format!("セルに入る{most}字を超える本文{n}件は、終わりを切って「{CUT}」とした。全文は JSON・CSV などの出力にある。"),
                format!("{n} texts are longer than the {most} characters that a cell of Excel takes; they were cut and end in {CUT}. Other forms have them whole."),
            )
        });
        let long = flat_tables().iter().zip(&self.rows).filter(|(_, rows)| rows.len() > self.sheet_rows).map(|(table, rows)| {
            let (title, n, most) = (&table.title, rows.len(), self.sheet_rows);
            (
                format!("「{title}」は{n}行あり、1枚のシートに入る{most}行を超えるので、「{title} 2」以降に続く。"),
                format!("The table {} has {n} rows, more than the {most} that a sheet of Excel takes; it goes on in the sheets {title} 2 and so on.", table.name),
            )
        });
        cut.into_iter().chain(long).collect()
    }

    fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(MADE, 1, 1)?;
        let properties = DocProperties::new().set_author("keikaku").set_creation_datetime(&made).set_custom_property("keikaku", SCHEMA);
        book.set_properties(&properties);
        self.first(book.add_worksheet())?;
        let links = self.links();
        for (table, rows) in flat_tables().iter().zip(&self.rows) {
            // A table without rows has a sheet too.
            for (at, part) in (0..).zip(rows.chunks(self.sheet_rows).chain(rows.is_empty().then_some(rows.as_slice()))) {
                let sheet = book.add_worksheet();
                sheet.set_name(sheet_name(table, at))?;
                fill(sheet, table, part)?;
                if table.name == "measures" {
                    link(sheet, table, part, &links)?;
                }
            }
        }
        book.save_to_buffer()
    }

    /// Says what the workbook holds, with a link to each sheet.
    fn first(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
        sheet.set_name(FIRST_SHEET)?;
        sheet.set_column_width(0, WIDTHS[1])?.set_column_width(1, WIDTHS[0])?.set_column_width(2, WIDTHS[2] * 2.0)?;
        sheet.write_string_with_format(0, 0, "計画の記録", &bold)?;
        let head = format!(
            "{}件の計画から keikaku が作成（{SCHEMA}）。項目の意味は見出しセルのメモに、詳しくは schemas/CODEBOOK.md にある。位置（ページ上の枠）は JSON・CSV などの出力にだけある。",
            self.plans
        );
        sheet.write_string_with_format(1, 2, head, &wrap)?;
        for (at, title) in ["シート", "行数", "内容"].iter().enumerate() {
            sheet.write_string_with_format(3, u16::try_from(at).unwrap_or_default(), *title, &bold)?;
        }
        for (row, (table, rows)) in (4..).zip(flat_tables().iter().zip(&self.rows)) {
            sheet.write_url_with_text(row, 0, format!("internal:'{}'!A1", table.title).as_str(), table.title.as_str())?;
            sheet.write_number(row, 1, rows.len() as f64)?;
            sheet.write_string_with_format(row, 2, table.about.as_str(), &wrap)?;
        }
        let limits = self.limits();
        let notes = NOTES.iter().copied().chain(limits.iter().map(|(japanese, _)| japanese.as_str()));
        for (row, note) in (5 + u32::try_from(self.rows.len()).unwrap_or_default()..).zip(notes) {
            sheet.write_string_with_format(row, 2, note, &wrap)?;
        }
        Ok(())
    }

    /// For each measure, where its targets stand and how many there are.
    fn links(&self) -> BTreeMap<&str, (String, usize)> {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let Some((at, table)) = flat_tables().iter().enumerate().find(|(_, t)| t.name == "targets") else { return BTreeMap::new() };
        let Some(column) = columns(table).position(|c| c.name == "measure_id") else { return BTreeMap::new() };
        for (row, cells) in self.rows[at].iter().enumerate() {
            if let Some(Cell::Text(measure)) = cells.get(column) {
                places.entry(measure).or_default().push(row);
            }
        }
        places.into_iter().map(|(measure, rows)| (measure, (self.place(table, &rows), rows.len()))).collect()
    }

    /// These rows of a table, or the first of them where others stand between them.
    fn place(&self, table: &Flat, rows: &[usize]) -> String {
        let (first, last) = (rows.first().copied().unwrap_or_default(), rows.last().copied().unwrap_or_default());
        let (sheet, row) = (first / self.sheet_rows, first % self.sheet_rows + 2);
        let together = last - first + 1 == rows.len() && last / self.sheet_rows == sheet && last > first;
        let end = if together { format!(":A{}", row + last - first) } else { String::new() };
        format!("'{}'!A{row}{end}", sheet_name(table, sheet))
    }
}

/// The name of a table's sheets: its title, from the second on with a number.
fn sheet_name(table: &Flat, at: usize) -> String {
    if at == 0 { table.title.clone() } else { format!("{} {}", table.title, at + 1) }
}

/// Whether a sheet shows a column: boxes on the page say nothing to a reader of a sheet.
fn is_shown(column: &Column) -> bool {
    column.kind != Kind::Json || column.name == CORRECTIONS
}

fn columns(table: &Flat) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|c| is_shown(c))
}

/// A row as a sheet shows it; counts the texts that do not fit.
fn shown(table: &Flat, row: Vec<Cell>, cut: &mut usize) -> Vec<Cell> {
    let cells = table.columns.iter().zip(row).filter(|(column, _)| is_shown(column));
    let mut one = |(column, cell): (&Column, Cell)| match cell {
        Cell::Text(text) if column.name == CORRECTIONS => Cell::Text(fitting(corrections(&text), cut)),
        Cell::Text(text) => Cell::Text(fitting(text, cut)),
        Cell::List(texts) if texts.is_empty() => Cell::Empty,
        Cell::List(texts) => Cell::Text(fitting(Cell::joined(&texts), cut)),
        cell => cell,
    };
    cells.map(&mut one).collect()
}

/// Corrections as sentences, a line each.
fn corrections(text: &str) -> String {
    let marks: Vec<Correction> = serde_json::from_str(text).unwrap_or_default();
    let sentence = |c: &Correction| {
        let date = c.date.as_ref().map_or_else(String::new, |date| format!("、{date}"));
        format!("{}：読み取った値は {}（{}{date}：{}）", c.field, c.before, c.who, c.why)
    };
    marks.iter().map(sentence).collect::<Vec<_>>().join("\n")
}

/// Writes a table's header and rows.
fn fill(sheet: &mut Worksheet, table: &Flat, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let dates = DATES.map(|form| Format::new().set_num_format(form));
    let mut last = 0;
    for (at, column) in (0u16..).zip(columns(table)) {
        sheet.write_string_with_format(0, at, column.title.as_str(), &bold)?;
        let note = format!("{}\n{}\n{}", column.name, column.about, column.meaning);
        sheet.insert_note(0, at, &Note::new(note.trim_end()).add_author_prefix(false))?;
        let width = match column.kind {
            Kind::Integer | Kind::Real | Kind::Boolean => WIDTHS[0],
            _ if LONG.contains(&column.name.as_str()) => WIDTHS[2],
            _ => WIDTHS[1],
        };
        sheet.set_column_width(at, width)?;
        last = at;
    }
    for (row, cells) in (1u32..).zip(rows) {
        for ((at, cell), column) in (0u16..).zip(cells).zip(columns(table)) {
            match cell {
                Cell::Empty => {}
                Cell::Integer(n) => drop(sheet.write_number(row, at, *n as f64)?),
                Cell::Real(n) => drop(sheet.write_number(row, at, *n)?),
                Cell::Boolean(b) => drop(sheet.write_boolean(row, at, *b)?),
                Cell::List(_) => {}
                Cell::Text(text) => match date(text).filter(|_| DATED.contains(&column.name.as_str())) {
                    Some((day, form)) => drop(sheet.write_datetime_with_format(row, at, &day, &dates[form])?),
                    None => drop(sheet.write_string(row, at, text)?),
                },
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, u32::try_from(rows.len().max(1)).unwrap_or(u32::MAX), last)?;
    Ok(())
}

/// Adds a column that leads from each measure to its targets.
fn link(sheet: &mut Worksheet, table: &Flat, rows: &[Vec<Cell>], links: &BTreeMap<&str, (String, usize)>) -> Result<(), XlsxError> {
    let at = u16::try_from(columns(table).count()).unwrap_or(u16::MAX);
    let Some(id) = columns(table).position(|c| c.name == "id") else { return Ok(()) };
    sheet.write_string_with_format(0, at, LINKS_TITLE, &Format::new().set_bold())?;
    sheet.set_column_width(at, WIDTHS[0])?;
    let mut written = 0;
    for (row, cells) in (1u32..).zip(rows) {
        let Some(Cell::Text(id)) = cells.get(id) else { continue };
        let Some((place, count)) = links.get(id.as_str()) else { continue };
        let text = format!("{count}件");
        if written < LINKS {
            sheet.write_url_with_text(row, at, format!("internal:{place}").as_str(), text)?;
        } else {
            let formula = Formula::new(format!("=HYPERLINK(\"#{place}\",\"{text}\")")).set_result(text);
            sheet.write_formula(row, at, formula)?;
        }
        written += 1;
    }
    Ok(())
}

/// A day, or the first day of a month, and which of [`DATES`] shows it; ranges, half-years and fiscal years stay texts.
fn date(text: &str) -> Option<(ExcelDateTime, usize)> {
    let form = |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    if !matches!(text.len(), 7 | 10) || !text.bytes().enumerate().all(form) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
    let day = if text.len() == 10 { u8::try_from(number(8..10)?).ok()? } else { 1 };
    let day = ExcelDateTime::from_ymd(number(0..4)?, u8::try_from(number(5..7)?).ok()?, day).ok()?;
    Some((day, usize::from(text.len() == 7)))
}

/// A text as long as a cell takes; counts those that are longer.
fn fitting(text: String, cut: &mut usize) -> String {
    // A text has no more UTF-16 units than bytes.
    if text.len() <= CELL_LENGTH || text.encode_utf16().count() <= CELL_LENGTH {
        return text;
    }
    *cut += 1;
    let mut left = CELL_LENGTH - CUT.chars().count();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = left >= c.len_utf16();
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept + CUT
}

/// The schema version of a workbook of ours; nothing for other files.
pub(crate) fn version(path: &Path) -> Option<String> {
    /// Our own part is shorter than this.
    const LONGEST: u64 = 64 << 10;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).ok()?).ok()?;
    let mut text = String::new();
    archive.by_name("docProps/custom.xml").ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    let rest = &text[text.find("name=\"keikaku\"")?..];
    let start = rest.find("keikaku/")?;
    rest[start..].split('<').next().map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::flat_rows;

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_counted() {
        let mut cut = 0;
        let fits = "𠮷".repeat(CELL_LENGTH / 2);
        assert_eq!(fitting(fits.clone(), &mut cut), fits);
        let short = fitting("𠮷".repeat(CELL_LENGTH), &mut cut);
        assert_eq!((cut, short.ends_with(CUT), short.encode_utf16().count() <= CELL_LENGTH), (1, true, true));
    }

    #[test]
    fn days_and_months_are_dates() {
        for (text, form) in [
            ("2024-09-30", Some(0)),
            ("2024-09", Some(1)),
            ("2024-13", None),
            ("2024-H1", None),
            ("FY2024", None),
            ("2024-04/2024-06", None),
            ("1850-01", None),
        ] {
            assert_eq!(date(text).map(|(_, form)| form), form, "{text}");
        }
    }

    #[test]
    fn a_table_longer_than_a_sheet_goes_on_in_the_next() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/samples/1/wakabadai-cci-midterm.b8af6ff7.json");
        let document: PlanDocument = serde_json::from_slice(&std::fs::read(path).expect("a sample")).expect("a plan document");
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut book = Book { sheet_rows: 10, ..Book::new(&dir.path().join("a.xlsx")) };
        book.add(&document).expect("a plan");
        let targets = flat_tables().iter().find(|t| t.name == "targets").expect("targets");
        assert_eq!(book.place(targets, &[8, 9]), "'目標'!A10:A11");
        assert_eq!(book.place(targets, &[9, 10]), "'目標'!A11");
        assert_eq!(book.place(targets, &[10, 11]), "'目標 2'!A2:A3");
        let long = flat_rows(&document).iter().filter(|rows| rows.len() > 10).count();
        let told = book.keep().expect("a workbook");
        assert!(told.len() == long && told.iter().any(|s| s.contains("The table targets has 17 rows")), "{told:?}");
    }
}
