//! Numbers with their counters.
use crate::counter::{counter, is_no_number, noun};
use crate::fold::{folded, skip_blanks, starts_with};
use crate::numeral::{Numeral, fraction, numeral};
use keikaku_model::text::Quantity;

/// Numbers with their counters, left to right, not overlapping; ranges are character indices into the argument.
///
/// Left out: what [`crate::dates`] reads (2024年度, 4月), ordinals (第3次), codes (ISO9001, 03-1234-5678), and counts nobody knows
/// (数十社). A number in kanji needs a counter. Money is multiplied out: `1,200千円` is 1200000 円.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let view = folded(text);
    let dates = crate::date::mentions(&view);
    let mut dates = dates.iter().map(|d| d.range.clone()).peekable();
    let mut found: Vec<Quantity> = Vec::new();
    let mut i = 0;
    while i < view.len() {
        while dates.next_if(|d| d.end <= i).is_some() {}
        if let Some(date) = dates.peek().filter(|d| d.contains(&i)) {
            i = date.end;
            continue;
        }
        let limit = dates.peek().map_or(view.len(), |d| d.start);
        i = match quantity(&view[..limit], i) {
            Read::Found(q) => {
                let end = q.range.end;
                found.push(q);
                end
            }
            Read::Skip(end) => end.max(i + 1),
        };
    }
    found
}

/// What stands at an index.
enum Read {
    /// A number with its counter.
    Found(Quantity),
    /// Nothing, up to this index.
    Skip(usize),
}

/// Reads the quantity that begins at `i`.
fn quantity(view: &[char], i: usize) -> Read {
    let is_fraction = fraction(view, i);
    let Some(first) = is_fraction.or_else(|| numeral(view, i)) else {
        let code = view[i..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        return Read::Skip(i + code.max(1));
    };
    if first.kanji && (is_no_number(view, i) || is_fraction.is_none() && !stands_alone(view, i, first.end)) {
        return Read::Skip(i + 1);
    }
    if is_code(view, i, first.end) {
        return Read::Skip(code_end(view, first.end));
    }
    if is_ordinal_or_vague(view, i) {
        return Read::Skip(counter(view, first.end).unwrap_or_else(|| code_end(view, first.end)));
    }
    if let Some(range) = range(view, i, &first) {
        return Read::Found(range);
    }
    let unit = unit(view, &first);
    if first.kanji && is_fraction.is_none() && unit.is_none() && !is_bare_figure(view, i, &first) {
        return Read::Skip(first.end);
    }
    Read::Found(Quantity {
        range: i..unit.as_ref().map_or(first.end, |u| u.1),
        number: i..first.end,
        value: first.value,
        value_max: None,
        unit: unit.map(|u| spelled(view, u)),
    })
}

/// `3～5回`, `10社～15社`, `1～2万人`: both ends, the counter from the upper one.
fn range(view: &[char], i: usize, first: &Numeral) -> Option<Quantity> {
    let lower_unit = unit(view, first).map(|u| spelled(view, u));
    let at = skip_blanks(view, unit(view, first).map_or(first.end, |u| u.1));
    let is_wave = *view.get(at)? == '〜';
    if !is_wave && *view.get(at)? != '-' {
        return None;
    }
    let second = numeral(view, skip_blanks(view, at + 1))?;
    let upper = unit(view, &second);
    let upper_unit = upper.map(|u| spelled(view, u));
    if lower_unit.is_some() && lower_unit != upper_unit || !is_wave && upper_unit.is_none() {
        return None;
    }
    let shares_scale = first.plain && lower_unit.is_none() && second.scale > 1.0 && first.value < second.value / second.scale;
    let value = if shares_scale { first.value * second.scale } else { first.value };
    (value < second.value).then(|| Quantity {
        range: i..upper.map_or(second.end, |u| u.1),
        number: i..second.end,
        value,
        value_max: Some(second.value),
        unit: upper_unit,
    })
}

/// The counter after a number: start and end.
fn unit(view: &[char], number: &Numeral) -> Option<(usize, usize)> {
    let at = skip_blanks(view, number.end);
    let end = counter(view, at);
    // Only what touches the number is taken as a counter without being known as one.
    let end = if at == number.end && !number.kanji { end.or_else(|| noun(view, at)) } else { end };
    end.map(|end| (at, end))
}

/// A counter in NFKC.
fn spelled(view: &[char], (start, end): (usize, usize)) -> String {
    crate::normalize(&view[start..end].iter().collect::<String>()).as_string()
}

/// Whether a numeral in kanji stands by itself rather than inside a word: 三鷹, 東北一, 唯一, 統一.
fn stands_alone(view: &[char], start: usize, end: usize) -> bool {
    const OPENERS: [char; 10] = ['約', '各', '計', '全', '年', '月', '週', '日', '延', '超'];
    let before = start.checked_sub(1).and_then(|b| view.get(b));
    // Of several characters it's a number behind a word too: 年間六百件, 会員数二百四十.
    let is_long = end - start > 1 && before.is_none_or(|c| crate::numeral::kanji_digit(*c).is_none());
    let touches = before.is_some_and(|c| matches!(c, '一'..='\u{9fff}') && !OPENERS.contains(c)) && !is_long;
    !touches && !starts_with(view, end, &['数'])
}

/// Whether a numeral of several kanji stands as a figure without a counter: alone between blanks, or before 以上 (二百五十以上).
fn is_bare_figure(view: &[char], start: usize, number: &Numeral) -> bool {
    let opens = start.checked_sub(1).and_then(|b| view.get(b)).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ':' | '→'));
    let bounds = [['以', '上'], ['以', '下'], ['以', '内'], ['未', '満'], ['程', '度']];
    let ends = view.get(number.end).is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '→' | '('))
        || bounds.iter().any(|b| starts_with(view, number.end, b));
    number.end - start > 1 && opens && ends
}

