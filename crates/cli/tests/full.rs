//! A disk that takes no more.
#![cfg(unix)]
mod common;

use common::{at, copies, folder, keikaku, outputs};
use std::path::Path;
use std::process::{Command, Output};

/// Files are whole: the folder validates, nothing temporary is left, and a run with space completes it.
fn completes(input: &str, out: &str, whole: &str) {
    let names: Vec<String> = outputs(Path::new(out)).keys().map(|p| p.to_string_lossy().into_owned()).collect();
    assert!(names.iter().all(|n| !n.contains(".keikaku-")), "{names:?}");
    keikaku(&["convert", input, "-o", out]).success();
    assert!(outputs(Path::new(out)) == outputs(Path::new(whole)));
}

fn says(told: &Output, sentence: &str) {
    let said = String::from_utf8_lossy(&told.stderr);
    assert_eq!(told.status.code(), Some(2), "{said}");
    assert!(said.contains("can't be written") && said.contains(sentence), "{said}");
}

#[test]
fn files_that_may_not_grow() {
    let dir = folder(&[]);
    let (input, out, whole) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "whole"));
    copies(Path::new(&input), 6);
    keikaku(&["convert", &input, "-o", &whole]).success();
    // 16 KiB a file; the signal that would end the process is turned off, as a service manager does.
    let script = r#"trap '' XFSZ; ulimit -f 32; exec "$0" "$@""#;
    let limited = ["-c", script, env!("CARGO_BIN_EXE_keikaku"), "convert", &input, "-o", &out, "--jobs", "2"];
    says(&Command::new("sh").args(limited).output().expect("a shell"), "The run was broken off");
    assert!(!Path::new(&out).join("run.json").exists() && !Path::new(&out).join("tables/plans.jsonl").exists());
    completes(&input, &out, &whole);
}

#[test]
fn a_disk_without_space() {
    let dir = folder(&[]);
    let (input, disk, whole) = (at(&dir, "in"), at(&dir, "disk"), at(&dir, "whole"));
    copies(Path::new(&input), 6);
    keikaku(&["convert", &input, "-o", &whole]).success();
    std::fs::create_dir(&disk).expect("writable");
    // Needs root; elsewhere the test above shows the same.
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs", &disk]).output();
    if !mounted.is_ok_and(|m| m.status.success()) {
        return eprintln!("no small disk can be mounted: not looked at");
    }
    let out = at(&dir, "disk/out");
    let told = Command::new(env!("CARGO_BIN_EXE_keikaku")).args(["convert", &input, "-o", &out]).output().expect("the program starts");
    let grown = Command::new("mount").args(["-o", "remount,size=64m", &disk]).status();
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        says(&told, "No space left");
        assert!(grown.is_ok_and(|g| g.success()));
        completes(&input, &out, &whole);
    }));
    assert!(Command::new("umount").arg(&disk).status().is_ok_and(|u| u.success()));
    checked.unwrap_or_else(|why| std::panic::resume_unwind(why));
}
