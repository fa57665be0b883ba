//! A run over many files.
use crate::cross_check::{self, SecondReader};
use crate::profile::Profile;
use crate::report::{self, FileReport, Report, Status};
use crate::{caught, inputs, stages};
use keikaku_emit::{EmitError, Tables, file};
use keikaku_model::plan::PlanDocument;
use keikaku_read::ReadError;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Stack of a worker in bytes: PDF objects nest as deep as their maker liked.
const STACK: usize = 64 << 20;

/// What a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// Plan documents in `plans/`.
    pub json: bool,
    /// Tables in `tables/`.
    pub jsonl: bool,
    /// The text of each document in reading order, as Markdown beside its plan document.
    pub md: bool,
}

impl Default for Formats {
    fn default() -> Self {
        Self { json: true, jsonl: true, md: false }
    }
}

/// What to convert, how and where to.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Files, folders and globs.
    pub inputs: Vec<String>,
    /// The output folder; made if it is not there.
    pub out: PathBuf,
    /// Threads; one for each core where `None`.
    pub jobs: Option<usize>,
    /// The words to work with.
    pub profile: Profile,
    /// What to write.
    pub formats: Formats,
    /// The second reader to hold every PDF against, if wanted.
    pub cross_check: Option<SecondReader>,
}

/// Where a run is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// The files are known.
    Found(usize),
    /// A file is done, in whichever order the threads get there.
    Done(&'a FileReport),
}

/// Why a run could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// No input gave a file.
    #[error("{}", .0.join("\n"))]
    Nothing(Vec<String>),
    /// The output can't be written.
    #[error(transparent)]
    Output(#[from] EmitError),
    /// The threads can't be started.
    #[error("The threads can't be started: {0}. Try a smaller --jobs.")]
    Threads(String),
}

/// Converts every file that the job's inputs mean and writes the output folder.
///
/// One file that can't be read does not stop the rest: the report says what became of each. The folder holds what this run made:
/// plan documents that an earlier run's report lists and this run did not make again are removed.
///
/// # Errors
/// When nothing can be done: no input gives a file, or the output can't be written.
pub fn convert(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, RunError> {
    let started = report::now();
    let found = inputs::find(&job.inputs);
    if found.files.is_empty() {
        return Err(RunError::Nothing(found.missing.into_iter().map(|(_, reason)| reason).collect()));
    }
    let run = Run::prepare(job)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.jobs.unwrap_or(0))
        .stack_size(STACK)
        .build()
        .map_err(|e| RunError::Threads(e.to_string()))?;
    progress(Progress::Found(found.files.len()));
    let mut files = pool.install(|| {
        let originals = duplicates(&found.files);
        let one = |path: &PathBuf| {
            let report = run.file(path, originals.get(path).map(PathBuf::as_path));
            progress(Progress::Done(&report));
            report
        };
        found.files.par_iter().map(one).collect::<Vec<_>>()
    });
    // By file name and then by plan, wherever the files lie.
    files.sort_by_cached_key(|f| (Path::new(&f.input).file_name().map(ToOwned::to_owned), f.plan_id.clone(), f.input.clone()));
    run.tables(&files)?;
    files.extend(found.missing.iter().map(|(name, reason)| FileReport::without_plan(name, Status::Failed, "input-missing", reason)));
    let report = Report {
        name: "keikaku".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile: job.profile.name.clone(),
        started,
        finished: report::now(),
        jobs: pool.current_num_threads(),
        totals: report::totals(&files),
        files,
    };
    run.finish(&report)?;
    Ok(report)
}

/// Files whose bytes an earlier file of the list has too, each with that file.
fn duplicates(files: &[PathBuf]) -> BTreeMap<PathBuf, PathBuf> {
    // Only files of the same length can be the same: the others need not be read twice.
    let mut by_length: BTreeMap<u64, Vec<&PathBuf>> = BTreeMap::new();
    for file in files {
        let length = std::fs::metadata(file).map_or(0, |m| m.len());
        by_length.entry(length).or_default().push(file);
    }
    by_length.remove(&0);
    let alike: Vec<&PathBuf> = files.iter().filter(|f| by_length.values().any(|same| same.len() > 1 && same.contains(f))).collect();
    let hashes: Vec<_> = alike.par_iter().map(|f| std::fs::read(f).ok().map(|bytes| Sha256::digest(bytes).to_vec())).collect();
    let mut first: BTreeMap<Vec<u8>, &PathBuf> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    for (file, hash) in alike.into_iter().zip(hashes) {
        let Some(hash) = hash else { continue };
        match first.get(&hash) {
            Some(original) => drop(copies.insert(file.clone(), (*original).clone())),
            None => drop(first.insert(hash, file)),
        }
    }
    copies
}

/// A run's output folder while it is being filled.
struct Run<'a> {
    job: &'a Job,
    /// Where plan documents go: `plans/`, or a folder that is gone at the end where none are asked for.
    plans: PathBuf,
    /// Keeps that folder until the end.
    spool: Option<file::Scratch>,
    /// Plan documents of the run before.
    earlier: Vec<String>,
}

