//! Paragraphs, cells and tables of the model from typed lines.
use keikaku_model::document::{Align, Cell, Decoration, Line as PrintedLine, Paragraph, Style, Table, TableEvidence, TablePart};
use keikaku_model::{Rect, Text};

use super::lines::Line;

/// Type size of a typed page: a line is one unit high.
const SIZE: f32 = 1.0;

fn style(bold: bool) -> Style {
    Style { size: SIZE, bold, gothic: false, color: 0 }
}

/// A paragraph of `text` that stands on `lines` (at least one).
pub(super) fn paragraph(lines: &[&Line], text: Text, space_before: f32) -> Option<Paragraph> {
    let first = lines.first()?;
    let bold = lines.iter().all(|l| l.bold);
    let on_first_page = lines.iter().filter(|l| l.page == first.page).map(|l| l.bbox);
    Some(Paragraph {
        page: first.page,
        bbox: Rect::bounding(on_first_page).unwrap_or_default(),
        lines: lines
            .iter()
            .map(|l| PrintedLine { page: l.page, bbox: l.bbox, text: l.text.clone(), style: style(l.bold), vertical: false })
            .collect(),
        text,
        style: style(bold),
        align: Align::Start,
        first_indent: first.indent,
        hanging_indent: lines.get(1).map_or(first.indent, |l| l.indent),
        space_before,
        badges: Vec::new(),
        ruby: Vec::new(),
        decoration: Decoration::default(),
    })
}

/// A paragraph that is a part of one line.
pub(super) fn part(line: &Line, text: Text) -> Option<Paragraph> {
    let mut paragraph = paragraph(&[line], text.clone(), 0.0)?;
    paragraph.lines.iter_mut().for_each(|l| l.text = text.clone());
    Some(paragraph)
}

/// Where a cell stands in its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) is_header: bool,
}

/// A cell of these paragraphs; a blank one stands on `page`.
pub(super) fn cell(slot: Slot, paragraphs: Vec<Paragraph>, page: u32) -> Cell {
    Cell {
        row: slot.row as u32,
        column: slot.column as u32,
        row_span: slot.rows.max(1) as u32,
        column_span: slot.columns.max(1) as u32,
        is_header: slot.is_header,
        ground: None,
        page: paragraphs.first().map_or(page, |p| p.page),
        bbox: Rect::bounding(paragraphs.iter().map(|p| p.bbox)).unwrap_or_default(),
        paragraphs,
    }
}

/// A table of these cells.
pub(super) fn table(mut cells: Vec<Cell>, header_rows: usize) -> Option<Table> {
    cells.sort_by_key(|c| (c.row, c.column));
    let rows = cells.iter().map(|c| c.row + c.row_span).max()?;
    let columns = cells.iter().map(|c| c.column + c.column_span).max()?;
    let mut parts: Vec<TablePart> = Vec::new();
    for cell in cells.iter().filter(|c| !c.paragraphs.is_empty()) {
        match parts.iter_mut().find(|p| p.page == cell.page) {
            Some(part) => part.bbox = part.bbox.union(&cell.bbox),
            None => parts.push(TablePart { page: cell.page, bbox: cell.bbox, first_row: cell.row }),
        }
    }
    Some(Table { parts, rows, columns, header_rows: header_rows as u32, cells, evidence: TableEvidence::Aligned })
}
