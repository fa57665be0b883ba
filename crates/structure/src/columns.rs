//! The roles of a table's columns, from their headers and the shape of their cells.
use crate::lexicon::{HeaderWord, Lexicon};
use crate::words::{bare, fold, holds_any, is_any, is_ditto, is_figure, is_mark, is_money, is_year, without_parentheses, without_years};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::Role;

/// What is known of a table's columns.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// Rows at the top that are headers.
    pub header_rows: u32,
    /// For each column its header cells' texts, outermost first, each once.
    pub headers: Vec<Vec<Text>>,
    /// Role of each column.
    pub roles: Vec<Option<Role>>,
    /// The column that names the row.
    pub name: Option<u32>,
    /// The naming column is one of actions (アクションプラン), not of names.
    pub named_by_actions: bool,
    /// The column of units.
    pub unit: Option<u32>,
}

/// How well a header fits a word: whole, without its brackets, by its end, by a part; then the longer word.
type Fit = (u8, usize);

/// The role of one header text.
pub(crate) fn role_of(header: &str, lexicon: &Lexicon) -> Option<(Role, Fit)> {
    let whole = bare(header);
    let core = bare(&without_years(&without_parentheses(&whole)));
    let mut best: Option<(Role, Fit)> = None;
    for HeaderWord { role, word, length } in &lexicon.headers {
        let grade = if whole == *word {
            4
        } else if core == *word {
            3
        } else if *length >= 2 && core.ends_with(word.as_str()) {
            2
        } else if *length >= 2 && core.contains(word.as_str()) {
            1
        } else {
            continue;
        };
        let fit = (grade, *length);
        if best.is_none_or(|(_, b)| fit > b) {
            best = Some((*role, fit));
        }
    }
    best
}

/// Cells of a header row are no longer than this, in characters.
const HEADER_CHARS: usize = 24;

/// How many rows at the top are headers: what layout found, else a first row of short cells that holds role words.
pub(crate) fn header_rows(table: &Table, lexicon: &Lexicon) -> u32 {
    if table.header_rows > 0 {
        return (1..table.header_rows.min(table.rows)).find(|r| !is_header_row(table, *r)).unwrap_or(table.header_rows.min(table.rows));
    }
    let first: Vec<&Cell> = table.row(0).iter().filter(|c| !c.is_blank()).collect();
    let known = first.iter().filter(|c| role_of(&c.text().to_string(), lexicon).is_some_and(|(_, fit)| fit.0 >= 3)).count();
    let short = first.iter().all(|c| c.text().len() <= HEADER_CHARS);
    if first.len() >= 2 && short && known * 2 >= first.len() { first.iter().map(|c| c.row_span).max().unwrap_or(1) } else { 0 }
}

/// Whether a row below the first can be a header row: no cell of it runs on far below the header, and it is not one cell over the
/// table's width, which is a category for the rows below.
fn is_header_row(table: &Table, row: u32) -> bool {
    let mut starting = table.row(row).iter().filter(|c| !c.is_blank());
    let runs_on = table.row(row).iter().any(|c| c.row + c.row_span > table.header_rows);
    let first = starting.next();
    let wide = first.is_some_and(|c| c.column_span > 1 && starting.next().is_none() && c.column_span + 1 >= table.columns);
    !runs_on && !wide
}

/// The columns of a table.
pub(crate) fn columns(table: &Table, lexicon: &Lexicon) -> Columns {
    let header_rows = header_rows(table, lexicon);
    let headers: Vec<Vec<Text>> = (0..table.columns).map(|c| header_texts(table, header_rows, c)).collect();
    let mut out = Columns { header_rows, roles: vec![None; headers.len()], name: None, named_by_actions: false, unit: None, headers };
    for c in 0..table.columns as usize {
        out.roles[c] = header_role(&out.headers[c], lexicon);
        if out.headers[c].last().is_some_and(|h| is_any(&bare(&h.to_string()), &lexicon.columns.unit)) {
            out.unit = Some(c as u32);
            out.roles[c] = None;
        }
    }
    by_shape(table, &mut out);
    by_badges(table, &mut out, lexicon);
    goals_of_figures(table, &mut out, lexicon);
    values_of_now(table, &mut out, lexicon);
    years_take_the_tables_sort(table, &mut out);
    find_name(table, &mut out);
    out
}

/// The distinct texts of the header cells over a column.
fn header_texts(table: &Table, header_rows: u32, column: u32) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    for row in 0..header_rows {
        if let Some(cell) = table.at(row, column)
            && !cell.is_blank()
            && cell.row == row
        {
            out.push(cell_line(cell));
        }
    }
    out
}

/// A header cell's text as one line.
fn cell_line(cell: &Cell) -> Text {
    Text::joined(cell.paragraphs.iter().map(|p| &p.text), "")
}

