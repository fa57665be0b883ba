//! Keywords: noun compounds that set a measure apart within the plan.
use crate::plain::plain;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The words of `data/keywords.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeywordWords {
    common: Vec<String>,
    /// Words that run into a compound from behind.
    tails: Vec<String>,
    pub(crate) most: usize,
    shortest: usize,
}

/// A compound in the title counts as much as this many in the text under it.
const TITLE_WEIGHT: f64 = 3.0;

/// The keywords of each measure from its title and the text under it, most telling first: term frequency times the
/// logarithm of how few of the plan's measures have it; of equals the longer, then the one that stands first.
pub(crate) fn keywords(measures: &[(String, String)], words: &KeywordWords) -> Vec<Vec<String>> {
    let counted: Vec<Vec<(String, f64)>> = measures.iter().map(|(title, text)| counts(title, text, words)).collect();
    let mut spread: BTreeMap<&str, usize> = BTreeMap::new();
    for measure in &counted {
        measure.iter().for_each(|(w, _)| *spread.entry(w).or_default() += 1);
    }
    let total = measures.len() as f64;
    counted.iter().map(|measure| best(measure, |w| (1.0 + total / spread.get(w).copied().unwrap_or(1) as f64).ln(), words.most)).collect()
}

/// The compounds of a measure with their weights, in the order in which they first stand.
fn counts(title: &str, text: &str, words: &KeywordWords) -> Vec<(String, f64)> {
    let mut out: Vec<(String, f64)> = Vec::new();
    let mut add = |source: &str, weight: f64| {
        for compound in keikaku_text::compounds(source) {
            let plain = plain(&compound);
            let tail = words.tails.iter().find(|t| plain.ends_with(t.as_str())).map_or(0, String::len);
            let word = plain[..plain.len() - tail].to_owned();
            let says_something =
                word.chars().count() >= words.shortest && !words.common.contains(&word) && word.chars().any(|c| c.is_alphabetic());
            if !says_something {
                continue;
            }
            match out.iter_mut().find(|(w, _)| *w == word) {
                Some((_, n)) => *n += weight,
                None => out.push((word, weight)),
            }
        }
    };
    add(title, TITLE_WEIGHT);
    add(text, 1.0);
    out
}

/// The most telling compounds; a compound inside one already taken is left out.
fn best(measure: &[(String, f64)], rarity: impl Fn(&str) -> f64, most: usize) -> Vec<String> {
    let mut ranked: Vec<(usize, f64)> = measure.iter().enumerate().map(|(i, (w, n))| (i, n * rarity(w))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(measure[b.0].0.len().cmp(&measure[a.0].0.len())).then(a.0.cmp(&b.0)));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut out = Vec::new();
    for (i, _) in ranked {
        let word = &measure[i].0;
        if out.len() == most {
            break;
        }
        if !taken.iter().any(|t| t.contains(word.as_str())) {
            taken.insert(word.clone());
            out.push(word.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[test]
    fn measures_without_text_have_none() {
        let words = Lexicon::default().keywords;
        assert_eq!(keywords(&[(String::new(), String::new())], &words), [Vec::<String>::new()]);
    }

    #[derive(Deserialize)]
    struct Case {
        measures: Vec<[String; 2]>,
        keywords: Vec<Vec<String>>,
    }

    #[test]
    fn every_case_of_the_list_holds() {
        let words = Lexicon::default().keywords;
        let cases: Vec<Case> = crate::suite::cases(include_str!("../../../tests/suite/facts/keyword.toml"));
        let result = |c: Case| {
            let measures: Vec<(String, String)> = c.measures.into_iter().map(|[title, text]| (title, text)).collect();
            (format!("{:?}", measures[0].0), c.keywords, keywords(&measures, &words))
        };
        crate::suite::assert_all(cases.into_iter().map(result).collect());
    }

    #[test]
    fn rare_compounds_come_first() {
        let measure = [("創業塾".to_owned(), 1.0), ("商店街".to_owned(), 1.0), ("商店".to_owned(), 1.0)];
        let rarity = |w: &str| if w == "創業塾" { 2.0 } else { 1.0 };
        assert_eq!(best(&measure, rarity, 5), ["創業塾", "商店街"]);
    }
}
