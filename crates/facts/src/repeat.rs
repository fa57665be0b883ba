//! Repeats: a measure marked 再掲 and the one it repeats.
use crate::plain::{likeness, plain};

/// Titles at least this alike name the same measure: a repeat often leaves out a word or writes one in kana.
const SAME: f64 = 0.8;

/// For each measure marked 再掲 the one it repeats: the most alike of those not marked, of equals the nearest before, else the next after.
/// Where the mark names a part of the plan (再掲：施策２), `pointed` gives the measures there: the only one, or the most alike of them.
pub(crate) fn originals(titles: &[String], is_repeat: &[bool], pointed: impl Fn(usize) -> Option<Vec<usize>>) -> Vec<Option<usize>> {
    let plain: Vec<String> = titles.iter().map(|t| plain(t)).collect();
    let find = |i: usize| match pointed(i).as_deref() {
        Some(&[one]) if one != i => Some(one),
        Some(several) => original(i, &plain, is_repeat, |o| several.contains(&o)).or_else(|| original(i, &plain, is_repeat, |_| true)),
        None => original(i, &plain, is_repeat, |_| true),
    };
    (0..titles.len()).map(|i| is_repeat[i].then(|| find(i)).flatten()).collect()
}

fn original(repeat: usize, titles: &[String], is_repeat: &[bool], fits: impl Fn(usize) -> bool) -> Option<usize> {
    let others = (0..titles.len()).filter(|&i| i != repeat && !is_repeat[i] && fits(i));
    let mut best: Option<(f64, usize)> = None;
    for i in others {
        let alike = likeness(&titles[repeat], &titles[i]);
        // Later ones before the repeat are nearer; behind it the first one is.
        let is_better = best.is_none_or(|(b, _)| if i < repeat { alike >= b } else { alike > b });
        if alike >= SAME && is_better {
            best = Some((alike, i));
        }
    }
    best.map(|(_, i)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        titles: Vec<String>,
        repeats: Vec<usize>,
        /// What the mark of the first repeat points at.
        pointed: Option<Vec<usize>>,
        of: Vec<i64>,
    }

    #[test]
    fn every_case_of_the_list_holds() {
        let cases: Vec<Case> = crate::suite::cases(include_str!("../../../tests/suite/facts/repeat.toml"));
        for c in &cases {
            let marks: Vec<bool> = (0..c.titles.len()).map(|i| c.repeats.contains(&i)).collect();
            let found = originals(&c.titles, &marks, |i| c.pointed.clone().filter(|_| c.repeats.first() == Some(&i)));
            let of: Vec<i64> = c.repeats.iter().map(|&i| found[i].map_or(-1, |o| o as i64)).collect();
            assert_eq!(of, c.of, "{:?}", c.titles);
            assert!(found.iter().enumerate().all(|(i, f)| f.is_none() || marks[i]));
        }
    }
}
