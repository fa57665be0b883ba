//! Fonts without ToUnicode whose program still has its own character map: glyph → character by that map read backwards.
use hayro_interpret::font::OutlineGlyph;
use skrifa::{FontRef, MetadataProvider};
use std::collections::HashMap;

/// The character maps of the font programs that had to be asked, by the program's hash.
#[derive(Default)]
pub(crate) struct Programs {
    maps: HashMap<u128, HashMap<u32, char>>,
}

impl Programs {
    /// The character a glyph prints, by the map of its font program; `None` for `.notdef` and for programs without one (bare CFF).
    pub(crate) fn text(&mut self, glyph: &OutlineGlyph) -> Option<char> {
        let font = glyph.font_data()?;
        let map = self.maps.entry(font.cache_key).or_insert_with(|| reversed(font.data.as_ref().as_ref()));
        map.get(&glyph.glyph_id().to_u32()).copied()
    }
}

/// Glyph → character. Where several characters share a glyph (一 and the radical ⼀), the one a reader types wins.
fn reversed(program: &[u8]) -> HashMap<u32, char> {
    let Ok(font) = FontRef::from_index(program, 0) else { return HashMap::new() };
    let mut map: HashMap<u32, char> = HashMap::new();
    for (code, glyph) in font.charmap().mappings() {
        let Some(ch) = char::from_u32(code).filter(|c| glyph.to_u32() != 0 && !is_private(*c)) else { continue };
        map.entry(glyph.to_u32()).and_modify(|old| *old = (*old).min_by_habit(ch)).or_insert(ch);
    }
    map
}

/// Private use says nothing: symbol fonts and subsets number their glyphs there.
fn is_private(ch: char) -> bool {
    matches!(ch, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

trait Habit {
    /// The one of two characters that is the more usual: no radical and no compatibility form, then the lower code.
    fn min_by_habit(self, other: Self) -> Self;
}

impl Habit for char {
    fn min_by_habit(self, other: Self) -> Self {
        let rank = |c: char| (crate::fold::fold(c) != Some(c), c);
        if rank(other) < rank(self) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefers_what_a_reader_types() {
        assert_eq!('⼀'.min_by_habit('一'), '一');
        assert_eq!('A'.min_by_habit('Α'), 'A');
    }

    #[test]
    fn no_font_no_map() {
        assert!(reversed(b"no font").is_empty());
    }
}
