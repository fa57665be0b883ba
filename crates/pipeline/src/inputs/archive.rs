//! ZIP archives as folders of plans.
use super::bytes::{InputError, pump, stamp};
use super::folder::is_plan;
use crate::code::Code;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes that one file of an archive may have: more than the largest plans printed by several times, and as much as a worker
/// with the usual `--max-memory` can hold.
const LARGEST: u64 = 512 << 20;

/// How many times its own size an archive may expand to. PDFs hardly shrink, texts to a tenth; archives made to fill disks expand
/// thousandfold, many by naming the same bytes again and again.
const EXPANSION: u64 = 200;

/// What any archive may expand to, however small it is: a short text of blanks shrinks to nothing.
const HARMLESS: u64 = 64 << 20;

/// The most files an archive may have: the plans of all towns of the country are fewer than 20,000.
const MOST: usize = 100_000;

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its path in the archive, from UTF-8 or CP932.
    pub name: String,
    /// Its place in the archive's directory.
    index: usize,
}

/// What is in an archive.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The plans.
    pub(super) plans: Vec<Member>,
    /// Names that can't be taken for plans, with the reason.
    pub(super) refused: Vec<(String, Code, String)>,
}

/// Whether a file is named as an archive.
pub(super) fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

/// Looks into an archive. Hidden files, and those that other programs put there, are passed over.
pub(super) fn members(path: &Path) -> Result<Members, InputError> {
    let archive = Open::at(path)?;
    let zip = &archive.zip;
    if zip.len() > MOST {
        return Err(InputError::Expands(format!(
            "The archive holds {} files, more than {MOST}. Unpack it and convert the folder.",
            zip.len()
        )));
    }
    let mut members = Members::default();
    let mut total = 0u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(error)?;
        let name = named(entry.name_raw());
        total = total.saturating_add(entry.size());
        if entry.is_dir() || entry.is_symlink() || name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            continue;
        }
        if is_archive(Path::new(&name)) {
            let why = "It is an archive in an archive: unpack the outer one and convert what is in it.";
            members.refused.push((name, Code::ZipNested, why.to_owned()));
        } else if !is_plan(Path::new(&name)) {
        } else if entry.encrypted() {
            members.refused.push((name, Code::PasswordNeeded, InputError::Password.to_string()));
        } else if entry.size() > LARGEST {
            members.refused.push((name, Code::ZipTooLarge, too_large(entry.size())));
        } else {
            members.plans.push(Member { name, index });
        }
    }
    let most = archive.length.saturating_mul(EXPANSION).max(HARMLESS);
    if total > most {
        let why = format!(
            "The archive of {} bytes says that it expands to {total}, more than {EXPANSION} times: it is made to do harm, or not by a sound program.",
            archive.length
        );
        return Err(InputError::Expands(why));
    }
    Ok(members)
}

/// Gives the bytes of a file in an archive, block after block.
pub(super) fn visit(path: &Path, member: &Member, block: &mut dyn FnMut(&[u8])) -> Result<(), InputError> {
    // Files of one archive are read one after the other: its directory is read once for all of them.
    thread_local! {
        static LAST: RefCell<Option<Open>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        let mut archive = match last.take().filter(|open| open.is_of(path)) {
            Some(open) => open,
            None => Open::at(path)?,
        };
        archive.pass(member, block)?;
        if !archive.is_of(path) {
            return Err(InputError::Changed);
        }
        *last = Some(archive);
        Ok(())
    })
}

/// An archive that is being read.
struct Open {
    path: PathBuf,
    length: u64,
    changed: SystemTime,
    zip: ZipArchive<BufReader<File>>,
}

impl Open {
    fn at(path: &Path) -> Result<Self, InputError> {
        let file = File::open(path)?;
        let (length, changed) = stamp(&file)?;
        Ok(Self { path: path.to_owned(), length, changed, zip: ZipArchive::new(BufReader::new(file)).map_err(error)? })
    }

    /// Whether it is this archive, as it is now.
    fn is_of(&self, path: &Path) -> bool {
        let now = std::fs::metadata(path).and_then(|meta| Ok((meta.len(), meta.modified()?)));
        self.path == path && now.is_ok_and(|now| now == (self.length, self.changed))
    }

    fn pass(&mut self, member: &Member, block: &mut dyn FnMut(&[u8])) -> Result<(), InputError> {
        let file = self.zip.by_index(member.index).map_err(error)?;
        if named(file.name_raw()) != member.name {
            return Err(InputError::Changed);
        }
        // What it says of itself may be a lie.
        let said = file.size();
        if said > LARGEST {
            return Err(InputError::Expands(too_large(said)));
        }
        match pump(&mut file.take(said + 1), block) {
            Ok(length) if length == said => Ok(()),
            Ok(length) => Err(InputError::Zip(format!("it says that {} has {said} bytes and has {length}", member.name))),
            Err(e) => Err(InputError::Zip(e.to_string())),
        }
    }
}

fn too_large(size: u64) -> String {
    format!("It has {size} bytes unpacked, more than {LARGEST}. Unpack the archive and convert the folder with a larger --max-memory.")
}

/// A name in an archive as text; what no file name should hold stands as `_`.
fn named(raw: &[u8]) -> String {
    keikaku_read::file_name(raw).replace('\\', "/").chars().map(|c| if c.is_control() { '_' } else { c }).collect()
}

fn error(e: ZipError) -> InputError {
    match e {
        ZipError::Io(e) if e.kind() == std::io::ErrorKind::NotFound => InputError::Vanished,
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => InputError::Password,
        e => InputError::Zip(e.to_string()),
    }
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
