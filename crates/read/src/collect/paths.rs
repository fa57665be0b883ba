//! What a path looks like: a rectangle, a box with rounded corners, or something else.
use hayro_interpret::kurbo::{BezPath, PathEl, Point, Shape as _};
use keikaku_model::Rect;

/// Coordinates closer than this (points) are one: half a pixel at 144 dpi.
pub(super) const SNAP: f32 = 0.25;

/// Share of a path's box's perimeter that straight edges along the box must cover to make it a (rounded) box and no drawing.
const BOX_SHARE: f64 = 0.4;

/// The parts of a path that a pen draws without being lifted.
pub(super) fn subpaths(path: &BezPath) -> Vec<BezPath> {
    let mut out: Vec<BezPath> = Vec::new();
    for el in path.elements() {
        if matches!(el, PathEl::MoveTo(_)) || out.is_empty() {
            out.push(BezPath::new());
        }
        if let Some(last) = out.last_mut() {
            if last.elements().is_empty() && !matches!(el, PathEl::MoveTo(_)) {
                continue;
            }
            last.push(*el);
        }
    }
    out.retain(|p| p.elements().len() > 1);
    out
}

/// The edges of a subpath.
pub(super) struct Edges {
    /// The straight ones, from point to point.
    pub(super) straight: Vec<(Point, Point)>,
    /// Whether there are curves too.
    pub(super) curved: bool,
    /// Where it ends and where it began.
    ends: (Point, Point),
}

/// The edges of a subpath, those that close it included.
pub(super) fn edges(path: &BezPath) -> Edges {
    let mut out = Edges { straight: Vec::new(), curved: false, ends: (Point::ZERO, Point::ZERO) };
    let (at, start) = &mut out.ends;
    for el in path.elements() {
        let to = match *el {
            PathEl::MoveTo(p) => {
                (*at, *start) = (p, p);
                continue;
            }
            PathEl::LineTo(p) => p,
            PathEl::ClosePath => *start,
            PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                out.curved = true;
                *at = p;
                continue;
            }
        };
        out.straight.push((std::mem::replace(at, to), to));
    }
    out
}

/// The look of a subpath.
pub(super) struct PathLook {
    pub(super) bbox: Rect,
    pub(super) is_rect: bool,
    /// A rectangle, or one with rounded corners.
    pub(super) boxy: bool,
}

/// What a subpath looks like; `None` where its numbers are none.
pub(super) fn look(path: &BezPath) -> Option<PathLook> {
    let b = path.bounding_box();
    if !(b.x0.is_finite() && b.y0.is_finite() && b.x1.is_finite() && b.y1.is_finite()) {
        return None;
    }
    let snap = f64::from(SNAP);
    let on_edge = |v: f64, lo: f64, hi: f64| (v - lo).abs() <= snap || (v - hi).abs() <= snap;
    let edges = edges(path);
    let (mut straight, mut bent) = (0.0, edges.curved);
    for (from, to) in &edges.straight {
        let (dx, dy) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        if dx <= snap && on_edge(from.x, b.x0, b.x1) {
            straight += dy;
        } else if dy <= snap && on_edge(from.y, b.y0, b.y1) {
            straight += dx;
        } else {
            bent = true;
        }
    }
    // A filled path closes itself.
    let (end, start) = edges.ends;
    let (dx, dy) = ((start.x - end.x).abs(), (start.y - end.y).abs());
    if dx <= snap || dy <= snap {
        straight += dx.max(dy);
    }
    let perimeter = 2.0 * (b.width() + b.height());
    let bbox = Rect::new(b.x0 as f32, b.y0 as f32, b.x1 as f32, b.y1 as f32);
    Some(PathLook { bbox, is_rect: !bent && straight >= perimeter * 0.95, boxy: straight >= perimeter * BOX_SHARE })
}
