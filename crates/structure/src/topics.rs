//! What stands under a heading: measures, surroundings, an appendix, a glossary.
use crate::lexicon::Lexicon;
use crate::words::{bare, ends_with_any, holds_any, is_any, without_parentheses};
use keikaku_model::outline::SectionKind;

/// What a heading's words say of the text under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Measures.
    Actions,
    /// Surroundings, or the plan itself: 現状, 課題, 計画の位置付け.
    Facts,
    /// A list in which the measures are printed again.
    Checklist,
    /// A glossary.
    Glossary,
    /// 資料編.
    Appendix,
    /// A コラム box.
    Column,
    /// Nothing said.
    Open,
}

/// The topic of a heading by its words.
pub(crate) fn of(title: &str, kind: SectionKind, lexicon: &Lexicon) -> Topic {
    let words = &lexicon.headings;
    let folded = bare(title);
    let core = without_parentheses(&folded);
    let core = ["について", "に関する事項", "に関すること", "等"].iter().fold(core.as_str(), |c, e| c.strip_suffix(e).unwrap_or(c));
    if kind == SectionKind::Box {
        return Topic::Column;
    }
    if is_any(&folded, &words.glossary) {
        return Topic::Glossary;
    }
    if holds_any(&folded, &words.checklist) {
        return Topic::Checklist;
    }
    if words.appendix.iter().any(|w| folded.starts_with(w.as_str())) && folded.chars().count() <= 12 {
        return Topic::Appendix;
    }
    if kind == SectionKind::Program {
        return Topic::Actions;
    }
    if ends_with_any(core, &words.facts_end) || holds_any(&folded, &words.facts_hold) {
        return Topic::Facts;
    }
    if holds_any(&folded, &words.actions_hold) { Topic::Actions } else { Topic::Open }
}

/// The sort of section a heading opens, by its label and words.
pub(crate) fn kind(label: Option<&crate::numbering::Labelled>, title: &str, lexicon: &Lexicon) -> SectionKind {
    use keikaku_model::outline::Scheme;
    if let Some(kind) = label.and_then(|l| l.kind) {
        return kind;
    }
    let folded = bare(title);
    if lexicon.headings.appendix.iter().any(|w| folded.starts_with(w.as_str())) && folded.chars().count() <= 12
        || holds_any(&folded, &lexicon.headings.checklist)
    {
        return SectionKind::Appendix;
    }
    match label {
        Some(l) if !matches!(l.form.scheme, Scheme::Bracket | Scheme::Bullet) => SectionKind::Chapter,
        _ => SectionKind::Group,
    }
}
