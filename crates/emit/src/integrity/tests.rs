use super::*;
use serde_json::{Value, json};

/// A plan document with one of each record, whole.
fn whole() -> Value {
    let id = "0123456789abcdef";
    let of = |suffix: &str| format!("{id}:{suffix}");
    let spans = json!([{"page": 1, "bbox": [1.0, 2.0, 3.0, 4.0]}]);
    json!({
        "schema": "keikaku/plan/1", "id": id,
        "source": {"file_name": "a.pdf", "sha256": format!("{id}{}", "0".repeat(48)), "media_type": "application/pdf", "bytes": 9,
            "pages": 2, "producer": null, "encoding": null, "text_layer": "native"},
        "generator": {"name": "keikaku", "version": "0", "profile": null, "dictionary": "none"},
        "plan": {"title": null, "issuer": null, "plan_kind": null, "edition": null, "period": null, "published": null, "revised": null,
            "co_issuers": [], "spans": []},
        "sections": [
            {"id": of("s1"), "parent_id": null, "ordinal": 1, "depth": 1, "label": null, "title": "会員の拡大", "kind": "chapter",
                "text": "", "spans": spans, "text_spans": []},
            {"id": of("s1.1"), "parent_id": of("s1"), "ordinal": 2, "depth": 2, "label": null, "title": "勧誘", "kind": "group",
                "text": "", "spans": spans, "text_spans": []},
        ],
        "measures": [{"id": of("m1"), "section_id": of("s1.1"), "ordinal": 1, "label": null, "title": "訪問", "status": null,
            "is_repeat": false, "repeat_of": null, "fiscal_years": null, "keywords": [], "spans": spans}],
        "statements": [{"id": of("st1"), "measure_id": of("m1"), "ordinal": 1, "role": "goal", "fiscal_years": [2024, 2026], "column": null,
            "text": "300社", "spans": spans}],
        "owners": [{"id": of("o1"), "measure_id": of("m1"), "name": "総務課", "kind": "department", "quote": "総務課", "spans": spans}],
        "targets": [{"id": of("t1"), "measure_id": of("m1"), "section_id": of("s1.1"), "statement_id": of("st1"), "quote": "300社",
            "indicator": null, "comparator": "eq", "value": 300, "value_max": null, "unit": "社", "qualifiers": [], "within_id": null,
            "approximate": false, "baseline": null, "fiscal_years": null, "same_as": null, "spans": spans}],
        "amounts": [], "milestones": [],
        "tables": [{"id": of("tb1"), "section_id": null, "rows": 1, "columns": 2, "cells": [
            {"row": 0, "column": 0, "row_span": 1, "column_span": 1, "is_header": false, "role": null, "text": "", "spans": []},
            {"row": 0, "column": 1, "row_span": 1, "column_span": 1, "is_header": false, "role": null, "text": "", "spans": []},
        ]}],
        "terms": [], "diagnostics": [],
        "coverage": {"glyphs": 10, "in_records": 7, "in_furniture": 2, "unassigned": 1, "hidden": 0},
    })
}

fn found(value: Value) -> Vec<String> {
    faults(&serde_json::from_value(value).expect("a plan document"))
}

#[test]
fn a_whole_document_has_no_faults() {
    assert_eq!(found(whole()), Vec::<String>::new());
}

#[test]
fn each_contradiction_is_told_once() {
    let cases = [
        ("/id", json!("ffffffffffffffff"), "is not the beginning"),
        ("/coverage/unassigned", json!(2), "does not add up"),
        ("/sections/1/id", json!("0123456789abcdef:s1"), "is given to a section and to a section"),
        ("/sections/0/parent_id", json!("0123456789abcdef:s1.1"), "stands before its parent"),
        ("/sections/1/depth", json!(1), "no deeper than its parent"),
        ("/measures/0/ordinal", json!(4), "ordinal 4 where 1"),
        ("/measures/0/section_id", json!("0123456789abcdef:m1"), "is a measure and no section"),
        ("/owners/0/measure_id", json!("0123456789abcdef:m9"), "that no measure has"),
        ("/targets/0/same_as", json!("0123456789abcdef:t1"), "points at itself"),
        ("/statements/0/fiscal_years", json!([2026, 2024]), "run backwards"),
        ("/tables/0/cells/1/column_span", json!(2), "leaves its grid"),
        ("/tables/0/cells/1/column", json!(0), "two cells at"),
        ("/measures/0/spans/0/page", json!(3), "page 3 of a source with 2"),
        ("/measures/0/spans/0/bbox", json!([3.0, 2.0, 1.0, 4.0]), "inside out"),
        ("/measures/0/spans/0", json!({"line": [0, 1]}), "the lines 0 to 1"),
    ];
    for (pointer, value, sentence) in cases {
        let mut document = whole();
        *document.pointer_mut(pointer).expect("a member") = value;
        let faults = found(document);
        assert!(faults.iter().any(|f| f.contains(sentence)), "{pointer}: {sentence} in {faults:?}");
    }
}

#[test]
fn a_figure_and_its_statement_belong_to_one_measure() {
    let mut document = whole();
    let mut second = document["measures"][0].clone();
    (second["id"], second["ordinal"]) = (json!("0123456789abcdef:m2"), json!(2));
    document["measures"].as_array_mut().expect("a list").push(second);
    document["targets"][0]["measure_id"] = json!("0123456789abcdef:m2");
    assert!(found(document)[0].contains("but its statement to 0123456789abcdef:m1"));
}
