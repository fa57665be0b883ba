//! Overrides over the frozen plan of a chamber: eleven measures, seventeen targets, two figures shared by two measures each.
use super::*;
use crate::integrity;
use keikaku_model::plan::Correction;
use std::path::Path;

const ID: &str = "b8af6ff746296640";

fn document() -> PlanDocument {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/samples/1/wakabadai-cci-midterm.b8af6ff7.json");
    serde_json::from_slice(&std::fs::read(path).expect("a sample")).expect("a plan document")
}

/// A line: what is given, with who and why.
fn line(rest: &str) -> String {
    format!("{{{rest}, \"who\": \"編集係\", \"why\": \"正誤表\"}}").replace("ID:", &format!("{ID}:"))
}

fn overrides(lines: &[&str]) -> Overrides {
    let text: Vec<String> = lines.iter().map(|rest| line(rest)).collect();
    Overrides::parse(&text.join("\n")).expect("lines that a plan can take")
}

/// What a file's only line is refused for.
fn refused(text: &str) -> String {
    Overrides::parse(text).expect_err("a wrong line").remove(0)
}

/// The corrected document and what became of each line.
fn applied(lines: &[&str]) -> (PlanDocument, Vec<Reported>) {
    let (mut document, overrides) = (document(), overrides(lines));
    let outcomes = overrides.apply(&mut document);
    assert_eq!(integrity::faults(&document), Vec::<String>::new());
    (document, overrides.report([&outcomes].into_iter()))
}

fn fates(reported: &[Reported]) -> Vec<Fate> {
    reported.iter().map(|r| r.outcome.outcome).collect()
}

#[test]
fn a_field_is_corrected_and_marked() {
    let before = document();
    let (after, reported) = applied(&[
        r#""record": "ID:t4", "field": "value", "value": 320, "date": "2026-05-01""#,
        r#""plan": "wakabadai-cci-midterm.pdf", "kind": "target", "quote": "会員数2,000件", "field": "baseline.value", "value": 1840"#,
        r#""plan": "b8af6ff746296640", "kind": "measure", "quote": "空き店舗の活用", "field": "status", "value": "new""#,
        r#""record": "b8af6ff746296640", "field": "issuer.prefecture", "value": "北海道""#,
    ]);
    assert_eq!(fates(&reported), [Fate::Applied; 4], "{reported:?}");
    let target = &after.targets[3];
    let mark = Correction {
        field: "value".to_owned(),
        before: "300".to_owned(),
        who: "編集係".to_owned(),
        why: "正誤表".to_owned(),
        date: Some("2026-05-01".to_owned()),
    };
    assert_eq!((target.value, &target.corrected_by), (320.0, &vec![mark]));
    assert_eq!((&target.quote, &target.spans), (&before.targets[3].quote, &before.targets[3].spans));
    assert_eq!(after.targets[15].baseline.as_ref().map(|b| b.value), Some(1840.0));
    assert_eq!(after.measures[5].corrected_by[0].before, "null");
    assert_eq!(after.plan.issuer.as_ref().and_then(|i| i.prefecture.as_deref()), Some("北海道"));
    assert_eq!(after.plan.corrected_by[0].before, "null");
    let untouched = |d: &PlanDocument| (d.statements.clone(), d.owners.clone(), d.sections.clone(), d.tables.clone());
    assert_eq!(untouched(&after), untouched(&before));
}

#[test]
fn a_second_time_changes_nothing() {
    let overrides = overrides(&[
        r#""record": "ID:t4", "quote": "体験会の参加者300名", "field": "quote", "value": "体験会の参加者320名""#,
        r#""plan": "wakabadai-cci-midterm.pdf", "kind": "target", "quote": "体験会の参加者300名", "field": "value", "value": 320"#,
    ]);
    let mut once = document();
    let first = overrides.apply(&mut once);
    let mut twice = once.clone();
    assert_eq!(overrides.apply(&mut twice), first);
    assert_eq!(once, twice);
    assert_eq!(once.targets[3].corrected_by.len(), 2);
}

