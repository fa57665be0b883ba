//! Corrections by hand that survive a new run: a file of JSON lines, each a field of a record with its right value, who says so and why.
//!
//! ```text
//! {"record": "b8af6ff7c01d2e34:t4", "quote": "体験会の参加者300名", "field": "value", "value": 320, "who": "編集係", "why": "正誤表"}
//! {"plan": "keikaku.pdf", "kind": "measure", "quote": "創業塾の開催", "field": "status", "value": "new", "who": "編集係", "why": "欄外の印"}
//! ```
//!
//! [`Overrides::load`] refuses a file with a line that no plan could take ([`read`]); [`Overrides::apply`] corrects a document and says
//! what became of each line that means it ([`apply`]). Places are never corrected: they say where the record was read.
mod apply;
mod kind;
mod read;

#[cfg(test)]
mod tests;

use keikaku_model::plan::PlanDocument;
pub use kind::RecordKind;
pub use read::OverridesError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How many hex digits of a hash tell lines apart.
const KEY_DIGITS: usize = 16;

/// The lines of a file of overrides, in its order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Overrides {
    lines: Vec<Override>,
}

/// A field of a record with its right value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// 1-based line of the file.
    pub line: usize,
    /// Which record.
    #[serde(flatten)]
    pub subject: Subject,
    /// The field, with points between the steps.
    pub field: String,
    /// Its right value.
    pub value: Value,
    /// Who says so.
    pub who: String,
    /// Why.
    pub why: String,
    /// When, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Which record a line means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Its plan: an id or a file name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// What sort of record.
    pub kind: RecordKind,
    /// What was read of it: its `quote`, `title`, `text` or `term`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The title of the measure it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The field has the line's value, and is marked.
    Applied,
    /// The field was read with this value: nothing to correct any more.
    Needless,
    /// No record is what the line means.
    Unmatched,
    /// It can't be applied as it is.
    Refused,
}

/// What became of a line, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What became of it.
    pub outcome: Fate,
    /// The records it means.
    pub records: Vec<String>,
    /// Why it was not applied.
    pub reason: Option<String>,
}

impl Outcome {
    fn new(outcome: Fate, records: Vec<String>, reason: Option<String>) -> Self {
        Self { outcome, records, reason }
    }

    fn unmatched(reason: impl Into<String>) -> Self {
        Self::new(Fate::Unmatched, Vec::new(), Some(reason.into()))
    }
}

/// What became of the lines that mean one plan, by their keys.
pub type Outcomes = BTreeMap<String, Outcome>;

/// A line and what became of it over all plans.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reported {
    /// 1-based line of the file.
    pub line: usize,
    /// Which record it means.
    #[serde(flatten)]
    pub subject: Subject,
    /// The field.
    pub field: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl Reported {
    /// What a person should know of it: nothing where it was applied.
    pub fn sentence(&self) -> Option<String> {
        let reason = self.outcome.reason.as_deref()?;
        Some(format!("Line {} of the overrides was not applied: {reason}", self.line))
    }
}

impl Override {
    /// What tells the line from others, whatever its number.
    fn key(&self) -> String {
        let said = serde_json::json!([self.subject, self.field, self.value, self.who, self.why, self.date]);
        digest(said.to_string().as_bytes())
    }

    /// Whether it means a record of this plan.
    fn touches(&self, id: &str, file_name: &str) -> bool {
        match (&self.subject.record, &self.subject.plan) {
            (Some(record), _) => kind::plan_of(record) == id,
            (None, plan) => plan.as_deref().is_some_and(|plan| plan == id || plan == file_name),
        }
    }
}

impl Overrides {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The keys of the lines that mean a plan: the same as long as the lines are, in whichever order and place they stand.
    pub fn keys(&self, id: &str, file_name: &str) -> BTreeSet<String> {
        self.lines.iter().filter(|o| o.touches(id, file_name)).map(Override::key).collect()
    }

    /// Corrects a plan, and says what became of each line that means it.
    pub fn apply(&self, document: &mut PlanDocument) -> Outcomes {
        let lines: Vec<&Override> = self.lines.iter().filter(|o| o.touches(&document.id, &document.source.file_name)).collect();
        if lines.is_empty() {
            return Outcomes::new();
        }
        let outcomes = apply::apply(&lines, document);
        lines.iter().map(|line| line.key()).zip(outcomes).collect()
    }

    /// What became of each line over all plans.
    pub fn report<'a>(&self, plans: impl Iterator<Item = &'a Outcomes> + Clone) -> Vec<Reported> {
        let one = |o: &Override| {
            let key = o.key();
            let outcome = plans.clone().filter_map(|outcomes| outcomes.get(&key)).cloned().reduce(worse);
            let outcome = outcome.unwrap_or_else(|| Outcome::unmatched(o.absent()));
            Reported { line: o.line, subject: o.subject.clone(), field: o.field.clone(), outcome }
        };
        self.lines.iter().map(one).collect()
    }
}

impl Override {
    /// That its plan is not there.
    fn absent(&self) -> String {
        let plan = self.subject.record.as_deref().map(kind::plan_of).or(self.subject.plan.as_deref()).unwrap_or_default();
        format!("the plan {plan} is not among the plans. A plan whose file changed has another id; name it by its file name and a quote.")
    }
}

/// Of two plans with a file name: the outcome that a person should look at, with the records of both.
fn worse(one: Outcome, other: Outcome) -> Outcome {
    let rank = |o: &Outcome| match o.outcome {
        Fate::Refused => 0,
        Fate::Applied => 1,
        Fate::Needless => 2,
        Fate::Unmatched => 3,
    };
    let (mut first, second) = if rank(&one) <= rank(&other) { (one, other) } else { (other, one) };
    first.records.extend(second.records);
    first
}

fn digest(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    hex.chars().take(KEY_DIGITS).collect()
}
