//! The device that hayro draws a page on: it keeps what was drawn instead of painting it.
use crate::fold::fold;
use crate::limits::{PAGE_GLYPHS, PAGE_PAINTS};
use crate::pdf::Fonts;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as KRect, Shape as _};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use keikaku_model::Rect;
use keikaku_model::page::{Glyph, Ruling, Shape, Visibility};
use std::panic::resume_unwind;

/// Ascent and descent of the em box in thousandths of the type size: those of the JIS em square that Japanese fonts share.
const ASCENT: f64 = 880.0;
const DESCENT: f64 = -120.0;

/// Filled rectangles up to this thick (points) are lines: table rules are drawn as thin boxes by Chromium, Excel and Word alike.
const RULE_THICKNESS: f32 = 3.0;

/// … if they are this many times longer than thick; shorter ones are dots and squares.
const RULE_ELONGATION: f32 = 4.0;

/// Coordinates closer than this (points) are one: half a pixel at 144 dpi.
const SNAP: f32 = 0.25;

/// Share of a path's box's perimeter that straight edges along the box must cover to make it a (rounded) box and no drawing.
const BOX_SHARE: f64 = 0.4;

/// Subpaths up to which a filled path is looked at for frames; maps and textures have thousands and are drawings as a whole.
const FRAME_PARTS: usize = 64;

/// Everything drawn on one page, in paint order.
#[derive(Default)]
pub(crate) struct Collector<'f> {
    pub(crate) glyphs: Vec<Glyph>,
    /// For each glyph, how many `painted` there were before it.
    pub(crate) painted_before: Vec<u32>,
    pub(crate) rulings: Vec<Ruling>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) images: Vec<Rect>,
    pub(crate) drawings: Vec<Rect>,
    /// Areas in paint order, for telling what covers what.
    pub(crate) painted: Vec<Painted>,
    /// Glyphs without a Unicode value.
    pub(crate) unmapped: Vec<u32>,
    fonts: Option<&'f mut Fonts>,
    /// The box of each clip within the outer ones, and whether all of them are rectangles.
    clips: Vec<(KRect, bool)>,
    page: Rect,
    marked: Vec<Option<ActualText>>,
    opacity: Vec<f32>,
    /// Paths, clips, images and runs of glyphs so far.
    paints: u32,
}

/// What ends the interpretation of a page on which there is more than a page may have.
pub(crate) struct TooDense;

/// One painted area.
pub(crate) struct Painted {
    pub(crate) bbox: Rect,
    /// Its colour, where it is one plain opaque colour all over its box.
    pub(crate) color: Option<u32>,
    /// Whether it hides what lies under it.
    pub(crate) covers: bool,
}

/// The text a marked-content sequence says its glyphs stand for (ISO 32000-1, 14.9.4).
struct ActualText {
    text: Vec<char>,
    first_glyph: usize,
}

/// How a glyph is set: its type size in points, font, fill colour and writing mode, and whether its render mode leaves it unpainted.
#[derive(Clone, Copy)]
struct Set {
    size: f32,
    font: u16,
    color: u32,
    vertical: bool,
    invisible: bool,
}

impl<'f> Collector<'f> {
    pub(crate) fn new(page: Rect, fonts: &'f mut Fonts) -> Self {
        Self { fonts: Some(fonts), page, ..Self::default() }
    }

    /// Counts a paint. hayro does not let a device stop a page; unwinding does, and whoever called hayro catches it.
    fn paint(&mut self) {
        self.paints += 1;
        if self.paints > PAGE_PAINTS {
            resume_unwind(Box::new(TooDense));
        }
    }

    fn clip(&self) -> Option<KRect> {
        self.clips.last().map(|c| c.0)
    }