/// The role by the innermost header that says one.
fn header_role(headers: &[Text], lexicon: &Lexicon) -> Option<Role> {
    let found: Vec<(Role, Fit)> = headers.iter().rev().filter_map(|h| role_of(&h.to_string(), lexicon)).collect();
    // 財源内訳 over 国, 県, 市債: money by the outer header, whatever the inner one is called.
    if found.iter().any(|(r, _)| *r == Role::Amount) {
        return Some(Role::Amount);
    }
    // 指標 over 現状 and 目標, ＫＰＩ over 年度: the inner one tells.
    found.first().map(|(r, _)| *r)
}

/// Columns without a telling header: running numbers and ticks.
fn by_shape(table: &Table, columns: &mut Columns) {
    for c in 0..table.columns {
        if columns.roles[c as usize].is_some() || Some(c) == columns.unit {
            continue;
        }
        let texts: Vec<String> =
            body_cells(table, columns.header_rows, c).map(|cell| cell.text().to_string()).filter(|t| !t.trim().is_empty()).collect();
        if texts.len() >= 2
            && texts.iter().all(|t| t.trim().chars().count() <= 4 && is_figure(t))
            && c < table.columns / 2
            && counts_up(&texts)
        {
            columns.roles[c as usize] = Some(Role::Number);
        }
    }
}

/// 項目 | 現状 | 目標 over figures, and nothing of what is done or by whom, is a table of indicators.
fn goals_of_figures(table: &Table, columns: &mut Columns, lexicon: &Lexicon) {
    let of = |role: Role| (0..columns.roles.len()).filter(|c| columns.roles[*c] == Some(role)).collect::<Vec<_>>();
    let figures = |c: &usize| of_figures(table, columns, *c);
    let now: Vec<usize> = [of(Role::Baseline), of(Role::Description)]
        .concat()
        .into_iter()
        .filter(|c| stands_for_now(&columns.headers[*c], lexicon) && figures(c))
        .collect();
    let goals: Vec<usize> = of(Role::Goal).into_iter().filter(figures).collect();
    let told = [Role::Indicator, Role::Owner, Role::Action].into_iter().any(|r| !of(r).is_empty());
    let (names, described) = (of(Role::Name), of(Role::Description).iter().any(|c| !now.contains(c)));
    if let [name] = names.as_slice()
        && !(told || described || now.is_empty() || goals.is_empty())
    {
        columns.roles[*name] = Some(Role::Indicator);
        now.into_iter().for_each(|c| columns.roles[c] = Some(Role::Baseline));
        goals.into_iter().for_each(|c| columns.roles[c] = Some(Role::TargetValue));
    }
}

/// Whether the innermost header is a word for values of now, which heads prose in one table and figures in another: 現状, 実績.
fn stands_for_now(headers: &[Text], lexicon: &Lexicon) -> bool {
    let header = headers.last().map(|h| bare(&without_years(&without_parentheses(&bare(&h.to_string())))));
    header.is_some_and(|h| is_any(&h, &lexicon.columns.baseline))
}

/// 指標 | 現状（令和４年度） | 目標: beside an indicator and what it is to reach, 現状 is where it stands. Without a year in its header
/// it may be prose still.
fn values_of_now(table: &Table, columns: &mut Columns, lexicon: &Lexicon) {
    let has = |role: Role| columns.roles.contains(&Some(role));
    if !has(Role::Indicator) || !(has(Role::TargetValue) || has(Role::Goal)) {
        return;
    }
    for c in 0..columns.roles.len() {
        let prose = matches!(columns.roles[c], Some(Role::Description | Role::Remark)) && stands_for_now(&columns.headers[c], lexicon);
        let dated = || columns.headers[c].last().is_some_and(|h| is_dated(&h.to_string()));
        if prose && (dated() || of_figures(table, columns, c)) {
            columns.roles[c] = Some(Role::Baseline);
        }
    }
}

/// Whether a year stands in a header: 現状（R4）.
fn is_dated(header: &str) -> bool {
    let folded = fold(header);
    without_years(&folded.replace(['(', ')'], "")) != folded.replace(['(', ')'], "")
}

/// Whether most of the cells of a column that hold anything are figures.
fn of_figures(table: &Table, columns: &Columns, column: usize) -> bool {
    let filled: Vec<String> =
        body_cells(table, columns.header_rows, column as u32).filter(|x| !x.is_blank()).map(|x| x.text().to_string()).collect();
    filled.iter().filter(|t| is_figure(t)).count() * 2 > filled.len()
}

