//! Telling how a run goes: a bar on a terminal, lines in a log, events for a program, or nothing. All of it goes to stderr.
mod event;
mod tally;

use crate::args::{ConvertArgs, LogFormat};
use indicatif::{ProgressBar, ProgressStyle};
use keikaku_pipeline::Progress;
use keikaku_pipeline::report::{FileReport, Report, Status};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tally::Tally;

/// How often a log gets a line on how far the run is: often enough to see that it lives, and a few hundred in a night.
const EVERY: Duration = Duration::from_secs(60);

/// Tells how a run goes.
pub(crate) struct Watch {
    voice: Voice,
    state: Mutex<State>,
}

/// In which form.
enum Voice {
    /// Nothing but why a run could not be made.
    Quiet,
    /// Sentences, and a bar that is hidden where there is no terminal.
    Text(ProgressBar),
    /// A line of JSON for each event.
    Json,
}

/// What has been told.
struct State {
    tally: Tally,
    /// When a log last heard how far the run is.
    told: Instant,
}

impl Watch {
    /// Tells in the form that the command line asks for.
    pub(crate) fn new(args: &ConvertArgs) -> Self {
        let voice = match args.log_format {
            LogFormat::Json => Voice::Json,
            LogFormat::Text if args.quiet => Voice::Quiet,
            LogFormat::Text => Voice::Text(bar()),
        };
        Self { voice, state: Mutex::new(State { tally: Tally::default(), told: Instant::now() }) }
    }

    /// Tells of one step of the run.
    pub(crate) fn progress(&self, progress: Progress) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Progress::Found { files, unchanged, jobs } => {
                state.tally.found(files, unchanged);
                if let Voice::Json = self.voice {
                    event::start(files, unchanged, jobs);
                }
            }
            Progress::Done(report) => {
                state.tally.done(report);
                match &self.voice {
                    Voice::Quiet => {}
                    Voice::Json => event::file(report, &state.tally),
                    Voice::Text(bar) => {
                        if matches!(report.status, Status::Failed | Status::Skipped) {
                            bar.suspend(|| eprintln!("keikaku: {}", sentence(report)));
                        }
                    }
                }
            }
        }
        if let Voice::Text(bar) = &self.voice {
            state.show(bar);
        }
    }

    /// Tells that the run was asked to stop.
    pub(crate) fn stopping(&self) {
        match &self.voice {
            Voice::Quiet => {}
            Voice::Json => event::stopping(),
            Voice::Text(bar) => {
                bar.suspend(|| eprintln!("keikaku: Stopping when the files in hand are done. A second signal stops at once."))
            }
        }
    }

    /// Tells of something that is as it should not be and no file's fault.
    pub(crate) fn note(&self, message: &str) {
        match &self.voice {
            Voice::Quiet => {}
            Voice::Json => event::note(message),
            Voice::Text(bar) => bar.suspend(|| eprintln!("keikaku: {message}")),
        }
    }

    /// Tells how the run ended.
    pub(crate) fn end(&self, report: &Report, out: &Path, exit_code: u8) {
        match &self.voice {
            Voice::Quiet => {}
            Voice::Json => event::end(report, self.state.lock().unwrap_or_else(PoisonError::into_inner).tally.seconds(), exit_code),
            Voice::Text(bar) => {
                bar.finish_and_clear();
                eprintln!("{}", summary(report, out));
            }
        }
    }

    /// Tells why the run could not be made.
    pub(crate) fn unable(&self, message: &str) {
        match &self.voice {
            Voice::Quiet => eprintln!("keikaku: {message}"),
            Voice::Json => event::error(message),
            Voice::Text(bar) => {
                bar.finish_and_clear();
                eprintln!("keikaku: {message}");
            }
        }
    }
}

impl State {
    /// Shows how far the run is, on the bar or now and then in the log.
    fn show(&mut self, bar: &ProgressBar) {
        if !bar.is_hidden() {
            bar.set_length(self.tally.files as u64);
            bar.set_position(self.tally.seen as u64);
            bar.set_message(self.tally.pace());
        } else if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            eprintln!("keikaku: {} of {} files, {}", self.tally.seen, self.tally.files, self.tally.pace());
        }
    }
}

/// A progress bar on a terminal, nothing elsewhere.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// What became of a file, for a person.
fn sentence(report: &FileReport) -> String {
    let message = report.message.as_deref().unwrap_or_default();
    if report.code.as_deref() == Some("input-missing") { message.to_owned() } else { format!("{}: {message}", report.input) }
}

/// The run in a line or two.
fn summary(report: &Report, out: &Path) -> String {
    let left = report.files.iter().filter(|f| !f.kept && f.code.as_deref() == Some("interrupted")).count();
    let (warned, failed) = (report.count(Status::Warned), report.count(Status::Failed));
    let skipped = report.count(Status::Skipped) - left;
    let done = report.count(Status::Ok) + warned;
    let mut text = format!("{} converted", counted(done, "plan"));
    let notes = [(warned, "with warnings"), (skipped, "skipped"), (failed, "failed"), (left, "not reached")];
    for (n, what) in notes.into_iter().filter(|(n, _)| *n > 0) {
        text.push_str(&format!(", {n} {what}"));
    }
    text.push_str(&format!(". The records are in {}; {} says what became of each file.", out.display(), out.join("run.json").display()));
    if report.interrupted {
        text.push_str(" The run was stopped: the same command goes on from here.");
    }
    text
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
