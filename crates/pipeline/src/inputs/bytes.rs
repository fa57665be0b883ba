//! The bytes of a file, all of one moment.
use crate::code::Code;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// Bytes read at a time: large beside a system call, small beside a worker's memory.
const BLOCK: usize = 64 << 10;

/// Why an input's bytes can't be had.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is not there any more.
    #[error("It was there when the run began, and now it is not. Run again when it is back.")]
    Vanished,
    /// Somebody is writing to it.
    #[error("It was written to while it was read. Run again when it is complete.")]
    Changed,
    /// The system said no.
    #[error("The file can't be read: {0}.")]
    Unreadable(io::Error),
    /// An archive, or a file in one, that can't be unpacked.
    #[error("The archive can't be unpacked ({0}). Fetch it again, or unpack it by other means and convert the files.")]
    Zip(String),
    /// An archive, or a file in one, that expands to more than any plan.
    #[error("{0}")]
    Expands(String),
    /// A file in an archive with a password.
    #[error("The archive opens only with a password. Unpack it and convert the files.")]
    Password,
}

impl InputError {
    /// Stable code.
    pub fn code(&self) -> Code {
        match self {
            Self::Vanished => Code::InputVanished,
            Self::Changed => Code::InputChanged,
            Self::Unreadable(_) => Code::InputUnreadable,
            Self::Zip(_) => Code::ZipDamaged,
            Self::Expands(_) => Code::ZipTooLarge,
            Self::Password => Code::PasswordNeeded,
        }
    }
}

impl From<io::Error> for InputError {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::NotFound { Self::Vanished } else { Self::Unreadable(e) }
    }
}

/// Gives a file's bytes, block after block.
pub(super) fn visit(path: &Path, block: &mut dyn FnMut(&[u8])) -> Result<(), InputError> {
    let file = File::open(path)?;
    let before = stamp(&file)?;
    let length = pump(&mut &file, block)?;
    if stamp(&file)? != before || length != before.0 { Err(InputError::Changed) } else { Ok(()) }
}

/// What changes when somebody writes to a file: its length and the time of its last change.
pub(super) fn stamp(file: &File) -> io::Result<(u64, SystemTime)> {
    let meta = file.metadata()?;
    Ok((meta.len(), meta.modified()?))
}

/// Passes everything on; gives the number of bytes.
pub(super) fn pump(from: &mut dyn Read, block: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
    let (mut buffer, mut length) = (vec![0; BLOCK], 0);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(n) => {
                block(&buffer[..n]);
                length += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("a.txt");
        let whole = vec![b'a'; 3 * BLOCK];
        let visit_and = |change: &dyn Fn()| {
            std::fs::write(&path, &whole).expect("writable");
            let mut blocks = 0;
            visit(&path, &mut |_| {
                blocks += 1;
                if blocks == 1 {
                    change();
                }
            })
        };
        assert!(visit_and(&|| {}).is_ok());
        let grown = || {
            let mut file = File::options().append(true).open(&path).expect("writable");
            io::Write::write_all(&mut file, b"more").expect("writable");
        };
        assert!(matches!(visit_and(&grown), Err(InputError::Changed)));
        let cut = || File::options().write(true).open(&path).and_then(|f| f.set_len(BLOCK as u64)).expect("writable");
        assert!(matches!(visit_and(&cut), Err(InputError::Changed)));
        let gone = || std::fs::remove_file(&path).expect("removable");
        assert!(visit_and(&gone).is_ok(), "an open file is whole still");
        assert!(matches!(visit(&path, &mut |_| {}), Err(InputError::Vanished)));
    }
}
