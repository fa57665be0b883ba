//! `quarantine/`: a file for each input that could not be converted, with the reason.
use crate::report::{FileReport, Status};
use keikaku_emit::{EmitError, file};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Why an input was not converted.
#[derive(Serialize)]
struct Reason<'a> {
    file_name: &'a str,
    sha256: Option<&'a str>,
    code: Option<&'a str>,
    message: Option<&'a str>,
    /// The page it happened on, where that is known.
    page: Option<u32>,
    /// What the process that read it said last.
    last_words: &'a [String],
}

/// Gives every file that could not be converted its place in `quarantine/`: its name, with a number where another has it already.
pub(crate) fn assign(files: &mut [FileReport]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let is_file = file.status == Status::Failed && !file.kept && file.code.as_deref() != Some("input-missing");
        file.quarantine = is_file.then(|| {
            let name = base(&file.input).to_owned();
            let times = taken.entry(name.clone()).or_insert(0);
            *times += 1;
            if *times == 1 { format!("quarantine/{name}.json") } else { format!("quarantine/{name}.{times}.json") }
        });
    }
}

/// Writes the reasons, and removes those of an earlier run that hold no more.
pub(crate) fn write<'a>(out: &Path, files: &[FileReport], earlier: impl Iterator<Item = &'a FileReport>) -> Result<(), EmitError> {
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for (report, place) in files.iter().filter_map(|f| Some((f, f.quarantine.as_deref()?))) {
        let reason = Reason {
            file_name: base(&report.input),
            sha256: report.sha256.as_deref(),
            code: report.code.as_deref(),
            message: report.message.as_deref(),
            page: None,
            last_words: &report.last_words,
        };
        let (path, bytes) = (out.join(place), keikaku_emit::json::document(&reason));
        made.insert(place);
        if std::fs::read(&path).ok().as_deref() != Some(&bytes) {
            file::folder(&out.join("quarantine"))?;
            file::write(&path, &bytes)?;
        }
    }
    for old in earlier.filter_map(|f| f.quarantine.as_deref()).filter(|old| !made.contains(old)) {
        let name = old.trim_start_matches("quarantine/");
        if !name.contains(['/', '\\']) {
            // Gone already is as good.
            let _ = std::fs::remove_file(out.join("quarantine").join(name));
        }
    }
    if made.is_empty() {
        // Only an empty folder goes.
        let _ = std::fs::remove_dir(out.join("quarantine"));
    }
    Ok(())
}

/// An input's name without its folder.
fn base(input: &str) -> &str {
    input.rsplit(['/', '\\']).next().unwrap_or(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_do_not_meet() {
        let mut files = ["a/x.pdf", "b/x.pdf", "y.pdf"].map(|n| FileReport::without_plan(n, Status::Failed, "file-empty", "x"));
        assign(&mut files);
        let places: Vec<&str> = files.iter().filter_map(|f| f.quarantine.as_deref()).collect();
        assert_eq!(places, ["quarantine/x.pdf.json", "quarantine/x.pdf.2.json", "quarantine/y.pdf.json"]);
    }
}
