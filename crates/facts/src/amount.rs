//! Amounts: money in budget columns (予算額, 事業費, 財源内訳) and budgets that the text states (事業費 約3億円), in yen.
use crate::context::Context;
use crate::scan::Scan;
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::{Measure, Outline, Part, Role};
use keikaku_model::plan::FiscalYears;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The words of `data/amounts.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountWords {
    differences: Vec<String>,
    negative: Vec<String>,
    /// Yen per unit.
    units: BTreeMap<String, f64>,
    stated: StatedWords,
}

/// Words that tell a budget in prose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedWords {
    /// 事業費, 予算額: before the money, or behind it with の.
    names: Vec<String>,
    /// Between the two.
    between: Vec<String>,
    /// Before a name: it is no budget of this measure.
    not_after: Vec<String>,
    /// In the sentence: the money was spent, or somebody may ask for it.
    not_within: Vec<String>,
}

impl AmountWords {
    /// Yen per unit of the longest unit that a text in normal form names.
    fn yen(&self, text: &str) -> Option<f64> {
        self.units.iter().filter(|u| text.contains(u.0.as_str())).max_by_key(|u| u.0.len()).map(|u| *u.1)
    }
}

/// An amount as found in a part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundAmount {
    /// The column's header as printed.
    pub(crate) label: String,
    /// In yen; △ is negative.
    pub(crate) value: f64,
    /// As printed.
    pub(crate) quote: Text,
    /// The fiscal year of the column.
    pub(crate) fiscal_year: Option<i32>,
}

/// The note that says in which unit a document's tables count (単位：千円).
pub(crate) fn note(outline: &Outline, words: &AmountWords) -> Option<f64> {
    let bodies = outline.sections.iter().flat_map(|s| &s.body);
    let cells = outline.tables.iter().flat_map(|t| t.table.cells.iter().filter(|c| c.is_header)).map(|c| c.text().to_string());
    let texts = outline.unassigned.iter().chain(bodies).chain(outline.front.iter().map(|f| &f.text)).map(Text::to_string);
    texts.chain(cells).map(|t| keikaku_text::normalize(&t).as_string()).filter(|t| t.contains("単位")).find_map(|t| words.yen(&t))
}

/// Yen per unit of the bare figures in a measure's columns: what another of its headers says, else the document's note, else one.
pub(crate) fn unit(measure: &Measure, note: Option<f64>, words: &AmountWords) -> f64 {
    let headers = measure.parts.iter().filter(|p| p.role == Role::Amount).filter_map(|p| p.header.as_ref());
    let beside = headers.map(|h| keikaku_text::normalize(&h.to_string()).as_string()).find_map(|h| words.yen(&h));
    beside.or(note).unwrap_or(1.0)
}

/// The amount of a budget cell; `None` where it holds no number. The unit stands in the cell, else in the header, else it is `unit` yen.
pub(crate) fn amount(part: &Part, period: Option<FiscalYears>, unit: f64, words: &AmountWords) -> Option<FoundAmount> {
    let label = part.header.as_ref().map(ToString::to_string).unwrap_or_default();
    let cell = keikaku_text::normalize(&part.text.to_string()).as_string();
    let quantity = keikaku_text::quantities(&cell).into_iter().next()?;
    // Money that carries its unit comes multiplied out.
    let is_money = quantity.unit.as_deref() == Some("円");
    let header = keikaku_text::normalize(&label).as_string();
    let factor = if is_money { 1.0 } else { words.yen(&header).unwrap_or(unit) };
    let before: String = cell.chars().take(quantity.range.start).filter(|c| !c.is_whitespace()).collect();
    let sign = if words.negative.iter().any(|w| before.ends_with(w.as_str())) { -1.0 } else { 1.0 };
    let is_difference = words.differences.iter().any(|w| header.contains(w.as_str()));
    let year = years::of_header(&label, period).or(period).filter(|y| y[0] == y[1] && !is_difference).map(|y| y[0]);
    Some(FoundAmount { label, value: sign * quantity.value.abs() * factor, quote: part.text.trimmed(), fiscal_year: year })
}

/// The budgets that a sentence states: `総事業費は約3億円`, `1,200千円の予算`. Limits of subsidies and what was spent are none.
pub(crate) fn stated(text: &Text, context: &Context, words: &AmountWords) -> Vec<FoundAmount> {
    let scan = Scan::new(text);
    let quantities = keikaku_text::quantities(&scan.string());
    let money = quantities.iter().filter(|q| q.unit.as_deref() == Some("円") && q.value_max.is_none());
    money.filter_map(|q| budget(&scan, &q.range, q.value, context, &words.stated)).collect()
}

/// The budget that the words around a sum make it.
fn budget(scan: &Scan, range: &Range<usize>, value: f64, context: &Context, words: &StatedWords) -> Option<FoundAmount> {
    let sentence = scan.sentence(range);
    let whole = scan.piece(sentence.start..(sentence.end + 1).min(scan.chars().len()));
    if words.not_within.iter().any(|w| whole.contains(w.as_str())) {
        return None;
    }
    let mut at = range.start;
    while let Some(start) = scan.ends_any(at, &words.between) {
        at = start;
    }
    let before = scan.ends_any(at, &words.names).map(|start| start..at);
    let behind = scan.starts(range.end, "の").and_then(|i| Some(i..scan.starts_any(i, &words.names)?));
    let name = before.or(behind).filter(|n| scan.ends_any(n.start, &words.not_after).is_none())?;
    let lead = scan.piece(sentence.start..range.start);
    let named = years::mentions(&lead, context.years()).last().map(|m| m.1);
    let year = named.or_else(|| context.years()).filter(|y| y[0] == y[1]).map(|y| y[0]);
    Some(FoundAmount { label: scan.printed(name).to_string(), value, quote: scan.printed(range.clone()), fiscal_year: year })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        /// A sentence and the budgets that it states: `label value[ @year]`.
        text: Option<String>,
        #[serde(default)]
        amounts: Vec<String>,
        /// A cell under a header and its amount.
        #[serde(default)]
        cell: String,
        #[serde(default)]
        header: String,
        value: Option<f64>,
        year: Option<i32>,
    }

    #[test]
    fn every_sentence_of_the_list_holds() {
        let cases: Vec<Case> = crate::suite::cases(include_str!("../../../tests/suite/facts/amount.toml"));
        let words = Lexicon::default().amounts;
        let result = |(text, amounts): (String, Vec<String>)| {
            let context = Context { plan_period: Some([2025, 2025]), ..Context::default() };
            let year = |f: &FoundAmount| f.fiscal_year.map_or(String::new(), |y| format!(" @{y}"));
            let found = stated(&Text::unplaced(&text), &context, &words);
            (text, amounts, found.iter().map(|f| format!("{} {}{}", f.label, f.value, year(f))).collect())
        };
        crate::suite::assert_all(cases.into_iter().filter_map(|c| Some((c.text?, c.amounts))).map(result).collect());
    }

    #[test]
    fn every_case_of_the_list_holds() {
        let cases: Vec<Case> = crate::suite::cases(include_str!("../../../tests/suite/facts/amount.toml"));
        let words = Lexicon::default().amounts;
        for c in cases.iter().filter(|c| c.text.is_none()) {
            let part = Part {
                role: Role::Amount,
                header: Some(Text::unplaced(&c.header)),
                text: Text::unplaced(&c.cell),
                is_item: false,
                shared_with: None,
            };
            let found = amount(&part, Some([2025, 2025]), 1.0, &words);
            assert_eq!(found.as_ref().map(|f| f.value), c.value, "{}", c.cell);
            assert_eq!(found.and_then(|f| f.fiscal_year), c.year, "{} / {}", c.header, c.cell);
        }
    }
}
