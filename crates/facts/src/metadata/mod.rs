//! The plan as a whole: title, issuer, kind, edition, period and dates, from cover, running heads, headings, columns and the file's own data.
mod dated;
mod issuer;
mod municipality;
mod period;
mod title;
mod words;

pub(crate) use words::{IssuerWords, PlanWords};

use crate::Lexicon;
use crate::plain::plain;
use keikaku_model::outline::Outline;
use keikaku_model::plan::Plan;
use keikaku_model::{Diagnostic, Severity, Text};

/// What the document says of the plan as a whole.
pub(crate) fn plan(outline: &Outline, lexicon: &Lexicon, diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let prose = prose(outline);
    let lines: Vec<String> = outline.front.iter().map(|f| f.text.to_string()).collect();
    let heads: Vec<String> = outline.running_heads.iter().map(Text::to_string).collect();
    let title = title::title(outline, &prose, &lexicon.plans, &lexicon.issuers);
    let name = title.as_ref().map(|t| t.text.as_str());
    let printed = title.as_ref().map(|t| if t.printed.is_empty() { t.text.clone() } else { t.printed.to_string() });
    let taken = title.as_ref().map(|t| t.lines.clone()).unwrap_or_default();
    let front: Vec<String> = lines.iter().enumerate().filter(|(i, _)| !taken.contains(i)).map(|l| l.1.clone()).collect();
    let beside: Vec<String> = heads.iter().chain(&outline.info.title).chain(&outline.info.author).cloned().collect();
    let evidence = issuer::Evidence { front: &front, title: printed.as_deref(), beside: &beside, prose: &prose };
    let (issuer, co_issuers) = issuer::issuer(&evidence, &lexicon.issuers);
    let dates = dated::dates(outline, &lexicon.plans);
    let around: Vec<String> = lines.iter().chain(&heads).cloned().collect();
    let mut spans = title.as_ref().map(|t| t.printed.place()).unwrap_or_default();
    spans.extend(&dates.place);
    let mut plan = Plan {
        plan_kind: name.and_then(|t| title::kind(t, &lexicon.plans)),
        edition: title::edition(name.unwrap_or_default(), &around, &prose, &lexicon.plans),
        period: period::period(outline, &lines, printed.as_deref(), &prose, &lexicon.plans),
        title: title.map(|t| t.text),
        issuer,
        published: dates.published,
        revised: dates.revised,
        co_issuers,
        spans,
        corrected_by: Vec::new(),
    };
    for line in &outline.front {
        if tells(&plan, &line.text) {
            plan.spans.extend(&line.text.place());
        }
    }
    doubts(&plan, diagnostics);
    plan
}

/// Whether a line of the cover gave the plan its issuer, edition or period.
fn tells(plan: &Plan, line: &Text) -> bool {
    let line = plain(&line.to_string());
    let bodies = plan.issuer.iter().map(|i| &i.name).chain(&plan.co_issuers);
    let named = bodies.chain(&plan.edition).any(|n| line.contains(plain(n).as_str()));
    let period = plan.period.as_ref().map(|p| plain(&p.quote)).filter(|q| !q.is_empty() && !line.is_empty());
    named || period.is_some_and(|q| q.contains(&line) || line.contains(&q))
}

/// Headings and prose of sections and measures, in reading order, each printed text once however many measures share it.
fn prose(outline: &Outline) -> Vec<&Text> {
    let sections = outline.sections.iter().flat_map(|s| std::iter::once(&s.title).chain(&s.body));
    let measures = outline
        .measures
        .iter()
        .flat_map(|m| std::iter::once(&m.title).chain(m.parts.iter().filter(|p| p.shared_with.is_none()).map(|p| &p.text)));
    sections.chain(measures).chain(&outline.unassigned).collect()
}

/// What a reader of the records would miss.
fn doubts(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut miss = |code: &str, message: &str| diagnostics.push(Diagnostic::new(Severity::Warning, code, message));
    if plan.title.is_none() {
        miss("title-unknown", "No line of the cover, no running head and no heading reads like the title of a plan; `plan.title` is null.");
    }
    if plan.issuer.is_none() {
        miss("issuer-unknown", "No body that could have published the plan is named; `plan.issuer` is null.");
    }
    if plan.period.is_none() {
        miss(
            "period-unknown",
            "The years that the plan covers are stated nowhere; `plan.period` is null and years are read from the text alone.",
        );
    }
}

#[cfg(test)]
mod tests;