impl<'a> Run<'a> {
    /// Makes the output folders, so that an output that can't be written is known before any work is done.
    fn prepare(job: &'a Job) -> Result<Self, RunError> {
        let plans = job.out.join("plans");
        file::folder(&job.out)?;
        file::probe(&job.out)?;
        let wanted = [(job.formats.json || job.formats.md, plans.clone()), (job.formats.jsonl, job.out.join("tables"))];
        for (_, folder) in wanted.iter().filter(|(wanted, _)| *wanted) {
            file::folder(folder)?;
            file::probe(folder)?;
        }
        let spool = if job.formats.json { None } else { Some(file::Scratch::create(&job.out)?) };
        let earlier = std::fs::read(job.out.join("run.json")).ok().and_then(|bytes| serde_json::from_slice::<Report>(&bytes).ok());
        let earlier = earlier.map_or_else(Vec::new, |r| r.files.into_iter().filter_map(|f| f.output).collect());
        let plans = spool.as_ref().map_or(plans, |s| s.path().to_owned());
        Ok(Self { job, plans, spool, earlier })
    }

    /// Converts one file and writes what it became.
    fn file(&self, path: &Path, original: Option<&Path>) -> FileReport {
        let input = path.to_string_lossy();
        if let Some(original) = original {
            let message = format!("It has the same bytes as {}, which is converted.", original.display());
            return FileReport::without_plan(&input, Status::Skipped, "duplicate", message);
        }
        let begun = Instant::now();
        let mut report = caught::catch(|| self.attempt(path, &input)).unwrap_or_else(|message| failed(&input, "internal", &message));
        report.seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        report
    }

    fn attempt(&self, path: &Path, input: &str) -> FileReport {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) => return failed(input, "input-unreadable", &format!("The file can't be opened: {e}.")),
        };
        let name = path.file_name().map_or_else(|| input.into(), |n| n.to_string_lossy());
        let mut converted = match stages::convert(&bytes, &name, &self.job.profile) {
            Ok(converted) => converted,
            Err(e) => return failed(input, code(&e), &sentence(&e.to_string())),
        };
        if let Some(reader) = &self.job.cross_check {
            converted.plan.diagnostics.extend(cross_check::cross_check(&bytes, &converted.pages, reader));
        }
        match self.write(&converted) {
            Ok(output) => FileReport::with_plan(input, &converted.plan, output),
            Err(e) => failed(input, "output-unwritable", &e.to_string()),
        }
    }

    /// Writes what one file became; gives the plan document's path from the output folder.
    fn write(&self, converted: &stages::Converted) -> Result<Option<String>, EmitError> {
        let name = keikaku_emit::plan_name(&converted.plan);
        if self.job.formats.md {
            let text = keikaku_emit::markdown(&converted.document, &converted.outline);
            file::write(&self.job.out.join("plans").join(format!("{name}.md")), text.as_bytes())?;
        }
        file::write(&self.plans.join(format!("{name}.json")), &keikaku_emit::plan_document(&converted.plan))?;
        Ok(Some(format!("plans/{name}.json")))
    }

    /// Writes the tables from the plan documents, in the order of the report.
    fn tables(&self, files: &[FileReport]) -> Result<(), EmitError> {
        if !self.job.formats.jsonl {
            return Ok(());
        }
        let mut tables = Tables::create(&self.job.out.join("tables"))?;
        for output in files.iter().filter_map(|f| f.output.as_deref()) {
            let path = self.plans.join(output.trim_start_matches("plans/"));
            tables.add(&read_back(&path)?)?;
        }
        tables.keep()
    }

    /// Removes what an earlier run made and this one did not, and writes the report.
    fn finish(self, report: &Report) -> Result<(), EmitError> {
        let made: Vec<&str> = report.files.iter().filter_map(|f| f.output.as_deref()).collect();
        for old in self.earlier.iter().filter(|old| !made.contains(&old.as_str())) {
            let name = old.trim_start_matches("plans/");
            if !name.contains(['/', '\\']) && name.ends_with(".json") {
                let path = self.job.out.join("plans").join(name);
                // Gone already is as good.
                let _ = std::fs::remove_file(&path);
                let _ = std::fs::remove_file(path.with_extension("md"));
            }
        }
        drop(self.spool);
        file::write(&self.job.out.join("run.json"), &keikaku_emit::json::document(report))
    }
}

/// The stable code of what is wrong with a file.
fn code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty => "file-empty",
        ReadError::NotPdf { .. } => "not-a-pdf",
        ReadError::Unknown { .. } => "not-a-plan",
        ReadError::Encrypted => "password-needed",
        ReadError::Damaged => "pdf-damaged",
        _ => "unreadable",
    }
}

/// An error as a sentence.
fn sentence(error: &str) -> String {
    let mut chars = error.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if error.ends_with(['.', '!', '?', '。']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

fn failed(input: &str, code: &str, message: &str) -> FileReport {
    FileReport::without_plan(input, Status::Failed, code, message)
}

fn read_back(path: &Path) -> Result<PlanDocument, EmitError> {
    let fail = |message: String| EmitError::Read { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string()))
}
