//! Years, fiscal years and dates.
use crate::era::{ERAS, era_year};
use crate::fold::{folded, reads, skip_blanks, starts_with};
use crate::numeral::{kanji_digit, numeral};
use keikaku_model::text::{Date, DateMention};

/// Gregorian years that a plan may speak of; other four-digit numbers are numbers.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2150;

/// Longest span in years of a range of bare years (2020-2029): what is longer is no plan's period but two numbers.
const LONGEST_SPAN: i32 = 30;

/// Years, fiscal years and dates, left to right, not overlapping; ranges are character indices into the argument.
///
/// `令和４～６年度` is one mention of two years, `令和６年（2024年）4月1日` one day. A month or day without its year is a mention too; a number before
/// 年度 without its era (the `7年度` after 令和6年度) is none.
pub fn dates(text: &str) -> Vec<DateMention> {
    mentions(&folded(text))
}

/// The mentions in a folded text.
pub(crate) fn mentions(view: &[char]) -> Vec<DateMention> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < view.len() {
        match mention(view, i) {
            Some(m) => {
                i = m.range.end;
                found.push(m);
            }
            None => i += 1,
        }
    }
    found
}

/// A year as written, before it is known what follows.
#[derive(Debug, Clone, Copy)]
struct Year {
    end: usize,
    year: i32,
    /// How it was written: a later end of the range inherits it.
    style: Style,
    suffix: Suffix,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Style {
    /// 2024.
    Gregorian,
    /// 令和: index into [`ERAS`].
    Era(usize),
    /// R6.
    Letter(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Suffix {
    None,
    /// 年.
    Year,
    /// 年度.
    Fiscal,
}

/// The mention that begins at `i`.
fn mention(view: &[char], i: usize) -> Option<DateMention> {
    let Some(first) = year(view, i) else { return month_and_day(view, i, i, None) };
    if let Some(m) = span(view, i, &first) {
        return Some(m);
    }
    match first.suffix {
        Suffix::Fiscal => Some(DateMention { range: i..first.end, date: Date::FiscalYears([first.year, first.year]) }),
        Suffix::Year => month_and_day(view, i, skip_blanks(view, first.end), Some(first.year))
            .or(Some(DateMention { range: i..first.end, date: Date::Year(first.year) })),
        Suffix::None => dotted(view, i, &first).or_else(|| {
            let bare = first.style != Style::Gregorian && ends_here(view, first.end);
            bare.then_some(DateMention { range: i..first.end, date: Date::Year(first.year) })
        }),
    }
}

/// The year that begins at `i`, with 年 or 年度 and a gloss in brackets if they follow.
fn year(view: &[char], i: usize) -> Option<Year> {
    let bare = fy_prefixed(view, i).or_else(|| gregorian(view, i)).or_else(|| named_era(view, i)).or_else(|| lettered_era(view, i))?;
    let year = with_suffix(view, bare);
    Some(glossed(view, &year).unwrap_or(year))
}

/// 2024, not part of a longer number.
fn gregorian(view: &[char], i: usize) -> Option<Year> {
    let before = i.checked_sub(1).and_then(|b| view.get(b));
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ',' | '.')) {
        return None;
    }
    let mut value = 0i32;
    for k in i..i + 4 {
        value = value * 10 + view.get(k)?.to_digit(10).or_else(|| kanji_digit(view[k]))? as i32;
    }
    let is_longer = view.get(i + 4).is_some_and(|c| c.is_ascii_digit() || kanji_digit(*c).is_some())
        || view.get(i + 4) == Some(&',') && view.get(i + 5).is_some_and(char::is_ascii_digit);
    (YEARS.contains(&value) && !is_longer).then_some(Year { end: i + 4, year: value, style: Style::Gregorian, suffix: Suffix::None })
}

/// FY2024, FY 24.
fn fy_prefixed(view: &[char], i: usize) -> Option<Year> {
    if !(starts_with(view, i, &['F', 'Y']) || starts_with(view, i, &['f', 'y'])) {
        return None;
    }
    let at = skip_blanks(view, i + 2);
    let number = numeral(view, at).filter(|n| n.plain && !n.kanji)?;
    let year = if number.end - at == 2 { 2000 + number.value as i32 } else { number.value as i32 };
    YEARS.contains(&year).then_some(Year { end: number.end, year, style: Style::Gregorian, suffix: Suffix::Fiscal })
}

/// 令和６, 平成 27, 令和元, 昭和五十.
fn named_era(view: &[char], i: usize) -> Option<Year> {
    let (index, length) = ERAS.iter().enumerate().find_map(|(index, era)| {
        let name = era.names.iter().find(|n| reads(view, i, n))?;
        Some((index, name.chars().count()))
    })?;
    year_of_era(view, skip_blanks(view, i + length), Style::Era(index))
}

/// R6, H28, S.60: a letter that begins a word, and digits.
fn lettered_era(view: &[char], i: usize) -> Option<Year> {
    let letter = view.get(i)?;
    let before = i.checked_sub(1).and_then(|b| view.get(b));
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')) {
        return None;
    }
    let index = ERAS.iter().position(|e| e.letters.iter().any(|l| l.chars().eq([*letter])))?;
    let at = i + 1 + usize::from(view.get(i + 1) == Some(&'.'));
    let year = year_of_era(view, skip_blanks(view, at), Style::Letter(index))?;
    // A bare letter and number is an era year only in the two eras that plans of our days are written in; S1 and T3 are labels.
    let is_current = ERAS.len() - index <= 2;
    let followed = view.get(year.end).is_some_and(|c| matches!(c, '年' | '.' | '/'));
    (is_current || followed).then_some(year)
}

