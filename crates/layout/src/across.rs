//! What goes on over a column's or page's end: paragraphs and tables in two pieces become one.
use crate::text;
use keikaku_model::document::{Block, Cell, Furniture, FurnitureKind, Paragraph, Table};
use keikaku_model::{Rect, Text};

/// Column edges that differ by less than this many points are the same on both pages.
const SAME_EDGE: f32 = 4.0;

/// A line that ends within this many ems of its column's end may go on in the next.
const FULL: f32 = 2.1;

/// Joins pieces among blocks in reading order. Header rows that are printed again are set aside.
pub(crate) fn join(blocks: Vec<Block>) -> (Vec<Block>, Vec<Furniture>) {
    let mut out: Vec<Block> = Vec::new();
    let mut aside = Vec::new();
    for b in blocks {
        let b = match b {
            Block::Group(mut g) => {
                let (inner, more) = join(std::mem::take(&mut g.blocks));
                g.blocks = inner;
                aside.extend(more);
                Block::Group(g)
            }
            other => other,
        };
        match (out.last_mut(), b) {
            (Some(Block::Paragraph(a)), Block::Paragraph(b)) if goes_on(a, &b) => append(a, b),
            (Some(Block::Table(a)), Block::Table(b)) if same_table(a, &b) => aside.extend(extend(a, b)),
            (_, b) => out.push(b),
        }
    }
    (out, aside)
}

/// Whether `b` is the rest of `a` at the top of the next column or page.
fn goes_on(a: &Paragraph, b: &Paragraph) -> bool {
    let (Some(last), Some(first)) = (a.lines.last(), b.lines.first()) else { return false };
    if last.vertical != first.vertical || a.decoration != b.decoration || a.style.bold != b.style.bold {
        return false;
    }
    let em = a.style.size.max(1.0);
    if (a.style.size - b.style.size).abs() > em * 0.1 {
        return false;
    }
    let jumps = last.page != first.page || if last.vertical { first.bbox.x0 > last.bbox.x1 } else { first.bbox.y1 < last.bbox.y0 };
    let ended = matches!(last.text.chars().last(), Some('。' | '．' | '」' | '】' | '＞' | '：' | ':' | '）' | ')'));
    let marked = crate::knowledge::mark(first.text.chars()) != crate::knowledge::Mark::None;
    let wrapped = a.lines.len() > 1 || last.bbox.width().max(last.bbox.height()) > em * 12.0;
    // The first line of a new paragraph is set in; the rest of one stands where its further lines stand.
    let rest_indent = if a.lines.len() > 1 { a.hanging_indent } else { 0.0 };
    let flush = b.first_indent <= rest_indent.max(0.0) + 0.6 && (b.lines.len() < 2 || b.first_indent <= b.hanging_indent + 0.6);
    jumps && !ended && !marked && wrapped && flush && reaches_end(a, em)
}

/// Whether the last line is as long as the paragraph's longest.
fn reaches_end(a: &Paragraph, em: f32) -> bool {
    let end = |l: &keikaku_model::document::Line| if l.vertical { l.bbox.y1 } else { l.bbox.x1 };
    let page = a.lines.last().map_or(0, |l| l.page);
    let longest = a.lines.iter().filter(|l| l.page == page).map(end).fold(f32::MIN, f32::max);
    a.lines.last().is_some_and(|l| longest - end(l) <= em * FULL)
}

/// Adds the lines of `b` to `a`.
pub(crate) fn append(a: &mut Paragraph, b: Paragraph) {
    text::join(&mut a.text, &b.text, true);
    if a.page == b.page {
        a.bbox = a.bbox.union(&b.bbox);
    }
    a.lines.extend(b.lines);
    a.badges.extend(b.badges);
    a.ruby.extend(b.ruby);
}

/// Whether `b` goes on with `a` on the next page: the same columns, and no header of its own. A table that prints its header
/// again stands by itself on each page, unless the page's end cut one of its rows.
fn same_table(a: &Table, b: &Table) -> bool {
    let (Some(p), Some(q)) = (a.parts.last(), b.parts.first()) else { return false };
    if q.page != p.page + 1 || a.columns != b.columns {
        return false;
    }
    let (x, y) = (edges(a, p.page, p.bbox), edges(b, q.page, q.bbox));
    if x.len() != y.len() || x.iter().zip(&y).any(|(m, n)| (m - n).abs() > SAME_EDGE) {
        return false;
    }
    let repeated = repeated_rows(a, b);
    let first: Vec<Cell> =
        b.cells.iter().filter(|c| c.row >= repeated).map(|c| Cell { row: c.row - repeated + a.rows, ..c.clone() }).collect();
    (repeated == 0 && b.header_rows == 0) || cut_row(a, &first, a.rows)
}

