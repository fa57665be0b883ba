//! What became of one input.
use super::Ledger;
use crate::code::Code;
use crate::stages::Step;
use keikaku_emit::overrides::Outcomes;
use keikaku_model::Severity;
use keikaku_model::plan::PlanDocument;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Not converted because the same bytes were, or because the run was stopped.
    Skipped,
}

/// What became of one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// The file as it was named or found; `archive.zip!/member` for a file in an archive; bytes that are no UTF-8 as `%83`.
    pub input: String,
    /// How it ended.
    pub status: Status,
    /// Stable code of the failure or the reason it was skipped ([`Code`]).
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
    /// The stage that was at work when it failed.
    #[serde(default)]
    pub stage: Option<String>,
    /// The page that was being read when it failed, counted from 1.
    #[serde(default)]
    pub page: Option<u32>,
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
    /// Pages; null for text and where they are not known.
    pub pages: Option<u32>,
    /// Records by table.
    pub records: BTreeMap<String, usize>,
    /// Diagnostics by code.
    pub diagnostics: BTreeMap<String, usize>,
    /// What became of the overrides that mean it, by their keys.
    #[serde(default, skip_serializing_if = "Outcomes::is_empty")]
    pub overrides: Outcomes,
    /// Pages and digits in and out.
    #[serde(default)]
    pub ledger: Ledger,
    /// Whether a diagnostic says that something is missing or wrong.
    pub has_errors: bool,
    /// Wall-clock time in seconds.
    pub seconds: f64,
}

impl FileReport {
    /// An input of which nothing is known yet.
    fn blank(input: &str, status: Status) -> Self {
        Self {
            input: input.to_owned(),
            status,
            code: None,
            message: None,
            output: None,
            output_bytes: None,
            quarantine: None,
            stage: None,
            page: None,
            last_words: Vec::new(),
            sha256: None,
            made_with: None,
            kept: false,
            plan_id: None,
            pages: None,
            records: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            overrides: Outcomes::new(),
            ledger: Ledger::default(),
            has_errors: false,
            seconds: 0.0,
        }
    }

    /// An input that could not be converted.
    pub(crate) fn failed(input: &str, code: Code, message: impl Into<String>) -> Self {
        Self { code: Some(code.name().to_owned()), message: Some(message.into()), ..Self::blank(input, Status::Failed) }
    }

    /// An input that was not to be converted.
    pub(crate) fn skipped(input: &str, code: Code, message: impl Into<String>) -> Self {
        Self { status: Status::Skipped, ..Self::failed(input, code, message) }
    }

    /// An input that became a plan document.
    pub(crate) fn with_plan(input: &str, plan: &PlanDocument, ledger: Ledger) -> Self {
        let mut diagnostics = BTreeMap::new();
        plan.diagnostics.iter().for_each(|d| *diagnostics.entry(d.code.clone()).or_insert(0) += 1);
        let doubts = plan.diagnostics.iter().filter(|d| d.severity >= Severity::Warning).count();
        let message = match doubts {
            0 => None,
            1 => Some("1 thing to doubt; see its diagnostics.".to_owned()),
            n => Some(format!("{n} things to doubt; see its diagnostics.")),
        };
        Self {
            message,
            plan_id: Some(plan.id.clone()),
            pages: plan.source.pages,
            records: records(plan),
            diagnostics,
            ledger,
            has_errors: plan.diagnostics.iter().any(|d| d.severity == Severity::Error),
            ..Self::blank(input, if doubts == 0 { Status::Ok } else { Status::Warned })
        }
    }

    /// A failure and where in the file it happened.
    pub(crate) fn during(self, step: Option<Step>) -> Self {
        let pages = step.and_then(|s| s.pages).or(self.pages);
        Self {
            stage: step.map(|s| s.stage.name().to_owned()),
            page: step.and_then(|s| s.page),
            pages,
            ledger: Ledger::quarantined(pages),
            ..self
        }
    }

    /// Why it was not converted.
    pub fn why(&self) -> Option<Code> {
        self.code.as_deref().and_then(Code::of)
    }

    /// Whether its plan document is what an earlier run made.
    pub(crate) fn is_earlier(&self) -> bool {
        self.kept || self.why() == Some(Code::Interrupted)
    }
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
        ("cross_references", d.cross_references.len()),
        ("tables", d.tables.len()),
        ("terms", d.terms.len()),
    ];
    counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
}
