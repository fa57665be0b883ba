//! One file in, its plan document out: what is done for each file of a run, in this process or in a worker.
use crate::code::Code;
use crate::convert::Formats;
use crate::cross_check::{self, SecondReader};
use crate::inputs::Input;
use crate::profile::Profile;
use crate::report::FileReport;
use crate::stages::{self, Converted, Step, Watch};
use crate::{caught, earlier};
use keikaku_emit::{EmitError, Overrides, file};
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::plan::PlanDocument;
use keikaku_read::ReadError;
use std::cell::Cell;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Instant;

/// Converts files one by one.
#[derive(Debug, Clone)]
pub(crate) struct Maker {
    /// The output folder.
    pub(crate) out: PathBuf,
    /// Where plan documents go: `plans/`, or a folder that is gone at the end where none are asked for.
    pub(crate) plans: PathBuf,
    /// The words to work with.
    pub(crate) profile: Profile,
    /// What to write.
    pub(crate) formats: Formats,
    /// The second reader to hold every PDF against, if wanted.
    pub(crate) cross_check: Option<SecondReader>,
    /// Corrections by hand.
    pub(crate) overrides: Overrides,
    /// The most pages a file may have.
    pub(crate) max_pages: Option<u32>,
}

impl Maker {
    /// Converts one file and writes what it became; `step` is told how far it is.
    pub(crate) fn file(&self, input: &Input, step: &dyn Fn(Step)) -> FileReport {
        let begun = Instant::now();
        let name = input.name();
        let last = Cell::new(None);
        let step = |now| {
            last.set(Some(now));
            step(now);
        };
        let mut report = caught::catch(|| self.attempt(input, &name, &step))
            .unwrap_or_else(|message| FileReport::failed(&name, Code::Internal, message).during(last.get()));
        report.seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        report
    }

    fn attempt(&self, input: &Input, name: &str, step: &dyn Fn(Step)) -> FileReport {
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(e) => return FileReport::failed(name, e.code(), e.to_string()),
        };
        // The bytes that were read count: the file may have changed since it was found.
        let report = self.convert(&bytes, name, &input.file_name(), step);
        FileReport { sha256: Some(earlier::hex(&bytes)), ..report }
    }

    fn convert(&self, bytes: &[u8], name: &str, file_name: &str, step: &dyn Fn(Step)) -> FileReport {
        let watch = Watch { max_pages: self.max_pages, step };
        let converted = stages::convert_watched(bytes, file_name, &self.profile, &watch);
        let Converted { mut plan, pages, document, outline, ledger } = match converted {
            Ok(converted) => converted,
            Err(e) => return unread(name, &e),
        };
        if let Some(reader) = &self.cross_check {
            plan.diagnostics.extend(cross_check::cross_check(bytes, &pages, reader));
        }
        drop(pages);
        let overrides = self.overrides.apply(&mut plan);
        let written = self.write_text(&plan, &document, &outline).and_then(|()| {
            // The plan document stands in memory as a whole while it is written: nothing beside it need do so.
            drop((document, outline));
            self.write(&plan)
        });
        match written {
            Ok((output, length)) => {
                let report = FileReport::with_plan(name, &plan, ledger);
                FileReport { output: Some(output), output_bytes: Some(length), overrides, ..report }
            }
            Err(e) => FileReport::failed(name, unwritten(&e), e.to_string()),
        }
    }

    /// Writes a document's text in reading order, if it is wanted.
    fn write_text(&self, plan: &PlanDocument, document: &Document, outline: &Outline) -> Result<(), EmitError> {
        if !self.formats.md {
            return Ok(());
        }
        let text = keikaku_emit::markdown(document, outline);
        file::write(&self.out.join("plans").join(format!("{}.md", keikaku_emit::plan_name(plan))), text.as_bytes())
    }

    /// Writes a plan document; gives its path from the output folder and its length in bytes.
    fn write(&self, plan: &PlanDocument) -> Result<(String, u64), EmitError> {
        let name = keikaku_emit::plan_name(plan);
        let bytes = keikaku_emit::plan_document(plan);
        file::write(&self.plans.join(format!("{name}.json")), &bytes)?;
        Ok((format!("plans/{name}.json"), bytes.len() as u64))
    }
}

/// A file that `read` can make nothing of.
fn unread(name: &str, error: &ReadError) -> FileReport {
    let (code, pages) = match error {
        ReadError::Empty => (Code::FileEmpty, None),
        ReadError::NotPdf { .. } => (Code::NotAPdf, None),
        ReadError::Unknown { .. } => (Code::NotAPlan, None),
        ReadError::Encrypted => (Code::PasswordNeeded, None),
        ReadError::Damaged => (Code::PdfDamaged, None),
        ReadError::TooManyPages { pages, .. } => (Code::TooManyPages, Some(*pages)),
        ReadError::TooManyObjects { .. } => (Code::TooManyObjects, None),
        _ => (Code::Unreadable, None),
    };
    FileReport { pages, ..FileReport::failed(name, code, sentence(&error.to_string())) }.during(None)
}

/// Whether one file's records can't be written, or nothing can.
fn unwritten(error: &EmitError) -> Code {
    let (EmitError::Folder { source, .. } | EmitError::Write { source, .. }) = error else { return Code::OutputUnwritable };
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge | ErrorKind::ReadOnlyFilesystem => Code::OutputFull,
        _ => Code::OutputUnwritable,
    }
}

/// An error as a sentence.
fn sentence(error: &str) -> String {
    let mut chars = error.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if error.ends_with(['.', '!', '?', '。']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}
