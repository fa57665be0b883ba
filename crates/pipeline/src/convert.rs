//! A run over many files.
use crate::cross_check::SecondReader;
use crate::earlier::{self, Earlier, Journal};
use crate::folder::{self, Folder};
use crate::inputs::{self, Input};
use crate::lanes;
use crate::maker::Maker;
use crate::profile::Profile;
use crate::quarantine;
use crate::report::{self, FileReport, Report, Status};
use crate::worker::Isolation;
use keikaku_emit::{EmitError, Tables, file};
use keikaku_model::plan::PlanDocument;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Files converted at the same time; one for each core where `None`.
    pub jobs: Option<usize>,
    /// The words to work with.
    pub profile: Profile,
    /// What to write.
    pub formats: Formats,
    /// The second reader to hold every PDF against, if wanted.
    pub cross_check: Option<SecondReader>,
    /// Converts files again that an earlier run into the folder converted.
    pub force: bool,
    /// Removes what earlier runs made of inputs that this run does not have.
    pub prune: bool,
    /// Worker processes and their limits; `None` converts in this process.
    pub isolation: Option<Isolation>,
}

/// Where a run is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// The files are known: how many there are, and how many of them an earlier run did.
    Found {
        /// Files.
        files: usize,
        /// Files that need not be converted again.
        unchanged: usize,
    },
    /// A file is done, in whichever order the threads get there.
    Done(&'a FileReport),
}

/// Why a run could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// No input gave a file.
    #[error("{}", .0.join("\n"))]
    Nothing(Vec<String>),
    /// Another run is writing there.
    #[error("Another run is writing into {}. Wait until it ends, or name another folder with --out.", .0.display())]
    Busy(PathBuf),
    /// The output can't be written.
    #[error(transparent)]
    Output(#[from] EmitError),
    /// The threads can't be started.
    #[error("The threads can't be started: {0}. Try a smaller --jobs.")]
    Threads(String),
}

/// Converts every file that the job's inputs mean and writes the output folder.
///
/// One file that can't be read does not stop the rest: the report says what became of each. A file that an earlier run into the
/// folder converted with the same settings is not converted again; a run that has nothing to do writes nothing and gives the report
/// of the run before. What was made of inputs that this run does not have is kept, and is removed where the job says `prune`.
///
/// # Errors
/// When nothing can be done: no input gives a file, another run has the folder, or the output can't be written.
pub fn convert(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, RunError> {
    let started = report::now();
    let found = inputs::find(&job.inputs);
    if found.files.is_empty() {
        return Err(RunError::Nothing(found.missing.into_iter().map(|(_, reason)| reason).collect()));
    }
    let _folder = Folder::take(&job.out)?;
    let earlier = Earlier::read(&job.out);
    let made_with = earlier::settings(job);
    let missing = found.missing.iter().map(|(name, reason)| FileReport::without_plan(name, Status::Failed, "input-missing", reason));
    let mut sorted = Sorted::of(&found.files, job, &earlier, &made_with);
    let before = in_order(sorted.done.iter().cloned().chain(sorted.kept(job, &earlier)).collect(), missing.clone());
    if sorted.todo.is_empty()
        && let Some(report) = earlier.unchanged(&before, job)
    {
        progress(Progress::Found { files: found.files.len(), unchanged: found.files.len() });
        return Ok(report.clone());
    }
    if !job.formats.json {
        // The tables are written from plan documents, and none were kept.
        sorted.do_again(&found.files);
    }
    let run = Run::prepare(job)?;
    let jobs = job.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    progress(Progress::Found { files: found.files.len(), unchanged: found.files.len() - sorted.todo.len() });
    sorted.done.iter().filter(|f| f.status == Status::Skipped).for_each(|f| progress(Progress::Done(f)));
    let journal = Journal::open(&job.out);
    let made = lanes::convert(&sorted.todo, jobs, &run.maker, job.isolation.as_ref(), &|mut report| {
        report.made_with = Some(made_with.clone());
        journal.note(&report);
        progress(Progress::Done(&report));
        report
    })?;
    let kept = sorted.kept(job, &earlier);
    let files = in_order(sorted.done.into_iter().chain(made).chain(kept).collect(), missing);
    run.tables(&files)?;
    let report = Report {
        name: "keikaku".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile: job.profile.name.clone(),
        started,
        finished: report::now(),
        jobs,
        totals: report::totals(&files),
        kept: files.iter().filter(|f| f.kept).count(),
        files,
    };
    run.finish(&report, &earlier)?;
    journal.close();
    Ok(report)
}

/// By file name and then by plan, wherever the files lie; inputs without a file last.
fn in_order(mut files: Vec<FileReport>, missing: impl Iterator<Item = FileReport>) -> Vec<FileReport> {
    files.sort_by_cached_key(|f| (Path::new(&f.input).file_name().map(ToOwned::to_owned), f.plan_id.clone(), f.input.clone()));
    files.extend(missing);
    quarantine::assign(&mut files);
    files
}

/// The inputs by what is to be done with them.
struct Sorted<'a> {
    /// To be converted.
    todo: Vec<&'a Input>,
    /// Converted by an earlier run, or not to be converted at all.
    done: Vec<FileReport>,
    /// The names of all inputs.
    names: BTreeSet<String>,
    /// The SHA-256 of each input that can be read.
    hashes: BTreeSet<String>,
}

