//! `quarantine/`: a file for each input that could not be converted, with the reason.
use crate::code::Code;
use crate::output::inside;
use crate::report::{FileReport, Status};
use keikaku_emit::{EmitError, file};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The folder.
const FOLDER: &str = "quarantine";

/// The most bytes of an input's name in a file name: with number and ending it stays below the 255 that file systems take.
const LONGEST: usize = 200;

/// Why an input was not converted.
#[derive(Serialize)]
struct Reason<'a> {
    file_name: &'a str,
    /// The archive it is in, without folder.
    archive: Option<&'a str>,
    sha256: Option<&'a str>,
    code: Option<&'a str>,
    message: Option<&'a str>,
    /// The stage at work when it happened.
    stage: Option<&'a str>,
    /// The page being read when it happened, where that is known.
    page: Option<u32>,
    /// How many pages it has, where that is known.
    pages: Option<u32>,
    /// What the process that read it said last.
    last_words: &'a [String],
}

/// Gives every file that could not be converted its place in `quarantine/`: its name, with a number where another has it already.
pub(crate) fn assign(files: &mut [FileReport]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        let is_file = file.status == Status::Failed && !file.kept && file.why().is_none_or(Code::is_quarantined);
        file.quarantine = is_file.then(|| {
            let name = short(base(&file.input)).to_owned();
            let times = taken.entry(name.clone()).or_insert(0);
            *times += 1;
            if *times == 1 { format!("{FOLDER}/{name}.json") } else { format!("{FOLDER}/{name}.{times}.json") }
        });
    }
}

/// Writes the reasons, and removes those of an earlier run that hold no more.
pub(crate) fn write<'a>(out: &Path, files: &[FileReport], earlier: impl Iterator<Item = &'a FileReport>) -> Result<(), EmitError> {
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for (report, place) in files.iter().filter_map(|f| Some((f, f.quarantine.as_deref()?))) {
        let reason = Reason {
            file_name: base(&report.input),
            archive: report.input.split_once("!/").map(|(archive, _)| base(archive)),
            sha256: report.sha256.as_deref(),
            code: report.code.as_deref(),
            message: report.message.as_deref(),
            stage: report.stage.as_deref(),
            page: report.page,
            pages: report.pages,
            last_words: &report.last_words,
        };
        let (path, bytes) = (out.join(place), keikaku_emit::json::document(&reason));
        made.insert(place);
        if std::fs::read(&path).ok().as_deref() != Some(&bytes) {
            file::folder(&out.join(FOLDER))?;
            file::write(&path, &bytes)?;
        }
    }
    for old in earlier.filter_map(|f| f.quarantine.as_deref()).filter(|old| !made.contains(old)) {
        if let Some(path) = inside(out, FOLDER, old) {
            // Gone already is as good.
            let _ = std::fs::remove_file(path);
        }
    }
    if made.is_empty() {
        // Only an empty folder goes.
        let _ = std::fs::remove_dir(out.join(FOLDER));
    }
    Ok(())
}

/// An input's name without its folder.
fn base(input: &str) -> &str {
    input.rsplit(['/', '\\']).next().unwrap_or(input)
}

/// As much of a name as a file name can hold.
fn short(name: &str) -> &str {
    name.get(..name.floor_char_boundary(LONGEST)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(names: &[&str]) -> Vec<String> {
        let mut files: Vec<FileReport> = names.iter().map(|n| FileReport::failed(n, Code::FileEmpty, "x")).collect();
        assign(&mut files);
        files.into_iter().filter_map(|f| f.quarantine).collect()
    }

    #[test]
    fn files_of_one_name_do_not_meet() {
        let places = places(&["a/x.pdf", "b/x.pdf", "c.zip!/d/x.pdf", "y.pdf"]);
        assert_eq!(places, ["quarantine/x.pdf.json", "quarantine/x.pdf.2.json", "quarantine/x.pdf.3.json", "quarantine/y.pdf.json"]);
    }

    #[test]
    fn long_names_are_cut() {
        let name = "計".repeat(85);
        assert!(places(&[&name, &name]).iter().all(|place| place.len() < "quarantine/".len() + 255));
    }
}
