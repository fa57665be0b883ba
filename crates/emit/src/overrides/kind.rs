//! The records that can be corrected, and their fields.
use crate::schema::plan_schema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Records that can be corrected. Tables as printed and diagnostics can't: they show what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// The plan as a whole.
    Plan,
    /// A heading.
    Section,
    /// 施策・取組.
    Measure,
    /// A sentence or bullet of a measure.
    Statement,
    /// 担当・所管.
    Owner,
    /// 目標値.
    Target,
    /// Money.
    Amount,
    /// 期限.
    Milestone,
    /// A glossary term.
    Term,
}

/// What a kind is called: its letters in ids, its type, its member of a document, and the field with what was read of it.
struct Names {
    kind: RecordKind,
    letters: &'static str,
    type_name: &'static str,
    member: &'static str,
    quote: &'static str,
}

const fn names(kind: RecordKind, letters: &'static str, type_name: &'static str, member: &'static str, quote: &'static str) -> Names {
    Names { kind, letters, type_name, member, quote }
}

const KINDS: [Names; 9] = [
    names(RecordKind::Plan, "", "Plan", "plan", "title"),
    names(RecordKind::Section, "s", "Section", "sections", "title"),
    names(RecordKind::Measure, "m", "Measure", "measures", "title"),
    names(RecordKind::Statement, "st", "Statement", "statements", "text"),
    names(RecordKind::Owner, "o", "Owner", "owners", "quote"),
    names(RecordKind::Target, "t", "Target", "targets", "quote"),
    names(RecordKind::Amount, "a", "Amount", "amounts", "quote"),
    names(RecordKind::Milestone, "ms", "Milestone", "milestones", "quote"),
    names(RecordKind::Term, "g", "Term", "terms", "term"),
];

/// Fields that say where and in which order a record was read, and the mark itself.
const FIXED: [&str; 5] = ["id", "ordinal", "spans", "text_spans", "corrected_by"];

/// Fields that refer to a record, and its letters.
const REFERENCES: [(&str, RecordKind); 7] = [
    ("parent_id", RecordKind::Section),
    ("section_id", RecordKind::Section),
    ("measure_id", RecordKind::Measure),
    ("statement_id", RecordKind::Statement),
    ("within_id", RecordKind::Target),
    ("same_as", RecordKind::Target),
    ("repeat_of", RecordKind::Measure),
];

static SCHEMA: LazyLock<Value> = LazyLock::new(plan_schema);

/// The plan's id in a record's.
pub(super) fn plan_of(record: &str) -> &str {
    record.split(':').next().unwrap_or_default()
}

impl RecordKind {
    /// The kind that a record's id says.
    pub(super) fn of(record: &str) -> Option<Self> {
        let (plan, rest) = record.split_once(':').unwrap_or((record, ""));
        let hex = plan.len() == 16 && plan.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let letters = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let counted = letters.len() < rest.len() || record == plan;
        KINDS.iter().find(|k| hex && counted && k.letters == letters).map(|k| k.kind)
    }

    fn names(self) -> &'static Names {
        KINDS.iter().find(|k| k.kind == self).expect("every kind has its names")
    }

    /// Its member of a plan document.
    pub(super) fn member(self) -> &'static str {
        self.names().member
    }

    /// The field with what was read of it.
    pub(super) fn quote(self) -> &'static str {
        self.names().quote
    }

    /// Its name for a person.
    pub(super) fn name(self) -> String {
        self.names().type_name.to_lowercase()
    }

    /// Whether a field takes a value; else the reason, as a sentence.
    pub(super) fn takes(self, plan: Option<&str>, field: &str, value: &Value) -> Result<(), String> {
        let node = self.field(field)?;
        let schema = json!({"$defs": SCHEMA["$defs"], "allOf": [node]});
        let validator = jsonschema::validator_for(&schema).expect("a part of our own schema is one");
        if let Some(error) = validator.iter_errors(value).next() {
            return Err(format!("`{field}` of a {} can't have this value: {error}.", self.name()));
        }
        let wanted = REFERENCES.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind);
        let (Some(wanted), Some(to)) = (wanted, value.as_str()) else { return Ok(()) };
        if Self::of(to) != Some(wanted) {
            return Err(format!("`{field}` must be the id of a {}, and {to} is none.", wanted.name()));
        }
        match plan {
            Some(plan) if plan_of(to) != plan => {
                Err(format!("`{field}` must be the id of a {} of the same plan, and {to} is of another.", wanted.name()))
            }
            _ => Ok(()),
        }
    }

    /// The schema of a field that can be corrected.
    fn field(self, field: &str) -> Result<&'static Value, String> {
        let first = field.split('.').next().unwrap_or_default();
        if FIXED.contains(&first) {
            return Err(format!("`{first}` says where or in which order the record was read and can't be corrected."));
        }
        let mut node = &SCHEMA["$defs"][self.names().type_name];
        for step in field.split('.') {
            let inner = resolved(node);
            let Some(found) = inner["properties"].get(step) else {
                let known = inner["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
                let known: Vec<&str> = known.filter(|name| !FIXED.contains(name)).collect();
                let known = if known.is_empty() { String::new() } else { format!("; there is {}", known.join(", ")) };
                return Err(format!("a {} has no field `{field}`{known}.", self.name()));
            };
            node = found;
        }
        Ok(node)
    }
}

/// What a reference, or a choice with null, refers to.
fn resolved(node: &'static Value) -> &'static Value {
    let reference = node["$ref"].as_str().or_else(|| node["anyOf"].as_array()?.iter().find_map(|one| one["$ref"].as_str()));
    let found = reference.and_then(|r| SCHEMA.pointer(r.strip_prefix('#')?));
    found.map_or(node, resolved)
}
