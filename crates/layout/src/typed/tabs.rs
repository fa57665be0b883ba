//! Tables whose cells are cut by tabs, as converters write them.
use super::build::{self, Slot};
use super::lines::Line;
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

/// Puts rows right whose empty cells a converter left out: where the last column holds short words and the one before it prose, a row that
/// ends in a short word one column early is moved.
fn align(rows: &mut [Row], columns: usize) {
    let Some(last) = columns.checked_sub(1).filter(|l| *l > 1) else { return };
    let middle = |column: usize| {
        let mut lengths: Vec<usize> = rows.iter().skip(1).filter_map(|r| r.cells.get(&column)).map(Text::len).collect();
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied().unwrap_or(0)
    };
    if middle(last) == 0 || middle(last) > SHORT || middle(last - 1) <= SHORT {
        return;
    }
    let has_first = rows.iter().skip(1).filter(|r| r.cells.contains_key(&0)).count() * 2 > rows.len();
    for row in rows.iter_mut().skip(1).filter(|r| r.cells.len() > 1) {
        let ends_early = row.cells.last_key_value().is_some_and(|(c, t)| *c + 1 == last && t.len() <= SHORT);
        if !ends_early {
            continue;
        }
        let from = if row.cells.contains_key(&0) && !has_first { 0 } else { 2 };
        row.cells = std::mem::take(&mut row.cells).into_iter().map(|(c, t)| (if c >= from { c + 1 } else { c }, t)).collect();
    }
}

/// The cells of a column: a row with one cell alone spans to the right, and cells of the outer columns span the empty ones below them.
fn cells_of(rows: &[Row], column: usize, columns: usize) -> Vec<Cell> {
    let spans_down = column == 0 || column + 1 == columns;
    let filled: Vec<usize> = (1..rows.len()).filter(|&r| rows[r].cells.contains_key(&column)).collect();
    let is_alone = |r: usize| r > 0 && rows[r].cells.len() == 1 && columns > 2;
    let mut cells = Vec::new();
    let mut r = 0;
    while r < rows.len() {
        let row = &rows[r];
        // The one word of a first column stands anywhere beside its rows: it was centred on them.
        let centred = (column == 0 && filled.len() == 1 && r == 1 && columns > 2).then(|| filled[0]);
        let from = centred.unwrap_or(r);
        let covered = is_alone(r) && row.cells.keys().any(|c| *c < column) && centred.is_none();
        if covered {
            r += 1;
            continue;
        }
        let text = rows[from].cells.get(&column);
        let below = (r + 1..rows.len()).take_while(|&k| !rows[k].cells.contains_key(&column) && !(column > 0 && is_alone(k))).count();
        let span = match (text, centred) {
            (Some(_), Some(_)) => rows.len() - r,
            (Some(_), None) if spans_down && r > 0 && !is_alone(r) => 1 + below,
            _ => 1,
        };
        let wide = if is_alone(r) && text.is_some() && column > 0 { columns - column } else { 1 };
        let slot = Slot { row: r, column, rows: span, columns: wide, is_header: r == 0 };
        cells.push(build::cell(slot, text.map(|t| paragraphs(rows[from].line, t)).unwrap_or_default(), row.line.page));
        r += span;
    }
    cells
}

/// A cell's paragraphs: a converter puts a blank where the cell's line ended.
fn paragraphs(line: &Line, text: &Text) -> Vec<Paragraph> {
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
