//! Numbers as written: digits of both widths, commas, decimals, 万 and 億, kanji numerals, fractions.
use crate::counter::COUNTERS;
use crate::fold::{skip_blanks, starts_with};

/// A number read from a text that was folded character by character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numeral {
    /// Index after its last character.
    pub(crate) end: usize,
    /// Its value, multiplied out.
    pub(crate) value: f64,
    /// What the digits were multiplied with last (10,000 in 3万, 1 in 300): the lower end of 3～5万 has it too.
    pub(crate) scale: f64,
    /// Written in kanji throughout.
    pub(crate) kanji: bool,
    /// Digits without comma, point or multiplier.
    pub(crate) plain: bool,
}

/// Longest run of digits that is read as a number; more are a code.
const MOST_DIGITS: usize = 15;

/// The number that begins at `i`.
pub(crate) fn numeral(view: &[char], i: usize) -> Option<Numeral> {
    match view.get(i)? {
        c if c.is_ascii_digit() => arabic(view, i),
        c if kanji_digit(*c).is_some() || multiplier(*c).is_some() => kanji(view, i),
        _ => None,
    }
}

/// The value of a kanji digit.
pub(crate) fn kanji_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().position(|k| k == c).map(|n| n as u32)
}

/// 十百千, then 万億兆.
fn multiplier(c: char) -> Option<f64> {
    Some(match c {
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1_000.0,
        '万' => 1e4,
        '億' => 1e8,
        '兆' => 1e12,
        _ => return None,
    })
}

/// Digits with commas and a decimal point: (value as an integer, decimals, index after it, plain).
fn digits(view: &[char], i: usize) -> Option<(u64, u32, usize, bool)> {
    let (mut mantissa, mut decimals, mut end, mut count, mut plain) = (0u64, 0u32, i, 0usize, true);
    let digit = |k: usize| view.get(k).and_then(|c| c.to_digit(10));
    let is_group = |k: usize| (1..=3).all(|d| digit(k + d).is_some()) && digit(k + 4).is_none();
    loop {
        if let Some(d) = digit(end) {
            mantissa = mantissa.checked_mul(10)?.checked_add(u64::from(d))?;
            count += 1;
            decimals += u32::from(decimals > 0);
        } else if view.get(end) == Some(&',') && count > 0 && decimals == 0 && is_group(end) {
            plain = false;
        } else if view.get(end) == Some(&'.') && decimals == 0 && count > 0 && digit(end + 1).is_some() {
            (decimals, plain) = (1, false);
        } else {
            break;
        }
        end += 1;
    }
    (1..=MOST_DIGITS).contains(&count).then(|| (mantissa, decimals.saturating_sub(1), end, plain))
}

/// 1,200 or 1.5億 or 1万2千 or 10百万.
fn arabic(view: &[char], i: usize) -> Option<Numeral> {
    let (mut total, mut section, mut scale, mut end, mut plain) = (0.0f64, 0.0f64, 1.0f64, i, true);
    let mut pending: Option<(u64, u32)> = None;
    let value = |n: Option<(u64, u32)>, by: f64| n.map_or(0.0, |(m, d)| m as f64 * by / 10f64.powi(d as i32));
    loop {
        if let (None, Some((m, d, after, p))) = (pending, digits(view, end)) {
            if end > i && d > 0 {
                break;
            }
            (pending, end, plain) = (Some((m, d)), after, plain && p);
        } else if let Some(by) = view.get(end).and_then(|&c| multiplier(c)).filter(|_| multiplies(view, end)) {
            if by < 1e4 {
                section += value(pending, by);
                if pending.is_none() {
                    section += if section > 0.0 { section * (by - 1.0) } else { by };
                }
            } else {
                total += section * by + value(pending, by);
                section = 0.0;
            }
            (pending, scale, plain, end) = (None, scale.max(by), false, end + 1);
        } else {
            break;
        }
    }
    // Longer runs of digits are codes and end where they begin.
    (end > i).then(|| Numeral { end, value: total + section + value(pending, 1.0), scale, kanji: false, plain })
}

