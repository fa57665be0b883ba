//! The years that a plan covers.
use super::words::PlanWords;
use crate::plain::plain;
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Role};
use keikaku_model::plan::{FiscalYears, Period};
use keikaku_model::text::Date;

/// Longest plan in years: a longer span on a cover is no period.
const LONGEST: i32 = 40;

/// The period: a span on the cover, what stands under or after 計画期間, else the years of title and columns together.
pub(super) fn period(outline: &Outline, lines: &[String], title: Option<&str>, prose: &[&Text], words: &PlanWords) -> Option<Period> {
    let front = || bounded(lines).or_else(|| lines.iter().find_map(|l| span(l).map(|y| found(y, l))));
    let keyed = |t: &&str| words.period_words.iter().any(|w| t.contains(w.as_str()));
    let headed = || {
        let sections = outline.sections.iter().filter(|s| {
            let title = plain(&s.title.to_string());
            words.period_words.iter().any(|w| title == *w || title.ends_with(w.as_str()))
        });
        sections.flat_map(|s| s.body.iter().chain([&s.title])).find_map(|t| sentence(&t.to_string()))
    };
    let stated = || {
        let of_plan = |t: &&str| keyed(t) && (t.contains("計画") || t.starts_with(['期', '【']));
        prose.iter().find_map(|t| plain(&t.to_string()).split('。').filter(of_plan).find_map(sentence))
    };
    front().or_else(headed).or_else(stated).or_else(|| {
        let stated: Vec<(String, FiscalYears)> = columns(outline).chain(title.and_then(|t| Some((t.to_owned(), all_years(t)?)))).collect();
        let read = |l: &str| all_years(l).map(|y| found(y, l));
        joined(&stated).or_else(|| lines.iter().find_map(|l| read(l))).or_else(|| outline.info.title.as_deref().and_then(read))
    })
}

/// 自 令和7年4月1日 至 令和8年3月31日, on one line of the cover or two.
fn bounded(lines: &[String]) -> Option<Period> {
    let spans = lines.iter().enumerate().filter(|(_, l)| plain(l).starts_with('自')).map(|(i, l)| match lines.get(i + 1) {
        Some(next) if !plain(l).contains('至') && plain(next).starts_with('至') => format!("{l} {next}"),
        _ => l.clone(),
    });
    spans.filter_map(|l| Some((span(&l)?, l))).map(|(years, l)| found(years, l.trim())).next()
}

/// The years that columns and title name, as one span, and the phrase that says it: the one that names all, else the first and the last.
fn joined(stated: &[(String, FiscalYears)]) -> Option<Period> {
    let years = stated.iter().map(|s| s.1).reduce(join)?;
    let naming = |test: &dyn Fn(&FiscalYears) -> bool| stated.iter().find(|s| test(&s.1)).map_or("", |s| s.0.as_str());
    let whole = naming(&|y| *y == years);
    let ends = || format!("{} {}", naming(&|y| y[0] == years[0]), naming(&|y| y[1] == years[1]));
    Some(found(years, &if whole.is_empty() { ends() } else { whole.to_owned() }))
}

fn found(years: FiscalYears, quote: &str) -> Period {
    Period { first_fiscal_year: Some(years[0]), last_fiscal_year: Some(years[1]), quote: quote.to_owned() }
}

fn join(a: FiscalYears, b: FiscalYears) -> FiscalYears {
    [a[0].min(b[0]), a[1].max(b[1])]
}

/// The headers that say when something will be done and reached, with their years.
fn columns(outline: &Outline) -> impl Iterator<Item = (String, FiscalYears)> {
    let headers = outline.measures.iter().flat_map(|m| {
        let parts = m.parts.iter().filter(|p| matches!(p.role, Role::Goal | Role::Action)).map(|p| &p.header);
        parts.chain([&m.header])
    });
    headers.flatten().map(ToString::to_string).filter_map(|h| all_years(&h).map(|years| (h, years)))
}