/// A column of nothing but 新規, 継続, 拡充 tells the status, whatever its header says (区分).
fn by_badges(table: &Table, columns: &mut Columns, lexicon: &Lexicon) {
    for c in 0..table.columns {
        let role = columns.roles[c as usize];
        if !matches!(role, None | Some(Role::Category | Role::Remark)) || Some(c) == columns.unit {
            continue;
        }
        let texts: Vec<String> =
            body_cells(table, columns.header_rows, c).map(|x| bare(&x.text().to_string())).filter(|t| !t.is_empty()).collect();
        let badges = texts.iter().filter(|t| is_any(t, &lexicon.headings.badges)).count();
        if badges >= 2 && texts.iter().all(|t| is_any(t, &lexicon.headings.badges) || is_ditto(t)) {
            columns.roles[c as usize] = Some(Role::Status);
        }
    }
}

fn counts_up(texts: &[String]) -> bool {
    let numbers: Vec<u32> = texts.iter().filter_map(|t| fold(t).trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()).collect();
    numbers.len() == texts.len() && numbers.windows(2).all(|w| w[0] < w[1])
}

/// The cells of a column below the header.
pub(crate) fn body_cells(table: &Table, header_rows: u32, column: u32) -> impl Iterator<Item = &Cell> {
    table.cells.iter().filter(move |c| c.column == column && c.row >= header_rows)
}

/// Columns headed by a year alone: targets in a table of indicators, schedule steps in one of measures, money in a budget.
fn years_take_the_tables_sort(table: &Table, columns: &mut Columns) {
    let has = |role: Role, columns: &Columns| columns.roles.contains(&Some(role));
    for c in 0..table.columns as usize {
        let Some(header) = columns.headers[c].last() else { continue };
        // スケジュール over years holds steps; any other header over years says itself what they hold.
        let told = columns.headers[c].len() > 1 && columns.roles[c].is_some_and(|r| r != Role::When);
        if !is_year(&fold(&header.to_string())) || told {
            continue;
        }
        let filled: Vec<String> =
            body_cells(table, columns.header_rows, c as u32).filter(|c| !c.is_blank()).map(|c| c.text().to_string()).collect();
        let figures = filled.iter().filter(|t| is_figure(t)).count() * 2 >= filled.len();
        let worded = filled.iter().filter(|t| !is_figure(t) && !is_mark(t)).count() * 4 >= filled.len().max(1);
        let sums = filled.iter().filter(|t| is_money(t)).count() * 2 >= filled.len().max(1);
        let tended = has(Role::Owner, columns) || has(Role::Description, columns) || has(Role::Status, columns);
        columns.roles[c] = if has(Role::Indicator, columns) || has(Role::TargetValue, columns) || has(Role::Baseline, columns) {
            Some(Role::TargetValue)
        } else if !figures || tended && worded {
            Some(Role::Action)
        } else if tended && sums {
            Some(Role::Amount)
        } else {
            None
        };
    }
}

/// A naming column holds texts of this many characters on average at least; codes and ticks are shorter.
const NAME_CHARS: usize = 4;

/// Whether a column holds nothing but short numbers.
fn is_numbers(table: &Table, columns: &Columns, column: usize) -> bool {
    let texts: Vec<String> =
        body_cells(table, columns.header_rows, column as u32).map(|c| c.text().to_string()).filter(|t| !t.trim().is_empty()).collect();
    !texts.is_empty() && texts.iter().all(|t| t.trim().chars().count() <= 4 && is_figure(t))
}

/// Picks the column that names the row and gives it its role.
fn find_name(table: &Table, columns: &mut Columns) {
    let order = |role: Role, columns: &Columns| (0..columns.roles.len()).filter(|c| columns.roles[*c] == Some(role)).collect::<Vec<_>>();
    // 施策 | 事業名: the finer of two naming columns names the row, the merged one left of it is its category.
    for c in order(Role::Name, columns) {
        if is_numbers(table, columns, c) {
            columns.roles[c] = Some(Role::Number);
        }
    }
    let names = order(Role::Name, columns);
    if !names.is_empty() {
        let finest = names
            .iter()
            .copied()
            .max_by_key(|c| (body_cells(table, columns.header_rows, *c as u32).filter(|x| !x.is_blank()).count(), usize::MAX - c));
        let Some(name) = finest else { return };
        for c in names {
            if c != name {
                columns.roles[c] = Some(if c < name { Role::Category } else { Role::Description });
            }
        }
        columns.name = Some(name as u32);
        return;
    }
    // Years alone head the columns of statistics as well as those of schedules.
    let dated = |c: usize| columns.headers[c].last().is_some_and(|h| is_year(&fold(&h.to_string())));
    let informative = (0..columns.roles.len())
        .any(|c| matches!(columns.roles[c], Some(Role::Owner | Role::Action | Role::Goal | Role::Status)) && !dated(c));
    if !informative || columns.roles.contains(&Some(Role::Indicator)) {
        return;
    }
    let texts = |c: usize, columns: &Columns| {
        let cells: Vec<usize> = body_cells(table, columns.header_rows, c as u32).map(|x| x.text().len()).filter(|n| *n > 0).collect();
        if cells.is_empty() { 0 } else { cells.iter().sum::<usize>() / cells.len() }
    };
    let first = (0..columns.roles.len())
        .filter(|c| matches!(columns.roles[*c], Some(Role::Action | Role::Description)))
        .chain(order(Role::Goal, columns))
        .chain((0..columns.roles.len()).filter(|c| columns.roles[*c].is_none() && Some(*c as u32) != columns.unit))
        .find(|c| texts(*c, columns) >= NAME_CHARS);
    let Some(name) = first else { return };
    columns.named_by_actions = matches!(columns.roles[name], Some(Role::Action | Role::Description | Role::Goal));
    columns.name = Some(name as u32);
}

