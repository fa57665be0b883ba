//! References (参照): a measure that points at another part of the plan.
//!
//! `創業塾の開催（施策１－２参照）` points at the section or measure whose label is 施策１－２; `（再掲：施策２）`, `→施策3`, `関連：基本目標１(2)` and
//! `「空き店舗の活用」を参照` point too.
mod mark;
mod resolve;

pub(crate) use resolve::{Index, Target};

use crate::scan::Scan;
use keikaku_model::Text;
use keikaku_model::plan::ReferenceKind;
use mark::{Mark, marks};
use serde::Deserialize;
use std::ops::Range;

/// The words of `data/references.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceWords {
    words: Vec<String>,
    counters: Vec<String>,
    see: Vec<String>,
    repeat: Vec<String>,
    related: Vec<String>,
    repeat_before: Vec<String>,
    related_before: Vec<String>,
    arrows: Vec<String>,
    joints: Vec<String>,
    gaps: Vec<String>,
}

/// A reference as found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundReference {
    /// The whole expression as printed; of a row (施策１・２参照) each has the row.
    pub(crate) quote: Text,
    /// What it says.
    pub(crate) kind: ReferenceKind,
    /// The labels or the title that lead there, outermost first.
    path: Vec<Mark>,
}

impl FoundReference {
    /// Whether it names a part of a plan by word and number; a title or number alone may be another document's (「計画の手引」を参照).
    pub(crate) fn is_named(&self) -> bool {
        self.path.iter().any(Mark::is_named)
    }
}

/// The references in a text, left to right.
pub(crate) fn references(text: &Text, words: &ReferenceWords) -> Vec<FoundReference> {
    let scan = Scan::new(text);
    let marks = marks(&scan, words);
    let mut out: Vec<(Range<usize>, ReferenceKind, Vec<Mark>)> = Vec::new();
    let mut at = 0;
    while let Some((first, _)) = marks.get(at) {
        let (paths, last) = row(&scan, &marks[at..], words);
        let range = first.start..last.end;
        if let Some((range, kind)) = said(&scan, range, words) {
            let named = |p: &Vec<Mark>| p.iter().any(|m| m.is_named()) || kind != ReferenceKind::See || range.end > last.end;
            out.extend(paths.iter().filter(|p| named(p)).map(|p| (range.clone(), kind, p.clone())));
        }
        at += paths.iter().map(Vec::len).sum::<usize>();
    }
    out.into_iter().map(|(range, kind, path)| FoundReference { quote: scan.printed(range), kind, path }).collect()
}

/// The row that the first marks make: labels right behind each other are one path (基本目標１(2)), those with 、 or ・ between them
/// several; a later number takes the word of the one before it (施策１・２).
fn row(scan: &Scan, marks: &[(Range<usize>, Mark)], words: &ReferenceWords) -> (Vec<Vec<Mark>>, Range<usize>) {
    let mut paths: Vec<Vec<Mark>> = Vec::new();
    let mut last: Option<Range<usize>> = None;
    for (range, mark) in marks {
        let gap = last.as_ref().map(|l| scan.piece(l.end..range.start));
        match gap.as_deref().map(str::trim) {
            None => paths.push(vec![mark.clone()]),
            // A title behind its own label: 第３章「施策の展開」.
            Some("" | "の") => paths.last_mut().into_iter().for_each(|p| p.push(mark.clone())),
            Some(gap) if words.joints.iter().any(|j| j == gap) => {
                let word = paths.last().and_then(|p| p.last()).cloned();
                paths.push(vec![mark.with_word_of(word.as_ref())]);
            }
            Some(_) => break,
        }
        last = Some(range.clone());
    }
    (paths, last.unwrap_or(0..0))
}

/// What the words around a row say, and the row with them; `None` where they do not point.
fn said(scan: &Scan, row: Range<usize>, words: &ReferenceWords) -> Option<(Range<usize>, ReferenceKind)> {
    let lead = trim_end(scan, row.start);
    let colon = lead.checked_sub(1).is_some_and(|i| scan.chars().get(i) == Some(&':'));
    let before = if colon { trim_end(scan, lead - 1) } else { lead };
    // 再掲施策2 runs on; a blank, a colon or a bracket parts the two.
    let opens = |at: usize| at == 0 || scan.pair(row.start).is_some_and(|p| p.open + 1 == at) || scan.is_stop(at - 1);
    for (list, kind) in [(&words.repeat_before, ReferenceKind::Repeat), (&words.related_before, ReferenceKind::Related)] {
        if let Some(start) = scan.ends_any(before, list).filter(|&s| colon || opens(s)) {
            return Some((start..row.end, kind));
        }
    }
    if let Some(start) = scan.ends_any(lead, &words.arrows) {
        return Some((start..row.end, ReferenceKind::See));
    }
    let behind = scan.skip_blanks(row.end);
    let kinds = [(&words.repeat, ReferenceKind::Repeat), (&words.see, ReferenceKind::See), (&words.related, ReferenceKind::Related)];
    for gap in &words.gaps {
        let Some(at) = scan.starts(behind, gap) else { continue };
        for (list, kind) in kinds {
            if let Some(end) = scan.starts_any(scan.skip_blanks(at), list) {
                return Some((row.start..end, kind));
            }
        }
    }
    None
}

/// The index behind the last character before `end` that is no blank.
fn trim_end(scan: &Scan, mut end: usize) -> usize {
    while end > 0 && scan.chars().get(end - 1) == Some(&' ') {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::outline as outline_of;
