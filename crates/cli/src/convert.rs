//! `keikaku convert`.
use crate::Outcome;
use crate::args::{ConvertArgs, Format};
use crate::export;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use keikaku_pipeline::report::{FileReport, Report, Status};
use keikaku_pipeline::{Formats, Isolation, Job, Profile, Progress, SecondReader, convert};
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

/// Converts and tells what became of the files.
pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome> {
    let job = Job {
        inputs: crate::named::expand(&args.inputs)?,
        out: args.out.clone(),
        jobs: args.jobs.map(usize::from),
        profile: profile(args.profile.as_deref())?,
        formats: Formats {
            json: args.formats.contains(&Format::Json) || export::needs_documents(&args.formats),
            jsonl: args.formats.contains(&Format::Jsonl),
            md: args.formats.contains(&Format::Md),
        },
        cross_check: args.cross_check.then(second_reader).transpose()?,
        force: args.force,
        prune: args.prune,
        isolation: Some(isolation(args)?),
    };
    let bar = bar();
    let report = convert(&job, &|progress| show(&bar, progress));
    bar.finish_and_clear();
    let report = report?;
    export::beside(&job.out, &args.formats)?;
    // Failures were told as they came; inputs that gave no file were not.
    report.files.iter().filter(|f| f.code.as_deref() == Some("input-missing")).for_each(|f| eprintln!("keikaku: {}", sentence(f)));
    eprintln!("{}", summary(&report, &job.out));
    Ok(if report.has_problems() { Outcome::Problems } else { Outcome::Well })
}

/// This program as the worker.
fn isolation(args: &ConvertArgs) -> Result<Isolation> {
    Ok(Isolation {
        program: std::env::current_exe()?,
        args: vec!["worker".to_owned()],
        timeout: Duration::from_secs(args.timeout),
        max_memory: args.max_memory,
    })
}

/// This program as the second reader.
fn second_reader() -> Result<SecondReader> {
    Ok(SecondReader { program: std::env::current_exe()?, args: vec!["second-reader".to_owned()] })
}

/// The profile of `--profile`, or the built-in words.
pub(crate) fn profile(path: Option<&Path>) -> Result<Profile> {
    Ok(path.map(Profile::load).transpose()?.unwrap_or_default())
}

/// A progress bar on a terminal, nothing elsewhere.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} files, {elapsed} {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Found { files, unchanged } => {
            bar.set_length(files as u64);
            bar.inc(unchanged as u64);
        }
        Progress::Done(report) => {
            if matches!(report.status, Status::Failed | Status::Skipped) {
                bar.suspend(|| eprintln!("keikaku: {}", sentence(report)));
            }
            bar.set_message(report.input.clone());
            bar.inc(1);
        }
    }
}

/// What became of a file, for a person.
fn sentence(report: &FileReport) -> String {
    let message = report.message.as_deref().unwrap_or_default();
    if report.code.as_deref() == Some("input-missing") { message.to_owned() } else { format!("{}: {message}", report.input) }
}

/// The run in one line.
fn summary(report: &Report, out: &Path) -> String {
    let (warned, failed, skipped) = (report.count(Status::Warned), report.count(Status::Failed), report.count(Status::Skipped));
    let done = report.count(Status::Ok) + warned;
    let mut text = format!("{} converted", counted(done, "plan"));
    let notes = [(warned, "with warnings"), (skipped, "skipped"), (failed, "failed")];
    for (n, what) in notes.into_iter().filter(|(n, _)| *n > 0) {
        text.push_str(&format!(", {n} {what}"));
    }
    format!("{text}. The records are in {}; {} says what became of each file.", out.display(), out.join("run.json").display())
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
