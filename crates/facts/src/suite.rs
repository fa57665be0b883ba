//! The case lists of `tests/suite/facts`: `[[case]]` tables, one for each text.
use crate::context::Context;
use keikaku_model::outline::Role;
use keikaku_model::plan::FiscalYears;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Suite<T> {
    case: Vec<T>,
}

/// The cases of a list.
pub(crate) fn cases<T: DeserializeOwned>(list: &str) -> Vec<T> {
    toml::from_str::<Suite<T>>(list).expect("the case list is well-formed").case
}

/// What stands around the text of a case.
#[derive(Deserialize)]
pub(crate) struct Around {
    /// The part's role; none for titles.
    role: Option<Role>,
    /// The plan's period.
    period: Option<FiscalYears>,
    /// The years of the column's header.
    column: Option<FiscalYears>,
}

impl Around {
    /// The surroundings, with the plan's period where the case names none.
    pub(crate) fn context(&self, period: FiscalYears) -> Context {
        Context { plan_period: Some(self.period.unwrap_or(period)), column_years: self.column, role: self.role, ..Context::default() }
    }
}

/// Fails with all cases that are wrong: (text, expected, found).
pub(crate) fn assert_all<T: PartialEq + std::fmt::Debug>(results: Vec<(String, T, T)>) {
    let count = results.len();
    let wrong: Vec<String> = results
        .into_iter()
        .filter(|(_, expected, found)| expected != found)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected:?}\n  found    {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
}
