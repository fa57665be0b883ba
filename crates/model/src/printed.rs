//! Text that knows which glyphs printed it.
use crate::ids::GlyphIds;
use crate::place::{GlyphId, Place};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::ops::Range;
use std::sync::Arc;

/// A stretch of text that knows, for each of its characters, which glyph printed it.
///
/// Characters that no glyph printed (the blank between two joined Latin words, the `\n` between two bullets of one cell)
/// carry `None`. All indices are in characters, not bytes. Copies and parts share their characters: a page's text is kept once,
/// however many paragraphs, sections and measures quote it.
#[derive(Clone, Default)]
pub struct Text {
    printed: Option<Arc<Printed>>,
    /// The part of `printed` that it is; empty where there is none.
    range: Range<u32>,
}

/// Characters and the glyph of each.
#[derive(Clone, Default)]
struct Printed {
    chars: Vec<char>,
    glyphs: GlyphIds,
}

impl Text {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Text without a place, for tests and case lists.
    pub fn unplaced(s: &str) -> Self {
        s.chars().map(|ch| (ch, None)).collect()
    }

    /// Adds a character and the glyph that printed it.
    pub fn push(&mut self, ch: char, glyph: Option<GlyphId>) {
        let own = self.own();
        own.chars.push(ch);
        own.glyphs.push(glyph);
        self.range.end += 1;
    }

    /// Adds another text at the end.
    pub fn push_text(&mut self, other: &Text) {
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        let own = self.own();
        own.chars.extend_from_slice(other.chars());
        own.glyphs.extend(other.glyphs());
        self.range.end += other.len() as u32;
    }

    /// The characters for writing: no other text's, and none before or after them.
    fn own(&mut self) -> &mut Printed {
        let range = self.indices();
        let alone = self.printed.as_mut().and_then(Arc::get_mut).is_some_and(|p| range == (0..p.chars.len()));
        if !alone {
            *self = self.packed();
        }
        self.printed.as_mut().and_then(Arc::get_mut).expect("just made, and shared with no one")
    }

    /// The text with characters of its own, in no more memory than they need.
    pub fn packed(&self) -> Text {
        let printed = Printed { chars: self.chars().to_vec(), glyphs: self.glyphs().collect() };
        Text { range: 0..printed.chars.len() as u32, printed: Some(Arc::new(printed)) }
    }

    /// Length in characters.
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.chars().iter().all(|c| c.is_whitespace())
    }

    /// The characters.
    pub fn chars(&self) -> &[char] {
        self.printed.as_deref().map_or(&[], |p| &p.chars[self.indices()])
    }

    /// The glyph of each character, parallel to [`Text::chars`].
    pub fn glyphs(&self) -> impl DoubleEndedIterator<Item = Option<GlyphId>> + ExactSizeIterator + Clone + '_ {
        (0..self.len()).map(|i| self.glyph(i))
    }

    /// The glyph of the character at an index; `None` also past the end.
    pub fn glyph(&self, index: usize) -> Option<GlyphId> {
        let printed = self.printed.as_deref().filter(|_| index < self.len())?;
        printed.glyphs.get(self.range.start as usize + index)
    }

    fn indices(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }

    /// The part between two character indices; clipped to the text's length.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        Text { printed: self.printed.clone(), range: self.range.start + start as u32..self.range.start + end as u32 }
    }

    /// The text without white space at its ends.
    pub fn trimmed(&self) -> Text {
        let start = self.chars().iter().position(|c| !c.is_whitespace()).unwrap_or(self.len());
        let end = self.chars().iter().rposition(|c| !c.is_whitespace()).map_or(start, |i| i + 1);
        self.slice(start..end)
    }

    /// The pieces between characters for which `cut` holds; the cut characters themselves are left out.
    pub fn split(&self, cut: impl Fn(char) -> bool) -> Vec<Text> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (i, &c) in self.chars().iter().enumerate() {
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
        Place::of(self.glyphs().flatten())
    }

    /// The page of the first placed character.
    pub fn first_page(&self) -> Option<u32> {
        self.glyphs().flatten().next().map(|g| g.page.get())
    }
}

impl FromIterator<(char, Option<GlyphId>)> for Text {
    fn from_iter<I: IntoIterator<Item = (char, Option<GlyphId>)>>(characters: I) -> Self {
        let (chars, glyphs): (Vec<char>, GlyphIds) = characters.into_iter().unzip();
        Self { range: 0..chars.len() as u32, printed: Some(Arc::new(Printed { chars, glyphs })) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.chars() == other.chars() && self.glyphs().eq(other.glyphs())
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("chars", &self.to_string()).field("glyphs", &self.glyphs().collect::<Vec<_>>()).finish()
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use std::fmt::Write;
        self.chars().iter().try_for_each(|&c| f.write_char(c))
    }
}

impl Serialize for Text {
    /// As `{"text", "glyphs": [[page, first, last], …]}`, consecutive glyphs as one range.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for g in self.glyphs().flatten() {
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
