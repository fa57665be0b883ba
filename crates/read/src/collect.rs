//! The device that hayro draws a page on: it keeps what was drawn instead of painting it.
mod actual_text;
mod clips;
mod dashes;
mod paths;
mod rules;

use crate::fold::fold;
use crate::fonts::Fonts;
use crate::limits::{PAGE_GLYPHS, PAGE_PAINTS};
use actual_text::ActualText;
pub(crate) use actual_text::pdf_text;
use clips::Clip;
pub(crate) use dashes::joined;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect as KRect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use keikaku_model::Rect;
use keikaku_model::page::{Glyph, Ruling, Shape, Visibility};
use paths::SNAP;
use std::panic::resume_unwind;

/// Ascent and descent of the em box in thousandths of the type size: those of the JIS em square that Japanese fonts share.
const ASCENT: f64 = 880.0;
const DESCENT: f64 = -120.0;

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
    clips: Vec<Clip>,
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

    fn add_glyph(&mut self, ch: char, bbox: Rect, set: Set) {
        let Set { size, font, color, vertical, invisible } = set;
        let bold = self.fonts.as_ref().is_some_and(|f| f.is_bold(font));
        let ink = clips::ink(ch, bbox, vertical);
        let (x, y) = ink.centre();
        let visibility = match () {
            () if invisible => Visibility::Invisible,
            () if !self.page.grown(1.0).contains(x, y) => Visibility::OffPage,
            () if self.clips.iter().any(|c| c.hides(&ink)) => Visibility::Clipped,
            () => Visibility::Visible,
        };
        if self.glyphs.len() >= PAGE_GLYPHS {
            resume_unwind(Box::new(TooDense));
        }
        self.painted_before.push(self.painted.len() as u32);
        self.glyphs.push(Glyph { ch, bbox, size, font, color, vertical, bold, visibility });
    }

    /// The part of a box inside the page and the clip; boxes without area (lines) count too.
    fn clipped(&self, r: Rect) -> Option<Rect> {
        let mut limit = self.page;
        if let Some(c) = self.clips.last().map(|c| c.bbox) {
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
        self.clips.last().is_none_or(|c| c.even)
    }

    fn is_opaque(&self, paint_alpha: u8, props_mask: bool, blend: BlendMode) -> bool {
        paint_alpha >= 250 && !props_mask && blend == BlendMode::Normal && self.opacity.iter().all(|o| *o > 0.98)
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
        let clip = Clip::within(self.clips.last(), clip);
        self.clips.push(clip);
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
        let actual = ActualText::of(properties, self.glyphs.len());
        self.marked.push(actual);
    }

    fn end_marked_content(&mut self) {
        // An inner ActualText is already applied; an outer one replaces all of it.
        if let Some(Some(actual)) = self.marked.pop() {
            self.apply(actual);
        }
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

#[cfg(test)]
#[path = "collect_tests.rs"]
mod tests;
