//! Ways to name the inputs.
mod common;

use assert_cmd::Command;
use common::{PLAN, at, folder, keikaku, outputs, report, stderr};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

#[test]
fn lists_from_a_file_and_from_standard_input() {
    let dir = folder(&[("a b.txt", PLAN.as_bytes()), ("c.txt", "海岬町総合計画\n".as_bytes())]);
    let list = format!("{}\n\r\n{}\r\n", at(&dir, "a b.txt"), at(&dir, "c.txt"));
    std::fs::write(at(&dir, "list"), &list).expect("writable");
    keikaku(&["convert", &format!("@{}", at(&dir, "list")), "-o", &at(&dir, "one")]).success();
    Command::new(env!("CARGO_BIN_EXE_keikaku")).args(["convert", "-", "-o", &at(&dir, "two")]).write_stdin(list).assert().success();
    let made = outputs(Path::new(&at(&dir, "one")));
    assert_eq!(made.len(), 2 + 11);
    assert_eq!(outputs(Path::new(&at(&dir, "two"))), made);
    let told = keikaku(&["convert", "-", "-o", &at(&dir, "three")]).code(2);
    assert!(stderr(&told).contains("the list names no file"), "{}", stderr(&told));
    let told = keikaku(&["convert", "@none", "-o", &at(&dir, "three")]).code(2);
    assert!(stderr(&told).contains("the list none can't be read"), "{}", stderr(&told));
}

#[test]
fn odd_file_names() {
    let dir = folder(&[("in/か\u{3099}くしゅう 計画.txt", PLAN.as_bytes())]);
    let odd = std::ffi::OsString::from_vec(b"\x83\x76\x83\x89.txt".to_vec());
    std::fs::write(dir.path().join("in").join(odd), "海岬町総合計画\n").expect("writable");
    let out = at(&dir, "out");
    keikaku(&["convert", &at(&dir, "in"), "-o", &out]).success();
    assert_eq!(report(&out)["totals"]["failed"], 0);
    assert_eq!(outputs(Path::new(&out)).keys().filter(|p| p.starts_with("plans")).count(), 2);
    keikaku(&["validate", &out]).success();
}
