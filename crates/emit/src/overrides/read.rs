//! A file of overrides, line by line: what no plan could take is refused before any file is written.
use super::kind::{RecordKind, plan_of};
use super::{Override, Overrides, Subject};
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file with more wrong lines than this is of another form: the rest is not told.
const TOLD: usize = 10;

/// Why a file of overrides is not taken.
#[derive(Debug, thiserror::Error)]
pub enum OverridesError {
    /// The file can't be read.
    #[error("The overrides {} can't be read: {source}.", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Lines that no plan could take.
    #[error("Nothing was written, for the overrides {} can't be taken as they are. {}", path.display(), faults.join(" "))]
    Lines {
        /// The file.
        path: PathBuf,
        /// A sentence for each wrong line, with its number.
        faults: Vec<String>,
    },
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    record: Option<String>,
    plan: Option<String>,
    kind: Option<RecordKind>,
    quote: Option<String>,
    measure: Option<String>,
    field: String,
    value: Value,
    who: String,
    why: String,
    date: Option<String>,
}

impl Overrides {
    /// Reads a file of overrides.
    ///
    /// # Errors
    /// When it can't be read, or a line is no override that a plan could take.
    pub fn load(path: &Path) -> Result<Self, OverridesError> {
        let text = std::fs::read_to_string(path).map_err(|source| OverridesError::Read { path: path.to_owned(), source })?;
        Self::parse(&text).map_err(|faults| OverridesError::Lines { path: path.to_owned(), faults })
    }

    /// Reads the text of a file of overrides; else a sentence for each wrong line.
    pub(super) fn parse(text: &str) -> Result<Self, Vec<String>> {
        let (mut lines, mut faults): (Vec<Override>, Vec<String>) = (Vec::new(), Vec::new());
        let text = text.trim_start_matches('\u{feff}');
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match read(number, line).and_then(|read| alone(read, &lines)) {
                Ok(read) => lines.push(read),
                Err(reason) => faults.push(format!("Line {number}: {reason}")),
            }
        }
        let more = faults.len().saturating_sub(TOLD);
        faults.truncate(TOLD);
        if more > 0 {
            faults.push(format!("{more} more lines are wrong."));
        }
        if faults.is_empty() { Ok(Self { lines }) } else { Err(faults) }
    }
}

/// A line, checked by itself.
fn read(number: usize, line: &str) -> Result<Override, String> {
    let line: Line = serde_json::from_str(line).map_err(|e| format!("it is no override: {e}."))?;
    for (name, text) in [("field", &line.field), ("who", &line.who), ("why", &line.why)] {
        if text.trim().is_empty() {
            return Err(format!("`{name}` is empty."));
        }
    }
    if let Some(date) = line.date.as_deref().filter(|date| !is_date(date)) {
        return Err(format!("`date` must be a day as 2026-05-01, and {date} is none."));
    }
    let subject = subject(&line)?;
    let plan = subject.record.as_deref().map(plan_of).or_else(|| subject.plan.as_deref().filter(|p| RecordKind::of(p).is_some()));
    subject.kind.takes(plan, &line.field, &line.value)?;
    let Line { field, value, who, why, date, .. } = line;
    Ok(Override { line: number, subject, field, value, who, why, date })
}

/// The record that a line means.
fn subject(line: &Line) -> Result<Subject, String> {
    let Line { record, plan, kind, quote, measure, .. } = line;
    let (record, plan, quote, measure) = (record.clone(), plan.clone(), quote.clone(), measure.clone());
    if let Some(id) = &record {
        if plan.is_some() || kind.is_some() || measure.is_some() {
            return Err("it has a `record` and also `plan`, `kind` or `measure`; with an id, only `quote` may stand.".to_owned());
        }
        let Some(kind) = RecordKind::of(id) else {
            return Err(format!("`record` {id} is no id of a record that can be corrected (as b8af6ff7c01d2e34:t4)."));
        };
        return Ok(Subject { record, plan, kind, quote, measure });
    }
    let (Some(name), Some(kind)) = (&plan, *kind) else {
        return Err("it names no record: give `record`, or `plan`, `kind` and `quote`.".to_owned());
    };
    if name.trim().is_empty() || (kind != RecordKind::Plan && quote.as_deref().is_none_or(|q| q.trim().is_empty())) {
        return Err("it names no record: `plan` and `quote` must not be empty.".to_owned());
    }
    Ok(Subject { record, plan, kind, quote, measure })
}

/// A line beside those before it: nobody says the same field of a record twice.
fn alone(read: Override, before: &[Override]) -> Result<Override, String> {
    let same = |o: &&Override| {
        let subjects = match (&read.subject.record, &o.subject.record) {
            (Some(one), Some(other)) => one == other,
            _ => read.subject == o.subject,
        };
        subjects && overlap(&read.field, &o.field)
    };
    match before.iter().find(same) {
        Some(other) => Err(format!("line {} corrects the same field of the same record.", other.line)),
        None => Ok(read),
    }
}

/// Whether two fields are the same, or one holds the other.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    within(one, other) || within(other, one)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|p| p.parse().ok()).collect();
    let form = text.len() == 10 && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    form && matches!(parts[..], [Some(_), Some(1..=12), Some(1..=31)])
}
