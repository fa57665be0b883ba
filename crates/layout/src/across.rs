//! What goes on over a column's or page's end: paragraphs and tables in two pieces become one.
mod tables;

use crate::{packed, text};
use keikaku_model::document::{Block, Paragraph};
use std::sync::Arc;

/// A line that ends within this many ems of its column's end may go on in the next.
const FULL: f32 = 2.1;

/// Joins pieces among blocks in reading order.
pub(crate) fn join(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for b in blocks {
        let b = match b {
            Block::Group(mut g) => {
                g.blocks = join(g.blocks);
                Block::Group(g)
            }
            other => other,
        };
        match (out.last_mut(), b) {
            (Some(Block::Paragraph(a)), Block::Paragraph(b)) if goes_on(a, &b) => append(a, b),
            (Some(Block::Table(a)), Block::Table(b)) if tables::is_rest(a, &b) => {
                tables::extend(Arc::make_mut(a), Arc::unwrap_or_clone(b));
            }
            (_, b) => out.push(b),
        }
    }
    out
}

/// Whether `b` is the rest of `a` at the top of the next column or page.
fn goes_on(a: &Paragraph, b: &Paragraph) -> bool {
    let (Some(last), Some(first)) = (a.lines.last(), b.lines.first()) else { return false };
    if last.vertical != first.vertical || a.decoration != b.decoration || a.style.bold != b.style.bold {
        return false;
    }
    // Cards beside each other look alike, and each is whole.
    if first.page == last.page && (a.decoration.ground.is_some() || a.decoration.framed) {
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
    packed::paragraph(a);
    a.badges.extend(b.badges);
    a.ruby.extend(b.ruby);
}
