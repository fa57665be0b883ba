//! Grids of years inside a form: what is done in each year, and what it costs or saves.
use super::{Entry, key_role};
use crate::columns::role_of;
use crate::lexicon::Lexicon;
use crate::words::{fold, is_figure, is_mark, is_year, string};
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::Role;

/// A grid has at least this many years.
const LEAST_YEARS: usize = 2;

/// The grid whose row of years `cells` are: the row it ends before, and what stands in it. The years are what tells it, for forms label it
/// 年次計画, 工程表, スケジュール, ロードマップ or not at all.
pub(super) fn read<'a>(table: &'a Table, cells: &[&'a Cell], lexicon: &Lexicon) -> Option<(u32, Vec<Entry<'a>>)> {
    let (key, years) = cells.split_first()?;
    let is_head = |c: &Cell| is_year(&fold(&string(&c.text())));
    if years.len() < LEAST_YEARS || is_head(key) || !years.iter().all(|c| is_head(c)) {
        return None;
    }
    if key.row_span > 1 { beside(table, key, years, lexicon) } else { under(table, key, years, lexicon) }
}

/// One key beside the years and what is done in them (年次計画 | 令和６年度 | 令和７年度).
fn beside<'a>(table: &'a Table, key: &'a Cell, years: &[&'a Cell], lexicon: &Lexicon) -> Option<(u32, Vec<Entry<'a>>)> {
    let until = (key.row + key.row_span).min(table.rows);
    let cells: Vec<&Cell> =
        table.cells.iter().filter(|c| (key.row + 1..until).contains(&c.row) && c.column > key.column && !c.is_blank()).collect();
    let role = match key_role(key, lexicon) {
        None | Some(Role::When) => steps(&cells)?,
        Some(role) => role,
    };
    Some((until, cells.into_iter().map(|c| Entry::Dated(role, over(c, years), c)).collect()))
}

/// Under the years a row for each key (年度別計画 | 検討 | 実施, 効果額（千円） | 0 | 450); the grid ends with the first row that keeps
/// no step with the years, or whose sort is not known.
fn under<'a>(table: &'a Table, key: &'a Cell, years: &[&'a Cell], lexicon: &Lexicon) -> Option<(u32, Vec<Entry<'a>>)> {
    let mut out = Vec::new();
    let mut row = key.row + 1;
    while row < table.rows {
        let Some((key, cells)) = table.row(row).iter().collect::<Vec<_>>().split_first().map(|(k, c)| (*k, c.to_vec())) else { break };
        let aligned = cells.len() >= LEAST_YEARS && cells.iter().all(|c| years.iter().any(|y| y.column == c.column));
        let Some(role) = row_role(key, &cells, lexicon).filter(|_| aligned && key.row_span == 1) else { break };
        let head = (role == Role::Amount).then_some(key);
        out.extend(
            cells.into_iter().filter(|c| !c.is_blank()).map(|c| Entry::Dated(role, head.into_iter().chain(over(c, years)).collect(), c)),
        );
        row += 1;
    }
    (!out.is_empty()).then_some((row, out))
}

/// What a row under the years holds: money where its key says so, else steps where its cells are words.
fn row_role(key: &Cell, cells: &[&Cell], lexicon: &Lexicon) -> Option<Role> {
    let text = string(&key.text());
    let money = role_of(&text, lexicon).is_some_and(|(role, _)| role == Role::Amount) || fold(&text).ends_with("円)");
    if money {
        return Some(Role::Amount);
    }
    match key_role(key, lexicon) {
        None | Some(Role::When | Role::Action | Role::Description) => steps(cells),
        Some(_) => None,
    }
}

/// The role of steps, where the cells are words and marks; figures by year are no steps.
fn steps(cells: &[&Cell]) -> Option<Role> {
    let texts = || cells.iter().map(|c| string(&c.text())).filter(|t| !t.trim().is_empty() && !is_mark(t));
    (texts().filter(|t| is_figure(t)).count() * 2 <= texts().count()).then_some(Role::Action)
}

/// The years over a cell.
fn over<'a>(cell: &Cell, years: &[&'a Cell]) -> Vec<&'a Cell> {
    let meets = |y: &Cell| y.column < cell.column + cell.column_span && cell.column < y.column + y.column_span;
    years.iter().copied().filter(|y| meets(y)).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{cell, drawn, table};
    use keikaku_model::document::Cell;

    /// Rows of a form: the key, then the values, each over as many columns as fill the row of three.
    fn form(rows: &[&[&str]]) -> Vec<Cell> {
        let row = |(r, texts): (u32, &&[&str])| {
            let span = 3 / (texts.len() as u32 - 1);
            let value = |(c, t): (u32, &&str)| cell(r, 1 + c * span, 1, span, &[t]);
            std::iter::once(cell(r, 0, 1, 1, &[texts[0]])).chain((0..).zip(&texts[1..]).map(value)).collect::<Vec<_>>()
        };
        (0..).zip(rows).flat_map(row).collect()
    }

    #[test]
    fn years_in_a_row_of_their_own_head_the_rows_below() {
        let cells = form(&[
            &["取組項目", "貸し農園の開設"],
            &["担当部署", "農政課"],
            &["", "令和７年度", "令和８年度", "令和９年度"],
            &["年度別計画", "用地の選定", "開設", "→"],
            &["効果額（千円）", "―", "120", "△40"],
            &["目標指標", "区画の利用率　90％以上"],
        ]);
        let expected = "- 貸し農園の開設 [Owner: 農政課 | Action: 用地の選定 | Action: 開設 | Amount: 120 | Amount: △40 | Goal: 区画の利用率　90％以上]\n";
        assert_eq!(drawn(vec![table(6, 4, 0, cells)]), expected);
    }

    #[test]
    fn years_tell_a_schedule_whatever_its_label() {
        let mut cells = form(&[&["施策名", "朝市の再開"], &["取組内容", "週に一度ひらく。"], &["担当", "振興課"]]);
        cells.push(cell(3, 0, 2, 1, &["【工程表】"]));
        cells.extend((1..).zip(["R6", "R7", "R8"]).map(|(c, t)| cell(3, c, 1, 1, &[t])));
        cells.extend((1..).zip(["準備", "再開", "→"]).map(|(c, t)| cell(4, c, 1, 1, &[t])));
        let expected = "- 朝市の再開 [Action: 週に一度ひらく。 | Owner: 振興課 | Action: 準備 | Action: 再開]\n";
        assert_eq!(drawn(vec![table(5, 4, 0, cells)]), expected);
    }
}