/// Whether what stands before `i` makes the number an ordinal (第3次), a postal code, or a number of tens nobody knows (数10社).
/// A 数 that ends a word (会員数100) is none of these.
fn is_ordinal_or_vague(view: &[char], i: usize) -> bool {
    let Some(at) = view[..i].iter().rposition(|c| *c != ' ') else { return false };
    let ends_a_word = || at.checked_sub(1).and_then(|b| view.get(b)).is_some_and(|c| crate::counter::is_noun_char(*c));
    match view[at] {
        '第' | '〒' => true,
        '数' | '何' => at + 1 == i && !ends_a_word(),
        _ => false,
    }
}

/// Whether a number is part of a code: next to Latin letters that are no unit (B2B, ISO9001, 5G), in a chain of hyphens (1-2-3).
fn is_code(view: &[char], start: usize, end: usize) -> bool {
    let letter = |k: Option<usize>| k.and_then(|k| view.get(k)).is_some_and(char::is_ascii_alphabetic);
    let mark = |k: Option<usize>| k.and_then(|k| view.get(k)).is_some_and(|c| matches!(c, '.' | '-' | '_' | '#'));
    let before = start.checked_sub(1);
    let after_letters = letter(before) || mark(before) && letter(start.checked_sub(2));
    let before_letters = letter(Some(end)) && counter(view, end).is_none();
    after_letters || before_letters || hyphens(view, end) >= 2
}

/// How many `-number` follow directly.
fn hyphens(view: &[char], mut end: usize) -> usize {
    let mut count = 0;
    while view.get(end) == Some(&'-') {
        let Some(next) = numeral(view, end + 1).filter(|n| !n.kanji) else { break };
        (end, count) = (next.end, count + 1);
    }
    count
}

/// The end of the code that a number belongs to.
fn code_end(view: &[char], mut end: usize) -> usize {
    while view.get(end).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '-' && view.get(end + 1).is_some_and(char::is_ascii_digit)) {
        end += 1;
    }
    end
}