/// Whether the 千 or 百 at `i` multiplies, rather than beginning a word (10百貨店).
fn multiplies(view: &[char], i: usize) -> bool {
    !COUNTERS.not_multipliers.iter().any(|w| starts_with(view, i, w))
}

/// 二十三, 千二百, 三〇, 一万.
fn kanji(view: &[char], i: usize) -> Option<Numeral> {
    let (mut total, mut section, mut pending, mut end, mut scale) = (0.0, 0.0, None::<f64>, i, 1.0f64);
    while let Some(&c) = view.get(end) {
        if let Some(d) = kanji_digit(c) {
            pending = Some(pending.unwrap_or(0.0) * 10.0 + f64::from(d));
        } else if let Some(by) = multiplier(c) {
            if by < 1e4 {
                section += pending.unwrap_or(1.0) * by;
            } else if section == 0.0 && pending.is_none() {
                break;
            } else {
                total += (section + pending.unwrap_or(0.0)) * by;
                section = 0.0;
            }
            (pending, scale) = (None, scale.max(by));
        } else {
            break;
        }
        end += 1;
        if end - i > MOST_DIGITS {
            return None;
        }
    }
    let whole =
        (end > i).then(|| Numeral { end, value: total + section + pending.unwrap_or(0.0), scale, kanji: true, plain: scale == 1.0 })?;
    Some(kanji_decimal(view, i, &whole).unwrap_or(whole))
}

/// 六三・八％, 一・五倍: digits without a multiplier, the middle dot as the decimal point. 二・三人 are two or three.
fn kanji_decimal(view: &[char], start: usize, whole: &Numeral) -> Option<Numeral> {
    let digit = |k: usize| view.get(k).and_then(|c| kanji_digit(*c));
    let is_point = whole.plain && (start..whole.end).all(|k| digit(k).is_some()) && matches!(view.get(whole.end), Some('・' | '．'));
    let decimals: Vec<u32> = (whole.end + 1..).map_while(digit).collect();
    let end = whole.end + 1 + decimals.len();
    let goes_on = view.get(end).is_some_and(|c| multiplier(*c).is_some() || *c == '・');
    if !is_point || decimals.is_empty() || decimals.len() > MOST_DECIMALS || goes_on {
        return None;
    }
    let follows = decimals.len() == 1 && f64::from(decimals[0]) == whole.value + 1.0;
    if follows && !RATES.iter().any(|r| starts_with(view, skip_blanks(view, end), r)) {
        return None;
    }
    let digits = decimals.iter().fold(whole.value, |n, d| n * 10.0 + f64::from(*d));
    Some(Numeral { end, value: digits / 10f64.powi(decimals.len() as i32), plain: false, ..*whole })
}

/// Most digits behind a decimal point in kanji.
const MOST_DECIMALS: usize = 3;

/// Counters of which nobody says two or three: behind them 一・二 is a decimal.
const RATES: [&[char]; 5] = [&['%'], &['倍'], &['割'], &['ポ', 'イ', 'ン', 'ト'], &['パ', 'ー', 'セ', 'ン', 'ト']];

/// A fraction that begins at `i`: 1/3, 3分の1, 三分の一.
pub(crate) fn fraction(view: &[char], i: usize) -> Option<Numeral> {
    let first = numeral(view, i).filter(|n| n.plain && n.value >= 1.0 && n.value <= 100.0)?;
    let at = skip_blanks(view, first.end);
    if starts_with(view, at, &['分', 'の']) {
        let top = numeral(view, skip_blanks(view, at + 2))?;
        return Some(Numeral { value: top.value / first.value, plain: false, ..top });
    }
    if view.get(first.end) != Some(&'/') || first.kanji {
        return None;
    }
    let bottom = numeral(view, first.end + 1).filter(|n| n.plain && !n.kanji && n.value > first.value && n.value <= 100.0)?;
    // 1/3/5 is a date or a list, 1/3ページ a page number.
    (view.get(bottom.end) != Some(&'/')).then(|| Numeral { value: first.value / bottom.value, plain: false, ..bottom })
}
