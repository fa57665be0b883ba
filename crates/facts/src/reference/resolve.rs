//! Where references lead: the section or measure that has the label or the title.
use super::FoundReference;
use super::mark::{Mark, of_label};
use crate::plain::{likeness, plain};
use keikaku_model::outline::{Label, Outline};

/// Titles at least this alike are the same.
const SAME: f64 = 0.8;

/// What a reference may lead to, by index into the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A section.
    Section(usize),
    /// A measure.
    Measure(usize),
}

/// A section or measure as references name it.
struct Entry {
    target: Target,
    word: String,
    number: String,
    title: String,
    /// The sections around it, outermost first; of a section with itself.
    chain: Vec<usize>,
}

/// All that a plan's references can lead to.
pub(crate) struct Index {
    entries: Vec<Entry>,
}

impl Index {
    /// The sections and measures of an outline.
    pub(crate) fn new(outline: &Outline) -> Self {
        let mut entries = Vec::new();
        for (i, section) in outline.sections.iter().enumerate() {
            entries.push(entry(Target::Section(i), section.label.as_ref(), &section.title.to_string(), chain(outline, Some(i))));
        }
        for (i, measure) in outline.measures.iter().enumerate() {
            entries.push(entry(Target::Measure(i), measure.label.as_ref(), &measure.title.to_string(), chain(outline, measure.section)));
        }
        Self { entries }
    }

    /// Where a reference that stands in `home` leads; `None` where nothing or more than one thing fits as well.
    pub(crate) fn resolve(&self, found: &FoundReference, home: Target) -> Option<Target> {
        let home = self.entries.iter().find(|e| e.target == home)?;
        let mut at: Option<&Entry> = None;
        for mark in &found.path {
            let next = self.step(mark, home, at);
            // A title behind its own label (第３章「施策の展開」) says the same again.
            if next.is_none() && matches!(mark, Mark::Title(_)) && at.is_some() {
                continue;
            }
            at = Some(next?);
        }
        at.map(|e| e.target)
    }

    /// The indices of the measures that stand under a section.
    pub(crate) fn measures_under(&self, section: usize) -> Vec<usize> {
        let under = self.entries.iter().filter(|e| e.chain.contains(&section));
        under.filter_map(|e| if let Target::Measure(i) = e.target { Some(i) } else { None }).collect()
    }

    /// The one entry that a mark names: under `within`, if it follows another mark, else the nearest to `home`.
    fn step(&self, mark: &Mark, home: &Entry, within: Option<&Entry>) -> Option<&Entry> {
        let inside = |e: &&Entry| match within.map(|w| w.target) {
            Some(Target::Section(s)) => e.chain.contains(&s) && e.target != Target::Section(s),
            Some(Target::Measure(_)) => false,
            None => e.target != home.target,
        };
        let nearest = within.unwrap_or(home);
        let fits: Vec<fn(&Entry, &Mark) -> bool> = vec![exact, kindred, unworded, alike];
        fits.iter().find_map(|fits| {
            let found: Vec<&Entry> = self.entries.iter().filter(inside).filter(|e| fits(e, mark)).collect();
            best(&found, nearest)
        })
    }
}

fn entry(target: Target, label: Option<&Label>, title: &str, chain: Vec<usize>) -> Entry {
    let (word, number) = label.map(|l| of_label(&l.raw)).unwrap_or_default();
    Entry { target, word, number, title: plain(title), chain }
}

/// The sections around and with a section, outermost first.
fn chain(outline: &Outline, mut section: Option<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    while let Some((i, found)) = section.and_then(|i| Some((i, outline.sections.get(i)?))) {
        out.push(i);
        // A parent stands before its children; anything else is no tree.
        section = found.parent.filter(|p| *p < i);
    }
    out.reverse();
    out
}

/// The only entry of those nearest to `home`; a section before a measure of the same label (a row of an overview).
fn best<'a>(found: &[&'a Entry], home: &Entry) -> Option<&'a Entry> {
    let shared = |e: &Entry| e.chain.iter().zip(&home.chain).take_while(|(a, b)| a == b).count();
    let most = found.iter().map(|e| shared(e)).max()?;
    let near: Vec<&Entry> = found.iter().filter(|e| shared(e) == most).copied().collect();
    let sections: Vec<&Entry> = near.iter().filter(|e| matches!(e.target, Target::Section(_))).copied().collect();
    match (near.as_slice(), sections.as_slice()) {
        ([one], _) | (_, [one]) => Some(one),
        _ => None,
    }
}

/// The same word and the same number.
fn exact(entry: &Entry, mark: &Mark) -> bool {
    matches!(mark, Mark::Label { word, number } if !number.is_empty() && *word == entry.word && same_number(number, &entry.number))
}

/// 施策2 for 基本施策２.
fn kindred(entry: &Entry, mark: &Mark) -> bool {
    let Mark::Label { word, number } = mark else { return false };
    let is_kindred =
        !word.is_empty() && !entry.word.is_empty() && (entry.word.ends_with(word.as_str()) || word.ends_with(entry.word.as_str()));
    is_kindred && same_number(number, &entry.number)
}

/// 施策１－２ for a heading or row whose label is but １－２.
fn unworded(entry: &Entry, mark: &Mark) -> bool {
    let Mark::Label { word, number } = mark else { return false };
    !word.is_empty() && entry.word.is_empty() && same_number(number, &entry.number)
}

/// The title itself.
fn alike(entry: &Entry, mark: &Mark) -> bool {
    matches!(mark, Mark::Title(title) if likeness(&plain(title), &entry.title) >= SAME)
}

/// Numbers are compared without their brackets: 施策(2) is 施策2.
fn same_number(a: &str, b: &str) -> bool {
    let bare = |n: &str| n.trim_matches(['(', ')', '-']).trim_end_matches(')').to_owned();
    !a.is_empty() && !b.is_empty() && bare(a) == bare(b)
}
