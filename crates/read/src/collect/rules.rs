//! Painted paths as rules, boxes and drawings.
use super::paths::{PathLook, SNAP, edges, look, subpaths};
use super::{Collector, Painted};
use hayro_interpret::kurbo::BezPath;
use keikaku_model::Rect;
use keikaku_model::page::{Ruling, Shape};

/// Filled rectangles up to this thick (points) are lines: table rules are drawn as thin boxes by Chromium, Excel and Word alike.
const RULE_THICKNESS: f32 = 3.0;

/// … if they are this many times longer than thick; shorter ones are dots and squares.
const RULE_ELONGATION: f32 = 4.0;

/// Subpaths up to which a filled path is looked at for frames; maps and textures have thousands and are drawings as a whole.
const FRAME_PARTS: usize = 64;

impl Collector<'_> {
    /// Keeps a filled path: its thin rectangles as rules, its boxes as shapes, the rest as drawings.
    pub(super) fn add_fill(&mut self, path: &BezPath, color: Option<u32>, opaque: bool) {
        let looks: Vec<PathLook> = subpaths(path).iter().filter_map(look).collect();
        if looks.len() > FRAME_PARTS && !looks.iter().all(|l| l.is_rect) {
            if let Some(bbox) = Rect::bounding(looks.iter().map(|l| l.bbox)).and_then(|b| self.clipped(b)) {
                self.drawings.push(bbox);
                self.painted.push(Painted { bbox, color: None, covers: false });
            }
            return;
        }
        let nested = looks.len() <= FRAME_PARTS;
        for (i, look) in looks.iter().enumerate() {
            // An area with a hole is a frame: Word draws the border of a page or a chart so. It covers nothing.
            let holes = |a: &Rect, b: &Rect| a.grown(SNAP).intersection(b).is_some_and(|c| c.area() >= b.area() * 0.99);
            let inner = looks
                .iter()
                .enumerate()
                .filter(|_| nested)
                .find(|(k, o)| *k != i && holes(&look.bbox, &o.bbox) && o.bbox.area() < look.bbox.area());
            if nested && looks.iter().enumerate().any(|(k, o)| k != i && holes(&o.bbox, &look.bbox) && o.bbox.area() > look.bbox.area()) {
                continue;
            }
            let Some(bbox) = self.clipped(look.bbox) else { continue };
            if let Some((_, hole)) = inner {
                self.add_frame(look, &hole.bbox, bbox, color);
                continue;
            }
            let (w, h) = (bbox.width(), bbox.height());
            let (thick, long) = (w.min(h), w.max(h));
            if look.is_rect && thick <= RULE_THICKNESS && long >= thick * RULE_ELONGATION {
                if opaque {
                    self.rulings.push(centre_line(bbox, color.unwrap_or(0)));
                }
            } else if look.boxy {
                self.shapes.push(Shape { bbox, fill: color, stroke: None, is_rect: look.is_rect });
                self.painted.push(Painted {
                    bbox,
                    color: color.filter(|_| opaque),
                    covers: opaque && look.is_rect && color.is_some() && self.fills_box(),
                });
            } else {
                self.drawings.push(bbox);
                self.painted.push(Painted { bbox, color: None, covers: false });
            }
        }
    }

    /// A filled area with a hole: a thin one is a box drawn by its border.
    fn add_frame(&mut self, outer: &PathLook, hole: &Rect, bbox: Rect, color: Option<u32>) {
        let border = (outer.bbox.width() - hole.width()).max(outer.bbox.height() - hole.height()) / 2.0;
        if !outer.boxy || border > RULE_THICKNESS {
            self.drawings.push(bbox);
            return;
        }
        self.shapes.push(Shape { bbox, fill: None, stroke: color, is_rect: outer.is_rect });
        let (o, color) = (bbox, color.unwrap_or(0));
        for (x0, y0, x1, y1) in [(o.x0, o.y0, o.x1, o.y0), (o.x0, o.y1, o.x1, o.y1), (o.x0, o.y0, o.x0, o.y1), (o.x1, o.y0, o.x1, o.y1)] {
            self.rulings.push(Ruling { x0, y0, x1, y1, width: border, color });
        }
    }

    /// Keeps a stroked path: its straight edges as rules, whole boxes as shapes too, what is bent as a drawing.
    pub(super) fn add_stroke(&mut self, path: &BezPath, color: u32, width: f32) {
        for sub in subpaths(path) {
            let Some(look) = look(&sub) else { continue };
            if look.boxy
                && look.bbox.width() > RULE_THICKNESS
                && look.bbox.height() > RULE_THICKNESS
                && let Some(bbox) = self.clipped(look.bbox)
            {
                self.shapes.push(Shape { bbox, fill: None, stroke: Some(color), is_rect: look.is_rect });
            }
            let edges = edges(&sub);
            let mut bent = edges.curved;
            for (from, to) in edges.straight {
                let line = Rect::new(from.x as f32, from.y as f32, to.x as f32, to.y as f32);
                if line.width() <= SNAP && line.height() <= SNAP {
                    continue;
                }
                if line.width() > SNAP && line.height() > SNAP {
                    bent = true;
                } else if let Some(line) = self.clipped(line) {
                    self.rulings.push(Ruling { x0: line.x0, y0: line.y0, x1: line.x1, y1: line.y1, width, color });
                }
            }
            if bent && !look.boxy {
                self.drawings.extend(self.clipped(look.bbox));
            }
        }
    }
}

/// A thin rectangle as the rule that it draws.
fn centre_line(r: Rect, color: u32) -> Ruling {
    let (x, y) = r.centre();
    if r.width() >= r.height() {
        Ruling { x0: r.x0, y0: y, x1: r.x1, y1: y, width: r.height(), color }
    } else {
        Ruling { x0: x, y0: r.y0, x1: x, y1: r.y1, width: r.width(), color }
    }
}
