//! The flat tables as one Excel workbook: a sheet a table, Japanese titles, and from each measure a link to its targets.
use crate::export::ExportError;
use crate::file;
use crate::flat::{Cell, Column, Flat, Kind, flat_rows, flat_tables};
use keikaku_model::plan::{PlanDocument, SCHEMA};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};
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

/// Links that Excel takes on one sheet.
const LINKS: usize = 65_530;

/// Column widths in characters: of numbers, of ids and short texts, of sentences.
const WIDTHS: [f64; 3] = [9.0, 22.0, 48.0];

/// Columns with sentences in them.
const LONG: [&str; 7] = ["text", "title", "quote", "definition", "message", "keywords", "indicator"];

/// The file's year of making, the same for all: no output holds a clock time.
const MADE: u16 = 2000;

/// A workbook that is being filled.
pub(crate) struct Book {
    out: PathBuf,
    rows: Vec<Vec<Vec<Cell>>>,
    plans: usize,
}

impl Book {
    /// Begins a workbook that will be `out`.
    pub(crate) fn new(out: &Path) -> Self {
        Self { out: out.to_owned(), rows: vec![Vec::new(); flat_tables().len()], plans: 0 }
    }

    /// Adds a plan.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        self.plans += 1;
        for (at, rows) in flat_rows(document).into_iter().enumerate() {
            self.rows[at].extend(rows.into_iter().map(|row| shown(&flat_tables()[at], row)));
        }
        Ok(())
    }

    /// Writes the workbook.
    pub(crate) fn keep(self) -> Result<(), ExportError> {
        let bytes = self.bytes().map_err(|e| ExportError::Table { path: self.out.clone(), message: e.to_string() })?;
        Ok(file::write(&self.out, &bytes)?)
    }

    fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(MADE, 1, 1)?;
        let properties = DocProperties::new().set_author("keikaku").set_creation_datetime(&made).set_custom_property("keikaku", SCHEMA);
        book.set_properties(&properties);
        self.first(book.add_worksheet())?;
        let links = self.links();
        for (table, rows) in flat_tables().iter().zip(&self.rows) {
            let sheet = book.add_worksheet();
            fill(sheet, table, rows)?;
            if table.name == "measures" {
                link(sheet, table, rows, &links)?;
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
        Ok(())
    }

    /// For each measure, the sheet row of its first target and how many there are.
    fn links(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut links: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, table) in flat_tables().iter().enumerate().filter(|(_, t)| t.name == "targets") {
            let Some(column) = columns(table).position(|c| c.name == "measure_id") else { continue };
            for (row, cells) in self.rows[at].iter().enumerate() {
                if let Some(Cell::Text(measure)) = cells.get(column) {
                    links.entry(measure).or_insert((row + 2, 0)).1 += 1;
                }
            }
        }
        links
    }
}

/// The columns that a sheet shows: boxes on the page say nothing to a reader of a sheet.
fn columns(table: &Flat) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|c| c.kind != Kind::Json)
}

fn shown(table: &Flat, row: Vec<Cell>) -> Vec<Cell> {
    table.columns.iter().zip(row).filter(|(c, _)| c.kind != Kind::Json).map(|(_, cell)| cell).collect()
}

/// Writes a table's header and rows.
fn fill(sheet: &mut Worksheet, table: &Flat, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.set_name(&table.title)?;
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
        for (at, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Integer(n) => drop(sheet.write_number(row, at, *n as f64)?),
                Cell::Real(n) => drop(sheet.write_number(row, at, *n)?),
                Cell::Boolean(b) => drop(sheet.write_boolean(row, at, *b)?),
                Cell::Text(text) => match day(text) {
                    Some(day) => drop(sheet.write_datetime_with_format(row, at, &day, &date)?),
                    None => drop(sheet.write_string(row, at, fitting(text))?),
                },
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, u32::try_from(rows.len().max(1)).unwrap_or(u32::MAX), last)?;
    Ok(())
}

/// Adds a column that leads from each measure to its targets.
fn link(sheet: &mut Worksheet, table: &Flat, rows: &[Vec<Cell>], links: &BTreeMap<&str, (usize, usize)>) -> Result<(), XlsxError> {
    let at = u16::try_from(columns(table).count()).unwrap_or(u16::MAX);
    let targets = flat_tables().iter().find(|t| t.name == "targets").map_or("", |t| t.title.as_str());
    let Some(id) = columns(table).position(|c| c.name == "id") else { return Ok(()) };
    sheet.write_string_with_format(0, at, LINKS_TITLE, &Format::new().set_bold())?;
    sheet.set_column_width(at, WIDTHS[0])?;
    let mut written = 0;
    for (row, cells) in (1u32..).zip(rows) {
        let Some(Cell::Text(id)) = cells.get(id) else { continue };
        let Some((first, count)) = links.get(id.as_str()) else { continue };
        let text = format!("{count}件");
        if written < LINKS {
            sheet.write_url_with_text(row, at, format!("internal:'{targets}'!A{first}").as_str(), text)?;
        } else {
            sheet.write_string(row, at, text)?;
        }
        written += 1;
    }
    Ok(())
}

/// A whole date; months and years stay texts.
fn day(text: &str) -> Option<ExcelDateTime> {
    let bytes = text.as_bytes();
    let form =
        bytes.len() == 10 && bytes.iter().enumerate().all(|(at, b)| if at == 4 || at == 7 { *b == b'-' } else { b.is_ascii_digit() });
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
    if !form {
        return None;
    }
    ExcelDateTime::from_ymd(number(0..4)?, u8::try_from(number(5..7)?).ok()?, u8::try_from(number(8..10)?).ok()?).ok()
}

/// A text as long as a cell takes.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CELL_LENGTH {
        return text.to_owned();
    }
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
