//! Tables whose cells are cut by tabs, as converters write them.
use super::build::{self, Slot};
use super::lines::Line;
use super::marks::{MARKS, closed_up};
use super::paragraphs::unmarked;
use keikaku_model::Text;
use keikaku_model::document::{Cell, Paragraph, Table};
use std::collections::BTreeMap;

/// Fewest rows with two cells or more that make a table.
const ROWS: usize = 2;

/// A cell of a few words (an owner, a category) is at most this many characters long.
const SHORT: usize = 14;

/// One row: its line and its cells by column.
struct Row<'a> {
    line: &'a Line,
    cells: BTreeMap<usize, Text>,
}

/// The table that begins at the first line, and how many lines it takes.
pub(super) fn table(lines: &[Line]) -> Option<(Table, usize)> {
    let used = run(lines);
    if lines[..used].iter().filter(|l| l.is_tabbed()).count() < ROWS {
        return None;
    }
    let mut rows: Vec<Row> = lines[..used].iter().map(|line| Row { line, cells: line.fields.iter().cloned().collect() }).collect();
    let columns = rows.iter().filter_map(|r| r.cells.keys().last()).max()? + 1;
    align(&mut rows, columns);
    let cells = (0..columns).flat_map(|column| cells_of(&rows, column, columns)).collect();
    Some((build::table(cells, 1)?, used))
}

/// How many lines from the first on are rows: cut by tabs or behind one. A blank line ends the table unless they all have one.
fn run(lines: &[Line]) -> usize {
    let is_row = |l: &Line| l.is_tabbed() || l.fields.first().is_some_and(|f| f.0 > 0);
    let mut spaced = true;
    for (i, line) in lines.iter().enumerate() {
        let is_apart = i > 0 && (line.blanks > 1 || line.blanks == 1 && !spaced);
        if !is_row(line) || is_apart || i > 0 && line.opens_page {
            return i;
        }
        spaced &= i == 0 || line.blanks > 0;
    }
    lines.len()
}

/// Puts rows right whose empty cells a converter left out: a row that ends in a unit's name one column early, where the last column holds short
/// words, is moved.
fn align(rows: &mut [Row], columns: usize) {
    let Some(last) = columns.checked_sub(1).filter(|l| *l > 1) else { return };
    if rows.iter().skip(1).filter_map(|r| r.cells.get(&last)).any(|t| t.len() > SHORT) {
        return;
    }
    let has_first = rows.iter().skip(1).filter(|r| r.cells.contains_key(&0)).count() * 2 > rows.len();
    for row in rows.iter_mut().skip(1).filter(|r| r.cells.len() > 1) {
        let ends_early =
            row.cells.last_key_value().is_some_and(|(c, t)| *c + 1 == last && t.len() <= SHORT && MARKS.ends_a_unit(t.chars()));
        if !ends_early {
            continue;
        }
        let from = if row.cells.contains_key(&0) && !has_first { 0 } else { 2 };
        row.cells = std::mem::take(&mut row.cells).into_iter().map(|(c, t)| (if c >= from { c + 1 } else { c }, t)).collect();
    }
}

/// The cells of a column. Converters leave the further rows of a merged cell empty, and the further columns: the cells found span them.
fn cells_of(rows: &[Row], column: usize, columns: usize) -> Vec<Cell> {
    let filled: Vec<usize> = (1..rows.len()).filter(|&r| rows[r].cells.contains_key(&column)).collect();
    let mut cells = Vec::new();
    let mut r = 0;
    while r < rows.len() {
        let row = &rows[r];
        if covering(rows, r, column, columns).is_some() {
            r += 1;
            continue;
        }
        // The one word of a first column stands anywhere beside its rows: it was centred on them.
        let is_centred = column == 0 && filled.len() == 1 && r == 1 && columns > 2;
        let from = if is_centred { filled[0] } else { r };
        let text = rows[from].cells.get(&column);
        let is_free = |k: usize| !rows[k].cells.contains_key(&column) && covering(rows, k, column, columns).is_none();
        let below = (r + 1..rows.len()).take_while(|&k| is_free(k)).count();
        let span = match text {
            Some(_) if is_centred => rows.len() - r,
            Some(text) if r > 0 && is_merged(text, column, columns) && !is_category(rows, r, columns) => 1 + below,
            _ => 1,
        };
        let wide = (column + 1..columns).take_while(|&c| covering(rows, r, c, columns) == Some(column)).count();
        let slot = Slot { row: r, column, rows: span, columns: 1 + wide, is_header: r == 0 };
        cells.push(build::cell(slot, text.map(|t| paragraphs(rows[from].line, t)).unwrap_or_default(), row.line.page));
        r += span;
    }
    cells
}

/// Whether empty cells below a cell are a part of it: those of the outer columns (categories, owners), and sentences; a short value is not.
fn is_merged(text: &Text, column: usize, columns: usize) -> bool {
    column == 0 || column + 1 == columns || column > 1 && text.len() > SHORT
}

/// Whether a row is a category over the rows below it: one cell alone, at the table's head or where a new first column begins.
fn is_category(rows: &[Row], r: usize, columns: usize) -> bool {
    let content = rows[r].cells.keys().filter(|c| **c > 0).count();
    columns > 3 && content == 1 && rows[r].cells.contains_key(&1) && (r == 1 || r > 0 && rows[r].cells.contains_key(&0))
}

/// The column whose cell covers an empty place of a row: a category row's only cell, or the one left of a column that no row fills.
fn covering(rows: &[Row], r: usize, column: usize, columns: usize) -> Option<usize> {
    if r == 0 || column < 2 || rows[r].cells.contains_key(&column) {
        return None;
    }
    if is_category(rows, r, columns) {
        return Some(1);
    }
    let is_unfilled = |c: usize| (1..rows.len()).all(|k| !rows[k].cells.contains_key(&c));
    let left = (1..column).rev().find(|&c| !is_unfilled(c))?;
    (is_unfilled(column) && rows[r].cells.contains_key(&left)).then_some(left)
}

/// A cell's paragraphs: a converter puts a blank where the cell's line ended.
fn paragraphs(line: &Line, text: &Text) -> Vec<Paragraph> {
    let text = closed_up(text);
    let chars = text.chars();
    let mut cuts = vec![0];
    for (i, c) in chars.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|b| chars.get(b)), chars.get(i + 1));
        let is_end = *c == ' ' && before.is_some_and(|c| ends_a_line(*c)) && after.is_some_and(|c| begins_a_line(*c));
        if *c == '\n' || is_end {
            cuts.push(i + 1);
        }
    }
    cuts.push(chars.len() + 1);
    let pieces = cuts.windows(2).map(|w| unmarked(&text.slice(w[0]..w[1] - 1)));
    pieces.filter(|t| !t.is_blank()).filter_map(|t| build::part(line, t)).collect()
}

/// Not a digit or a Latin letter: `年間推薦 100件` is one line.
fn begins_a_line(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '（' | '、' | '。')
}

fn ends_a_line(c: char) -> bool {
    !c.is_ascii() || matches!(c, ')' | '%')
}
