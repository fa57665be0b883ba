//! What a run and its workers say to each other: a line of JSON each.
use crate::convert::Formats;
use crate::cross_check::SecondReader;
use crate::maker::Maker;
use crate::report::FileReport;
use crate::stages::Step;
use keikaku_emit::Overrides;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, Write};

/// What a worker is told before its first file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) out: OsString,
    pub(super) plans: OsString,
    pub(super) profile: Option<(OsString, String)>,
    pub(super) formats: Formats,
    pub(super) cross_check: Option<SecondReader>,
    pub(super) overrides: Overrides,
    pub(super) max_pages: Option<u32>,
}

impl Setup {
    /// What makes a worker do what `maker` would.
    pub(super) fn of(maker: &Maker) -> Self {
        Self {
            out: maker.out.clone().into(),
            plans: maker.plans.clone().into(),
            profile: maker.profile.source.clone(),
            formats: maker.formats,
            cross_check: maker.cross_check.clone(),
            overrides: maker.overrides.clone(),
            max_pages: maker.max_pages,
        }
    }
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Said {
    /// How far it is.
    At(Step),
    /// What became of the file.
    Done(Box<FileReport>),
}

/// Says something, at once.
pub(super) fn say(to: &mut dyn Write, what: &impl Serialize) -> io::Result<()> {
    to.write_all(&keikaku_emit::json::line(what))?;
    to.flush()
}
