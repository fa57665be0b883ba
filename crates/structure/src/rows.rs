//! Measures from the rows of a table.
use crate::build::Builder;
use crate::cell::{self, Name, Piece};
use crate::columns::Columns;
use crate::lexicon::Lexicon;
use crate::look::{Body, Look};
use crate::numbering;
use crate::sections::Class;
use crate::stream::place_after;
use crate::words::{bare, ends_with_any, fold, is_arrow, is_ditto, is_mark, is_money, is_ring, string};
use crate::{charge, marks, naming};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Label, Measure, Part, Role, Scheme};
use std::collections::{BTreeMap, BTreeSet};

/// Rank of the sections that a table's cells open; below all headings.
const CELL_RANK: f32 = 9.0;
/// Level of a full-width row and of a bracketed line in a naming cell, among the columns of category cells.
const ROW_LEVEL: u32 = 1_000;
const BRACKET_LEVEL: u32 = 2_000;

mod levels;

/// Reads the rows of a table of measures.
pub(crate) fn read(builder: &mut Builder, table: &Table, columns: &Columns) {
    let Some(name_column) = columns.name else { return };
    let body = table_body(table, columns);
    let listed = columns.named_by_actions && !columns.other_actions(table);
    let merged = table.cells.iter().filter(|c| c.row >= columns.header_rows && c.row_span > 1);
    let merging = merged.map(|c| c.column).collect();
    let mut reader = Reader { table, columns, body, listed, merging, used: BTreeMap::new(), last: Vec::new() };
    let levels = levels::of(&reader.category_rows(), builder.lexicon);
    builder.begin_table(table.columns);
    let mut row = columns.header_rows;
    while row < table.rows {
        reader.categories(builder, row, name_column);
        if let Some(title) = reader.category_row(row) {
            builder.table_section(ROW_LEVEL + levels.get(&row).copied().unwrap_or(0), title, cell_class());
            row += 1;
            continue;
        }
        let Some(cell) = table.at(row, name_column) else {
            row += 1;
            continue;
        };
        let end = (cell.row + cell.row_span).clamp(row + 1, table.rows);
        if reader.is_nameless(cell, builder) {
            reader.last.clear();
            row = end;
            continue;
        }
        for inner in row + 1..end {
            reader.categories(builder, inner, name_column);
        }
        reader.measures(builder, cell, row, end);
        row = end;
    }
    builder.end_table();
}

/// The look of most of the table's own text.
fn table_body(table: &Table, columns: &Columns) -> Body {
    let mut chars: BTreeMap<(u32, bool, bool, u32), usize> = BTreeMap::new();
    for p in table.cells.iter().filter(|c| c.row >= columns.header_rows).flat_map(|c| &c.paragraphs) {
        let key = ((p.style.size * 10.0) as u32, p.style.bold, p.style.gothic, p.style.color);
        *chars.entry(key).or_default() += p.text.len();
    }
    let most = chars.iter().max_by_key(|(_, n)| **n).map(|(k, _)| *k).unwrap_or_default();
    Body { size: most.0 as f32 / 10.0, bold: most.1, gothic: most.2, color: most.3 }
}

pub(crate) fn cell_class() -> Class {
    Class { form: None, look: Look { ratio: 0.0, ..Look::default() }, rank: CELL_RANK, depth: None, path: Vec::new(), top: None }
}

struct Reader<'a> {
    table: &'a Table,
    columns: &'a Columns,
    body: Body,
    /// Each item of a naming cell is a measure.
    listed: bool,
    /// The columns that have cells merged over rows.
    merging: BTreeSet<u32>,
    /// For each cell (row, column) and paragraph used: the first measure it was given to.
    used: BTreeMap<(u32, u32, usize), usize>,
    /// Measures of the row before, which rows without a name go on with.
    last: Vec<usize>,
}

