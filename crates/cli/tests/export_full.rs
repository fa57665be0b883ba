//! Exports that can't be finished: the disk takes no more. What was there stays, and nothing half-written is left.
#![cfg(unix)]
mod common;

use common::{PLAN, at, folder, keikaku};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const FORMS: [(&str, &str); 5] =
    [("jsonl", "jsonl"), ("csv", "csv"), ("parquet", "parquet"), ("xlsx", "plans.xlsx"), ("sqlite", "plans.sqlite")];

/// Exports with files that may have this many blocks of 512 bytes; the signal that would end the process is turned off, as a service
/// manager does.
fn export(blocks: u32, plans: &str, form: &str, out: &str) -> (Option<i32>, String) {
    let script = format!(r#"trap '' XFSZ; ulimit -f {blocks}; exec "$0" "$@""#);
    let limited = ["-c", &script, env!("CARGO_BIN_EXE_keikaku"), "export", plans, "--to", form, "-o", out];
    let output = Command::new("sh").args(limited).output().expect("a shell");
    (output.status.code(), String::from_utf8(output.stderr).expect("messages are UTF-8"))
}

/// Everything below a folder, with its bytes.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(everything(&path));
        }
        found.insert(path.clone(), std::fs::read(&path).unwrap_or_default());
    }
    found
}

#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", PLAN.repeat(40).as_bytes()), ("made/mine.txt", b"mine")]);
    let (input, plans, made) = (at(&dir, "in"), at(&dir, "plans"), at(&dir, "made"));
    keikaku(&["convert", &input, "-o", &plans, "--formats", "json"]);
    let empty = everything(Path::new(&made));
    for (form, name) in FORMS {
        let out = at(&dir, &format!("made/{name}"));
        for blocks in [1, 8] {
            let (code, said) = export(blocks, &plans, form, &out);
            assert!(code == Some(2) && said.contains(name) && said.contains("can't be written"), "{form}: {said}");
            assert_eq!(everything(Path::new(&made)).keys().collect::<Vec<_>>(), empty.keys().collect::<Vec<_>>(), "{form}");
        }
    }
    // An earlier output stays as it is.
    for (form, name) in FORMS {
        keikaku(&["export", &plans, "--to", form, "-o", &at(&dir, &format!("made/{name}"))]).success();
    }
    let whole = everything(Path::new(&made));
    for (form, name) in FORMS {
        let (code, said) = export(8, &plans, form, &at(&dir, &format!("made/{name}")));
        assert!(code == Some(2) && said.contains("can't be written"), "{form}: {said}");
        assert!(everything(Path::new(&made)) == whole, "{form}");
    }
}