impl Columns {
    /// The headers over the columns of a cell, outermost first, joined with a blank; each printed text once.
    pub(crate) fn header_of(&self, cell: &Cell) -> Option<Text> {
        let mut texts: Vec<&Text> = Vec::new();
        for c in cell.column..cell.column + cell.column_span {
            for text in self.headers.get(c as usize).into_iter().flatten() {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        (!texts.is_empty()).then(|| Text::joined(texts, " "))
    }

    /// Whether the row holds anything beside its name that a measure has: who, what, when, how much.
    pub(crate) fn tells_more(&self) -> bool {
        let roles =
            [Role::Goal, Role::Action, Role::Description, Role::Owner, Role::Status, Role::Amount, Role::When, Role::Where, Role::Audience];
        self.roles.iter().enumerate().any(|(c, r)| Some(c as u32) != self.name && r.is_some_and(|r| roles.contains(&r)))
    }

    /// Whether another column than the naming one holds actions in cells of its own.
    pub(crate) fn other_actions(&self, table: &Table) -> bool {
        self.roles.iter().enumerate().any(|(c, r)| {
            *r == Some(Role::Action)
                && self.name.is_some_and(|n| n != c as u32)
                && self.headers[c].iter().any(|h| !is_year(&fold(&h.to_string())))
                && body_cells(table, self.header_rows, c as u32).any(|cell| !cell.is_blank())
        })
    }

    /// Whether a year or years alone head a column.
    pub(crate) fn is_dated(&self, column: u32) -> bool {
        self.headers.get(column as usize).and_then(|h| h.last()).is_some_and(|h| is_year(&fold(&h.to_string())))
    }

    /// Whether the table is one of statistics: shares and rates, and nothing said of what is done or by whom.
    pub(crate) fn is_statistics(&self, lexicon: &Lexicon) -> bool {
        let said = [Role::Owner, Role::Description, Role::Action, Role::Goal, Role::Status];
        let telling = self.roles.iter().enumerate().any(|(c, r)| Some(c as u32) != self.name && r.is_some_and(|r| said.contains(&r)));
        let rates = self.headers.iter().flatten().any(|h| holds_any(&bare(&h.to_string()), &lexicon.columns.statistics));
        rates && !telling
    }

    /// Whether the table is one of indicators with values.
    pub(crate) fn is_kpi(&self) -> bool {
        let has = |r: Role| self.roles.contains(&Some(r));
        (has(Role::Indicator) && (has(Role::TargetValue) || has(Role::Goal) || has(Role::Baseline)))
            || (has(Role::TargetValue) && has(Role::Baseline))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, grid, large, p};

    #[test]
    fn now_beside_an_indicator_is_where_it_stands() {
        let out = drawn(vec![
            p(large("１．港の事業", 14.0)),
            grid(&[
                &["指標", "現状（令和４年度）", "目標（令和９年度）"],
                &["朝市の出店数", "12店", "20店"],
                &["常設の売り場", "なし", "1か所"],
            ]),
        ]);
        let expected = "# １ 港の事業\n  ~ 朝市の出店数 [目標（令和９年度）=20店] from [現状（令和４年度）=12店]\n  ~ 常設の売り場 [目標（令和９年度）=1か所] from [現状（令和４年度）=なし]\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn a_value_on_the_way_is_a_target_of_its_year() {
        let out = drawn(vec![
            p(large("１．港の事業", 14.0)),
            grid(&[
                &["指標名", "単位", "基準値（R5）", "中間値（R8）", "目標値（R12）"],
                &["朝市の来訪者数", "人", "1,200", "1,500", "2,000"],
            ]),
        ]);
        let expected = "# １ 港の事業\n  ~ 朝市の来訪者数 [中間値（R8）=1,500 | 目標値（R12）=2,000] from [基準値（R5）=1,200]\n";
        assert_eq!(out, expected);
    }
}
