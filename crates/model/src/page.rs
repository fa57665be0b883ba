//! What `read` hands over: pages of glyphs, rulings, shapes and images, as they lie on the page.
use crate::geometry::Rect;
use crate::glyphs::Glyphs;
use serde::Serialize;

/// A whole input file as pages.
#[derive(Debug, Clone, Serialize)]
pub struct Pages {
    /// What is known of the file itself.
    pub source: Source,
    /// What the file says of itself.
    pub info: FileInfo,
    /// All fonts of the document; [`Glyph::font`] points here.
    pub fonts: Vec<Font>,
    /// The pages, in order; page `n` is at index `n - 1`.
    pub pages: Vec<Page>,
}

impl Pages {
    /// The page with a 1-based number.
    pub fn page(&self, number: u32) -> Option<&Page> {
        self.pages.get((number as usize).checked_sub(1)?)
    }
}

/// What is known of the input file: the `source` of a plan document.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// File name without its folder.
    pub file_name: String,
    /// SHA-256 of the bytes, 64 lower-case hex digits.
    pub sha256: String,
    /// `application/pdf` or `text/plain`.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages; null for text.
    pub pages: Option<u32>,
    /// The producing program as the PDF names it.
    pub producer: Option<String>,
    /// Encoding of a text file by its WHATWG name (`UTF-8`, `Shift_JIS`, `EUC-JP`, `ISO-2022-JP`, `UTF-16LE` …); null for PDF.
    pub encoding: Option<String>,
    /// Where the text comes from.
    pub text_layer: TextLayer,
}

/// Where a document's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TextLayer {
    /// Text drawn as text.
    Native,
    /// An invisible layer over page images.
    Ocr,
    /// No text at all.
    None,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FileInfo {
    /// Title in the PDF's document information.
    pub title: Option<String>,
    /// Author in the PDF's document information.
    pub author: Option<String>,
    /// Bookmarks (PDF outline), in order.
    pub bookmarks: Vec<Bookmark>,
}

/// One bookmark of a PDF.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bookmark {
    /// Its text.
    pub title: String,
    /// Nesting, 0 for the outermost.
    pub depth: u32,
    /// 1-based page it points to, where known.
    pub page: Option<u32>,
}

/// A font of the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Font {
    /// PostScript name without its subset tag (`ABCDEF+`).
    pub name: String,
    /// Bold by its name or weight.
    pub bold: bool,
    /// Gothic (sans-serif) by its name: Japanese headings are often told from 明朝 text by this alone.
    pub gothic: bool,
}

/// Whether a page was drawn or typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum PageKind {
    /// A page with geometry in points.
    Drawn,
    /// A stretch of a text file (form feeds cut pages). Geometry is a character grid: y is the 1-based line number in the file
    /// (a glyph on line 7 has y from 7 to 8), x counts columns, 1 for a full-width character and 0.5 for a half-width one.
    Typed {
        /// Number of the first line in the file, 1-based.
        first_line: u32,
        /// How many lines.
        lines: u32,
    },
}

/// One page as displayed: rotation and crop applied, origin top left, y down.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// 1-based number.
    pub number: u32,
    /// Displayed width in points (columns for a typed page).
    pub width: f32,
    /// Displayed height in points (lines for a typed page).
    pub height: f32,
    /// Drawn or typed.
    pub kind: PageKind,
    /// Every glyph, in the order of the content stream. One glyph is one character: a ligature or an ActualText of several
    /// characters is several glyphs that share its width.
    pub glyphs: Glyphs,
    /// Straight horizontal and vertical strokes, also those drawn as thin filled rectangles, dashes joined.
    pub rulings: Vec<Ruling>,
    /// Filled or stroked areas larger than a ruling: table cell grounds, boxes, bars, in paint order.
    pub shapes: Vec<Shape>,
    /// Raster images.
    pub images: Vec<Rect>,
    /// Boxes of paths that are neither rulings nor rectangles (curves, diagonals): what charts and drawings are made of.
    pub drawings: Vec<Rect>,
}

/// One printed character.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Glyph {
    /// The character as a reader would type it: radicals folded, variation selectors gone, ① ㈱ ㎡ as printed;
    /// U+FFFD where the file does not say.
    pub ch: char,
    /// The em box: advance wide, from ascent (0.88 em above the baseline) to descent (0.12 em below).
    pub bbox: Rect,
    /// Type size in points as displayed.
    pub size: f32,
    /// Index into [`Pages::fonts`].
    pub font: u16,
    /// Fill colour as 0xRRGGBB.
    pub color: u32,
    /// Set in vertical writing mode.
    pub vertical: bool,
    /// Bold by font, by fill and stroke, or by printing it twice a hair apart.
    pub bold: bool,
    /// Whether a reader sees it.
    pub visibility: Visibility,
}

/// Whether and why not a glyph can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Seen.
    Visible,
    /// Text render mode 3 or 7 over a page image: an OCR layer, which is the page's text.
    Ocr,
    /// Text render mode 3 or 7 otherwise.
    Invisible,
    /// Outside the clip path.
    Clipped,
    /// Outside the page.
    OffPage,
    /// Under a later opaque shape or image.
    Covered,
    /// In the colour of its ground.
    Unseen,
    /// Seen, but its character cannot be what is printed: the whole page's text is garbled.
    Garbled,
}

impl Visibility {
    /// Whether the glyph is content.
    pub fn is_content(self) -> bool {
        matches!(self, Self::Visible | Self::Ocr)
    }
}

/// A straight horizontal or vertical line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ruling {
    /// Left (or only) x.
    pub x0: f32,
    /// Top (or only) y.
    pub y0: f32,
    /// Right (or only) x.
    pub x1: f32,
    /// Bottom (or only) y.
    pub y1: f32,
    /// Stroke width in points.
    pub width: f32,
    /// Colour as 0xRRGGBB.
    pub color: u32,
}

impl Ruling {
    /// Whether it runs from left to right.
    pub fn is_horizontal(&self) -> bool {
        (self.y1 - self.y0) <= (self.x1 - self.x0)
    }
}

/// A filled or stroked area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shape {
    /// Its box.
    pub bbox: Rect,
    /// Fill colour as 0xRRGGBB, if filled.
    pub fill: Option<u32>,
    /// Stroke colour as 0xRRGGBB, if stroked.
    pub stroke: Option<u32>,
    /// A plain rectangle; else a rounded box, an arrow, a flag, a badge …
    pub is_rect: bool,
}
