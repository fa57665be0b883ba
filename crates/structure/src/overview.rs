//! Overview tables as evidence: 方針 | 施策 with the numbers and names of the plan's headings.
//!
//! In texts without type sizes the number beside a heading is often lost (it stood in a box of its own), but the overview says
//! that the line is 施策 6, and so which level it is of.
use crate::columns;
use crate::lexicon::Lexicon;
use crate::numbering::{self, Form, Labelled};
use crate::stream::Node;
use crate::words::{bare, string};
use keikaku_model::document::Table;
use keikaku_model::outline::{Label, Role, Scheme};
use std::collections::BTreeMap;

/// Gives unnumbered lines that an overview lists with a number the level of that number.
pub(crate) fn number(nodes: &mut [Node], lexicon: &Lexicon) {
    let mut known: BTreeMap<String, Labelled> = BTreeMap::new();
    for node in nodes.iter() {
        if let Node::Table(table) = node {
            collect(table, lexicon, &mut known);
        }
    }
    for node in nodes.iter_mut() {
        let Node::Line(line) = node else { continue };
        let Some(listed) = known.get(&bare(&string(&line.rest()))) else { continue };
        match &mut line.label {
            None => line.label = Some(listed.clone()),
            // The number without its word: 15 for 施策 15.
            Some(own) if own.form.scheme == Scheme::Arabic && own.label.number == listed.label.number => {
                own.form = listed.form.clone();
                own.rank = listed.rank;
                own.kind = listed.kind;
            }
            Some(_) => {}
        }
    }
}

/// The numbered names of an overview table, under the word that heads their column.
fn collect(table: &Table, lexicon: &Lexicon, known: &mut BTreeMap<String, Labelled>) {
    let table = &*crate::repeated::read_through(table);
    let columns = columns::columns(table, lexicon);
    if columns.tells_more() || columns.is_kpi() {
        return;
    }
    for cell in table.cells.iter().filter(|c| c.row >= columns.header_rows && !c.is_blank()) {
        let c = cell.column as usize;
        if !matches!(columns.roles.get(c), Some(Some(Role::Name | Role::Category))) {
            continue;
        }
        let header = columns.headers.get(c).and_then(|h| h.last()).map(|h| bare(&string(h)));
        let Some(word) = header.and_then(|h| lexicon.named.iter().find(|w| w.word.iter().collect::<String>() == h)) else { continue };
        let text = crate::rows::line_of(cell);
        let own = numbering::label(text.chars(), lexicon).filter(|l| l.label.number.is_some());
        let beside =
            || cell.column.checked_sub(1).and_then(|c| table.at(cell.row, c)).and_then(|n| string(&n.text()).trim().parse::<u32>().ok());
        let (number, rest) = match &own {
            Some(l) => (l.label.number, l.rest),
            None => (beside(), 0),
        };
        let title = bare(&string(&text.slice(rest..text.len())));
        if number.is_some() && title.chars().count() >= 4 {
            let spelled: String = word.word.iter().collect();
            let label = Label { raw: String::new(), scheme: Scheme::Named, number };
            known.entry(title).or_insert(Labelled {
                label,
                form: Form { scheme: Scheme::Named, mark: spelled },
                rank: word.rank,
                kind: Some(word.kind),
                path: own.as_ref().map_or_else(|| number.into_iter().collect(), |l| l.path.clone()),
                rest: 0,
            });
        }
    }
}
