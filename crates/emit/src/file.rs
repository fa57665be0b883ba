//! Files that are there whole or not at all.
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Why an output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The folder can't be made or written into.
    #[error("The output folder {} can't be made: {source}. Name a folder that can be written to with --out.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file can't be written.
    #[error("{} can't be written: {source}. Nothing was left in its place; free some space or name another folder.", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A plan document written before can't be read back.
    #[error("The plan document {} can't be read back: {message}.", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        message: String,
    },
}

/// Makes a folder and those above it.
pub fn folder(path: &Path) -> Result<(), EmitError> {
    std::fs::create_dir_all(path).map_err(|source| EmitError::Folder { path: path.to_owned(), source })
}

/// Writes a file in one step: whoever looks sees the old one or the whole new one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), EmitError> {
    let mut file = Pending::create(path)?;
    file.write(bytes)?;
    file.keep()
}

/// Tries whether files can be made in a folder, before any work is done for it.
pub fn probe(folder: &Path) -> Result<(), EmitError> {
    Scratch::create(folder).map(drop)
}

/// A folder for files that are gone with it.
#[derive(Debug)]
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    /// Makes one in `folder`.
    pub fn create(folder: &Path) -> Result<Self, EmitError> {
        tempfile::Builder::new()
            .prefix(".keikaku-")
            .tempdir_in(folder)
            .map(Self)
            .map_err(|source| EmitError::Folder { path: folder.to_owned(), source })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A file that is being written; it takes its name only by [`Pending::keep`], and is gone when dropped before.
#[derive(Debug)]
pub(crate) struct Pending {
    path: PathBuf,
    file: std::io::BufWriter<NamedTempFile>,
}

impl Pending {
    /// Begins a file in the folder of `path`.
    pub(crate) fn create(path: &Path) -> Result<Self, EmitError> {
        let fail = |source| EmitError::Write { path: path.to_owned(), source };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".keikaku-");
        readable(&mut builder);
        let file = builder.tempfile_in(path.parent().unwrap_or(Path::new("."))).map_err(fail)?;
        Ok(Self { path: path.to_owned(), file: std::io::BufWriter::new(file) })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), EmitError> {
        self.file.write_all(bytes).map_err(|source| EmitError::Write { path: self.path.clone(), source })
    }

    /// Puts its bytes on the disk: after this, only its name is missing.
    pub(crate) fn settle(&mut self) -> Result<(), EmitError> {
        let settled = self.file.flush().and_then(|()| self.file.get_ref().as_file().sync_data());
        settled.map_err(|source| EmitError::Write { path: self.path.clone(), source })
    }

    /// Gives the file its name, once its bytes are on the disk.
    pub(crate) fn keep(mut self) -> Result<(), EmitError> {
        self.settle()?;
        let Self { path, file } = self;
        let fail = |source| EmitError::Write { path: path.clone(), source };
        let file = file.into_inner().map_err(|e| fail(e.into_error()))?;
        file.persist(&path).map_err(|e| fail(e.error))?;
        Ok(())
    }
}

/// Outputs are for others to read, within the umask; temporary files by themselves are private.
fn readable(builder: &mut tempfile::Builder) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = builder;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_leaves_nothing() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut pending = Pending::create(&dir.path().join("a.json")).expect("writable");
        pending.write(b"half").expect("writable");
        drop(pending);
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn a_file_replaces_the_older_one() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("a.json");
        write(&path, b"old").expect("writable");
        write(&path, b"new").expect("writable");
        assert_eq!(std::fs::read(&path).expect("a file"), b"new");
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_file_in_the_way_is_said() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("a");
        write(&path, b"x").expect("writable");
        assert!(folder(&path.join("out")).expect_err("a file is no folder").to_string().contains("can't be made"));
    }
}
