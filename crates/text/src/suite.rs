//! The case lists of `tests/suite/text`, and what holds of any text.
use crate::{dates, quantities, tokens};
use keikaku_model::text::{Date, DateMention, Quantity};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    quantities: Vec<Vec<toml::Value>>,
    #[serde(default)]
    dates: Vec<(String, String)>,
}

fn cases(list: &str) -> Vec<Case> {
    toml::from_str::<Cases>(list).expect("a case list is well-formed").case
}

fn written(text: &str, range: std::ops::Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}

fn row(text: &str, q: &Quantity) -> Vec<String> {
    let values = std::iter::once(q.value).chain(q.value_max).map(|v| v.to_string());
    values.chain([q.unit.clone().unwrap_or_default(), written(text, q.range.clone())]).collect()
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.as_float().map_or_else(|| value.to_string(), |f| f.to_string()), str::to_owned)
}

fn spelled(m: &DateMention) -> String {
    let year = |y: Option<i32>| y.map_or_else(|| "-".to_owned(), |y| y.to_string());
    match m.date {
        Date::FiscalYears([a, b]) if a == b => format!("FY{a}"),
        Date::FiscalYears([a, b]) => format!("FY{a}-FY{b}"),
        Date::Year(y) => y.to_string(),
        Date::Month { year: y, month } => format!("{}-{month:02}", year(y)),
        Date::Day { year: y, month, day } => format!("{}-{month:02}-{day:02}", year(y)),
    }
}

#[test]
fn numbers() {
    let mut wrong = Vec::new();
    for case in cases(include_str!("../../../tests/suite/text/numbers.toml")) {
        let found: Vec<Vec<String>> = quantities(&case.text).iter().map(|q| row(&case.text, q)).collect();
        let wanted: Vec<Vec<String>> = case.quantities.iter().map(|q| q.iter().map(plain).collect()).collect();
        if found != wanted {
            wrong.push(format!("{}\n  wanted {wanted:?}\n  found  {found:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn eras() {
    let mut wrong = Vec::new();
    for case in cases(include_str!("../../../tests/suite/text/eras.toml")) {
        let found: Vec<(String, String)> = dates(&case.text).iter().map(|m| (spelled(m), written(&case.text, m.range.clone()))).collect();
        if found != case.dates {
            wrong.push(format!("{}\n  wanted {:?}\n  found  {found:?}", case.text, case.dates));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What numbers and dates are made of, in any order, and now and then anything at all.
fn writing() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9０-９,，.．/／〜～\\-年度月日令和平成RH元一二十百千万億分の社名回件%㎡㈱ｶﾞ（） ]{0,24}", any::<String>()]
}

proptest! {
    #[test]
    fn ranges_lie_in_the_text_in_order(text in writing()) {
        let length = text.chars().count();
        for ranges in [
            quantities(&text).into_iter().map(|q| q.range).collect::<Vec<_>>(),
            dates(&text).into_iter().map(|d| d.range).collect(),
            tokens(&text).into_iter().map(|t| t.range).collect(),
        ] {
            prop_assert!(ranges.iter().all(|r| r.start < r.end && r.end <= length));
            prop_assert!(ranges.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }

    #[test]
    fn quantities_and_dates_share_no_character(text in writing()) {
        let dates = dates(&text);
        for q in quantities(&text) {
            prop_assert!(q.number.start >= q.range.start && q.number.end <= q.range.end);
            prop_assert!(dates.iter().all(|d| d.range.end <= q.range.start || q.range.end <= d.range.start));
        }
    }
}