impl Reader<'_> {
    /// Whether a naming cell names no measure: it is filled with figures or years, sums up, or prints the header again.
    fn is_nameless(&self, cell: &Cell, builder: &Builder) -> bool {
        let text = string(&line_of(cell));
        let header = || self.columns.headers.get(cell.column as usize).into_iter().flatten().any(|h| bare(&string(h)) == bare(&text));
        !cell.is_blank() && (!naming::names(&text, builder.lexicon) || naming::is_total(&text, builder.lexicon) || header())
    }

    /// Opens the sections of category cells that begin at this row, left of the naming column.
    fn categories(&self, builder: &mut Builder, row: u32, name_column: u32) {
        for cell in self.table.row(row).iter().filter(|c| c.column < name_column) {
            let role = self.columns.roles.get(cell.column as usize).copied().flatten();
            if !matches!(role, None | Some(Role::Category)) || cell.is_blank() || self.is_row_wide(cell) {
                continue;
            }
            // A category is merged over rows or stands under a header that says so; other unknown columns are left alone.
            if role.is_none() && !self.merging.contains(&cell.column) {
                continue;
            }
            builder.table_section(cell.column, titled(cell, builder.lexicon), cell_class());
        }
    }

    /// The rows that head the rows below them, with their text and ground.
    fn category_rows(&self) -> Vec<(u32, Text, Option<u32>)> {
        let ground = |row: u32| self.table.row(row).iter().find(|c| !c.is_blank()).and_then(|c| c.ground);
        (self.columns.header_rows..self.table.rows).filter_map(|row| Some((row, self.category_row(row)?, ground(row)))).collect()
    }

    /// The text of a row that is one cell over the table's width: a category for the rows below.
    fn category_row(&self, row: u32) -> Option<Text> {
        let mut filled = self.table.row(row).iter().filter(|c| !c.is_blank() && c.row_span == 1);
        let cell = filled.next()?;
        let second = filled.next();
        // 〇 | その他事業: a mark in the number column over rows with numbers.
        if let Some(name) = second.filter(|c| self.heads_rows(cell, c)).filter(|_| filled.next().is_none()) {
            return Some(line_of(name));
        }
        let alone = second.is_none();
        let text = line_of(cell);
        (alone && self.is_row_wide(cell) && text.len() <= 60).then_some(text)
    }

    /// Whether a row of a mark and a name alone heads the rows below it.
    fn heads_rows(&self, mark: &Cell, name: &Cell) -> bool {
        let role = |c: &Cell| self.columns.roles.get(c.column as usize).copied().flatten();
        let others = self.table.columns.saturating_sub(name.column + name.column_span);
        role(mark) == Some(Role::Number) && is_mark(&string(&mark.text())) && Some(name.column) == self.columns.name && others >= 2
    }

    /// Whether a cell spans what the categories to the left leave of the row.
    fn is_row_wide(&self, cell: &Cell) -> bool {
        let free = (0..self.table.columns)
            .filter(|c| !self.table.at(cell.row, *c).is_some_and(|x| x.row_span > 1 && x.column + x.column_span <= cell.column))
            .count() as u32;
        cell.column_span >= 2 && cell.column_span >= free && cell.row_span == 1
    }

    /// The measures that a naming cell names, with the parts that stand in its rows.
    fn measures(&mut self, builder: &mut Builder, cell: &Cell, first: u32, end: u32) {
        let pieces = cell::pieces(cell, self.listed, &self.body, builder.lexicon);
        let count = pieces.iter().filter(|p| matches!(p, Piece::Name(_))).count();
        let header = self.columns.header_of(cell);
        let mut made = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Group(title) => {
                    builder.table_section(BRACKET_LEVEL, title, cell_class());
                }
                Piece::Name(name) => made.push(self.named(builder, name, header.clone(), first, made_label(count))),
            }
        }
        if made.is_empty() {
            made = self.last.clone();
        }
        if made.is_empty() {
            return;
        }
        for row in first..end {
            let cells = if row == first { self.table.over(row) } else { self.table.row(row).iter().collect() };
            for other in cells.into_iter().filter(|c| !std::ptr::eq(*c, cell)) {
                self.part(builder, other, &made);
            }
        }
        self.last = made;
    }

    fn named(&mut self, builder: &mut Builder, name: Name, header: Option<Text>, row: u32, own_number: bool) -> usize {
        let number = if own_number { self.row_number(row) } else { None };
        let role = if self.columns.named_by_actions && self.listed { Role::Action } else { Role::Description };
        let part = |(text, is_item): (Text, bool)| Part { role, header: header.clone(), text, is_item, shared_with: None };
        let mut badges = name.badges;
        // 【総務課】 under a name, before or behind a badge.
        let title = marks::cut(name.title, &mut badges, builder.lexicon);
        let (title, owner) = marks::cut_owner(&title, builder.lexicon).map_or((title, None), |(t, o)| (t, Some(charge::part(o, None))));
        builder.measure(Measure {
            section: None,
            label: name.label.or(number),
            title,
            header: header.clone(),
            badges,
            parts: owner.into_iter().chain(name.under.into_iter().map(part)).collect(),
        })
    }

    /// The number column's entry as the label of a row's only measure.
    fn row_number(&self, row: u32) -> Option<Label> {
        let column = self.columns.roles.iter().position(|r| *r == Some(Role::Number))?;
        let cell = self.table.at(row, column as u32).filter(|c| Some(c.column) != self.columns.name && c.column_span == 1)?;
        let text = string(&cell.text());
        let number = text.trim().to_owned();
        let value = numbering_value(&number);
        (!number.is_empty()).then_some(Label { raw: number, scheme: Scheme::Arabic, number: value })
    }

    /// Gives a cell of the row to its measures: line by line where cell and names pair up, else the whole to each.
    fn part(&mut self, builder: &mut Builder, cell: &Cell, made: &[usize]) {
        let Some(role) = self.role_of(cell) else { return };
        let header = self.columns.header_of(cell);
        if role == Role::Action && is_arrow(&string(&line_of(cell))) {
            return made.iter().for_each(|m| builder.prolong(*m, header.as_ref()));
        }
        // A ring under a year says no more than that the measure goes on in it.
        if role == Role::Action && self.columns.is_dated(cell.column) && is_ring(&string(&line_of(cell))) {
            let ring = Part { role: Role::When, header, text: line_of(cell), is_item: false, shared_with: None };
            return made.iter().for_each(|m| builder.add_part(*m, ring.clone()));
        }
        let cell = meant(self.table, self.columns.header_rows, cell);
        let texts = paragraphs_of(builder, cell, role);
        let paired = made.len() >= 2 && texts.len() == made.len() && cell.row_span == 1 && role != Role::Goal;
        for (nth, measure) in made.iter().enumerate() {
            for (at, (text, is_item)) in texts.iter().enumerate().filter(|(at, _)| !paired || *at == nth) {
                let shared = self.used.get(&(cell.row, cell.column, at)).copied().filter(|m| m != measure);
                if shared.is_none() {
                    self.used.insert((cell.row, cell.column, at), *measure);
                }
                builder
                    .add_part(*measure, Part { role, header: header.clone(), text: text.clone(), is_item: *is_item, shared_with: shared });
            }
        }
    }

    /// The role under which a cell belongs to its row's measures.
    fn role_of(&self, cell: &Cell) -> Option<Role> {
        let spanned = cell.column as usize..(cell.column + cell.column_span) as usize;
        let role = self.columns.roles.get(spanned)?.iter().flatten().next().copied()?;
        // What is done in a year, and in the row below what it costs.
        let role = if role == Role::Action && self.columns.is_dated(cell.column) && is_money(&string(&line_of(cell))) {
            Role::Amount
        } else {
            role
        };
        (!matches!(role, Role::Name | Role::Category | Role::Number | Role::Remark | Role::Term)).then_some(role)
    }
}

