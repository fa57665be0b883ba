//! Dashed rules whose dashes are drawn one by one become whole rules.
use super::paths::SNAP;
use keikaku_model::page::Ruling;

/// A dash is at most this long, in points: longer strokes are rules of their own, say the sides of cells.
const DASH: f32 = 12.0;

/// A gap is at most this many dashes wide.
const GAP: f32 = 2.0;

/// This many dashes make a dashed rule; fewer may be ticks or letters.
const DASHES: usize = 4;

/// Dashes of one rule differ in length by at most this share: the last one may be cut short.
const UNEVEN: f32 = 0.25;

/// The rules of a page, in the order they were drawn; a dashed rule stands where its first dash did.
pub(crate) fn joined(rulings: Vec<Ruling>) -> Vec<Ruling> {
    let mut out: Vec<Ruling> = Vec::with_capacity(rulings.len());
    for stretch in rulings.chunk_by(follows) {
        if stretch.len() >= DASHES && is_dashed(stretch) {
            out.extend(whole(stretch));
        } else {
            out.extend_from_slice(stretch);
        }
    }
    out
}

/// Whether `b` is the next dash after `a`, in either direction.
fn follows(a: &Ruling, b: &Ruling) -> bool {
    let (p, q) = (along(a), along(b));
    let gap = (q.1 - p.2).max(p.1 - q.2);
    let (length, other) = (p.2 - p.1, q.2 - q.1);
    a.is_horizontal() == b.is_horizontal()
        && (a.color, a.width) == (b.color, b.width)
        && (p.0 - q.0).abs() <= SNAP
        && length.max(other) <= DASH
        && gap > 0.0
        && gap <= length.max(other) * GAP
}

/// Where a rule stands, and from where to where it runs.
fn along(r: &Ruling) -> (f32, f32, f32) {
    if r.is_horizontal() { (r.y0, r.x0.min(r.x1), r.x0.max(r.x1)) } else { (r.x0, r.y0.min(r.y1), r.y0.max(r.y1)) }
}

/// Whether dashes in a row are as long as each other but for those at the ends.
fn is_dashed(dashes: &[Ruling]) -> bool {
    let length = |r: &Ruling| along(r).2 - along(r).1;
    let inner = &dashes[1..dashes.len() - 1];
    let longest = inner.iter().map(length).fold(0.0, f32::max);
    inner.iter().all(|d| length(d) >= longest * (1.0 - UNEVEN)) && dashes.iter().all(|d| length(d) <= longest * (1.0 + UNEVEN))
}

/// The rule that dashes draw together.
fn whole(dashes: &[Ruling]) -> Option<Ruling> {
    let x0 = dashes.iter().map(|d| d.x0.min(d.x1)).reduce(f32::min)?;
    let y0 = dashes.iter().map(|d| d.y0.min(d.y1)).reduce(f32::min)?;
    let x1 = dashes.iter().map(|d| d.x0.max(d.x1)).reduce(f32::max)?;
    let y1 = dashes.iter().map(|d| d.y0.max(d.y1)).reduce(f32::max)?;
    let first = dashes.first()?;
    Some(if first.is_horizontal() {
        Ruling { x0, y0: first.y0, x1, y1: first.y1, ..*first }
    } else {
        Ruling { x0: first.x0, y0, x1: first.x1, y1, ..*first }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dash(x0: f32, x1: f32, y: f32) -> Ruling {
        Ruling { x0, y0: y, x1, y1: y, width: 0.5, color: 0 }
    }

    #[test]
    fn dashes_in_a_row_are_one_rule() {
        let mut drawn: Vec<Ruling> = (0..10).map(|i| dash(50.0 + i as f32 * 5.0, 53.0 + i as f32 * 5.0, 100.0)).collect();
        drawn.push(dash(50.0, 53.0, 120.0));
        let got = joined(drawn);
        assert_eq!(got.iter().map(|r| (r.x0, r.x1, r.y0)).collect::<Vec<_>>(), [(50.0, 98.0, 100.0), (50.0, 53.0, 120.0)]);
    }

    #[test]
    fn sides_of_cells_and_ticks_stay_apart() {
        let cells: Vec<Ruling> = (0..6).map(|i| dash(50.0 + i as f32 * 42.0, 90.0 + i as f32 * 42.0, 100.0)).collect();
        let ticks: Vec<Ruling> = (0..6).map(|i| dash(50.0 + i as f32 * 42.0, 53.0 + i as f32 * 42.0, 200.0)).collect();
        assert_eq!(joined([cells, ticks].concat()).len(), 12);
    }
}
