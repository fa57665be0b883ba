//! What a run says while it goes: events for programs, sentences for people, nothing on request, and never data on stderr or messages
//! on stdout.
mod common;

use common::{PLAN, at, folder, keikaku, stderr};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An override of a plan that is not there.
const GONE: &[u8] = br#"{"record": "0123456789abcdef:t1", "field": "value", "value": 1, "who": "x", "why": "y"}"#;

const README: &str = include_str!("../../../README.md");

/// The rows of a table of the README, found by the beginning of its header.
fn table(header: &str) -> Vec<Vec<String>> {
    let lines = README.lines().skip_while(|line| !line.starts_with(header));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands in backticks.
fn words(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

#[test]
fn the_readme_lists_every_field_of_the_report() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes())]);
    keikaku(&["convert", &at(&dir, "in"), "-o", &at(&dir, "out")]).success();
    let report = common::report(&at(&dir, "out"));
    let fields = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<String>>();
    let mut known = fields(&report);
    known.extend(fields(&report["files"][0]));
    known.extend(fields(&report["ledger"]));
    let listed: BTreeSet<String> = table("| field of `run.json` |").iter().flat_map(|row| words(&row[0])).collect();
    assert_eq!(listed, known);
}

#[test]
fn events_are_those_of_the_readme() {
    let documented: BTreeMap<String, BTreeSet<String>> =
        table("| event |").iter().map(|row| (words(&row[0])[0].clone(), words(&row[1]).into_iter().collect())).collect();
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", PLAN.as_bytes()), ("in/c.pdf", b""), ("file", b""), ("lines", GONE)]);
    let mut events: Vec<Value> = Vec::new();
    for out in ["out", "file"] {
        let told = keikaku(&["convert", &at(&dir, "in"), "-o", &at(&dir, out), "--log-format", "json", "--overrides", &at(&dir, "lines")])
            .stdout("");
        events.extend(stderr(&told).lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))));
    }
    let names: Vec<&str> = events.iter().map(|e| e["event"].as_str().expect("a name")).collect();
    assert_eq!((names[0], names[4], names[5], names[6]), ("start", "note", "end", "error"), "{names:?}");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), documented.len() - 1, "all but stopping: {names:?}");
    for event in &events {
        let mut fields: BTreeSet<String> = event.as_object().expect("an object").keys().cloned().collect();
        assert!(fields.remove("event") && fields.remove("time"), "{event}");
        assert_eq!(Some(&fields), documented.get(event["event"].as_str().expect("a name")), "{event}");
    }
    let end = &events[5];
    assert_eq!((&end["ok"], &end["failed"], &end["skipped"], &end["exit_code"]), (&1.into(), &1.into(), &1.into(), &1.into()), "{end}");
    let bad = events.iter().find(|e| e["event"] == "quarantined").expect("c.pdf");
    assert_eq!((&bad["code"], &bad["files"]), (&"file-empty".into(), &3.into()), "{bad}");
}

#[test]
fn a_quiet_run_says_only_why_it_could_not_be() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/c.pdf", b""), ("file", b"")]);
    for _ in 0..2 {
        keikaku(&["convert", &at(&dir, "in"), "-o", &at(&dir, "out"), "--quiet"]).code(1).stdout("").stderr("");
    }
    let told = keikaku(&["convert", &at(&dir, "in"), "-o", &at(&dir, "file"), "-q"]).code(2).stdout("");
    assert!(stderr(&told).contains("can't be made"), "{}", stderr(&told));
    keikaku(&["convert", &at(&dir, "in"), "-o", &at(&dir, "out"), "-q", "--log-format", "json"]).code(2);
}
