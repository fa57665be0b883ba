//! What stands in the cell that names a row: one name, or a list of measures, each with what explains it.
use crate::lexicon::Lexicon;
use crate::look::{Body, Look};
use crate::numbering::{self, Labelled};
use crate::words::{is_sentence, string};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Paragraph};
use keikaku_model::outline::{Label, Scheme};

/// A piece of a naming cell.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// A bracketed line over the names: it groups the rows from here on.
    Group(Text),
    /// A measure.
    Name(Name),
}

/// A measure's name and what stands under it in its own cell.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Its label.
    pub label: Option<Label>,
    /// Its name.
    pub title: Text,
    /// Badges on its line.
    pub badges: Vec<Text>,
    /// Explaining paragraphs, bullets left out, and whether each had one.
    pub under: Vec<(Text, bool)>,
}

/// A paragraph of the cell.
struct Entry<'a> {
    paragraph: &'a Paragraph,
    label: Option<Labelled>,
    look: Look,
}

impl Entry<'_> {
    fn rest(&self) -> Text {
        let from = self.label.as_ref().map_or(0, |l| l.rest);
        self.paragraph.text.slice(from..self.paragraph.text.len()).trimmed()
    }

    fn numbered(&self) -> bool {
        self.label.as_ref().is_some_and(|l| l.label.number.is_some())
    }

    fn whole_bracket(&self) -> bool {
        self.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Bracket && !l.form.mark.ends_with('+'))
    }

    fn itemed(&self) -> bool {
        self.label.as_ref().is_some_and(|l| l.form.scheme != Scheme::Bracket)
    }

    /// Goes on with the line above: 「（会場：…）」.
    fn in_parentheses(&self) -> bool {
        self.label.is_none() && self.paragraph.text.chars().first().is_some_and(|c| matches!(c, '（' | '('))
    }
}

/// The pieces of a naming cell. `listed`: the column holds lists of actions, so that each item is a measure of its own.
pub(crate) fn pieces(cell: &Cell, listed: bool, body: &Body, lexicon: &Lexicon) -> Vec<Piece> {
    let entries: Vec<Entry> = cell
        .paragraphs
        .iter()
        .filter(|p| !p.text.is_blank())
        .map(|p| Entry { paragraph: p, label: numbering::label(p.text.chars(), lexicon), look: Look::of(p, body) })
        .collect();
    let mut out = Vec::new();
    let lead = entries.iter().take_while(|e| e.whole_bracket()).count();
    let lead = if lead < entries.len() { lead } else { 0 };
    out.extend(entries[..lead].iter().map(|e| Piece::Group(e.paragraph.text.trimmed())));
    let entries = &entries[lead..];
    let names = if headed(entries) {
        by_look(entries)
    } else if entries.iter().filter(|e| e.numbered()).count() >= 2 || entries.first().is_some_and(Entry::numbered) {
        by_label(entries, |e| e.numbered())
    } else if listed && entries.iter().any(Entry::itemed) {
        by_label(entries, |e| e.itemed())
    } else if listed {
        by_paragraph(entries)
    } else {
        joined(entries)
    };
    out.extend(names.into_iter().map(Piece::Name));
    out
}

/// Whether the cell is made of headings that stand out, each with text under it.
fn headed(entries: &[Entry]) -> bool {
    let strong = |e: &Entry| stands_out(&e.look);
    let short = |e: &Entry| e.rest().len() <= 60 && !is_sentence(&string(&e.paragraph.text));
    entries.len() >= 2
        && entries.first().is_some_and(|e| strong(e) && short(e))
        && entries.iter().any(|e| !strong(e) && !e.in_parentheses())
}

/// In a cell a heading is told by weight or colour; type size seldom differs.
fn stands_out(look: &Look) -> bool {
    look.bold || look.colored || look.underlined || look.ratio >= crate::look::LARGER
}

fn start(e: &Entry) -> Name {
    let label = e.label.as_ref().filter(|l| l.form.scheme != Scheme::Bracket).map(|l| l.label.clone());
    Name { label, title: e.rest(), badges: e.paragraph.badges.clone(), under: Vec::new() }
}

/// Each paragraph that stands out is a name, the others explain it.
fn by_look(entries: &[Entry]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for e in entries {
        match names.last_mut() {
            Some(name) if name.under.is_empty() && e.in_parentheses() => append(&mut name.title, &e.paragraph.text, " "),
            Some(name) if !stands_out(&e.look) => name.under.push((e.rest(), e.itemed())),
            _ => names.push(start(e)),
        }
    }
    names
}

/// Each paragraph with a label is a name; what has none goes on with it or explains it.
fn by_label(entries: &[Entry], names_one: fn(&Entry) -> bool) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for e in entries {
        match names.last_mut() {
            Some(name) if !names_one(e) && e.in_parentheses() && name.under.is_empty() => append(&mut name.title, &e.paragraph.text, " "),
            Some(name) if !names_one(e) => name.under.push((e.rest(), e.itemed())),
            _ => names.push(start(e)),
        }
    }
    names
}

/// An indent of this many ems more than the line above marks explaining text.
const UNDER_INDENT: f32 = 0.8;

/// Each paragraph is a name, but for parentheses, indented lines and sentences under a phrase.
fn by_paragraph(entries: &[Entry]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut indent = 0.0;
    let mut phrase = false;
    for e in entries {
        let sentence = is_sentence(&string(&e.paragraph.text));
        match names.last_mut() {
            Some(name) if e.in_parentheses() && name.under.is_empty() => append(&mut name.title, &e.paragraph.text, " "),
            Some(name) if e.paragraph.first_indent > indent + UNDER_INDENT || sentence && phrase => name.under.push((e.rest(), e.itemed())),
            _ => {
                indent = e.paragraph.first_indent;
                phrase = !sentence;
                names.push(start(e));
            }
        }
    }
    names
}

/// The whole cell is one name: bullets on lines of their own, plain lines one after the other.
fn joined(entries: &[Entry]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for e in entries {
        match names.last_mut() {
            Some(name) => {
                let separator = if e.label.is_some() { "\n" } else { " " };
                append(&mut name.title, &e.rest(), separator);
                name.badges.extend(e.paragraph.badges.iter().cloned());
            }
            None => names.push(start(e)),
        }
    }
    names
}

fn append(text: &mut Text, more: &Text, separator: &str) {
    separator.chars().for_each(|c| text.push(c, None));
    text.push_text(&more.trimmed());
}
