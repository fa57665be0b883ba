//! Checks an output folder against the schema and against itself.
use crate::beside;
use crate::integrity;
use crate::schema::plan_schema;
use crate::tables::{TABLES, rows};
use keikaku_model::plan::PlanDocument;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A document with more schema errors than this has something wrong at its root: the rest is not told.
const TOLD: usize = 10;

/// What an output folder was found to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validation {
    /// Plan documents looked at.
    pub documents: usize,
    /// Rows of tables looked at.
    pub rows: usize,
    /// What is wrong, a sentence each that names the file.
    pub faults: Vec<String>,
}

/// Why a folder can't be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// There are no plan documents.
    #[error("The folder {} holds no plan documents (plans/*.json); name the output folder of keikaku convert", .0.display())]
    Nothing(PathBuf),
}

/// Checks every plan document of an output folder against the schema and for integrity, and the tables and the other
/// forms beside them against the documents.
///
/// # Errors
/// When there is no plan document to check.
pub fn validate(out: &Path) -> Result<Validation, ValidateError> {
    let files = plan_documents(out);
    if files.is_empty() {
        return Err(ValidateError::Nothing(out.to_owned()));
    }
    let schema = Schema::new();
    let mut found = Validation { documents: files.len(), ..Validation::default() };
    let mut documents = Vec::new();
    for path in &files {
        let name = format!("plans/{}", path.file_name().map_or_else(Default::default, |n| n.to_string_lossy()));
        match std::fs::read(path) {
            Ok(bytes) => documents.extend(schema.document(&name, &bytes, &mut found.faults)),
            Err(e) => found.faults.push(format!("{name}: it can't be read: {e}.")),
        }
    }
    if documents.len() == files.len() {
        documents.sort_by(|a, b| (&a.source.file_name, &a.id).cmp(&(&b.source.file_name, &b.id)));
        if out.join("tables").is_dir() {
            tables(&out.join("tables"), &documents, &mut found);
        }
        let (rows, faults) = beside::check(out, &documents);
        found.rows += rows;
        found.faults.extend(faults);
    }
    Ok(found)
}

/// The plan documents in a folder, by name.
fn plan_documents(out: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(out.join("plans")) else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    files
}

/// The schema, ready to check with.
#[derive(Debug)]
pub struct Schema(jsonschema::Validator);

impl Default for Schema {
    fn default() -> Self {
        Self::new()
    }
}

impl Schema {
    /// The schema of plan documents.
    pub fn new() -> Self {
        Self(jsonschema::validator_for(&plan_schema()).expect("our own schema is one"))
    }

    /// Checks a plan document's bytes; what is wrong goes to `faults`. Gives the document where it could be read as one.
    pub fn document(&self, name: &str, bytes: &[u8], faults: &mut Vec<String>) -> Option<PlanDocument> {
        let value: Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(e) => {
                faults.push(format!("{name}: it is no JSON: {e}."));
                return None;
            }
        };
        let errors = self.0.iter_errors(&value).take(TOLD).map(|e| format!("{name}: at {}: {e}.", place(&e.instance_path().to_string())));
        let before = faults.len();
        faults.extend(errors);
        match serde_json::from_value::<PlanDocument>(value) {
            Ok(document) => {
                faults.extend(integrity::faults(&document).into_iter().map(|fault| format!("{name}: {fault}.")));
                Some(document)
            }
            Err(_) if faults.len() > before => None,
            Err(e) => {
                faults.push(format!("{name}: it can't be read as a plan document: {e}."));
                None
            }
        }
    }
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "the top" } else { pointer }
}

/// Each table holds the rows of the documents, in their order.
fn tables(folder: &Path, documents: &[PlanDocument], found: &mut Validation) {
    let mut expected: Vec<Vec<u8>> = vec![Vec::new(); TABLES.len()];
    for document in documents {
        expected.iter_mut().zip(rows(document)).for_each(|(all, rows)| all.extend(rows));
    }
    for (table, expected) in TABLES.iter().zip(expected) {
        let name = format!("tables/{table}.jsonl");
        match std::fs::read(folder.join(format!("{table}.jsonl"))) {
            Ok(bytes) => {
                found.rows += lines(&bytes).count();
                found.faults.extend(difference(&bytes, &expected).map(|fault| format!("{name}: {fault}.")));
            }
            Err(e) => found.faults.push(format!("{name}: it can't be read: {e}.")),
        }
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty())
}

/// How a table differs from the documents, if it does: as values, whichever way they are written.
fn difference(table: &[u8], expected: &[u8]) -> Option<String> {
    if table == expected {
        return None;
    }
    let (found, wanted) = (lines(table).count(), lines(expected).count());
    if found != wanted {
        return Some(format!("it has {found} rows where the plan documents have {wanted}"));
    }
    let value = |line: &[u8]| serde_json::from_slice::<Value>(line).ok();
    let differs = |(row, wanted): (&[u8], &[u8])| row != wanted && value(row) != value(wanted);
    lines(table).zip(lines(expected)).position(differs).map(|at| format!("line {} is not what the plan documents hold there", at + 1))
}
