//! Files converted side by side, each lane taking the next file when it is done with one.
use crate::RunError;
use crate::inputs::Input;
use crate::maker::Maker;
use crate::report::FileReport;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Stack of a lane in bytes: PDF objects nest as deep as their maker liked.
pub(crate) const STACK: usize = 64 << 20;

/// Converts the files, `jobs` at a time; `done` is told of each as it comes and has the last word on its report.
pub(crate) fn convert(
    files: &[&Input],
    jobs: usize,
    maker: &Maker,
    done: &(dyn Fn(FileReport) -> FileReport + Sync),
) -> Result<Vec<FileReport>, RunError> {
    let next = AtomicUsize::new(0);
    let reports = Mutex::new(Vec::with_capacity(files.len()));
    let lane = || {
        while let Some(input) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let report = done(maker.file(input));
            reports.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(report);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, files.len().max(1)) {
            let lane = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, lane);
            lane.map_err(|e| RunError::Threads(e.to_string()))?;
        }
        Ok::<(), RunError>(())
    })?;
    Ok(reports.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}
