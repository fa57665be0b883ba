//! A file that is being written and summed.
use crate::file::{EmitError, Pending};
use crate::package::Sum;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// A file that takes its name only by [`Hashed::keep`], with the hash of what was written to it.
pub(crate) struct Hashed {
    name: String,
    pending: Pending,
    sum: Sha256,
    bytes: u64,
}

impl Hashed {
    /// Begins a file in a folder.
    pub(crate) fn create(folder: &Path, name: &str) -> Result<Self, EmitError> {
        let pending = Pending::create(&folder.join(name))?;
        Ok(Self { name: name.to_owned(), pending, sum: Sha256::new(), bytes: 0 })
    }

    /// Adds bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> Result<(), EmitError> {
        self.sum.update(bytes);
        self.bytes += bytes.len() as u64;
        self.pending.write(bytes)
    }

    /// What it holds so far.
    pub(crate) fn sum(&self) -> Sum {
        let digest = self.sum.clone().finalize();
        Sum { name: self.name.clone(), bytes: self.bytes, sha256: digest.iter().map(|b| format!("{b:02x}")).collect() }
    }

    /// Puts its bytes on the disk: after this, only its name is missing.
    pub(crate) fn settle(&mut self) -> Result<(), EmitError> {
        self.pending.settle()
    }

    /// Gives it its name.
    pub(crate) fn keep(self) -> Result<(), EmitError> {
        self.pending.keep()
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes).map(|()| bytes.len()).map_err(io::Error::other)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
