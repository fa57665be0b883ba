//! Fiscal years of headers and sentences (年度): April to March, named by the year in which they begin.
use crate::context::Context;
use crate::scan::Scan;
use keikaku_model::plan::FiscalYears;
use keikaku_model::text::Date;
use std::ops::Range;

/// Years in which a plan can lie; a four-digit number outside is no year.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1950..=2100;

/// A year of an era without its era (`７年度`) is one of the plan's, or at most this many years off.
const BARE_YEAR_SLACK: i32 = 12;

/// How many years a plan's text counts on at most (`１０年間で`); longer ones are prospects.
const LONGEST_SPAN: f64 = 20.0;

/// What follows a plain year (2030年) or a month where a figure is due then.
const DUE_AFTER: [&str; 13] = ["において", "まで", "末", "に", "には", "時点", "目標", "頃", ":", "は", "を目", "を期", "中"];

/// A stretch of text and the fiscal years that it names.
pub(crate) type Mention = (Range<usize>, FiscalYears);

/// The fiscal year in which a month lies.
pub(crate) fn of_month(year: i32, month: u8) -> i32 {
    if month < 4 { year - 1 } else { year }
}

/// The fiscal years that a column header fixes: `2026年度`, `令和６年度～７年度`, `2027年度末の目標`, `３年間のアクションプラン`.
/// A narrower year under a wider one (計画期間 令和6～8年度 | 令和8年度) is the column's own; years side by side make a span.
pub(crate) fn of_header(header: &str, plan_period: Option<FiscalYears>) -> Option<FiscalYears> {
    let normal = keikaku_text::normalize(header).as_string();
    let named = mentions(&normal, plan_period).into_iter().map(|m| m.1);
    let joined = named.reduce(|outer, own| {
        let is_narrower = outer[0] <= own[0] && own[1] <= outer[1];
        if is_narrower { own } else { [outer[0].min(own[0]), outer[1].max(own[1])] }
    });
    joined.or_else(|| four_digits(&normal)).or_else(|| spans(&normal).first().and_then(|s| span_of(s.1, plan_period, None)))
}

/// The fiscal year that a heading fixes for all that stands under it: the only one that it names (令和７年度の主な行事).
pub(crate) fn of_heading(heading: &str) -> Option<FiscalYears> {
    let normal = keikaku_text::normalize(heading).as_string();
    let mut named = keikaku_text::dates(&normal).into_iter().filter_map(|d| if let Date::FiscalYears(y) = d.date { Some(y) } else { None });
    named.next().filter(|y| y[0] == y[1] && named.next().is_none())
}

/// The fiscal years that a period names: `令和６年度～令和８年度`, `令和７年度`; `令和７年度～` runs to the plan's end.
pub(crate) fn of_span(text: &str, plan_period: Option<FiscalYears>) -> Option<FiscalYears> {
    let normal = keikaku_text::normalize(text).as_string();
    let named = mentions(&normal, plan_period).into_iter().map(|m| m.1).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    let is_open = normal.trim_end().ends_with(['~', '～', '〜', '-']);
    Some([named[0], if is_open { plan_period.map_or(named[1], |p| p[1].max(named[1])) } else { named[1] }])
}

/// The fiscal years that a text names, left to right; a plain year counts as the fiscal year of its number.
pub(crate) fn mentions(normal: &str, near: Option<FiscalYears>) -> Vec<Mention> {
    let mut found: Vec<Mention> = keikaku_text::dates(normal)
        .into_iter()
        .filter_map(|m| match m.date {
            Date::FiscalYears(years) => Some((m.range, years)),
            Date::Year(year) => Some((m.range, [year, year])),
            Date::Month { year: Some(year), month } | Date::Day { year: Some(year), month, .. } => {
                let fiscal = of_month(year, month);
                Some((m.range, [fiscal, fiscal]))
            }
            Date::Month { year: None, .. } | Date::Day { year: None, .. } => None,
        })
        .collect();
    found.extend(
        bare(normal, near).into_iter().filter(|b| found.iter().all(|f| f.0.end <= b.0.start || b.0.end <= f.0.start)).collect::<Vec<_>>(),
    );
    found.sort_by_key(|m| m.0.start);
    found
}

