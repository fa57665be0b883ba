//! The case list `tests/suite/facts/milestone.toml`.
use crate::context::Context;
use crate::lexicon::Lexicon;
use keikaku_model::Text;
use keikaku_model::outline::Role;
use serde::Deserialize;

const CASES: &str = include_str!("../../../../tests/suite/facts/milestone.toml");

/// The plan's period where a case names none.
const PERIOD: [i32; 2] = [2025, 2025];

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
    dates: Vec<String>,
}

#[test]
fn every_case_of_the_list_holds() {
    let lexicon = Lexicon::default();
    let suite: Suite = toml::from_str(CASES).expect("the case list is well-formed");
    let mut wrong = Vec::new();
    for case in &suite.case {
        let context =
            Context { plan_period: Some(case.period.unwrap_or(PERIOD)), column_years: case.column, role: case.role, ..Context::default() };
        let found: Vec<String> = super::milestones(&Text::unplaced(&case.text), &context, &lexicon).into_iter().map(|m| m.date).collect();
        if found != case.dates {
            wrong.push(format!("{}\n  expected {:?}\n  found    {found:?}", case.text, case.dates));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), suite.case.len(), wrong.join("\n"));
}
