//! Fonts by how the document uses them.
use keikaku_model::page::{Font, Pages};

/// How a font without a name of its own is called.
const DRAWN: &str = "Type3";

/// Glyphs drawn one by one stand out where they are at most this share of the document's.
const SHARE: usize = 4;

/// The document's fonts. Some producers make type bold that has no bold font by drawing each glyph (Type 3): where the rest of the
/// document is set in fonts, that type stands out.
pub(crate) fn of(pages: &Pages) -> Vec<Font> {
    let mut fonts = pages.fonts.clone();
    let is_drawn = |index: u16| pages.fonts.get(index as usize).is_some_and(|f| f.name == DRAWN);
    let all = pages.pages.iter().map(|p| p.glyphs.len()).sum::<usize>();
    let drawn = pages.pages.iter().flat_map(|p| p.glyphs.iter()).filter(|g| is_drawn(g.font)).count();
    if drawn * SHARE <= all {
        fonts.iter_mut().filter(|f| f.name == DRAWN).for_each(|f| f.bold = true);
    }
    fonts
}
