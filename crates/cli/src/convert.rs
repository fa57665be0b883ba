//! `keikaku convert`.
use crate::args::{ConvertArgs, Format};
use crate::watch::Watch;
use crate::{Outcome, export, signals, told_once};
use anyhow::Result;
use keikaku_pipeline::emit::overrides::Reported;
use keikaku_pipeline::{Formats, Isolation, Job, Profile, SecondReader, Stop, convert};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Converts and tells what became of the files.
pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome> {
    let watch = Arc::new(Watch::new(args));
    let outcome = attempt(args, &watch);
    if let Err(error) = &outcome {
        watch.unable(&told_once(error));
        return Ok(Outcome::Unable);
    }
    outcome
}

fn attempt(args: &ConvertArgs, watch: &Arc<Watch>) -> Result<Outcome> {
    let job = job(args)?;
    signals::stop(job.stop.clone(), {
        let watch = Arc::clone(watch);
        move || watch.stopping()
    })?;
    let report = convert(&job, &|progress| watch.progress(progress))?;
    if !report.interrupted {
        export::beside(&job.out, &args.formats, report.unchanged)?.iter().for_each(|note| watch.note(note));
    }
    report.overrides.iter().filter_map(Reported::sentence).for_each(|note| watch.note(&note));
    let outcome = if report.has_problems() { Outcome::Problems } else { Outcome::Well };
    watch.end(&report, &job.out, outcome.exit_code());
    Ok(outcome)
}

fn job(args: &ConvertArgs) -> Result<Job> {
    Ok(Job {
        inputs: crate::named::expand(&args.inputs)?,
        out: args.out.clone(),
        jobs: args.jobs.map(usize::from),
        profile: profile(args.profile.as_deref())?,
        formats: Formats {
            json: args.formats.contains(&Format::Json) || export::needs_documents(&args.formats),
            jsonl: args.formats.contains(&Format::Jsonl),
            md: args.formats.contains(&Format::Md),
        },
        overrides: export::overrides(args.overrides.as_deref())?,
        cross_check: args.cross_check.then(second_reader).transpose()?,
        force: args.force,
        prune: args.prune,
        max_pages: Some(args.max_pages),
        isolation: Some(isolation(args)?),
        stop: Stop::default(),
    })
}

/// What a worker's allocator is told: memory that one stage has freed goes back to the system, and is not there beside the next stage's.
const GIVE_BACK: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "0"), ("MIMALLOC_ARENA_EAGER_COMMIT", "0")];

/// This program as the worker.
fn isolation(args: &ConvertArgs) -> Result<Isolation> {
    Ok(Isolation {
        program: std::env::current_exe()?,
        args: vec!["worker".to_owned()],
        env: GIVE_BACK.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
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
