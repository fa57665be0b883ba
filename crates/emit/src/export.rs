//! Plan documents in, the same records in another form out: no PDF is read again.
use crate::csv;
use crate::file::{self, EmitError, Pending};
use crate::flat::{flat_rows, flat_tables};
use crate::overrides::{Fate, Outcomes, Overrides, Reported};
use crate::package::{self, Package};
use crate::parquet::ParquetTables;
use crate::sqlite::{self, Database};
use crate::tables::{TABLES, rows};
use crate::validate::Schema;
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
    let mut notes = Vec::new();
    may_replace(form, out)?;
    if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
        file::folder(parent)?;
    }
    match form {
        Form::Jsonl => plans.lines(out, "jsonl", "", &mut |document| {
            Ok(rows(document).into_iter().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect())
        })?,
        Form::Csv => plans.lines(out, "csv", csv::BOM, &mut |document| Ok(csv_rows(document)))?,
        Form::Parquet => plans.parquet(out)?,
        Form::Xlsx => {
            let mut book = Book::new(out);
            plans.each(|document| book.add(document))?;
            notes = book.keep()?;
        }
        Form::Sqlite => {
            let mut database = Database::create(out)?;
            plans.each(|document| database.add(document))?;
            database.keep()?;
        }
    }
    Ok(Exported { plans: plans.files.len(), notes, overrides: plans.corrected })
}

fn csv_rows(document: &PlanDocument) -> Vec<String> {
    let tables = flat_tables().iter().zip(flat_rows(document));
    tables.map(|(table, rows)| rows.iter().map(|row| csv::line(&table.columns, row)).collect()).collect()
}

/// Plan documents that were found valid, by file name and then by id.
pub(crate) struct Plans<'a> {
    files: Vec<(String, String, PathBuf)>,
    package: Package,
    overrides: &'a Overrides,
    pub(crate) corrected: Vec<Reported>,
}

impl<'a> Plans<'a> {
    /// Reads and checks every plan document of `OUT` or `OUT/plans`.
    pub(crate) fn find(folder: &Path, overrides: &'a Overrides) -> Result<Self, ExportError> {
        let nothing = || ExportError::Nothing(folder.to_owned());
        let inner = folder.join("plans");
        let entries = std::fs::read_dir(if inner.is_dir() { &inner } else { folder }).map_err(|_| nothing())?;
        let json = |p: &PathBuf| p.extension().is_some_and(|e| e == "json") && !p.ends_with("run.json") && !p.ends_with(package::FILE);
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(json).collect();
        paths.sort();
        let schema = Schema::new();
        let (mut plans, mut faults) =
            (Self { files: Vec::new(), package: Package::default(), overrides, corrected: Vec::new() }, Vec::new());
        let mut outcomes: Vec<Outcomes> = Vec::new();
        for path in paths {
            let bytes = std::fs::read(&path).map_err(|e| EmitError::Read { path: path.clone(), message: e.to_string() })?;
            if let Some(found) = other_version(&bytes) {
                return Err(ExportError::Version { path, found });
            }
            if let Some(mut document) = schema.document(&path.display().to_string(), &bytes, &mut faults) {
                outcomes.push(overrides.apply(&mut document));
                plans.package.note(&document);
                plans.files.push((document.source.file_name.clone(), document.id, path));
            }
        }
        if !faults.is_empty() {
            return Err(ExportError::Invalid(faults));
        }
        if plans.files.is_empty() {
            return Err(nothing());
        }
        plans.corrected = overrides.report(outcomes.iter());
        let refused = plans.corrected.iter().filter(|r| r.outcome.outcome == Fate::Refused).filter_map(Reported::sentence);
        let refused: Vec<String> = refused.collect();
        if !refused.is_empty() {
            return Err(ExportError::Overrides(refused));
        }
        plans.files.sort();
        plans.files.dedup_by(|a, b| a.1 == b.1);
        Ok(plans)
    }

