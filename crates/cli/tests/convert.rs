//! The program from outside: what it writes, says and returns.
mod common;

use common::{PLAN, TABLES, at, copies, folder, keikaku, outputs, report, stderr};
use std::path::{Path, PathBuf};

#[test]
fn a_folder_becomes_a_valid_output() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("in/deep/b.TXT", "海岬町総合計画\n".as_bytes()), ("in/c.doc", b"x")]);
    let (input, out) = (at(&dir, "in"), at(&dir, "new/out"));
    let told = keikaku(&["convert", &input, "-o", &out]).success().stdout("");
    assert!(stderr(&told).contains("2 plans converted"), "{}", stderr(&told));
    let names: Vec<String> = outputs(Path::new(&out)).keys().map(|p| p.to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 2 + TABLES, "{names:?}");
    assert!(names[0].starts_with("plans/a.") && names[0].ends_with(".json") && names[0].len() == "plans/a.12345678.json".len());
    let told = keikaku(&["validate", &out]).success();
    assert!(stderr(&told).contains("2 plan documents"), "{}", stderr(&told));
}

#[test]
fn same_bytes_on_any_number_of_threads() {
    let texts: Vec<(String, String)> = (0..12).map(|i| (format!("in/{}/p{i}.txt", i % 3), format!("{PLAN}\n（{i}）その他\n"))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    let dir = folder(&files);
    let runs = [("o1", "1", "in"), ("o2", "2", "in"), ("o3", "2", "in/./")].map(|(out, jobs, input)| {
        keikaku(&["convert", &at(&dir, input), "-o", &at(&dir, out), "--jobs", jobs, "--formats", "json,jsonl,md"]).success();
        outputs(&dir.path().join(out))
    });
    assert_eq!(runs[0].len(), 12 + 12 + TABLES);
    assert!(runs[0] == runs[1] && runs[1] == runs[2]);
}

#[test]
fn the_order_of_inputs_and_the_number_of_jobs_do_not_matter() {
    let dir = folder(&[("in/empty.pdf", b""), ("in/cut.pdf", b"%PDF-1.7\n1 0 obj"), ("in/cut again.pdf", b"%PDF-1.7\n1 0 obj")]);
    copies(&dir.path().join("in"), 10);
    let copy = std::fs::read_dir(dir.path().join("in")).expect("a folder").map(|e| e.expect("an entry").path()).min().expect("a file");
    std::fs::copy(copy, dir.path().join("in/zz-copy.pdf")).expect("writable");
    std::os::unix::fs::symlink(dir.path().join("in/cut.pdf"), dir.path().join("in/aa-link.pdf")).expect("writable");
    let mut named: Vec<PathBuf> =
        std::fs::read_dir(dir.path().join("in")).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    named.sort();
    let mut runs = Vec::new();
    for (jobs, order) in [("1", 0), ("2", 1), ("4", 2)] {
        match order {
            0 => {}
            1 => named.reverse(),
            _ => named.rotate_left(5),
        }
        let out = at(&dir, jobs);
        let mut args = vec!["convert", "-o", &out, "--jobs", jobs];
        let names: Vec<String> = named.iter().map(|p| p.to_string_lossy().into_owned()).collect();
        args.extend(names.iter().map(String::as_str));
        keikaku(&args).code(1);
        let mut told = report(&out);
        for field in ["started", "finished", "jobs"] {
            told[field] = serde_json::Value::Null;
        }
        told["files"].as_array_mut().expect("files").iter_mut().for_each(|f| f["seconds"] = serde_json::Value::Null);
        runs.push((outputs(Path::new(&out)), told));
    }
    assert_eq!(runs[0].1, runs[1].1);
    assert_eq!(runs[0].1, runs[2].1);
    assert!(runs[0].0 == runs[1].0 && runs[1].0 == runs[2].0);
    let quarantined = runs[0].0.keys().filter(|p| p.starts_with("quarantine")).count();
    assert_eq!(quarantined, 3, "each of two identical failing files, and the empty one; a link is its file");
}

#[test]
fn bad_files_do_not_stop_the_rest() {
    let dir = folder(&[
        ("in/empty.pdf", b""),
        ("in/text.pdf", "名前だけのPDF".as_bytes()),
        ("in/cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Cat"),
        ("in/good.txt", PLAN.as_bytes()),
        ("in/same.txt", PLAN.as_bytes()),
    ]);
    let (input, out, missing) = (at(&dir, "in"), at(&dir, "out"), at(&dir, "missing.pdf"));
    let told = keikaku(&["convert", &input, &missing, "-o", &out]).code(1);
    let said = stderr(&told);
    for sentence in
        ["empty.pdf: The file is empty", "text.pdf: The file is named .pdf but", "no file or folder", "same.txt: It has the same bytes"]
    {
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
    assert!(said.contains("1 plan converted") && said.contains("4 failed"), "{said}");
    let report = report(&out);
    let of = |name: &str| report["files"].as_array().expect("files").iter().find(|f| f["input"].as_str().expect("a path").ends_with(name));
    let code = |name: &str| of(name).expect("every input is reported")["code"].as_str().map(ToOwned::to_owned);
    assert_eq!(code("empty.pdf").as_deref(), Some("file-empty"));
    assert_eq!(code("text.pdf").as_deref(), Some("not-a-pdf"));
    assert_eq!(code("missing.pdf").as_deref(), Some("input-missing"));
    assert_eq!(code("same.txt").as_deref(), Some("duplicate"));
    assert_eq!(code("good.txt"), None);
    assert_eq!(outputs(Path::new(&out)).keys().filter(|p| p.starts_with("plans")).count(), 1);
    keikaku(&["validate", &out]).success();
}

#[test]
fn what_cannot_run_is_said() {
    let dir = folder(&[("in/a.txt", PLAN.as_bytes()), ("none/b.doc", b"x"), ("file", b"x")]);
    let (input, none, way) = (at(&dir, "in"), at(&dir, "none"), at(&dir, "file/out"));
    let cases: [(&[&str], &str); 5] = [
        (&["convert", &none, "-o", &way], "holds no plans"),
        (&["convert", &input, "-o", &way], "can't be made"),
        (&["convert", &input, "-o", &at(&dir, "file")], "can't be made"),
        (&["validate", &none], "holds no plan documents"),
        (&["inspect", "facts", &at(&dir, "missing.pdf")], "can't be opened"),
    ];
    for (args, sentence) in cases {
        let told = keikaku(args).code(2).stdout("");
        assert!(stderr(&told).contains(sentence), "{sentence} in {}", stderr(&told));
    }
    assert_eq!(std::fs::read(dir.path().join("file")).expect("a file"), b"x");
}

#[test]
fn formats_are_what_was_asked_for() {
    let dir = folder(&[("a.txt", PLAN.as_bytes())]);
    for (formats, files) in [("json", 1), ("jsonl", TABLES), ("md", 1), ("json,md", 2)] {
        let out = at(&dir, formats);
        keikaku(&["convert", &at(&dir, "a.txt"), "-o", &out, "--formats", formats]).success();
        assert_eq!(outputs(Path::new(&out)).len(), files, "{formats}");
    }
}

#[test]
fn validate_finds_what_is_wrong() {
    let dir = folder(&[("a.txt", PLAN.as_bytes())]);
    let out = at(&dir, "out");
    keikaku(&["convert", &at(&dir, "a.txt"), "-o", &out]).success();
    let path = std::fs::read_dir(dir.path().join("out/plans")).expect("a folder").next().expect("a plan").expect("a plan").path();
    let good = std::fs::read_to_string(&path).expect("a plan");
    let wrong = [
        ("\"glyphs\": ", "\"glyphs\": 9", "does not add up"),
        ("\"schema\": \"keikaku/plan/1\"", "\"schema\": \"keikaku/plan/9\"", "/schema"),
        ("\"producer\": null,", "", "producer"),
        ("{", "[", "is no JSON"),
    ];
    for (from, to, sentence) in wrong {
        std::fs::write(&path, good.replacen(from, to, 1)).expect("writable");
        let told = keikaku(&["validate", &out]).code(1);
        assert!(stderr(&told).contains(sentence), "{sentence} in {}", stderr(&told));
    }
    std::fs::write(&path, good).expect("writable");
    std::fs::write(dir.path().join("out/tables/plans.jsonl"), "").expect("writable");
    let told = keikaku(&["validate", &out]).code(1);
    assert!(stderr(&told).contains("0 rows"), "{}", stderr(&told));
}

#[test]
fn a_profile_is_named_in_the_output() {
    let dir = folder(&[("a.txt", PLAN.as_bytes()), ("towns.toml", b"name = \"towns\"\n"), ("bad.toml", b"[layout]\n")]);
    let out = at(&dir, "out");
    keikaku(&["convert", &at(&dir, "a.txt"), "-o", &out, "--profile", &at(&dir, "towns.toml")]).success();
    let plan = outputs(Path::new(&out)).into_iter().find(|(p, _)| p.starts_with("plans")).expect("a plan").1;
    let plan: serde_json::Value = serde_json::from_slice(&plan).expect("JSON");
    assert!(plan["generator"]["profile"].as_str().is_some_and(|p| p.starts_with("towns@")), "{plan}");
    let told = keikaku(&["convert", &at(&dir, "a.txt"), "-o", &out, "--profile", &at(&dir, "bad.toml")]).code(2);
    assert!(stderr(&told).contains("`layout`"), "{}", stderr(&told));
}

#[test]
fn every_stage_can_be_looked_at() {
    let dir = folder(&[("a.txt", PLAN.as_bytes())]);
    for (stage, member) in [("read", "pages"), ("layout", "blocks"), ("text", "units"), ("structure", "measures"), ("facts", "coverage")] {
        let told = keikaku(&["inspect", stage, &at(&dir, "a.txt"), "--page", "1"]).success().stderr("");
        let value: serde_json::Value = serde_json::from_slice(&told.get_output().stdout).expect("JSON");
        assert!(value.get(member).is_some(), "{stage}: {member}");
    }
    let told = keikaku(&["inspect", "layout", &at(&dir, "a.txt"), "--draw", &at(&dir, "a.png")]).code(2);
    assert!(stderr(&told).contains("no page image"), "{}", stderr(&told));
    let told = keikaku(&["inspect", "layout", &at(&dir, "a.txt"), "--page", "7"]).code(2);
    assert!(stderr(&told).contains("there is no page 7"), "{}", stderr(&told));
}

#[test]
fn the_schema_is_printed() {
    for (args, id) in [(&["schema"][..], "urn:keikaku:schema:plan:1"), (&["schema", "--rows"], "urn:keikaku:schema:rows:1")] {
        let told = keikaku(args).success();
        let value: serde_json::Value = serde_json::from_slice(&told.get_output().stdout).expect("JSON");
        assert_eq!(value["$id"], id);
    }
}
