//! The flat tables as one Excel workbook: a sheet a table, Japanese titles, and from each measure a link to its targets.
use crate::export::ExportError;
use crate::file::{self, Scratch};
use crate::flat::{Cell, Column, Flat, Kind, flat_rows, flat_tables};
use crate::spill::Spill;
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
    /// The rows of each table.
    tables: Vec<Spill>,
    /// For each measure the rows of its targets.
    places: BTreeMap<String, Rows>,
    plans: usize,
    /// Texts that were cut to what a cell takes.
    cut: usize,
    sheet_rows: usize,
    scratch: Scratch,
}

/// Rows of a table, counted from 0.
#[derive(Debug, Clone, Copy)]
struct Rows {
    first: usize,
    last: usize,
    count: usize,
}

impl Book {
    /// Begins a workbook that will be `out`; its rows wait in a folder beside it.
    pub(crate) fn new(out: &Path) -> Result<Self, ExportError> {
        let beside = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let scratch = Scratch::create(beside)?;
        let spill = |at: usize| Spill::create(&scratch.path().join(at.to_string())).map_err(|e| failed(out, &e));
        let tables = (0..flat_tables().len()).map(spill).collect::<Result<_, _>>()?;
        Ok(Self { out: out.to_owned(), tables, places: BTreeMap::new(), plans: 0, cut: 0, sheet_rows: SHEET_ROWS, scratch })
    }