    /// A plan document with its corrections.
    fn read(&self, path: &Path) -> Result<PlanDocument, ExportError> {
        let mut document = read(path)?;
        self.overrides.apply(&mut document);
        Ok(document)
    }

    /// The plans' ids.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(_, id, _)| id.as_str())
    }

    /// Reads the plans one after the other, by file name.
    pub(crate) fn each(&self, mut take: impl FnMut(&PlanDocument) -> Result<(), ExportError>) -> Result<(), ExportError> {
        self.files.iter().try_for_each(|(_, _, path)| take(&self.read(path)?))
    }

    /// Writes tables of lines: one file a table, and the package's description.
    fn lines(
        &self,
        out: &Path,
        extension: &str,
        start: &str,
        of: &mut dyn FnMut(&PlanDocument) -> Result<Vec<String>, ExportError>,
    ) -> Result<(), ExportError> {
        file::folder(out)?;
        let names: Vec<&str> = if extension == "csv" { flat_tables().iter().map(|t| t.name.as_str()).collect() } else { TABLES.to_vec() };
        let mut files = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let mut hashed = Hashed::create(out, &format!("{name}.{extension}"))?;
            let header = if extension == "csv" { csv::header(&flat_tables()[at].columns) } else { String::new() };
            hashed.write(format!("{start}{header}").as_bytes())?;
            files.push(hashed);
        }
        self.each(|document| Ok(files.iter_mut().zip(of(document)?).try_for_each(|(file, text)| file.write(text.as_bytes()))?))?;
        self.keep(out, extension, files)
    }

    fn parquet(&self, out: &Path) -> Result<(), ExportError> {
        file::folder(out)?;
        let mut by_id: Vec<&(String, String, PathBuf)> = self.files.iter().collect();
        by_id.sort_by_key(|(_, id, _)| id);
        let mut tables = ParquetTables::new(out)?;
        by_id.iter().try_for_each(|(_, _, path)| tables.add(&self.read(path)?))?;
        let mut files = Vec::new();
        for (name, bytes) in TABLES.iter().zip(tables.finish()?) {
            let mut hashed = Hashed::create(out, &format!("{name}.parquet"))?;
            hashed.write(&bytes)?;
            files.push(hashed);
        }
        self.keep(out, "parquet", files)
    }

    /// Gives the files their names; the description, which says that the folder is ours, comes first.
    fn keep(&self, out: &Path, extension: &str, files: Vec<Hashed>) -> Result<(), ExportError> {
        let sums: Vec<package::Sum> = files.iter().map(Hashed::sum).collect();
        file::write(&out.join(package::FILE), &crate::json::document(&self.package.describe(extension, &sums)))?;
        Ok(files.into_iter().try_for_each(|file| file.pending.keep())?)
    }
}

/// A file that is being written and summed.
struct Hashed {
    name: String,
    pending: Pending,
    sum: sha2::Sha256,
    bytes: u64,
}

impl Hashed {
    fn create(folder: &Path, name: &str) -> Result<Self, EmitError> {
        let pending = Pending::create(&folder.join(name))?;
        Ok(Self { name: name.to_owned(), pending, sum: <sha2::Sha256 as sha2::Digest>::new(), bytes: 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EmitError> {
        sha2::Digest::update(&mut self.sum, bytes);
        self.bytes += bytes.len() as u64;
        self.pending.write(bytes)
    }

    fn sum(&self) -> package::Sum {
        let digest = sha2::Digest::finalize(self.sum.clone());
        package::Sum { name: self.name.clone(), bytes: self.bytes, sha256: digest.iter().map(|b| format!("{b:02x}")).collect() }
    }
}

fn read(path: &Path) -> Result<PlanDocument, ExportError> {
    let fail = |message: String| EmitError::Read { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    Ok(serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string()))?)
}

/// The schema version of a plan document that is not of ours.
fn other_version(bytes: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    value["schema"].as_str().filter(|s| *s != SCHEMA && s.starts_with("keikaku/")).map(ToOwned::to_owned)
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
