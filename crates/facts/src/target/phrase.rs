//! What stands right around a number: comparator, 程度, 延べ, 年間, うち, and how far the phrase reaches.
use super::words::TargetWords;
use crate::scan::Scan;
use keikaku_model::plan::{Comparator, Qualifier};
use keikaku_model::text::Quantity;
use std::ops::Range;

/// A number with the words that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    /// From the words that qualify it to the comparator behind it.
    pub(super) range: Range<usize>,
    /// From the end of the phrase before it, or of the clause, to the number.
    pub(super) lead: Range<usize>,
    /// The number and its counter.
    pub(super) quantity: Quantity,
    pub(super) comparator: Comparator,
    /// Whether the comparator is written out.
    pub(super) is_compared: bool,
    pub(super) approximate: bool,
    pub(super) qualifiers: Vec<Qualifier>,
    /// Printed with a minus sign (△).
    pub(super) is_minus: bool,
}

impl Phrase {
    /// The number with its sign: a △ that tells a decrease is a sign where the number stands for a state.
    pub(super) fn signed(&self) -> f64 {
        if self.is_minus { -self.quantity.value.abs() } else { self.quantity.value }
    }
}

/// Characters that a phrase does not reach over.
const BREAKS: [char; 6] = ['/', '→', '⇒', '➡', '\n', '｜'];

/// Furthest a word before a number speaks for it, in characters: 累計の新規相談受付件数 and the like are shorter.
const REACH: usize = 24;

/// The phrase around a quantity; `floor` is the end of the phrase before.
pub(super) fn phrase(scan: &Scan, quantity: &Quantity, floor: usize, words: &TargetWords) -> Phrase {
    let clause = scan.clause(&quantity.range);
    let lead_start = clause.start.max(floor.min(quantity.range.start));
    let lead_start = (lead_start..quantity.range.start).rev().find(|&i| BREAKS.contains(&scan.chars()[i])).map_or(lead_start, |i| i + 1);
    let mut found = Phrase {
        range: quantity.range.clone(),
        lead: lead_start..quantity.range.start,
        quantity: quantity.clone(),
        comparator: Comparator::Eq,
        is_compared: false,
        approximate: false,
        qualifiers: Vec::new(),
        is_minus: false,
    };
    read_before(scan, &mut found, words);
    read_behind(scan, &mut found, words);
    read_qualifiers(scan, &mut found, words);
    read_sign(scan, &mut found);
    found.qualifiers.sort();
    found.qualifiers.dedup();
    found
}

/// Words right before the number: 約, 少なくとも, 延, 計, 年.
fn read_before(scan: &Scan, phrase: &mut Phrase, words: &TargetWords) {
    let q = &words.qualifier;
    loop {
        let end = trim_end(scan, phrase.lead.start, phrase.range.start);
        let within = |start: &usize| *start >= phrase.lead.start;
        let is_word = |_: &usize| scan.ends_any(end, &words.approximate.not_before).is_none();
        if let Some(start) = scan.ends_any(end, &words.approximate.before).filter(within).filter(is_word) {
            phrase.approximate = true;
            phrase.range.start = start;
        } else if let Some(start) = scan.ends_any(end, &words.value.minus).filter(within).filter(|_| !phrase.is_minus) {
            phrase.is_minus = true;
            phrase.range.start = start;
        } else if let Some((comparator, start)) =
            words.before.all().into_iter().find_map(|(c, w)| scan.ends_any(end, w).filter(within).map(|s| (c, s)))
        {
            phrase.comparator = comparator;
            phrase.is_compared = true;
            phrase.range.start = start;
        } else if let Some(start) =
            scan.ends_any(end, &q.cumulative_adjacent).filter(within).filter(|s| !follows_kanji(scan, *s, phrase.lead.start))
        {
            phrase.qualifiers.push(Qualifier::Cumulative);
            phrase.range.start = start;
        } else if let Some(start) = scan.ends_any(end, &q.per_year_adjacent).filter(within).filter(|s| begins_word(scan, *s)) {
            phrase.qualifiers.push(Qualifier::PerYear);
            phrase.range.start = start;
        } else if let Some(start) =
            [&q.cumulative, &q.per_year, &q.previous_year].into_iter().find_map(|w| scan.ends_any(end, w)).filter(within)
        {
            phrase.range.start = start;
        } else {
            return;
        }
    }
}

/// Whether a word that counts by year (年2回) begins a word of its own: no digit or kanji before it (令和7年, 周年, 同年).
fn begins_word(scan: &Scan, start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|i| scan.chars().get(i));
    !before.is_some_and(|c| c.is_ascii_digit() || "元同周前翌来昨本今隔半毎何数青成少老学各".contains(*c))
}

/// Whether 計 or 延 ends a word of more kanji (会計, 設計); 年間計 and 合計 are counts all the same.
fn follows_kanji(scan: &Scan, start: usize, low: usize) -> bool {
    let Some(i) = start.checked_sub(1).filter(|i| *i >= low) else { return false };
    matches!(scan.chars()[i], '会' | '設' | '統' | '集' | '家' | '推' | '時' | '生' | '余' | '歳' | '公' | '外' | '遅' | '順')
}

