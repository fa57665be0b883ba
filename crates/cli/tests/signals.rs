//! A run that is asked to end.
#![cfg(unix)]
mod common;

use common::going::Going;
use common::{PLAN, at, copies, folder, keikaku, outputs, report};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

#[test]
fn a_signal_lets_the_files_in_hand_be_finished() {
    let dir = folder(&[]);
    let (input, whole) = (at(&dir, "in"), at(&dir, "whole"));
    copies(Path::new(&input), 12);
    keikaku(&["convert", &input, "-o", &whole]).success();
    for name in ["INT", "TERM"] {
        let out = at(&dir, name);
        let mut run = Going::start(&["convert", &input, "-o", &out, "--jobs", "1"]);
        run.until("done");
        run.signal(name);
        run.until("stopping");
        let end = run.until("end");
        assert_eq!((&end["interrupted"], &end["exit_code"]), (&true.into(), &1.into()));
        assert_eq!(run.child.wait().expect("it ends").code(), Some(1));
        let told = report(&out);
        assert_eq!(told["interrupted"], true);
        let files = told["files"].as_array().expect("files");
        let left = files.iter().filter(|f| f["code"] == "interrupted").count();
        assert!(files.len() == 12 && left > 0 && left < 12, "{left} of {}", files.len());
        assert_eq!(outputs(Path::new(&out)).keys().filter(|p| p.starts_with("plans")).count(), 12 - left);
        keikaku(&["validate", &out]).success();
        keikaku(&["convert", &input, "-o", &out]).success();
        assert_eq!(report(&out)["interrupted"], false);
        assert!(outputs(Path::new(&out)) == outputs(Path::new(&whole)));
    }
}

#[test]
fn records_of_before_stay_when_a_run_is_stopped() {
    let dir = folder(&[("in/z.txt", PLAN.as_bytes())]);
    let (input, out) = (at(&dir, "in"), at(&dir, "out"));
    keikaku(&["convert", &input, "-o", &out]).success();
    let before = outputs(Path::new(&out));
    let (name, bytes) = before.iter().find(|(p, _)| p.starts_with("plans")).expect("a plan");
    copies(Path::new(&input), 12);
    std::fs::write(at(&dir, "in/z.txt"), format!("{PLAN}\n改訂版\n")).expect("writable");
    let mut run = Going::start(&["convert", &input, "-o", &out, "--jobs", "1"]);
    run.until("done");
    run.signal("TERM");
    run.until("end");
    assert_eq!(run.child.wait().expect("it ends").code(), Some(1));
    assert_eq!(outputs(Path::new(&out)).get(name), Some(bytes));
    keikaku(&["validate", &out]).success();
    keikaku(&["convert", &input, "-o", &out]).success();
    assert_eq!(outputs(Path::new(&out)).get(name), None, "the new version has its place");
    keikaku(&["validate", &out]).success();
}

#[test]
fn a_second_signal_ends_it_at_once() {
    // Long enough that the first signal finds it in hand.
    let long = PLAN.repeat(4000);
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/b.txt", long.as_bytes())]);
    let out = at(&dir, "out");
    let mut run = Going::start(&["convert", &at(&dir, "in"), "-o", &out, "--jobs", "1"]);
    run.until("done");
    run.signal("INT");
    run.until("stopping");
    let workers = run.workers();
    assert_eq!(workers.len(), 1);
    run.signal("INT");
    assert_eq!(run.child.wait().expect("it ends").signal(), Some(2));
    // The worker ends with the run: its input is closed.
    let begun = std::time::Instant::now();
    while Path::new(&format!("/proc/{}/cmdline", workers[0])).exists() && is_alive(workers[0]) {
        assert!(begun.elapsed().as_secs() < 10, "worker {} lives on", workers[0]);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(!Path::new(&out).join("run.json").exists());
}

/// Whether a process runs still; one that only waits to be counted has ended.
fn is_alive(process: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}
