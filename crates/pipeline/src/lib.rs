//! Files in, output folder out: all stages, over many files.
//!
//! ```text
//! bytes ─read→ Pages ─layout→ Document ─text→ Texts ─structure→ Outline ─facts→ Plan ─emit→ files      (stages::run)
//! ```
//!
//! [`convert`] finds the files ([`inputs`]), leaves out those that an earlier run did, runs the [`stages`] on each of the rest on several
//! threads, each with a [`worker`](serve) process of its own where the job says so, catches what goes wrong with one file, counts where
//! its glyphs went, and writes plan documents, tables and the run report ([`report`]).
//! [`stages::run`] gives every hand-over of one file, and [`inspect::json`] shows it.
mod caught;
mod code;
mod convert;
mod coverage;
mod cross_check;
mod earlier;
mod folder;
mod health;
pub mod inputs;
pub mod inspect;
mod lanes;
mod maker;
mod output;
mod profile;
mod quarantine;
pub mod report;
mod sorted;
pub mod stages;
mod stop;
mod worker;

pub use code::Code;
pub use convert::{Formats, Job, Progress, RunError, convert};
pub use cross_check::{DIFFERENCE, SecondReader, second_reader};
pub use keikaku_emit as emit;
pub use keikaku_read::{Drawing, ReadError, draw};
pub use keikaku_text::walk;
pub use profile::{Profile, ProfileError};
pub use stages::{Converted, Stage, Stages};
pub use stop::Stop;
pub use worker::{Isolation, serve};
