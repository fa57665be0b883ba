//! What belongs to a record without standing in its text: its label, its badges, the bullet, brackets and separators around it.
use super::{Fate, Fates};
use keikaku_model::document::{Document, Paragraph};
use keikaku_model::outline::{Label, Outline};
use keikaku_model::plan::PlanDocument;
use keikaku_model::{GlyphId, Text};
use std::collections::BTreeMap;

/// 〇 is a numeral to Unicode and a bullet to most plans.
const BULLET: char = '〇';

/// Counts labels, badges and signs to the records they belong to.
pub(super) fn count(fates: &mut Fates, plan: &PlanDocument, document: &Document, outline: &Outline) {
    badges(fates, plan, outline);
    let labels = labels(outline);
    let mut above: Option<&Paragraph> = None;
    for paragraph in keikaku_text::walk(document) {
        label(fates, &paragraph.text, above, &labels);
        signs(fates, &paragraph.text);
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
    text.glyphs().iter().flatten().next().copied()
}

fn raw(label: &Label) -> Vec<char> {
    label.raw.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A badge whose meaning the measure has (`status`, `is_repeat`) is in that record.
fn badges(fates: &mut Fates, plan: &PlanDocument, outline: &Outline) {
    let telling = plan.measures.iter().filter(|m| m.status.is_some() || m.is_repeat);
    let starts: Vec<GlyphId> = telling.filter_map(|m| m.spans.glyphs.first().copied()).collect();
    for measure in outline.measures.iter().filter(|m| first(&m.title).is_some_and(|g| starts.contains(&g))) {
        measure.badges.iter().for_each(|b| fates.raise(b, Fate::Record));
    }
}

/// The label before a title: at the head of its paragraph, or alone in the paragraph above (方針 1 over its heading).
fn label(fates: &mut Fates, text: &Text, above: Option<&Paragraph>, labels: &BTreeMap<GlyphId, Vec<char>>) {
    let start = text.glyphs().iter().enumerate().find_map(|(i, g)| Some((i, labels.get(&(*g)?)?)));
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
    let states: Vec<Option<Fate>> = text.glyphs().iter().map(|g| g.and_then(|g| fates.at(g).map(|f| *f))).collect();
    let open = |i: &usize| states[*i] == Some(Fate::Unassigned);
    let mut i = 0;
    while i < states.len() {
        // A run of what no record holds, blanks inside it included.
        let end = (i..states.len()).find(|j| matches!(states[*j], Some(Fate::Record | Fate::Furniture))).unwrap_or(states.len());
        let run: Vec<usize> = (i..end).filter(open).collect();
        let is_sign = |j: &usize| text.chars().get(*j).is_some_and(|c| !c.is_alphanumeric() || *c == BULLET);
        let beside = (i > 0 && states[i - 1] == Some(Fate::Record)) || states.get(end) == Some(&Some(Fate::Record));
        if beside && run.iter().all(is_sign) {
            run.iter().filter_map(|j| text.glyphs()[*j]).for_each(|g| fates.set(g, Fate::Record));
        }
        i = end + 1;
    }
}
