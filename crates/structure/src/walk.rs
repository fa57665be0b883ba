//! The walk over the stream: headings open sections, items and tables become measures, prose goes where it belongs.
mod boxes;
mod lists;

use self::boxes::{Card, OpenBox};
use crate::aims;
use crate::build::{Builder, class_of};
use crate::columns::{self, Columns};
use crate::habits::Habits;
use crate::headings::Kind;
use crate::look::Look;
use crate::marks::{self, Told};
use crate::numbering::Form;
use crate::sections::{APPENDIX_RANK, Class, Heading};
use crate::stream::{Line, Node};
use crate::topics::{self, Topic};
use crate::words::{bare, ends_with_any, is_any, is_sentence, string};
use crate::{charge, doubts, entries, forms, glossary, keys, kpi, naming, repeated, rows, schedule, tended, tiles};
use keikaku_model::Text;
use keikaku_model::document::{Figure, Table};
use keikaku_model::outline::{Measure, Part, Role, RoledTable, Scheme, SectionKind};
use std::sync::Arc;

/// Captions are set in type smaller than running text by at least this factor.
const CAPTION_RATIO: f32 = 0.93;
/// And are short, in characters.
const CAPTION_CHARS: usize = 40;

/// The list of items being read.
struct List {
    /// Form of its outermost items.
    form: Form,
    rank: f32,
    /// The measure of its last outermost item, if the list is one of measures.
    measure: Option<usize>,
    /// Where that item begins on its line, in points, if it says itself who is in charge.
    told_at: Option<f32>,
}

/// The walk's state.
pub(crate) struct Walk<'s, 'n, 'a> {
    builder: &'s mut Builder<'a>,
    nodes: &'s [Node<'n>],
    kinds: &'s [Kind],
    list: Option<List>,
    /// Number of open sections under which a marker (【主な取組】) announced measures.
    marked: Option<usize>,
    boxes: Vec<OpenBox>,
    /// Badges of a card that stand before its title.
    card_badges: Vec<Text>,
    /// Page of the last line or table read.
    last_page: u32,
    /// The document is typed: its pages say nothing.
    typed: bool,
    /// Look of the last heading: that of the glossary's own while in one.
    glossary: Option<Look>,
    /// The last term has its definition still to come or to go on.
    defining: bool,
    /// How the document uses its marks and numbers.
    habits: Habits,
}

/// Goes over the stream from node `from`.
pub(crate) fn walk(builder: &mut Builder, nodes: &[Node], kinds: &[Kind], from: usize, typed: bool) {
    let habits = Habits::of(nodes, kinds, builder.lexicon);
    let mut walk = Walk {
        builder,
        nodes,
        kinds,
        list: None,
        marked: None,
        boxes: Vec::new(),
        card_badges: Vec::new(),
        last_page: 0,
        typed,
        glossary: None,
        defining: false,
        habits,
    };
    for (at, node) in nodes.iter().enumerate().skip(from) {
        walk.builder.at = at;
        walk.step(at);
        walk.last_page = match node {
            Node::Line(l) => l.page(),
            Node::Table(t) => t.parts.last().map_or(walk.last_page, |p| p.page),
            _ => walk.last_page,
        };
    }
}

