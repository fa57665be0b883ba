//! Counters (助数詞): what is counted, from `data/counters.toml`.
use crate::fold::starts_with;
use keikaku_model::text::Pos;
use serde::Deserialize;
use std::sync::LazyLock;

/// The word lists, each word folded into characters.
pub(crate) struct Counters {
    /// Longest first.
    counters: Vec<Vec<char>>,
    /// Words that begin like a kanji numeral with a counter.
    not_numbers: Vec<Vec<char>>,
    /// Words that begin with 千, 百 or 万 and may follow digits.
    pub(crate) not_multipliers: Vec<Vec<char>>,
    /// Words after a number that are not counted.
    not_counters: Vec<String>,
}

#[derive(Deserialize)]
struct Lists {
    counters: Vec<String>,
    not_numbers: Vec<String>,
    not_multipliers: Vec<String>,
    not_counters: Vec<String>,
}

/// The lists of `data/counters.toml`.
pub(crate) static COUNTERS: LazyLock<Counters> = LazyLock::new(|| {
    let lists: Lists = toml::from_str(include_str!("../data/counters.toml")).expect("data/counters.toml is well-formed");
    let folded = |words: Vec<String>| {
        let mut words: Vec<Vec<char>> = words.iter().map(|w| crate::fold::folded(w)).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        words
    };
    Counters {
        counters: folded(lists.counters),
        not_numbers: folded(lists.not_numbers),
        not_multipliers: folded(lists.not_multipliers),
        not_counters: lists.not_counters,
    }
});

/// Longest noun, in characters, that is taken as a counter although no list knows it (515青年団).
const LONGEST_NOUN: usize = 8;

/// The counter that begins at `i`, as the index after it.
pub(crate) fn counter(view: &[char], i: usize) -> Option<usize> {
    let end = i + COUNTERS.counters.iter().find(|w| starts_with(view, i, w))?.len();
    // A unit in letters ends where the letters end: 5GB yes, 5Gi no; 5a is an item.
    let cut = |k: usize| view.get(k).is_some_and(char::is_ascii_alphabetic);
    (!(cut(end - 1) && cut(end))).then_some(end)
}

/// Whether a word begins at `i` that looks like a kanji numeral but is none (一体, 千葉).
pub(crate) fn is_no_number(view: &[char], i: usize) -> bool {
    COUNTERS.not_numbers.iter().any(|w| starts_with(view, i, w))
}

/// The noun right after a number where no list knows it: one token, or nothing. 以上, 程度 and the like are none.
pub(crate) fn noun(view: &[char], i: usize) -> Option<usize> {
    let rest: String = view.get(i..)?.iter().take(2 * LONGEST_NOUN).take_while(|c| is_noun_char(**c)).collect();
    if rest.is_empty() || COUNTERS.not_counters.iter().any(|w| rest.starts_with(w.as_str())) {
        return None;
    }
    let token = crate::tokens(&rest).into_iter().next()?;
    let counts =
        matches!(token.pos, Pos::Noun | Pos::VerbalNoun | Pos::Affix) && token.range.start == 0 && token.range.len() <= LONGEST_NOUN;
    counts.then_some(i + token.range.end)
}

/// Kanji and katakana: what counted nouns are written in.
pub(crate) fn is_noun_char(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' | '々')
}
