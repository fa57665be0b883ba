//! When a plan was published and revised.
use super::words::PlanWords;
use crate::plain::spaced;
use keikaku_model::outline::Outline;
use keikaku_model::plan::DatedQuote;
use keikaku_model::text::Date;
use keikaku_model::{Place, Text};

/// The dates of a plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dates {
    /// Of the first publication.
    pub(super) published: Option<DatedQuote>,
    /// Of the last revision.
    pub(super) revised: Option<DatedQuote>,
    /// Where they stand.
    pub(super) place: Place,
}

/// The dates on the front; else those that a colophon or a note gives (令和6年3月発行).
pub(super) fn dates(outline: &Outline, words: &PlanWords) -> Dates {
    let mut out = Dates::default();
    for line in &outline.front {
        take(&mut out, &line.text, false, words);
    }
    if out.published.is_none() && out.revised.is_none() {
        let last = outline.sections.iter().rev().take(2).flat_map(|s| &s.body);
        outline.unassigned.iter().chain(last).for_each(|text| take(&mut out, text, true, words));
    }
    // A cover that gives but the date of the revision was published then.
    out.published = out.published.take().or_else(|| out.revised.clone());
    out
}

/// Takes the date of a line, if it is one and says by itself or by a word beside it what happened then.
fn take(out: &mut Dates, text: &Text, needs_word: bool, words: &PlanWords) {
    let quote = text.to_string();
    let normal = spaced(&quote);
    if normal.contains('。') {
        return;
    }
    let chars: Vec<char> = normal.chars().collect();
    for mention in keikaku_text::dates(&normal) {
        let date = match mention.date {
            Date::Month { year: Some(y), month } => format!("{y}-{month:02}"),
            Date::Day { year: Some(y), month, day } => format!("{y}-{month:02}-{day:02}"),
            _ => continue,
        };
        let beside: String =
            chars.iter().enumerate().filter(|(i, c)| !mention.range.contains(i) && !c.is_whitespace()).map(|c| *c.1).collect();
        let says = |list: &[String]| list.iter().any(|w| beside.contains(w.as_str()));
        // 自 令和7年4月1日 至 令和8年3月31日, on one line or two.
        let is_bound = beside.starts_with(['自', '至']);
        let is_span = is_bound || beside.contains(['〜', '～']) || beside.contains("から");
        if is_span || needs_word && !says(&words.dates.published) && !says(&words.dates.revised) {
            continue;
        }
        let found = Some(DatedQuote { date, quote: quote.trim().to_owned() });
        // 令和5年3月策定 令和7年3月改定 on one line: the word nearest behind the date counts.
        let behind: String = chars.iter().skip(mention.range.end).take(NEAR).filter(|c| !c.is_whitespace()).collect();
        let is_revised = match (
            words.dates.revised.iter().filter_map(|w| behind.find(w.as_str())).min(),
            words.dates.published.iter().filter(|w| !words.dates.revised.contains(w)).filter_map(|w| behind.find(w.as_str())).min(),
        ) {
            (Some(r), Some(p)) => r < p,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let slot = if is_revised { &mut out.revised } else { &mut out.published };
        if slot.is_none() || is_revised {
            *slot = found;
            out.place.extend(&text.place());
        }
    }
}

/// How many characters behind a date the word may stand that tells what happened then.
const NEAR: usize = 8;
