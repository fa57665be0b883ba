//! The last pass: headings that are measures themselves, measures in reading order, the outline put together.
use crate::build::Builder;
use crate::charge::{self, Charges};
use crate::doubts;
use crate::front::running_heads;
use crate::keys::{self, Keyed};
use crate::lexicon::Lexicon;
use crate::topics::Topic;
use crate::words::{bare, ends_with_any, is_done, is_sentence, string};
use keikaku_model::document::Document;
use keikaku_model::outline::{FrontLine, Measure, Outline, Part, Role, Section, SectionKind};
use keikaku_model::{Text, Warned};

/// Puts the outline together.
pub(crate) fn finish(mut builder: Builder, document: &Document, front: Vec<FrontLine>) -> Warned<Outline> {
    let charges = charge::spread(&mut builder);
    leaves_become_measures(&mut builder, &charges);
    in_reading_order(&mut builder);
    let measures: Vec<Measure> = builder.measures.into_iter().map(|(_, m)| m).collect();
    let mut diagnostics = builder.diagnostics;
    diagnostics.extend(doubts::numbering_jumps(&builder.tree.sections, &measures));
    let outline = Outline {
        source: document.source.clone(),
        info: document.info.clone(),
        front,
        running_heads: running_heads(document),
        sections: builder.tree.sections,
        measures,
        figures: builder.figures,
        tables: builder.tables,
        terms: builder.terms,
        unassigned: builder.unassigned,
    };
    Warned { value: outline, diagnostics }
}

/// A section with nothing but prose, among measures, whose prose says what will be done, is a measure itself.
fn leaves_become_measures(builder: &mut Builder, charges: &Charges) {
    let mut gone = headings_of_forms(builder);
    let leaves: Vec<usize> = leaves(builder).into_iter().filter(|l| !gone.contains(l)).collect();
    for &leaf in &leaves {
        let section = &builder.tree.sections[leaf];
        // An owner named under the heading is among its parts.
        let owner = if is_tended(section, builder.lexicon) { None } else { charge::of(builder, charges, leaf) };
        let owner = owner.map(|(_, owner)| charge::part(owner, None));
        let notes = builder.lexicon.numbering.notes.as_str();
        let is_note = |t: &Text| t.chars().first().is_some_and(|c| notes.contains(*c));
        builder.unassigned.extend(section.body.iter().filter(|t| is_note(t)).cloned());
        let parts = section.body.iter().filter(|t| !is_note(t)).flat_map(|t| said(t, builder.lexicon));
        let parts = owner.into_iter().chain(parts).collect();
        let measure = Measure {
            section: section.parent,
            label: section.label.clone(),
            title: section.title.clone(),
            header: None,
            badges: Vec::new(),
            parts,
        };
        builder.measures.push((builder.tree.order[leaf], measure));
    }
    gone.extend(leaves);
    if !gone.is_empty() {
        remove(builder, &gone);
    }
}

/// Headings that only name the measure of the form under them: they are no sections, and prose between belongs to the measure.
fn headings_of_forms(builder: &mut Builder) -> Vec<usize> {
    let mut gone = Vec::new();
    for (section, measure) in std::mem::take(&mut builder.form_headings) {
        let others = builder.measures.iter().enumerate().any(|(i, (_, m))| i != measure && m.section == Some(section))
            || builder.tree.sections.iter().any(|s| s.parent == Some(section));
        let Some((_, made)) = builder.measures.get_mut(measure).filter(|_| !others) else { continue };
        let own = &mut builder.tree.sections[section];
        made.section = own.parent;
        let prose: Vec<Part> = std::mem::take(&mut own.body).iter().flat_map(|t| said(t, builder.lexicon)).collect();
        made.parts.splice(0..0, prose);
        builder.figures.iter_mut().filter(|f| f.section == Some(section)).for_each(|f| f.section = made.section);
        gone.push(section);
    }
    gone
}

/// Sections that are measures: those that say what will be done, and those numbered like them where most do.
fn leaves(builder: &Builder) -> Vec<usize> {
    let sections = &builder.tree.sections;
    let like = |s: usize| sections[s].label.as_ref().map(|l| (l.scheme, sections[s].depth));
    let candidates: Vec<(usize, bool)> = (0..sections.len()).filter_map(|s| Some((s, says_measure(builder, s)?))).collect();
    let most = |s: usize| {
        let alike: Vec<bool> = candidates.iter().filter(|(c, _)| like(*c) == like(s)).map(|(_, said)| *said).collect();
        like(s).is_some() && alike.iter().filter(|said| **said).count() * 2 >= alike.len()
    };
    let done = |s: usize| sections[s].body.iter().any(|t| is_done(&string(t), &builder.lexicon.headings.action_end));
    candidates.iter().filter(|(s, said)| *said || most(*s) && done(*s)).map(|(s, _)| *s).collect()
}

