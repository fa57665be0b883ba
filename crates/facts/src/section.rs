//! Sections: headings as records.
use crate::plain::plain;
use keikaku_model::outline::{Outline, Section};
use keikaku_model::plan;
use keikaku_model::{Place, Text};
use serde::Deserialize;

/// The words of `data/sections.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionWords {
    target_heads: Vec<String>,
}

/// The section records, in the order of the outline.
pub(crate) fn sections(outline: &Outline, id: impl Fn(usize) -> String) -> Vec<plan::Section> {
    let record = |(i, s): (usize, &Section)| {
        let text = Text::joined(&s.body, "\n");
        plan::Section {
            id: id(i),
            parent_id: s.parent.map(&id),
            ordinal: i as u32 + 1,
            depth: s.depth,
            label: s.label.clone(),
            title: s.title.to_string(),
            kind: s.kind,
            spans: s.title.place(),
            text_spans: if text.is_blank() { Place::default() } else { text.place() },
            text: text.to_string(),
            corrected_by: Vec::new(),
        }
    };
    outline.sections.iter().enumerate().map(record).collect()
}

/// Whether the prose of a section sets targets: its heading, or one around it, says 数値目標, KPI …
pub(crate) fn sets_targets(outline: &Outline, section: usize, words: &SectionWords) -> bool {
    let mut at = Some(section);
    // A parent stands before its children; anything else is no tree.
    while let Some(s) = at.and_then(|i| outline.sections.get(i)) {
        let title = plain(&s.title.to_string());
        if words.target_heads.iter().any(|w| title.contains(w.as_str())) {
            return true;
        }
        at = s.parent.filter(|p| Some(*p) < at);
    }
    false
}
