//! Pages painted glyph by glyph in no order: their glyphs are put in lines, so that what follows on the page follows in the list.
//! Print drivers that cache glyphs write such pages; all others keep the order of their content stream.
use keikaku_model::page::Glyph;

/// A glyph this many ems or less after the one before it, on the same line, follows it.
const NEAR: f32 = 1.1;

/// Pages on which fewer than this share of the glyphs follow the one before are painted in no order. Shuffled pages have a few in a
/// hundred; tables of single figures, the least coherent of the others, have about half.
const COHERENT: f32 = 0.2;

/// Pages with fewer glyphs than this are left alone: a page number and a mark follow each other nowhere.
const LEAST: usize = 12;

/// Glyphs whose middles are within this share of an em across the line stand on one line.
const SAME_LINE: f32 = 0.4;

/// The order in which to keep the glyphs: `None` for the one they have.
pub(crate) fn reading(glyphs: &[Glyph]) -> Option<Vec<usize>> {
    if glyphs.len() < LEAST {
        return None;
    }
    let following = glyphs.windows(2).filter(|w| follows(&w[0], &w[1]) || stands_under(&w[0], &w[1])).count();
    ((following as f32) < glyphs.len() as f32 * COHERENT).then(|| lines(glyphs))
}

fn follows(a: &Glyph, b: &Glyph) -> bool {
    let ((p, at), (q, next)) = (flow(a), flow(b));
    let em = a.size.max(b.size);
    (at - next).abs() <= em * SAME_LINE && q > p && q - p <= em * (1.0 + NEAR)
}

/// Whether `b` stands right under `a`: so many producers draw vertical writing, each character upright by itself.
fn stands_under(a: &Glyph, b: &Glyph) -> bool {
    let em = a.size.max(b.size);
    let step = b.bbox.y0 - a.bbox.y0;
    (a.bbox.centre().0 - b.bbox.centre().0).abs() <= em * SAME_LINE && step > 0.0 && step <= em * (1.0 + NEAR)
}

/// Where a glyph begins along its line, and its middle across lines, both growing in reading direction.
fn flow(g: &Glyph) -> (f32, f32) {
    let (x, y) = g.bbox.centre();
    if g.vertical { (g.bbox.y0, -x) } else { (g.bbox.x0, y) }
}

fn lines(glyphs: &[Glyph]) -> Vec<usize> {
    let across = |i: usize| flow(&glyphs[i]).1;
    let mut order: Vec<usize> = (0..glyphs.len()).collect();
    order.sort_by(|&a, &b| glyphs[a].vertical.cmp(&glyphs[b].vertical).then(across(a).total_cmp(&across(b))));
    let mut from = 0;
    for i in 1..=order.len() {
        let first = order[from];
        let ends = order.get(i).is_none_or(|&g| {
            glyphs[g].vertical != glyphs[first].vertical || across(g) - across(first) > glyphs[g].size.max(glyphs[first].size) * SAME_LINE
        });
        if ends {
            order[from..i].sort_by(|&a, &b| flow(&glyphs[a]).0.total_cmp(&flow(&glyphs[b]).0));
            from = i;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_model::Rect;
    use keikaku_model::page::Visibility;

    fn page(order: impl Iterator<Item = usize>) -> Vec<Glyph> {
        let at = |i: usize| (40.0 + 10.0 * (i % 10) as f32, 100.0 + 18.0 * (i / 10) as f32);
        let glyph = |i: usize| {
            let (x, y) = at(i);
            let bbox = Rect::new(x, y, x + 10.0, y + 10.0);
            let ch = char::from_u32(0x4E00 + i as u32).unwrap_or(' ');
            Glyph { ch, bbox, size: 10.0, font: 0, color: 0, vertical: false, bold: false, visibility: Visibility::Visible }
        };
        order.map(glyph).collect()
    }

    #[test]
    fn keeps_vertical_lines_drawn_upright() {
        let glyph = |i: usize| {
            let (x, y) = (400.0 - 18.0 * (i / 20) as f32, 40.0 + 10.0 * (i % 20) as f32);
            let bbox = Rect::new(x, y, x + 10.0, y + 10.0);
            Glyph { ch: '森', bbox, size: 10.0, font: 0, color: 0, vertical: false, bold: false, visibility: Visibility::Visible }
        };
        assert_eq!(reading(&(0..60).map(glyph).collect::<Vec<_>>()), None);
    }

    #[test]
    fn puts_scattered_glyphs_in_lines() {
        let glyphs = page((0..60).map(|i| i * 37 % 60));
        let order = reading(&glyphs).expect("no order to keep");
        let read: Vec<char> = order.iter().map(|&i| glyphs[i].ch).collect();
        assert!(read.is_sorted());
    }

    #[test]
    fn keeps_the_order_of_the_stream() {
        assert_eq!(reading(&page((30..60).chain(0..30))), None);
    }
}
