//! The output folder: one run at a time, and nothing half-written left in it.
use keikaku_emit::{EmitError, file};
use std::fs::{File, TryLockError};
use std::path::Path;

use crate::RunError;

/// What keikaku's temporary files and folders begin with; a run that was killed leaves them.
const TEMPORARY: &str = ".keikaku-";

/// Folders of the output folder that files are written into.
const PLACES: [&str; 4] = ["", "plans", "tables", "quarantine"];

/// An output folder that belongs to this run until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The lock lies on the folder itself: it leaves no file behind, and goes with the process however that ends.
    _lock: File,
}

impl Folder {
    /// Makes the folder if it is not there, takes it, and clears away what a killed run left half-written.
    pub(crate) fn take(out: &Path) -> Result<Self, RunError> {
        file::folder(out)?;
        let fail = |source| EmitError::Folder { path: out.to_owned(), source };
        let lock = File::open(out).map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(RunError::Busy(out.to_owned())),
            Err(TryLockError::Error(source)) => return Err(fail(source).into()),
        }
        sweep(out);
        Ok(Self { _lock: lock })
    }
}

/// Removes temporary files; nobody but the holder of the lock may have any.
pub(crate) fn sweep(out: &Path) {
    for entry in PLACES.iter().filter_map(|place| std::fs::read_dir(out.join(place)).ok()).flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            let path = entry.path();
            // What can't be removed now is tried again by the next run.
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_once_and_cleared() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(dir.path().join("plans/.keikaku-b")).expect("writable");
        std::fs::write(dir.path().join(".keikaku-a"), "half").expect("writable");
        std::fs::write(dir.path().join("plans/mine"), "whole").expect("writable");
        let first = Folder::take(dir.path()).expect("free");
        assert!(matches!(Folder::take(dir.path()), Err(RunError::Busy(_))));
        drop(first);
        Folder::take(dir.path()).expect("free again");
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
        assert_eq!(std::fs::read_dir(dir.path().join("plans")).expect("a folder").count(), 1);
    }
}
