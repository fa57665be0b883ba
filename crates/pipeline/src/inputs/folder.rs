//! What a name on the command line means: a file, a folder's plans, or a glob's.
use super::{archive, shown};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Endings of the plans that are taken from a folder, an archive or by a glob; upper or lower case.
const ENDINGS: [&str; 2] = ["pdf", "txt"];

/// Characters that make a name a pattern where no file has it.
const WILD: [char; 4] = ['*', '?', '[', '{'];

/// Whether a file in a folder is taken for a plan.
pub(super) fn is_plan(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// The files that a name means, or why it means none.
pub(super) fn files_of(name: &OsString) -> Result<Vec<PathBuf>, String> {
    let (path, said) = (Path::new(name), shown(name));
    if path.is_dir() {
        return match plans_below(path)? {
            files if files.is_empty() => {
                Err(format!("The folder {said} holds no plans: no file in it or below ends in .pdf, .txt or .zip."))
            }
            files => Ok(files),
        };
    }
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if path.exists() {
        return Err(format!("{said} is neither a file nor a folder: write what comes out of it into a file first."));
    }
    if let Some(pattern) = name.to_str().filter(|n| n.contains(WILD)) {
        return match matches(pattern)? {
            files if files.is_empty() => Err(format!("The pattern {said} matches no file that ends in .pdf, .txt or .zip.")),
            files => Ok(files),
        };
    }
    Err(format!("There is no file or folder {said}; check the path."))
}

/// The plans and archives in a folder and below it.
fn plans_below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let seen = |e: &walkdir::DirEntry| e.depth() == 0 || !is_hidden(e.file_name());
    for entry in walkdir::WalkDir::new(folder).follow_links(true).into_iter().filter_entry(seen) {
        match entry {
            Ok(e) if e.file_type().is_file() && (is_plan(e.path()) || archive::is_archive(e.path())) => files.push(e.into_path()),
            // A link that leads back or nowhere takes nothing away from the rest of the folder.
            Err(e) if e.depth() == 0 => return Err(format!("The folder {} can't be read: {e}.", shown(folder))),
            _ => {}
        }
    }
    Ok(files)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The plans that a glob matches, looked for below its part without wildcards.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let glob = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| format!("The pattern {pattern} can't be understood: {}.", e.kind()))?
        .compile_matcher();
    let base: PathBuf = Path::new(pattern).components().take_while(|c| !c.as_os_str().to_string_lossy().contains(WILD)).collect();
    let here = base.as_os_str().is_empty();
    let base = if here { PathBuf::from(".") } else { base };
    if !base.is_dir() {
        return Ok(Vec::new());
    }
    let named = |f: PathBuf| if here { f.strip_prefix(".").map(Path::to_owned).unwrap_or(f) } else { f };
    Ok(plans_below(&base)?.into_iter().map(named).filter(|f| glob.is_match(f)).collect())
}