    fn add_glyph(&mut self, ch: char, bbox: Rect, set: Set) {
        let Set { size, font, color, vertical, invisible } = set;
        let bold = self.fonts.as_ref().is_some_and(|f| f.is_bold(font));
        let (x, y) = bbox.centre();
        let visibility = match () {
            () if invisible => Visibility::Invisible,
            () if !self.page.grown(1.0).contains(x, y) => Visibility::OffPage,
            () if self.clip().is_some_and(|c| !c.inflate(0.5, 0.5).contains(Point::new(x.into(), y.into()))) => Visibility::Clipped,
            () => Visibility::Visible,
        };
        if self.glyphs.len() >= PAGE_GLYPHS {
            resume_unwind(Box::new(TooDense));
        }
        self.painted_before.push(self.painted.len() as u32);
        self.glyphs.push(Glyph { ch, bbox, size, font, color, vertical, bold, visibility });
    }

    fn add_fill(&mut self, path: &BezPath, color: Option<u32>, opaque: bool) {
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

    fn add_stroke(&mut self, path: &BezPath, color: u32, width: f32) {
        for sub in subpaths(path) {
            let Some(look) = look(&sub) else { continue };
            if look.boxy
                && look.bbox.width() > RULE_THICKNESS
                && look.bbox.height() > RULE_THICKNESS
                && let Some(bbox) = self.clipped(look.bbox)
            {
                self.shapes.push(Shape { bbox, fill: None, stroke: Some(color), is_rect: look.is_rect });
            }
            let mut at = Point::ZERO;
            let mut start = Point::ZERO;
            let mut bent = false;
            for el in sub.elements() {
                let to = match *el {
                    PathEl::MoveTo(p) => {
                        (at, start) = (p, p);
                        continue;
                    }
                    PathEl::LineTo(p) => p,
                    PathEl::ClosePath => start,
                    PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                        bent = true;
                        at = p;
                        continue;
                    }
                };
                let line = Rect::new(at.x as f32, at.y as f32, to.x as f32, to.y as f32);
                at = to;
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

    /// The part of a box inside the page and the clip; boxes without area (lines) count too.
    fn clipped(&self, r: Rect) -> Option<Rect> {
        let mut limit = self.page;
        if let Some(c) = self.clip() {
            limit = Rect {
                x0: limit.x0.max(c.x0 as f32),
                y0: limit.y0.max(c.y0 as f32),
                x1: limit.x1.min(c.x1 as f32),
                y1: limit.y1.min(c.y1 as f32),
            };
        }
        let limit = limit.grown(SNAP);
        let r = Rect { x0: r.x0.max(limit.x0), y0: r.y0.max(limit.y0), x1: r.x1.min(limit.x1), y1: r.y1.min(limit.y1) };
        (r.x0 <= r.x1 && r.y0 <= r.y1).then_some(r)
    }

    /// Whether paint fills the whole box it leaves: pictures are often cut out along a curve.
    fn fills_box(&self) -> bool {
        self.clips.last().is_none_or(|c| c.1)
    }

    fn is_opaque(&self, paint_alpha: u8, props_mask: bool, blend: BlendMode) -> bool {
        paint_alpha >= 250 && !props_mask && blend == BlendMode::Normal && self.opacity.iter().all(|o| *o > 0.98)
    }

    /// Puts the characters of an ActualText on the boxes of the glyphs it replaces.
    fn apply(&mut self, actual: ActualText) {
        let first = actual.first_glyph;
        let old: Vec<Glyph> = self.glyphs.drain(first..).collect();
        let before: Vec<u32> = self.painted_before.drain(first..).collect();
        self.unmapped.retain(|i| (*i as usize) < first);
        let (n, m) = (old.len(), actual.text.len());
        if n == 0 || m == 0 {
            return;
        }
        for (i, &ch) in actual.text.iter().enumerate() {
            let from = i * n / m;
            let to = ((i + 1) * n / m).max(from + 1).min(n);
            let mut glyph = old[from].clone();
            glyph.bbox =
                old[from..to].iter().filter(|g| g.bbox.overlap_y(&old[from].bbox) > 0.0).fold(old[from].bbox, |r, g| r.union(&g.bbox));
            // Several characters on one glyph share its width.
            let sharing: Vec<usize> = (0..m).filter(|j| j * n / m == from).collect();
            if sharing.len() > 1 && n < m {
                let k = sharing.iter().position(|j| *j == i).unwrap_or(0) as f32;
                let step = glyph.bbox.width() / sharing.len() as f32;
                glyph.bbox = Rect { x0: glyph.bbox.x0 + k * step, x1: glyph.bbox.x0 + (k + 1.0) * step, ..glyph.bbox };
            }
            glyph.ch = ch;
            self.glyphs.push(glyph);
            self.painted_before.push(before[from]);
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.paint();
        let path = props.transform * path;
        let (color, alpha) = plain(&props.paint);
        if alpha == 0 {
            return;
        }
        let opaque = self.is_opaque(alpha, props.soft_mask.is_some(), props.blend_mode);
        let stroke = |s: &hayro_interpret::StrokeProps| s.line_width * scale(props.transform);
        match mode {
            DrawMode::Fill(_) => self.add_fill(&path, color, opaque),
            DrawMode::Stroke(s) => self.add_stroke(&path, color.unwrap_or(0), stroke(s)),
            DrawMode::FillAndStroke(_, s) => {
                self.add_fill(&path, color, opaque);
                self.add_stroke(&path, color.unwrap_or(0), stroke(s));
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.paint();
        let bbox = clip.path.bounding_box();
        let even = look(&clip.path).is_some_and(|l| l.is_rect);
        self.clips.push(match self.clips.last() {
            Some((outer, all_even)) => (outer.intersect(bbox), even && *all_even),
            None => (bbox, even),
        });
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        let clear = mask.is_none() && blend == BlendMode::Normal;
        self.opacity.push(if clear { opacity } else { opacity.min(0.5) });
    }

    fn pop_transparency_group(&mut self) {
        self.opacity.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.paint();
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let (color, alpha) = plain(&props.paint);
        let invisible = matches!(mode, DrawMode::Invisible) || alpha == 0;
        let mut font = None;
        for glyph in run.glyphs() {
            let Some(fonts) = self.fonts.as_mut() else { return };
            let font = *font.get_or_insert_with(|| fonts.index(glyph));
            let text = fonts.text(font, glyph);
            let advance = match &**glyph {
                Drawn::Outline(g) => g.advance_width(),
                Drawn::Type3(g) => g.advance_width(),
            };
            let advance = advance.filter(|a| *a > 0.0 && !vertical).unwrap_or(if vertical { 1000.0 } else { 0.0 });
            let to_page = props.transform * glyph.transform();
            let (bbox, size) = em_box(to_page, f64::from(advance));
            let set = Set { size, font, color: color.unwrap_or(0), vertical, invisible };
            let Some(text) = text else {
                self.unmapped.push(self.glyphs.len() as u32);
                self.add_glyph('\u{FFFD}', bbox, set);
                continue;
            };
            let chars: Vec<char> = match text {
                BfString::Char(c) => fold(c).into_iter().collect(),
                BfString::String(s) => s.chars().filter_map(fold).collect(),
            };
            for (i, &ch) in chars.iter().enumerate() {
                if ch.is_whitespace() && advance == 0.0 {
                    continue;
                }
                let part = share(bbox, i, chars.len(), vertical);
                self.add_glyph(ch, part, set);
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.paint();
        let area = KRect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let r = props.transform.transform_rect_bbox(area);
        let whole = Rect::new(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32);
        if let Some(bbox) = self.clipped(whole) {
            // A picture over text hides nothing for sure: print drivers flatten transparency into pictures that show the text under them again.
            self.images.push(bbox);
            self.painted.push(Painted { bbox, color: None, covers: false });
        }
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        let actual = properties
            .and_then(|d| d.get::<PdfString<'_>>("ActualText"))
            .map(|s| ActualText { text: pdf_text(s.as_bytes()).chars().filter_map(fold).collect(), first_glyph: self.glyphs.len() });
        self.marked.push(actual);
    }

    fn end_marked_content(&mut self) {
        // An inner ActualText is already applied; an outer one replaces all of it.
        if let Some(Some(actual)) = self.marked.pop() {
            self.apply(actual);
        }
    }
}

/// A PDF text string (ISO 32000-1, 7.9.2.2): UTF-16BE with a mark, UTF-8 with a mark, else PDFDocEncoding, whose printable part is Latin-1.
pub(crate) fn pdf_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ if bytes.is_ascii() => String::from_utf8_lossy(bytes).into_owned(),
        // Old Japanese producers write Shift_JIS where PDFDocEncoding is due.
        _ => match encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => text.into_owned(),
            None => bytes.iter().map(|&b| char::from(b)).collect(),
        },
    }
}

/// The one colour of a paint and its alpha (0–255); a pattern has no one colour.
fn plain(paint: &Paint<'_>) -> (Option<u32>, u8) {
    match paint {
        Paint::Color(c) => {
            let [r, g, b, a] = c.to_rgba().to_rgba8();
            (Some(u32::from_be_bytes([0, r, g, b])), a)
        }
        Paint::Pattern(_) => (None, 255),
    }
}

/// The em box of a glyph on the page and its type size in points.
fn em_box(to_page: Affine, advance: f64) -> (Rect, f32) {
    let r = to_page.transform_rect_bbox(KRect::new(0.0, DESCENT, advance, ASCENT));
    let up = to_page * Point::new(0.0, 1000.0) - to_page * Point::ZERO;
    (Rect::new(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32), up.hypot() as f32)
}

fn scale(t: Affine) -> f32 {
    t.determinant().abs().sqrt() as f32
}

/// The `i`th of `n` equal parts of a box, along the direction of writing.
fn share(r: Rect, i: usize, n: usize, vertical: bool) -> Rect {
    let (from, to) = (i as f32 / n as f32, (i + 1) as f32 / n as f32);
    if vertical {
        Rect { y0: r.y0 + r.height() * from, y1: r.y0 + r.height() * to, ..r }
    } else {
        Rect { x0: r.x0 + r.width() * from, x1: r.x0 + r.width() * to, ..r }
    }
}

fn centre_line(r: Rect, color: u32) -> Ruling {
    let (x, y) = r.centre();
    if r.width() >= r.height() {
        Ruling { x0: r.x0, y0: y, x1: r.x1, y1: y, width: r.height(), color }
    } else {
        Ruling { x0: x, y0: r.y0, x1: x, y1: r.y1, width: r.width(), color }
    }
}

fn subpaths(path: &BezPath) -> Vec<BezPath> {
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

struct PathLook {
    bbox: Rect,
    is_rect: bool,
    boxy: bool,
}

/// What a subpath looks like: a rectangle, a box with rounded corners, or something else.
fn look(path: &BezPath) -> Option<PathLook> {
    let b = path.bounding_box();
    if !(b.x0.is_finite() && b.y0.is_finite() && b.x1.is_finite() && b.y1.is_finite()) {
        return None;
    }
    let snap = f64::from(SNAP);
    let (mut straight, mut bent) = (0.0, false);
    let (mut at, mut start) = (Point::ZERO, Point::ZERO);
    for el in path.elements() {
        let to = match *el {
            PathEl::MoveTo(p) => {
                (at, start) = (p, p);
                continue;
            }
            PathEl::LineTo(p) => p,
            PathEl::ClosePath => start,
            PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                bent = true;
                at = p;
                continue;
            }
        };
        let (dx, dy) = ((to.x - at.x).abs(), (to.y - at.y).abs());
        let on_edge = |v: f64, lo: f64, hi: f64| (v - lo).abs() <= snap || (v - hi).abs() <= snap;
        if dx <= snap && on_edge(at.x, b.x0, b.x1) {
            straight += dy;
        } else if dy <= snap && on_edge(at.y, b.y0, b.y1) {
            straight += dx;
        } else {
            bent = true;
        }
        at = to;
    }
    // A filled path closes itself.
    let (dx, dy) = ((start.x - at.x).abs(), (start.y - at.y).abs());
    if dx <= snap || dy <= snap {
        straight += dx.max(dy);
    }
    let perimeter = 2.0 * (b.width() + b.height());
    let bbox = Rect::new(b.x0 as f32, b.y0 as f32, b.x1 as f32, b.y1 as f32);
    Some(PathLook { bbox, is_rect: !bent && straight >= perimeter * 0.95, boxy: straight >= perimeter * BOX_SHARE })
}

#[cfg(test)]
#[path = "collect_tests.rs"]
mod tests;
