//! Form tables: one measure on a sheet of keys and values (施策名 | … / 担当課 | … / 概要 | …).
use crate::build::Builder;
use crate::columns::role_of;
use crate::lexicon::Lexicon;
use crate::numbering;
use crate::rows::line_of;
use crate::words::string;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Figure, Label, Measure, Part, Role, Scheme};

/// A key cell of a form is no longer than this, in characters.
const KEY_CHARS: usize = 16;

/// A piece of a form.
enum Entry<'a> {
    /// A key and the cell beside it.
    Pair(Role, &'a Cell, &'a Cell),
    /// A row of indicators inside the form: its header cells and its values, column by column.
    Figure(Vec<(Role, &'a Cell, &'a Cell)>),
}

/// Reads a form, if the table is one.
pub(crate) fn read(builder: &mut Builder, table: &Table) -> bool {
    let Some(entries) = entries(table, builder.lexicon) else { return false };
    let mut current: Option<usize> = None;
    let mut number: Option<Label> = None;
    for entry in &entries {
        match entry {
            Entry::Pair(Role::Number, _, value) => number = label_of(value, builder.lexicon),
            Entry::Pair(Role::Name, key, value) => current = Some(named(builder, key, value, number.take())),
            Entry::Pair(role, key, value) => {
                if let Some(measure) = current {
                    parts(builder, measure, *role, key, value);
                }
            }
            Entry::Figure(cells) => figure(builder, current, cells),
        }
    }
    true
}

fn label_of(cell: &Cell, lexicon: &Lexicon) -> Option<Label> {
    let text = line_of(cell);
    let raw = string(&text);
    let label = numbering::label(text.chars(), lexicon).map(|l| l.label);
    label.or_else(|| (!raw.is_empty()).then_some(Label { raw, scheme: Scheme::Arabic, number: None }))
}

fn named(builder: &mut Builder, key: &Cell, value: &Cell, number: Option<Label>) -> usize {
    let title = line_of(value);
    let own = numbering::label(title.chars(), builder.lexicon).filter(|l| l.label.number.is_some() && l.rest < title.len());
    let title = own.as_ref().map_or_else(|| title.clone(), |l| title.slice(l.rest..title.len()).trimmed());
    let badges = value.paragraphs.iter().flat_map(|p| p.badges.iter().cloned()).collect();
    builder.measure(Measure {
        section: None,
        label: own.map(|l| l.label).or(number),
        title,
        header: Some(line_of(key)),
        badges,
        parts: Vec::new(),
    })
}

fn parts(builder: &mut Builder, measure: usize, role: Role, key: &Cell, value: &Cell) {
    for p in value.paragraphs.iter().filter(|p| !p.text.is_blank()) {
        let from = numbering::label(p.text.chars(), builder.lexicon).filter(|l| l.form.scheme != Scheme::Bracket).map_or(0, |l| l.rest);
        let text = p.text.slice(from..p.text.len()).trimmed();
        builder.add_part(measure, Part { role, header: Some(line_of(key)), text, is_item: from > 0, shared_with: None });
    }
}

fn figure(builder: &mut Builder, measure: Option<usize>, cells: &[(Role, &Cell, &Cell)]) {
    let of = |role: Role| {
        cells.iter().filter(|(r, _, v)| *r == role && !v.is_blank()).map(|(_, k, v)| (line_of(k), line_of(v))).collect::<Vec<_>>()
    };
    let Some((_, indicator)) = of(Role::Indicator).into_iter().next() else { return };
    let (baselines, targets) = (of(Role::Baseline), of(Role::TargetValue));
    if !baselines.is_empty() || !targets.is_empty() {
        let section = builder.tree.current();
        builder.figures.push(Figure { section, measure, indicator, unit: None, baselines, targets });
    }
}

/// The entries of a form; `None` where the table is no form: fewer than half of its rows begin with a key, or none names a measure.
fn entries<'a>(table: &'a Table, lexicon: &Lexicon) -> Option<Vec<Entry<'a>>> {
    let mut out = Vec::new();
    let mut keyed_rows = 0;
    let mut row = 0;
    while row < table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        let header: Vec<(Role, &Cell)> = cells.iter().filter_map(|c| key_role(c, lexicon).map(|r| (r, *c))).collect();
        if header.len() >= 3 && header.len() == cells.len() || header.len() >= 2 && row == 0 && header.len() == cells.len() {
            // A row of keys alone: the header of a plain table, or inside a form that of its indicators.
            if out.is_empty() {
                return None;
            }
            let until = header[0].1.row + header[0].1.row_span;
            let inner: Vec<(Role, &Cell)> = if until > row + 1 { header[1..].to_vec() } else { header };
            let last = if until > row + 1 { until } else { (row + 2).min(table.rows) };
            for below in row + 1..last {
                out.push(Entry::Figure(inner.iter().filter_map(|(r, k)| table.at(below, k.column).map(|v| (*r, *k, v))).collect()));
            }
            keyed_rows += last - row;
            row = last;
            continue;
        }
        let before = out.len();
        pairs(&cells, lexicon, &mut out);
        keyed_rows += u32::from(out.len() > before);
        row += 1;
    }
    let names = out.iter().filter(|e| matches!(e, Entry::Pair(Role::Name, ..))).count();
    let others = out.len() - names;
    (names > 0 && others > 0 && keyed_rows >= 2 && keyed_rows * 2 >= table.rows && (out.len() >= 3 || table.rows <= 2)).then_some(out)
}

/// Keys and the cells beside them in one row.
fn pairs<'a>(cells: &[&'a Cell], lexicon: &Lexicon, out: &mut Vec<Entry<'a>>) {
    let mut i = 0;
    while i + 1 < cells.len() {
        match key_role(cells[i], lexicon) {
            Some(role) if !cells[i + 1].is_blank() => {
                out.push(Entry::Pair(role, cells[i], cells[i + 1]));
                i += 2;
            }
            _ => i += 1,
        }
    }
}

/// The role of a key cell: a short text that is a header word as a whole.
fn key_role(cell: &Cell, lexicon: &Lexicon) -> Option<Role> {
    let text = string(&cell.text());
    if text.trim().is_empty() || text.chars().count() > KEY_CHARS {
        return None;
    }
    role_of(&text, lexicon).filter(|(_, fit)| fit.0 >= 3).map(|(role, _)| role)
}