/// The parts that a paragraph under a heading gives to its measure: keys with their values, or prose.
fn said(text: &Text, lexicon: &Lexicon) -> Vec<Part> {
    let keyed = keys::of_text(text, lexicon);
    if keyed.is_empty() {
        return vec![Part { role: Role::Description, header: None, text: text.clone(), is_item: false, shared_with: None }];
    }
    keyed.into_iter().map(Keyed::part).collect()
}

/// Whether a line under the heading says who is in charge (担当：観光課): then the heading names what is carried out.
fn is_tended(section: &Section, lexicon: &Lexicon) -> bool {
    section.body.iter().any(|t| keys::has_owner(&keys::of_text(t, lexicon)))
}

/// Whether a section can be a measure, and if so, whether its prose says what will be done or names who is in charge.
fn says_measure(builder: &Builder, index: usize) -> Option<bool> {
    let sections = &builder.tree.sections;
    let section = &sections[index];
    let has_inside = sections.iter().any(|s| s.parent == Some(index))
        || builder.measures.iter().any(|(_, m)| m.section == Some(index))
        || builder.figures.iter().any(|f| f.section == Some(index));
    let tended = is_tended(section, builder.lexicon);
    if has_inside
        || section.body.is_empty()
        || section.label.is_none() && section.kind != SectionKind::Program && !tended
        || matches!(section.kind, SectionKind::Box | SectionKind::Pillar | SectionKind::Appendix)
        || !tended && is_repeated(builder, index)
    {
        return None;
    }
    let own = builder.topics.get(index).copied().unwrap_or(Topic::Open);
    let placed = tended && !is_set_apart(builder, index) || among_measures(builder, index);
    if !placed || !matches!(own, Topic::Open | Topic::Actions) {
        return None;
    }
    Some(tended || section.body.iter().any(|t| commits(t, builder)))
}

/// Whether another section bears the same title: 施策の方向 under each chapter is a part of the plan's make, no measure.
fn is_repeated(builder: &Builder, index: usize) -> bool {
    let title = |s: &Section| bare(&string(&s.title));
    let own = title(&builder.tree.sections[index]);
    builder.tree.sections.iter().enumerate().any(|(i, s)| i != index && title(s) == own)
}

/// Whether a section stands in an appendix or the like.
fn is_set_apart(builder: &Builder, index: usize) -> bool {
    let apart = |s: usize| matches!(builder.topics.get(s), Some(Topic::Checklist | Topic::Glossary | Topic::Appendix | Topic::Column));
    std::iter::successors(Some(index), |s| builder.tree.sections.get(*s)?.parent).any(apart)
}

/// Whether the sections around are a place for measures: the nearest that says something says so, and none is an appendix.
fn among_measures(builder: &Builder, index: usize) -> bool {
    let sections = &builder.tree.sections;
    if sections[index].kind == SectionKind::Program {
        return true;
    }
    let mut at = sections[index].parent;
    let mut nearest = Topic::Open;
    while let Some(parent) = at {
        let topic = builder.topics.get(parent).copied().unwrap_or(Topic::Open);
        if matches!(topic, Topic::Checklist | Topic::Glossary | Topic::Appendix | Topic::Column) {
            return false;
        }
        if nearest == Topic::Open {
            nearest = topic;
        }
        at = sections[parent].parent;
    }
    let open = nearest == Topic::Open && is_action_among_open(builder, index);
    (nearest == Topic::Actions || open) && sections[index].depth >= 2
}

/// Whether a heading and all beside it say what is done (会議の開催, 加入の促進), under one that says neither what stands there nor what the
/// plan aims at (組合の運営).
fn is_action_among_open(builder: &Builder, index: usize) -> bool {
    let (sections, words) = (&builder.tree.sections, &builder.lexicon.headings);
    let title = |s: &Section| bare(&string(&s.title));
    let parent = sections[index].parent;
    let aims = |p: usize| words.aims.iter().any(|w| title(&sections[p]).contains(w.as_str()));
    let mut beside = sections.iter().filter(|s| s.parent == parent);
    parent.is_some_and(|p| !aims(p)) && beside.all(|s| ends_with_any(&title(s), &words.action_end))
}

