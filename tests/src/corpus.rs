//! The plans that this checkout carries.
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A plan with its gold annotation.
#[derive(Debug)]
pub struct Plan {
    /// The annotation's `doc`: the source's stem starts with it.
    pub doc: String,
    /// The PDF or text.
    pub file: PathBuf,
    /// The annotation.
    pub gold: Value,
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The plans of `corpora/plans`, by name.
pub fn plans() -> Vec<Plan> {
    folders(&root().join("corpora/plans"))
        .iter()
        .filter_map(|folder| {
            let gold = json(&folder.join("gold.json"))?;
            let file = folder.join(gold["source"].as_str()?);
            Some(Plan { doc: gold["doc"].as_str()?.to_owned(), file, gold })
        })
        .collect()
}

/// The files of a folder, by name; none where there is no such folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|p| p.is_file()).collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|p| p.is_dir()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths
}

/// A JSON file's value.
pub fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}