/// Years of an era without the era (`７年度`), read as the era's year that lies near the plan's.
fn bare(normal: &str, near: Option<FiscalYears>) -> Vec<Mention> {
    let Some(near) = near else { return Vec::new() };
    keikaku_text::quantities(normal)
        .into_iter()
        .filter(|q| q.unit.as_deref() == Some("年度") && q.value.fract() == 0.0 && (1.0..64.0).contains(&q.value))
        .filter_map(|q| {
            let year = |value: f64| {
                let years = ["令和", "平成"].iter().filter_map(|era| keikaku_text::era_year(era, value as u32));
                years.into_iter().find(|y| near[0] - BARE_YEAR_SLACK <= *y && *y <= near[1] + BARE_YEAR_SLACK)
            };
            let first = year(q.value)?;
            Some((q.range, [first, q.value_max.and_then(year).unwrap_or(first)]))
        })
        .collect()
}

/// The first four-digit number that can be a year, for headers like `2027目標`.
fn four_digits(normal: &str) -> Option<FiscalYears> {
    let year = normal.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4).find_map(|d| d.parse().ok())?;
    PLAUSIBLE.contains(&year).then_some([year, year])
}

/// Counts of years (`３年間で`, `５か年`): where and how many.
fn spans(normal: &str) -> Vec<(Range<usize>, i32)> {
    let chars: Vec<char> = normal.chars().collect();
    keikaku_text::quantities(normal)
        .into_iter()
        .filter(|q| (1.0..=LONGEST_SPAN).contains(&q.value) && q.value.fract() == 0.0 && q.value_max.is_none())
        .filter_map(|q| {
            let next = chars.get(q.range.end).copied();
            let is_span = match q.unit.as_deref()? {
                "年間" | "か年" | "ヶ年" | "カ年" | "ヵ年" | "ケ年" | "箇年" => true,
                // 3年で yes; 創業後5年以上, 3年目, 3年生 no.
                "年" => matches!(next, Some('で' | '間' | '計')),
                _ => false,
            };
            (is_span && !matches!(next, Some('以' | '目' | '前' | '後'))).then_some((q.range, q.value as i32))
        })
        .collect()
}

/// The years that a count of years covers: all of the plan's where it has as many, else those that end with the column's, else the plan's first ones.
fn span_of(count: i32, period: Option<FiscalYears>, column: Option<FiscalYears>) -> Option<FiscalYears> {
    let start = match (period, column) {
        (Some(p), _) if p[1] - p[0] < count => p[0],
        (Some(p), Some(c)) if c[1] - count + 1 >= p[0] => c[1] - count + 1,
        (Some(p), _) => p[0],
        (None, Some(c)) => c[1] - count + 1,
        (None, None) => return None,
    };
    Some([start, start + count - 1])
}

/// The years of a figure at `range`: what its sentence names nearest before it or right behind it, else the column's, else the plan's.
pub(crate) fn of_figure(scan: &Scan, range: &Range<usize>, context: &Context, not_due: &[String]) -> Option<FiscalYears> {
    let mut at = range.clone();
    loop {
        if let Some(years) = stated(scan, &at, context, not_due) {
            return Some(years);
        }
        match scan.pair(at.start) {
            Some(pair) => at = pair.open..pair.close + 1,
            None => return context.years(),
        }
    }
}

