//! From what the command line names to a list of files, the same on every machine.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Endings of the files that are taken from a folder or by a glob; upper or lower case.
const ENDINGS: [&str; 2] = ["pdf", "txt"];

/// A file to convert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The file, as it was named or found.
    pub path: OsString,
}

impl Input {
    /// How reports name it.
    pub fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Its name without folder.
    pub fn file_name(&self) -> String {
        Path::new(&self.path).file_name().map_or_else(|| self.name(), |n| n.to_string_lossy().into_owned())
    }

    /// Its bytes.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(&self.path)
    }
}

/// The inputs of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Files to convert, each once, by file name and then by path.
    pub files: Vec<Input>,
    /// What was named but gives no file, with the reason as a sentence.
    pub missing: Vec<(String, String)>,
}

/// Finds the files that `named` means: a file is taken whatever its ending, a folder for all plans in and below it,
/// a glob (`plans/**/*.pdf`) for the plans it matches. Hidden files and folders are passed over.
pub fn find(named: &[String]) -> Inputs {
    let mut inputs = Inputs::default();
    // Keyed by the true path: the same file named twice is one input. The path as named is what reports show.
    let mut found: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for name in named {
        match files_of(name) {
            Ok(files) => files.into_iter().for_each(|f| {
                found.entry(std::fs::canonicalize(&f).unwrap_or_else(|_| f.clone())).or_insert(f);
            }),
            Err(reason) => inputs.missing.push((name.clone(), reason)),
        }
    }
    let mut files: Vec<PathBuf> = found.into_values().collect();
    files.sort_by(|a, b| (a.file_name(), a).cmp(&(b.file_name(), b)));
    inputs.files = files.into_iter().map(|f| Input { path: f.into_os_string() }).collect();
    inputs
}

fn files_of(name: &str) -> Result<Vec<PathBuf>, String> {
    let path = Path::new(name);
    if path.is_dir() {
        return match plans_below(path)? {
            files if files.is_empty() => Err(format!("The folder {name} holds no plans: no file in it or below ends in .pdf or .txt.")),
            files => Ok(files),
        };
    }
    if path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    if name.contains(['*', '?', '[', '{']) {
        return match matches(name)? {
            files if files.is_empty() => Err(format!("The pattern {name} matches no file that ends in .pdf or .txt.")),
            files => Ok(files),
        };
    }
    Err(format!("There is no file or folder {name}; check the path."))
}

/// The plans in a folder and below it.
fn plans_below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let seen = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(folder).follow_links(true).into_iter().filter_entry(seen) {
        match entry {
            Ok(e) if e.file_type().is_file() && is_plan(e.path()) => files.push(e.into_path()),
            // A link that leads back or nowhere takes nothing away from the rest of the folder.
            Err(e) if e.depth() == 0 => return Err(format!("The folder {} can't be read: {e}.", folder.display())),
            _ => {}
        }
    }
    Ok(files)
}

/// The plans that a glob matches, looked for below its part without wildcards.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let glob = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| format!("The pattern {pattern} can't be understood: {}.", e.kind()))?
        .compile_matcher();
    let base: PathBuf =
        Path::new(pattern).components().take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[', '{'])).collect();
    let here = base.as_os_str().is_empty();
    let base = if here { PathBuf::from(".") } else { base };
    if !base.is_dir() {
        return Ok(Vec::new());
    }
    let named = |f: PathBuf| if here { f.strip_prefix(".").map(Path::to_owned).unwrap_or(f) } else { f };
    Ok(plans_below(&base)?.into_iter().map(named).filter(|f| glob.is_match(f)).collect())
}

fn is_plan(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
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
        let inputs = find(&[dir.path().to_string_lossy().into_owned()]);
        assert_eq!(names(&inputs, dir.path()), ["z/a.PDF", "b.txt", "a/c.pdf"]);
        assert!(inputs.missing.is_empty());
    }

    #[test]
    fn a_glob_and_a_file_named_twice() {
        let dir = folder(&["a/x.pdf", "a/b/y.pdf", "a/z.txt"]);
        let at = |s: &str| format!("{}/{s}", dir.path().display());
        assert_eq!(names(&find(&[at("**/*.pdf"), at("a/x.pdf"), at("a/./x.pdf")]), dir.path()), ["a/x.pdf", "a/b/y.pdf"]);
        assert_eq!(names(&find(&[at("a/*.pdf")]), dir.path()), ["a/x.pdf"]);
    }

    #[test]
    fn what_gives_nothing_is_said() {
        let dir = folder(&["c.doc"]);
        let at = |s: &str| format!("{}/{s}", dir.path().display());
        let inputs = find(&[dir.path().to_string_lossy().into_owned(), at("no.pdf"), at("*.pdf")]);
        assert!(inputs.files.is_empty());
        let reasons: Vec<&str> = inputs.missing.iter().map(|(_, r)| r.as_str()).collect();
        assert!(
            reasons[0].contains("holds no plans") && reasons[1].contains("no file or folder") && reasons[2].contains("matches no file")
        );
    }
}
