//! Files that go away or change between being found and being read.
use keikaku_pipeline::report::{Report, Status};
use keikaku_pipeline::{Code, Job, Progress, convert};
use std::path::Path;
use tempfile::TempDir;

const PLAN: &str = "若葉台商工会議所　令和６年度事業計画\n\n１．会員サービスの充実\n";

/// A run over these files during which `change` happens when all are found and none is read.
fn run(dir: &TempDir, files: &[(&str, &str)], change: impl Fn(&Path) + Sync) -> Report {
    let input = dir.path().join("in");
    std::fs::create_dir_all(&input).expect("writable");
    files.iter().for_each(|(name, text)| std::fs::write(input.join(name), text).expect("writable"));
    let job = Job { inputs: vec![input.clone().into_os_string()], out: dir.path().join("out"), jobs: Some(1), ..Job::default() };
    let report = convert(&job, &|progress| {
        if matches!(progress, Progress::Found { .. }) {
            change(&input);
        }
    });
    report.expect("the run goes on")
}

fn fates(report: &Report) -> Vec<(String, Status, Option<Code>)> {
    let name = |input: &str| input.rsplit('/').next().unwrap_or_default().to_owned();
    report.files.iter().map(|f| (name(&f.input), f.status, f.why())).collect()
}

#[test]
fn a_file_that_vanishes_is_told_and_tried_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let files = [("a.txt", PLAN), ("b.txt", "海岬町総合計画\n")];
    let report = run(&dir, &files, |input| std::fs::remove_file(input.join("a.txt")).expect("removable"));
    assert_eq!(report.files[0].why(), Some(Code::InputVanished));
    assert_eq!(report.files[1].why(), None);
    assert!(dir.path().join("out/quarantine/a.txt.json").is_file());
    let report = run(&dir, &files, |_| {});
    assert_eq!(report.files[0].why(), None);
    assert!(!dir.path().join("out/quarantine").exists());
}

#[test]
fn a_copy_takes_the_place_of_an_original_that_vanished_or_changed() {
    let files = [("a.txt", PLAN), ("b.txt", PLAN), ("c.txt", PLAN)];
    let dir = tempfile::tempdir().expect("a temporary folder");
    let report = run(&dir, &files, |input| std::fs::remove_file(input.join("a.txt")).expect("removable"));
    let fates = |report: &Report| {
        let mut fates = fates(report);
        fates.sort_by(|a, b| a.0.cmp(&b.0));
        fates.into_iter().map(|(_, _, code)| code).collect::<Vec<_>>()
    };
    assert_eq!(fates(&report), [Some(Code::InputVanished), None, Some(Code::Duplicate)]);
    let dir = tempfile::tempdir().expect("a temporary folder");
    let report = run(&dir, &files, |input| std::fs::write(input.join("a.txt"), "海岬町総合計画\n").expect("writable"));
    assert_eq!(fates(&report), [None, None, Some(Code::Duplicate)], "both texts are converted");
    assert_ne!(report.files[0].plan_id, report.files[1].plan_id);
}
