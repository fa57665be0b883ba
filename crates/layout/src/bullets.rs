//! Bullets that are drawn instead of set in type, as browsers draw them.
use keikaku_model::Rect;
use keikaku_model::page::Page;

/// A dot is this wide and high, in ems of the line behind it …
const SIDE: (f32, f32) = (0.2, 0.6);

/// … and as wide as high within this many points.
const ROUND: f32 = 0.5;

/// It stands before its line, at most this many of its ems away …
const BEFORE: f32 = 1.6;

/// … and at the line's middle within this many.
const LEVEL: f32 = 0.3;

/// Sides of a dot in points, before its line is known.
const POINTS: (f32, f32) = (1.0, 12.0);

/// More dots than this are those of a map or chart.
const DOTS: usize = 300;

/// What may be a drawn bullet on a page, from top to bottom.
pub(crate) fn of(page: &Page) -> Vec<Rect> {
    let is_round = |r: &&Rect| (r.width() - r.height()).abs() < ROUND && (POINTS.0..POINTS.1).contains(&r.width());
    let mut dots: Vec<Rect> = page.drawings.iter().filter(is_round).copied().collect();
    dots.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    if dots.len() > DOTS { Vec::new() } else { dots }
}

/// Whether one of them stands before a line of this type size.
pub(crate) fn before(dots: &[Rect], line: &Rect, em: f32) -> bool {
    let from = dots.partition_point(|d| d.y0 < line.y0);
    dots[from..].iter().take_while(|d| d.y0 < line.y1).any(|d| {
        (em * SIDE.0..em * SIDE.1).contains(&d.width())
            && (0.0..em * BEFORE).contains(&(line.x0 - d.x1))
            && (d.centre().1 - line.centre().1).abs() < em * LEVEL
    })
}

#[cfg(test)]
mod tests {
    use super::before;
    use keikaku_model::Rect;

    #[test]
    fn a_dot_stands_right_before_the_middle_of_its_line() {
        let line = Rect::new(60.0, 100.0, 300.0, 112.0);
        let dot = |x: f32, y: f32, side: f32| [Rect::new(x, y, x + side, y + side)];
        assert!(before(&dot(45.0, 104.0, 4.5), &line, 12.0));
        assert!(!before(&dot(45.0, 104.0, 9.0), &line, 12.0), "too large");
        assert!(!before(&dot(20.0, 104.0, 4.5), &line, 12.0), "too far");
        assert!(!before(&dot(310.0, 104.0, 4.5), &line, 12.0), "behind");
        assert!(!before(&dot(45.0, 100.0, 3.0), &line, 12.0), "too high");
    }
}
