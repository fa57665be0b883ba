//! Files made to break a reader: each costs itself at most, says so with a code, and the others' records are those of a clean run.
mod common;
#[path = "common/made.rs"]
mod made;

use common::{PLAN, at, folder, keikaku, outputs, report};
use made::{End, hostile, long};
use serde_json::Value;
use std::path::Path;

/// The longest a file may take, in seconds, and the most memory in MiB.
const LONGEST: f64 = 20.0;
const MEMORY: &str = "1024";

/// The codes of what the document of a file tells.
fn told(out: &str, entry: &Value) -> Vec<String> {
    let path = Path::new(out).join(entry["output"].as_str().expect("a document"));
    let plan: Value = serde_json::from_slice(&std::fs::read(path).expect("readable")).expect("JSON");
    plan["diagnostics"].as_array().expect("diagnostics").iter().filter_map(|d| d["code"].as_str().map(ToOwned::to_owned)).collect()
}

#[test]
fn hostile_files_cost_themselves_at_most() {
    let dir = folder(&[("good/a.txt", PLAN.as_bytes()), ("good/z.txt", "海岬町総合計画\n".as_bytes())]);
    let (good, clean, bad, out) = (at(&dir, "good"), at(&dir, "clean"), at(&dir, "bad"), at(&dir, "out"));
    keikaku(&["convert", &good, "-o", &clean]).success();
    std::fs::create_dir(&bad).expect("writable");
    let files = hostile();
    for (name, bytes, _) in &files {
        std::fs::write(at(&dir, &format!("bad/{name}.pdf")), bytes).expect("writable");
    }
    let timeout = LONGEST.to_string();
    keikaku(&["convert", &good, &bad, "-o", &out, "--timeout", &timeout, "--max-memory", MEMORY]).code(1);
    let report = report(&out);
    for (name, _, end) in files {
        let input = at(&dir, &format!("bad/{name}.pdf"));
        let entry = report["files"].as_array().expect("files").iter().find(|f| f["input"] == input.as_str()).expect("an entry");
        assert!(entry["seconds"].as_f64().is_some_and(|s| s < LONGEST), "{name}: {entry}");
        let kept = Path::new(&out).join(format!("quarantine/{name}.pdf.json"));
        match end {
            End::Refused(code) => {
                assert_eq!(entry["code"].as_str(), Some(code), "{name}: {entry}");
                assert!(kept.is_file(), "{name}");
            }
            End::Told(codes) => {
                assert_eq!(entry["code"].as_str(), None, "{name}: {entry}");
                let told = told(&out, entry);
                codes.iter().for_each(|code| assert!(told.iter().any(|t| t == code), "{name}: {told:?}"));
                assert!(!kept.exists(), "{name}");
            }
        }
    }
    let made = outputs(Path::new(&out));
    let plans = outputs(Path::new(&clean)).into_iter().filter(|(p, _)| p.starts_with("plans"));
    plans.for_each(|(path, bytes)| assert_eq!(made.get(&path), Some(&bytes), "{}", path.display()));
}

/// MiB for 400 pages of running text. The program and its dictionary have some 50 of them; a page may have 80 KiB, half of which is for
/// its 1,900 characters and their places.
const LONG: &str = "96";

#[test]
fn a_long_document_is_not_held_as_it_is_drawn() {
    let dir = folder(&[("long.pdf", &long(400))]);
    let (input, out) = (at(&dir, "long.pdf"), at(&dir, "out"));
    keikaku(&["convert", &input, "-o", &out, "--max-memory", LONG]);
    let report = report(&out);
    assert_eq!(report["files"][0]["pages"], 400, "{report}");
    assert!(report["files"][0]["code"].is_null(), "{report}");
    // The file is opened anew on the way; no page is lost by that.
    assert!(report["files"][0]["diagnostics"]["page-without-text"].is_null(), "{report}");
}
