//! Form tables: one measure on a sheet of keys and values (施策名 | … / 担当課 | … / 概要 | …).
use crate::build::Builder;
use crate::columns::role_of;
use crate::lexicon::Lexicon;
use crate::numbering;
use crate::rows::line_of;
use crate::words::{fold, is_arrow, is_mark, is_ring, is_sentence, string};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Figure, Label, Measure, Part, Role, Scheme};

mod years;

/// A key cell of a form is no longer than this, in characters.
const KEY_CHARS: usize = 16;

/// A key that only ends with a header word (事業の目的) is no longer than this; longer ones are names.
const SHORT_KEY_CHARS: usize = 8;

/// A title over a form is no longer than this, in characters.
const TITLE_CHARS: usize = 60;

/// A piece of a form.
enum Entry<'a> {
    /// A row that is one cell: the name of the measure where no key says it.
    Title(&'a Cell),
    /// A key and the cell beside it.
    Pair(Role, &'a Cell, &'a Cell),
    /// A cell of a schedule inside the form: what heads it, outermost first, and the cell.
    Dated(Role, Vec<&'a Cell>, &'a Cell),
    /// A row of indicators inside the form: its header cells and its values, column by column.
    Figure(Vec<(Role, &'a Cell, &'a Cell)>),
}

/// A measure of the form while it is being read.
#[derive(Default)]
struct Record<'a> {
    measure: Option<usize>,
    number: Option<Label>,
    /// What stands before the name.
    waiting: Vec<(Role, &'a Cell, &'a Cell)>,
    /// An indicator and its values in keys of their own (指標 | … / 目標値 | …).
    values: Vec<(Role, &'a Cell, &'a Cell)>,
    /// A step of the schedule being read is there for an arrow to go on with.
    stepped: bool,
}

/// Reads a form, if the table is one.
pub(crate) fn read(builder: &mut Builder, table: &Table) -> bool {
    let heading = builder.heading_of_form();
    let Some(entries) = entries(table, heading.is_some(), builder.lexicon) else { return false };
    let opener = entries.iter().find_map(|e| if let Entry::Pair(_, key, _) = e { Some(*key) } else { None });
    let mut record = Record::default();
    let named = |e: &Entry| matches!(e, Entry::Title(_) | Entry::Pair(Role::Name, ..));
    if let Some(section) = heading.filter(|_| !entries.iter().any(named)) {
        record.measure = Some(builder.measure_of_heading(section));
    }
    for entry in &entries {
        record.stepped &= matches!(entry, Entry::Dated(..));
        match entry {
            Entry::Title(cell) => {
                record.end(builder);
                record = Record::default();
                record.begin(builder, None, cell);
            }
            Entry::Pair(Role::Name, key, value) => {
                if record.measure.is_some() {
                    record.end(builder);
                    record = Record { number: record.number.take(), ..Record::default() };
                }
                record.begin(builder, Some(key), value);
            }
            Entry::Pair(role, key, value) => {
                let again = opener.is_some_and(|o| !std::ptr::eq(o, *key) && string(&o.text()) == string(&key.text()));
                if again && record.measure.is_some() && !entries.iter().any(|e| matches!(e, Entry::Title(_))) {
                    record.end(builder);
                    record = Record::default();
                }
                record.pair(builder, *role, key, value);
            }
            Entry::Dated(role, heads, value) => record.step(builder, *role, heads, value),
            Entry::Figure(cells) => figure(builder, record.measure, cells),
        }
    }
    record.end(builder);
    true
}

impl<'a> Record<'a> {
    fn begin(&mut self, builder: &mut Builder, key: Option<&Cell>, value: &Cell) {
        self.measure = Some(named(builder, key, value, self.number.take()));
        for (role, key, value) in std::mem::take(&mut self.waiting) {
            self.pair(builder, role, key, value);
        }
    }

    fn pair(&mut self, builder: &mut Builder, role: Role, key: &'a Cell, value: &'a Cell) {
        let Some(measure) = self.measure else {
            match role {
                Role::Number => self.number = label_of(value, builder.lexicon),
                _ => self.waiting.push((role, key, value)),
            }
            return;
        };
        match role {
            Role::Number => self.number = label_of(value, builder.lexicon),
            Role::Indicator | Role::Baseline | Role::TargetValue => {
                if role == Role::Indicator && self.values.len() > 1 {
                    self.end(builder);
                }
                self.values.push((role, key, value));
            }
            _ => parts(builder, measure, role, &line_of(key), value),
        }
    }

