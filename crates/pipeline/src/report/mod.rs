//! `run.json`: what became of each file. The one output with times in it.
mod clock;
mod file;
mod ledger;

pub use clock::now;
pub use file::{FileReport, Status};
pub use ledger::Ledger;

use keikaku_emit::overrides::{Fate, Reported};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The report of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// `keikaku`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Name and hash of the profile, if one was given.
    pub profile: Option<String>,
    /// When the run began, UTC, `YYYY-MM-DDThh:mm:ssZ`.
    pub started: String,
    /// When it ended.
    pub finished: String,
    /// Files converted at the same time.
    pub jobs: usize,
    /// Whether it was asked to end before it had come to every file.
    #[serde(default)]
    pub interrupted: bool,
    /// How many of this run's files ended how.
    pub totals: BTreeMap<Status, usize>,
    /// Pages and digits in and out, of this run's files.
    #[serde(default)]
    pub ledger: Ledger,
    /// How many more files the folder has records of, from earlier runs.
    #[serde(default)]
    pub kept: usize,
    /// One entry for each input, in the order of the plans in the tables; inputs that gave no file come last.
    pub files: Vec<FileReport>,
    /// What became of each line of the overrides.
    #[serde(default)]
    pub overrides: Vec<Reported>,
    /// Whether there was nothing to do: then nothing was written, and the report is that of the run before.
    #[serde(skip)]
    pub unchanged: bool,
}

impl Report {
    /// How many files ended so.
    pub fn count(&self, status: Status) -> usize {
        self.totals.get(&status).copied().unwrap_or(0)
    }

    /// Whether the run was stopped, a file failed, a plan says of itself that something is missing, or an override does not fit its plan.
    pub fn has_problems(&self) -> bool {
        let refused = self.overrides.iter().any(|o| o.outcome.outcome == Fate::Refused);
        refused || self.interrupted || self.files.iter().filter(|f| !f.kept).any(|f| f.status == Status::Failed || f.has_errors)
    }
}

/// How many files ended how; every status is there.
pub(crate) fn totals(files: &[FileReport]) -> BTreeMap<Status, usize> {
    let mut totals: BTreeMap<Status, usize> =
        [Status::Ok, Status::Warned, Status::Failed, Status::Skipped].into_iter().map(|s| (s, 0)).collect();
    files.iter().filter(|f| !f.kept).for_each(|f| *totals.entry(f.status).or_insert(0) += 1);
    totals
}

/// The ledger of all files that this run answers for.
pub(crate) fn ledger(files: &[FileReport]) -> Ledger {
    files.iter().filter(|f| !f.kept && f.status != Status::Skipped).map(|f| f.ledger).sum()
}
