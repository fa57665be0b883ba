//! The worker's side: files named on standard input, reports on standard output.
use super::message::{Said, Setup, say};
use crate::inputs::Input;
use crate::lanes::STACK;
use crate::maker::Maker;
use crate::profile::Profile;
use std::io::{self, BufRead};
use std::sync::mpsc;

/// Does a worker's work: converts the files that standard input names until it ends.
///
/// # Errors
/// When it is told something that is no job.
pub fn serve() -> io::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let Some(setup) = lines.next().transpose()? else { return Ok(()) };
    let setup: Setup = serde_json::from_str(&setup)?;
    let profile = setup.profile.map(|(path, text)| Profile::parse(&text, path.as_ref()));
    let maker = Maker {
        out: setup.out.into(),
        plans: setup.plans.into(),
        profile: profile.transpose().map_err(io::Error::other)?.unwrap_or_default(),
        formats: setup.formats,
        cross_check: setup.cross_check,
        overrides: setup.overrides,
        max_pages: setup.max_pages,
    };
    let (sender, inputs) = mpsc::channel::<Input>();
    // This thread goes on listening: when the run is gone, so is the worker, in the middle of a file too.
    std::thread::Builder::new().stack_size(STACK).spawn(move || {
        for input in inputs {
            let report = maker.file(&input, &|step| {
                // Nobody listens only when the run is gone; then the report can't be told either.
                let _ = say(&mut io::stdout().lock(), &Said::At(step));
            });
            if say(&mut io::stdout().lock(), &Said::Done(Box::new(report))).is_err() {
                return;
            }
        }
    })?;
    for line in lines {
        if sender.send(serde_json::from_str(&line?)?).is_err() {
            break;
        }
    }
    Ok(())
}
