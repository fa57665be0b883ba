//! Plan documents in, the same records in another form out: no PDF is read again.
use crate::csv;
use crate::file::{self, EmitError};
use crate::flat::{flat_rows, flat_tables};
use crate::hashed::Hashed;
use crate::overrides::{Overrides, Reported};
use crate::package;
use crate::parquet::ParquetTables;
use crate::plans::Plans;
use crate::sqlite::{self, Database};
use crate::tables::{TABLES, rows};
use crate::xlsx::{self, Book};
use keikaku_model::plan::{PlanDocument, SCHEMA};
use std::path::{Path, PathBuf};

/// A form of the records beside plan documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A folder of `<table>.jsonl`.
    Jsonl,
    /// A folder of `<table>.csv` for Excel.
    Csv,
    /// One workbook.
    Xlsx,
    /// One SQLite database.
    Sqlite,
    /// A folder of `<table>.parquet`.
    Parquet,
}

/// What an export took in.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// Plan documents.
    pub plans: usize,
    /// A sentence for each thing that the form does not take as it is.
    pub notes: Vec<String>,
    /// What became of each line of the overrides.
    pub overrides: Vec<Reported>,
}

/// Why records could not be exported or searched.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There are no plan documents.
    #[error("The folder {} holds no plan documents; name the output folder of keikaku convert, or its plans/.", .0.display())]
    Nothing(PathBuf),
    /// There is no such database.
    #[error("There is no database {}; make one with keikaku export PLANS --to sqlite.", .0.display())]
    Missing(PathBuf),
    /// A plan document breaks the schema.
    #[error("Nothing was written, for a plan document is not valid: {}", .0.join(" "))]
    Invalid(Vec<String>),
    /// A correction does not fit its plan.
    #[error("Nothing was written. {}", .0.join(" "))]
    Overrides(Vec<String>),
    /// A plan document, or an output to be replaced, is of another schema version.
    #[error("{} is of the schema version {found}, and this keikaku works with {SCHEMA}. Convert the plans again, or name another output.", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: String,
    },
    /// What is in the way was not made by keikaku.
    #[error("{} is there already and was not made by keikaku: it is left as it is. Name another output.", .0.display())]
    Foreign(PathBuf),
    /// A file can't be written.
    #[error(transparent)]
    Output(#[from] EmitError),
    /// A database server can't be reached or does not take the records.
    #[error("{address}: {message}.")]
    Database {
        /// The address without its password.
        address: String,
        /// What it says.
        message: String,
    },
    /// The form does not take the records.
    #[error("{} can't be written: {message}. Nothing was left in its place.", path.display())]
    Table {
        /// The output.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

/// Writes the records of a folder of plan documents (`OUT` or `OUT/plans` of a run) in another form to `out`, corrected by `overrides`.
///
/// Every document is checked before anything is written. An output of keikaku is replaced; anything else in the way is left alone.
/// The same documents give the same bytes.
///
/// # Errors
/// When there is no plan document, one is not valid, an override does not fit, or `out` can't be written or is not ours.
pub fn export(plans: &Path, form: Form, out: &Path, overrides: &Overrides) -> Result<Exported, ExportError> {
    let plans = Plans::find(plans, overrides)?;
    may_replace(form, out)?;
    if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
        file::folder(parent)?;
    }
    let folder = matches!(form, Form::Jsonl | Form::Csv | Form::Parquet);
    let made = folder && !out.exists();
    if folder {
        file::folder(out)?;
    }
    let notes = write(&plans, form, out).inspect_err(|_| {
        if made {
            // Nothing is in it then.
            let _ = std::fs::remove_dir(out);
        }
    })?;
    Ok(Exported { plans: plans.count(), notes, overrides: plans.corrected })
}

fn write(plans: &Plans<'_>, form: Form, out: &Path) -> Result<Vec<String>, ExportError> {
    match form {
        Form::Jsonl => lines(plans, out, "jsonl", "", &mut |document| {
            Ok(rows(document).into_iter().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect())
        })?,
        Form::Csv => lines(plans, out, "csv", csv::BOM, &mut |document| Ok(csv_rows(document)))?,
        Form::Parquet => parquet(plans, out)?,
        Form::Xlsx => {
            let mut book = Book::new(out)?;
            plans.each(|document| book.add(document))?;
            return book.keep();
        }
        Form::Sqlite => {
            let mut database = Database::create(out)?;
            plans.each(|document| database.add(document))?;
            database.keep()?;
        }
    }
    Ok(Vec::new())
}

fn csv_rows(document: &PlanDocument) -> Vec<String> {
    let tables = flat_tables().iter().zip(flat_rows(document));
    tables.map(|(table, rows)| rows.iter().map(|row| csv::line(&table.columns, row)).collect()).collect()
}

/// Writes tables of lines: one file a table, and the package's description.
fn lines(
    plans: &Plans<'_>,
    out: &Path,
    extension: &str,
    start: &str,
    of: &mut dyn FnMut(&PlanDocument) -> Result<Vec<String>, ExportError>,
) -> Result<(), ExportError> {
    let names: Vec<&str> = if extension == "csv" { flat_tables().iter().map(|t| t.name.as_str()).collect() } else { TABLES.to_vec() };
    let mut files = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let mut hashed = Hashed::create(out, &format!("{name}.{extension}"))?;
        let header = if extension == "csv" { csv::header(&flat_tables()[at].columns) } else { String::new() };
        hashed.add(format!("{start}{header}").as_bytes())?;
        files.push(hashed);
    }
    plans.each(|document| Ok(files.iter_mut().zip(of(document)?).try_for_each(|(file, text)| file.add(text.as_bytes()))?))?;
    keep(plans, out, extension, files)
}

fn parquet(plans: &Plans<'_>, out: &Path) -> Result<(), ExportError> {
    let mut tables = ParquetTables::new(out)?;
    plans.each_by_id(|document| tables.add(document))?;
    keep(plans, out, "parquet", tables.finish()?)
}

/// Gives the files their names, once all of them are on the disk; the description, which says that the folder is ours, comes first.
fn keep(plans: &Plans<'_>, out: &Path, extension: &str, mut files: Vec<Hashed>) -> Result<(), ExportError> {
    files.iter_mut().try_for_each(Hashed::settle)?;
    let sums: Vec<package::Sum> = files.iter().map(Hashed::sum).collect();
    file::write(&out.join(package::FILE), &crate::json::document(&plans.package.describe(extension, &sums)))?;
    Ok(files.into_iter().try_for_each(Hashed::keep)?)
}

/// Whether what is at `out` is an output of this form and version, or nothing.
fn may_replace(form: Form, out: &Path) -> Result<(), ExportError> {
    let foreign = || ExportError::Foreign(out.to_owned());
    let Ok(found) = std::fs::symlink_metadata(out) else { return Ok(()) };
    let version = match form {
        Form::Jsonl | Form::Csv | Form::Parquet => {
            if !out.is_dir() {
                return Err(foreign());
            }
            let empty = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
            if empty {
                return Ok(());
            }
            package::version(out)
        }
        Form::Xlsx if found.is_file() => xlsx::version(out),
        Form::Sqlite if found.is_file() => {
            sqlite::marks(out).filter(|(ours, _)| *ours).map(|(_, version)| format!("keikaku/plan/{version}"))
        }
        _ => None,
    };
    match version {
        None => Err(foreign()),
        Some(version) if version == SCHEMA => Ok(()),
        Some(found) => Err(ExportError::Version { path: out.to_owned(), found }),
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
