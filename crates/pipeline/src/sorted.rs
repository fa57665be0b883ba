//! The inputs of a run by what is to be done with them.
use crate::code::Code;
use crate::convert::Job;
use crate::earlier::{self, Earlier};
use crate::inputs::{Input, Inputs};
use crate::report::{FileReport, Status};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The inputs by what is to be done with them.
pub(crate) struct Sorted<'a> {
    /// To be converted.
    pub(crate) todo: Vec<&'a Input>,
    /// What became of those that are done.
    pub(crate) done: Vec<FileReport>,
    /// Those that wait for another with the same bytes.
    copies: Vec<Copy<'a>>,
    /// The names of all inputs.
    names: BTreeSet<String>,
    /// The SHA-256 of each input, where it can be read.
    hashes: Vec<Option<String>>,
}

/// An input with the bytes of another.
struct Copy<'a> {
    input: &'a Input,
    hash: String,
    /// The name of the other.
    original: String,
}

impl<'a> Sorted<'a> {
    /// Holds every input against the others and against what earlier runs made.
    pub(crate) fn of(inputs: &'a Inputs, job: &Job, earlier: &Earlier, made_with: &str) -> Self {
        let mut sorted = Self {
            todo: Vec::new(),
            done: Vec::new(),
            copies: Vec::new(),
            names: inputs.files.iter().map(Input::name).chain(inputs.refused.iter().map(|r| r.name.clone())).collect(),
            hashes: inputs.files.par_iter().map(earlier::hash).collect(),
        };
        sorted.sort(inputs, |input, hash| earlier.same(input, hash, made_with, job).filter(|_| !job.force));
        sorted
    }

    /// Takes back what need not have been done.
    pub(crate) fn do_again(&mut self, inputs: &'a Inputs) {
        self.sort(inputs, |_, _| None);
    }

    fn sort(&mut self, inputs: &'a Inputs, same: impl Fn(&Input, &str) -> Option<FileReport>) {
        (self.todo, self.copies) = (Vec::new(), Vec::new());
        self.done = inputs.refused.iter().map(|r| FileReport::failed(&r.name, r.code, r.message.as_str())).collect();
        let mut first: BTreeMap<&str, &Input> = BTreeMap::new();
        for (input, hash) in inputs.files.iter().zip(&self.hashes) {
            let Some(hash) = hash else {
                // Whoever converts it says why it can't be read.
                self.todo.push(input);
                continue;
            };
            if let Some(original) = first.get(hash.as_str()) {
                self.copies.push(Copy { input, hash: hash.clone(), original: original.name() });
                continue;
            }
            first.insert(hash, input);
            match same(input, hash) {
                Some(report) => self.done.push(report),
                None => self.todo.push(input),
            }
        }
        self.settle();
    }

    /// Says what becomes of the copies whose originals are done, at the end of `done`; gives those reports.
    ///
    /// A copy shares its original's fate. Where that turned out to be something else than it was when the run began, or did not
    /// give its bytes, a copy is to be converted in its place.
    pub(crate) fn settle(&mut self) -> &[FileReport] {
        let fates: BTreeMap<&str, &FileReport> = self.done.iter().map(|f| (f.input.as_str(), f)).collect();
        let mut settled = Vec::new();
        let mut waiting: Vec<Copy> = Vec::new();
        let mut stand_in: BTreeMap<String, String> = BTreeMap::new();
        for mut copy in std::mem::take(&mut self.copies) {
            let name = copy.input.name();
            match fates.get(copy.original.as_str()) {
                Some(original) => match fate(original, &name, &copy.hash) {
                    Some(report) => settled.push(report),
                    None => match stand_in.get(&copy.hash) {
                        Some(other) => {
                            copy.original.clone_from(other);
                            waiting.push(copy);
                        }
                        None => {
                            stand_in.insert(copy.hash, name);
                            self.todo.push(copy.input);
                        }
                    },
                },
                None => waiting.push(copy),
            }
        }
        self.copies = waiting;
        let before = self.done.len();
        self.done.extend(settled);
        &self.done[before..]
    }

