//! Exports of the frozen documents of `schemas/samples/1`: what they hold, and that old documents can still be read.
use super::*;
use crate::Schema;
use crate::flat::Cell;
use crate::overrides::Fate;
use crate::plans::read;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/samples/1")
}

fn documents() -> Vec<PlanDocument> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(samples()).expect("the samples").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path).expect("a frozen document can still be read")).collect()
}

/// A temporary folder with an output of each form.
fn exported(form: Form, name: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = dir.path().join(name);
    assert_eq!(export(&samples(), form, &out, &Overrides::default()).expect("samples can be exported").plans, documents().len());
    (dir, out)
}

const FORMS: [(Form, &str); 5] =
    [(Form::Jsonl, "jsonl"), (Form::Csv, "csv"), (Form::Parquet, "parquet"), (Form::Xlsx, "a.xlsx"), (Form::Sqlite, "a.sqlite")];

fn bytes(out: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    if out.is_file() {
        return vec![(PathBuf::new(), std::fs::read(out).expect("a file"))];
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(out).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files.into_iter().map(|f| (f.file_name().expect("a name").into(), std::fs::read(&f).expect("a file"))).collect()
}

#[test]
fn frozen_documents_are_valid() {
    let (schema, mut faults) = (Schema::new(), Vec::new());
    for entry in std::fs::read_dir(samples()).expect("the samples") {
        let path = entry.expect("an entry").path();
        schema.document(&path.display().to_string(), &std::fs::read(&path).expect("a file"), &mut faults).expect("a plan document");
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    for (form, name) in FORMS {
        let (first, second) = (exported(form, name), exported(form, name));
        assert!(bytes(&first.1) == bytes(&second.1), "{name}");
        export(&samples(), form, &first.1, &Overrides::default()).expect("an output of ours is replaced");
        assert!(bytes(&first.1) == bytes(&second.1), "{name} again");
    }
}

#[test]
fn others_files_are_left_alone() {
    for (form, name) in FORMS {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let out = dir.path().join(name);
        let file = if name.contains('.') { out.clone() } else { out.join("mine.txt") };
        std::fs::create_dir_all(file.parent().expect("below")).expect("writable");
        std::fs::write(&file, "mine").expect("writable");
        let error = export(&samples(), form, &out, &Overrides::default()).expect_err("it is not ours");
        assert!(matches!(error, ExportError::Foreign(_)), "{name}: {error}");
        assert_eq!(std::fs::read(&file).expect("a file"), b"mine");
    }
}

#[test]
fn other_versions_are_named() {
    let (_dir, out) = exported(Form::Sqlite, "a.sqlite");
    rusqlite::Connection::open(&out).expect("a database").pragma_update(None, "user_version", 2).expect("writable");
    for error in [export(&samples(), Form::Sqlite, &out, &Overrides::default()).map(drop), sqlite::search(&out, "計画", 1).map(drop)] {
        assert!(error.expect_err("another version").to_string().contains("keikaku/plan/2"));
    }
    let (_dir, out) = exported(Form::Csv, "csv");
    let file = out.join(package::FILE);
    let text = std::fs::read_to_string(&file).expect("a package").replace(SCHEMA, "keikaku/plan/9");
    std::fs::write(&file, text).expect("writable");
    assert!(matches!(export(&samples(), Form::Csv, &out, &Overrides::default()), Err(ExportError::Version { .. })));
}

#[test]
fn a_bad_document_is_named_and_nothing_is_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut document = documents().remove(0);
    document.id = "no id".to_owned();
    std::fs::write(dir.path().join("bad.json"), crate::plan_document(&document)).expect("writable");
    for (form, name) in FORMS {
        let out = dir.path().join("out").join(name);
        let error = export(dir.path(), form, &out, &Overrides::default()).expect_err("the document is bad").to_string();
        assert!(error.contains("bad.json") && !out.exists(), "{error}");
    }
}

#[test]
fn a_database_has_the_rows_and_no_loose_ends() {
    let (_dir, out) = exported(Form::Sqlite, "a.sqlite");
    let database = rusqlite::Connection::open(&out).expect("a database");
    let mut loose = database.prepare("PRAGMA foreign_key_check").expect("SQL");
    assert!(!loose.exists([]).expect("rows"));
    let number = |sql: &str| database.query_row(sql, [], |row| row.get::<_, f64>(0)).expect(sql);
    for (at, table) in flat_tables().iter().enumerate() {
        let rows: usize = documents().iter().map(|d| flat_rows(d)[at].len()).sum();
        assert_eq!(number(&format!("SELECT count(*) FROM \"{}\"", table.name)), rows as f64, "{}", table.name);
    }
    let targets: Vec<_> = documents().into_iter().flat_map(|d| d.targets).collect();
    let once = targets.iter().filter(|t| t.same_as.is_none() && t.within_id.is_none());
    let sum: f64 = once.clone().map(|t| t.value).sum();
    assert!((number("SELECT coalesce(sum(total), 0) FROM targets_by_year") - sum).abs() <= sum.abs() * 1e-12);
    assert_eq!(number("SELECT sum(targets) FROM targets_by_year"), once.count() as f64);
    let measures: usize = documents().iter().map(|d| d.measures.len()).sum();
    assert_eq!(number("SELECT sum(measures) FROM plans_side_by_side"), measures as f64);
    assert_eq!(number("SELECT sum(measures) FROM measures_by_status"), measures as f64);
    for view in ["measures_by_owner", "milestones_by_month", "search_places"] {
        number(&format!("SELECT count(*) FROM {view}"));
    }
}

#[test]
fn every_measure_is_found_by_its_title() {
    let (_dir, out) = exported(Form::Sqlite, "a.sqlite");
    for measure in documents().iter().flat_map(|d| &d.measures).filter(|m| !m.title.trim().is_empty()) {
        let hits = sqlite::search(&out, &measure.title, 1000).expect("a database");
        assert!(hits.iter().any(|h| h.record_id == measure.id), "{}", measure.title);
        // Two characters are fewer than the index holds.
        let short: String = measure.title.split_whitespace().next().unwrap_or_default().chars().take(2).collect();
        assert!(sqlite::search(&out, &short, 100_000).expect("a database").iter().any(|h| h.record_id == measure.id), "{short}");
    }
    assert_eq!(sqlite::search(&out, "\"'%_*(", 10).expect("signs are looked for as they are"), []);
}

#[test]
fn csv_is_for_excel() {
    let (_dir, out) = exported(Form::Csv, "csv");
    for (at, table) in flat_tables().iter().enumerate() {
        let text = String::from_utf8(std::fs::read(out.join(format!("{}.csv", table.name))).expect("a table")).expect("UTF-8");
        assert!(text.starts_with(csv::BOM) && text.ends_with("\r\n"), "{}", table.name);
        let rows: usize = documents().iter().map(|d| flat_rows(d)[at].len()).sum();
        assert!(text.split("\r\n").count() >= rows + 2, "{}", table.name);
        assert!(!text.lines().skip(1).any(|line| line.starts_with(['=', '+', '-', '@'])));
    }
}

#[test]
fn parquet_holds_the_rows_of_the_jsonl() {
    let (_dir, out) = exported(Form::Parquet, "parquet");
    for (at, name) in TABLES.iter().enumerate() {
        let file = std::fs::File::open(out.join(format!("{name}.parquet"))).expect("a table");
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("rows");
        let mut writer =
            arrow_json::WriterBuilder::new().with_explicit_nulls(true).build::<_, arrow_json::writer::LineDelimited>(Vec::new());
        reader.for_each(|batch| writer.write(&batch.expect("a batch")).expect("JSON"));
        writer.finish().expect("JSON");
        let mut by_id = documents();
        by_id.sort_by(|a, b| a.id.cmp(&b.id));
        let wanted: Vec<u8> = by_id.iter().flat_map(|d| rows(d)[at].clone()).collect();
        assert_eq!(values(&writer.into_inner()), values(&wanted), "{name}");
    }
}

/// Lines as values: numbers as numbers, and without the nulls that stand for a member that is not there.
fn values(lines: &[u8]) -> Vec<serde_json::Value> {
    fn plain(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                members.retain(|_, v| !v.is_null());
                members.values_mut().for_each(plain);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(plain),
            serde_json::Value::Number(n) => *value = serde_json::json!(n.as_f64()),
            _ => {}
        }
    }
    let read = |line| serde_json::from_slice::<serde_json::Value>(line).expect("JSON");
    let mut values: Vec<_> = lines.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(read).collect();
    values.iter_mut().for_each(plain);
    values
}

