//! Dotted rules whose dots are drawn one by one, as small squares: browsers print `border: dotted` so.
use crate::grid::Edge;
use keikaku_model::Rect;
use keikaku_model::page::Page;

/// A dot is at most this wide and high, in points.
const DOT: f32 = 2.0;

/// Between two dots lie at most this many points.
const GAP: f32 = 3.0;

/// This many dots make a rule; fewer may be leaders or ornaments.
const DOTS: usize = 12;

/// The horizontal dotted rules of a page.
pub(super) fn rules(page: &Page) -> Vec<Edge> {
    let small = |b: &Rect| b.width() <= DOT && b.height() <= DOT;
    let mut dots: Vec<Rect> = page.shapes.iter().filter(|s| s.fill.is_some()).map(|s| s.bbox).filter(small).collect();
    dots.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    let follows = |a: &Rect, b: &Rect| a.y0 == b.y0 && a.y1 == b.y1 && b.x0 - a.x1 <= GAP;
    let rows = dots.chunk_by(follows).filter(|row| row.len() >= DOTS);
    rows.filter_map(|row| {
        let whole = Rect::bounding(row.iter().copied())?;
        Some(Edge { at: whole.centre().1, from: whole.x0, to: whole.x1 })
    })
    .collect()
}