impl<'a> Sorted<'a> {
    /// Holds every input against the others and against what earlier runs made.
    fn of(files: &'a [Input], job: &Job, earlier: &Earlier, made_with: &str) -> Self {
        let hashes: Vec<Option<String>> = files.par_iter().map(|f| f.read().ok().map(|bytes| earlier::hex(&bytes))).collect();
        let mut sorted = Self {
            todo: Vec::new(),
            done: Vec::new(),
            names: files.iter().map(Input::name).collect(),
            hashes: hashes.iter().flatten().cloned().collect(),
        };
        let empty = earlier::hex(b"");
        let mut first: BTreeMap<&str, &Input> = BTreeMap::new();
        for (input, hash) in files.iter().zip(&hashes) {
            let name = input.name();
            let original = hash.as_deref().filter(|h| *h != empty).and_then(|h| first.get(h));
            if let Some(original) = original {
                let message = format!("It has the same bytes as {}, which is converted.", original.name());
                sorted.done.push(FileReport::without_plan(&name, Status::Skipped, "duplicate", message));
                continue;
            }
            first.extend(hash.as_deref().map(|h| (h, input)));
            match hash.as_deref().filter(|_| !job.force).and_then(|h| earlier.same(&name, h, made_with, job)) {
                Some(report) => sorted.done.push(report),
                None => sorted.todo.push(input),
            }
        }
        sorted
    }

    /// Takes back what need not have been done.
    fn do_again(&mut self, files: &'a [Input]) {
        self.done.retain(|f| f.status == Status::Skipped);
        let skipped: BTreeSet<&str> = self.done.iter().map(|f| f.input.as_str()).collect();
        self.todo = files.iter().filter(|f| !skipped.contains(f.name().as_str())).collect();
    }

    /// What earlier runs made of inputs that this run does not have. An input that has another name now went nowhere.
    fn kept(&self, job: &Job, earlier: &Earlier) -> Vec<FileReport> {
        let is_gone = |f: &&FileReport| !self.names.contains(&f.input);
        let is_moved = |f: &&FileReport| f.sha256.as_ref().is_some_and(|h| self.hashes.contains(h));
        let is_there = |f: &&FileReport| f.output.iter().any(|o| job.out.join(o).is_file());
        let files = earlier.files().filter(|_| !job.prune).filter(is_gone).filter(|f| !is_moved(f)).filter(is_there);
        files.map(|f| FileReport { kept: true, ..f.clone() }).collect()
    }
}

/// A run's output folder while it is being filled.
struct Run<'a> {
    job: &'a Job,
    /// Converts the files.
    maker: Maker,
    /// Keeps the folder for plan documents that are not asked for until the end.
    spool: Option<file::Scratch>,
}

impl<'a> Run<'a> {
    /// Makes the output folders, so that an output that can't be written is known before any work is done.
    fn prepare(job: &'a Job) -> Result<Self, RunError> {
        let plans = job.out.join("plans");
        file::probe(&job.out)?;
        let wanted = [(job.formats.json || job.formats.md, plans.clone()), (job.formats.jsonl, job.out.join("tables"))];
        for (_, folder) in wanted.iter().filter(|(wanted, _)| *wanted) {
            file::folder(folder)?;
            file::probe(folder)?;
        }
        let spool = if job.formats.json { None } else { Some(file::Scratch::create(&job.out)?) };
        let maker = Maker {
            out: job.out.clone(),
            plans: spool.as_ref().map_or(plans, |s| s.path().to_owned()),
            profile: job.profile.clone(),
            formats: job.formats,
            cross_check: job.cross_check.clone(),
        };
        Ok(Self { job, maker, spool })
    }

    /// Writes the tables from the plan documents, in the order of the report.
    fn tables(&self, files: &[FileReport]) -> Result<(), EmitError> {
        if !self.job.formats.jsonl {
            return Ok(());
        }
        let mut tables = Tables::create(&self.job.out.join("tables"))?;
        for file in files {
            let Some(output) = &file.output else { continue };
            let folder = if file.kept { &self.job.out.join("plans") } else { &self.maker.plans };
            tables.add(&read_back(&folder.join(output.trim_start_matches("plans/")))?)?;
        }
        tables.keep()
    }

    /// Removes what earlier runs made and no file of the report has, and writes the report.
    fn finish(self, report: &Report, earlier: &Earlier) -> Result<(), EmitError> {
        let made: BTreeSet<&str> = report.files.iter().filter_map(|f| f.output.as_deref()).collect();
        for old in earlier.all().filter_map(|f| f.output.as_deref()).filter(|old| !made.contains(old)) {
            let name = old.trim_start_matches("plans/");
            if !name.contains(['/', '\\']) && name.ends_with(".json") {
                let path = self.job.out.join("plans").join(name);
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

fn read_back(path: &Path) -> Result<PlanDocument, EmitError> {
    let fail = |message: String| EmitError::Read { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string()))
}