#[test]
fn a_workbook_says_whose_it_is() {
    let (_dir, out) = exported(Form::Xlsx, "a.xlsx");
    assert_eq!(xlsx::version(&out).as_deref(), Some(SCHEMA));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).expect("a file")).expect("a workbook");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/workbook.xml").expect("a workbook"), &mut text).expect("XML");
    for title in flat_tables().iter().map(|t| t.title.as_str()).chain(["はじめに"]) {
        assert!(text.contains(&format!("name=\"{title}\"")), "{title}");
    }
}

#[test]
fn lists_and_codes_are_texts() {
    let document = documents().remove(0);
    let rows = &flat_rows(&document)[0][0];
    assert_eq!(rows[0], Cell::Text(document.id.clone()));
}

/// Overrides in a file.
fn overrides(text: &str) -> Overrides {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("overrides.jsonl");
    std::fs::write(&path, text).expect("writable");
    Overrides::load(&path).expect("lines that a plan can take")
}

#[test]
fn corrections_go_into_every_form() {
    let line = r#"{"record": "b8af6ff746296640:t4", "field": "value", "value": -320.5, "who": "編集係", "why": "正誤表"}"#;
    let gone = r#"{"record": "b8af6ff746296640:t99", "field": "value", "value": 1, "who": "編集係", "why": "正誤表"}"#;
    let overrides = overrides(&format!("{line}\n{gone}\n"));
    for (form, name) in FORMS {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let out = dir.path().join(name);
        let done = export(&samples(), form, &out, &overrides).expect("samples can be exported");
        let fates: Vec<Fate> = done.overrides.iter().map(|r| r.outcome.outcome).collect();
        assert_eq!(fates, [Fate::Applied, Fate::Unmatched], "{name}");
        let has = |text: &str| bytes(&out).iter().any(|(_, bytes)| bytes.windows(text.len()).any(|w| w == text.as_bytes()));
        match form {
            Form::Jsonl => assert!(has(r#""value":-320.5"#) && has(r#""corrected_by":[{"field":"value","before":"300","who":"編集係""#)),
            // A number is no formula: it has no quote before it.
            Form::Csv => assert!(has(",-320.5,") && has(r#"""field"":""value"",""before"":""300"""#)),
            Form::Sqlite => {
                let database = rusqlite::Connection::open(&out).expect("a database");
                let sql = "SELECT count(*) FROM targets WHERE value = -320.5 AND json_extract(corrected_by, '$[0].who') = '編集係'";
                assert_eq!(database.query_row(sql, [], |row| row.get::<_, i64>(0)).expect(sql), 1);
            }
            Form::Parquet | Form::Xlsx => {}
        }
    }
}

#[test]
fn an_override_that_does_not_fit_stops_the_export() {
    let overrides = overrides(
        r#"{"record": "b8af6ff746296640:t4", "field": "measure_id", "value": null, "who": "編集係", "why": "正誤表"}
{"record": "b8af6ff746296640:t5", "field": "within_id", "value": "b8af6ff746296640:t5", "who": "編集係", "why": "正誤表"}"#,
    );
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = dir.path().join("csv");
    let error = export(&samples(), Form::Csv, &out, &overrides).expect_err("a target within itself").to_string();
    assert!(error.contains("Line 2 of the overrides") && error.contains("points at itself") && !out.exists(), "{error}");
}
