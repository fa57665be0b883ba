//! A run's output folder while it is being filled.
use crate::convert::{Job, RunError};
use crate::earlier::Earlier;
use crate::maker::Maker;
use crate::report::{FileReport, Report};
use crate::{folder, quarantine};
use keikaku_emit::{EmitError, Tables, file, rows};
use keikaku_model::plan::PlanDocument;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Plan documents that each thread has in hand while tables are written: enough that none waits for another, few beside a worker.
const AT_ONCE: usize = 4;

/// A run's output folder while it is being filled.
pub(crate) struct Output<'a> {
    job: &'a Job,
    /// Where the run's plan documents go.
    plans: PathBuf,
    /// Keeps the folder for plan documents that are not asked for until the end.
    spool: Option<file::Scratch>,
}

impl<'a> Output<'a> {
    /// Makes the output folders, so that an output that can't be written is known before any work is done.
    pub(crate) fn prepare(job: &'a Job) -> Result<Self, RunError> {
        let plans = job.out.join("plans");
        file::probe(&job.out)?;
        let wanted = [(job.formats.json || job.formats.md, plans.clone()), (job.formats.jsonl, job.out.join("tables"))];
        for (_, folder) in wanted.iter().filter(|(wanted, _)| *wanted) {
            file::folder(folder)?;
            file::probe(folder)?;
        }
        let spool = if job.formats.json { None } else { Some(file::Scratch::create(&job.out)?) };
        Ok(Self { job, plans: spool.as_ref().map_or(plans, |s| s.path().to_owned()), spool })
    }

    /// What converts files into it.
    pub(crate) fn maker(&self) -> Maker {
        Maker {
            out: self.job.out.clone(),
            plans: self.plans.clone(),
            profile: self.job.profile.clone(),
            formats: self.job.formats,
            cross_check: self.job.cross_check.clone(),
            overrides: self.job.overrides.clone(),
            max_pages: self.job.max_pages,
        }
    }

    /// Writes the tables from the plan documents, in the order of the report.
    pub(crate) fn tables(&self, files: &[FileReport]) -> Result<(), EmitError> {
        if !self.job.formats.jsonl {
            return Ok(());
        }
        let mut tables = Tables::create(&self.job.out.join("tables"))?;
        let documents: Vec<PathBuf> = files.iter().filter_map(|file| self.document(file)).collect();
        for some in documents.chunks(rayon::current_num_threads() * AT_ONCE) {
            let rows: Vec<_> = some.par_iter().map(|path| read_back(path).map(|document| rows(&document))).collect();
            rows.into_iter().try_for_each(|rows| tables.append(&rows?))?;
        }
        tables.keep()
    }

    /// Where a file's plan document is.
    fn document(&self, file: &FileReport) -> Option<PathBuf> {
        let folder = if file.is_earlier() { &self.job.out.join("plans") } else { &self.plans };
        Some(folder.join(file.output.as_deref()?.trim_start_matches("plans/")))
    }

    /// Removes what earlier runs made and no file of the report has, and writes the report.
    pub(crate) fn finish(self, report: &Report, earlier: &Earlier) -> Result<(), EmitError> {
        let made: BTreeSet<&str> = report.files.iter().filter_map(|f| f.output.as_deref()).collect();
        for old in earlier.all().filter_map(|f| f.output.as_deref()).filter(|old| !made.contains(old)) {
            if let Some(path) = inside(&self.job.out, "plans", old).filter(|path| path.extension().is_some_and(|e| e == "json")) {
                // Gone already is as good.
                let _ = std::fs::remove_file(&path);
                let _ = std::fs::remove_file(path.with_extension("md"));
            }
        }
        quarantine::write(&self.job.out, &report.files, earlier.all())?;
        drop(self.spool);
        file::write(&self.job.out.join("run.json"), &keikaku_emit::json::document(report))?;
        folder::sweep(&self.job.out);
        Ok(())
    }
}

/// The place of `name` (`plans/a.json`) right inside a folder of the output folder; `None` for one that leads elsewhere: reports are
/// read from the disk, and whoever wrote them must not name files to be removed.
pub(crate) fn inside(out: &Path, folder: &str, name: &str) -> Option<PathBuf> {
    let name = Path::new(name).strip_prefix(folder).ok()?;
    let mut parts = name.components();
    (matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none()).then(|| out.join(folder).join(name))
}

fn read_back(path: &Path) -> Result<PlanDocument, EmitError> {
    let fail = |message: String| EmitError::Read { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_inside_are_followed() {
        let of = |name| inside(Path::new("out"), "plans", name);
        assert_eq!(of("plans/a.json"), Some("out/plans/a.json".into()));
        for name in ["plans/../a.json", "plans/b/a.json", "/etc/a.json", "a.json", "plans/..", "plans", "quarantine/a.json"] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