    /// A cell of a schedule: a step, an arrow that prolongs the one before, or a ring, which says no more than that the measure goes on.
    fn step(&mut self, builder: &mut Builder, role: Role, heads: &[&Cell], value: &Cell) {
        let Some(measure) = self.measure else { return };
        let heads: Vec<Text> = heads.iter().map(|h| line_of(h)).collect();
        let header = Text::joined(&heads, " ");
        let text = line_of(value);
        let printed = string(&text);
        if is_arrow(&printed) {
            if self.stepped {
                builder.prolong(measure, Some(&header));
            }
            return;
        }
        let whole = |role: Role, text: Text| Part { role, header: Some(header.clone()), text, is_item: false, shared_with: None };
        if is_ring(&printed) {
            builder.add_part(measure, whole(Role::When, text));
        } else if role != Role::Amount {
            parts(builder, measure, role, &header, value);
        } else if !is_mark(&printed) {
            // No number begins money as it does an item.
            builder.add_part(measure, whole(role, text));
        }
        self.stepped |= role == Role::Action && !value.is_blank();
    }

    /// Hands over the values: as a figure where they stand beside their indicator.
    fn end(&mut self, builder: &mut Builder) {
        let values = std::mem::take(&mut self.values);
        let Some(measure) = self.measure else { return };
        let has = |role: Role| values.iter().any(|(r, ..)| *r == role);
        if has(Role::Indicator) && (has(Role::TargetValue) || has(Role::Baseline)) {
            figure(builder, Some(measure), &values);
        } else {
            // 目標指標 | 加入率　35％以上: with its figure in the same cell, it is what is to be reached.
            let said = |role: Role, value: &Cell| match role {
                Role::Indicator if fold(&string(&value.text())).contains(|c: char| c.is_ascii_digit()) => Role::Goal,
                role => role,
            };
            values.iter().for_each(|(role, key, value)| parts(builder, measure, said(*role, value), &line_of(key), value));
        }
    }
}

fn label_of(cell: &Cell, lexicon: &Lexicon) -> Option<Label> {
    let text = line_of(cell);
    let raw = string(&text);
    let label = numbering::label(text.chars(), lexicon).map(|l| l.label);
    label.or_else(|| (!raw.is_empty()).then_some(Label { raw, scheme: Scheme::Arabic, number: None }))
}

fn named(builder: &mut Builder, key: Option<&Cell>, value: &Cell, number: Option<Label>) -> usize {
    let title = line_of(value);
    let own = numbering::label(title.chars(), builder.lexicon).filter(|l| l.label.number.is_some() && l.rest < title.len());
    let title = own.as_ref().map_or_else(|| title.clone(), |l| title.slice(l.rest..title.len()).trimmed());
    let badges = value.paragraphs.iter().flat_map(|p| p.badges.iter().cloned()).collect();
    builder.measure(Measure {
        section: None,
        label: own.map(|l| l.label).or(number),
        title,
        header: key.map(line_of),
        badges,
        parts: Vec::new(),
    })
}