/// The year number of an era; 元 is 1.
fn year_of_era(view: &[char], at: usize, style: Style) -> Option<Year> {
    let index = match style {
        Style::Era(index) | Style::Letter(index) => index,
        Style::Gregorian => return None,
    };
    let (number, end) = match view.get(at)? {
        '元' => (1, at + 1),
        _ => {
            let number = small_number(view, at)?;
            (number.0, number.1)
        }
    };
    let year = era_year(ERAS.get(index)?.names.first()?, number)?;
    Some(Year { end, year, style, suffix: Suffix::None })
}

/// A number of up to three digits without comma or point: the point in H28.4.1 is none of a decimal's.
fn small_number(view: &[char], at: usize) -> Option<(u32, usize)> {
    let digits = view.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let value = view[at..at + digits.min(3)].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
        return (digits <= 3).then_some((value, at + digits));
    }
    let number = numeral(view, at).filter(|n| n.kanji && n.value >= 1.0 && n.value < 1000.0)?;
    Some((number.value as u32, number.end))
}

/// The same year with the 年 or 年度 after it.
fn with_suffix(view: &[char], year: Year) -> Year {
    let at = skip_blanks(view, year.end);
    if starts_with(view, at, &['年', '度']) {
        Year { end: at + 2, suffix: Suffix::Fiscal, ..year }
    } else if view.get(at) == Some(&'年') && view.get(at + 1) != Some(&'間') && view.get(at + 1) != Some(&'代') {
        Year { end: at + 1, suffix: Suffix::Year, ..year }
    } else {
        year
    }
}

/// The same year said twice: 令和6年度（2024年度）, 令和６（2024）年度, 2024（R6）年度. Takes the bracket in if it names the same year.
fn glossed(view: &[char], first: &Year) -> Option<Year> {
    let at = skip_blanks(view, first.end);
    let close = match view.get(at)? {
        '(' => ')',
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    };
    let inside = skip_blanks(view, at + 1);
    let second = gregorian(view, inside).or_else(|| named_era(view, inside)).or_else(|| lettered_era(view, inside))?;
    let second = with_suffix(view, second);
    let end = skip_blanks(view, second.end);
    if view.get(end) != Some(&close) || second.year != first.year {
        return None;
    }
    let suffix = if first.suffix == Suffix::None { second.suffix } else { first.suffix };
    let outer = with_suffix(view, Year { end: end + 1, ..*first });
    Some(if first.suffix == Suffix::None && outer.suffix != Suffix::None { outer } else { Year { end: end + 1, suffix, ..*first } })
}

/// Two years that are one mention: 令和４～６年度, 2020～22年度, 令和4年度から令和6年度まで, 令和４・５年度, 2020-2024.
fn span(view: &[char], i: usize, first: &Year) -> Option<DateMention> {
    let mut at = skip_blanks(view, first.end);
    let adjacent_only = match view.get(at)? {
        '〜' | '-' | '―' | '—' | '→' => false,
        '・' | '、' | ',' => true,
        'か' if starts_with(view, at, &['か', 'ら']) => {
            at += 1;
            false
        }
        _ => return None,
    };
    let at = skip_blanks(view, at + 1);
    let second = year(view, at).or_else(|| later_year(view, at, first)).filter(|s| s.year > first.year)?;
    let is_fiscal = second.suffix == Suffix::Fiscal;
    let is_period = first.suffix == Suffix::None && second.suffix == Suffix::None && second.year - first.year <= LONGEST_SPAN;
    if !(is_fiscal && first.suffix != Suffix::Year || is_period && !adjacent_only && ends_here(view, second.end)) {
        return None;
    }
    if adjacent_only && second.year != first.year + 1 {
        return None;
    }
    Some(DateMention { range: i..second.end, date: Date::FiscalYears([first.year, second.year]) })
}

