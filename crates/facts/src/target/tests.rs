//! The case list `tests/suite/facts/target.toml`.
use crate::Lexicon;
use crate::context::FoundTarget;
use crate::suite::{Around, assert_all, cases};
use keikaku_model::Text;
use serde::Deserialize;

/// The plan's period where a case names none.
const PERIOD: [i32; 2] = [2024, 2028];

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(flatten)]
    around: Around,
    targets: Vec<String>,
}

/// A comparator or qualifier as records name it.
fn name(value: impl serde::Serialize) -> String {
    toml::Value::try_from(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A target in the words of the case list.
pub(super) fn shown(target: &FoundTarget) -> String {
    let mut words = vec![name(target.comparator)];
    words.push(target.value_max.map_or(target.value.to_string(), |max| format!("{}..{max}", target.value)));
    words.extend(target.unit.clone());
    words.extend(target.qualifiers.iter().map(|q| name(*q)));
    words.extend(target.approximate.then(|| "~".to_owned()));
    words.extend(target.baseline.as_ref().map(|b| format!("< {}", b.value)));
    words.extend(target.within.map(|w| format!("in {w}")));
    words.extend(target.fiscal_years.map(|y| if y[0] == y[1] { format!("@{}", y[0]) } else { format!("@{}-{}", y[0], y[1]) }));
    words.join(" ")
}

#[test]
fn every_case_of_the_list_holds() {
    let lexicon = Lexicon::default();
    let cases: Vec<Case> = cases(include_str!("../../../../tests/suite/facts/target.toml"));
    let result = |c: Case| {
        let found = super::targets(&Text::unplaced(&c.text), &c.around.context(PERIOD), &lexicon);
        (c.text, c.targets, found.iter().map(shown).collect())
    };
    assert_all(cases.into_iter().map(result).collect());
}