/// Whether the number column's entry is the label: only where the row holds one measure.
fn made_label(count: usize) -> bool {
    count == 1
}

fn numbering_value(raw: &str) -> Option<u32> {
    let chars: Vec<char> = raw.chars().collect();
    crate::numeral::arabic(&chars, 0).filter(|(_, end)| *end == chars.len()).map(|(n, _)| n)
}

/// The cell that a 〃 or 同上 stands for: the next above that says something itself.
pub(crate) fn meant<'c>(table: &'c Table, header_rows: u32, cell: &'c Cell) -> &'c Cell {
    let mut at = cell;
    while is_ditto(&string(&line_of(at))) {
        let above = at.row.checked_sub(1).and_then(|r| table.at(r, at.column)).filter(|c| c.row >= header_rows && !c.is_blank());
        let Some(above) = above else { return cell };
        at = above;
    }
    at
}

/// A cell's text as one line.
pub(crate) fn line_of(cell: &Cell) -> Text {
    Text::joined(cell.paragraphs.iter().map(|p| &p.text), "").trimmed()
}

/// A category cell's text: a number on a printed line of its own (戦略１ / 会員に…) stays apart from its title.
fn titled(cell: &Cell, lexicon: &Lexicon) -> Text {
    let text = line_of(cell);
    let Some(first) = cell.paragraphs.first().and_then(|p| p.lines.first()) else { return text };
    let alone = numbering::label(first.text.trimmed().chars(), lexicon)
        .is_some_and(|l| l.form.scheme == Scheme::Named && l.rest >= first.text.trimmed().len());
    match place_after(&text, std::slice::from_ref(first)).filter(|at| alone && *at < text.len()) {
        Some(at) => Text::joined([&text.slice(0..at), &text.slice(at..text.len())], " "),
        None => text,
    }
}