    /// Adds a plan.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        self.plans += 1;
        for (table, (spill, rows)) in flat_tables().iter().zip(self.tables.iter_mut().zip(flat_rows(document))) {
            let measures = columns(table).position(|c| c.name == "measure_id").filter(|_| table.name == "targets");
            for row in rows {
                let row = shown(table, row, &mut self.cut);
                if let Some(Cell::Text(measure)) = measures.and_then(|at| row.get(at)) {
                    let at = spill.len();
                    let rows = self.places.entry(measure.clone()).or_insert(Rows { first: at, last: at, count: 0 });
                    (rows.last, rows.count) = (at, rows.count + 1);
                }
                spill.push(row).map_err(|e| failed(&self.out, &e))?;
            }
        }
        Ok(())
    }

    /// Writes the workbook; gives a sentence for each thing that Excel does not take as it is.
    pub(crate) fn keep(mut self) -> Result<Vec<String>, ExportError> {
        self.tables.iter_mut().try_for_each(Spill::finish).map_err(|e| failed(&self.out, &e))?;
        let bytes = self.bytes().map_err(|e| failed(&self.out, &e))?;
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
        let long = flat_tables().iter().zip(&self.tables).filter(|(_, rows)| rows.len() > self.sheet_rows).map(|(table, rows)| {
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
        book.set_tempdir(self.scratch.path())?;
        for (table, spill) in flat_tables().iter().zip(&self.tables) {
            let mut rows = spill.rows()?;
            // A table without rows has a sheet too.
            for at in 0..spill.len().div_ceil(self.sheet_rows).max(1) {
                let sheet = book.add_worksheet_with_constant_memory()?;
                sheet.set_name(sheet_name(table, at))?;
                self.fill(sheet, table, &mut rows.by_ref().take(self.sheet_rows))?;
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
        for (row, (table, rows)) in (4..).zip(flat_tables().iter().zip(&self.tables)) {
            sheet.write_url_with_text(row, 0, format!("internal:'{}'!A1", table.title).as_str(), table.title.as_str())?;
            sheet.write_number(row, 1, rows.len() as f64)?;
            sheet.write_string_with_format(row, 2, table.about.as_str(), &wrap)?;
        }
        let limits = self.limits();
        let notes = NOTES.iter().copied().chain(limits.iter().map(|(japanese, _)| japanese.as_str()));
        for (row, note) in (5 + u32::try_from(self.tables.len()).unwrap_or_default()..).zip(notes) {
            sheet.write_string_with_format(row, 2, note, &wrap)?;
        }
        Ok(())
    }

    /// Writes a table's header and rows, one after the other: what is written is no longer in memory.
    fn fill(
        &self,
        sheet: &mut Worksheet,
        table: &Flat,
        rows: &mut dyn Iterator<Item = std::io::Result<Vec<Cell>>>,
    ) -> Result<(), XlsxError> {
        head(sheet, table)?;
        let last = u16::try_from(columns(table).count()).unwrap_or(u16::MAX);
        let id = columns(table).position(|c| c.name == "id").filter(|_| table.name == "measures");
        if id.is_some() {
            sheet.write_string_with_format(0, last, LINKS_TITLE, &Format::new().set_bold())?;
            sheet.set_column_width(last, WIDTHS[0])?;
        }
        let dates = DATES.map(|form| Format::new().set_num_format(form));
        let (mut end, mut links) = (1, 0);
        for (row, cells) in (1u32..).zip(rows) {
            let cells = cells?;
            for ((at, cell), column) in (0u16..).zip(&cells).zip(columns(table)) {
                write(sheet, (row, at), cell, column, &dates)?;
            }
            if let Some(Cell::Text(id)) = id.and_then(|id| cells.get(id)) {
                links += usize::from(self.link(sheet, (row, last), id, links < LINKS)?);
            }
            end = row;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, end, last.saturating_sub(1))?;
        Ok(())
    }

    /// Leads from a measure to its targets, by a link or, where Excel takes no more of them, a formula; `false` where it has none.
    fn link(&self, sheet: &mut Worksheet, (row, at): (u32, u16), id: &str, as_link: bool) -> Result<bool, XlsxError> {
        let targets = flat_tables().iter().find(|t| t.name == "targets");
        let Some((rows, table)) = self.places.get(id).copied().zip(targets) else { return Ok(false) };
        let (place, text) = (self.place(table, rows), format!("{}件", rows.count));
        if as_link {
            sheet.write_url_with_text(row, at, format!("internal:{place}").as_str(), text)?;
        } else {
            let formula = Formula::new(format!("=HYPERLINK(\"#{place}\",\"{text}\")")).set_result(text);
            sheet.write_formula(row, at, formula)?;
        }
        Ok(true)
    }

    /// These rows of a table, or the first of them where others stand between them.
    fn place(&self, table: &Flat, rows: Rows) -> String {
        let Rows { first, last, count } = rows;
        let (sheet, row) = (first / self.sheet_rows, first % self.sheet_rows + 2);
        let together = last - first + 1 == count && last / self.sheet_rows == sheet && last > first;
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

/// Writes a table's header.
fn head(sheet: &mut Worksheet, table: &Flat) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
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
    }
    Ok(())
}

/// Writes a cell; a text of a column of dates as a date where it is one.
fn write(sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, column: &Column, dates: &[Format; 2]) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty | Cell::List(_) => {}
        Cell::Integer(n) => drop(sheet.write_number(row, at, *n as f64)?),
        Cell::Real(n) => drop(sheet.write_number(row, at, *n)?),
        Cell::Boolean(b) => drop(sheet.write_boolean(row, at, *b)?),
        Cell::Text(text) => match date(text).filter(|_| DATED.contains(&column.name.as_str())) {
            Some((day, form)) => drop(sheet.write_datetime_with_format(row, at, &day, &dates[form])?),
            None => drop(sheet.write_string(row, at, text)?),
        },
    }
    Ok(())
}

fn failed(out: &Path, error: &dyn std::error::Error) -> ExportError {
    ExportError::Table { path: out.to_owned(), message: error.to_string() }
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
        let mut book = Book { sheet_rows: 10, ..Book::new(&dir.path().join("a.xlsx")).expect("a book") };
        book.add(&document).expect("a plan");
        let targets = flat_tables().iter().find(|t| t.name == "targets").expect("targets");
        assert_eq!(book.place(targets, Rows { first: 8, last: 9, count: 2 }), "'目標'!A10:A11");
        assert_eq!(book.place(targets, Rows { first: 9, last: 10, count: 2 }), "'目標'!A11");
        assert_eq!(book.place(targets, Rows { first: 10, last: 11, count: 2 }), "'目標 2'!A2:A3");
        let long = flat_rows(&document).iter().filter(|rows| rows.len() > 10).count();
        let told = book.keep().expect("a workbook");
        assert!(told.len() == long && told.iter().any(|s| s.contains("The table targets has 17 rows")), "{told:?}");
    }
}
