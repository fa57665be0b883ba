//! Boxes on the page: コラム, cards, and frames around what belongs to the page like all else.
use super::{Walk, described};
use crate::headings::Kind;
use crate::keys;
use crate::sections::Class;
use crate::stream::{Line, Node};
use crate::words::{bare, is_any, is_sentence, string};
use keikaku_model::document::Group;
use keikaku_model::outline::{Measure, Scheme, SectionKind};

/// The title of a コラム is one line.
const COLUMN_TITLE_CHARS: usize = 40;
/// A コラム holds at least one paragraph of prose.
const COLUMN_PROSE_CHARS: usize = 30;

/// Whether a box is a card, and of which measure.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Card {
    No,
    Untitled,
    Of(usize),
}

/// A box that is open.
pub(super) struct OpenBox {
    /// A コラム: its first line is its title, all else its text.
    pub(super) column: bool,
    /// A card: its first line names a measure, all else says more about it.
    pub(super) card: Card,
    /// Open sections outside of it.
    pub(super) depth: usize,
    pub(super) floor: usize,
}

impl Walk<'_, '_, '_> {
    /// A line of a コラム: the first is its title.
    pub(super) fn column_line(&mut self, at: usize, line: &Line) {
        let first = self.boxes.last().is_some_and(|b| b.depth == self.builder.tree.depth());
        if !first {
            return self.builder.say(&line.text);
        }
        let label = line.label.as_ref().filter(|l| l.form.scheme != Scheme::Bracket).map(|l| l.label.clone());
        let section = self.builder.tree.open_under(Class::of(line), label, line.rest(), SectionKind::Box, at);
        self.builder.note_topic(section);
    }

    /// A box whose first line is a heading over prose is a section of its own (コラム); any other is read like the page around it.
    pub(super) fn open_box(&mut self, at: usize, _group: &Group) {
        let depth = self.builder.tree.depth();
        let floor = self.builder.floor;
        let column = self.is_column(at);
        let card = if !column && self.is_card(at) { Card::Untitled } else { Card::No };
        self.boxes.push(OpenBox { depth, floor, column, card });
        self.builder.floor = depth;
        self.list = None;
    }

    /// Whether the box that opens at a node is the card of one measure: a title line, then prose and lines of keys and values, among them
    /// who is in charge.
    pub(super) fn is_card(&self, at: usize) -> bool {
        let inside = || self.nodes[at + 1..].iter().zip(&self.kinds[at + 1..]).take_while(|(n, _)| !matches!(n, Node::Close));
        let lines: Vec<&Line> = inside().filter_map(|(n, _)| if let Node::Line(l) = n { Some(l) } else { None }).collect();
        let plain = inside().all(|(n, _)| matches!(n, Node::Line(_) | Node::Figure(_)));
        // ① before its title makes a card no list.
        let items = inside().skip(1).filter(|(_, k)| **k == Kind::Item).count();
        let headings = inside().filter(|(_, k)| **k == Kind::Heading).count();
        let owner = |l: &&Line| self.names_owner(l);
        plain
            && items == 0
            && headings <= 1
            && lines.len() >= 2
            && lines.iter().skip(1).filter(|l| owner(l)).count() == 1
            && !is_sentence(&string(&lines[0].text))
    }

    /// A line of a card.
    pub(super) fn card_line(&mut self, card: Card, line: &Line) {
        let badge = is_any(&bare(&string(&line.text)), &self.builder.lexicon.headings.badges);
        let Card::Of(measure) = card else {
            if badge {
                return self.card_badges.push(line.text.clone());
            }
            let label = line.label.as_ref().filter(|l| l.form.scheme != Scheme::Bracket).map(|l| l.label.clone());
            let measure = Measure {
                section: None,
                label,
                title: line.rest(),
                header: None,
                badges: [std::mem::take(&mut self.card_badges), line.badges.clone()].concat(),
                parts: Vec::new(),
            };
            let measure = self.builder.measure(measure);
            if let Some(open) = self.boxes.last_mut() {
                open.card = Card::Of(measure);
            }
            return;
        };
        if let Some((_, m)) = self.builder.measures.get_mut(measure) {
            m.badges.extend(line.badges.iter().cloned());
            if badge {
                return m.badges.push(line.text.clone());
            }
        }
        let keyed = keys::of(line, self.builder.lexicon);
        if keyed.is_empty() {
            self.builder.add_part(measure, described(line.rest(), line.label.is_some()));
        }
        keyed.into_iter().for_each(|k| self.builder.add_part(measure, k.part()));
    }

    /// Whether the box that opens at a node is a コラム: within a section, a heading without a number over prose, nobody in charge.
    pub(super) fn is_column(&self, at: usize) -> bool {
        let inside = || self.nodes[at + 1..].iter().take_while(|n| !matches!(n, Node::Close | Node::Open(_)));
        let lines: Vec<&Line> = inside().filter_map(|n| if let Node::Line(l) = n { Some(l) } else { None }).collect();
        let Some((head, rest)) = lines.split_first() else { return false };
        let named = head.label.as_ref().is_some_and(|l| l.kind == Some(SectionKind::Box));
        let plain = head.label.is_none() && head.rest().len() <= COLUMN_TITLE_CHARS && !is_sentence(&string(&head.text));
        let prose = rest.iter().any(|l| l.rest().len() >= COLUMN_PROSE_CHARS);
        let tended = lines.iter().any(|l| !l.badges.is_empty() || self.names_owner(l));
        named || (self.builder.tree.current().is_some() && plain && prose && !tended)
    }

    pub(super) fn close_box(&mut self) {
        if let Some(open) = self.boxes.pop() {
            self.builder.tree.close_to(open.depth);
            self.builder.floor = open.floor;
        }
        self.list = None;
    }
}
