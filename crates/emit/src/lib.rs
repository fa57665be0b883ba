//! Plans in, files out.
//!
//! ```text
//! out/plans/<stem>.<first 8 of the id>.json   one plan document a file          [`plan_document`]
//! out/tables/<kind>.jsonl                      the same records, one a line      [`Tables`]
//! CSV, Excel, SQLite, Parquet, JSONL             the same records from plan documents  [`export`]
//! ```
//!
//! Every file is written in one step ([`file::write`]); no output holds a clock time, a host or a path.
mod beside;
mod codebook;
mod csv;
mod export;
pub mod file;
pub mod flat;
mod hashed;
mod integrity;
pub mod json;
mod markdown;
pub mod overrides;
mod package;
mod parquet;
mod plans;
pub mod postgres;
mod schema;
mod spill;
mod sql;
mod sqlite;
mod tables;
mod validate;
mod xlsx;

pub use codebook::codebook;
pub use export::{ExportError, Exported, Form, export};
pub use file::EmitError;
pub use integrity::faults;
pub use markdown::markdown;
pub use overrides::{Overrides, OverridesError};
pub use schema::{plan_schema, rows_schema};
pub use sqlite::{Hit, search};
pub use tables::{TABLES, Tables, rows};
pub use validate::{Schema, ValidateError, Validation, validate};

use keikaku_model::plan::PlanDocument;
use std::path::Path;

/// How many hex digits of the plan's id its file name carries.
const ID_IN_NAME: usize = 8;

/// The most bytes of the source's stem in it: with id and ending it stays below the 255 that file systems take.
const LONGEST_STEM: usize = 200;

/// A plan document's bytes: JSON, one record a line.
pub fn plan_document(document: &PlanDocument) -> Vec<u8> {
    json::document(document)
}

/// The file name of a plan document without its extension: the source's stem and the first digits of the plan's id.
pub fn plan_name(document: &PlanDocument) -> String {
    let stem = Path::new(&document.source.file_name).file_stem().map_or_else(|| "plan".into(), |s| s.to_string_lossy());
    let stem = stem.get(..stem.floor_char_boundary(LONGEST_STEM)).unwrap_or(&stem);
    let id = document.id.get(..ID_IN_NAME).unwrap_or(&document.id);
    format!("{stem}.{id}")
}
