//! What the tests of the program from outside share.
#![allow(dead_code, reason = "each test file is a program of its own and uses a part")]
pub(crate) mod going;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A plan as a chamber types it, small enough to read here.
pub(crate) const PLAN: &str = "若葉台商工会議所　令和６年度事業計画\n\n１．会員サービスの充実\n\n　①経営相談窓口の設置\n　　年間120件の相談に応じる。\n　②創業塾の開催\n　　９月に開催し、20名以上の参加を得る。\n";

/// How many tables there are.
pub(crate) const TABLES: usize = 12;

/// Runs the program.
pub(crate) fn keikaku(args: &[&str]) -> Assert {
    Command::new(env!("CARGO_BIN_EXE_keikaku")).args(args).assert()
}

/// What it said on stderr.
pub(crate) fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("messages are UTF-8")
}

/// A folder with these files in it.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        std::fs::write(path, bytes).expect("writable");
    }
    dir
}

/// A path in a folder.
pub(crate) fn at(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).to_string_lossy().into_owned()
}

/// Every file below a folder with its bytes, but for the run report.
pub(crate) fn outputs(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name() != Some("run.json".as_ref()) {
                files.insert(path.strip_prefix(out).expect("below").to_owned(), std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// The run report.
pub(crate) fn report(out: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(Path::new(out).join("run.json")).expect("a report")).expect("JSON")
}

/// The entry of the run report for the input whose name ends so.
pub(crate) fn entry(report: &serde_json::Value, name: &str) -> serde_json::Value {
    let files = report["files"].as_array().expect("files");
    files.iter().find(|f| f["input"].as_str().is_some_and(|i| i.ends_with(name))).unwrap_or_else(|| panic!("{name} is reported")).clone()
}

/// The plans of the corpora, PDFs and texts, in order.
pub(crate) fn corpora() -> Vec<PathBuf> {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/plans");
    let folders = std::fs::read_dir(plans).expect("the corpora are in the checkout").map(|e| e.expect("an entry").path());
    let files = folders.filter(|f| f.is_dir()).flat_map(|f| std::fs::read_dir(f).expect("a folder")).map(|e| e.expect("an entry").path());
    let mut plans: Vec<PathBuf> = files.filter(|f| f.extension().is_some_and(|e| e == "pdf" || e == "txt")).collect();
    plans.sort();
    plans
}

/// Fills a folder with `count` copies of the corpora's plans under other names, each with other bytes.
pub(crate) fn copies(folder: &Path, count: usize) {
    std::fs::create_dir_all(folder).expect("writable");
    for (i, plan) in (0..count).zip(corpora().iter().cycle()) {
        let mut bytes = std::fs::read(plan).expect("a plan");
        // A comment after a PDF's end, a blank line's blanks after a text's.
        bytes.extend(
            if plan.extension().is_some_and(|e| e == "pdf") { format!("\n% {i}\n") } else { format!("\n{}\n", " ".repeat(i)) }.bytes(),
        );
        let name = plan.file_name().expect("a file").to_string_lossy();
        std::fs::write(folder.join(format!("{i:04}-{name}")), bytes).expect("writable");
    }
}
