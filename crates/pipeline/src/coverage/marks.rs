//! What belongs to a record without standing in its text: its label, its badges, the bullet, brackets and separators around it.
use super::{Fate, Fates};
use keikaku_model::document::{Document, Paragraph};
use keikaku_model::outline::{Label, Outline, Role};
use keikaku_model::plan::PlanDocument;
use keikaku_model::{GlyphId, Text};
use std::collections::{BTreeMap, BTreeSet};

/// 〇 is a numeral to Unicode and a bullet to most plans.
const BULLET: char = '〇';

/// Counts labels, badges and signs to the records they belong to.
pub(super) fn count(fates: &mut Fates, plan: &PlanDocument, document: &Document, outline: &Outline) {
    badges(fates, plan, outline);
    keyed(fates, outline);
    let labels = labels(outline);
    let starts = plan.owners.iter().filter_map(|o| o.spans.glyphs.get(0)).collect();
    let mut above: Option<&Paragraph> = None;
    for paragraph in keikaku_text::walk(document) {
        label(fates, &paragraph.text, above, &labels);
        owners(fates, &starts, &paragraph.text);
        signs(fates, &paragraph.text);
        ruby(fates, paragraph);
        above = Some(paragraph);
    }
}

/// The label of each section and measure by the first glyph of its title, without blanks.
fn labels(outline: &Outline) -> BTreeMap<GlyphId, Vec<char>> {
    let sections = outline.sections.iter().map(|s| (&s.title, &s.label));
    let measures = outline.measures.iter().map(|m| (&m.title, &m.label));
    sections.chain(measures).filter_map(|(title, label)| Some((first(title)?, raw(label.as_ref()?)))).collect()
}

fn first(text: &Text) -> Option<GlyphId> {
    text.glyphs().flatten().next()
}

fn raw(label: &Label) -> Vec<char> {
    label.raw.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A badge was read for its measure, be it one that tells a status (新規) or one that only stresses (重点).
fn badges(fates: &mut Fates, plan: &PlanDocument, outline: &Outline) {
    let starts: Vec<GlyphId> = plan.measures.iter().filter_map(|m| m.spans.glyphs.get(0)).collect();
    for measure in outline.measures.iter().filter(|m| first(&m.title).is_some_and(|g| starts.contains(&g))) {
        measure.badges.iter().for_each(|b| fates.raise(b, Fate::Record));
    }
}

/// Keys outside tables (担当：, KPI：) are of the record that their value is in; so is the indicator whose target is one.
fn keyed(fates: &mut Fates, outline: &Outline) {
    for part in outline.measures.iter().flat_map(|m| &m.parts) {
        if !is_told(fates, &part.text) {
            continue;
        }
        part.header.iter().for_each(|key| fates.raise(key, Fate::Record));
        if part.role == Role::Indicator || part.role == Role::Description {
            fates.raise(&part.text, Fate::Record);
        }
    }
}

fn is_told(fates: &mut Fates, text: &Text) -> bool {
    text.glyphs().flatten().any(|g| fates.at(g).is_some_and(|f| *f == Fate::Record))
}

/// The reading over a word is of the record that the word is in.
fn ruby(fates: &mut Fates, paragraph: &Paragraph) {
    if is_told(fates, &paragraph.text) {
        paragraph.ruby.iter().for_each(|r| fates.raise(r, Fate::Record));
    }
}

/// Longest key before an owner in brackets, in characters: 主な担当課.
const LONGEST_KEY: usize = 8;

/// …の開催（担当：総務課）: between the bracket and the owner stands the key, up to a colon or blank.
fn owners(fates: &mut Fates, starts: &BTreeSet<GlyphId>, text: &Text) {
    let begins = |at: &usize| text.glyph(*at).is_some_and(|g| starts.contains(&g));
    for at in (0..text.len()).filter(begins) {
        let Some(open) = text.chars()[..at].iter().rposition(|c| matches!(c, '（' | '(' | '【' | '［' | '[' | '〔')) else { continue };
        let key = text.slice(open..at);
        let ends = key.chars().last().is_some_and(|c| matches!(c, ':' | '：') || c.is_whitespace());
        if ends && key.len() <= LONGEST_KEY + 2 {
            fates.raise(&key, Fate::Record);
        }
    }
}

/// The label before a title: at the head of its paragraph, or alone in the paragraph above (方針 1 over its heading).
fn label(fates: &mut Fates, text: &Text, above: Option<&Paragraph>, labels: &BTreeMap<GlyphId, Vec<char>>) {
    let start = text.glyphs().enumerate().find_map(|(i, g)| Some((i, labels.get(&g?)?)));
    let Some((start, label)) = start else { return };
    let head = text.slice(0..start);
    let holds = |t: &Text| !label.is_empty() && without_blanks(t).windows(label.len()).any(|w| w == label);
    if holds(&head) {
        fates.raise(&head, Fate::Record);
    } else if let Some(above) = above.filter(|p| without_blanks(&p.text).len() <= label.len() + 1 && holds(&p.text)) {
        fates.raise(&above.text, Fate::Record);
    }
}

fn without_blanks(text: &Text) -> Vec<char> {
    text.chars().iter().copied().filter(|c| !c.is_whitespace()).collect()
}

/// Signs beside recorded text are of that record: a bullet, 【 and 】, the ・ between two owners.
fn signs(fates: &mut Fates, text: &Text) {
    let states: Vec<Option<Fate>> = text.glyphs().map(|g| g.and_then(|g| fates.at(g).map(|f| *f))).collect();
    let open = |i: &usize| states[*i] == Some(Fate::Unassigned);
    let mut i = 0;
    while i < states.len() {
        // A run of what no record holds, blanks inside it included.
        let end = (i..states.len()).find(|j| matches!(states[*j], Some(Fate::Record | Fate::Furniture))).unwrap_or(states.len());
        let run: Vec<usize> = (i..end).filter(open).collect();
        let is_sign = |j: &usize| text.chars().get(*j).is_some_and(|c| !c.is_alphanumeric() || *c == BULLET);
        let beside = (i > 0 && states[i - 1] == Some(Fate::Record)) || states.get(end) == Some(&Some(Fate::Record));
        if beside && run.iter().all(is_sign) {
            run.iter().filter_map(|j| text.glyph(*j)).for_each(|g| fates.set(g, Fate::Record));
        }
        i = end + 1;
    }
}
