//! Whether the items of a list are measures.
use super::Walk;
use crate::headings::Kind;
use crate::keys;
use crate::numbering::Form;
use crate::stream::{Line, Node};
use crate::tended;
use crate::topics::Topic;
use crate::words::{bare, is_any, is_sentence, string};
use keikaku_model::outline::Scheme;

impl Walk<'_, '_, '_> {
    /// Whether the items from `at` on are measures: announced as such, marked with badges, or things done in a place for measures.
    pub(super) fn is_measure_list(&self, at: usize, form: &Form) -> bool {
        let topic = self.builder.topic();
        if matches!(topic, Topic::Checklist | Topic::Glossary | Topic::Column)
            || form.scheme == Scheme::Article
            || self.lists_headings(at, form)
        {
            return false;
        }
        if self.marked.is_some() {
            return true;
        }
        let items = self.items_from(at, form);
        if items.iter().any(|l| !l.badges.is_empty()) {
            return true;
        }
        let done = items.iter().filter(|l| tended::is_carried_out(l, self.builder.lexicon)).count();
        let most = done * 2 > items.len();
        let told = items.iter().filter(|l| tended::is_told(l, self.builder.lexicon)).count();
        // Who carries out the plan itself is named in one line.
        let told = told * 2 > items.len() && (told > 1 || topic != Topic::Facts);
        if self.has_owners(at) || told {
            return true;
        }
        // Here the form explains other items, or the heading names aims.
        if self.habits.explains(form) || self.is_under_aims() {
            return false;
        }
        let as_elsewhere = self.habits.begins_measures(form) && items.iter().all(|l| !is_sentence(&string(&l.rest())));
        match topic {
            Topic::Actions => most || as_elsewhere || matches!(form.scheme, Scheme::Circled) && self.headed_items(at),
            Topic::Open => most && !self.boxed(),
            _ => false,
        }
    }

    /// Whether a line is one of keys and values, and one of them says who is in charge.
    pub(super) fn names_owner(&self, line: &Line) -> bool {
        keys::has_owner(&keys::of(line, self.builder.lexicon))
    }

    /// Whether a line between the items says who is in charge.
    pub(super) fn has_owners(&self, at: usize) -> bool {
        let until = self.kinds[at..].iter().take_while(|k| !matches!(k, Kind::Heading | Kind::Marker | Kind::Other)).count();
        self.nodes[at..at + until].iter().any(|n| matches!(n, Node::Line(l) if self.names_owner(l)))
    }

    /// Whether the innermost heading is 基本方針, 理念 and the like and no more.
    pub(super) fn is_under_aims(&self) -> bool {
        let title = self.builder.tree.current().and_then(|s| self.builder.tree.sections.get(s)).map(|s| bare(&string(&s.title)));
        title.is_some_and(|t| is_any(&t, &self.builder.lexicon.headings.aims))
    }

    /// Whether most items are titles of headings elsewhere: an overview.
    pub(super) fn lists_headings(&self, at: usize, form: &Form) -> bool {
        let items = self.items_from(at, form);
        let known = items.iter().filter(|l| self.builder.is_title(&bare(&string(&l.rest())))).count();
        known * 2 > items.len()
    }

    pub(super) fn boxed(&self) -> bool {
        !self.boxes.is_empty()
    }

    /// The items of one form up to the next heading or table.
    pub(super) fn items_from(&self, at: usize, form: &Form) -> Vec<&Line<'_>> {
        let mut out = Vec::new();
        for (node, kind) in self.nodes[at..].iter().zip(&self.kinds[at..]) {
            match node {
                Node::Line(_) if matches!(kind, Kind::Heading | Kind::Marker) => break,
                Node::Line(l) if *kind == Kind::Item && l.label.as_ref().is_some_and(|x| x.form == *form) => out.push(l),
                Node::Line(_) | Node::Figure(_) => {}
                _ => break,
            }
        }
        out
    }

    /// Whether the item is a heading of its own, with prose below.
    pub(super) fn headed_items(&self, at: usize) -> bool {
        let Node::Line(line) = &self.nodes[at] else { return false };
        let below = matches!((self.nodes.get(at + 1), self.kinds.get(at + 1)), (Some(Node::Line(_)), Some(Kind::Prose)));
        below && !is_sentence(&string(&line.text))
    }
}
