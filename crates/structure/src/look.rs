//! How a line looks beside the document's running text.
use keikaku_model::document::{Block, Document, Paragraph, Style};
use std::collections::BTreeMap;

/// The look of running text, from which headings stand out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Body {
    /// Type size in points; 0 where the document is typed and sizes say nothing.
    pub size: f32,
    /// Running text is bold.
    pub bold: bool,
    /// Running text is set in gothic.
    pub gothic: bool,
    /// Colour of running text.
    pub color: u32,
}

/// A line's look beside running text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Look {
    /// Type size over that of running text; 1 where unknown.
    pub ratio: f32,
    /// Bold where running text is not.
    pub bold: bool,
    /// Gothic where running text is not.
    pub gothic: bool,
    /// In another colour than running text.
    pub colored: bool,
    /// On a ground, in a frame or over a ruling of its own.
    pub decorated: bool,
    /// Underlined, as one kind of decoration apart from grounds and frames.
    pub underlined: bool,
}

/// Paragraphs of at least this many characters are taken for running text when its look is counted.
const PROSE_CHARS: usize = 24;
/// A heading's type is larger than running text by at least this factor; smaller differences come from mixed fonts.
pub(crate) const LARGER: f32 = 1.12;
/// In a colour of its own a heading needs to be larger by this factor only.
const COLORED_LARGER: f32 = 1.07;
/// Two sizes closer than this factor are one size (10.5 and 10.56 in one heading level).
pub(crate) const SAME_SIZE: f32 = 1.06;

impl Body {
    /// The look of most of the document's running text; of all its text where there is no prose.
    pub(crate) fn of(document: &Document) -> Self {
        if document.pages.iter().all(|p| p.typed) {
            return Self::default();
        }
        let mut prose = Count::default();
        let mut any = Count::default();
        for block in &document.blocks {
            count(block, &mut prose, &mut any);
        }
        if prose.chars > 0 { prose.body() } else { any.body() }
    }
}

#[derive(Default)]
struct Count {
    chars: usize,
    bold: usize,
    gothic: usize,
    sizes: BTreeMap<u32, usize>,
    colors: BTreeMap<u32, usize>,
}

impl Count {
    fn add(&mut self, style: &Style, chars: usize) {
        self.chars += chars;
        self.bold += if style.bold { chars } else { 0 };
        self.gothic += if style.gothic { chars } else { 0 };
        *self.sizes.entry((style.size * 10.0).round() as u32).or_default() += chars;
        *self.colors.entry(style.color).or_default() += chars;
    }

    fn body(&self) -> Body {
        let most = |counts: &BTreeMap<u32, usize>| counts.iter().max_by_key(|(_, n)| **n).map_or(0, |(v, _)| *v);
        Body {
            size: most(&self.sizes) as f32 / 10.0,
            bold: self.bold * 2 > self.chars,
            gothic: self.gothic * 2 > self.chars,
            color: most(&self.colors),
        }
    }
}

fn count(block: &Block, prose: &mut Count, any: &mut Count) {
    match block {
        Block::Paragraph(p) => {
            let chars = p.text.len();
            any.add(&p.style, chars);
            if chars >= PROSE_CHARS {
                prose.add(&p.style, chars);
            }
        }
        Block::Group(g) => g.blocks.iter().for_each(|b| count(b, prose, any)),
        Block::Table(t) => t.cells.iter().flat_map(|c| &c.paragraphs).for_each(|p| any.add(&p.style, p.text.len())),
        Block::Figure(_) => {}
    }
}

impl Look {
    /// The look of a paragraph beside `body`.
    pub(crate) fn of(paragraph: &Paragraph, body: &Body) -> Self {
        let style = &paragraph.style;
        let known = body.size > 0.0 && style.size > 0.0;
        let d = &paragraph.decoration;
        Self {
            ratio: if known { style.size / body.size } else { 1.0 },
            bold: style.bold && !body.bold,
            gothic: style.gothic && !body.gothic,
            colored: body.size > 0.0 && style.color != body.color && !(grey(style.color) && grey(body.color)),
            decorated: d.ground.is_some() || d.framed,
            // The edge of a box right below a heading on a ground is no underline of its own.
            underlined: d.underlined && d.ground.is_none(),
        }
    }

    /// Whether the look alone makes a heading of a short line.
    pub(crate) fn is_strong(&self) -> bool {
        self.ratio >= LARGER
            || self.colored && self.ratio >= COLORED_LARGER
            || (self.ratio * LARGER >= 1.0 && (self.bold || self.decorated || self.underlined || self.gothic))
    }

    /// Whether nothing sets the line apart from running text.
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_strong() && !self.colored && !self.decorated && !self.underlined
    }

    /// Whether two lines look like headings of one level.
    pub(crate) fn same(&self, other: &Look) -> bool {
        let close = self.ratio <= other.ratio * SAME_SIZE && other.ratio <= self.ratio * SAME_SIZE;
        close
            && self.bold == other.bold
            && self.decorated == other.decorated
            && self.underlined == other.underlined
            && self.gothic == other.gothic
    }
}

/// Black, white and greys are one colour to a reader of headings: body text is often 0x231815 or the like.
fn grey(color: u32) -> bool {
    let [_, r, g, b] = color.to_be_bytes();
    let (low, high) = (r.min(g).min(b), r.max(g).max(b));
    high - low < 0x28
}
