//! What clips leave to see.
use super::paths::look;
use hayro_interpret::kurbo::{BezPath, Point, Rect as KRect, Shape as _};
use hayro_interpret::{ClipPath, FillRule};
use keikaku_model::Rect;

/// A point this far (points) outside a clip's box is still seen: boxes are rounded.
const EDGE: f64 = 0.5;

/// Paths of more elements than this clip by their box: asking them for every glyph would take too long, and they cut out pictures.
const ELEMENTS: usize = 200;

/// A character is set full width if its box is at least this share of its height wide.
const FULL_WIDTH: f32 = 0.8;

/// A clip within the outer ones.
pub(super) struct Clip {
    /// The box of all of them.
    pub(super) bbox: KRect,
    /// Whether all of them are rectangles along the page.
    pub(super) even: bool,
    /// Its own outline where that is no rectangle, and whether its inside is told by the even-odd rule.
    outline: Option<(BezPath, bool)>,
}

impl Clip {
    /// A clip path within `outer`.
    pub(super) fn within(outer: Option<&Clip>, clip: &ClipPath) -> Self {
        let bbox = clip.path.bounding_box();
        let even = look(&clip.path).is_some_and(|l| l.is_rect);
        let outline =
            (!even && clip.path.elements().len() <= ELEMENTS).then(|| (clip.path.clone(), matches!(clip.fill, FillRule::EvenOdd)));
        match outer {
            Some(o) => Self { bbox: o.bbox.intersect(bbox), even: even && o.even, outline },
            None => Self { bbox, even, outline },
        }
    }

    /// Whether a glyph's box is outside: its centre is outside of the clips' box, or all of it outside of this clip's outline.
    pub(super) fn hides(&self, glyph: &Rect) -> bool {
        let (x, y) = glyph.centre();
        !self.bbox.inflate(EDGE, EDGE).contains(Point::new(x.into(), y.into())) || self.outline.as_ref().is_some_and(|o| outside(o, glyph))
    }
}

/// The half of a character's em box that its ink is in, where that is one half: a 」 at a line's end may hang over the edge of its clip.
pub(super) fn ink(ch: char, r: Rect, vertical: bool) -> Rect {
    let full = if vertical { r.height() >= r.width() * FULL_WIDTH } else { r.width() >= r.height() * FULL_WIDTH };
    let (x, y) = r.centre();
    match ch {
        _ if !full => r,
        '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '〕' | '〉' | '》' if vertical => Rect { y1: y, ..r },
        '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '〕' | '〉' | '》' => Rect { x1: x, ..r },
        '「' | '『' | '（' | '【' | '〔' | '〈' | '《' if vertical => Rect { y0: y, ..r },
        '「' | '『' | '（' | '【' | '〔' | '〈' | '《' => Rect { x0: x, ..r },
        _ => r,
    }
}

/// Whether the centre of a box and the middles of its quarters are outside of a path.
fn outside((path, even_odd): &(BezPath, bool), glyph: &Rect) -> bool {
    let (x, y) = glyph.centre();
    let (dx, dy) = (glyph.width() / 4.0, glyph.height() / 4.0);
    let inside = |x: f32, y: f32| {
        let winding = path.winding(Point::new(x.into(), y.into()));
        if *even_odd { winding % 2 != 0 } else { winding != 0 }
    };
    ![(0.0, 0.0), (-dx, -dy), (dx, -dy), (-dx, dy), (dx, dy)].iter().any(|(a, b)| inside(x + a, y + b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::kurbo::Circle;

    #[test]
    fn a_bracket_that_hangs_over_its_clip_is_seen() {
        let path = KRect::new(0.0, 0.0, 104.0, 100.0).to_path(0.1);
        let clip = Clip::within(None, &ClipPath { path, fill: FillRule::NonZero });
        let hidden = |ch| clip.hides(&ink(ch, at(101.0, 40.0), false));
        assert!(!hidden('」') && !hidden('。') && hidden('「') && hidden('町'));
    }

    fn at(x: f32, y: f32) -> Rect {
        Rect::new(x, y, x + 10.0, y + 10.0)
    }

    #[test]
    fn a_round_clip_hides_what_stands_in_its_corners() {
        let circle = ClipPath { path: Circle::new((100.0, 100.0), 50.0).to_path(0.1), fill: FillRule::NonZero };
        let clip = Clip::within(None, &circle);
        assert!(!clip.hides(&at(95.0, 95.0)));
        assert!(clip.hides(&at(51.0, 51.0)) && clip.hides(&at(200.0, 95.0)));
    }

    #[test]
    fn clips_work_together() {
        let clip = |x0: f64, x1: f64| ClipPath { path: KRect::new(x0, 0.0, x1, 100.0).to_path(0.1), fill: FillRule::NonZero };
        let outer = Clip::within(None, &clip(0.0, 60.0));
        let inner = Clip::within(Some(&outer), &clip(40.0, 100.0));
        assert!(inner.even && !inner.hides(&at(45.0, 50.0)) && inner.hides(&at(20.0, 50.0)) && inner.hides(&at(80.0, 50.0)));
    }
}
