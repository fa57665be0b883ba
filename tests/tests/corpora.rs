//! The corpora through the whole pipeline: scores, coverage, schema, places, the same bytes each time.
use keikaku_pipeline::{Formats, Job, Profile, convert, emit, stages};
use keikaku_tests::corpus::{self, Plan};
use keikaku_tests::score::score;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How far a score may fall before someone has to look.
const SLACK: f64 = 0.01;

fn document(file: &Path) -> Vec<u8> {
    let bytes = std::fs::read(file).expect("the file was listed");
    let name = file.file_name().expect("a listed file has a name").to_string_lossy();
    let converted = stages::convert(&bytes, &name, &Profile::default()).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    emit::plan_document(&converted.plan)
}

fn value(file: &Path) -> Value {
    serde_json::from_slice(&document(file)).expect("emit writes JSON")
}

fn rounded(figures: &BTreeMap<String, f64>) -> Value {
    figures.iter().map(|(k, v)| (k.clone(), json!((v * 1e4).round() / 1e4))).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn scores_do_not_fall() {
    let kept_in = corpus::root().join("tests/scores/corpora.json");
    let kept = corpus::json(&kept_in).unwrap_or_default();
    let mut now = serde_json::Map::new();
    let mut fallen = Vec::new();
    for Plan { doc, file, gold } in corpus::plans() {
        let got = score(&gold, &value(&file));
        let before = kept[&doc]["score"].as_f64();
        println!("{doc}: {:.4} (kept: {before:.4?})", got.mean());
        match before {
            Some(before) if got.mean() < before - SLACK => {
                fallen.push(format!("{doc}: {before:.4} → {:.4}\n  {}", got.mean(), got.differences.join("\n  ")));
            }
            None => fallen.push(format!("{doc} has no figure yet")),
            Some(_) => {}
        }
        now.insert(doc, rounded(&got.figures));
    }
    if std::env::var_os("KEIKAKU_UPDATE_SCORES").is_some() {
        let text = serde_json::to_string_pretty(&Value::Object(now)).expect("figures are plain numbers");
        std::fs::write(&kept_in, text + "\n").expect("tests/scores can be written");
        return;
    }
    assert!(fallen.is_empty(), "{}\nWhat is meant is kept with KEIKAKU_UPDATE_SCORES=1.", fallen.join("\n"));
}

/// The corpora, and the acceptance set where it lies beside the checkout.
fn all_files() -> Vec<PathBuf> {
    let shared = corpus::root().join("../shared/acceptance");
    let beside: Vec<PathBuf> = ["plans", "real"].iter().flat_map(|f| corpus::files(&shared.join(f))).collect();
    if beside.is_empty() {
        println!("no acceptance set beside this checkout: the corpora alone are looked at");
    }
    let is_input = |p: &PathBuf| p.extension().is_some_and(|e| e == "pdf" || e == "txt");
    corpus::plans().into_iter().map(|p| p.file).chain(beside.into_iter().filter(is_input)).collect()
}

#[test]
fn every_document_is_whole() {
    let schema = corpus::json(&corpus::root().join("schemas/plan.schema.json")).expect("the schema is checked in");
    let schema = jsonschema::validator_for(&schema).expect("the schema is one");
    for file in all_files() {
        let name = file.display();
        let doc = value(&file);
        let errors: Vec<String> = schema.iter_errors(&doc).map(|e| format!("{} at {}", e, e.instance_path())).take(5).collect();
        assert!(errors.is_empty(), "{name} breaks the schema: {errors:#?}");
        let c = |key: &str| doc["coverage"][key].as_u64().expect("the schema asks for it");
        assert_eq!(c("glyphs"), c("in_records") + c("in_furniture") + c("unassigned"), "{name}: the coverage does not add up");
        for kind in ["sections", "measures", "statements", "owners", "targets", "milestones"] {
            for row in doc[kind].as_array().expect("the schema asks for it") {
                assert!(row["spans"].as_array().is_some_and(|s| !s.is_empty()), "{name}: a record without a place: {row}");
            }
        }
    }
}

fn run(out: &Path, jobs: usize) -> BTreeMap<PathBuf, Vec<u8>> {
    let inputs = vec![corpus::root().join("corpora/plans").into_os_string()];
    let formats = Formats { json: true, jsonl: true, md: true };
    let job = Job { inputs, out: out.to_owned(), jobs: Some(jobs), formats, ..Job::default() };
    let report = convert(&job, &|_| {}).expect("the corpora convert");
    assert!(!report.has_problems(), "{report:#?}");
    ["plans", "tables"]
        .iter()
        .flat_map(|f| corpus::files(&out.join(f)))
        .map(|f| (f.strip_prefix(out).expect("a file of the folder").to_owned(), std::fs::read(&f).expect("it was listed")))
        .collect()
}

#[test]
fn same_input_same_bytes() {
    let (a, b) = (tempfile::tempdir().expect("a scratch folder"), tempfile::tempdir().expect("a scratch folder"));
    let (first, second) = (run(a.path(), 1), run(b.path(), 2));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second.get(name) == Some(bytes), "{} differs between one thread and two", name.display());
    }
}

#[test]
fn broken_files_end_in_a_sentence() {
    let out = tempfile::tempdir().expect("a scratch folder");
    let inputs = vec![corpus::root().join("corpora/broken").into_os_string()];
    let report = convert(&Job { inputs, out: out.path().to_owned(), ..Job::default() }, &|_| {}).expect("there are files");
    assert_eq!(report.files.len(), corpus::files(&corpus::root().join("corpora/broken")).len());
    for f in &report.files {
        let said = f.message.as_deref().is_some_and(|m| m.ends_with(['.', '。']));
        assert!(said, "{}: neither converted cleanly nor explained: {f:?}", f.input);
        assert!(f.code.as_deref() != Some("internal"), "{}: a panic: {f:?}", f.input);
    }
}
