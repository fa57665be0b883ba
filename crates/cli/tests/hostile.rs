//! Files made to break a reader: each costs itself at most, and the others' records are those of a clean run.
mod common;

use common::{PLAN, at, folder, keikaku, outputs, report};
use std::path::Path;
use std::time::{Duration, Instant};

/// The longest a file may take, in seconds.
const LONGEST: u64 = 20;

/// What `bomb` expands to.
const EXPANDED: usize = 2 << 30;

/// A PDF of these objects, numbered from 1; the first is its catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    offsets.iter().for_each(|at| bytes.extend(format!("{at:010} 00000 n \n").into_bytes()));
    bytes.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).into_bytes());
    bytes
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<<{dict}/Length {}>>stream\n", data.len()).into_bytes();
    bytes.extend(data);
    bytes.extend(b"\nendstream");
    bytes
}

/// A PDF with this page tree, page size, content and form.
fn one(tree: &str, size: &str, content: Vec<u8>, form: Vec<u8>) -> Vec<u8> {
    let page =
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>/Font<</A 6 0 R>>>>>>");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let tree = format!("<</Type/Pages/{tree}>>");
    pdf(&["<</Type/Catalog/Pages 2 0 R>>".into(), tree.into(), page.into(), content, form, font.into()])
}

/// Nothing but zeros, 258 a code, as a zlib stream of one block with fixed codes (RFC 1951, 3.2.6).
fn bomb() -> Vec<u8> {
    // The block's head and a zero; then "258 times what stood one byte before" again and again; then the block's end.
    let head = [true, true, false, false, false, true, true, false, false, false, false];
    let again = [true, true, false, false, false, true, false, true, false, false, false, false, false];
    let bits = head.into_iter().chain(again.into_iter().cycle().take(again.len() * (EXPANDED / 258))).chain([false; 7]);
    let mut bytes = vec![0x78, 0xDA];
    let (mut byte, mut filled) = (0u8, 0u32);
    for bit in bits {
        byte |= u8::from(bit) << filled;
        filled += 1;
        if filled == 8 {
            bytes.push(byte);
            (byte, filled) = (0, 0);
        }
    }
    bytes.push(byte);
    bytes
}

fn million() -> Vec<u8> {
    let shown = (0..1_000_000).map(|i| format!("1 0 0 1 {} {} Tm (a) Tj ", i % 590, i % 840));
    format!("BT /A 12 Tf {}ET", shown.collect::<String>()).into_bytes()
}

/// The hostile files, each with the code it ends with; `None` where what can be read of it is converted.
fn hostile() -> Vec<(&'static str, Vec<u8>, Option<&'static str>)> {
    let (tree, a4) = ("Kids[3 0 R]/Count 1", "595 842");
    let text = || stream("", b"BT /A 12 Tf 100 700 Td (x) Tj ET");
    let none = || b"null".to_vec();
    let nested = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let array = String::from_utf8(nested.clone()).expect("brackets");
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>";
    let kids = format!("Kids[{}]/Count 100000", "3 0 R ".repeat(100_000));
    let raw = |length: &str| format!("<</Length {length}>>stream\nBT ET\nendstream").into_bytes();
    vec![
        ("bomb", one(tree, a4, stream("/Filter/FlateDecode", &bomb()), none()), Some("worker-memory")),
        ("loop", one("Kids[2 0 R 3 0 R]/Count 2", a4, text(), none()), None),
        ("claimed", one("Kids[3 0 R]/Count 100000", a4, text(), none()), None),
        ("kids", one(&kids, a4, text(), none()), Some("too-many-pages")),
        ("nested", one(&format!("{tree}/X {array}"), a4, text(), none()), None),
        ("operands", one(tree, a4, stream("", &nested), none()), None),
        ("vast", one(tree, "1000000000 1000000000", text(), none()), None),
        ("forms", one(tree, a4, stream("", b"/F Do /F Do"), stream(form, b"/F Do /F Do")), None),
        ("million", one(tree, a4, stream("", &million()), none()), None),
        ("negative", one(tree, a4, raw("-5"), none()), None),
        ("absurd", one(tree, a4, raw("99999999999999999999"), none()), None),
        ("empty", Vec::new(), Some("file-empty")),
        ("cut", b"%PDF-1.7\n1 0 obj\n<</Type/Cat".to_vec(), Some("pdf-damaged")),
        ("text", "名前だけのPDF".as_bytes().to_vec(), Some("not-a-pdf")),
    ]
}

#[test]
fn hostile_files_cost_themselves_at_most() {
    let dir = folder(&[("good/a.txt", PLAN.as_bytes()), ("good/b.txt", "海岬町総合計画\n".as_bytes())]);
    let (good, clean, bad) = (at(&dir, "good"), at(&dir, "clean"), at(&dir, "bad"));
    keikaku(&["convert", &good, "-o", &clean]).success();
    std::fs::create_dir(&bad).expect("writable");
    for (name, bytes, code) in hostile() {
        std::fs::write(at(&dir, &format!("bad/{name}.pdf")), bytes).expect("writable");
        let (file, out) = (at(&dir, &format!("bad/{name}.pdf")), at(&dir, &format!("out/{name}")));
        let begun = Instant::now();
        let told = keikaku(&["convert", &good, &file, "-o", &out]);
        assert!(begun.elapsed() < Duration::from_secs(LONGEST), "{name} took {:?}", begun.elapsed());
        let report = report(&out);
        let entry = report["files"].as_array().expect("files").iter().find(|f| f["input"] == file.as_str()).expect("an entry").clone();
        assert_eq!(entry["code"].as_str(), code, "{name}: {entry}");
        assert_eq!(Path::new(&out).join(format!("quarantine/{name}.pdf.json")).is_file(), code.is_some(), "{name}");
        if code.is_some() {
            told.code(1);
        }
        let made = outputs(Path::new(&out));
        let plans = outputs(Path::new(&clean)).into_iter().filter(|(p, _)| p.starts_with("plans"));
        plans.for_each(|(path, bytes)| assert_eq!(made.get(&path), Some(&bytes), "{name}: {}", path.display()));
    }
}
