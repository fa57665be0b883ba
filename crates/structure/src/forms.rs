//! Form tables: one measure on a sheet of keys and values (施策名 | … / 担当課 | … / 概要 | …).
use crate::build::Builder;
use crate::columns::role_of;
use crate::lexicon::Lexicon;
use crate::numbering;
use crate::words::string;
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Measure, Part, Role};

/// A key cell of a form is no longer than this, in characters.
const KEY_CHARS: usize = 16;

/// A key of a form and the cell beside or under it.
struct Pair<'a> {
    role: Role,
    key: &'a Cell,
    value: &'a Cell,
}

/// Reads a form, if the table is one.
pub(crate) fn read(builder: &mut Builder, table: &Table) -> bool {
    let pairs = pairs(table, builder.lexicon);
    let named = pairs.iter().filter(|p| p.role == Role::Name).count();
    let others = pairs.iter().filter(|p| p.role != Role::Name).count();
    if named == 0 || others == 0 || (named + others) < 3 && table.rows > 2 {
        return false;
    }
    let mut current: Option<usize> = None;
    for pair in &pairs {
        let text = |c: &Cell| Text::joined(c.paragraphs.iter().map(|p| &p.text), "").trimmed();
        if pair.role == Role::Name {
            let label = pair.value.paragraphs.first().and_then(|p| numbering::label(p.text.chars(), builder.lexicon)).filter(|l| l.label.number.is_some());
            let title = text(pair.value);
            let title = label.as_ref().map_or_else(|| title.clone(), |l| title.slice(l.rest..title.len()).trimmed());
            let badges = pair.value.paragraphs.iter().flat_map(|p| p.badges.iter().cloned()).collect();
            current = Some(builder.measure(Measure { section: None, label: label.map(|l| l.label), title, header: Some(text(pair.key)), badges, parts: Vec::new() }));
        } else if let Some(measure) = current {
            for p in pair.value.paragraphs.iter().filter(|p| !p.text.is_blank()) {
                let from = numbering::label(p.text.chars(), builder.lexicon).map_or(0, |l| l.rest);
                let is_item = from > 0;
                let part = Part { role: pair.role, header: Some(text(pair.key)), text: p.text.slice(from..p.text.len()).trimmed(), is_item, shared_with: None };
                builder.add_part(measure, part);
            }
        }
    }
    true
}

/// Keys with their values, where at least most rows are of that shape.
fn pairs<'a>(table: &'a Table, lexicon: &Lexicon) -> Vec<Pair<'a>> {
    let mut out = Vec::new();
    let mut rows_with_keys = 0;
    for row in 0..table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        let before = out.len();
        let mut i = 0;
        while i + 1 < cells.len() {
            match key_role(cells[i], lexicon) {
                // A key beside a key is a row of headers, no form.
                Some(_) if key_role(cells[i + 1], lexicon).is_some() && cells[i + 1].is_header == cells[i].is_header => return Vec::new(),
                Some(role) => {
                    out.push(Pair { role, key: cells[i], value: cells[i + 1] });
                    i += 2;
                }
                None => i += 1,
            }
        }
        rows_with_keys += u32::from(out.len() > before);
    }
    if rows_with_keys * 2 >= table.rows && rows_with_keys >= 2 { out } else { Vec::new() }
}

/// The role of a key cell: a short text that is a header word as a whole.
fn key_role(cell: &Cell, lexicon: &Lexicon) -> Option<Role> {
    let text = string(&cell.text());
    if text.trim().is_empty() || text.chars().count() > KEY_CHARS {
        return None;
    }
    role_of(&text, lexicon).filter(|(_, fit)| fit.0 >= 3).map(|(role, _)| role)
}
