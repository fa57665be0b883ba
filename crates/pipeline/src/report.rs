//! `run.json`: what became of each file. The one output with times in it.
use keikaku_model::Severity;
use keikaku_model::plan::PlanDocument;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

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
    /// How many of this run's files ended how.
    pub totals: BTreeMap<Status, usize>,
    /// How many more files the folder has records of, from earlier runs.
    #[serde(default)]
    pub kept: usize,
    /// One entry for each input, in the order of the plans in the tables; inputs that gave no file come last.
    pub files: Vec<FileReport>,
}

/// How a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Converted, nothing to doubt.
    Ok,
    /// Converted, with warnings in its diagnostics.
    Warned,
    /// Not converted.
    Failed,
    /// Not converted because the same bytes were.
    Skipped,
}

/// What became of one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// The file as it was named or found.
    pub input: String,
    /// How it ended.
    pub status: Status,
    /// Stable code of the failure or the reason it was skipped.
    pub code: Option<String>,
    /// A sentence for a person.
    pub message: Option<String>,
    /// The plan document, from the output folder.
    pub output: Option<String>,
    /// Its length in bytes.
    #[serde(default)]
    pub output_bytes: Option<u64>,
    /// The file that says why it was not converted, from the output folder.
    #[serde(default)]
    pub quarantine: Option<String>,
    /// What the worker process that was lost over it said last.
    #[serde(default)]
    pub last_words: Vec<String>,
    /// SHA-256 of the bytes that were read.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Stands for the program, profile, formats and limits it was made with: another run with the same need not make it again.
    #[serde(default)]
    pub made_with: Option<String>,
    /// Whether an earlier run made it of an input that this run does not have.
    #[serde(default)]
    pub kept: bool,
    /// The plan's id.
    pub plan_id: Option<String>,
    /// Pages; null for text.
    pub pages: Option<u32>,
    /// Records by table.
    pub records: BTreeMap<String, usize>,
    /// Diagnostics by code.
    pub diagnostics: BTreeMap<String, usize>,
    /// Whether a diagnostic says that something is missing or wrong.
    pub has_errors: bool,
    /// Wall-clock time in seconds.
    pub seconds: f64,
}

impl FileReport {
    /// An input that was not converted.
    pub(crate) fn without_plan(input: &str, status: Status, code: &str, message: impl Into<String>) -> Self {
        Self {
            input: input.to_owned(),
            status,
            code: Some(code.to_owned()),
            message: Some(message.into()),
            output: None,
            output_bytes: None,
            quarantine: None,
            last_words: Vec::new(),
            sha256: None,
            made_with: None,
            kept: false,
            plan_id: None,
            pages: None,
            records: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            has_errors: false,
            seconds: 0.0,
        }
    }

    /// An input that became a plan document.
    pub(crate) fn with_plan(input: &str, plan: &PlanDocument, output: Option<String>) -> Self {
        let mut diagnostics = BTreeMap::new();
        plan.diagnostics.iter().for_each(|d| *diagnostics.entry(d.code.clone()).or_insert(0) += 1);
        let doubts = plan.diagnostics.iter().filter(|d| d.severity >= Severity::Warning).count();
        let message = match doubts {
            0 => None,
            1 => Some("1 thing to doubt; see its diagnostics.".to_owned()),
            n => Some(format!("{n} things to doubt; see its diagnostics.")),
        };
        Self {
            input: input.to_owned(),
            status: if doubts == 0 { Status::Ok } else { Status::Warned },
            code: None,
            message,
            output,
            output_bytes: None,
            quarantine: None,
            last_words: Vec::new(),
            sha256: None,
            made_with: None,
            kept: false,
            plan_id: Some(plan.id.clone()),
            pages: plan.source.pages,
            records: records(plan),
            diagnostics,
            has_errors: plan.diagnostics.iter().any(|d| d.severity == Severity::Error),
            seconds: 0.0,
        }
    }
}

impl Report {
    /// How many files ended so.
    pub fn count(&self, status: Status) -> usize {
        self.totals.get(&status).copied().unwrap_or(0)
    }

    /// Whether a file failed, or a plan says of itself that something is missing.
    pub fn has_problems(&self) -> bool {
        self.files.iter().filter(|f| !f.kept).any(|f| f.status == Status::Failed || f.has_errors)
    }
}

/// How many files ended how; every status is there.
pub(crate) fn totals(files: &[FileReport]) -> BTreeMap<Status, usize> {
    let mut totals: BTreeMap<Status, usize> =
        [Status::Ok, Status::Warned, Status::Failed, Status::Skipped].into_iter().map(|s| (s, 0)).collect();
    files.iter().filter(|f| !f.kept).for_each(|f| *totals.entry(f.status).or_insert(0) += 1);
    totals
}

fn records(d: &PlanDocument) -> BTreeMap<String, usize> {
    let counts = [
        ("sections", d.sections.len()),
        ("measures", d.measures.len()),
        ("statements", d.statements.len()),
        ("owners", d.owners.len()),
        ("targets", d.targets.len()),
        ("milestones", d.milestones.len()),
        ("amounts", d.amounts.len()),
        ("tables", d.tables.len()),
        ("terms", d.terms.len()),
    ];
    counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
}

/// The clock time, UTC, `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    clock(seconds)
}

/// Seconds since 1970 as a UTC clock time. Days to dates as in Hinnant, "chrono-compatible low-level date algorithms".
fn clock(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn clock_times() {
        assert_eq!(super::clock(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::clock(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(super::clock(1_795_237_199), "2026-11-21T04:59:59Z");
    }
}
