//! A folder of plan documents: found, checked, corrected, and read one after the other.
use crate::export::ExportError;
use crate::file::EmitError;
use crate::overrides::{Fate, Outcomes, Overrides, Reported};
use crate::package::{self, Package};
use crate::validate::Schema;
use keikaku_model::plan::{PlanDocument, SCHEMA};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

/// Documents that are read and checked together, on all cores: enough to keep them busy, few enough to hold.
const CHECKED_TOGETHER: usize = 128;

/// Documents that are read before they are asked for.
const READ_AHEAD: usize = 8;

/// Plan documents that were found valid, by file name and then by id.
pub(crate) struct Plans<'a> {
    files: Vec<(String, String, PathBuf)>,
    pub(crate) package: Package,
    overrides: &'a Overrides,
    pub(crate) corrected: Vec<Reported>,
}

impl<'a> Plans<'a> {
    /// Reads and checks every plan document of `OUT` or `OUT/plans`.
    pub(crate) fn find(folder: &Path, overrides: &'a Overrides) -> Result<Self, ExportError> {
        let nothing = || ExportError::Nothing(folder.to_owned());
        let paths = paths(folder).ok_or_else(nothing)?;
        let schema = Schema::new();
        let mut plans = Self { files: Vec::new(), package: Package::default(), overrides, corrected: Vec::new() };
        let (mut faults, mut outcomes, mut ids) = (Vec::new(), Vec::<Outcomes>::new(), BTreeSet::new());
        for paths in paths.chunks(CHECKED_TOGETHER) {
            for (path, looked) in paths.iter().zip(look(paths, &schema)) {
                let (document, wrong) = looked?;
                faults.extend(wrong);
                let Some(mut document) = document else { continue };
                outcomes.push(overrides.apply(&mut document));
                if ids.insert(document.id.clone()) {
                    plans.package.note(&document);
                    plans.files.push((document.source.file_name, document.id, path.clone()));
                }
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
        Ok(plans)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.files.len()
    }

    /// The plans' ids.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(_, id, _)| id.as_str())
    }

    /// Gives the plans one after the other, by file name.
    pub(crate) fn each(&self, take: impl FnMut(&PlanDocument) -> Result<(), ExportError>) -> Result<(), ExportError> {
        self.read_all(self.files.iter().collect(), take)
    }

    /// Gives the plans one after the other, by id.
    pub(crate) fn each_by_id(&self, take: impl FnMut(&PlanDocument) -> Result<(), ExportError>) -> Result<(), ExportError> {
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(_, id, _)| id);
        self.read_all(files, take)
    }

    /// Reads documents on a thread of its own while others are being taken.
    fn read_all(
        &self,
        files: Vec<&(String, String, PathBuf)>,
        mut take: impl FnMut(&PlanDocument) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(READ_AHEAD);
            scope.spawn(move || {
                for (_, _, path) in files {
                    // Whoever takes them stops at an error.
                    if send.send(self.read(path)).is_err() {
                        break;
                    }
                }
            });
            receive.into_iter().try_for_each(|document| take(&document?))
        })
    }

    /// A plan document with its corrections.
    fn read(&self, path: &Path) -> Result<PlanDocument, ExportError> {
        let mut document = read(path)?;
        self.overrides.apply(&mut document);
        Ok(document)
    }
}

/// The JSON files that may be plan documents, by name.
fn paths(folder: &Path) -> Option<Vec<PathBuf>> {
    let inner = folder.join("plans");
    let entries = std::fs::read_dir(if inner.is_dir() { &inner } else { folder }).ok()?;
    let json = |p: &PathBuf| p.extension().is_some_and(|e| e == "json") && !p.ends_with("run.json") && !p.ends_with(package::FILE);
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(json).collect();
    paths.sort();
    Some(paths)
}

/// A document, where there is one, and what is wrong with it.
type Looked = Result<(Option<PlanDocument>, Vec<String>), ExportError>;

/// Reads and checks documents on all cores; gives what was found in their order.
fn look(paths: &[PathBuf], schema: &Schema) -> Vec<Looked> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let one = |path: &PathBuf| -> Looked {
        let bytes = std::fs::read(path).map_err(|e| EmitError::Read { path: path.clone(), message: e.to_string() })?;
        let mut faults = Vec::new();
        if let Some(found) = other_version(&bytes) {
            return Err(ExportError::Version { path: path.clone(), found });
        }
        let document = schema.document(&path.display().to_string(), &bytes, &mut faults);
        Ok((document, faults))
    };
    std::thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(threads).max(1));
        let parts: Vec<_> = parts.map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().expect("looking at a document does not panic")).collect()
    })
}

/// Reads a plan document.
pub(crate) fn read(path: &Path) -> Result<PlanDocument, ExportError> {
    let fail = |message: String| EmitError::Read { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    Ok(serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string()))?)
}

/// The schema version of a plan document that is not of ours.
fn other_version(bytes: &[u8]) -> Option<String> {
    // As we write them, the version is the first thing in a document, which need not be read to the end then.
    if bytes.starts_with(format!("{{\n \"schema\": \"{SCHEMA}\",").as_bytes()) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    value["schema"].as_str().filter(|s| *s != SCHEMA && s.starts_with("keikaku/")).map(ToOwned::to_owned)
}
