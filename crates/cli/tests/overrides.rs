//! Corrections by hand over runs, from outside.
mod common;

use common::{PLAN, at, folder, keikaku, outputs, report, stderr};
use serde_json::Value;
use std::path::Path;

/// Corrects the figure of the plan's first target, wherever it stands.
const LINE: &str =
    r#"{"plan": "a.txt", "kind": "target", "quote": "年間120件", "field": "value", "value": 130, "who": "編集係", "why": "正誤表"}"#;

fn targets(out: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(Path::new(out).join("tables/targets.jsonl")).expect("a table");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_correction_survives_runs_and_is_told_when_it_means_nothing() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", "海岬町総合計画\n".as_bytes()), ("lines", LINE.as_bytes())]);
    let (input, out, lines) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "lines"));
    keikaku(&["convert", &input, "-o", &out]).success();
    let read = outputs(Path::new(&out));
    let run = || keikaku(&["convert", &input, "-o", &out, "--overrides", &lines]);
    let told = run().success();
    assert!(!stderr(&told).contains("overrides"), "{}", stderr(&told));
    let first = &targets(&out)[0];
    assert_eq!((&first["value"], &first["corrected_by"][0]["before"]), (&130.into(), &"120".into()), "{first}");
    assert_eq!((&first["corrected_by"][0]["who"], &first["quote"]), (&"編集係".into(), &"年間120件".into()));
    keikaku(&["validate", &out]).success();
    let made = |of: &str| {
        report(&out)["files"]
            .as_array()
            .expect("files")
            .iter()
            .find(|f| f["input"].as_str().is_some_and(|i| i.ends_with(of)))
            .expect("a file")["seconds"]
            .clone()
    };
    let corrected = outputs(Path::new(&out));
    let (finished, untouched) = (report(&out)["finished"].clone(), made("b.txt"));
    // The same again writes nothing, and a plan that no line means is not converted again.
    run().success();
    assert_eq!((&report(&out)["finished"], &made("b.txt")), (&finished, &untouched));
    keikaku(&["convert", &input, "-o", &out, "--overrides", &lines, "--force"]).success();
    assert_eq!(outputs(Path::new(&out)), corrected);
    assert_eq!(report(&out)["overrides"][0]["outcome"], "applied");
    // The plan is printed anew without the figure.
    std::fs::write(at(&dir, "in/a.txt"), PLAN.replace("120件", "150件")).expect("writable");
    let told = run().success();
    assert!(
        stderr(&told).contains("Line 1 of the overrides was not applied: no target of the plan reads 「年間120件」 any more."),
        "{}",
        stderr(&told)
    );
    assert_eq!(report(&out)["overrides"][0]["outcome"], "unmatched");
    std::fs::write(at(&dir, "in/a.txt"), PLAN).expect("writable");
    keikaku(&["convert", &input, "-o", &out]).success();
    assert_eq!(outputs(Path::new(&out)), read, "without the file nothing is corrected");
}

#[test]
fn a_wrong_line_stops_everything_and_one_that_does_not_fit_is_told() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("wrong", LINE.replace("130", "\"many\"").as_bytes())]);
    let (input, out) = (at(&dir, "in"), at(&dir, "out"));
    let told = keikaku(&["convert", &input, "-o", &out, "--overrides", &at(&dir, "wrong")]).code(2);
    let said = stderr(&told);
    assert!(said.contains("Line 1: `value` of a target can't have this value") && !Path::new(&out).exists(), "{said}");
    keikaku(&["convert", &input, "-o", &out, "--overrides", &at(&dir, "none")]).code(2);
    let years = LINE.replace("\"value\", \"value\": 130", "\"fiscal_years\", \"value\": [2025, 2024]");
    std::fs::write(at(&dir, "unfit"), years).expect("writable");
    let told = keikaku(&["convert", &input, "-o", &out, "--overrides", &at(&dir, "unfit")]).code(1);
    assert!(stderr(&told).contains("run backwards"), "{}", stderr(&told));
    assert_eq!(report(&out)["overrides"][0]["outcome"], "refused");
    assert_eq!(targets(&out)[0].get("corrected_by"), None);
    let told = keikaku(&["export", &out, "--to", "csv", "-o", &at(&dir, "csv"), "--overrides", &at(&dir, "unfit")]).code(2);
    assert!(stderr(&told).contains("Line 1 of the overrides") && !Path::new(&at(&dir, "csv")).exists(), "{}", stderr(&told));
}

#[test]
fn an_export_is_corrected_without_the_plan() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("lines", LINE.as_bytes())]);
    let (input, out, lines) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "lines"));
    keikaku(&["convert", &input, "-o", &out]).success();
    keikaku(&["export", &out, "--to", "jsonl", "-o", &at(&dir, "one"), "--overrides", &lines]).success();
    keikaku(&["convert", &input, "-o", &out, "--overrides", &lines]).success();
    for (name, more) in [("two", vec![]), ("three", vec!["--overrides", lines.as_str()])] {
        let to = at(&dir, name);
        keikaku(&[vec!["export", &out, "--to", "jsonl", "-o", &to], more].concat()).success();
        assert_eq!(outputs(Path::new(&to)), outputs(Path::new(&at(&dir, "one"))), "{name}");
    }
}
