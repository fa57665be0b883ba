//! Lists of glyph ids, packed: what is read together nearly always follows each other in the content stream too.
use crate::place::GlyphId;
use serde::{Serialize, Serializer};

/// The ids of glyphs, one after the other; `None` where no glyph printed a character.
///
/// Ids that count up on one page are kept as one stretch of 12 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GlyphIds {
    len: u32,
    stretches: Vec<Stretch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    /// Where in the list it begins.
    at: u32,
    /// Its first id.
    id: Option<GlyphId>,
}

impl Stretch {
    /// The id at an index of the list.
    fn id(&self, index: u32) -> Option<GlyphId> {
        self.id.map(|id| GlyphId { index: id.index + (index - self.at), ..id })
    }
}

impl GlyphIds {
    /// Adds an id at the end.
    pub fn push(&mut self, id: Option<GlyphId>) {
        if self.stretches.last().is_none_or(|last| last.id(self.len) != id) {
            self.stretches.push(Stretch { at: self.len, id });
        }
        self.len += 1;
    }

    /// How many there are, those of no glyph included.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The id at an index; `None` also past the end.
    pub fn get(&self, index: usize) -> Option<GlyphId> {
        let index = u32::try_from(index).ok().filter(|&i| i < self.len)?;
        let after = self.stretches.partition_point(|s| s.at <= index);
        self.stretches[after - 1].id(index)
    }

    /// The ids, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Option<GlyphId>> + ExactSizeIterator + Clone + '_ {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Gives back memory that only growing needed.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.stretches.shrink_to_fit();
    }
}

impl Extend<Option<GlyphId>> for GlyphIds {
    fn extend<I: IntoIterator<Item = Option<GlyphId>>>(&mut self, ids: I) {
        ids.into_iter().for_each(|id| self.push(id));
    }
}

impl FromIterator<Option<GlyphId>> for GlyphIds {
    fn from_iter<I: IntoIterator<Item = Option<GlyphId>>>(ids: I) -> Self {
        let mut out = Self::default();
        out.extend(ids);
        out.shrink_to_fit();
        out
    }
}

impl Serialize for GlyphIds {
    /// As the list of its ids.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::GlyphIds;
    use crate::place::GlyphId;

    #[test]
    fn what_comes_out_is_what_went_in() {
        let id = |page, index| Some(GlyphId::new(page, index));
        let all = [id(1, 5), id(1, 6), None, None, id(1, 7), id(2, 8), id(2, 8), id(2, 7)];
        let packed: GlyphIds = all.into_iter().collect();
        assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        assert_eq!((packed.stretches.len(), packed.len(), packed.get(8)), (6, 8, None));
    }
}
