use super::*;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Writes an archive of these files.
fn archive(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("a.zip");
    let mut zip = ZipWriter::new(File::create(&path).expect("writable"));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("writable");
    }
    zip.finish().expect("writable");
    (dir, path)
}

/// Puts `to` in the place of every `from`, of the same length, in an archive.
fn patch(path: &Path, from: &[u8], to: &[u8]) {
    let mut bytes = std::fs::read(path).expect("an archive");
    let places: Vec<usize> = (0..bytes.len() - from.len()).filter(|&i| bytes[i..].starts_with(from)).collect();
    assert!(!places.is_empty());
    places.iter().for_each(|&i| bytes[i..i + from.len()].copy_from_slice(to));
    std::fs::write(path, bytes).expect("writable");
}

fn read(path: &Path, member: &Member) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    visit(path, member, &mut |block| bytes.extend_from_slice(block)).map(|()| bytes)
}

#[test]
fn the_plans_of_an_archive() {
    let files: [(&str, &[u8]); 7] = [
        ("計画/海岬町.pdf", b"one"),
        ("b.TXT", b"two"),
        ("c.doc", b"x"),
        ("inner.zip", b"x"),
        ("__MACOSX/._b.txt", b"x"),
        (".hidden.txt", b"x"),
        ("XXXX.txt", b"three"),
    ];
    let (_dir, path) = archive(&files);
    // 計画 in CP932, as Windows writes names.
    patch(&path, b"XXXX.txt", b"\x8Cv\x89\xE6.txt");
    let members = members(&path).expect("an archive");
    let names: Vec<&str> = members.plans.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["計画/海岬町.pdf", "b.TXT", "計画.txt"]);
    assert_eq!(members.refused.iter().map(|(n, c, _)| (n.as_str(), *c)).collect::<Vec<_>>(), [("inner.zip", Code::ZipNested)]);
    let bytes: Vec<Vec<u8>> = members.plans.iter().map(|m| read(&path, m).expect("its bytes")).collect();
    assert_eq!(bytes, [&b"one"[..], b"two", b"three"]);
}

#[test]
fn an_archive_that_expands_beyond_measure_is_refused() {
    let (_dir, path) = archive(&[("a.txt", &vec![0; HARMLESS as usize + 1])]);
    assert!(matches!(members(&path), Err(InputError::Expands(_))));
}

#[test]
fn an_archive_that_lies_about_sizes_is_caught_in_the_act() {
    let (_dir, path) = archive(&[("a.txt", &[b'a'; 70_000])]);
    patch(&path, &70_000u32.to_le_bytes(), &7u32.to_le_bytes());
    let members = members(&path).expect("it looks well");
    let mut length = 0;
    let told = visit(&path, &members.plans[0], &mut |block| length += block.len());
    assert!(matches!(told, Err(InputError::Zip(_))), "{told:?}");
    assert!(length <= 8, "{length}");
}

#[test]
fn a_damaged_archive_is_told() {
    let (_dir, path) = archive(&[("a.txt", b"text"), ("b.txt", b"other")]);
    let plans = members(&path).expect("an archive").plans;
    std::fs::write(&path, b"PK\x03\x04 and no more").expect("writable");
    assert_eq!(members(&path).expect_err("no archive").code(), Code::ZipDamaged);
    assert!(read(&path, &plans[0]).is_err());
    std::fs::remove_file(&path).expect("removable");
    assert_eq!(read(&path, &plans[0]).expect_err("gone").code(), Code::InputVanished);
}
