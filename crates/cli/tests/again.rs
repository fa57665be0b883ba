//! Runs into a folder that an earlier run has filled.
mod common;

use common::{PLAN, at, folder, keikaku, outputs, report, stderr};
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Every file and folder below `out` with what changes when it is written: its inode and the time of its last change.
fn stamps(out: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
    let mut stamps = BTreeMap::new();
    let mut left = vec![out.to_owned()];
    while let Some(path) = left.pop() {
        let meta = std::fs::metadata(&path).expect("it was listed");
        if meta.is_dir() {
            left.extend(std::fs::read_dir(&path).expect("a folder").map(|e| e.expect("an entry").path()));
        }
        stamps.insert(path, (meta.ino(), meta.mtime(), meta.mtime_nsec()));
    }
    stamps
}

fn plans(out: &str) -> Vec<String> {
    let files = outputs(Path::new(out)).into_keys().filter(|p| p.starts_with("plans"));
    files.map(|p| p.file_name().expect("a file").to_string_lossy().split('.').next().expect("a stem").to_owned()).collect()
}

#[test]
fn an_unchanged_run_writes_nothing() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/same.txt", PLAN.as_bytes()), ("in/empty.pdf", b""), ("in/cut.pdf", b"%PDF-1")]);
    for formats in ["json,jsonl", "jsonl", "md"] {
        let (input, out) = (at(&dir, "in"), at(&dir, formats));
        keikaku(&["convert", &input, "-o", &out, "--formats", formats]).code(1);
        let before = stamps(Path::new(&out));
        keikaku(&["convert", &input, "-o", &out, "--formats", formats]).code(1);
        assert_eq!(stamps(Path::new(&out)), before, "{formats}");
        keikaku(&["convert", &input, "-o", &out, "--formats", formats, "--force"]).code(1);
        assert_ne!(stamps(Path::new(&out)), before, "{formats}");
    }
}

#[test]
fn only_what_changed_is_converted() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", "海岬町総合計画\n".as_bytes())]);
    let (input, out) = (at(&dir, "in"), at(&dir, "out"));
    keikaku(&["convert", &input, "-o", &out]).success();
    let before = stamps(Path::new(&out));
    std::fs::write(at(&dir, "in/b.txt"), "海岬町総合計画　改訂版\n").expect("writable");
    keikaku(&["convert", &input, "-o", &out]).success();
    let after = stamps(Path::new(&out));
    let untouched = |stem: &str| before.iter().any(|(p, s)| p.to_string_lossy().contains(stem) && after.get(p) == Some(s));
    assert!(untouched("plans/a.") && !untouched("plans/b."));
    assert_eq!(plans(&out), ["a", "b"]);
    keikaku(&["validate", &out]).success();
    let (undisturbed, fresh) = (outputs(Path::new(&out)), at(&dir, "fresh"));
    keikaku(&["convert", &input, "-o", &fresh]).success();
    assert_eq!(outputs(Path::new(&fresh)), undisturbed);
}

#[test]
fn what_is_gone_stays_until_it_is_pruned() {
    let dir = folder(&[("a/x.txt", PLAN.as_bytes()), ("b/y.txt", "海岬町総合計画\n".as_bytes())]);
    let (first, second, out) = (at(&dir, "a"), at(&dir, "b"), at(&dir, "out"));
    keikaku(&["convert", &first, "-o", &out, "--formats", "json,jsonl,md"]).success();
    std::fs::write(Path::new(&out).join("plans/mine.txt"), "kept").expect("writable");
    keikaku(&["convert", &second, "-o", &out]).success();
    assert_eq!(plans(&out), ["mine", "x", "x", "y"]);
    assert_eq!(report(&out)["kept"], 1);
    keikaku(&["validate", &out]).success();
    keikaku(&["convert", &second, "-o", &out, "--prune"]).success();
    assert_eq!(plans(&out), ["mine", "y"]);
    keikaku(&["validate", &out]).success();
    std::fs::rename(at(&dir, "b/y.txt"), at(&dir, "b/z.txt")).expect("writable");
    keikaku(&["convert", &second, "-o", &out]).success();
    assert_eq!(plans(&out), ["mine", "z"]);
}

#[test]
fn a_killed_run_is_completed() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", "海岬町総合計画\n".as_bytes())]);
    let (input, out, whole) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "whole"));
    keikaku(&["convert", &input, "-o", &whole]).success();
    keikaku(&["convert", &at(&dir, "in/a.txt"), "-o", &out]).success();
    // What a run leaves that was killed after its first file: no report and no tables, a journal and half a file.
    let entry = report(&out)["files"][0].to_string();
    std::fs::remove_file(at(&dir, "out/run.json")).expect("a report");
    std::fs::remove_dir_all(at(&dir, "out/tables")).expect("tables");
    std::fs::write(at(&dir, "out/.keikaku.journal"), format!("{}\n{{\"inp", entry)).expect("writable");
    std::fs::write(at(&dir, "out/plans/.keikaku-half"), "{").expect("writable");
    let before = stamps(Path::new(&out));
    keikaku(&["convert", &input, "-o", &out]).success();
    let after = stamps(Path::new(&out));
    assert!(before.iter().any(|(p, s)| p.to_string_lossy().contains("plans/a.") && after.get(p) == Some(s)), "a is not made again");
    assert_eq!(outputs(Path::new(&out)), outputs(Path::new(&whole)));
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let dir = folder(&[("a.txt", PLAN.as_bytes())]);
    std::fs::create_dir(at(&dir, "out")).expect("writable");
    let lock = std::fs::File::open(at(&dir, "out")).expect("a folder");
    lock.lock().expect("free");
    let told = keikaku(&["convert", &at(&dir, "a.txt"), "-o", &at(&dir, "out")]).code(2);
    assert!(stderr(&told).contains("Another run is writing into"), "{}", stderr(&told));
    assert!(outputs(Path::new(&at(&dir, "out"))).is_empty());
}
