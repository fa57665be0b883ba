//! Files converted side by side, each lane taking the next file when it is done with one.
use crate::RunError;
use crate::inputs::Input;
use crate::maker::{Maker, failed};
use crate::report::FileReport;
use crate::worker::{Cause, Isolation, Lost, Worker};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Stack of a lane in bytes: PDF objects nest as deep as their maker liked.
pub(crate) const STACK: usize = 64 << 20;

/// Converts the files, `jobs` at a time, in workers where `isolation` is given; `done` is told of each as it comes and has the last
/// word on its report. A file over which a worker was lost is tried once more when all others are done, alone.
pub(crate) fn convert(
    files: &[&Input],
    jobs: usize,
    maker: &Maker,
    isolation: Option<&Isolation>,
    done: &(dyn Fn(FileReport) -> FileReport + Sync),
) -> Result<Vec<FileReport>, RunError> {
    let next = AtomicUsize::new(0);
    let reports = Mutex::new(Vec::with_capacity(files.len()));
    let again = Mutex::new(Vec::new());
    let lane = || {
        let mut worker = None;
        while let Some((at, input)) = take(files, &next) {
            let result = isolation.map_or_else(|| Ok(maker.file(input)), |isolation| work(&mut worker, input, maker, isolation));
            match result {
                Ok(report) => reports.lock().unwrap_or_else(PoisonError::into_inner).push(done(report)),
                Err(_) => again.lock().unwrap_or_else(PoisonError::into_inner).push((at, input)),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, files.len().max(1)) {
            let lane = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, lane);
            lane.map_err(|e| RunError::Threads(e.to_string()))?;
        }
        Ok::<(), RunError>(())
    })?;
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut again = again.into_inner().unwrap_or_else(PoisonError::into_inner);
    again.sort_by_key(|(at, _)| *at);
    for ((_, input), isolation) in again.into_iter().zip(isolation.into_iter().cycle()) {
        reports.push(done(work(&mut None, input, maker, isolation).unwrap_or_else(|lost| given_up(input, &lost, isolation))));
    }
    Ok(reports)
}

/// The next file and its place in the list.
fn take<'a>(files: &[&'a Input], next: &AtomicUsize) -> Option<(usize, &'a Input)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    files.get(at).map(|input| (at, *input))
}

/// Lets the lane's worker convert a file, starting one where there is none.
fn work(slot: &mut Option<Worker>, input: &Input, maker: &Maker, isolation: &Isolation) -> Result<FileReport, Lost> {
    let mut worker = match slot.take() {
        Some(worker) => worker,
        None => Worker::start(isolation, maker).map_err(|e| Lost { cause: Cause::System(e), words: Vec::new() })?,
    };
    let report = worker.convert(input, isolation)?;
    *slot = Some(worker).filter(|worker| !worker.is_worn(isolation));
    Ok(report)
}

/// A file that took two workers with it.
fn given_up(input: &Input, lost: &Lost, isolation: &Isolation) -> FileReport {
    let report = failed(&input.name(), lost.code(), &lost.sentence(isolation));
    let sha256 = input.read().ok().map(|bytes| crate::earlier::hex(&bytes));
    FileReport { sha256, last_words: lost.words.clone(), ..report }
}
