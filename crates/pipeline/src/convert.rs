//! A run over many files.
use crate::code::Code;
use crate::cross_check::SecondReader;
use crate::earlier::{self, Earlier, Journal};
use crate::folder::Folder;
use crate::inputs::{self, Inputs};
use crate::lanes::Lanes;
use crate::output::Output;
use crate::profile::Profile;
use crate::quarantine;
use crate::report::{self, FileReport, Report};
use crate::sorted::Sorted;
use crate::stop::Stop;
use crate::worker::Isolation;
use keikaku_emit::{EmitError, Overrides};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
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
    /// Files, folders, globs and ZIP archives.
    pub inputs: Vec<OsString>,
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
    /// Corrections by hand.
    pub overrides: Overrides,
    /// The most pages a file may have; any number where `None`.
    pub max_pages: Option<u32>,
    /// Worker processes and their limits; `None` converts in this process.
    pub isolation: Option<Isolation>,
    /// Through it the run can be asked to end early.
    pub stop: Stop,
}

/// Where a run is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// The files are known: how many there are, and how many of them an earlier run did.
    Found {
        /// Files, and names that gave none.
        files: usize,
        /// Files that need not be converted again.
        unchanged: usize,
        /// Files that are converted at the same time.
        jobs: usize,
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
    /// The disk is full.
    #[error("The run was broken off at {input}: {message} What was finished is kept; run again when there is space.")]
    Full {
        /// The input whose records did not fit.
        input: String,
        /// What the system said.
        message: String,
    },
    /// The threads can't be started.
    #[error("The threads can't be started: {0}. Try a smaller --jobs.")]
    Threads(String),
}

/// Converts every file that the job's inputs mean and writes the output folder.
///
/// One file that can't be read does not stop the rest: the report says what became of each. A file that an earlier run into the
/// folder converted with the same settings is not converted again; a run that has nothing to do writes nothing and gives the report
/// of the run before. What was made of inputs that this run does not have is kept, and is removed where the job says `prune`. A run that
/// is asked to stop finishes the files in hand and reports those it did not come to.
///
/// # Errors
/// When nothing can be done: no input gives a file, another run has the folder, or the output can't be written or is full.
pub fn convert(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, RunError> {
    let started = report::now();
    let found = inputs::find(&job.inputs);
    if found.files.is_empty() && found.refused.is_empty() {
        return Err(RunError::Nothing(found.missing.into_iter().map(|(_, reason)| reason).collect()));
    }
    let _folder = Folder::take(&job.out)?;
    let earlier = Earlier::read(&job.out);
    let made_with = earlier::settings(job);
    let missing = missing(&found);
    let jobs = job.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(|e| RunError::Threads(e.to_string()))?;
    let mut sorted = threads.install(|| Sorted::of(&found, job, &earlier, &made_with));
    let files = found.files.len() + found.refused.len() + missing.len();
    if sorted.todo.is_empty() {
        let before = in_order(sorted.done.iter().cloned().chain(sorted.kept(job, &earlier)).collect(), missing.clone());
        if let Some(report) = earlier.unchanged(&before, job) {
            progress(Progress::Found { files, unchanged: files, jobs });
            return Ok(Report { unchanged: true, ..report.clone() });
        }
    }
    if !job.formats.json {
        // The tables are written from plan documents, and none were kept.
        sorted.do_again(&found);
    }
    let output = Output::prepare(job)?;
    let unchanged = sorted.done.iter().filter(|f| f.made_with.is_some()).count();
    progress(Progress::Found { files, unchanged, jobs });
    sorted.done.iter().chain(&missing).filter(|f| f.made_with.is_none()).for_each(|f| progress(Progress::Done(f)));
    let journal = Journal::open(&job.out);
    let note = |mut report: FileReport| {
        report.made_with = Some(made_with.clone());
        journal.note(&report);
        progress(Progress::Done(&report));
        report
    };
    let maker = output.maker();
    let lanes = Lanes { jobs, maker: &maker, isolation: job.isolation.as_ref(), stop: &job.stop };
    all(&mut sorted, &lanes, job, &earlier, &note, progress)?;
    let files = in_order(sorted.kept(job, &earlier).into_iter().chain(sorted.done).collect(), missing);
    threads.install(|| output.tables(&files))?;
    let report = whole(job, started, jobs, files);
    output.finish(&report, &earlier)?;
    journal.close();
    Ok(report)
}

/// Converts what is to be done, until there is nothing left or the run is asked to stop.
fn all(
    sorted: &mut Sorted,
    lanes: &Lanes,
    job: &Job,
    earlier: &Earlier,
    note: &(dyn Fn(FileReport) -> FileReport + Sync),
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(), RunError> {
    while !sorted.todo.is_empty() {
        let todo = std::mem::take(&mut sorted.todo);
        let pass = lanes.convert(&todo, note)?;
        if let Some(full) = pass.made.iter().find(|f| f.why() == Some(Code::OutputFull)) {
            return Err(RunError::Full { input: full.input.clone(), message: full.message.clone().unwrap_or_default() });
        }
        sorted.done.extend(pass.made);
        // Copies of a file that gave no bytes any more are converted in its place, in another pass.
        sorted.settle().iter().for_each(|f| progress(Progress::Done(f)));
        if job.stop.is_asked() {
            sorted.interrupt(pass.unreached, job, earlier);
        }
    }
    Ok(())
}

/// The report of a run that is over but for its last outputs.
fn whole(job: &Job, started: String, jobs: usize, files: Vec<FileReport>) -> Report {
    Report {
        name: "keikaku".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile: job.profile.name.clone(),
        started,
        finished: report::now(),
        jobs,
        interrupted: files.iter().any(|f| !f.kept && f.why() == Some(Code::Interrupted)),
        totals: report::totals(&files),
        ledger: report::ledger(&files),
        overrides: job.overrides.report(files.iter().map(|f| &f.overrides)),
        kept: files.iter().filter(|f| f.kept).count(),
        files,
        unchanged: false,
    }
}

/// Names that gave no file.
fn missing(found: &Inputs) -> Vec<FileReport> {
    found.missing.iter().map(|(name, reason)| FileReport::failed(name, Code::InputMissing, reason)).collect()
}

/// By file name and then by plan, wherever the files lie; inputs without a file last.
fn in_order(mut files: Vec<FileReport>, missing: Vec<FileReport>) -> Vec<FileReport> {
    files.sort_by_cached_key(|f| (Path::new(&f.input).file_name().map(ToOwned::to_owned), f.plan_id.clone(), f.input.clone()));
    files.extend(missing);
    quarantine::assign(&mut files);
    files
}
