//! ZIP archives as inputs.
mod common;

use common::{PLAN, at, entry, folder, keikaku, outputs, report, stderr};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// The same bytes with `to` in the place of `from`, of the same length.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    for i in 0..bytes.len() - from.len() {
        if bytes[i..].starts_with(from) {
            bytes[i..i + from.len()].copy_from_slice(to);
        }
    }
    bytes
}

#[test]
fn an_archive_gives_what_its_folder_would() {
    let (a, b) = (PLAN.as_bytes(), "海岬町総合計画\n".as_bytes());
    let dir = folder(&[
        ("in/海岬町.txt", a),
        ("in/深い 所/計画.txt", b),
        // 計画 in CP932, as Windows writes it.
        ("plans.zip", &patched(archive(&[("海岬町.txt", a), ("X X/XXXX.txt", b), ("c.doc", b"x")]), b"XXXX.txt", b"\x8Cv\x89\xE6.txt")),
    ]);
    let (folder, zip) = (at(&dir, "folder"), at(&dir, "zip"));
    keikaku(&["convert", &at(&dir, "in"), "-o", &folder]).success();
    keikaku(&["convert", &at(&dir, "plans.zip"), "-o", &zip]).success();
    assert!(outputs(Path::new(&folder)) == outputs(Path::new(&zip)));
    assert!(entry(&report(&zip), "plans.zip!/X X/計画.txt")["output"].as_str().is_some_and(|o| o.starts_with("plans/計画.")));
    let before = std::fs::metadata(at(&dir, "zip/run.json")).and_then(|m| m.modified()).expect("a report");
    keikaku(&["convert", &at(&dir, "plans.zip"), "-o", &zip]).success();
    assert_eq!(std::fs::metadata(at(&dir, "zip/run.json")).and_then(|m| m.modified()).expect("a report"), before, "nothing to do");
    // The folder around an archive stands for the archive too; the same bytes are one plan.
    let told = keikaku(&["convert", &at(&dir, ""), "-o", &at(&dir, "both")]).success();
    assert!(stderr(&told).contains("2 plans converted") && stderr(&told).contains("2 skipped"), "{}", stderr(&told));
}

#[test]
fn what_is_wrong_in_an_archive_costs_itself() {
    let inner = archive(&[("x.txt", b"x")]);
    let bomb = archive(&[("a.txt", &vec![b' '; 70 << 20])]);
    let liar = patched(archive(&[("liar.txt", &[b'a'; 70_000])]), &70_000u32.to_le_bytes(), &7u32.to_le_bytes());
    let mixed = archive(&[("good.txt", PLAN.as_bytes()), ("deep/inner.zip", &inner), ("empty.pdf", b""), ("also/empty.pdf", b"")]);
    let dir = folder(&[
        ("in/mixed.zip", &mixed),
        ("in/bomb.zip", &bomb),
        ("in/liar.zip", &liar),
        ("in/cut.zip", &mixed[..mixed.len() / 2]),
        ("in/other.zip", &archive(&[("a.doc", b"x")])),
    ]);
    let out = at(&dir, "out");
    for _ in 0..2 {
        keikaku(&["convert", &at(&dir, "in"), "-o", &out]).code(1);
    }
    let report = report(&out);
    for (name, code) in [
        ("mixed.zip!/good.txt", None),
        ("mixed.zip!/deep/inner.zip", Some("zip-nested")),
        ("mixed.zip!/empty.pdf", Some("file-empty")),
        ("mixed.zip!/also/empty.pdf", Some("file-empty")),
        ("bomb.zip", Some("zip-too-large")),
        ("liar.zip!/liar.txt", Some("zip-damaged")),
        ("cut.zip", Some("zip-damaged")),
    ] {
        let entry = entry(&report, name);
        assert_eq!(entry["code"].as_str(), code, "{entry}");
        assert_eq!(entry["quarantine"].as_str().is_some_and(|q| Path::new(&out).join(q).is_file()), code.is_some(), "{entry}");
    }
    assert_eq!(report["files"].as_array().map(Vec::len), Some(7), "other.zip holds no plans and is passed over");
    let told = keikaku(&["convert", &at(&dir, "in/other.zip"), "-o", &out]).code(2);
    assert!(stderr(&told).contains("holds no plans"), "{}", stderr(&told));
}
