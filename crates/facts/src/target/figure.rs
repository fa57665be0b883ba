//! Targets of KPI tables: one for each target value of a row.
use super::phrase::{self, Phrase};
use super::words::TargetWords;
use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use crate::scan::Scan;
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::Figure;
use keikaku_model::plan::{Baseline, Comparator, FiscalYears};
use keikaku_model::text::Quantity;

/// The targets of a KPI row: one for each target value, the latest 現状値 or 基準値 as its baseline. Values without a number
/// (検討中, －) are none.
pub(crate) fn figure_targets(figure: &Figure, context: &Context, lexicon: &Lexicon) -> Vec<FoundTarget> {
    let words = &lexicon.targets;
    let indicator = figure.indicator.to_string();
    let unit = figure.unit.as_ref().and_then(|u| unit_of(&u.to_string())).or_else(|| unit_in_brackets(&indicator));
    let baseline = baseline(figure, unit.as_deref(), context, words);
    let read = |(header, value): &(Text, Text)| target(figure, header, value, unit.as_deref(), baseline.as_ref(), context, words);
    figure.targets.iter().filter_map(read).collect()
}

/// One target value under its header.
fn target(
    figure: &Figure,
    header: &Text,
    value: &Text,
    unit: Option<&str>,
    baseline: Option<&Baseline>,
    context: &Context,
    words: &TargetWords,
) -> Option<FoundTarget> {
    let scan = Scan::new(value);
    let quantity = main_number(&scan);
    let header_years = years::of_header(&header.to_string(), context.plan_period);
    let fiscal_years = cell_years(&scan).or(header_years).or_else(|| context.years());
    let base = FoundTarget {
        quote: value.trimmed(),
        indicator: Some(name(&figure.indicator.to_string())),
        comparator: Comparator::Eq,
        value: 0.0,
        value_max: None,
        unit: None,
        qualifiers: Vec::new(),
        within: None,
        approximate: false,
        baseline: baseline.cloned(),
        fiscal_years,
    };
    let Some(quantity) = quantity else { return trend(&scan, base, baseline) };
    let mut phrase = phrase::phrase(&scan, &quantity, 0, words);
    let (unit, factor) = scaled(quantity.unit.clone().or_else(|| unit.map(str::to_owned)));
    for said in [&figure.indicator, header] {
        phrase::add(&keikaku_text::normalize(&said.to_string()).as_string(), &mut phrase, words);
    }
    phrase.qualifiers.sort();
    phrase.qualifiers.dedup();
    // A △ over an earlier figure with a △ is a sign, be it a share or not.
    let is_sign = phrase.is_minus && baseline.is_some_and(|b| b.value < 0.0) && phrase.comparator == Comparator::Decrease;
    let value = if is_sign { phrase.signed() } else { phrase.quantity.value };
    Some(FoundTarget {
        comparator: if is_sign { Comparator::Eq } else { phrase.comparator },
        value: value * factor,
        value_max: quantity.value_max.map(|v| v * factor),
        unit,
        approximate: phrase.approximate,
        qualifiers: phrase.qualifiers,
        ..base
    })
}

/// 増加, 減少, 維持, 現状維持 without a number: the earlier figure is what is kept; growth without a figure is no target.
fn trend(scan: &Scan, base: FoundTarget, baseline: Option<&Baseline>) -> Option<FoundTarget> {
    let kept = baseline.filter(|_| scan.string().contains("維持"))?;
    Some(FoundTarget { comparator: Comparator::Maintain, value: kept.value, unit: kept.unit.clone(), ..base })
}

/// The first number of a cell that is no year and no date.
fn main_number(scan: &Scan) -> Option<Quantity> {
    let quantities = keikaku_text::quantities(&scan.string());
    let counts =
        |q: &&Quantity| !matches!(q.unit.as_deref(), Some("年度" | "年" | "年間" | "か年" | "カ年" | "ヶ年")) || quantities.len() == 1;
    quantities.iter().find(counts).cloned()
}

/// The year that a cell puts beside its value: `60％（令和９年度）`, `R9：60％`.
fn cell_years(scan: &Scan) -> Option<FiscalYears> {
    years::mentions(&scan.string(), None).first().map(|m| m.1)
}

/// The last of the earlier figures that holds a number.
fn baseline(figure: &Figure, unit: Option<&str>, context: &Context, words: &TargetWords) -> Option<Baseline> {
    figure.baselines.iter().rev().find_map(|(header, value)| {
        let scan = Scan::new(value);
        let quantity = main_number(&scan)?;
        let phrase: Phrase = phrase::phrase(&scan, &quantity, 0, words);
        let (unit, factor) = scaled(phrase.quantity.unit.clone().or_else(|| unit.map(str::to_owned)));
        let year = cell_years(&scan).or_else(|| years::of_header(&header.to_string(), context.plan_period)).map(|y| y[1]);
        Some(Baseline { value: phrase.signed() * factor, unit, quote: value.trimmed().to_string(), fiscal_year: year })
    })
}

/// 千円, 百万円, 万人 as a unit: the plain counter and what to multiply by.
fn scaled(unit: Option<String>) -> (Option<String>, f64) {
    const SCALES: [(&str, f64); 6] = [("百万", 1e6), ("千万", 1e7), ("十億", 1e9), ("億", 1e8), ("万", 1e4), ("千", 1e3)];
    let Some(unit) = unit else { return (None, 1.0) };
    for (word, factor) in SCALES {
        if let Some(plain) = unit.strip_prefix(word).filter(|p| !p.is_empty()) {
            return (Some(plain.to_owned()), factor);
        }
    }
    (Some(unit), 1.0)
}

/// The counter of a unit column: （人）, 単位：人.
fn unit_of(cell: &str) -> Option<String> {
    let normal = keikaku_text::normalize(cell).as_string();
    let unit = normal.trim().trim_start_matches("単位").trim_matches([':', '(', ')', ' ', '[', ']']);
    (!unit.is_empty() && unit != "-" && unit != "―").then(|| unit.to_owned())
}

/// Longest counter that an indicator gives in brackets, in characters: 満足度（％）, 排出量（t-CO2）.
const LONGEST_UNIT: usize = 6;

/// The counter in the brackets at the end of an indicator.
fn unit_in_brackets(indicator: &str) -> Option<String> {
    let normal = keikaku_text::normalize(indicator).as_string();
    let (_, inside) = normal.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let unit = unit_of(inside)?;
    let probe = format!("1{unit}");
    let is_unit = keikaku_text::quantities(&probe).first().is_some_and(|q| q.range.end == probe.chars().count());
    let counter = unit.trim_start_matches(['千', '万', '億', '百']);
    let known = is_unit || keikaku_text::quantities(&format!("1{counter}")).first().is_some_and(|q| q.unit.as_deref() == Some(counter));
    (known && unit.chars().count() <= LONGEST_UNIT).then_some(unit)
}

/// An indicator on one line.
fn name(indicator: &str) -> String {
    indicator.split('\n').map(str::trim).collect::<Vec<_>>().join("")
}