/// The years that the sentence names for what stands at `range`, on its own bracket level.
pub(crate) fn stated(scan: &Scan, range: &Range<usize>, context: &Context, not_due: &[String]) -> Option<FiscalYears> {
    let sentence = scan.sentence(range);
    let clause = scan.clause(range);
    let lead = scan.piece(sentence.start..range.start);
    let shift = |r: Range<usize>| r.start + sentence.start..r.end + sentence.start;
    let first = context.years().map(|y| y[0]);
    let due = mentions(&lead, context.years()).into_iter().map(|(r, y)| (shift(r), y)).filter(|(r, years)| {
        let after = scan.skip_blanks(r.end);
        let is_due = !dates_earlier(scan, r.end)
            && same_level(scan, r.start, range.start)
            && scan.starts_any(after, not_due).is_none()
            && first.is_none_or(|f| years[1] >= f);
        // 2030年までに is due, 2030年の大会 is not; with 年度 both are.
        let is_fiscal = scan.piece(r.clone()).ends_with("年度");
        is_due && (is_fiscal || DUE_AFTER.iter().any(|w| scan.starts(after, w).is_some()))
    });
    let spans = spans(&lead)
        .into_iter()
        .map(|(r, n)| (shift(r), n))
        .filter(|(r, _)| clause.start <= r.start && same_level(scan, r.start, range.start))
        .filter_map(|(r, n)| Some((r, span_of(n, context.plan_period, context.column_years)?)));
    let before = due.chain(spans).max_by_key(|m| m.0.start).map(|m| m.1);
    before.or_else(|| word_for_year(&scan.piece(clause.start..range.start), context)).or_else(|| behind(scan, range, context, not_due))
}

/// 令和５年度の14人から25人に: the year behind `at` tells when the figure was what it starts from.
fn dates_earlier(scan: &Scan, at: usize) -> bool {
    const PARTICLES: [&str; 4] = ["の", "は", "に", ":"];
    const FROM: [&str; 4] = ["から", "→", "⇒", "より"];
    let at = PARTICLES.iter().find_map(|p| scan.starts(at, p)).unwrap_or(at);
    let rest = scan.piece(at..scan.chars().len());
    let Some(number) = keikaku_text::quantities(&rest).into_iter().next().filter(|q| q.range.start <= 1) else { return false };
    let end = scan.skip_blanks(at + number.range.end);
    let end = scan.opening(end).map_or(end, |pair| pair.close + 1);
    FROM.iter().any(|f| scan.starts(end, f).is_some())
}

/// Whether two indices stand in the same brackets.
fn same_level(scan: &Scan, a: usize, b: usize) -> bool {
    scan.pair(a).map(|p| p.open) == scan.pair(b).map(|p| p.open)
}

/// 初年度 and 最終年度.
fn word_for_year(lead: &str, context: &Context) -> Option<FiscalYears> {
    let period = context.plan_period?;
    match () {
        () if lead.contains("最終年度") => Some([period[1], period[1]]),
        () if lead.contains("初年度") => Some([period[0], period[0]]),
        () => None,
    }
}

/// The year in the brackets right behind a figure: `60％（令和９年度）`.
fn behind(scan: &Scan, range: &Range<usize>, context: &Context, not_due: &[String]) -> Option<FiscalYears> {
    let pair = scan.opening(scan.skip_blanks(range.end))?;
    let inside = scan.piece(pair.open + 1..pair.close);
    let (r, years) = mentions(&inside, context.years()).into_iter().next()?;
    let rest: String = inside.chars().skip(r.end).collect();
    let is_alone = r.start == 0 && ["", "末", "まで", "までに", "末まで", "目標", "時点"].contains(&rest.trim());
    let is_past = context.years().is_some_and(|y| years[1] < y[0]) || not_due.iter().any(|w| rest.starts_with(w.as_str()));
    (is_alone && !is_past).then_some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_name_their_years() {
        let plan = Some([2024, 2028]);
        for (text, years) in [
            ("令和６年度～令和８年度", Some([2024, 2026])),
            ("令和７年度", Some([2025, 2025])),
            ("令和７年度～", Some([2025, 2028])),
            ("2025～2026年度", Some([2025, 2026])),
            ("毎年６月", None),
            ("○", None),
        ] {
            assert_eq!(of_span(text, plan), years, "{text}");
        }
    }
}