#[test]
fn a_shared_figure_is_corrected_in_all_its_measures() {
    let (after, reported) = applied(&[
        r#""plan": "wakabadai-cci-midterm.pdf", "kind": "target", "quote": "新規出店20件", "field": "value", "value": 25"#,
        r#""record": "ID:t13", "field": "value", "value": 11"#,
    ]);
    assert_eq!(reported[0].outcome.records, [format!("{ID}:t12"), format!("{ID}:t14")]);
    let values: Vec<f64> = [10, 11, 12, 13].map(|at| after.targets[at].value).to_vec();
    assert_eq!(values, [11.0, 25.0, 11.0, 25.0]);
}

#[test]
fn what_is_not_there_any_more_is_said() {
    let (after, reported) = applied(&[
        r#""record": "ID:t99", "field": "value", "value": 1"#,
        r#""record": "ID:t4", "quote": "体験会の参加者30名", "field": "value", "value": 1"#,
        r#""plan": "wakabadai-cci-midterm.pdf", "kind": "owner", "quote": "無い課", "field": "kind", "value": "branch""#,
        r#""plan": "other.pdf", "kind": "owner", "quote": "総務課", "field": "kind", "value": "branch""#,
        r#""record": "ID:t9", "field": "value", "value": 4"#,
    ]);
    assert_eq!(fates(&reported), [Fate::Unmatched, Fate::Unmatched, Fate::Unmatched, Fate::Unmatched, Fate::Needless]);
    assert_eq!(after, document());
    for (reported, said) in reported.iter().zip(["Line 1 ", "「体験会の参加者30名」", "「無い課」", "other.pdf is not among"])
    {
        assert!(reported.sentence().is_some_and(|s| s.contains(said)), "{reported:?}");
    }
    assert_eq!(reported[4].sentence(), None);
}

#[test]
fn what_does_not_fit_the_plan_is_refused_and_the_rest_is_applied() {
    let (after, reported) = applied(&[
        r#""record": "ID:t4", "field": "measure_id", "value": "b8af6ff746296640:m1""#,
        r#""record": "ID:t5", "field": "measure_id", "value": "b8af6ff746296640:m99""#,
        r#""record": "ID:t6", "field": "baseline.value", "value": 1"#,
        r#""record": "ID:t7", "field": "fiscal_years", "value": [2026, 2025]"#,
        r#""record": "ID:t8", "field": "value", "value": 16"#,
    ]);
    assert_eq!(fates(&reported), [Fate::Refused, Fate::Refused, Fate::Refused, Fate::Refused, Fate::Applied], "{reported:?}");
    for (reported, said) in reported.iter().zip(["but its statement to", "that no measure has", "as a whole", "backwards"]) {
        assert!(reported.sentence().is_some_and(|s| s.contains(said)), "{reported:?}");
    }
    assert_eq!(after.targets[7].value, 16.0);
    // With its statement the same figure fits.
    let (after, reported) = applied(&[
        r#""record": "ID:t4", "field": "measure_id", "value": "b8af6ff746296640:m1""#,
        r#""record": "ID:t4", "field": "statement_id", "value": null"#,
    ]);
    assert_eq!(fates(&reported), [Fate::Applied; 2], "{reported:?}");
    assert_eq!(after.targets[3].measure_id.as_deref(), Some("b8af6ff746296640:m1"));
}

#[test]
fn several_records_and_two_lines_for_a_field_are_refused() {
    let twice = r#""plan": "wakabadai-cci-midterm.pdf", "kind": "owner", "quote": "経営支援課", "field": "kind", "value": "branch""#;
    let (_, reported) = applied(&[
        twice,
        &twice.replace("\"field\"", "\"measure\": \"デジタル化の後押し\", \"field\""),
        r#""record": "ID:t4", "field": "unit", "value": "人""#,
        r#""plan": "wakabadai-cci-midterm.pdf", "kind": "target", "quote": "体験会の参加者300名", "field": "unit", "value": "社""#,
    ]);
    assert_eq!(fates(&reported), [Fate::Refused, Fate::Applied, Fate::Refused, Fate::Refused], "{reported:?}");
    assert!(reported[0].sentence().is_some_and(|s| s.contains("name one by its id")));
    assert!(reported[3].sentence().is_some_and(|s| s.contains("another line corrects the same field")));
}

