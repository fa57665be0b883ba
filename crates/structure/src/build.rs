//! The outline as it grows over the stream.
use crate::headings::Kind;
use crate::lexicon::Lexicon;
use crate::marks;
use crate::numbering;
use crate::sections::{Class, Tree};
use crate::tiles::Tiles;
use crate::topics::{self, Topic};
use crate::words::{bare, is_ring, string};
use keikaku_model::outline::{Figure, Measure, Part, Role, RoledTable, Scheme, SectionKind, Term};
use keikaku_model::{Diagnostic, Text};
use std::collections::BTreeSet;

/// A section opened by a table's cell.
#[derive(Debug, Clone)]
struct TableSection {
    level: u32,
    /// Depth of the tree's stack outside of it.
    depth: usize,
    title: String,
    section: usize,
}

/// What the passes write to.
pub(crate) struct Builder<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The sections.
    pub tree: Tree,
    /// The measures, each with its position in the stream.
    pub measures: Vec<(usize, Measure)>,
    /// Rows of KPI tables.
    pub figures: Vec<Figure>,
    /// Tables with roles.
    pub tables: Vec<RoledTable>,
    /// Glossary entries.
    pub terms: Vec<Term>,
    /// Text that belongs nowhere.
    pub unassigned: Vec<Text>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
    /// Topic of each section by its own words.
    pub topics: Vec<Topic>,
    /// The position in the stream.
    pub at: usize,
    /// Depth of open sections below which the innermost box may not close any.
    pub floor: usize,
    /// Titles of headings in the whole document, to know overviews by.
    pub titles: BTreeSet<String>,
    /// Figures set large.
    pub tiles: Tiles,
    /// Headings that name the measure of the form under them, and that measure.
    pub form_headings: Vec<(usize, usize)>,
    table_sections: Vec<TableSection>,
    /// Sections that category cells opened before: a plan prints the category again on each page of its table.
    categories: Vec<TableSection>,
    /// Number of columns of the last table, and its sections still open at its end.
    last_table: Option<(u32, Vec<TableSection>, usize)>,
}

