//! What earlier runs into the same folder made, so that it need not be made again.
//!
//! A finished run leaves `run.json`; a run that was killed leaves a journal, a line for each file it had done.
use crate::convert::Job;
use crate::inputs::Input;
use crate::report::{FileReport, Report, Status};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The journal's name in the output folder.
const JOURNAL: &str = ".keikaku.journal";

/// How many hex digits of a hash tell settings apart.
const DIGITS: usize = 16;

/// What earlier runs left.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// The report of the last run that finished.
    pub(crate) report: Option<Report>,
    /// What became of each input, by its name; the journal's word is the later one.
    files: BTreeMap<String, FileReport>,
    /// What the journal replaced: the outputs of inputs that have changed since.
    replaced: Vec<FileReport>,
    /// Whether a run was killed.
    unfinished: bool,
}

impl Earlier {
    /// Reads what is in the folder; what can't be read counts as not there.
    pub(crate) fn read(out: &Path) -> Self {
        let report = std::fs::read(out.join("run.json")).ok().and_then(|bytes| serde_json::from_slice::<Report>(&bytes).ok());
        let journal = std::fs::read(out.join(JOURNAL)).ok();
        let mut earlier = Self { unfinished: journal.is_some(), ..Self::default() };
        let reported = report.iter().flat_map(|r| r.files.iter().cloned());
        let journal = journal.unwrap_or_default();
        // The last line of a killed run may be half a line.
        let noted = journal.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice::<FileReport>(line).ok());
        for file in reported.chain(noted) {
            earlier.replaced.extend(earlier.files.insert(file.input.clone(), file));
        }
        earlier.report = report;
        earlier
    }

    /// What became of this input, if its bytes, the settings and the overrides that mean it were the same and its output is still there.
    pub(crate) fn same(&self, input: &Input, sha256: &str, made_with: &str, job: &Job) -> Option<FileReport> {
        let file = self.files.get(&input.name())?;
        let meant = |id: &String| job.overrides.keys(id, &input.file_name()).iter().eq(file.overrides.keys());
        let same = file.sha256.as_deref() == Some(sha256) && file.made_with.as_deref() == Some(made_with);
        let stands = match file.status {
            Status::Ok | Status::Warned => is_there(file, job) && file.plan_id.as_ref().is_some_and(meant),
            Status::Failed => file.why().is_some_and(|code| !code.is_passing()),
            Status::Skipped => false,
        };
        (same && stands).then(|| FileReport { kept: false, ..file.clone() })
    }

    /// What became of the input of this name.
    pub(crate) fn file(&self, input: &str) -> Option<&FileReport> {
        self.files.get(input)
    }

    /// What became of each input, by its name.
    pub(crate) fn files(&self) -> impl Iterator<Item = &FileReport> {
        self.files.values()
    }

    /// Everything that ever was reported and may have left files.
    pub(crate) fn all(&self) -> impl Iterator<Item = &FileReport> {
        self.files.values().chain(&self.replaced)
    }

    /// The last run's report, if it says just what this run would: then there is nothing to write.
    pub(crate) fn unchanged(&self, files: &[FileReport], job: &Job) -> Option<&Report> {
        let report = self.report.as_ref().filter(|_| !self.unfinished)?;
        let tables = !job.formats.jsonl || keikaku_emit::TABLES.iter().all(|t| job.out.join("tables").join(format!("{t}.jsonl")).is_file());
        let overrides = job.overrides.report(files.iter().map(|f| &f.overrides));
        (tables && report.files == files && report.overrides == overrides).then_some(report)
    }
}

/// Whether what a file became is still in the output folder, as long as it was.
fn is_there(file: &FileReport, job: &Job) -> bool {
    let Some(output) = &file.output else { return false };
    let path = job.out.join(output);
    let length = |path: &Path| std::fs::metadata(path).ok().map(|m| m.len());
    (!job.formats.json || length(&path) == file.output_bytes) && (!job.formats.md || length(&path.with_extension("md")).is_some())
}

/// Identifies everything but the file's bytes that its records depend on: the program, the profile, the formats and the limits.
///
/// The program counts by its own bytes, which hold the dictionary and the words: a new build converts anew.
pub(crate) fn settings(job: &Job) -> String {
    let program = std::env::current_exe().ok().and_then(|path| hash(&Input { path: path.into(), member: None })).unwrap_or_default();
    let said = format!(
        "{} {program} {:?} {:?} {} {:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        job.profile.name,
        job.formats,
        job.cross_check.is_some(),
        job.max_pages,
        job.isolation.as_ref().map(|i| (i.timeout, i.max_memory))
    );
    hex(said.as_bytes()).chars().take(DIGITS).collect()
}

/// The SHA-256 of bytes in hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// The SHA-256 of an input's bytes in hex digits, however many they are; `None` where they can't be had.
pub(crate) fn hash(input: &Input) -> Option<String> {
    let mut hasher = Sha256::new();
    input.visit(&mut |block| hasher.update(block)).ok()?;
    Some(digits(&hasher.finalize()))
}

fn digits(hash: &[u8]) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

/// Notes each file that is done, so that a killed run need not do it again.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl Journal {
    /// Goes on with the folder's journal, or begins one. A folder that takes no journal still takes a run.
    pub(crate) fn open(out: &Path) -> Self {
        let path = out.join(JOURNAL);
        let file = File::options().append(true).create(true).open(&path).ok();
        // A killed run's last line may lack its end.
        let file = file.map(|mut f| {
            let _ = f.write_all(b"\n");
            f
        });
        Self { path, file: Mutex::new(file) }
    }

    /// Notes a file.
    pub(crate) fn note(&self, report: &FileReport) {
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(file) = file.as_mut() {
            let _ = file.write_all(&keikaku_emit::json::line(report));
        }
    }

    /// The run report is written: the journal has served.
    pub(crate) fn close(self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn a_cut_journal_is_read_as_far_as_it_goes() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let journal = Journal::open(dir.path());
        journal.note(&FileReport::failed("a.pdf", Code::PdfDamaged, "x"));
        drop(journal);
        let path = dir.path().join(JOURNAL);
        let mut bytes = std::fs::read(&path).expect("a journal");
        bytes.extend(b"{\"input\": \"b.p");
        std::fs::write(&path, bytes).expect("writable");
        Journal::open(dir.path()).note(&FileReport::failed("c.pdf", Code::PdfDamaged, "x"));
        let earlier = Earlier::read(dir.path());
        assert_eq!(earlier.files().map(|f| f.input.as_str()).collect::<Vec<_>>(), ["a.pdf", "c.pdf"]);
        assert!(earlier.unfinished);
    }
}
