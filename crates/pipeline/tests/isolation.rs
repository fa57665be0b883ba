//! Workers that crash, hang or grow cost their file and no other.
use keikaku_pipeline::report::{Report, Status};
use keikaku_pipeline::{Isolation, Job, convert};
use std::path::Path;
use std::time::Duration;

/// A run over one file with a worker that is this shell script.
fn run(script: &str, max_memory: u64) -> (Report, serde_json::Value) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let input = dir.path().join("海岬 町.txt");
    std::fs::write(&input, "海岬町総合計画\n").expect("writable");
    let isolation = Isolation {
        program: "sh".into(),
        args: vec!["-c".to_owned(), script.to_owned()],
        env: Vec::new(),
        timeout: Duration::from_millis(1500),
        max_memory,
    };
    let job = Job { inputs: vec![input.into_os_string()], out: dir.path().join("out"), isolation: Some(isolation), ..Job::default() };
    let report = convert(&job, &|_| {}).expect("the run goes on");
    let reason = std::fs::read(dir.path().join("out/quarantine/海岬 町.txt.json")).expect("a reason");
    assert!(Path::new(&job.out).join("tables/plans.jsonl").is_file());
    (report, serde_json::from_slice(&reason).expect("JSON"))
}

#[test]
fn lost_workers_are_told_apart() {
    let cases = [
        ("read setup; read job; echo broken >&2; kill -9 $$", "worker-aborted", "signal: 9"),
        ("exit 3", "worker-aborted", "exit status: 3"),
        ("echo noise; exec sleep 60", "worker-timeout", "within 1.5 s"),
        ("exec tail /dev/zero", "worker-memory", "more than 50 MiB"),
    ];
    for (script, code, said) in cases {
        let (report, reason) = run(script, 50);
        assert_eq!(report.files[0].status, Status::Failed, "{script}");
        assert_eq!(report.files[0].code.as_deref(), Some(code), "{script}");
        assert_eq!(reason["code"], code);
        assert!(reason["message"].as_str().is_some_and(|m| m.contains(said)), "{said} in {reason}");
        assert_eq!(reason["sha256"].as_str().map(str::len), Some(64));
        assert_eq!(reason["last_words"].as_array().is_some_and(|w| w.iter().any(|w| w == "broken")), script.contains("broken"));
    }
}

#[test]
fn where_it_happened_is_told() {
    let said = r#"{"at": {"stage": "read", "page": 3, "pages": 7}}"#;
    let script = format!("read setup; read job; echo noise; echo '{said}'; echo one >&2; echo two >&2; kill -9 $$");
    let (report, reason) = run(&script, 50);
    assert_eq!((report.files[0].page, report.files[0].pages), (Some(3), Some(7)));
    assert_eq!((report.ledger.pages, report.ledger.pages_quarantined), (7, 7));
    assert_eq!((&reason["stage"], &reason["page"], &reason["pages"]), (&"read".into(), &3.into(), &7.into()), "{reason}");
    assert_eq!(reason["last_words"], serde_json::json!(["one", "two"]));
}