/// The left edges of a table's columns on one page.
fn edges(t: &Table, page: u32, bbox: Rect) -> Vec<f32> {
    let mut out: Vec<f32> = Vec::new();
    for column in 0..t.columns {
        let x = t.cells.iter().filter(|c| c.page == page && c.column == column).map(|c| c.bbox.x0).fold(f32::MAX, f32::min);
        out.push(if x == f32::MAX { bbox.x0 } else { x });
    }
    out.push(bbox.x1);
    out
}

/// Adds the rows of `b` under those of `a`; gives back its repeated header.
fn extend(a: &mut Table, b: Table) -> Vec<Furniture> {
    let repeated = repeated_rows(a, &b);
    let first_row = a.rows;
    let mut aside = Vec::new();
    let body: Vec<Cell> = b
        .cells
        .into_iter()
        .filter_map(|mut c| {
            if c.row < repeated {
                aside.extend(set_aside(&c));
                return None;
            }
            c.row = c.row - repeated + first_row;
            c.is_header = false;
            Some(c)
        })
        .collect();
    let cut = cut_row(a, &body, first_row);
    let shift = u32::from(cut);
    let goes_on = |above: &Cell, c: &Cell| c.is_blank() && (above.row_span > 1 || c.row_span > 1) && above.column_span == c.column_span;
    for mut c in body {
        if cut
            && c.row == first_row
            && let Some(above) = a.cells.iter_mut().find(|u| u.row + u.row_span == first_row && u.column == c.column)
        {
            append_cell(above, c.paragraphs);
            above.row_span += c.row_span - 1;
            continue;
        }
        // A category cell beside many rows goes on over the page's end.
        if !cut
            && c.row == first_row
            && let Some(above) = a.cells.iter_mut().find(|u| u.row + u.row_span == first_row && u.column == c.column && goes_on(u, &c))
        {
            above.row_span += c.row_span;
            continue;
        }
        c.row -= shift;
        a.cells.push(c);
    }
    a.rows = first_row + b.rows - repeated - shift;
    a.parts.extend(b.parts.into_iter().map(|mut p| {
        p.first_row = first_row - shift;
        p
    }));
    a.cells.sort_by_key(|c| (c.row, c.column));
    aside
}

/// How many rows at the top of `b` print the header of `a` again.
fn repeated_rows(a: &Table, b: &Table) -> u32 {
    let row = |t: &Table, r: u32| -> Vec<(u32, String)> {
        t.cells.iter().filter(|c| c.row == r).map(|c| (c.column, c.text().to_string())).collect()
    };
    let top = a.header_rows.max(1).min(b.rows.saturating_sub(1));
    let same = (0..top).take_while(|&r| row(a, r) == row(b, r) && row(a, r).iter().any(|c| !c.1.is_empty())).count() as u32;
    if same >= a.header_rows.max(1) { same } else { 0 }
}

fn set_aside(c: &Cell) -> Option<Furniture> {
    let text: Text = c.text();
    (!text.is_blank()).then_some(Furniture { kind: FurnitureKind::RepeatedHeader, page: c.page, text })
}

/// Whether the first row on the new page is the rest of the last row on the old one: some cell goes on in mid-sentence and the
/// others are empty.
fn cut_row(a: &Table, body: &[Cell], first_row: u32) -> bool {
    let row: Vec<&Cell> = body.iter().filter(|c| c.row == first_row).collect();
    let above =
        |c: &Cell| a.cells.iter().find(|u| u.row + u.row_span == first_row && u.column == c.column && u.column_span == c.column_span);
    let filled: Vec<&&Cell> = row.iter().filter(|c| !c.is_blank()).collect();
    if filled.is_empty() || row.iter().any(|c| above(c).is_none()) {
        return false;
    }
    let continues = |c: &Cell| {
        let Some(p) = above(c).and_then(|u| u.paragraphs.last()) else { return false };
        let begins = c.paragraphs.first().map(|p| p.text.chars());
        let ended = matches!(p.text.chars().last(), Some('。' | '．'));
        let full = p.lines.last().is_some_and(|l| c.bbox.x1 - l.bbox.x1 <= p.style.size * FULL);
        !ended && full && begins.is_some_and(|t| crate::knowledge::mark(t) == crate::knowledge::Mark::None)
    };
    filled.iter().all(|c| continues(c))
}

/// Adds the rest of a cut cell: its first paragraph goes on with the last one above.
fn append_cell(above: &mut Cell, mut rest: Vec<Paragraph>) {
    if rest.is_empty() {
        return;
    }
    match above.paragraphs.last_mut() {
        Some(p)
            if !matches!(p.text.chars().last(), Some('。' | '．'))
                && crate::knowledge::mark(rest[0].text.chars()) == crate::knowledge::Mark::None =>
        {
            append(p, rest.remove(0));
        }
        _ => {}
    }
    above.paragraphs.extend(rest);
}
