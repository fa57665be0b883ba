//! A page's glyphs, packed: a document has hundreds of thousands of them, and the neighbours on a line have nearly everything in common.
use crate::geometry::Rect;
use crate::page::{Glyph, Visibility};
use serde::{Serialize, Serializer};

/// A page's glyphs in the order of its content stream, indexed from 0.
///
/// What one glyph after the other shares (line, size, font, colour …) is kept once: 12 bytes a glyph and 40 for each stretch, where a
/// [`Glyph`] has 36. What comes out is what went in, to the bit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glyphs {
    chars: Vec<char>,
    /// From where to where each stands in its line's direction: x, or y in vertical writing.
    along: Vec<[f32; 2]>,
    stretches: Vec<Stretch>,
}

/// Glyphs that follow each other and differ only in their character and where in the line they stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    /// Index of the first.
    from: u32,
    /// From where to where the line goes across its direction.
    across: [f32; 2],
    size: f32,
    color: u32,
    font: u16,
    vertical: bool,
    bold: bool,
    visibility: Visibility,
}

impl Stretch {
    /// Whether a glyph looks like these and stands on their line. Bits count: a line may stand at NaN in a broken file.
    fn holds(&self, other: &Self) -> bool {
        let bits = |s: &Self| [s.across[0].to_bits(), s.across[1].to_bits(), s.size.to_bits(), s.color];
        let look = |s: &Self| (s.font, s.vertical, s.bold, s.visibility);
        bits(self) == bits(other) && look(self) == look(other)
    }

    /// A glyph of its.
    fn glyph(&self, ch: char, [from, to]: [f32; 2]) -> Glyph {
        let [low, high] = self.across;
        let bbox = if self.vertical { Rect { x0: low, y0: from, x1: high, y1: to } } else { Rect { x0: from, y0: low, x1: to, y1: high } };
        let Self { size, font, color, vertical, bold, visibility, .. } = *self;
        Glyph { ch, bbox, size, font, color, vertical, bold, visibility }
    }
}

impl Glyphs {
    /// Adds a glyph at the end.
    pub fn push(&mut self, glyph: Glyph) {
        let Glyph { ch, bbox, size, font, color, vertical, bold, visibility } = glyph;
        let (x, y) = ([bbox.x0, bbox.x1], [bbox.y0, bbox.y1]);
        let (along, across) = if vertical { (y, x) } else { (x, y) };
        let next = Stretch { from: self.chars.len() as u32, across, size, color, font, vertical, bold, visibility };
        if !self.stretches.last().is_some_and(|last| last.holds(&next)) {
            self.stretches.push(next);
        }
        self.chars.push(ch);
        self.along.push(along);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The glyph at an index, if there is one.
    pub fn get(&self, index: usize) -> Option<Glyph> {
        let (&ch, &along) = (self.chars.get(index)?, self.along.get(index)?);
        let after = self.stretches.partition_point(|s| s.from as usize <= index);
        Some(self.stretches.get(after.checked_sub(1)?)?.glyph(ch, along))
    }

    /// All glyphs, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Glyph> + Clone + '_ {
        let mut rest = self.stretches.iter().peekable();
        let mut stretch = None;
        self.chars.iter().zip(&self.along).enumerate().map(move |(index, (&ch, &along))| {
            stretch = rest.next_if(|s| s.from as usize == index).or(stretch);
            stretch.expect("the first stretch begins with the first glyph").glyph(ch, along)
        })
    }
}

impl FromIterator<Glyph> for Glyphs {
    fn from_iter<I: IntoIterator<Item = Glyph>>(glyphs: I) -> Self {
        let mut out = Self::default();
        glyphs.into_iter().for_each(|g| out.push(g));
        out.chars.shrink_to_fit();
        out.along.shrink_to_fit();
        out.stretches.shrink_to_fit();
        out
    }
}

impl Serialize for Glyphs {
    /// As the list of its glyphs.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::Glyphs;
    use crate::geometry::Rect;
    use crate::page::{Glyph, Visibility};

    fn glyph(ch: char, x: f32, y: f32, vertical: bool, visibility: Visibility) -> Glyph {
        let bbox = Rect { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 };
        Glyph { ch, bbox, size: 10.0, font: 1, color: 0x12_34_56, vertical, bold: vertical, visibility }
    }

    #[test]
    fn what_comes_out_is_what_went_in() {
        use Visibility::{Covered, Visible};
        let all = [
            glyph('中', 0.0, 0.0, false, Visible),
            glyph('期', 10.0, 0.0, false, Visible),
            glyph('計', 20.0, 0.0, false, Covered),
            glyph('画', 0.1, 20.0, false, Visible),
            glyph('縦', 50.0, 0.0, true, Visible),
            glyph('書', 50.0, 10.0, true, Visible),
            glyph('端', f32::INFINITY, -0.0, false, Visible),
            glyph('端', 1.0, 0.0, false, Visible),
        ];
        let packed: Glyphs = all.iter().copied().collect();
        assert_eq!(packed.stretches.len(), 6);
        assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        assert_eq!((0..all.len()).filter_map(|i| packed.get(i)).collect::<Vec<_>>(), all);
        assert_eq!(packed.get(all.len()), None);
        assert!(packed.get(6).is_some_and(|g| g.bbox.y0.is_sign_negative()));
    }
}
