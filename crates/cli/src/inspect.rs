//! `keikaku inspect`.
use crate::args::InspectArgs;
use crate::{Outcome, convert, draw};
use anyhow::{Context, Result, bail};
use keikaku_pipeline::{Stage, inspect};
use std::io::Write;

/// Shows a stage's result.
pub(crate) fn run(args: &InspectArgs) -> Result<Outcome> {
    let profile = convert::profile(args.profile.as_deref())?;
    let bytes = std::fs::read(&args.file).with_context(|| format!("{} can't be opened", args.file.display()))?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stage = Stage::from(args.stage);
    let stages = inspect::look(&bytes, &name, &profile, stage).with_context(|| args.file.display().to_string())?;
    let count = stages.pages.pages.len();
    if let Some(page) = args.page.filter(|p| *p as usize > count) {
        bail!("{}: there is no page {page}: the file has {count}", args.file.display());
    }
    match &args.draw {
        Some(png) => draw::page(&bytes, &stages, stage, args.page.unwrap_or(1), png)
            .with_context(|| format!("{}: the page can't be drawn", args.file.display()))?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(&keikaku_pipeline::emit::json::document(&inspect::json(&stages, stage, args.page)))?;
            out.flush()?;
        }
    }
    Ok(Outcome::Well)
}
