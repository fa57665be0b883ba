//! What a reader of the records should doubt: numbers that jump, columns nobody knows.
use crate::columns::{Columns, body_cells};
use crate::words::string;
use keikaku_model::document::Table;
use keikaku_model::outline::{Measure, Section};
use keikaku_model::place::Place;
use keikaku_model::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// Headings or measures of one numbering style under one section whose numbers leave one out: a heading may be missing or misread.
pub(crate) fn numbering_jumps(sections: &[Section], measures: &[Measure]) -> Vec<Diagnostic> {
    let headings = sections.iter().map(|s| (s.parent, s.label.as_ref(), &s.title));
    let mut out = jumps(headings, "heading");
    out.extend(jumps(measures.iter().map(|m| (m.section, m.label.as_ref(), &m.title)), "measure"));
    out
}

type Entry<'a> = (Option<usize>, Option<&'a keikaku_model::outline::Label>, &'a keikaku_model::Text);

fn jumps<'a>(entries: impl Iterator<Item = Entry<'a>>, what: &str) -> Vec<Diagnostic> {
    let mut last: BTreeMap<(Option<usize>, keikaku_model::outline::Scheme), u32> = BTreeMap::new();
    let mut out = Vec::new();
    for (parent, label, title) in entries {
        let Some((label, number)) = label.and_then(|l| l.number.map(|n| (l, n))) else { continue };
        let before = last.insert((parent, label.scheme), number).unwrap_or(0);
        // A list that begins anew at 1, or goes on from another section, is no jump.
        if number > before + 1 && before > 0 {
            let message = format!(
                "{what} “{} {}” follows number {before} of its style: one between is missing or was not recognised; look at the page",
                label.raw,
                string(title)
            );
            out.push(Diagnostic::new(Severity::Warning, "numbering-jump", message).at(title.place()));
        }
    }
    out
}

/// Columns of a table of measures that have a header and text but no role: what stands in them is in no record but the table's.
pub(crate) fn unknown_columns(table: &Table, columns: &Columns) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (c, role) in columns.roles.iter().enumerate() {
        let Some(header) = columns.headers.get(c).and_then(|h| h.last()) else { continue };
        let filled = body_cells(table, columns.header_rows, c as u32).any(|cell| !cell.is_blank());
        if role.is_none() && filled && columns.unit != Some(c as u32) {
            let message = format!(
                "the column “{}” has no known role: its cells are only in the table; a profile can name the role (`[structure.columns]`)",
                string(header)
            );
            let place: Place = header.place();
            out.push(Diagnostic::new(Severity::Info, "unknown-column-role", message).at(place));
        }
    }
    out
}
