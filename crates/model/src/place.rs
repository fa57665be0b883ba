//! Where a value stands: glyphs first, page boxes once before `emit`.
use crate::geometry::Rect;
use crate::page::{Page, PageKind, Pages};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::num::NonZeroU32;
use std::ops::Range;

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

/// A stretch of text that knows, for each of its characters, which glyph printed it.
///
/// Characters that no glyph printed (the blank between two joined Latin words, the `\n` between two bullets of one cell)
/// carry `None`. All indices are in characters, not bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    chars: Vec<char>,
    glyphs: Vec<Option<GlyphId>>,
}

impl Text {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Text without a place, for tests and case lists.
    pub fn unplaced(s: &str) -> Self {
        let chars: Vec<char> = s.chars().collect();
        Self { glyphs: vec![None; chars.len()], chars }
    }

    /// Adds a character and the glyph that printed it.
    pub fn push(&mut self, ch: char, glyph: Option<GlyphId>) {
        self.chars.push(ch);
        self.glyphs.push(glyph);
    }

    /// Adds another text at the end.
    pub fn push_text(&mut self, other: &Text) {
        self.chars.extend_from_slice(&other.chars);
        self.glyphs.extend_from_slice(&other.glyphs);
    }

    /// Length in characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.chars.iter().all(|c| c.is_whitespace())
    }

    /// The characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The glyph of each character, parallel to [`Text::chars`].
    pub fn glyphs(&self) -> &[Option<GlyphId>] {
        &self.glyphs
    }

    /// The part between two character indices; clipped to the text's length.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        Text { chars: self.chars[start..end].to_vec(), glyphs: self.glyphs[start..end].to_vec() }
    }

    /// The text without white space at its ends.
    pub fn trimmed(&self) -> Text {
        let start = self.chars.iter().position(|c| !c.is_whitespace()).unwrap_or(self.len());
        let end = self.chars.iter().rposition(|c| !c.is_whitespace()).map_or(start, |i| i + 1);
        self.slice(start..end)
    }

    /// The pieces between characters for which `cut` holds; the cut characters themselves are left out.
    pub fn split(&self, cut: impl Fn(char) -> bool) -> Vec<Text> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (i, &c) in self.chars.iter().enumerate() {
            if cut(c) {
                pieces.push(self.slice(start..i));
                start = i + 1;
            }
        }
        pieces.push(self.slice(start..self.len()));
        pieces
    }

    /// The texts one after the other with `separator` (printed by no glyph) between them.
    pub fn joined<'a>(texts: impl IntoIterator<Item = &'a Text>, separator: &str) -> Text {
        let mut out = Text::new();
        for (i, t) in texts.into_iter().enumerate() {
            if i > 0 {
                separator.chars().for_each(|c| out.push(c, None));
            }
            out.push_text(t);
        }
        out
    }

    /// Where the text stands.
    pub fn place(&self) -> Place {
        Place::of(self.glyphs.iter().flatten().copied())
    }

    /// The page of the first placed character.
    pub fn first_page(&self) -> Option<u32> {
        self.glyphs.iter().flatten().next().map(|g| g.page.get())
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use std::fmt::Write;
        self.chars.iter().try_for_each(|&c| f.write_char(c))
    }
}

impl Serialize for Text {
    /// As `{"text", "glyphs": [[page, first, last], …]}`, consecutive glyphs as one range.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for g in self.glyphs.iter().flatten() {
            match runs.last_mut() {
                Some([page, _, last]) if *page == g.page.get() && *last + 1 == g.index => *last = g.index,
                _ => runs.push([g.page.get(), g.index, g.index]),
            }
        }
        let mut out = s.serialize_struct("Text", 2)?;
        out.serialize_field("text", &self.to_string())?;
        out.serialize_field("glyphs", &runs)?;
        out.end()
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
    pub glyphs: Vec<GlyphId>,
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
        Self { spans: Vec::new(), glyphs: glyphs.into_iter().collect() }
    }

    /// A place that is a whole page, for diagnostics that concern no glyph.
    pub fn page(page: &Page) -> Self {
        let bbox = [0.0, 0.0, round(page.width), round(page.height)];
        let span = match page.kind {
            PageKind::Drawn => Span::Box { page: page.number, bbox },
            PageKind::Typed { first_line, lines } => Span::Line { line: [first_line, first_line + lines.max(1) - 1] },
        };
        Self { spans: vec![span], glyphs: Vec::new() }
    }

    /// Adds the glyphs of another place.
    pub fn extend(&mut self, other: &Place) {
        self.glyphs.extend_from_slice(&other.glyphs);
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
        for id in &self.glyphs {
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