fn parts(builder: &mut Builder, measure: usize, role: Role, key: &Text, value: &Cell) {
    for p in value.paragraphs.iter().filter(|p| !p.text.is_blank() && !is_mark(&string(&p.text))) {
        let from = numbering::label(p.text.chars(), builder.lexicon).filter(|l| l.form.scheme != Scheme::Bracket).map_or(0, |l| l.rest);
        let text = p.text.slice(from..p.text.len()).trimmed();
        builder.add_part(measure, Part { role, header: Some(key.clone()), text, is_item: from > 0, shared_with: None });
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

/// The entries of a form; `None` where the table is no form: fewer than half of its rows begin with a key, or none names a measure
/// and no heading right over it does (`headed`).
fn entries<'a>(table: &'a Table, headed: bool, lexicon: &Lexicon) -> Option<Vec<Entry<'a>>> {
    let mut out = Vec::new();
    let mut keyed_rows = 0;
    let mut row = 0;
    while row < table.rows {
        let cells: Vec<&Cell> = table.row(row).iter().collect();
        if let Some((until, dated)) = years::read(table, &cells, lexicon) {
            out.extend(dated);
            keyed_rows += until - row;
            row = until;
            continue;
        }
        let header: Vec<(Role, &Cell)> = cells.iter().filter_map(|c| key_role(c, lexicon).map(|r| (r, *c))).collect();
        if header.len() >= 3 && header.len() == cells.len() || header.len() >= 2 && row == 0 && header.len() == cells.len() {
            // A row of keys alone: the header of a plain table, or inside a form that of its indicators.
            if out.iter().all(|e| matches!(e, Entry::Title(_))) {
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
        if let [title] = cells.as_slice()
            && title.column_span == table.columns
            && !title.is_blank()
            && title.text().len() <= TITLE_CHARS
            && !is_sentence(&string(&title.text()))
        {
            out.push(Entry::Title(title));
            keyed_rows += 1;
        }
        let before = out.len();
        pairs(&cells, lexicon, &mut out);
        keyed_rows += u32::from(out.len() > before);
        row += 1;
    }
    let count = |role: Role| out.iter().filter(|e| matches!(e, Entry::Pair(r, ..) if *r == role)).count();
    let titles = out.iter().filter(|e| matches!(e, Entry::Title(_))).count();
    let (names, owners) = (count(Role::Name), count(Role::Owner));
    if names > 0 {
        out.retain(|e| !matches!(e, Entry::Title(_)));
    }
    let titled = names == 0 && titles > 0 && owners >= titles && matches!(out.first(), Some(Entry::Title(_)));
    let others = out.len() - if names > 0 { names } else { titles };
    let headed = headed && names == 0 && titles == 0 && owners == 1 && keyed_rows == table.rows;
    let keyed = keyed_rows >= 2 && keyed_rows * 2 >= table.rows && (out.len() >= 3 || table.rows <= 2);
    ((names > 0 || titled || headed) && others > 0 && keyed).then_some(out)
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

/// The role of a key cell: a short text that is a header word as a whole; on a ground of its own it may end with one (事業の目的).
fn key_role(cell: &Cell, lexicon: &Lexicon) -> Option<Role> {
    let text = string(&cell.text());
    if text.trim().is_empty() || text.chars().count() > KEY_CHARS {
        return None;
    }
    let short = cell.ground.is_some() && text.chars().count() <= SHORT_KEY_CHARS;
    role_of(&text, lexicon).filter(|(role, fit)| fit.0 >= if short && *role != Role::Name { 2 } else { 3 }).map(|(role, _)| role)
}

#[cfg(test)]
mod tests {
    use crate::testing::{cell, drawn, large, p, para, table};

    #[test]
    fn keys_before_the_name_belong_to_it() {
        let cells = vec![
            cell(0, 0, 1, 1, &["担当課"]),
            cell(0, 1, 1, 1, &["福祉課"]),
            cell(1, 0, 1, 1, &["事業名"]),
            cell(1, 1, 1, 1, &["見守り電話の開設"]),
            cell(2, 0, 1, 1, &["概要"]),
            cell(2, 1, 1, 1, &["週に一度、電話をかける。"]),
        ];
        assert_eq!(drawn(vec![table(3, 2, 0, cells)]), "- 見守り電話の開設 [Owner: 福祉課 | Description: 週に一度、電話をかける。]\n");
    }

    #[test]
    fn the_heading_over_a_form_names_what_no_key_names() {
        let form = |owner: &str, goal: &str| {
            let rows = [["担当課", owner], ["取組内容", "浜を掃除する。"], ["目標", goal]];
            let cells = rows.iter().zip(0..).flat_map(|(r, row)| [cell(row, 0, 1, 1, &[r[0]]), cell(row, 1, 1, 1, &[r[1]])]).collect();
            table(3, 2, 0, cells)
        };
        let out = drawn(vec![
            p(large("１　個別の取組", 14.0)),
            p(large("1-1　浜の清掃", 12.0)),
            form("環境課", "毎月行う。"),
            p(large("1-2　朝市の開催", 12.0)),
            p(para("町の人と事業者が力を合わせ、月に一度の朝市を港の広場でひらいていくものである。")),
            form("水産課", "年12回ひらく。"),
        ]);
        let expected = "# １ 個別の取組\n  - 1-1 浜の清掃 [Owner: 環境課 | Action: 浜を掃除する。 | Goal: 毎月行う。]\n  - 1-2 朝市の開催 [Description: 町の人と事業者が力を合わせ、月に一度の朝市を港の広場でひらいていくものである。 | Owner: 水産課 | Action: 浜を掃除する。 | Goal: 年12回ひらく。]\n";
        assert_eq!(out, expected, "{out}");
    }

    #[test]
    fn a_row_of_one_cell_over_keys_names_the_form() {
        let cells = vec![
            cell(0, 0, 1, 2, &["施策３　空き工房の活用"]),
            cell(1, 0, 1, 1, &["概要"]),
            cell(1, 1, 1, 1, &["工房を改修し、貸し出す。"]),
            cell(2, 0, 1, 1, &["担当"]),
            cell(2, 1, 1, 1, &["産業課"]),
        ];
        assert_eq!(drawn(vec![table(3, 2, 0, cells)]), "- 施策３ 空き工房の活用 [Description: 工房を改修し、貸し出す。 | Owner: 産業課]\n");
    }
}
