//! Rows of KPI tables: figures.
use crate::build::Builder;
use crate::columns::Columns;
use crate::rows::{line_of, meant};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};
use keikaku_model::outline::{Figure, Measure, Part, Role};

/// Reads the rows of a table of indicators.
pub(crate) fn read(builder: &mut Builder, table: &Table, columns: &Columns) {
    let Some(indicator) = indicator_column(columns) else { return };
    let mut done: Option<(u32, u32)> = None;
    for row in columns.header_rows..table.rows {
        let Some(cell) = table.at(row, indicator).filter(|c| !c.is_blank()) else { continue };
        if done == Some((cell.row, cell.column)) && cell.row != row {
            continue;
        }
        done = Some((cell.row, cell.column));
        let of = |role: Role| values(table, columns, row, role);
        let mut targets = of(Role::TargetValue);
        if targets.is_empty() {
            targets = of(Role::Goal);
        }
        let baselines = of(Role::Baseline);
        if targets.is_empty() && baselines.is_empty() {
            continue;
        }
        let unit = columns.unit.and_then(|c| table.at(row, c)).filter(|c| !c.is_blank()).map(line_of);
        let measure = in_charge(builder, table, columns, row, cell);
        let section = builder.tree.current();
        builder.figures.push(Figure { section, measure, indicator: line_of(cell), unit, baselines, targets });
    }
}

/// The column of indicators, else the naming one, else the first that holds no values.
fn indicator_column(columns: &Columns) -> Option<u32> {
    let position = |role: Role| columns.roles.iter().position(|r| *r == Some(role));
    position(Role::Indicator)
        .or_else(|| columns.name.map(|c| c as usize))
        .or_else(|| columns.roles.iter().enumerate().position(|(c, r)| r.is_none() && Some(c as u32) != columns.unit))
        .or_else(|| position(Role::Category))
        .map(|c| c as u32)
}

/// Header and value of each cell of a role in the row.
fn values(table: &Table, columns: &Columns, row: u32, role: Role) -> Vec<(Text, Text)> {
    let mut out = Vec::new();
    for c in (0..table.columns).filter(|c| columns.roles.get(*c as usize) == Some(&Some(role))) {
        if let Some(cell) = table.at(row, c).filter(|x| !x.is_blank() && x.column == c) {
            out.push((columns.header_of(cell).unwrap_or_default(), line_of(cell)));
        }
    }
    out
}

/// The measure of a row that puts somebody in charge.
fn in_charge(builder: &mut Builder, table: &Table, columns: &Columns, row: u32, indicator: &Cell) -> Option<usize> {
    let owner = columns.roles.iter().position(|r| *r == Some(Role::Owner))? as u32;
    let owner = meant(table, columns.header_rows, table.at(row, owner).filter(|c| !c.is_blank())?);
    let name = columns.name.and_then(|c| table.at(row, c)).filter(|c| !c.is_blank()).unwrap_or(indicator);
    let header = columns.header_of(owner);
    let parts = owner
        .paragraphs
        .iter()
        .map(|p| Part { role: Role::Owner, header: header.clone(), text: p.text.trimmed(), is_item: false, shared_with: None })
        .collect();
    Some(builder.measure(Measure {
        section: None,
        label: None,
        title: line_of(name),
        header: columns.header_of(name),
        badges: Vec::new(),
        parts,
    }))
}
