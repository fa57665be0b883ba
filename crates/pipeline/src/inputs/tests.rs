use super::*;

fn folder(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = dir.path().join(file);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        std::fs::write(path, b"x").expect("writable");
    }
    dir
}

fn names(inputs: &Inputs, dir: &Path) -> Vec<String> {
    inputs
        .files
        .iter()
        .map(|f| Path::new(&f.path).strip_prefix(dir).expect("below the folder").to_string_lossy().replace('\\', "/"))
        .collect()
}

#[test]
fn a_folder_gives_its_plans_by_name() {
    let dir = folder(&["z/a.PDF", "b.txt", "c.doc", ".hidden/d.pdf", ".e.pdf", "a/c.pdf"]);
    let inputs = find(&[dir.path().into()]);
    assert_eq!(names(&inputs, dir.path()), ["z/a.PDF", "b.txt", "a/c.pdf"]);
    assert!(inputs.missing.is_empty());
}

#[test]
fn a_glob_and_a_file_named_twice() {
    let dir = folder(&["a/x.pdf", "a/b/y.pdf", "a/z.txt"]);
    let at = |s: &str| OsString::from(format!("{}/{s}", dir.path().display()));
    assert_eq!(names(&find(&[at("**/*.pdf"), at("a/x.pdf"), at("a/./x.pdf")]), dir.path()), ["a/x.pdf", "a/b/y.pdf"]);
    assert_eq!(names(&find(&[at("a/*.pdf")]), dir.path()), ["a/x.pdf"]);
}

#[cfg(unix)]
#[test]
fn a_file_of_two_names_has_the_first() {
    let dir = folder(&["b.pdf"]);
    std::os::unix::fs::symlink(dir.path().join("b.pdf"), dir.path().join("a.pdf")).expect("writable");
    let at = |s: &str| dir.path().join(s).into_os_string();
    for order in [["a.pdf", "b.pdf"], ["b.pdf", "a.pdf"]] {
        assert_eq!(names(&find(&order.map(at)), dir.path()), ["a.pdf"]);
    }
}

#[test]
fn what_gives_nothing_is_said() {
    let dir = folder(&["c.doc"]);
    let at = |s: &str| OsString::from(format!("{}/{s}", dir.path().display()));
    let inputs = find(&[dir.path().into(), at("no.pdf"), at("*.pdf"), "/dev/null".into()]);
    assert!(inputs.files.is_empty());
    let reasons: Vec<&str> = inputs.missing.iter().map(|(_, r)| r.as_str()).collect();
    for said in ["holds no plans", "no file or folder", "matches no file", "neither a file nor a folder"] {
        assert!(reasons.iter().any(|r| r.contains(said)), "{said} in {reasons:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told_apart() {
    use std::os::unix::ffi::OsStrExt;
    let name = |bytes: &[u8]| shown(OsStr::from_bytes(bytes));
    use std::ffi::OsStr;
    assert_eq!(name("計画 か\u{3099}.pdf".as_bytes()), "計画 か\u{3099}.pdf");
    assert_eq!(name(b"\x8Cv\x89\xE6.pdf"), "%8Cv%89%E6.pdf");
    assert_ne!(name(b"\x8C.pdf"), name(b"\x8D.pdf"));
}
