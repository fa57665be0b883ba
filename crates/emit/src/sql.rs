//! What the two databases share: keys, references, indexes, and the views of `data/views.sql`, which both read as they stand.
use crate::flat::{Column, Flat};

/// The views, each with a comment line that says what it holds.
const VIEWS: &str = include_str!("../data/views.sql");

/// Columns that refer to a record, and the table it is in.
const REFERENCES: [(&str, &str); 11] = [
    ("parent_id", "sections"),
    ("section_id", "sections"),
    ("measure_id", "measures"),
    ("statement_id", "statements"),
    ("within_id", "targets"),
    ("same_as", "targets"),
    ("table_id", "tables"),
    ("plan_id", "plans"),
    ("repeat_of", "measures"),
    ("to_section_id", "sections"),
    ("to_measure_id", "measures"),
];

/// Columns that people filter by, or that a reference is looked up by when rows are replaced.
const INDEXED: [&str; 15] = [
    "plan_id",
    "parent_id",
    "section_id",
    "measure_id",
    "statement_id",
    "within_id",
    "same_as",
    "repeat_of",
    "to_section_id",
    "to_measure_id",
    "table_id",
    "name",
    "unit",
    "last_fiscal_year",
    "date",
];

/// The columns whose values no two rows share.
pub(crate) fn key(table: &str) -> &'static [&'static str] {
    match table {
        "plans" => &["plan_id"],
        "cells" => &["table_id", "row", "column"],
        "diagnostics" => &["plan_id", "ordinal"],
        _ => &["id"],
    }
}

/// The table and column that a column of `table` refers to.
pub(crate) fn reference(table: &str, column: &str) -> Option<(&'static str, &'static str)> {
    let (_, to) = REFERENCES.iter().find(|(name, _)| *name == column && table != "plans")?;
    Some((to, key(to)[0]))
}

/// The columns of a table that have an index beside the key's.
pub(crate) fn indexed(table: &Flat) -> impl Iterator<Item = &Column> {
    let leading = key(&table.name)[0];
    table.columns.iter().filter(move |c| INDEXED.contains(&c.name.as_str()) && c.name != leading)
}

/// A name as SQL takes it, whatever word it is.
pub(crate) fn name(name: &str) -> String {
    format!("\"{name}\"")
}

/// Names one after the other.
pub(crate) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A text as SQL takes it.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A view of both databases.
#[derive(Debug)]
pub(crate) struct View {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) meaning: &'static str,
    /// The `SELECT` it stands for.
    pub(crate) select: &'static str,
}

/// The views, in their order in `data/views.sql`.
pub(crate) fn views() -> impl Iterator<Item = View> {
    VIEWS.split("\n\n").map(|view| {
        let (meaning, sql) = view.trim().split_once('\n').expect("a comment stands over each of our views");
        let (head, select) = sql.split_once(" AS\n").expect("our views say AS");
        View {
            name: head.trim_start_matches("CREATE VIEW "),
            meaning: meaning.trim_start_matches("-- "),
            select: select.trim_end_matches(';'),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_told_apart() {
        let names: Vec<_> = views().map(|v| v.name).collect();
        assert_eq!(names, ["targets_by_year", "measures_by_owner", "milestones_by_month", "measures_by_status", "plans_side_by_side"]);
        for view in views() {
            assert!(view.select.starts_with("SELECT ") && !view.select.contains(';') && !view.meaning.contains("--"), "{}", view.name);
        }
    }
}
