//! Files converted side by side, each lane taking the next file when it is done with one.
use crate::RunError;
use crate::code::Code;
use crate::inputs::Input;
use crate::maker::Maker;
use crate::report::FileReport;
use crate::stop::Stop;
use crate::worker::{Cause, Isolation, Lost, Worker};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Stack of a lane in bytes: PDF objects nest as deep as their maker liked.
pub(crate) const STACK: usize = 64 << 20;

/// How files are converted side by side.
pub(crate) struct Lanes<'a> {
    /// How many at a time.
    pub(crate) jobs: usize,
    /// What converts them.
    pub(crate) maker: &'a Maker,
    /// Where: in workers, or in this process.
    pub(crate) isolation: Option<&'a Isolation>,
    /// Whoever asks it to end.
    pub(crate) stop: &'a Stop,
}

/// What a pass over the files gave.
#[derive(Debug, Default)]
pub(crate) struct Pass<'a> {
    /// What became of those that were converted or can't be.
    pub(crate) made: Vec<FileReport>,
    /// Those it did not come to because it was asked to end, in order.
    pub(crate) unreached: Vec<&'a Input>,
}

impl Lanes<'_> {
    /// Converts the files; `done` is told of each as it comes and has the last word on its report. A file over which a worker was lost
    /// is tried once more when all others are done, alone. A full disk ends the pass: the next file would fare no better.
    pub(crate) fn convert<'f>(&self, files: &[&'f Input], done: &(dyn Fn(FileReport) -> FileReport + Sync)) -> Result<Pass<'f>, RunError> {
        let next = AtomicUsize::new(0);
        let full = Stop::default();
        let reports = Mutex::new(Vec::with_capacity(files.len()));
        let again = Mutex::new(Vec::new());
        let is_over = || self.stop.is_asked() || full.is_asked();
        let note = |report: FileReport| {
            if report.why() == Some(Code::OutputFull) {
                full.ask();
            }
            reports.lock().unwrap_or_else(PoisonError::into_inner).push(done(report));
        };
        let lane = || {
            let mut worker = None;
            while let Some((at, input)) = take(files, &next, &is_over) {
                match self.isolation.map_or_else(|| Ok(self.maker.file(input, &|_| {})), |i| work(&mut worker, input, self.maker, i)) {
                    Ok(report) => note(report),
                    Err(_) => again.lock().unwrap_or_else(PoisonError::into_inner).push((at, input)),
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, files.len().max(1)) {
                let lane = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, lane);
                lane.map_err(|e| RunError::Threads(e.to_string()))?;
            }
            Ok::<(), RunError>(())
        })?;
        let mut again = again.into_inner().unwrap_or_else(PoisonError::into_inner);
        again.sort_by_key(|(at, _)| *at);
        let mut left: Vec<(usize, &Input)> = Vec::new();
        for ((at, input), isolation) in again.into_iter().zip(self.isolation.into_iter().cycle()) {
            if is_over() {
                left.push((at, input));
            } else {
                note(work(&mut None, input, self.maker, isolation).unwrap_or_else(|lost| given_up(input, &lost, isolation)));
            }
        }
        left.extend(files.iter().copied().enumerate().skip(next.into_inner()));
        left.sort_by_key(|(at, _)| *at);
        let made = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Pass { made, unreached: left.into_iter().map(|(_, input)| input).collect() })
    }
}

/// The next file and its place in the list.
fn take<'f>(files: &[&'f Input], next: &AtomicUsize, is_over: &dyn Fn() -> bool) -> Option<(usize, &'f Input)> {
    if is_over() {
        return None;
    }
    let at = next.fetch_add(1, Ordering::Relaxed);
    files.get(at).map(|input| (at, *input))
}

/// Lets the lane's worker convert a file, starting one where there is none.
fn work(slot: &mut Option<Worker>, input: &Input, maker: &Maker, isolation: &Isolation) -> Result<FileReport, Lost> {
    let mut worker = match slot.take() {
        Some(worker) => worker,
        None => Worker::start(isolation, maker).map_err(|e| Lost { cause: Cause::System(e), words: Vec::new(), step: None })?,
    };
    let report = worker.convert(input, isolation)?;
    *slot = Some(worker).filter(|worker| !worker.is_worn(isolation));
    Ok(report)
}

/// A file that took two workers with it.
fn given_up(input: &Input, lost: &Lost, isolation: &Isolation) -> FileReport {
    let report = FileReport::failed(&input.name(), lost.code(), lost.sentence(isolation)).during(lost.step);
    FileReport { sha256: crate::earlier::hash(input), last_words: lost.words.clone(), ..report }
}
