//! `--log-format json`: an event a line on stderr. The README documents the fields; a test holds them against it.
use super::tally::Tally;
use keikaku_pipeline::report::{FileReport, Report, Status, now};
use serde_json::{Value, json};

/// The files are known.
pub(super) fn start(files: usize, unchanged: usize, jobs: usize) {
    tell("start", json!({"version": env!("CARGO_PKG_VERSION"), "files": files, "unchanged": unchanged, "jobs": jobs}));
}

/// A file is done, or can't be.
pub(super) fn file(report: &FileReport, tally: &Tally) {
    let (name, more) = match report.status {
        Status::Failed => ("quarantined", json!({"stage": report.stage, "page": report.page})),
        _ => ("done", json!({"status": report.status, "output": report.output})),
    };
    let of = json!({"input": report.input, "code": report.code, "message": report.message, "pages": report.pages,
        "seconds": report.seconds, "seen": tally.seen, "files": tally.files});
    tell(name, joined(of, more));
}

/// The run was asked to stop.
pub(super) fn stopping() {
    tell("stopping", json!({}));
}

/// Something is as it should not be and no file's fault: an override that means nothing any more, a text too long for a form.
pub(super) fn note(message: &str) {
    tell("note", json!({"message": message}));
}

/// The run is over.
pub(super) fn end(report: &Report, seconds: f64, exit_code: u8) {
    let counts = json!({"ok": report.count(Status::Ok), "warned": report.count(Status::Warned), "failed": report.count(Status::Failed),
        "skipped": report.count(Status::Skipped), "kept": report.kept, "ledger": report.ledger});
    let state = json!({"unchanged": report.unchanged, "interrupted": report.interrupted, "seconds": (seconds * 1000.0).round() / 1000.0,
        "exit_code": exit_code});
    tell("end", joined(counts, state));
}

/// The run could not be made.
pub(super) fn error(message: &str) {
    tell("error", json!({"message": message, "exit_code": 2}));
}

fn tell(name: &str, members: Value) {
    eprintln!("{}", joined(json!({"event": name, "time": now()}), members));
}

fn joined(first: Value, then: Value) -> Value {
    let members = [first, then].into_iter().filter_map(|v| if let Value::Object(members) = v { Some(members) } else { None });
    Value::Object(members.flatten().collect())
}
