//! The case list `tests/suite/facts/milestone.toml`.
use crate::Lexicon;
use crate::suite::{Around, assert_all, cases};
use keikaku_model::Text;
use serde::Deserialize;

/// The plan's period where a case names none.
const PERIOD: [i32; 2] = [2025, 2025];

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(flatten)]
    around: Around,
    dates: Vec<String>,
}

#[test]
fn every_case_of_the_list_holds() {
    let lexicon = Lexicon::default();
    let cases: Vec<Case> = cases(include_str!("../../../../tests/suite/facts/milestone.toml"));
    let result = |c: Case| {
        let found = super::milestones(&Text::unplaced(&c.text), &c.around.context(PERIOD), &lexicon);
        (c.text, c.dates, found.into_iter().map(|m| m.date).collect())
    };
    assert_all(cases.into_iter().map(result).collect());
}
