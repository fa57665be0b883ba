//! `keikaku validate` and `keikaku schema`.
use crate::Outcome;
use anyhow::{Result, bail};
use std::path::Path;

/// Checks an output folder.
pub(crate) fn validate(_out: &Path) -> Result<Outcome> {
    bail!("not yet")
}

/// Prints the schema.
pub(crate) fn schema(_rows: bool) -> Result<Outcome> {
    bail!("not yet")
}
