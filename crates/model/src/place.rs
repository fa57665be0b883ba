//! Where a value stands: glyphs first, page boxes once before `emit`.
use crate::geometry::Rect;
use crate::ids::GlyphIds;
use crate::page::{Page, PageKind, Pages};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// One glyph of one document: the page's number and the glyph's index in [`Page::glyphs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct GlyphId {
    /// 1-based page number.
    pub page: NonZeroU32,
    /// Index into the page's glyphs.
    pub index: u32,
}

impl GlyphId {
    /// The glyph at `index` of page `page` (1-based).
    ///
    /// # Panics
    /// When `page` is 0: page numbers are ours, never a file's.
    pub fn new(page: u32, index: u32) -> Self {
        Self { page: NonZeroU32::new(page).expect("pages are numbered from 1"), index }
    }
}

/// One box on a page, or a range of lines of a text file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Span {
    /// On a page.
    Box {
        /// 1-based page number.
        page: u32,
        /// `[x0, y0, x1, y1]` in PDF points from the displayed page's top left, rotation and crop applied.
        bbox: [f64; 4],
    },
    /// In a text file.
    Line {
        /// First and last line, 1-based.
        line: [u32; 2],
    },
}

/// Where a record stands: the glyphs that print it, and from [`Place::resolve`] on the boxes around them.
///
/// Serialized as the list of spans alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Place {
    /// One span for each line or page the value runs over.
    pub spans: Vec<Span>,
    /// The glyphs, in reading order.
    #[serde(skip)]
    pub glyphs: GlyphIds,
}

/// Two glyphs further apart than this many times the type size do not share a span although they stand on one line:
/// wider than a full-width blank after punctuation, narrower than the gutter between two columns or cells.
const SPAN_GAP: f32 = 3.0;

/// Share of the smaller height that must overlap for two glyphs to stand on one line.
const LINE_OVERLAP: f32 = 0.5;

/// Upright glyphs one under the other within this many ems, as some producers draw vertical writing, share a span …
const STACK_GAP: f32 = 0.5;

/// … if their middles are within this many ems of each other.
const STACK_SHIFT: f32 = 0.25;

impl Place {
    /// The place of these glyphs.
    pub fn of(glyphs: impl IntoIterator<Item = GlyphId>) -> Self {
        Self { spans: Vec::new(), glyphs: glyphs.into_iter().map(Some).collect() }
    }

    /// A place that is a whole page, for diagnostics that concern no glyph.
    pub fn page(page: &Page) -> Self {
        let bbox = [0.0, 0.0, round(page.width), round(page.height)];
        let span = match page.kind {
            PageKind::Drawn => Span::Box { page: page.number, bbox },
            PageKind::Typed { first_line, lines } => Span::Line { line: [first_line, first_line + lines.max(1) - 1] },
        };
        Self { spans: vec![span], glyphs: GlyphIds::default() }
    }

    /// Adds the glyphs of another place.
    pub fn extend(&mut self, other: &Place) {
        self.glyphs.extend(other.glyphs.iter());
    }

    /// Whether it points nowhere.
    pub fn is_empty(&self) -> bool {
        self.glyphs.is_empty() && self.spans.is_empty()
    }

    /// Turns the glyphs into spans: one box for each run of neighbouring glyphs on one line, one line range for each run of
    /// lines of a text file. Does nothing where there are no glyphs or the spans are there already.
    pub fn resolve(&mut self, pages: &Pages) {
        if !self.spans.is_empty() {
            return;
        }
        let mut boxes: Vec<(u32, Rect, bool)> = Vec::new();
        for id in self.glyphs.iter().flatten() {
            let Some(page) = pages.page(id.page.get()) else { continue };
            let Some(glyph) = page.glyphs.get(id.index as usize) else { continue };
            if let PageKind::Typed { .. } = page.kind {
                let line = glyph.bbox.y0 as u32;
                match self.spans.last_mut() {
                    Some(Span::Line { line: [_, last] }) if line == *last || line == *last + 1 => *last = line,
                    _ => self.spans.push(Span::Line { line: [line, line] }),
                }
                continue;
            }
            match boxes.last_mut() {
                Some((number, rect, vertical))
                    if *number == page.number
                        && (*vertical == glyph.vertical && neighbours(rect, &glyph.bbox, glyph.size, *vertical)
                            || stacked(rect, &glyph.bbox, glyph.size)) =>
                {
                    *rect = rect.union(&glyph.bbox);
                }
                _ => boxes.push((page.number, glyph.bbox, glyph.vertical)),
            }
        }
        self.spans
            .extend(boxes.into_iter().map(|(page, r, _)| Span::Box { page, bbox: [round(r.x0), round(r.y0), round(r.x1), round(r.y1)] }));
    }
}

/// Whether a glyph continues the line whose boxes so far fill `line`.
fn neighbours(line: &Rect, glyph: &Rect, size: f32, vertical: bool) -> bool {
    let (across, gap, least) = if vertical {
        (line.overlap_x(glyph), -line.overlap_y(glyph), line.width().min(glyph.width()))
    } else {
        (line.overlap_y(glyph), -line.overlap_x(glyph), line.height().min(glyph.height()))
    };
    across >= least * LINE_OVERLAP && gap <= size * SPAN_GAP
}

/// Whether a glyph stands under a column one glyph wide, or within it beside its last one: figures set abreast (縦中横).
fn stacked(column: &Rect, glyph: &Rect, size: f32) -> bool {
    let shift = size * STACK_SHIFT;
    let centred = (column.centre().0 - glyph.centre().0).abs() <= shift;
    let within = glyph.x0 >= column.x0 - shift && glyph.x1 <= column.x1 + shift;
    let below = glyph.y1 > column.y1 && column.overlap_y(glyph).abs() <= size * STACK_GAP;
    let abreast = column.height() > size * (1.0 + STACK_SHIFT) && (glyph.y1 - column.y1).abs() <= shift;
    column.width() <= size * (1.0 + STACK_SHIFT) && (below && (centred || within) || within && abreast)
}

/// Points to two decimals: finer than any printer, coarse enough to print the same everywhere.
fn round(v: f32) -> f64 {
    (f64::from(v) * 100.0).round() / 100.0
}
