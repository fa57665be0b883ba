//! The case list `tests/suite/facts/target.toml`.
use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use keikaku_model::Text;
use keikaku_model::outline::Role;
use serde::Deserialize;

const CASES: &str = include_str!("../../../../tests/suite/facts/target.toml");

/// The plan's period where a case names none.
const PERIOD: [i32; 2] = [2024, 2028];

#[derive(Deserialize)]
struct Suite {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    role: Option<Role>,
    period: Option<[i32; 2]>,
    column: Option<[i32; 2]>,
    targets: Vec<String>,
}

/// A comparator or qualifier as records name it.
fn name(value: impl serde::Serialize) -> String {
    toml::Value::try_from(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A target in the words of the case list.
fn shown(target: &FoundTarget) -> String {
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
    let suite: Suite = toml::from_str(CASES).expect("the case list is well-formed");
    let mut wrong = Vec::new();
    for case in &suite.case {
        let context =
            Context { plan_period: Some(case.period.unwrap_or(PERIOD)), column_years: case.column, role: case.role, ..Context::default() };
        let found: Vec<String> = super::targets(&Text::unplaced(&case.text), &context, &lexicon).iter().map(shown).collect();
        if found != case.targets {
            wrong.push(format!("{}\n  expected {:?}\n  found    {found:?}", case.text, case.targets));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), suite.case.len(), wrong.join("\n"));
}
