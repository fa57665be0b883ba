//! A table: with pipes where it has one header row, no merged cells and one line a cell, else as HTML.
use super::{escape, line};
use keikaku_model::document::{Cell, Table};

/// The table; nothing where all of its cells are blank.
pub(super) fn markdown(table: &Table) -> Option<String> {
    if table.cells.iter().all(|c| text(c).is_empty()) {
        return None;
    }
    let merged = table.cells.iter().any(|c| c.row_span > 1 || c.column_span > 1);
    let lines = table.cells.iter().any(|c| text(c).contains('\n'));
    Some(if merged || lines || table.header_rows != 1 { html(table) } else { pipes(table) })
}

/// A cell's paragraphs, a line each.
fn text(cell: &Cell) -> String {
    cell.paragraphs.iter().map(line).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The cells row by row.
fn rows(table: &Table) -> impl Iterator<Item = Vec<&Cell>> {
    (0..table.rows).map(|row| {
        let mut cells: Vec<&Cell> = table.row(row).iter().collect();
        cells.sort_by_key(|c| c.column);
        cells
    })
}

fn pipes(table: &Table) -> String {
    let mut lines = Vec::new();
    for (row, cells) in rows(table).enumerate() {
        let at = |column| cells.iter().find(|c| c.column == column).map(|c| text(c)).unwrap_or_default();
        let columns = (0..table.columns).map(|c| escape::inline(&at(c)));
        lines.push(format!("| {} |", columns.collect::<Vec<_>>().join(" | ")));
        if row == 0 {
            lines.push(format!("|{}", " --- |".repeat(table.columns as usize)));
        }
    }
    lines.join("\n")
}

fn html(table: &Table) -> String {
    let mut lines = vec!["<table>".to_owned()];
    for cells in rows(table) {
        lines.push("<tr>".to_owned());
        lines.extend(cells.iter().map(|c| element(c)));
        lines.push("</tr>".to_owned());
    }
    lines.push("</table>".to_owned());
    lines.join("\n")
}

fn element(cell: &Cell) -> String {
    let name = if cell.is_header { "th" } else { "td" };
    let span = |of: &str, n: u32| if n > 1 { format!(" {of}=\"{n}\"") } else { String::new() };
    let spans = span("rowspan", cell.row_span) + &span("colspan", cell.column_span);
    format!("<{name}{spans}>{}</{name}>", escape::html(&text(cell)))
}
