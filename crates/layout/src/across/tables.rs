//! A table in two pieces: the rows on the next page go under those before, a header that is printed again stays a header row there.
use super::{FULL, append};
use crate::knowledge::{Mark, mark};
use keikaku_model::Rect;
use keikaku_model::document::{Cell, Paragraph, Table, TablePart};

/// Column edges that differ by less than this many points are the same on both pages.
const SAME_EDGE: f32 = 4.0;

/// A first row that looks like no header is one if the next page prints it again and the table has this many columns; forms of a key
/// and a value, one a page, may begin alike.
const TELLING_COLUMNS: u32 = 3;

/// Whether `b` goes on with `a` on the next page: the same columns, and the same header or none.
pub(super) fn is_rest(a: &Table, b: &Table) -> bool {
    let (Some(p), Some(q)) = (a.parts.last(), b.parts.first()) else { return false };
    if q.page != p.page + 1 || a.columns != b.columns {
        return false;
    }
    let (x, y) = (edges(a, p.page, p.bbox), edges(b, q.page, q.bbox));
    if x.len() != y.len() || x.iter().zip(&y).any(|(m, n)| (m - n).abs() > SAME_EDGE) {
        return false;
    }
    match repeated_rows(a, b) {
        0 => b.header_rows == 0 || is_cut(a, b, 0),
        repeated => a.header_rows > 0 || a.columns >= TELLING_COLUMNS || is_cut(a, b, repeated),
    }
}

/// The left edges of a table's columns on one page, and its right edge.
fn edges(t: &Table, page: u32, bbox: Rect) -> Vec<f32> {
    let mut out: Vec<f32> = Vec::new();
    for column in 0..t.columns {
        let x = t.cells.iter().filter(|c| c.page == page && c.column == column).map(|c| c.bbox.x0).fold(f32::MAX, f32::min);
        out.push(if x == f32::MAX { bbox.x0 } else { x });
    }
    out.push(bbox.x1);
    out
}

/// Adds the rows of `b` under those of `a`. The rest of a row that the page's end cut goes to that row, and a header that stands
/// between the two comes after it.
pub(super) fn extend(a: &mut Table, mut b: Table) {
    let repeated = repeated_rows(a, &b);
    if repeated > a.header_rows {
        a.header_rows = repeated;
        a.cells.iter_mut().filter(|c| c.row < repeated).for_each(|c| c.is_header = true);
    }
    b.cells.iter_mut().for_each(|c| c.is_header = c.row < repeated);
    let mut first_row = a.rows;
    if is_cut(a, &b, repeated) {
        join_cut_row(a, &mut b, repeated);
        first_row -= u32::from(repeated == 0);
    } else if repeated == 0 {
        go_on_with_categories(a, &mut b);
    }
    let rows = a.rows;
    a.cells.extend(b.cells.into_iter().map(|c| Cell { row: c.row + rows, ..c }));
    a.parts.extend(b.parts.into_iter().map(|p| TablePart { first_row: p.first_row + first_row, ..p }));
    a.rows += b.rows;
    a.cells.sort_by_key(|c| (c.row, c.column));
}

/// How many rows at the top of `b` print the header of `a` again.
fn repeated_rows(a: &Table, b: &Table) -> u32 {
    let row = |t: &Table, r: u32| -> Vec<(u32, String)> { t.row(r).iter().map(|c| (c.column, c.text().to_string())).collect() };
    let top = a.header_rows.max(1).min(b.rows.saturating_sub(1));
    let same = (0..top).take_while(|&r| row(a, r) == row(b, r) && row(a, r).iter().any(|c| !c.1.is_empty())).count() as u32;
    if same >= a.header_rows.max(1) { same } else { 0 }
}

/// The cell of the last row of `a` over a cell of `b`.
fn above<'a>(a: &'a mut Table, c: &Cell) -> Option<&'a mut Cell> {
    let last = a.rows;
    a.cells.iter_mut().find(|u| u.row + u.row_span == last && u.column == c.column && u.column_span == c.column_span)
}

/// Whether row `first` of `b` is the rest of the last row of `a`: some cell goes on in mid-sentence and the others are empty.
fn is_cut(a: &Table, b: &Table, first: u32) -> bool {
    let over = |c: &Cell| a.cells.iter().find(|u| u.row + u.row_span == a.rows && u.column == c.column && u.column_span == c.column_span);
    let row: Vec<&Cell> = b.row(first).iter().collect();
    let goes_on = |c: &Cell| {
        let Some(p) = over(c).and_then(|u| u.paragraphs.last()) else { return false };
        let full = p.lines.last().is_some_and(|l| c.bbox.x1 - l.bbox.x1 <= p.style.size * FULL);
        full && !ended(p) && c.paragraphs.first().is_some_and(|q| mark(q.text.chars()) == Mark::None)
    };
    let mut filled = row.iter().filter(|c| !c.is_blank()).peekable();
    filled.peek().is_some() && row.iter().all(|c| over(c).is_some()) && filled.all(|c| goes_on(c))
}

fn ended(p: &Paragraph) -> bool {
    matches!(p.text.chars().last(), Some('。' | '．'))
}

/// Moves row `cut` of `b` into the last row of `a`. What of its cells reaches further down stays under the header, if there is one.
fn join_cut_row(a: &mut Table, b: &mut Table, cut: u32) {
    let (rest, kept): (Vec<Cell>, Vec<Cell>) = std::mem::take(&mut b.cells).into_iter().partition(|c| c.row == cut);
    b.cells = kept;
    b.rows -= 1;
    b.cells.iter_mut().filter(|c| c.row > cut).for_each(|c| c.row -= 1);
    for mut c in rest {
        let Some(above) = above(a, &c) else { continue };
        append_cell(above, std::mem::take(&mut c.paragraphs));
        c.row_span -= 1;
        if cut == 0 {
            above.row_span += c.row_span;
        } else if c.row_span > 0 {
            b.cells.push(c);
        }
    }
}

/// A category cell beside many rows goes on over the page's end.
fn go_on_with_categories(a: &mut Table, b: &mut Table) {
    b.cells.retain(|c| {
        let goes_on = |u: &Cell| c.row == 0 && c.is_blank() && (u.row_span > 1 || c.row_span > 1);
        match above(a, c).filter(|u| goes_on(u)) {
            Some(u) => {
                u.row_span += c.row_span;
                false
            }
            None => true,
        }
    });
}

/// Adds the rest of a cut cell: its first paragraph goes on with the last one above.
fn append_cell(above: &mut Cell, mut rest: Vec<Paragraph>) {
    if let (Some(p), Some(first)) = (above.paragraphs.last_mut(), rest.first())
        && !ended(p)
        && mark(first.text.chars()) == Mark::None
    {
        append(p, rest.remove(0));
    }
    above.paragraphs.extend(rest);
}
