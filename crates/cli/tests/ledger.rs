//! The ledger: pages and digits that went in came out, or it is said where they stayed.
mod common;

use common::{PLAN, at, corpora, entry, folder, keikaku, outputs, report};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Collects the pages of all spans in a value.
fn pages(value: &Value, into: &mut BTreeSet<u64>) {
    match value {
        Value::Object(members) => {
            if let (Some(page), true) = (members.get("page").and_then(Value::as_u64), members.contains_key("bbox")) {
                into.insert(page);
            }
            members.values().for_each(|v| pages(v, into));
        }
        Value::Array(values) => values.iter().for_each(|v| pages(v, into)),
        _ => {}
    }
}

/// Digits in the cells of a plan document's tables.
fn digits(plan: &Value) -> usize {
    let cells = plan["tables"].as_array().expect("tables").iter().flat_map(|t| t["cells"].as_array().expect("cells"));
    cells.flat_map(|c| c["text"].as_str().expect("a text").chars()).filter(|c| c.is_numeric()).count()
}

#[test]
fn pages_and_digits_add_up() {
    let plans: Vec<String> = corpora().iter().map(|p| p.to_string_lossy().into_owned()).collect();
    let dir = folder(&[("empty.pdf", b"")]);
    let (out, empty) = (at(&dir, "out"), at(&dir, "empty.pdf"));
    let mut args = vec!["convert", "-o", &out, "-q", "--max-pages", "3", &empty];
    args.extend(plans.iter().map(String::as_str));
    keikaku(&args).code(1);
    let report = report(&out);
    let sum =
        |field: &str| report["files"].as_array().expect("files").iter().map(|f| f["ledger"][field].as_u64().expect("a count")).sum::<u64>();
    let ledger = |field: &str| report["ledger"][field].as_u64().expect("a count");
    for field in ["pages", "pages_with_records", "pages_without_records", "pages_quarantined", "table_digits", "record_digits"] {
        assert_eq!(ledger(field), sum(field), "{field}");
    }
    assert_eq!(ledger("pages"), ledger("pages_with_records") + ledger("pages_without_records") + ledger("pages_quarantined"));
    assert_eq!(ledger("table_digits"), ledger("record_digits"));
    assert!(ledger("table_digits") > 100 && ledger("pages_quarantined") > 5 && ledger("pages_with_records") > 5, "{}", report["ledger"]);
    // The same again from the outputs alone.
    for (path, bytes) in outputs(Path::new(&out)).into_iter().filter(|(p, _)| p.starts_with("plans")) {
        let mut plan: Value = serde_json::from_slice(&bytes).expect("JSON");
        let entry = entry(&report, plan["source"]["file_name"].as_str().expect("a name"));
        assert_eq!(entry["ledger"]["record_digits"], digits(&plan), "{}", path.display());
        let Some(count) = plan["source"]["pages"].as_u64() else { continue };
        assert_eq!(entry["ledger"]["pages"], count, "{}", path.display());
        plan.as_object_mut().expect("an object").remove("diagnostics");
        let mut found = BTreeSet::new();
        pages(&plan, &mut found);
        assert_eq!(entry["ledger"]["pages_with_records"], found.len(), "{}", path.display());
    }
}

#[test]
fn a_file_of_too_many_pages_is_told_with_their_number() {
    let plan = corpora().into_iter().find(|p| p.ends_with("wakabadai-cci-midterm.pdf")).expect("it is in the corpora");
    let bytes = std::fs::read(&plan).expect("a plan");
    let dir = folder(&[("in/long.pdf", &bytes), ("in/same.pdf", &bytes), ("in/short.txt", PLAN.as_bytes())]);
    let out = at(&dir, "out");
    keikaku(&["convert", &at(&dir, "in"), "-o", &out, "--max-pages", "1"]).code(1);
    let told = report(&out);
    for name in ["long.pdf", "same.pdf"] {
        let entry = entry(&told, name);
        assert_eq!(entry["code"], "too-many-pages", "{entry}");
        assert_eq!(entry["ledger"]["pages_quarantined"], entry["pages"], "{entry}");
        let reason = std::fs::read(Path::new(&out).join(entry["quarantine"].as_str().expect("a place"))).expect("a reason");
        let reason: Value = serde_json::from_slice(&reason).expect("JSON");
        assert!(reason["pages"].as_u64() > Some(1) && reason["message"].as_str().is_some_and(|m| m.contains("--max-pages")), "{reason}");
    }
    keikaku(&["convert", &at(&dir, "in"), "-o", &out]).code(0);
    assert_eq!(report(&out)["ledger"]["pages_quarantined"], 0);
    assert!(!Path::new(&out).join("quarantine").exists());
}
