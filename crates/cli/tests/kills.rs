//! Runs and workers that are killed at any moment: the last run completes what they left, byte for byte.
//!
//! `KEIKAKU_KILLS` says how many; the moments are the same in every run of the test, as far as a clock allows.
#![cfg(unix)]
mod common;

use common::going::{Going, signal, workers};
use common::{at, copies, folder, keikaku, outputs, report};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

/// Kills where nobody asks for more.
const KILLS: usize = 8;

/// Files of the run: enough that most moments find it in the middle.
const FILES: usize = 24;

/// Random numbers of a fixed seed (Marsaglia, "Xorshift RNGs").
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A run report without its times, and without what tells one output folder from another.
fn timeless(out: &str) -> Value {
    let mut report = report(out);
    for field in ["started", "finished"] {
        report[field] = Value::Null;
    }
    report["files"].as_array_mut().expect("files").iter_mut().for_each(|f| f["seconds"] = Value::Null);
    report
}

#[test]
fn what_kills_leave_is_completed() {
    let kills = std::env::var("KEIKAKU_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let dir = folder(&[("in/empty.pdf", b""), ("in/empty too.pdf", b"")]);
    let (input, out, whole) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "whole"));
    copies(Path::new(&input), FILES);
    let begun = Instant::now();
    keikaku(&["convert", &input, "-o", &whole, "--jobs", "2"]).code(1);
    let undisturbed = begun.elapsed().as_millis() as u64;
    let (mut random, mut runs, mut workers_killed) = (Random(0x006B_6569_6B61_6B75), 0, 0);
    for kill in 0..kills {
        // A whole folder is made again, a broken one gone on with.
        let mut args = vec!["convert", &input, "-o", &out, "--jobs", "2"];
        if Path::new(&out).join("run.json").exists() && !Path::new(&out).join(".keikaku.journal").exists() {
            args.push("--force");
        }
        let mut run = Going::start(&args);
        // Every other time a worker, once there are any; else the run, at any moment.
        let (victim, parent) = (kill % 2, run.child.id());
        if victim == 1 {
            run.until("start");
        }
        std::thread::sleep(Duration::from_millis(random.below(undisturbed)));
        let children = workers(parent);
        if victim == 1 && !children.is_empty() {
            signal(children[random.below(children.len() as u64) as usize], "KILL");
            workers_killed += 1;
        } else {
            signal(parent, "KILL");
            runs += 1;
        }
        run.drain();
        let ended = run.child.wait().expect("it ends");
        assert!(ended.code().is_none_or(|code| code == 1), "kill {kill}: {ended}");
    }
    eprintln!("{runs} runs and {workers_killed} workers were killed within {undisturbed} ms");
    keikaku(&["convert", &input, "-o", &out, "--jobs", "2"]).code(1);
    let (made, wanted) = (outputs(Path::new(&out)), outputs(Path::new(&whole)));
    assert_eq!(made.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    wanted.iter().for_each(|(path, bytes)| assert!(made[path] == *bytes, "{} differs", path.display()));
    assert_eq!(timeless(&out), timeless(&whole));
    keikaku(&["validate", &out]).success();
}
