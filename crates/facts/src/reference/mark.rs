//! What a reference names: labels (施策１－２, 第３章, (2), ①) and titles in 「」.
use super::ReferenceWords;
use crate::scan::Scan;
use std::ops::Range;

/// A label or a title.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// A number with the word that carries it: ("施策", "1-2"), ("章", "3"), ("", "(2)").
    Label {
        /// The word; empty for a number alone.
        word: String,
        /// The number with its brackets.
        number: String,
    },
    /// What stands in 「」.
    Title(String),
}

impl Mark {
    /// Whether it says by itself that it is a part of a plan: (2) and 「…」 may be anything.
    pub(super) fn is_named(&self) -> bool {
        matches!(self, Mark::Label { word, .. } if !word.is_empty())
    }

    /// The same mark with the word of `before` where it has none of its own: 施策１・２.
    pub(super) fn with_word_of(&self, before: Option<&Mark>) -> Mark {
        match (self, before) {
            (Mark::Label { word, number }, Some(Mark::Label { word: other, .. })) if word.is_empty() => {
                Mark::Label { word: other.clone(), number: number.clone() }
            }
            _ => self.clone(),
        }
    }
}

/// Longest title in 「」 that a reference names, in characters.
const LONGEST_TITLE: usize = 40;

/// All marks of a text, left to right.
pub(super) fn marks(scan: &Scan, words: &ReferenceWords) -> Vec<(Range<usize>, Mark)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.chars().len() {
        let mark =
            titled(scan, at).or_else(|| chapter(scan, at, words)).or_else(|| worded(scan, at, words)).or_else(|| bare(scan, at, words));
        at = mark.as_ref().map_or(at + 1, |m: &(Range<usize>, Mark)| m.0.end);
        found.extend(mark);
    }
    found
}

/// 「空き店舗の活用」.
fn titled(scan: &Scan, at: usize) -> Option<(Range<usize>, Mark)> {
    let pair = scan.opening(at).filter(|p| p.is_quote)?;
    let inside = scan.piece(at + 1..pair.close);
    ((2..=LONGEST_TITLE).contains(&inside.chars().count())).then(|| (at..pair.close + 1, Mark::Title(inside)))
}

/// 第３章.
fn chapter(scan: &Scan, at: usize, words: &ReferenceWords) -> Option<(Range<usize>, Mark)> {
    let from = scan.skip_blanks(scan.starts(at, "第")?);
    let end = number(scan, from)?;
    let (counter_end, counter) = words.counters.iter().find_map(|c| scan.starts(scan.skip_blanks(end), c).map(|e| (e, c)))?;
    Some((at..counter_end, Mark::Label { word: counter.clone(), number: plain_number(&scan.piece(from..end)) }))
}

/// 施策１－２, 取組①, 基本目標 Ⅱ.
fn worded(scan: &Scan, at: usize, words: &ReferenceWords) -> Option<(Range<usize>, Mark)> {
    let from = scan.starts_any(at, &words.words)?;
    let start = scan.skip_blanks(from);
    let end = number(scan, start).filter(|&e| ends(scan, e, words))?;
    Some((at..end, Mark::Label { word: scan.piece(at..from), number: plain_number(&scan.piece(start..end)) }))
}

/// (2), ①, 1-2: numbers that stand alone.
fn bare(scan: &Scan, at: usize, words: &ReferenceWords) -> Option<(Range<usize>, Mark)> {
    let before = at.checked_sub(1).and_then(|i| scan.chars().get(i));
    let end = number(scan, at).filter(|&e| ends(scan, e, words))?;
    let goes_on = scan.chars().get(at).is_some_and(char::is_ascii_alphanumeric);
    let touches = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '第'));
    // P.25 is a page.
    let is_page = scan.chars().get(at) == Some(&'P');
    let stands_alone = !(goes_on && touches || is_page);
    stands_alone.then(|| (at..end, Mark::Label { word: String::new(), number: plain_number(&scan.piece(at..end)) }))
}

/// Whether a label may end here: no counter goes on (事業10件), but a mark, kana or the word that points may.
fn ends(scan: &Scan, at: usize, words: &ReferenceWords) -> bool {
    let Some(c) = scan.chars().get(at) else { return true };
    let points = [&words.see, &words.repeat, &words.related, &words.joints];
    !c.is_alphanumeric()
        || is_enclosed(*c)
        || matches!(c, 'を' | 'の' | 'も' | 'に' | 'と' | 'や' | 'へ')
        || points.iter().any(|w| scan.starts_any(at, w).is_some())
}

/// The index behind the number that begins at an index: `1-2-3`, `1.2`, `(2)`, `①`, `II`, `A-1`, `三`.
fn number(scan: &Scan, at: usize) -> Option<usize> {
    let chars = scan.chars();
    let first = *chars.get(at)?;
    if first == '(' {
        let inner = number(scan, at + 1)?;
        return (chars.get(inner) == Some(&')')).then_some(inner + 1);
    }
    if is_enclosed(first) {
        return Some(at + 1);
    }
    let run = |from: usize, is: fn(char) -> bool| chars[from..].iter().take_while(|c| is(**c)).count();
    let digits = |from: usize| run(from, |c| c.is_ascii_digit());
    let mut end = match () {
        () if first.is_ascii_digit() => at + digits(at),
        () if "IVX".contains(first) => at + run(at, |c| "IVX".contains(c)),
        () if first.is_ascii_uppercase() => at + 1,
        () if "一二三四五六七八九十".contains(first) => return Some(at + run(at, |c| "一二三四五六七八九十".contains(c))),
        () => return None,
    };
    while chars.get(end).is_some_and(|c| matches!(c, '-' | 'ー' | '―' | '.')) && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    (!chars.get(end).is_some_and(char::is_ascii_alphanumeric)).then_some(end)
}

/// ①, ❷ and other numbers in one character.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
}

/// A number as labels are compared: one kind of hyphen.
fn plain_number(number: &str) -> String {
    number.replace(['ー', '―', '.'], "-")
}

/// The mark that a label as printed is: `施策 １－２`, `第３章`, `（２）`, `1-2`.
pub(super) fn of_label(raw: &str) -> (String, String) {
    let plain = crate::plain::plain(raw);
    let bare = plain.trim_end_matches(['.', '、', ':', ',']).trim_matches(['【', '】', '<', '>', '[', ']', '《', '》', '■', '◆', '●', '○']);
    let bare = bare.strip_prefix('第').unwrap_or(bare);
    let is_number = |c: char| {
        c.is_ascii_digit()
            || is_enclosed(c)
            || matches!(c, '(' | ')' | '-' | 'ー' | '―' | '.')
            || c.is_ascii_uppercase()
            || "一二三四五六七八九十".contains(c)
    };
    let number: String = match bare.char_indices().find(|(_, c)| is_number(*c) && *c != 'ー') {
        Some((at, _)) => bare[at..].chars().take_while(|c| is_number(*c)).collect(),
        None => String::new(),
    };
    (bare.replacen(&number, "", 1), plain_number(&number))
}
