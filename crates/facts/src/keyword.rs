//! Keywords: the noun compounds that set a measure apart within its plan.
use keikaku_model::outline::Measure;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The words of `data/keywords.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeywordWords {
    common: Vec<String>,
    pub(crate) most: usize,
    shortest: usize,
}

/// How much more a compound of the title counts than one of the text below it.
const TITLE_WEIGHT: f64 = 3.0;

/// The keywords of each measure, most telling first: frequency in the measure times rarity in the plan (TF-IDF).
pub(crate) fn keywords(measures: &[Measure], words: &KeywordWords) -> Vec<Vec<String>> {
    let counts: Vec<BTreeMap<String, f64>> = measures.iter().map(|m| compounds(m, words)).collect();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    counts.iter().flat_map(BTreeMap::keys).for_each(|w| *holders.entry(w).or_default() += 1);
    let rarity = |w: &str| (1.0 + measures.len() as f64 / holders.get(w).copied().unwrap_or(1) as f64).ln();
    counts
        .iter()
        .map(|own| {
            let mut ranked: Vec<(f64, &String)> = own.iter().map(|(w, n)| (n * rarity(w), w)).collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            ranked.into_iter().take(words.most).map(|r| r.1.clone()).collect()
        })
        .collect()
}

/// The compounds of a measure with their weights.
fn compounds(measure: &Measure, words: &KeywordWords) -> BTreeMap<String, f64> {
    use keikaku_model::outline::Role;
    let common: BTreeSet<&str> = words.common.iter().map(String::as_str).collect();
    let prose = measure.parts.iter().filter(|p| matches!(p.role, Role::Goal | Role::Action | Role::Description));
    let texts = std::iter::once((&measure.title, TITLE_WEIGHT)).chain(prose.map(|p| (&p.text, 1.0)));
    let mut counts = BTreeMap::new();
    for (text, weight) in texts {
        let found = keikaku_text::compounds(&text.to_string());
        let telling = found.into_iter().filter(|w| w.chars().count() >= words.shortest && !common.contains(w.as_str()));
        telling.for_each(|w| *counts.entry(w).or_default() += weight);
    }
    counts
}