/// All fiscal years that a text names, as one span.
fn all_years(text: &str) -> Option<FiscalYears> {
    let normal = keikaku_text::normalize(text).as_string();
    let years = keikaku_text::dates(&normal).into_iter().filter_map(|d| if let Date::FiscalYears(y) = d.date { Some(y) } else { None });
    years.reduce(join)
}

/// A span of several years: `令和6年度〜令和10年度`, `2020-2022`, `令和6年4月〜令和11年3月`.
fn span(text: &str) -> Option<FiscalYears> {
    let normal = keikaku_text::normalize(text).as_string();
    if let Some(years) = all_years(&normal).filter(|y| y[0] < y[1]) {
        return (years[1] - years[0] < LONGEST).then_some(years);
    }
    let chars: Vec<char> = normal.chars().collect();
    let months: Vec<_> = keikaku_text::dates(&normal)
        .into_iter()
        .filter_map(|d| match d.date {
            Date::Month { year: Some(y), month } | Date::Day { year: Some(y), month, .. } => Some((d.range, years::of_month(y, month))),
            Date::Year(y) => Some((d.range, y)),
            _ => None,
        })
        .collect();
    months.windows(2).find_map(|w| {
        let between: String = chars.get(w[0].0.end..w[1].0.start)?.iter().collect();
        let is_span = between.chars().count() <= 4 && ["〜", "から", "-", "―", "ー", "→", "至"].iter().any(|m| between.contains(m));
        // 自 令和7年4月1日 至 令和8年3月31日 is one fiscal year.
        (is_span && w[0].1 <= w[1].1 && (w[0].1 < w[1].1 || between.contains('至')) && w[1].1 - w[0].1 < LONGEST)
            .then_some([w[0].1, w[1].1])
    })
}

/// The span that the first sentence with years names: `令和6年度から令和10年度まで`, `令和6年度から5年間`.
fn sentence(text: &str) -> Option<Period> {
    let sentence = text.split('。').find(|s| !keikaku_text::dates(s).is_empty())?;
    let normal = keikaku_text::normalize(sentence).as_string();
    let mentions = years::mentions(&normal, None);
    let first = mentions.first()?;
    let several = || span(&normal).or_else(|| mentions.get(1).map(|second| join(first.1, second.1)).filter(|y| y[0] < y[1]));
    let own = Some(first.1).filter(|y| y[0] < y[1]);
    let counted = || {
        let tail: String = normal.chars().skip(first.0.end).collect();
        let count = keikaku_text::quantities(&tail)
            .into_iter()
            .find(|q| q.unit.as_deref().is_some_and(|u| u.starts_with('年') || u.ends_with('年')))?;
        (tail.trim_start().starts_with("から") && (2.0..LONGEST.into()).contains(&count.value))
            .then(|| [first.1[0], first.1[0] + count.value as i32 - 1])
    };
    own.or_else(counted_or(several, counted)).map(|y| found(y, sentence.trim()))
}

/// The first that finds something.
fn counted_or(a: impl FnOnce() -> Option<FiscalYears>, b: impl FnOnce() -> Option<FiscalYears>) -> impl FnOnce() -> Option<FiscalYears> {
    || a().or_else(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_as_covers_print_them() {
        assert_eq!(span("―令和６年度～令和１０年度―"), Some([2024, 2028]));
        assert_eq!(span("計画期間 2024-2028"), Some([2024, 2028]));
        assert_eq!(span("令和６年４月～令和１１年３月"), Some([2024, 2028]));
        assert_eq!(span("自　令和７年４月１日　至　令和８年３月31日"), Some([2025, 2025]));
        assert_eq!(span("令和６年３月"), None);
        assert_eq!(span("令和６年度"), None);
    }

    #[test]
    fn sentences_of_the_period() {
        let years = |t: &str| sentence(t).map(|p| [p.first_fiscal_year, p.last_fiscal_year]);
        assert_eq!(years("令和６年度から令和10年度までの５年間とし、令和８年度に見直す。"), Some([Some(2024), Some(2028)]));
        assert_eq!(years("計画の期間は、令和６年度から５年間とします。"), Some([Some(2024), Some(2028)]));
        assert_eq!(years("令和６年度に始める。"), None);
    }
}