/// Whether prose says what will be done.
fn commits(text: &Text, builder: &Builder) -> bool {
    let text = string(text);
    is_sentence(&text)
        && text.split('。').map(bare).any(|s| {
            let done = s.ends_with("ます") || s.ends_with('る') || s.ends_with('む') || s.ends_with('す') || s.ends_with("よう");
            done && builder.lexicon.headings.action_end.iter().any(|w| s.ends_with(w.as_str()))
        })
        || says_plainly(&text, builder.lexicon)
}

/// Endings of verbs in their dictionary form.
const PLAIN_ENDS: &str = "るすくぐむうつぶぬ";

/// Endings of the polite style, whose own words for what will be done are known.
const POLITE_ENDS: [&str; 4] = ["ます", "です", "ません", "ました"];

/// Whether most sentences of a text in plain style say what will be done: any verb can (商品を並べる。通りに置く。), but for those of what is.
fn says_plainly(text: &str, lexicon: &Lexicon) -> bool {
    let sentences = text.rsplit_once('。').map_or("", |(stopped, _)| stopped);
    let verb = |s: &str| s.ends_with(|c| PLAIN_ENDS.contains(c)) && !ends_with_any(s, &lexicon.headings.states_end);
    let said: Vec<String> = sentences.split('。').map(bare).filter(|s| !s.is_empty()).collect();
    let polite = said.iter().any(|s| POLITE_ENDS.iter().any(|end| s.ends_with(end)));
    !polite && said.iter().filter(|s| verb(s)).count() * 2 > said.len()
}

/// Takes sections out of the tree and mends all indices.
fn remove(builder: &mut Builder, gone: &[usize]) {
    let old = std::mem::take(&mut builder.tree.sections);
    let mut new_of: Vec<Option<usize>> = vec![None; old.len()];
    let mut kept: Vec<Section> = Vec::with_capacity(old.len());
    for (i, mut section) in old.into_iter().enumerate() {
        if gone.contains(&i) {
            continue;
        }
        new_of[i] = Some(kept.len());
        section.parent = section.parent.and_then(|p| new_of[p]);
        kept.push(section);
    }
    builder.tree.sections = kept;
    let mend = |s: Option<usize>| s.and_then(|s| new_of.get(s).copied().flatten());
    builder.measures.iter_mut().for_each(|(_, m)| m.section = mend(m.section));
    builder.figures.iter_mut().for_each(|f| f.section = mend(f.section));
    builder.tables.iter_mut().for_each(|t| t.section = mend(t.section));
}

/// Sorts the measures by their place in the stream and mends the indices that point to them.
fn in_reading_order(builder: &mut Builder) {
    let mut order: Vec<usize> = (0..builder.measures.len()).collect();
    order.sort_by_key(|i| builder.measures[*i].0);
    let mut new_of = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, old)| new_of[*old] = new);
    let mut slots: Vec<Option<(usize, Measure)>> = std::mem::take(&mut builder.measures).into_iter().map(Some).collect();
    builder.measures = order.iter().filter_map(|i| slots[*i].take()).collect();
    for (_, m) in &mut builder.measures {
        for part in &mut m.parts {
            part.shared_with = part.shared_with.map(|i| new_of[i]);
        }
    }
    for figure in &mut builder.figures {
        figure.measure = figure.measure.map(|i| new_of[i]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, large, p, para};

    #[test]
    fn any_verb_in_plain_style_says_what_will_be_done() {
        let out = drawn(vec![
            p(large("一、浜の事業", 14.0)),
            p(large("（１）朝市の再開", 12.0)),
            p(para("月に二度、浜の広場に台を並べる。")),
            p(large("（２）灯台の公開", 12.0)),
            p(para("近くの町の灯台守を訪ねる。")),
            p(large("（３）漁の推移", 12.0)),
            p(para("獲れる魚は年を追って少なくなる。")),
            p(large("二、組の集い", 14.0)),
            p(large("（１）寄合の開催", 12.0)),
            p(para("春と秋に皆を招く。")),
            p(large("（２）加入の促進", 12.0)),
            p(para("浜に店を出す人に入り方を知らせる。")),
        ]);
        let expected = "# 一 浜の事業\n  - （１） 朝市の再開 [Description: 月に二度、浜の広場に台を並べる。]\n  - （２） 灯台の公開 [Description: 近くの町の灯台守を訪ねる。]\n  # （３） 漁の推移\n# 二 組の集い\n  - （１） 寄合の開催 [Description: 春と秋に皆を招く。]\n  - （２） 加入の促進 [Description: 浜に店を出す人に入り方を知らせる。]\n";
        assert_eq!(out, expected, "{out}");
    }
}