#[test]
fn a_line_that_no_plan_could_take_is_refused_by_its_number() {
    let good = line(r#""record": "ID:t4", "field": "value", "value": 1"#);
    for (bad, said) in [
        ("{", "it is no override"),
        (r#"{"record": "b8af6ff746296640:t4", "field": "value", "value": 1, "who": "x"}"#, "`why`"),
        (r#"{"record": "b8af6ff746296640:t4", "field": "value", "value": 1, "who": " ", "why": "y"}"#, "`who` is empty"),
        (&line(r#""record": "ID:t4", "field": "value""#), "`value`"),
        (&line(r#""record": "ID:t4", "field": "value", "value": 1, "note": 1"#), "`note`"),
        (&line(r#""record": "ID:t4", "field": "value", "value": "many""#), "number"),
        (&line(r#""record": "ID:t4", "field": "value", "value": null"#), "number"),
        (&line(r#""record": "ID:t4", "field": "comparator", "value": "about""#), "Line 2: `comparator` of a target"),
        (&line(r#""record": "ID:t4", "field": "valeu", "value": 1"#), "there is measure_id"),
        (&line(r#""record": "ID:t4", "field": "value.x", "value": 1"#), "no field `value.x`"),
        (&line(r#""record": "ID:t4", "field": "spans", "value": []"#), "can't be corrected"),
        (&line(r#""record": "ID:t4", "field": "id", "value": "x""#), "can't be corrected"),
        (&line(r#""record": "ID:t4", "field": "measure_id", "value": "b8af6ff746296640:s1""#), "the id of a measure"),
        (&line(r#""record": "ID:t4", "field": "measure_id", "value": "0000000000000000:m1""#), "of the same plan"),
        (&line(r#""record": "ID:tb1", "field": "rows", "value": 1"#), "no id of a record that can be corrected"),
        (&line(r#""record": "t4", "field": "value", "value": 1"#), "no id of a record"),
        (&line(r#""record": "ID:t4", "kind": "target", "field": "value", "value": 1"#), "only `quote` may stand"),
        (&line(r#""plan": "a.pdf", "kind": "target", "field": "value", "value": 1"#), "must not be empty"),
        (&line(r#""plan": "a.pdf", "quote": "a", "field": "value", "value": 1"#), "names no record"),
        (&line(r#""record": "ID:t5", "field": "value", "value": 1, "date": "2026-5-1""#), "must be a day"),
        (&line(r#""record": "ID:ms1", "field": "date", "value": "2026年""#), "`date` of a milestone"),
        (&line(r#""record": "ID:t4", "quote": "x", "field": "value", "value": 2"#), "line 1 corrects the same field"),
    ] {
        let told = refused(&format!("{good}\n{bad}\n"));
        assert!(told.starts_with("Line 2: ") && told.contains(said), "{bad}: {told}");
    }
    let fields =
        [r#""record": "ID:t16", "field": "baseline", "value": null"#, r#""record": "ID:t16", "field": "baseline.value", "value": 1"#];
    assert!(refused(&fields.map(line).join("\n")).contains("line 1 corrects"), "a field within another");
    let many = vec!["{"; 15].join("\n");
    let told = Overrides::parse(&many).expect_err("wrong lines");
    assert_eq!((told.len(), told.last().map(String::as_str)), (11, Some("5 more lines are wrong.")));
    assert!(Overrides::parse(&format!("\u{feff}\r\n{good}\r\n\r\n")).is_ok_and(|o| o.lines[0].line == 2));
}

#[test]
fn keys_change_with_the_lines_that_mean_the_plan() {
    let one = r#""record": "ID:t4", "field": "value", "value": 320"#;
    let other = r#""plan": "other.pdf", "kind": "plan", "field": "title", "value": "計画""#;
    let of = |lines: &[&str]| overrides(lines).keys(ID, "wakabadai-cci-midterm.pdf");
    assert!(of(&[one]).len() == 1 && of(&[one]) == of(&[other, one]));
    assert!(of(&[other]).is_empty());
    assert_ne!(of(&[one]), of(&[&one.replace("320", "321")]));
    let read: Overrides = serde_json::from_str(&serde_json::to_string(&overrides(&[one, other])).expect("JSON")).expect("the same");
    assert_eq!(read, overrides(&[one, other]));
}