    /// Gives up what is still to be done, since the run was stopped. Records of an earlier version stay.
    pub(crate) fn interrupt(&mut self, unreached: Vec<&Input>, job: &Job, earlier: &Earlier) {
        let todo = std::mem::take(&mut self.todo);
        let copies = std::mem::take(&mut self.copies);
        for input in unreached.into_iter().chain(todo).chain(copies.into_iter().map(|copy| copy.input)) {
            let name = input.name();
            let old = earlier.file(&name).filter(|f| f.output.as_ref().is_some_and(|o| job.out.join(o).is_file()));
            self.done.push(match old {
                None => FileReport::skipped(&name, Code::Interrupted, "The run was stopped before it came to this file."),
                Some(old) => FileReport {
                    output: old.output.clone(),
                    output_bytes: old.output_bytes,
                    plan_id: old.plan_id.clone(),
                    pages: old.pages,
                    records: old.records.clone(),
                    overrides: old.overrides.clone(),
                    ..FileReport::skipped(
                        &name,
                        Code::Interrupted,
                        "The run was stopped before it came to this file. Its records are those of an earlier run.",
                    )
                },
            });
        }
    }

    /// What earlier runs made of inputs that this run does not have. An input that has another name now went nowhere.
    pub(crate) fn kept(&self, job: &Job, earlier: &Earlier) -> Vec<FileReport> {
        let hashes: BTreeSet<&String> = self.hashes.iter().flatten().collect();
        let is_gone = |f: &&FileReport| !self.names.contains(&f.input);
        let is_moved = |f: &&FileReport| f.sha256.as_ref().is_some_and(|h| hashes.contains(h));
        let is_there = |f: &&FileReport| f.output.iter().any(|o| job.out.join(o).is_file());
        let files = earlier.files().filter(|_| !job.prune).filter(is_gone).filter(|f| !is_moved(f)).filter(is_there);
        files.map(|f| FileReport { kept: true, ..f.clone() }).collect()
    }
}

/// What becomes of a copy, from what became of its original; `None` where it has to be converted itself.
fn fate(original: &FileReport, name: &str, hash: &str) -> Option<FileReport> {
    if original.sha256.as_deref() != Some(hash) {
        return None;
    }
    match original.status {
        Status::Ok | Status::Warned => {
            let message = format!("It has the same bytes as {}, which is converted.", original.input);
            Some(FileReport::skipped(name, Code::Duplicate, message))
        }
        Status::Failed if original.why().is_some_and(|code| !code.is_passing()) => {
            Some(FileReport { input: name.to_owned(), seconds: 0.0, ..original.clone() })
        }
        Status::Failed | Status::Skipped => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Ledger;

    const HASH: &str = "e3b0";

    fn done(report: FileReport) -> FileReport {
        FileReport { sha256: Some(HASH.to_owned()), ..report }
    }

    #[test]
    fn a_copy_shares_the_fate_of_its_original() {
        let failed = done(FileReport { ledger: Ledger::quarantined(Some(2)), ..FileReport::failed("a.pdf", Code::WorkerTimeout, "x") });
        let copy = fate(&failed, "b.pdf", HASH).expect("settled");
        assert_eq!((copy.input.as_str(), copy.why(), copy.ledger.pages), ("b.pdf", Some(Code::WorkerTimeout), 2));
        assert_eq!(fate(&failed, "b.pdf", "other"), None, "the original changed before it was read");
        assert_eq!(fate(&done(FileReport::failed("a.pdf", Code::InputVanished, "x")), "b.pdf", HASH), None);
        let ok = FileReport { status: Status::Ok, ..done(FileReport::failed("a.pdf", Code::Internal, "x")) };
        assert_eq!(fate(&ok, "b.pdf", HASH).and_then(|f| f.why()), Some(Code::Duplicate));
    }

    #[test]
    fn of_copies_without_an_original_one_stands_in() {
        let inputs = ["a.pdf", "b.pdf", "c.pdf"].map(|path| Input { path: path.into(), member: None });
        let copy = |i: usize| Copy { input: &inputs[i], hash: HASH.to_owned(), original: "a.pdf".to_owned() };
        let mut sorted = Sorted {
            todo: Vec::new(),
            done: vec![FileReport::failed("a.pdf", Code::InputVanished, "x")],
            copies: vec![copy(1), copy(2)],
            names: BTreeSet::new(),
            hashes: Vec::new(),
        };
        assert!(sorted.settle().is_empty());
        assert_eq!(sorted.todo, [&inputs[1]]);
        sorted.done.push(FileReport { status: Status::Ok, ..done(FileReport::failed("b.pdf", Code::Internal, "x")) });
        assert_eq!(sorted.settle().last().map(|f| (f.input.as_str(), f.why())), Some(("c.pdf", Some(Code::Duplicate))));
    }
}
