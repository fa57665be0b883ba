//! What the tests of the program from outside share.
#![allow(dead_code, reason = "each test file is a program of its own and uses a part")]
use assert_cmd::Command;
use assert_cmd::assert::Assert;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A plan as a chamber types it, small enough to read here.
pub(crate) const PLAN: &str = "若葉台商工会議所　令和６年度事業計画\n\n１．会員サービスの充実\n\n　①経営相談窓口の設置\n　　年間120件の相談に応じる。\n　②創業塾の開催\n　　９月に開催し、20名以上の参加を得る。\n";

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
