//! Milestones (期限): dated steps of the plan: a month, a half, a quarter, a season, a fiscal year's end.
//!
//! In a plan for fiscal 2023, `研修会（11月）` is 2023-11 and `２月を目途に提言` is 2024-02.
#[cfg(test)]
mod tests;

use crate::context::{Context, FoundMilestone};
use crate::lexicon::Lexicon;
use crate::scan::Scan;
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::Role;
use keikaku_model::text::{Date, DateMention};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The words of `data/milestones.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneWords {
    tail: Vec<String>,
    not_after: Vec<String>,
    external: Vec<String>,
    external_after_brackets: Vec<String>,
    external_before: Vec<String>,
    range: Vec<String>,
    halves: BTreeMap<String, u8>,
    quarters: BTreeMap<String, u8>,
    own: Vec<String>,
    planned: Vec<String>,
    year_ends: Vec<String>,
    next_year: Vec<String>,
    next_fiscal: Vec<String>,
    halves_in_cells: BTreeMap<String, u8>,
    quarters_in_cells: BTreeMap<String, u8>,
    /// First and last month of each season.
    season: BTreeMap<String, [u8; 2]>,
    season_before: Vec<String>,
    season_after: Vec<String>,
}

/// An era written by slip stands at least this many years before the plan: 平成8年 in a plan for 令和7年度.
const SLIP: i32 = 10;

/// A date of the text, not yet set into a fiscal year.
struct Step {
    range: Range<usize>,
    when: When,
}

/// What a date says by itself.
enum When {
    /// First and last month, with the years that are written.
    Months(Point, Point),
    /// 上半期 (1) or 下半期 (2).
    Half(u8),
    /// The end of a fiscal year; its year where written.
    YearEnd(Option<i32>),
}

/// A month and its Gregorian year, where written.
#[derive(Clone, Copy)]
struct Point {
    year: Option<i32>,
    month: u8,
}

/// The milestones of a title, statement or section's prose, left to right.
pub(crate) fn milestones(text: &Text, context: &Context, lexicon: &Lexicon) -> Vec<FoundMilestone> {
    let scan = Scan::new(text);
    let words = &lexicon.milestones;
    let dates = keikaku_text::dates(&scan.string());
    let is_cell = context.role == Some(Role::When);
    let mut steps = months(&scan, &dates, words);
    steps.extend(slashed(&scan, is_cell));
    steps.extend(halves(&scan, is_cell, words));
    steps.extend(quarters(&scan, is_cell, words));
    steps.extend(seasons(&scan, &dates, words));
    steps.extend(year_ends(&scan, &dates, context, words));
    steps.sort_by_key(|s| s.range.start);
    steps
        .into_iter()
        .filter(|s| is_own(&scan, &s.range, words) && !is_key_date(&scan, s, &dates, context))
        .filter_map(|s| found(&scan, s, context, lexicon))
        .collect()
}

/// A step set into its fiscal year; `None` where that is unknown or past.
fn found(scan: &Scan, step: Step, context: &Context, lexicon: &Lexicon) -> Option<FoundMilestone> {
    let fiscal = || {
        let years = years::of_figure(scan, &step.range, context, &lexicon.targets.years.not_due)?;
        (years[0] == years[1]).then_some(years[0])
    };
    let printed = scan.piece(step.range.clone());
    let next = following(scan, &step.range, &lexicon.milestones);
    let date = match step.when {
        When::Months(first, last) => span(&printed, first, last, || fiscal().map(|f| f + next(first.month)), context)?,
        When::Half(half) => format!("{}-H{half}", fiscal()?),
        When::YearEnd(year) => format!("FY{}", year.or_else(fiscal)?),
    };
    let mut range = step.range;
    while let Some(end) = scan.starts_any(range.end, &lexicon.milestones.tail) {
        range.end = end;
    }
    Some(FoundMilestone { quote: scan.printed(range), date })
}

/// By how many fiscal years 翌年 or 翌年度 right before a date moves a month of it: 翌年２月 is still of the same fiscal year.
fn following(scan: &Scan, range: &Range<usize>, words: &MilestoneWords) -> impl Fn(u8) -> i32 + use<> {
    let says = |list: &[String]| scan.ends_any(range.start, list).is_some();
    let (is_fiscal, is_next) = (says(&words.next_fiscal), says(&words.next_year));
    move |month| i32::from(is_fiscal || is_next && month >= 4)
}

/// `YYYY-MM` or `YYYY-MM/YYYY-MM`.
fn span(printed: &str, first: Point, last: Point, fiscal: impl Fn() -> Option<i32>, context: &Context) -> Option<String> {
    let calendar = |p: Point| -> Option<i32> {
        match p.year {
            Some(year) => mended(printed, year, p.month, context),
            None => fiscal().map(|f| if p.month < 4 { f + 1 } else { f }),
        }
    };
    // 春 (3 to 5) of a fiscal year is the one in which it begins.
    let begins_before = first.year.is_none() && first.month < 4 && last.month >= 4;
    let start = if begins_before { fiscal()? } else { calendar(first)? };
    if (first.year, first.month) == (last.year, last.month) {
        return Some(format!("{start}-{:02}", first.month));
    }
    let same_or_next = if last.month < first.month { start + 1 } else { start };
    let end = last.year.unwrap_or(same_or_next);
    Some(format!("{start}-{:02}/{end}-{:02}", first.month, last.month))
}

/// The written year, an era written by slip mended; `None` where it is before the plan.
fn mended(printed: &str, year: i32, month: u8, context: &Context) -> Option<i32> {
    let Some(period) = context.plan_period.or(context.column_years) else { return Some(year) };
    let fiscal = years::of_month(year, month);
    if fiscal >= period[0] {
        return Some(year);
    }
    // The years of 平成 run 30 before those of 令和: 平成8年 for 令和8年.
    let meant = year + 30;
    let is_slip =
        printed.contains("平成") && fiscal + SLIP <= period[0] && (period[0]..=period[1] + 1).contains(&years::of_month(meant, month));
    is_slip.then_some(meant)
}

/// Months and days, ranges of them joined.
fn months(scan: &Scan, dates: &[DateMention], words: &MilestoneWords) -> Vec<Step> {
    let points: Vec<(Range<usize>, Point)> = dates
        .iter()
        .filter_map(|d| match d.date {
            Date::Month { year, month } | Date::Day { year, month, .. } => Some((d.range.clone(), Point { year, month })),
            _ => None,
        })
        .collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut i = 0;
    while let Some((range, first)) = points.get(i) {
        let mut step = Step { range: range.clone(), when: When::Months(*first, *first) };
        if let Some((end, last)) = points.get(i + 1).filter(|next| joins(scan, range.end..next.0.start, words)) {
            step = Step { range: range.start..end.end, when: When::Months(*first, *last) };
            i += 1;
        }
        i += 1;
        if scan.starts_any(step.range.end, &words.not_after).is_none() {
            steps.push(step);
        }
    }
    steps
}

/// Whether the stretch between two dates makes them a range: 9月上旬〜10月, 10月から翌2月.
fn joins(scan: &Scan, gap: Range<usize>, words: &MilestoneWords) -> bool {
    let gap = scan.piece(gap);
    let rest = words.tail.iter().filter(|w| !words.range.contains(w)).find_map(|w| gap.strip_prefix(w.as_str())).unwrap_or(&gap);
    words.range.iter().any(|w| rest.trim() == w)
}

/// 4/15, 7/1〜8/31 in a cell of a schedule: month and day.
fn slashed(scan: &Scan, is_cell: bool) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut at = 0;
    while is_cell && at < scan.chars().len() {
        let Some((end, month)) = month_and_day(scan, at) else {
            at += 1;
            continue;
        };
        let point = Point { year: None, month };
        match steps.last_mut().filter(|s| matches!(scan.piece(s.range.end..at).trim(), "〜" | "-" | "から")) {
            Some(Step { range, when: When::Months(_, last) }) => (range.end, *last) = (end, point),
            _ => steps.push(Step { range: at..end, when: When::Months(point, point) }),
        }
        at = end;
    }
    steps
}

/// The index behind the month and day that begin at an index, and the month; no part of a longer number (2025/4/15, 1/2/3).
fn month_and_day(scan: &Scan, at: usize) -> Option<(usize, u8)> {
    let goes_on =
        |i: Option<usize>| i.and_then(|i| scan.chars().get(i)).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.'));
    let number = |from: usize| {
        let digits: String = scan.chars().get(from..)?.iter().take_while(|c| c.is_ascii_digit()).take(3).collect();
        Some((from + digits.len(), digits.parse::<u8>().ok()?))
    };
    let (slash, month) = number(at).filter(|_| !goes_on(at.checked_sub(1)))?;
    let (end, day) = number(scan.starts(slash, "/")?)?;
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day) && !goes_on(Some(end));
    is_date.then_some((end, month))
}

/// 上半期, 下期.
fn halves(scan: &Scan, is_cell: bool, words: &MilestoneWords) -> Vec<Step> {
    let in_cells = words.halves_in_cells.iter().filter(|_| is_cell);
    let found = named(scan, words.halves.iter().chain(in_cells));
    found.into_iter().map(|(range, half)| Step { range, when: When::Half(half) }).collect()
}

/// 第1四半期, 第１・第３四半期, 第２〜第３四半期.
fn quarters(scan: &Scan, is_cell: bool, words: &MilestoneWords) -> Vec<Step> {
    let in_cells = words.quarters_in_cells.iter().filter(|_| is_cell);
    let mut steps: Vec<Step> = Vec::new();
    for (range, quarter) in named(scan, words.quarters.iter().chain(in_cells)) {
        let months = |quarter: u8| (1 + (3 * quarter) % 12, 3 + (3 * quarter) % 12);
        let point = |month| Point { year: None, month };
        let mut step = Step { range: range.clone(), when: When::Months(point(months(quarter).0), point(months(quarter).1)) };
        if let Some((start, joint, first)) = quarter_before(scan, range.start) {
            let from = point(months(first).0);
            match joint {
                '〜' | '-' => step = Step { range: start..range.end, when: When::Months(from, point(months(quarter).1)) },
                _ => steps.push(Step { range: start..range.start, when: When::Months(from, point(months(first).1)) }),
            }
        }
        steps.push(step);
    }
    steps
}

/// The 第１・ of 第１・第３四半期: where it begins, what joins it and its number.
fn quarter_before(scan: &Scan, at: usize) -> Option<(usize, char, u8)> {
    let chars = scan.chars();
    let joint = *at.checked_sub(1).and_then(|i| chars.get(i)).filter(|c| matches!(c, '・' | '、' | '〜' | '-'))?;
    let number = chars.get(at.checked_sub(2)?)?.to_digit(10).filter(|n| (1..=4).contains(n))?;
    let start = at.checked_sub(3).filter(|&i| chars.get(i) == Some(&'第'))?;
    Some((start, joint, number as u8))
}

/// Where words of a table stand, longest first, and what they mean.
fn named<'a>(scan: &Scan, words: impl Iterator<Item = (&'a String, &'a u8)>) -> Vec<(Range<usize>, u8)> {
    let words: Vec<(&String, &u8)> = words.collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < scan.chars().len() {
        match words.iter().filter_map(|(w, n)| scan.starts(i, w).map(|end| (end, **n))).max() {
            Some((end, n)) => {
                found.push((i..end, n));
                i = end;
            }
            None => i += 1,
        }
    }
    found
}

/// The index behind the season that begins at an index, and its months.
fn season(scan: &Scan, at: usize, words: &MilestoneWords) -> Option<(usize, [u8; 2])> {
    words.season.iter().filter_map(|(w, m)| scan.starts(at, w).map(|end| (end, *m))).max()
}

/// Whether a season that ends at an index is a time: nothing goes on, or it is one of a row that is (春・秋).
fn stands(scan: &Scan, end: usize, words: &MilestoneWords) -> bool {
    let next = scan.starts(end, "・").and_then(|i| season(scan, i, words));
    end == scan.chars().len() || scan.starts_any(end, &words.season_after).is_some() || next.is_some_and(|n| stands(scan, n.0, words))
}

/// 秋頃, 2025年春: seasons that stand as a time, not in a name.
fn seasons(scan: &Scan, dates: &[DateMention], words: &MilestoneWords) -> Vec<Step> {
    let mut steps = Vec::new();
    for at in 0..scan.chars().len() {
        let Some((end, months)) = season(scan, at, words) else { continue };
        let written = dates.iter().find(|d| d.range.end == at || d.range.end + 1 == at && scan.starts(d.range.end, "の").is_some());
        let stands = stands(scan, end, words) || written.is_some() && scan.starts(end, "の").is_some();
        let opens = written.is_some() || at == 0 || scan.ends_any(at, &words.season_before).is_some() || !is_kanji(scan.chars()[at - 1]);
        if !stands || !opens {
            continue;
        }
        let (year, start) = match written.map(|d| (d.date, d.range.start)) {
            Some((Date::Year(year), start)) => (Some(year), start),
            Some((_, start)) => (None, start),
            None => (None, at),
        };
        let last = year.map(|y| if months[1] < months[0] { y + 1 } else { y });
        let first = Point { year, month: months[0] };
        steps.push(Step { range: start..end, when: When::Months(first, Point { year: last, month: months[1] }) });
    }
    steps
}

fn is_kanji(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}')
}

/// The index behind what says that the end of a 年度 is meant; 中 at the end of a cell does too.
fn year_end(scan: &Scan, at: usize, words: &MilestoneWords) -> Option<usize> {
    scan.starts_any(at, &words.year_ends).or_else(|| scan.starts(at, "中").filter(|&end| end == scan.chars().len()))
}

/// 2027年度末, 年度内に; 令和7年度までに only where no figure is due then.
fn year_ends(scan: &Scan, dates: &[DateMention], context: &Context, words: &MilestoneWords) -> Vec<Step> {
    let chars = scan.chars();
    let mut steps = Vec::new();
    for at in 0..chars.len() {
        let Some(end) = scan.starts(at, "年度").and_then(|end| year_end(scan, end, words)) else { continue };
        let written = dates.iter().find(|d| d.range.contains(&at));
        let bare = crate::years::mentions(&scan.string(), context.years()).into_iter().find(|m| m.0.contains(&at));
        match (written.map(|d| d.date), bare) {
            (Some(Date::FiscalYears(years)), _) => {
                let start = written.map_or(at, |d| d.range.start);
                if context.years().is_none_or(|y| years[1] >= y[0]) {
                    steps.push(Step { range: start..end, when: When::YearEnd(Some(years[1])) });
                }
            }
            _ if scan.ends_any(at, &["最終".to_owned()]).is_some() => {
                let year = context.plan_period.map(|p| p[1]);
                steps.push(Step { range: at - 2..end, when: When::YearEnd(year) });
            }
            (_, Some((range, years))) => steps.push(Step { range: range.start..end, when: When::YearEnd(Some(years[1])) }),
            _ if at == 0
                || !is_kanji(chars[at - 1]) && !chars[at - 1].is_ascii_digit()
                || scan.ends_any(at, &words.season_before).is_some() =>
            {
                steps.push(Step { range: at..end, when: When::YearEnd(None) });
            }
            _ => {}
        }
    }
    steps
}

/// In prose a full date that fills its brackets says when something was counted: 職員数（R6.4.1）.
fn is_key_date(scan: &Scan, step: &Step, dates: &[DateMention], context: &Context) -> bool {
    let is_full = dates.iter().any(|d| d.range == step.range && matches!(d.date, Date::Day { year: Some(_), .. }));
    let fills = scan.pair(step.range.start).is_some_and(|p| p.open + 1 == step.range.start && p.close == step.range.end);
    context.role == Some(Role::Description) && is_full && fills
}

/// Whether the date is a step of the plan: not in a name, not somebody else's event, not the past.
fn is_own(scan: &Scan, range: &Range<usize>, words: &MilestoneWords) -> bool {
    let clause = scan.clause(range);
    let tail = scan.piece(range.end..clause.end);
    let lead = scan.piece(clause.start..range.start);
    let is_own_step = tail.strip_prefix('の').is_some_and(|t| words.own.iter().any(|w| t.starts_with(w.as_str())));
    let is_a_day = tail.trim_end().ends_with("の日") && tail.starts_with(['は', 'の']);
    let mut stopped = if scan.is_stop(clause.end) { format!("{tail}。") } else { tail };
    for word in &words.planned {
        stopped = stopped.replace(word.as_str(), "");
    }
    if is_own_step {
        stopped = ["に向け", "に備え", "を見据え"].iter().fold(stopped, |s, w| s.replace(w, ""));
    }
    let behind_brackets = scan.pair(range.start).is_some_and(|p| scan.starts_any(p.close + 1, &words.external_after_brackets).is_some());
    !scan.is_quoted(range.start)
        && !behind_brackets
        && !is_a_day
        && !words.external.iter().any(|w| stopped.contains(w.as_str()))
        && !words.external_before.iter().any(|w| lead.contains(w.as_str()))
}
