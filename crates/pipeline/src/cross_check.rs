//! `--cross-check`: a second PDF engine reads the same file in a process of its own, and pages whose characters differ are reported.
use keikaku_model::page::{Page, PageKind, Pages};
use keikaku_model::{Diagnostic, Place, Severity};
use keikaku_text::normalize;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

/// How to start the second reader: a program that takes a PDF on standard input and prints a JSON array with the text of each page
/// ([`second_reader`] does the work in it).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SecondReader {
    /// The program, usually the running one.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
}

/// A page whose two readings differ in more than this share of their characters is reported: two sound readings differ by a few
/// ligatures and dashes.
pub const DIFFERENCE: f64 = 0.05;

/// Pages with fewer characters than this in both readings are not judged: one character would be too large a share.
const LEAST: usize = 40;

/// Further copies of a bold character that the second reader may count: bold is often printed two to four times a hair apart.
const COPIES: usize = 3;

/// How long the second reader may take for one file. It needs 11 ms a page; a hang must not hold up the run.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the second reader's process does: PDF bytes to a JSON array of page texts.
///
/// # Errors
/// What its engine says.
pub fn second_reader(bytes: &[u8]) -> Result<String, String> {
    let pages = keikaku_read::second_reading(bytes)?;
    Ok(serde_json::Value::from(pages).to_string())
}

/// Compares what was read with a second reading of the same bytes.
pub(crate) fn cross_check(bytes: &[u8], pages: &Pages, reader: &SecondReader) -> Vec<Diagnostic> {
    if pages.pages.iter().any(|p| p.kind != PageKind::Drawn) {
        return Vec::new();
    }
    match second_texts(bytes, reader) {
        Ok(texts) => pages.pages.iter().zip(&texts).filter_map(|(page, text)| difference(page, text)).collect(),
        Err(why) => {
            let message = format!("the second reader gave no text ({why}): this file was not cross-checked");
            vec![Diagnostic::new(Severity::Info, "cross-check-failed", message)]
        }
    }
}

fn second_texts(bytes: &[u8], reader: &SecondReader) -> Result<Vec<String>, String> {
    let mut child = Command::new(&reader.program)
        .args(&reader.args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("it could not be started: {e}"))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        // A child that dies early closes its end; its exit code says so below.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(bytes)));
        let output = scope.spawn(move || {
            let mut text = String::new();
            stdout.map(|mut pipe| pipe.read_to_string(&mut text)).transpose().map(|_| text)
        });
        let status = match child.wait_timeout(PATIENCE) {
            Ok(Some(status)) => status,
            late => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(late.err().map_or_else(|| format!("it took over {} seconds", PATIENCE.as_secs()), |e| e.to_string()));
            }
        };
        let text = output.join().map_err(|_| "its output could not be read".to_owned())?.map_err(|e| e.to_string())?;
        if !status.success() {
            return Err(format!("it ended with {status}"));
        }
        serde_json::from_str(&text).map_err(|e| e.to_string())
    })
}

fn difference(page: &Page, second: &str) -> Option<Diagnostic> {
    let text = |bold_only: bool| page.glyphs.iter().filter(|g| g.bold || !bold_only).map(|g| g.ch).collect::<String>();
    let (ours, bold, theirs) = (count(&text(false)), count(&text(true)), count(second));
    let of = |counts: &BTreeMap<char, usize>, c: &char| counts.get(c).copied().unwrap_or(0);
    let (a, b) = (ours.values().sum::<usize>(), theirs.values().sum::<usize>());
    let missing: usize = ours.iter().map(|(c, n)| n.saturating_sub(of(&theirs, c))).sum();
    let extra: usize = theirs.iter().map(|(c, n)| n.saturating_sub(of(&ours, c) + COPIES * of(&bold, c))).sum();
    let share = (missing + extra) as f64 / (a + b).max(1) as f64;
    if a.max(b) < LEAST || share <= DIFFERENCE {
        return None;
    }
    let message = format!(
        "on page {} a second reader has {b} characters where keikaku has {a}, and {:.0} % of both differ: compare the records with the page",
        page.number,
        share * 100.0
    );
    Some(Diagnostic::new(Severity::Warning, "cross-check-differs", message).at(Place::page(page)))
}

/// How often each character occurs, blanks left out, compatibility forms folded.
fn count(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in normalize(text).chars.into_iter().filter(|c| !c.is_whitespace() && !c.is_control()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}