/// The upper end of a range that leaves its era or century to the lower: the 6年度 of 令和4～6年度, the 22年度 of 2020～22年度.
fn later_year(view: &[char], at: usize, first: &Year) -> Option<Year> {
    let (number, end) = small_number(view, at)?;
    let year = match first.style {
        Style::Gregorian if end - at == 2 => first.year - first.year.rem_euclid(100) + number as i32,
        Style::Gregorian => return None,
        Style::Era(_) | Style::Letter(_) => year_of_era(view, at, first.style)?.year,
    };
    let year = with_suffix(view, Year { end, year, style: first.style, suffix: Suffix::None });
    let year = glossed(view, &year).unwrap_or(year);
    // 令和4～6回 is no span of years.
    (year.suffix != Suffix::None
        || first.style != Style::Gregorian && ends_here(view, end)
        || first.suffix == Suffix::None && ends_here(view, end))
    .then_some(year)
}

/// A bare year may end here: nothing follows, or a blank, a bracket, punctuation.
fn ends_here(view: &[char], end: usize) -> bool {
    view.get(end).is_none_or(|c| matches!(c, ' ' | ')' | '(' | '】' | '」' | '』' | '〕' | ']' | '、' | '。' | ':' | '\n' | '〜' | '→'))
}

/// 4月, 4月1日 from `at`; the mention begins at `start`, where the year stands if there is one.
fn month_and_day(view: &[char], start: usize, at: usize, year: Option<i32>) -> Option<DateMention> {
    let before = at.checked_sub(1).and_then(|b| view.get(b));
    if year.is_none()
        && before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',') || kanji_digit(*c).is_some() || *c == '十')
    {
        return None;
    }
    let (month, end) = small_number(view, at).filter(|(m, _)| (1..=12).contains(m))?;
    let end = skip_blanks(view, end);
    if let (Some('〜' | '-' | '・' | '、'), None) = (view.get(end), year) {
        return month_of_range(view, start, at, end);
    }
    if let (Some('〜' | '-' | '・' | '、'), Some(_)) = (view.get(end), year) {
        return month_of_range(view, start, at, end).map(|m| DateMention { date: Date::Month { year, month: month as u8 }, ..m });
    }
    if view.get(end) != Some(&'月') || view.get(end + 1) == Some(&'間') {
        return None;
    }
    let month = month as u8;
    if let Some((day, after)) = small_number(view, skip_blanks(view, end + 1)).filter(|(d, _)| (1..=31).contains(d))
        && view.get(skip_blanks(view, after)) == Some(&'日')
        && view.get(skip_blanks(view, after) + 1) != Some(&'間')
    {
        return Some(DateMention { range: start..skip_blanks(view, after) + 1, date: Date::Day { year, month, day: day as u8 } });
    }
    Some(DateMention { range: start..end + 1, date: Date::Month { year, month } })
}

/// The 4 of 4～6月, the 6 of 6、9、12、3月: a month although 月 stands only after the last.
fn month_of_range(view: &[char], start: usize, at: usize, sign: usize) -> Option<DateMention> {
    let (month, end) = small_number(view, at)?;
    let (mut sign, mut others) = (sign, 0);
    while others < LONGEST_ROW {
        let (next, after) = small_number(view, skip_blanks(view, sign + 1)).filter(|(m, _)| (1..=12).contains(m))?;
        let after = skip_blanks(view, after);
        if next == month {
            return None;
        }
        match view.get(after)? {
            '月' if view.get(after + 1) != Some(&'間') => {
                return Some(DateMention { range: start..end, date: Date::Month { year: None, month: month as u8 } });
            }
            '・' | '、' | '〜' | '-' => (sign, others) = (after, others + 1),
            _ => return None,
        }
    }
    None
}

/// How many months a row names at most before the last.
const LONGEST_ROW: usize = 11;

/// 2023.4.1, 2023/04/01, H28.4.1, R5.3, 2023-04-01.
fn dotted(view: &[char], i: usize, year: &Year) -> Option<DateMention> {
    let sign = *view.get(year.end)?;
    if !matches!(sign, '.' | '/' | '-') {
        return None;
    }
    let (month, end) = small_number(view, skip_blanks(view, year.end + 1)).filter(|(m, _)| (1..=12).contains(m))?;
    let month = month as u8;
    let day = (view.get(end) == Some(&sign)).then(|| small_number(view, skip_blanks(view, end + 1))).flatten();
    match day {
        Some((day, end)) if (1..=31).contains(&day) => {
            Some(DateMention { range: i..end, date: Date::Day { year: Some(year.year), month, day: day as u8 } })
        }
        Some(_) => None,
        // 2023-4 may be a number, 2023.4 followed by a counter is one.
        None => (sign != '-' && ends_here(view, end))
            .then_some(DateMention { range: i..end, date: Date::Month { year: Some(year.year), month } }),
    }
}
