//! From what the command line names to a list of files, the same on every machine.
mod archive;
mod bytes;
mod folder;
mod named;

pub use archive::Member;
pub use bytes::InputError;
pub use named::shown;

use crate::code::Code;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A file to convert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The file, as it was named or found.
    pub path: OsString,
    /// The file in it, if it is an archive.
    pub member: Option<Member>,
}

impl Input {
    /// How reports name it: the path, and `archive.zip!/member` for a file in an archive.
    pub fn name(&self) -> String {
        let path = shown(&self.path);
        self.member.as_ref().map_or_else(|| path.clone(), |member| format!("{path}!/{}", member.name))
    }

    /// Its name without folder.
    pub fn file_name(&self) -> String {
        match &self.member {
            Some(member) => member.name.rsplit('/').next().unwrap_or(&member.name).to_owned(),
            None => Path::new(&self.path).file_name().map_or_else(|| self.name(), shown),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When the system does not give them, an archive can't be unpacked, or somebody is writing to the file.
    pub fn read(&self) -> Result<Vec<u8>, InputError> {
        let mut bytes = Vec::new();
        self.visit(&mut |block| bytes.extend_from_slice(block))?;
        Ok(bytes)
    }

    /// Its bytes, block after block.
    ///
    /// # Errors
    /// Those of [`Input::read`]; the blocks before it are then worth nothing.
    pub(crate) fn visit(&self, block: &mut dyn FnMut(&[u8])) -> Result<(), InputError> {
        let path = Path::new(&self.path);
        match &self.member {
            Some(member) => archive::visit(path, member, block),
            None => bytes::visit(path, block),
        }
    }
}

/// An input that is known to give no plan before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// How reports name it.
    pub name: String,
    /// Why.
    pub code: Code,
    /// The same as a sentence.
    pub message: String,
}

/// The inputs of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Files to convert, each once, by file name and then by path.
    pub files: Vec<Input>,
    /// Archives that can't be opened, and files in archives that are none to convert, by name.
    pub refused: Vec<Refused>,
    /// What was named but gives no file, with the reason as a sentence.
    pub missing: Vec<(String, String)>,
}

/// Finds the files that `named` means: a file is taken whatever its ending, a folder for all plans in and below it,
/// a glob (`plans/**/*.pdf`) for the plans it matches, a ZIP archive for all plans in it. Hidden files and folders are passed over.
pub fn find(named: &[OsString]) -> Inputs {
    let mut inputs = Inputs::default();
    // Keyed by the true path: the same file named twice is one input. Of several names the first in order stands in reports,
    // whichever was named first.
    let mut found: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for name in named {
        match folder::files_of(name) {
            Ok(files) => {
                for file in files {
                    let names = found.entry(std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone())).or_insert_with(|| file.clone());
                    if (file.file_name(), &file) < (names.file_name(), &*names) {
                        *names = file;
                    }
                }
            }
            Err(reason) => inputs.missing.push((shown(name), reason)),
        }
    }
    for path in found.into_values() {
        if archive::is_archive(&path) {
            inputs.open(&path, named);
        } else {
            inputs.files.push(Input { path: path.into_os_string(), member: None });
        }
    }
    inputs.files.sort_by_cached_key(|f| (f.file_name(), f.name()));
    inputs.refused.sort_by(|a, b| a.name.cmp(&b.name));
    inputs.missing.sort();
    inputs.missing.dedup();
    inputs
}

impl Inputs {
    /// Takes the plans of an archive.
    fn open(&mut self, path: &Path, named: &[OsString]) {
        let name = shown(path.as_os_str());
        match archive::members(path) {
            Ok(members) => {
                let is_empty = members.plans.is_empty() && members.refused.is_empty();
                if is_empty && named.iter().any(|n| n.as_os_str() == path.as_os_str()) {
                    let reason = format!("The archive {name} holds no plans: no file in it ends in .pdf or .txt.");
                    self.missing.push((name.clone(), reason));
                }
                let plans = members.plans.into_iter().map(|member| Input { path: path.as_os_str().to_owned(), member: Some(member) });
                self.files.extend(plans);
                let refused = members.refused.into_iter();
                self.refused.extend(refused.map(|(member, code, message)| Refused { name: format!("{name}!/{member}"), code, message }));
            }
            Err(e) => self.refused.push(Refused { name, code: e.code(), message: e.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests;
