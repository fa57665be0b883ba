//! Ways to name the inputs.
mod common;

use assert_cmd::Command;
use common::{PLAN, TABLES, at, folder, keikaku, outputs, report, stderr};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

#[test]
fn lists_from_a_file_and_from_standard_input() {
    let dir = folder(&[("a b.txt", PLAN.as_bytes()), ("c.txt", "海岬町総合計画\n".as_bytes())]);
    let list = format!("{}\n\r\n{}\r\n", at(&dir, "a b.txt"), at(&dir, "c.txt"));
    std::fs::write(at(&dir, "list"), &list).expect("writable");
    keikaku(&["convert", &format!("@{}", at(&dir, "list")), "-o", &at(&dir, "one")]).success();
    Command::new(env!("CARGO_BIN_EXE_keikaku")).args(["convert", "-", "-o", &at(&dir, "two")]).write_stdin(list).assert().success();
    let made = outputs(Path::new(&at(&dir, "one")));
    assert_eq!(made.len(), 2 + TABLES);
    assert_eq!(outputs(Path::new(&at(&dir, "two"))), made);
    let told = keikaku(&["convert", "-", "-o", &at(&dir, "three")]).code(2);
    assert!(stderr(&told).contains("the list names no file"), "{}", stderr(&told));
    let told = keikaku(&["convert", "@none", "-o", &at(&dir, "three")]).code(2);
    assert!(stderr(&told).contains("the list none can't be read"), "{}", stderr(&told));
}

/// A name in CP932, and one in UTF-8 with its voicing marks apart, as macOS writes it.
fn odd() -> [OsString; 3] {
    [OsString::from_vec(b"\x83\x76\x83\x89.txt".to_vec()), "か\u{3099}くしゅう 計画.txt".into(), "改行\nの 計画.txt".into()]
}

#[test]
fn odd_file_names() {
    let dir = folder(&[]);
    let input = dir.path().join("in");
    std::fs::create_dir(&input).expect("writable");
    let paths: Vec<PathBuf> = odd().iter().map(|name| input.join(name)).collect();
    for (i, path) in paths.iter().enumerate() {
        std::fs::write(path, format!("{PLAN}\n（{i}）その他\n")).expect("writable");
    }
    let list: Vec<u8> = paths.iter().flat_map(|path| [path.as_os_str().as_bytes(), b"\0"].concat()).collect();
    std::fs::write(at(&dir, "list"), list).expect("writable");
    let run = |out: &str, inputs: &[&OsStr]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
        command.args(["convert", "-o", &at(&dir, out)]).args(inputs).assert().success();
        outputs(Path::new(&at(&dir, out)))
    };
    let by_folder = run("folder", &[input.as_os_str()]);
    let by_name = run("names", &paths.iter().map(|p| p.as_os_str()).collect::<Vec<_>>());
    let by_list = run("list-out", &[format!("@{}", at(&dir, "list")).as_ref()]);
    assert!(by_folder == by_name && by_name == by_list);
    assert_eq!(by_folder.keys().filter(|p| p.starts_with("plans")).count(), 3);
    let named = report(&at(&dir, "folder"));
    assert!(named["files"].as_array().expect("files").iter().any(|f| f["input"].as_str().is_some_and(|i| i.ends_with("/%83v%83%89.txt"))));
    keikaku(&["validate", &at(&dir, "folder")]).success();
}

#[test]
fn names_as_long_as_they_get() {
    let name = format!("{}.txt", "計".repeat(83));
    let empty = format!("{}.pdf", "画".repeat(83));
    let dir = folder(&[(&format!("in/{name}"), PLAN.as_bytes()), (&format!("in/{empty}"), b"")]);
    let out = at(&dir, "out");
    keikaku(&["convert", &at(&dir, "in"), "-o", &out, "--formats", "json,jsonl,md"]).code(1);
    let report = report(&out);
    assert_eq!((&report["totals"]["failed"], &report["totals"]["ok"]), (&1.into(), &1.into()), "{report}");
    keikaku(&["validate", &out]).success();
}

#[test]
fn thousands_of_arguments() {
    let files: Vec<String> = (0..3000).map(|i| format!("in/{i:04}.txt")).collect();
    let dir = folder(&files.iter().map(|f| (f.as_str(), PLAN.as_bytes())).collect::<Vec<_>>());
    let (out, paths) = (at(&dir, "out"), files.iter().map(|f| at(&dir, f)).collect::<Vec<_>>());
    let mut args: Vec<&str> = vec!["convert", "-o", &out, "--quiet"];
    args.extend(paths.iter().map(String::as_str));
    keikaku(&args).success();
    let totals = &report(&out)["totals"];
    assert_eq!((&totals["ok"], &totals["skipped"]), (&1.into(), &2999.into()), "{totals}");
}
