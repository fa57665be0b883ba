//! What a marked-content sequence says its glyphs stand for (ISO 32000-1, 14.9.4).
use super::Collector;
use crate::fold::fold;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use keikaku_model::Rect;
use keikaku_model::page::Glyph;

/// A text that takes the place of the glyphs from the first one on.
pub(super) struct ActualText {
    pub(super) text: Vec<char>,
    pub(super) first_glyph: usize,
}

impl ActualText {
    /// That of a sequence with these properties, before its glyphs.
    pub(super) fn of(properties: Option<&Dict<'_>>, first_glyph: usize) -> Option<Self> {
        let text = properties?.get::<PdfString<'_>>("ActualText")?;
        Some(Self { text: pdf_text(text.as_bytes()).chars().filter_map(fold).collect(), first_glyph })
    }
}

impl Collector<'_> {
    /// Puts the characters of an ActualText on the boxes of the glyphs it replaces.
    pub(super) fn apply(&mut self, actual: ActualText) {
        let first = actual.first_glyph;
        let old: Vec<Glyph> = self.glyphs.drain(first..).collect();
        let before: Vec<u32> = self.painted_before.drain(first..).collect();
        self.unmapped.retain(|i| (*i as usize) < first);
        let (n, m) = (old.len(), actual.text.len());
        if n == 0 || m == 0 {
            return;
        }
        for (i, &ch) in actual.text.iter().enumerate() {
            let from = i * n / m;
            let to = ((i + 1) * n / m).max(from + 1).min(n);
            let mut glyph = old[from];
            glyph.bbox =
                old[from..to].iter().filter(|g| g.bbox.overlap_y(&old[from].bbox) > 0.0).fold(old[from].bbox, |r, g| r.union(&g.bbox));
            // Several characters on one glyph share its width.
            let sharing: Vec<usize> = (0..m).filter(|j| j * n / m == from).collect();
            if sharing.len() > 1 && n < m {
                let k = sharing.iter().position(|j| *j == i).unwrap_or(0) as f32;
                let step = glyph.bbox.width() / sharing.len() as f32;
                glyph.bbox = Rect { x0: glyph.bbox.x0 + k * step, x1: glyph.bbox.x0 + (k + 1.0) * step, ..glyph.bbox };
            }
            glyph.ch = ch;
            self.glyphs.push(glyph);
            self.painted_before.push(before[from]);
        }
    }
}

/// A PDF text string (ISO 32000-1, 7.9.2.2): UTF-16BE with a mark, UTF-8 with a mark, else PDFDocEncoding, whose printable part is Latin-1.
pub(crate) fn pdf_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ if bytes.is_ascii() => String::from_utf8_lossy(bytes).into_owned(),
        // Old Japanese producers write Shift_JIS where PDFDocEncoding is due.
        _ => match encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => text.into_owned(),
            None => bytes.iter().map(|&b| char::from(b)).collect(),
        },
    }
}
