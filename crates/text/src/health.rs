//! Whether a page's text can be what is printed on it. A PDF's glyphs may look right and say something else: ToUnicode tables
//! cut wrong, shifted CIDs, fonts re-encoded by distillers. Such text must never pass for good.
use crate::tokens;
use keikaku_model::text::{Pos, Token};
use serde::Serialize;

/// How far a page's text can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Reads like a text.
    Good,
    /// Some characters are not what is printed.
    Suspect,
    /// Not what is printed: no records may come from it.
    Garbled,
    /// No text at all.
    None,
}

/// The statistics of a page's characters that [`Vitals::health`] judges by. All are shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Vitals {
    /// Characters other than blanks.
    pub characters: usize,
    /// Replacement characters, private use, controls and unassigned specials among them.
    pub broken: f64,
    /// Kanji among them.
    pub kanji: usize,
    /// Kana among kanji and kana.
    pub kana: f64,
    /// Kanji that stand in a dictionary word of two characters or more, or before their okurigana.
    pub in_words: f64,
    /// Single Latin letters between two Japanese characters, among Japanese characters.
    pub strays: f64,
}

/// Below this many kanji the shares of words say nothing.
const LEAST_KANJI: usize = 60;

/// Shares from which text is suspect, and garbled. On the pages of published plans, budgets and white papers at least 0.48 of the kanji stand in
/// words (0.23 on one page of charts whose labels are set character by character); on the same pages with every kanji moved by one code or by 37, at most 0.07 do (`cargo run -p keikaku-text --example vitals`).
const BROKEN: [f64; 2] = [0.03, 0.25];
const IN_WORDS: [f64; 2] = [0.30, 0.12];
const STRAYS: [f64; 2] = [0.03, 0.10];

/// Takes the statistics of a page's text.
pub fn vitals(text: &str) -> Vitals {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let joined: String = chars.iter().collect();
    let count = |f: fn(char) -> bool| chars.iter().filter(|c| f(**c)).count();
    let (kanji, kana, broken) = (count(is_kanji), count(is_kana), count(is_broken));
    let japanese = kanji + kana;
    let strays = chars.windows(3).filter(|w| w[1].is_ascii_alphabetic() && is_japanese(w[0]) && is_japanese(w[2])).count();
    Vitals {
        characters: chars.len(),
        broken: share(broken, chars.len()),
        kanji,
        kana: share(kana, japanese),
        in_words: share(kanji_in_words(&chars, &tokens(&joined)), kanji),
        strays: share(strays, japanese),
    }
}

impl Vitals {
    /// Whether there are enough kanji for the shares of words to say something.
    pub fn is_enough(&self) -> bool {
        self.kanji >= LEAST_KANJI
    }

    /// What the statistics say.
    pub fn health(&self) -> Health {
        if self.characters == 0 {
            return Health::None;
        }
        let mut worst = rank(self.broken, BROKEN);
        if self.is_enough() {
            worst = worst.max(rank(-self.in_words, IN_WORDS.map(|v| -v)));
            worst = worst.max(rank(self.strays, STRAYS));
        }
        worst
    }
}

fn rank(value: f64, [suspect, garbled]: [f64; 2]) -> Health {
    match value {
        v if v > garbled => Health::Garbled,
        v if v > suspect => Health::Suspect,
        _ => Health::Good,
    }
}

fn kanji_in_words(chars: &[char], tokens: &[Token]) -> usize {
    let in_word = |t: &&Token| t.known && t.pos != Pos::Symbol && t.range.len() >= 2;
    tokens.iter().filter(in_word).flat_map(|t| t.range.clone()).filter(|&i| chars.get(i).is_some_and(|c| is_kanji(*c))).count()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

fn is_japanese(c: char) -> bool {
    is_kanji(c) || is_kana(c)
}

fn is_broken(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{2E80}'..='\u{2FDF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "商工会議所は、地域の中小企業の経営改善と事業承継を支援するため、関係機関と連携して相談窓口を設置し、専門家による個別指導を実施する。\
        また、会員企業の販路開拓を後押しするため、商談会の開催、展示会への出展支援、情報発信の強化に取り組み、地域経済の活性化を図る。";

    #[test]
    fn sound_text_is_good() {
        assert_eq!(vitals(SOUND).health(), Health::Good, "{:?}", vitals(SOUND));
        assert_eq!(vitals("12 34 56").health(), Health::Good);
        assert_eq!(vitals(" \n").health(), Health::None);
    }

    #[test]
    fn shifted_characters_are_garbled() {
        let shifted: String = SOUND.chars().map(|c| if is_kanji(c) { char::from_u32(c as u32 + 37).unwrap_or(c) } else { c }).collect();
        assert_eq!(vitals(&shifted).health(), Health::Garbled, "{:?}", vitals(&shifted));
    }

    #[test]
    fn kana_turned_into_latin_is_garbled() {
        let cut: String = SOUND.chars().map(|c| if matches!(c, 'た'..='を') { 'z' } else { c }).collect();
        assert!(vitals(&cut).health() >= Health::Suspect, "{:?}", vitals(&cut));
    }

    #[test]
    fn missing_characters_are_reported() {
        let missing: String = SOUND.chars().enumerate().map(|(i, c)| if i % 3 == 0 { '\u{FFFD}' } else { c }).collect();
        assert_eq!(vitals(&missing).health(), Health::Garbled);
    }
}
