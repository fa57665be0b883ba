//! The fonts of a PDF, and what their glyphs say.
use crate::japan1::Japan1;
use crate::program::Programs;
use hayro_interpret::font::{Glyph as Drawn, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use keikaku_model::page::Font;
use std::collections::HashMap;

/// The document's fonts as they turn up.
#[derive(Default)]
pub(crate) struct Fonts {
    pub(crate) list: Vec<Font>,
    by_name: HashMap<String, u16>,
    japan1: Japan1,
    programs: Programs,
}

impl Fonts {
    /// No fonts yet of a document.
    pub(crate) fn of(pdf: &Pdf) -> Self {
        Self { japan1: Japan1::of(pdf), ..Self::default() }
    }

    /// Index of the font a glyph is set in.
    pub(crate) fn index(&mut self, glyph: &PositionedGlyph<'_>) -> u16 {
        let (name, weight) = match &**glyph {
            Drawn::Outline(g) => g.font_data().map_or((String::new(), None), |d| (d.postscript_name.unwrap_or_default(), d.weight)),
            Drawn::Type3(_) => ("Type3".to_owned(), None),
        };
        if let Some(&i) = self.by_name.get(&name) {
            return i;
        }
        let i = u16::try_from(self.list.len()).unwrap_or(u16::MAX - 1);
        let plain = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| plain.contains(w));
        let heavy = has(&["bold", "heavy", "black", "-b,", "w6", "w7", "w8", "w9", "-db", "-eb", "ultra"])
            || plain.ends_with("-b")
            || plain.ends_with("-h");
        let gothic =
            has(&["gothic", "sans", "goth", "kaku", "meiryo", "gosic", "arial", "helvetica", "ud-", "biz-ud", "marugo", "maru go"]);
        self.list.push(Font { bold: heavy || weight.is_some_and(|w| w >= 600), gothic, name: name.clone() });
        self.by_name.insert(name, i);
        i
    }

    pub(crate) fn is_bold(&self, font: u16) -> bool {
        self.list.get(usize::from(font)).is_some_and(|f| f.bold)
    }

    /// What a glyph says, with the repairs for fonts that do not say it themselves.
    pub(crate) fn text(&mut self, font: u16, glyph: &PositionedGlyph<'_>) -> Option<BfString> {
        let said = glyph.as_unicode().filter(|s| !matches!(s, BfString::Char('\0' | '\u{FFFD}')));
        said.or_else(|| self.japan1.text(&self.list.get(usize::from(font))?.name, glyph.char_code())).or_else(|| match &**glyph {
            Drawn::Outline(outline) => self.programs.text(outline).map(BfString::Char),
            Drawn::Type3(_) => None,
        })
    }
}