impl<'a> Builder<'a> {
    /// An empty outline.
    pub(crate) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            tree: Tree::default(),
            measures: Vec::new(),
            figures: Vec::new(),
            tables: Vec::new(),
            terms: Vec::new(),
            unassigned: Vec::new(),
            diagnostics: Vec::new(),
            topics: Vec::new(),
            at: 0,
            floor: 0,
            titles: BTreeSet::new(),
            tiles: Tiles::default(),
            form_headings: Vec::new(),
            table_sections: Vec::new(),
            categories: Vec::new(),
            last_table: None,
        }
    }

    /// Adds a measure under the innermost section and returns its index.
    pub(crate) fn measure(&mut self, mut measure: Measure) -> usize {
        measure.section = self.tree.current();
        measure.title = marks::cut(measure.title, &mut measure.badges, self.lexicon);
        self.tree.touch();
        self.measures.push((self.at, measure));
        self.measures.len() - 1
    }

    /// Adds a part to a measure.
    pub(crate) fn add_part(&mut self, measure: usize, part: Part) {
        if let Some((_, m)) = self.measures.get_mut(measure) {
            m.parts.push(part);
        }
    }

    /// The innermost heading, if it can name the measure of a form under it: nothing but prose stands under it yet.
    pub(crate) fn heading_of_form(&self) -> Option<usize> {
        let at = self.tree.current()?;
        let section = &self.tree.sections[at];
        let outer = section.label.as_ref().is_some_and(|l| matches!(l.scheme, Scheme::Part | Scheme::Chapter | Scheme::Section));
        let apart = matches!(section.kind, SectionKind::Box | SectionKind::Pillar | SectionKind::Appendix) || section.title.is_blank();
        let topic = self.topics.get(at).copied().unwrap_or(Topic::Open);
        let filled = self.measures.iter().any(|(_, m)| m.section == Some(at))
            || self.form_headings.iter().any(|(s, _)| *s == at)
            || self.figures.iter().any(|f| f.section == Some(at))
            || self.tree.sections.iter().any(|s| s.parent == Some(at));
        (!outer && !apart && !filled && matches!(topic, Topic::Open | Topic::Actions)).then_some(at)
    }

    /// Adds the measure that a heading names.
    pub(crate) fn measure_of_heading(&mut self, section: usize) -> usize {
        let s = &self.tree.sections[section];
        let (label, title) = (s.label.clone(), s.title.clone());
        let measure = self.measure(Measure { section: None, label, title, header: None, badges: Vec::new(), parts: Vec::new() });
        self.form_headings.push((section, measure));
        measure
    }

    /// The last step of a schedule, be it words or a ring, goes on under a further header.
    pub(crate) fn prolong(&mut self, measure: usize, header: Option<&Text>) {
        let part = self.measures.get_mut(measure).and_then(|(_, m)| m.parts.iter_mut().rev().find(|p| is_step(p)));
        if let (Some(part), Some(header)) = (part, header) {
            let joined = part.header.as_ref().map_or_else(|| header.clone(), |h| Text::joined([h, header], " "));
            part.header = Some(joined);
        }
    }

    /// Adds text to the innermost section's body.
    pub(crate) fn say(&mut self, text: &Text) {
        if !self.tree.say(text) {
            self.unassigned.push(text.clone());
        }
    }

    /// Notes the topic of a section just opened.
    pub(crate) fn note_topic(&mut self, section: usize) {
        let s = &self.tree.sections[section];
        let topic = topics::of(&string(&s.title), s.kind, self.lexicon);
        self.topics.resize(section + 1, Topic::Open);
        self.topics[section] = topic;
    }

    /// The topic that holds here: of the innermost section that says one, but an appendix or check list holds for all in it.
    pub(crate) fn topic(&self) -> Topic {
        let mut nearest = Topic::Open;
        for section in self.tree.open() {
            let topic = self.topics.get(section).copied().unwrap_or(Topic::Open);
            if matches!(topic, Topic::Checklist | Topic::Glossary | Topic::Column | Topic::Appendix) {
                return topic;
            }
            if nearest == Topic::Open {
                nearest = topic;
            }
        }
        nearest
    }

    /// A table of so many columns begins: the sections of the one before go on where nothing came between.
    pub(crate) fn begin_table(&mut self, columns: u32) {
        if let Some((had, sections, at)) = self.last_table.take()
            && had == columns
            && at + 1 == self.at
        {
            for s in &sections {
                self.tree.reopen(s.section, crate::rows::cell_class());
            }
            self.table_sections = sections;
        }
        self.last_table = Some((columns, Vec::new(), self.at));
    }

    /// The table ends: its sections close.
    pub(crate) fn end_table(&mut self) {
        let sections = std::mem::take(&mut self.table_sections);
        if let Some(first) = sections.first() {
            self.tree.close_to(first.depth);
        }
        if let Some((_, open, at)) = &mut self.last_table {
            *open = sections;
            *at = self.at;
        }
    }

    /// Opens the section of a table's cell; one that is open at this level under the same title goes on.
    pub(crate) fn table_section(&mut self, level: u32, title: Text, class: Class) {
        let key = bare(&string(&title));
        if let Some(open) = self.table_sections.iter().find(|s| s.level == level)
            && open.title == key
        {
            return;
        }
        let outer = self.table_sections.iter().position(|s| s.level >= level);
        if let Some(at) = outer {
            let depth = self.table_sections[at].depth;
            self.table_sections.truncate(at);
            self.tree.close_to(depth);
        }
        let depth = self.tree.depth();
        if let Some(before) = self.categories.iter().find(|s| s.level == level && s.title == key && s.depth <= depth).cloned() {
            self.tree.close_to(before.depth);
            self.tree.reopen(before.section, class);
            self.table_sections.push(before);
            return;
        }
        let label = numbering::label(title.chars(), self.lexicon).filter(|l| l.label.number.is_some() && l.rest < title.len());
        let (title, kind) = match &label {
            Some(l) => (title.slice(l.rest..title.len()).trimmed(), l.kind.unwrap_or(SectionKind::Group)),
            None => (title, SectionKind::Group),
        };
        let section = self.tree.open_under(class, label.map(|l| l.label), title, kind, self.at);
        self.note_topic(section);
        let opened = TableSection { level, depth, title: key, section };
        self.categories.push(opened.clone());
        self.table_sections.push(opened);
    }

    /// Whether the heading, bare of brackets, stands somewhere in the document as a heading.
    pub(crate) fn is_title(&self, bare: &str) -> bool {
        self.titles.contains(bare)
    }
}

/// A step of a schedule: what is done in a year, or the ring that says that the measure goes on in it.
fn is_step(part: &Part) -> bool {
    part.role == Role::Action || part.role == Role::When && is_ring(&string(&part.text))
}

/// The class and number of a heading, to look ahead with.
pub(crate) fn class_of(node: Option<(&crate::stream::Node, Kind)>) -> Option<(Class, Option<u32>)> {
    match node? {
        (crate::stream::Node::Line(line), Kind::Heading) => Some((Class::of(line), line.label.as_ref().and_then(|l| l.label.number))),
        _ => None,
    }
}
