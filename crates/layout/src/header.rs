//! Header rows and cells of a table: by ground, weight, and place.
use keikaku_model::document::{Cell, Table};

/// A header cell's text is short: no prose.
const HEADER_CHARS: usize = 40;

/// At most this many rows are header rows.
const HEADER_ROWS: u32 = 3;

/// Finds the header rows of a table and marks its header cells.
pub(crate) fn mark(table: &mut Table) {
    let mut rows = 0;
    while rows < HEADER_ROWS.min(table.rows.saturating_sub(1)) && is_header_row(table, rows) {
        rows += 1;
    }
    // A cell of the first row that spans more rows carries a second header row under its neighbours.
    let deep = table.cells.iter().filter(|c| c.row == 0 && !c.is_blank()).map(|c| c.row_span).max().unwrap_or(1);
    let wide = table.cells.iter().any(|c| c.row == 0 && c.column_span > 1 && c.row_span < deep);
    if rows > 0 && wide && deep > rows && deep < table.rows {
        rows = deep;
    }
    table.header_rows = rows;
    table.cells.iter_mut().for_each(|c| c.is_header = c.row < rows);
}

/// Whether a row looks like a header over the rows below it.
fn is_header_row(table: &Table, row: u32) -> bool {
    let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row && !c.is_blank()).collect();
    if cells.len() < 2 || cells.iter().any(|c| c.text().len() > HEADER_CHARS || prose(c)) {
        return false;
    }
    let below: Vec<&Cell> = table.cells.iter().filter(|c| c.row > row && !c.is_blank()).collect();
    let covers = |a: &Cell, b: &Cell| a.column < b.column + b.column_span && b.column < a.column + a.column_span;
    let own_ground = |c: &Cell| c.ground.is_some() && !below.iter().any(|b| covers(c, b) && b.ground == c.ground);
    let numeric = |c: &Cell| !c.paragraphs.is_empty() && figures(c.text().chars());
    let over_figures = cells.iter().filter(|c| {
        let column: Vec<&&Cell> = below.iter().filter(|b| covers(c, b)).collect();
        !column.is_empty() && column.iter().filter(|b| numeric(b)).count() * 2 > column.len()
    });
    if row == 0 && !cells.iter().any(|c| numeric(c)) && over_figures.count() * 3 >= cells.len() {
        return true;
    }
    let share = |of: &[&Cell], what: &dyn Fn(&Cell) -> bool| of.iter().filter(|c| what(c)).count() * 10 >= of.len() * 6;
    let bold = |c: &Cell| c.paragraphs.iter().any(|p| p.style.bold || p.style.gothic);
    let centred = |c: &Cell| c.paragraphs.iter().all(|p| p.align == keikaku_model::document::Align::Centre);
    if cells.iter().all(|c| own_ground(c)) {
        return true;
    }
    if share(&cells, &bold) && !share(&below, &bold) {
        return true;
    }
    row == 0 && share(&cells, &centred) && cells.iter().all(|c| !c.paragraphs.iter().any(|p| figures(p.text.chars())))
        || (row == 0
            && cells.len() >= 2
            && cells.iter().all(|c| c.text().len() <= 12 && !figures(c.text().chars()))
            && below.iter().any(|c| c.text().len() > 12))
}

/// Whether the cell holds a sentence or an item.
fn prose(c: &Cell) -> bool {
    c.paragraphs.len() > 3 || c.text().chars().contains(&'。')
}

/// Whether the text is mostly a number.
fn figures(chars: &[char]) -> bool {
    if chars.iter().any(|c| matches!(c, '年' | '月')) {
        return false;
    }
    let digits = chars.iter().filter(|c| c.is_numeric() || matches!(c, ',' | '，' | '.' | '△' | '%' | '％')).count();
    digits * 2 > chars.len()
}