/// The index after the last character that is no blank.
fn trim_end(scan: &Scan, low: usize, mut end: usize) -> usize {
    while end > low && scan.chars()[end - 1] == ' ' {
        end -= 1;
    }
    end
}

/// Words right behind the counter: 以上, 程度, 増.
fn read_behind(scan: &Scan, phrase: &mut Phrase, words: &TargetWords) {
    loop {
        let at = scan.skip_blanks(phrase.range.end);
        if let Some(end) = scan.starts_any(at, &words.approximate.after) {
            phrase.approximate = true;
            phrase.range.end = end;
            continue;
        }
        if scan.starts_any(at, &words.value.new).is_some() {
            return;
        }
        let longest = words.after.all().into_iter().filter_map(|(c, w)| scan.starts_any(at, w).map(|end| (end, c))).max_by_key(|f| f.0);
        match longest {
            // 80％以上を維持 stays 以上, ５％以上増加 is a growth.
            Some((end, comparator)) if !phrase.is_compared || matches!(comparator, Comparator::Increase | Comparator::Decrease) => {
                phrase.comparator = comparator;
                phrase.is_compared = true;
                phrase.range.end = end;
            }
            Some((end, _)) => phrase.range.end = end,
            None => return,
        }
    }
}

/// Counters of shares: △10％ by itself is a decrease, △90人 a number below nothing.
const SHARES: [&str; 4] = ["%", "ポイント", "パーセント", "割"];

/// What a △ says: a decrease of a share or over the year before, else a number below nothing, and within such a number is above it.
fn read_sign(scan: &Scan, phrase: &mut Phrase) {
    if !phrase.is_minus {
        return;
    }
    let is_share = phrase.quantity.unit.as_deref().is_some_and(|u| SHARES.contains(&u)) && !phrase.is_compared;
    if is_share || phrase.qualifiers.contains(&Qualifier::PreviousYear) || phrase.comparator == Comparator::Decrease {
        phrase.comparator = Comparator::Decrease;
        phrase.is_compared = true;
        return;
    }
    phrase.quantity.value = phrase.signed();
    if phrase.comparator == Comparator::Le && scan.starts(scan.skip_blanks(phrase.quantity.range.end), "以内").is_some() {
        phrase.comparator = Comparator::Ge;
    }
}

/// Words somewhere before the number, in the brackets behind it or right behind it.
fn read_qualifiers(scan: &Scan, phrase: &mut Phrase, words: &TargetWords) {
    let start = phrase.lead.start.max(phrase.range.start.saturating_sub(REACH));
    let lead = scan.outside(start..phrase.quantity.range.start);
    add(&lead, phrase, words);
    let q = &words.qualifier;
    if let Some(end) = scan.starts_any(phrase.quantity.range.end, &q.per_year_after) {
        phrase.qualifiers.push(Qualifier::PerYear);
        if scan.chars().get(phrase.quantity.range.end) == Some(&'/') {
            phrase.range.end = phrase.range.end.max(end);
        }
    }
    let behind = scan.opening(scan.skip_blanks(phrase.range.end)).filter(|p| !p.is_quote);
    if let Some(pair) = behind {
        let inside = scan.piece(pair.open + 1..pair.close);
        if keikaku_text::quantities(&inside).is_empty() {
            add(&inside, phrase, words);
        }
    }
    let opens = scan.skip_blanks(phrase.lead.start);
    let begins = |w: &String| scan.starts(opens, w).is_some();
    let is_part = q.of_which.iter().any(begins)
        || scan.starts(opens, "内").is_some_and(|i| matches!(scan.chars().get(i), Some(' ' | '、' | ',' | ':')) || i == phrase.range.start);
    if is_part {
        phrase.qualifiers.push(Qualifier::OfWhich);
    }
}

/// Adds the qualifiers that `piece` names.
pub(super) fn add(piece: &str, phrase: &mut Phrase, words: &TargetWords) {
    phrase.qualifiers.extend(qualifiers(piece, words));
}

/// The qualifiers that a piece in normal form names.
pub(super) fn qualifiers(piece: &str, words: &TargetWords) -> Vec<Qualifier> {
    let mut found = Vec::new();
    let q = &words.qualifier;
    let has = |list: &[String]| list.iter().any(|w| piece.contains(w.as_str()));
    if has(&q.cumulative) && !has(&q.not_cumulative) {
        found.push(Qualifier::Cumulative);
    }
    if q.per_year.iter().any(|w| is_per_year(piece, w)) {
        found.push(Qualifier::PerYear);
    }
    if has(&q.previous_year) {
        found.push(Qualifier::PreviousYear);
    }
    found
}

/// Whether `word` (年間, 毎年) stands in `piece` without a number before it: ３年間 and 五年間 are spans.
fn is_per_year(piece: &str, word: &str) -> bool {
    piece.match_indices(word).any(|(i, _)| {
        !piece[..i].chars().next_back().is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十両か箇ヶカヵケ数通周青".contains(c))
    })
}
