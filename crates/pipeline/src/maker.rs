//! One file in, its plan document out: what is done for each file of a run, in this process or in a worker.
use crate::convert::Formats;
use crate::cross_check::{self, SecondReader};
use crate::inputs::Input;
use crate::profile::Profile;
use crate::report::{FileReport, Status};
use crate::{caught, earlier, stages};
use keikaku_emit::{EmitError, file};
use keikaku_read::ReadError;
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
}

impl Maker {
    /// Converts one file and writes what it became.
    pub(crate) fn file(&self, input: &Input) -> FileReport {
        let begun = Instant::now();
        let name = input.name();
        let mut report = caught::catch(|| self.attempt(input, &name)).unwrap_or_else(|message| failed(&name, "internal", &message));
        report.seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        report
    }

    fn attempt(&self, input: &Input, name: &str) -> FileReport {
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(e) => return failed(name, "input-unreadable", &format!("The file can't be opened: {e}.")),
        };
        // The bytes that were read count: the file may have changed since it was found.
        let report = self.convert(&bytes, name, &input.file_name());
        FileReport { sha256: Some(earlier::hex(&bytes)), ..report }
    }

    fn convert(&self, bytes: &[u8], name: &str, file_name: &str) -> FileReport {
        let mut converted = match stages::convert(bytes, file_name, &self.profile) {
            Ok(converted) => converted,
            Err(e) => return failed(name, code(&e), &sentence(&e.to_string())),
        };
        if let Some(reader) = &self.cross_check {
            converted.plan.diagnostics.extend(cross_check::cross_check(bytes, &converted.pages, reader));
        }
        match self.write(&converted) {
            Ok((output, length)) => {
                let report = FileReport::with_plan(name, &converted.plan, Some(output));
                FileReport { output_bytes: Some(length), ..report }
            }
            Err(e) => failed(name, "output-unwritable", &e.to_string()),
        }
    }

    /// Writes what one file became; gives the plan document's path from the output folder and its length in bytes.
    fn write(&self, converted: &stages::Converted) -> Result<(String, u64), EmitError> {
        let name = keikaku_emit::plan_name(&converted.plan);
        if self.formats.md {
            let text = keikaku_emit::markdown(&converted.document, &converted.outline);
            file::write(&self.out.join("plans").join(format!("{name}.md")), text.as_bytes())?;
        }
        let bytes = keikaku_emit::plan_document(&converted.plan);
        file::write(&self.plans.join(format!("{name}.json")), &bytes)?;
        Ok((format!("plans/{name}.json"), bytes.len() as u64))
    }
}

/// The stable code of what is wrong with a file.
fn code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty => "file-empty",
        ReadError::NotPdf { .. } => "not-a-pdf",
        ReadError::Unknown { .. } => "not-a-plan",
        ReadError::Encrypted => "password-needed",
        ReadError::Damaged => "pdf-damaged",
        _ => "unreadable",
    }
}

/// An error as a sentence.
fn sentence(error: &str) -> String {
    let mut chars = error.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if error.ends_with(['.', '!', '?', '。']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

/// A file that could not be converted.
pub(crate) fn failed(input: &str, code: &str, message: &str) -> FileReport {
    FileReport::without_plan(input, Status::Failed, code, message)
}