impl Walk<'_, '_, '_> {
    fn step(&mut self, at: usize) {
        let nodes = self.nodes;
        if tiles::read(self.builder, nodes, at) {
            return;
        }
        if let (Node::Line(line), Some(card)) = (&nodes[at], self.boxes.last().map(|b| b.card).filter(|c| *c != Card::No)) {
            return self.card_line(card, line);
        }
        if let Node::Line(line) = &nodes[at]
            && self.boxes.last().is_some_and(|b| b.column)
        {
            return self.column_line(at, line);
        }
        if let Node::Line(line) = &nodes[at]
            && self.builder.topic() == Topic::Glossary
            && self.entry(at, line)
        {
            return;
        }
        match &nodes[at] {
            Node::Line(line) => match self.kinds[at] {
                Kind::Heading => self.heading(at, line),
                Kind::Marker => self.marker(line),
                Kind::Item => self.item(at, line),
                Kind::Note => {
                    self.builder.terms.extend(entries::in_note(line, self.builder.lexicon));
                    self.builder.say(&line.text);
                }
                Kind::Contents => self.builder.unassigned.push(line.text.clone()),
                Kind::Prose | Kind::Other => self.prose(line),
            },
            Node::Table(table) => self.table(table),
            Node::Figure(figure) => self.figure(figure),
            Node::Open(group) => self.open_box(at, group),
            Node::Close => self.close_box(),
        }
    }

    /// A line of a glossary: a term, or more of the definition of the last one. `false` where the line is a heading that ends it.
    fn entry(&mut self, at: usize, line: &Line) -> bool {
        let Some(glossary) = self.glossary else { return false };
        let numbered = line.label.as_ref().is_some_and(|l| !matches!(l.form.scheme, Scheme::Bracket | Scheme::Bullet));
        let heading = self.kinds[at] == Kind::Heading;
        if self.kinds[at] == Kind::Contents || heading && (numbered || line.look.same(&glossary) && !self.typed) {
            return false;
        }
        if let Some(term) = entries::on_one_line(line).or_else(|| entries::over_definition(line, self.nodes.get(at + 1))) {
            self.builder.terms.push(term);
            self.defining = true;
        } else if heading || line.text.len() <= 2 {
            self.defining = false;
            self.builder.say(&line.text);
        } else if let Some(term) = self.builder.terms.last_mut().filter(|_| self.defining) {
            let text = line.text.trimmed();
            match &mut term.definition {
                Some(definition) => definition.push_text(&text),
                None => term.definition = Some(text),
            }
        } else {
            self.builder.say(&line.text);
        }
        self.builder.tree.touch();
        true
    }

    fn heading(&mut self, at: usize, line: &Line) {
        self.list = None;
        let title = line.rest();
        let kind = topics::kind(line.label.as_ref(), &string(&title), self.builder.lexicon);
        let next = class_of(self.nodes.get(at + 1).zip(self.kinds.get(at + 1).copied()));
        let next = next.as_ref().map(|(c, n)| (c, *n));
        let floor = self.builder.floor;
        if kind == SectionKind::Pillar && line.label.is_some() {
            self.leave_chart(line.page());
        }
        let mut class = Class::of(line);
        class.top = (self.last_page < line.page() && !self.typed).then_some(line.paragraph.bbox.y0);
        if kind == SectionKind::Appendix && line.label.is_none() {
            class.rank = APPENDIX_RANK;
        }
        let section = self.builder.tree.open_heading(Heading { class, label: line.label.as_ref(), title, kind, order: at }, next, floor);
        self.builder.note_topic(section);
        (self.glossary, self.defining) = (Some(line.look), false);
        if self.marked.is_some_and(|depth| self.builder.tree.depth() <= depth) {
            self.marked = None;
        }
    }

    /// A 政策 at the top of a page does not belong to the chart of policies (施策体系図), without a number, that the page before shows.
    fn leave_chart(&mut self, page: u32) {
        let facts = |s: &usize| self.builder.topics.get(*s) == Some(&Topic::Facts);
        let open: Vec<usize> = self.builder.tree.open().collect();
        let alone = open.len() == 1 && open.iter().all(facts);
        let numbered = open.first().and_then(|s| self.builder.tree.sections.get(*s)).is_some_and(|s| s.label.is_some());
        if alone && !numbered && self.last_page < page && self.builder.floor == 0 {
            self.builder.tree.close_to(0);
        }
    }

    /// 【主な取組】 opens no section, but ends 【施策の方向】 before it.
    fn marker(&mut self, line: &Line) {
        self.list = None;
        if self.builder.tree.beside(&Class::of(line)).is_some_and(|s| self.is_aside(s)) {
            let depth = self.builder.tree.depth() - 1;
            self.builder.tree.close_to(depth.max(self.builder.floor));
        }
        self.marked = Some(self.builder.tree.depth());
        self.builder.say(&line.text);
    }

    /// Whether a section says what precedes measures (現状と課題, 施策の方向): a marker like its heading ends it.
    fn is_aside(&self, section: usize) -> bool {
        let title = self.builder.tree.sections.get(section).map(|s| bare(&string(&s.title))).unwrap_or_default();
        let words = &self.builder.lexicon.headings;
        ends_with_any(&title, &words.facts_end) || ends_with_any(&title, &words.aside_end)
    }

    /// An item of the outermost form is a measure or a point; one of another form inside the list says more about the last one.
    fn item(&mut self, at: usize, line: &Line) {
        let Some(label) = &line.label else { return self.prose(line) };
        let outer = self.list.as_ref().is_none_or(|l| l.form == label.form || label.rank < l.rank);
        if !outer {
            let text = line.rest();
            return self.explain(&text, true);
        }
        let known = self.list.as_ref().filter(|l| l.form == label.form).map(|l| l.measure.is_some());
        let is_measure =
            known.unwrap_or_else(|| self.is_measure_list(at, &label.form)) && naming::names(&string(&line.rest()), self.builder.lexicon);
        let measure = is_measure.then(|| {
            let Told { title, badges, owner } = marks::told(line.rest(), self.builder.lexicon);
            self.builder.measure(Measure {
                section: None,
                label: Some(label.label.clone()),
                title,
                header: None,
                badges: [line.badges.clone(), badges].concat(),
                parts: owner.map(|text| charge::part(text, None)).into_iter().collect(),
            })
        });
        if measure.is_none() {
            self.builder.say(&line.text);
        }
        let told_at = (measure.is_some() && tended::is_told(line, self.builder.lexicon)).then_some(line.left());
        self.list = Some(List { form: label.form.clone(), rank: label.rank, measure, told_at });
    }

    /// Text under the last item: a part of its measure, else the section's.
    fn explain(&mut self, text: &Text, is_item: bool) {
        match self.list.as_ref().and_then(|l| l.measure) {
            Some(measure) => self.builder.add_part(measure, aims::part(text).unwrap_or_else(|| described(text.clone(), is_item))),
            None => self.builder.say(text),
        }
    }

    fn prose(&mut self, line: &Line) {
        let keyed = keys::of(line, self.builder.lexicon);
        if !keyed.is_empty() && self.is_beside_list(line) {
            self.list = None;
        }
        if let Some(measure) = self.list.as_ref().and_then(|l| l.measure).filter(|_| !keyed.is_empty()) {
            return keyed.into_iter().for_each(|k| self.builder.add_part(measure, k.part()));
        }
        if is_any(&bare(&string(&line.text)), &self.builder.lexicon.headings.badges) {
            return self.lone_badge(&line.text);
        }
        // Captions of photos are set smaller, or stand behind the sentences of an item, and are no sentences.
        let caption = line.look.ratio < CAPTION_RATIO || self.is_explained() && line.text.len() <= CAPTION_CHARS;
        if caption && !is_sentence(&string(&line.text)) {
            return self.builder.unassigned.push(line.text.clone());
        }
        let text = line.text.clone();
        self.explain(&text, false);
    }

    /// Whether a line begins no further in than the items of a list that say all about themselves (・朝市の開催（水産課）): then it belongs
    /// to what the list belongs to (KPI：来場者数).
    fn is_beside_list(&self, line: &Line) -> bool {
        let told_at = self.list.as_ref().and_then(|l| l.told_at);
        told_at.is_some_and(|left| line.left() < left + line.paragraph.style.size)
    }

    /// Whether the last item is a measure that has a sentence under it.
    fn is_explained(&self) -> bool {
        let measure = self.list.as_ref().and_then(|l| l.measure).and_then(|m| self.builder.measures.get(m));
        measure.is_some_and(|(_, m)| m.parts.last().is_some_and(|p| !p.is_item && is_sentence(&string(&p.text))))
    }

    /// A badge alone: of the item right above; else of one whose heading is not printed, and what follows is no part of the item before.
    fn lone_badge(&mut self, badge: &Text) {
        let open = self.list.as_ref().and_then(|l| l.measure).and_then(|m| self.builder.measures.get_mut(m)).map(|(_, m)| m);
        match open {
            Some(measure) if measure.parts.is_empty() && measure.badges.is_empty() => measure.badges.push(badge.clone()),
            _ => {
                self.list = None;
                self.builder.say(badge);
            }
        }
    }

    fn table(&mut self, printed: &Arc<Table>) {
        self.list = None;
        let table = &*repeated::read_through(printed);
        let columns = columns::columns(table, self.builder.lexicon);
        let section = self.builder.tree.current();
        let topic = self.builder.topic();
        let before = (self.builder.measures.len(), self.builder.figures.len(), self.builder.terms.len());
        let repeats = rows::repeats(table, &columns, &|t| self.builder.is_title(t));
        if glossary::read(self.builder, table, &columns, topic)
            || schedule::read(self.builder, table, &columns)
            || matches!(topic, Topic::Checklist | Topic::Column)
            || forms::read(self.builder, table)
        {
            // Read, or nothing to read.
        } else if columns.is_kpi() {
            kpi::read(self.builder, table, &columns);
        } else if columns.name.is_some() && !columns.is_statistics(self.builder.lexicon) && self.has_measures(&columns, topic, repeats) {
            self.leave_facts(table);
            self.builder.diagnostics.extend(doubts::unknown_columns(table, &columns));
            rows::read(self.builder, table, &columns);
        }
        let after = (self.builder.measures.len(), self.builder.figures.len(), self.builder.terms.len());
        if before == after {
            self.builder.tree.touch();
        }
        self.builder.tables.push(RoledTable { section, table: Arc::clone(printed), roles: cell_roles(printed, &columns) });
    }

    /// A table of measures at the top of a page does not belong to the surroundings described on the page before.
    fn leave_facts(&mut self, table: &Table) {
        let page = table.parts.first().map_or(0, |p| p.page);
        let facts: Vec<usize> = self.builder.tree.open().collect();
        let depth = facts.len();
        let outermost =
            facts.iter().enumerate().filter(|(_, s)| self.builder.topics.get(**s) == Some(&Topic::Facts)).map(|(i, _)| depth - 1 - i).min();
        if let Some(keep) = outermost
            && (self.last_page < page || self.typed)
            && keep >= self.builder.floor
        {
            self.builder.tree.close_to(keep);
        }
    }

    /// Whether the rows of a table with a naming column are measures: they say more than a name, outside of surroundings unless somebody
    /// is in charge; or they are announced as measures and printed nowhere else.
    fn has_measures(&self, columns: &Columns, topic: Topic, repeats: bool) -> bool {
        if columns.tells_more() {
            return topic != Topic::Facts || columns.roles.contains(&Some(Role::Owner));
        }
        !columns.named_by_actions && topic == Topic::Actions && self.marked.is_some() && !repeats
    }

    fn figure(&mut self, figure: &Figure) {
        for words in figure.words.iter().chain(&figure.caption) {
            self.builder.unassigned.push(words.text.clone());
        }
    }
}

fn described(text: Text, is_item: bool) -> Part {
    Part { role: Role::Description, header: None, text, is_item, shared_with: None }
}

/// The role of each cell of a table, parallel to its cells.
fn cell_roles(table: &Table, columns: &Columns) -> Vec<Option<Role>> {
    table.cells.iter().map(|c| columns.roles.get(c.column as usize).copied().flatten()).collect()
}