/// The texts of a cell that become parts: each paragraph without its bullet; bars of a schedule say nothing; money is one text.
fn paragraphs_of(builder: &Builder, cell: &Cell, role: Role) -> Vec<(Text, bool)> {
    if matches!(role, Role::Amount | Role::Status) {
        let text = line_of(cell);
        return if text.is_blank() { Vec::new() } else { vec![(text, false)] };
    }
    let mut out = Vec::new();
    if role == Role::Owner {
        return owner_lines(cell, builder);
    }
    for p in cell.paragraphs.iter().filter(|p| !p.text.is_blank()) {
        let from = numbering::label(p.text.chars(), builder.lexicon)
            .filter(|l| l.form.scheme == Scheme::Bullet || l.label.number.is_some() && role != Role::Owner)
            .map_or(0, |l| l.rest);
        let text = p.text.slice(from..p.text.len()).trimmed();
        if text.is_blank() || is_mark(&string(&text)) {
            continue;
        }
        // A line in parentheses goes on with the line above: （会場：…）.
        let aside = from == 0 && matches!((text.chars().first(), text.chars().last()), (Some('(' | '（'), Some(')' | '）')));
        match out.last_mut() {
            Some((before, _)) if aside => {
                let before: &mut Text = before;
                before.push(' ', None);
                before.push_text(&text);
            }
            _ => out.push((text, from > 0)),
        }
    }
    out
}

/// The names in an owner cell: cut at line ends behind a whole name (…課), not within one (…デジタル / 推進委員会).
fn owner_lines(cell: &Cell, builder: &Builder) -> Vec<(Text, bool)> {
    let whole = |t: &Text| ends_with_any(&fold(&string(t)), &builder.lexicon.columns.owner_ends);
    let mut out: Vec<Text> = Vec::new();
    for paragraph in cell.paragraphs.iter().filter(|p| !p.text.is_blank()) {
        let printed: Vec<Text> = paragraph.lines.iter().map(|l| l.text.trimmed()).collect();
        // Where no line end is behind a name, the paragraph's own text knows better how its lines join.
        let lines = if printed.iter().rev().skip(1).any(whole) { printed } else { vec![paragraph.text.trimmed()] };
        for line in lines {
            match out.last_mut() {
                Some(name) if !whole(name) && whole(&line) => name.push_text(&line),
                _ => out.push(line),
            }
        }
    }
    let plain = |t: Text| {
        let from = numbering::label(t.chars(), builder.lexicon).filter(|l| l.form.scheme == Scheme::Bullet).map_or(0, |l| l.rest);
        t.slice(from..t.len()).trimmed()
    };
    out.into_iter().map(|t| (plain(t), false)).filter(|(t, _)| !t.is_blank() && !is_mark(&string(t))).collect()
}

/// Whether a table only lists what is printed as headings or measures elsewhere.
pub(crate) fn repeats(table: &Table, columns: &Columns, known: &dyn Fn(&str) -> bool) -> bool {
    let names: Vec<String> = table
        .cells
        .iter()
        .filter(|c| c.row >= columns.header_rows && !c.is_blank())
        .flat_map(|c| &c.paragraphs)
        .map(|p| string(&p.text))
        .filter(|t| t.chars().count() >= 4)
        .collect();
    let found = names.iter().filter(|n| known(&bare(n))).count();
    !names.is_empty() && found * 2 >= names.len()
}
