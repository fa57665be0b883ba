//! A schedule of measures that are printed before it: 取組 | 2025年度 | 2026年度 with the steps of each year.
use crate::build::Builder;
use crate::columns::Columns;
use crate::numbering;
use crate::rows::line_of;
use crate::words::{bare, is_arrow, is_figure, is_mark, string};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Part, Role};
use std::collections::BTreeMap;

/// A schedule has at least this many columns of years.
const LEAST_YEARS: usize = 2;

/// Gives the steps to their measures, if the table is such a schedule: it has columns of years and nothing else beside the names, and
/// most of its rows name a measure that stands above.
pub(crate) fn read(builder: &mut Builder, table: &Table, columns: &Columns) -> bool {
    let Some(name) = columns.name else { return false };
    let dated: Vec<u32> = (0..table.columns).filter(|c| *c != name && columns.is_dated(*c)).collect();
    let others = (0..table.columns).filter(|c| *c != name && !dated.contains(c));
    let plain = others.into_iter().all(|c| matches!(columns.roles.get(c as usize), Some(None | Some(Role::Category | Role::Number))));
    if dated.len() < LEAST_YEARS || !plain {
        return false;
    }
    let known: BTreeMap<String, usize> =
        builder.measures.iter().enumerate().rev().map(|(i, (_, m))| (bare(&string(&m.title)), i)).collect();
    let rows: Vec<&Cell> = table.cells.iter().filter(|c| c.column == name && c.row >= columns.header_rows && !c.is_blank()).collect();
    let meant = |c: &Cell| known.get(&titled(c, builder)).copied();
    let found: Vec<(u32, usize)> = rows.iter().filter_map(|c| Some((c.row, meant(c)?))).collect();
    if found.is_empty() || found.len() * 2 < rows.len() {
        return false;
    }
    for (row, measure) in found {
        let cells: Vec<&Cell> = table.row(row).iter().filter(|c| dated.contains(&c.column) && !c.is_blank()).collect();
        steps(builder, columns, measure, &cells);
    }
    true
}

/// The name in a row without its number, as titles are compared.
fn titled(cell: &Cell, builder: &Builder) -> String {
    let text = line_of(cell);
    let from = numbering::label(text.chars(), builder.lexicon).filter(|l| l.rest < text.len()).map_or(0, |l| l.rest);
    bare(&string(&text.slice(from..text.len())))
}

/// The steps of one row: words are steps, an arrow prolongs the one before; marks alone say nothing new.
fn steps(builder: &mut Builder, columns: &Columns, measure: usize, cells: &[&Cell]) {
    let mut stepped = false;
    for cell in cells {
        let (text, header): (Text, Option<Text>) = (line_of(cell), columns.header_of(cell));
        let printed = string(&text);
        if is_arrow(&printed) && stepped {
            builder.prolong(measure, header.as_ref());
        } else if !is_mark(&printed) && !is_arrow(&printed) && !is_figure(&printed) {
            builder.add_part(measure, Part { role: Role::Action, header, text, is_item: false, shared_with: None });
            stepped = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{cell, drawn, grid, large, p, table};

    #[test]
    fn a_schedule_adds_the_steps_of_measures_above() {
        let rows = [("① 朝市の開催", ["試行", "本開催"]), ("② 稚魚の放流", ["調査", "→"])];
        let mut cells = vec![cell(0, 0, 1, 1, &["取組"]), cell(0, 1, 1, 1, &["2025年度"]), cell(0, 2, 1, 1, &["2026年度"])];
        for (row, (name, steps)) in (1..).zip(&rows) {
            cells.push(cell(row, 0, 1, 1, &[name]));
            cells.extend((1..).zip(steps).map(|(c, t)| cell(row, c, 1, 1, &[t])));
        }
        let out = drawn(vec![
            p(large("１．港の事業", 14.0)),
            grid(&[&["取組", "担当課"], &["① 朝市の開催", "観光課"], &["② 稚魚の放流", "水産課"]]),
            p(large("２．実施スケジュール", 14.0)),
            table(3, 3, 1, cells),
        ]);
        let expected = "# １ 港の事業\n  - ① 朝市の開催 [Owner: 観光課 | Action: 試行 | Action: 本開催]\n  - ② 稚魚の放流 [Owner: 水産課 | Action: 調査]\n# ２ 実施スケジュール\n";
        assert_eq!(out, expected, "{out}");
    }
}
