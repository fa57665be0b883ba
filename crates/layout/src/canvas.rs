//! One drawn page while it is being laid out: its glyphs sorted into boxes, cells and runs.
use crate::bullets;
use crate::grid::Grid;
use keikaku_model::document::Style;
use keikaku_model::page::{Font, Glyph, Page};
use keikaku_model::{GlyphId, Rect};

/// White paper.
pub(crate) const WHITE: u32 = 0xff_ff_ff;

/// A page, the document's fonts, and what has been found on it so far.
pub(crate) struct Canvas<'a> {
    /// The page as read.
    pub(crate) page: &'a Page,
    /// Its glyphs, by their index in [`Page::glyphs`].
    pub(crate) glyphs: &'a [Glyph],
    /// The document's fonts.
    pub(crate) fonts: &'a [Font],
    /// Commonest type size in points.
    pub(crate) body_size: f32,
    /// What may be a drawn bullet, from top to bottom.
    pub(crate) bullets: Vec<Rect>,
    /// Tables by their rulings or grounds.
    pub(crate) grids: Vec<Grid>,
    /// Areas that hold text of their own; a parent stands before its children. The first is the page itself.
    pub(crate) areas: Vec<Area>,
}

/// What has been found on a page, without its glyphs: all pages are sorted before the first is finished.
pub(crate) struct Sorted {
    body_size: f32,
    grids: Vec<Grid>,
    areas: Vec<Area>,
}

impl Sorted {
    /// The canvas again.
    pub(crate) fn on<'a>(self, page: &'a Page, glyphs: &'a [Glyph], fonts: &'a [Font]) -> Canvas<'a> {
        let Self { body_size, grids, areas } = self;
        Canvas { page, glyphs, fonts, body_size, bullets: bullets::of(page), grids, areas }
    }
}

/// An area of the page that holds text of its own: the page, a box, or a table cell.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    /// Its box.
    pub(crate) bbox: Rect,
    /// The area around it.
    pub(crate) parent: usize,
    /// What it is.
    pub(crate) kind: AreaKind,
    /// Fill colour.
    pub(crate) ground: Option<u32>,
    /// Drawn around.
    pub(crate) framed: bool,
    /// Runs that stand in it and in none of its children.
    pub(crate) runs: Vec<Run>,
    /// Badges on its lines.
    pub(crate) badges: Vec<Run>,
    /// A chart or picture: its text is words in it, not content to be read on.
    pub(crate) picture: bool,
    /// Its words stand on a line of the area around.
    pub(crate) emptied: bool,
}

/// Sorts of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AreaKind {
    /// The whole page.
    Page,
    /// A filled or framed box.
    Box,
    /// A cell: index of the grid and of the cell in it.
    Cell(usize, usize),
}

/// Glyphs that follow each other on one line without a wide gap, in reading order. Indices into [`Page::glyphs`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    /// The glyphs, no blanks at the ends.
    pub(crate) glyphs: Vec<u32>,
    /// Box of the glyphs that are not blank.
    pub(crate) bbox: Rect,
    /// Type size of most glyphs.
    pub(crate) size: f32,
    /// Set from top to bottom.
    pub(crate) vertical: bool,
}

impl Area {
    /// An area without text.
    pub(crate) fn new(bbox: Rect, parent: usize, kind: AreaKind) -> Self {
        Self { bbox, parent, kind, ground: None, framed: false, runs: Vec::new(), badges: Vec::new(), picture: false, emptied: false }
    }
}

impl Canvas<'_> {
    /// What has been found on it so far.
    pub(crate) fn sorted(self) -> Sorted {
        let Self { body_size, grids, areas, .. } = self;
        Sorted { body_size, grids, areas }
    }

    /// The body size in points, or a usual one on a page without text.
    pub(crate) fn em(&self) -> f32 {
        if self.body_size > 0.0 { self.body_size } else { 10.0 }
    }

    /// The content that stands in a rectangle.
    pub(crate) fn inside(&self, area: &Rect) -> impl Iterator<Item = &Glyph> {
        self.glyphs.iter().filter(|g| g.visibility.is_content() && area.contains(g.bbox.centre().0, g.bbox.centre().1))
    }

    /// A glyph by its index.
    pub(crate) fn glyph(&self, index: u32) -> &Glyph {
        &self.glyphs[index as usize]
    }

    /// The id of a glyph.
    pub(crate) fn id(&self, index: u32) -> GlyphId {
        GlyphId::new(self.page.number, index)
    }

    /// The run of these glyphs, blanks at the ends cut; `None` where nothing but blanks is left.
    pub(crate) fn run(&self, mut glyphs: Vec<u32>) -> Option<Run> {
        let first = glyphs.iter().position(|&g| !is_blank(self.glyph(g).ch))?;
        let last = glyphs.iter().rposition(|&g| !is_blank(self.glyph(g).ch))?;
        glyphs.truncate(last + 1);
        glyphs.drain(..first);
        let inked = || glyphs.iter().map(|&g| self.glyph(g)).filter(|g| !is_blank(g.ch));
        let bbox = Rect::bounding(inked().map(|g| g.bbox))?;
        let size = commonest(inked().map(|g| g.size));
        let vertical = inked().filter(|g| g.vertical).count() * 2 > inked().count();
        Some(Run { glyphs, bbox, size, vertical })
    }

    /// The look of most of the glyphs.
    pub(crate) fn style(&self, glyphs: &[u32]) -> Style {
        let inked: Vec<&Glyph> = glyphs.iter().map(|&g| self.glyph(g)).filter(|g| !is_blank(g.ch)).collect();
        let font = |g: &Glyph| self.fonts.get(g.font as usize);
        let half = inked.len();
        let mut colors: Vec<u32> = inked.iter().map(|g| g.color).collect();
        colors.sort_unstable();
        let color = colors.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).and_then(|c| c.first().copied()).unwrap_or(0);
        Style {
            size: commonest(inked.iter().map(|g| g.size)),
            bold: inked.iter().filter(|g| g.bold || font(g).is_some_and(|f| f.bold)).count() * 2 > half,
            gothic: inked.iter().filter(|g| font(g).is_some_and(|f| f.gothic)).count() * 2 > half,
            color,
        }
    }
}

/// Whether the character prints nothing.
pub(crate) fn is_blank(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// Sizes in points are told apart to a tenth: renderers differ in the rest.
const SIZE_STEP: f32 = 10.0;

/// The commonest size, in points; the larger where two are as common. 0 for none.
pub(crate) fn commonest(sizes: impl Iterator<Item = f32>) -> f32 {
    let mut all: Vec<i32> = sizes.map(|s| (s * SIZE_STEP).round() as i32).collect();
    all.sort_unstable();
    let best = all.chunk_by(|a, b| a == b).max_by_key(|c| c.len());
    best.and_then(|c| c.first()).map_or(0.0, |&s| s as f32 / SIZE_STEP)
}
