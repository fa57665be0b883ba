//! `schemas/postgres.sql`: the tables, keys, comments and views, made from the model and `data/columns.toml`.
use crate::flat::{Column, Flat, Kind, flat_tables};
use crate::sql;
use keikaku_model::plan::SCHEMA;
use std::fmt::Write;

/// Everything of ours is in this schema: names such as `tables` are free for others in the rest of the database.
pub(crate) const NAMESPACE: &str = "keikaku";

/// The one-row table that says which version the tables are of.
const VERSION_TABLE: &str = "schema_version";

/// The tables, keys, comments and views as one script for `psql`; the loader runs the same statements where there are none yet.
pub fn postgres_schema() -> String {
    format!(
        "-- The records of keikaku ({SCHEMA}) in PostgreSQL 12 or later. Made from the types: keikaku schema --postgres > schemas/postgres.sql\n\
         -- keikaku export PLANS --to postgres://… runs this by itself where there is no schema {NAMESPACE} yet.\n\
         BEGIN;\n\n{}\nCOMMIT;\n",
        create()
    )
}

/// What makes the schema where there is none.
pub(crate) fn create() -> String {
    let mut made = format!(
        "CREATE SCHEMA {NAMESPACE};\n\
         COMMENT ON SCHEMA {NAMESPACE} IS {};\n\
         SET LOCAL search_path = {NAMESPACE};\n\n\
         CREATE TABLE {VERSION_TABLE} (\n  version text PRIMARY KEY,\n  fields text NOT NULL\n);\n\
         COMMENT ON TABLE {VERSION_TABLE} IS 'One row: what the tables of this schema are.';\n\
         COMMENT ON COLUMN {VERSION_TABLE}.version IS 'The version of the records. A keikaku of another version does not write here.';\n\
         COMMENT ON COLUMN {VERSION_TABLE}.fields IS 'A hash of the columns, words and forms; keikaku adds what a later one of the same version brought.';\n\
         INSERT INTO {VERSION_TABLE} VALUES ({}, {});\n",
        sql::text("Records of published Japanese plans, made by keikaku. 計画の記録。"),
        sql::text(SCHEMA),
        sql::text(&fields()),
    );
    flat_tables().iter().for_each(|table| made.push_str(&(self::table(table, "") + &described(table, ""))));
    made.push_str(&views());
    made
}

/// What brings a schema of this version up to date: tables and fields that were added since, their words and forms, comments, views.
pub(crate) fn update() -> String {
    let mut made: String = flat_tables().iter().map(|table| self::table(table, " IF NOT EXISTS")).collect();
    for (table, column) in flat_tables().iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
        let (name, of) = (sql::name(&column.name), sql::name(&table.name));
        let reference = reference(table, column);
        let _ = writeln!(made, "ALTER TABLE {of} ADD COLUMN IF NOT EXISTS {name} {}{reference};", kind(column));
        let constraint = constraint(table, column);
        let _ = writeln!(made, "ALTER TABLE {of} DROP CONSTRAINT IF EXISTS {constraint};");
        if let Some(check) = check(column) {
            let _ = writeln!(made, "ALTER TABLE {of} ADD CONSTRAINT {constraint} CHECK ({check});");
        }
    }
    flat_tables().iter().for_each(|table| made.push_str(&described(table, " IF NOT EXISTS")));
    made.push_str(&views());
    let _ = writeln!(made, "UPDATE {VERSION_TABLE} SET fields = {};", sql::text(&fields()));
    made
}

/// The hash of everything that a later keikaku of the same version may add to.
pub(crate) fn fields() -> String {
    let mut made = String::new();
    for (table, column) in flat_tables().iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
        made.push_str(&definition(table, column));
        made.push_str(&comment(table, column));
    }
    made.push_str(&views());
    let digest = <sha2::Sha256 as sha2::Digest>::digest(made.as_bytes());
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

fn table(table: &Flat, unless: &str) -> String {
    let columns: Vec<String> = table.columns.iter().map(|c| definition(table, c)).collect();
    let (name, key) = (sql::name(&table.name), sql::names(sql::key(&table.name).iter().copied()));
    format!("\nCREATE TABLE{unless} {name} (\n{},\n  PRIMARY KEY ({key})\n);\n", columns.join(",\n"))
}

/// The indexes and comments of a table.
fn described(table: &Flat, unless: &str) -> String {
    let (name, mut made) = (sql::name(&table.name), String::new());
    for column in sql::indexed(table) {
        let index = sql::name(&format!("{}_{}", table.name, column.name));
        let _ = writeln!(made, "CREATE INDEX{unless} {index} ON {name} ({});", sql::name(&column.name));
    }
    let _ = writeln!(made, "COMMENT ON TABLE {name} IS {};", sql::text(&format!("{}: {} {}", table.title, table.about, table.meaning)));
    table.columns.iter().for_each(|column| made.push_str(&comment(table, column)));
    made
}

fn definition(table: &Flat, column: &Column) -> String {
    let mut made = format!("  {} {}", sql::name(&column.name), kind(column));
    if column.required && column.kind != Kind::Json {
        made.push_str(" NOT NULL");
    }
    if let Some(check) = check(column) {
        let _ = write!(made, " CONSTRAINT {} CHECK ({check})", constraint(table, column));
    }
    made + &reference(table, column)
}

/// References are checked when a plan's transaction ends: its rows refer to each other in any order.
fn reference(table: &Flat, column: &Column) -> String {
    let found = sql::reference(&table.name, &column.name);
    found.map_or(String::new(), |(to, key)| format!(" REFERENCES {} ({key}) DEFERRABLE INITIALLY DEFERRED", sql::name(to)))
}

fn constraint(table: &Flat, column: &Column) -> String {
    sql::name(&format!("{}_{}_check", table.name, column.name))
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        Kind::Text => "text",
        Kind::Integer => "bigint",
        Kind::Real => "double precision",
        Kind::Boolean => "boolean",
        Kind::List => "text[]",
        Kind::Json => "jsonb",
    }
}

/// What the schema of the records says of a text: its words, or its form. References need none: what they refer to has it.
fn check(column: &Column) -> Option<String> {
    let name = sql::name(&column.name);
    let words = column.words.iter().map(|w| sql::text(w)).collect::<Vec<_>>().join(", ");
    match &column.pattern {
        _ if column.kind == Kind::List && !words.is_empty() => Some(format!("{name} <@ ARRAY[{words}]")),
        _ if !words.is_empty() => Some(format!("{name} IN ({words})")),
        Some(pattern) if sql::reference("", &column.name).is_none() => Some(format!("{name} ~ {}", sql::text(pattern))),
        _ => None,
    }
}

fn comment(table: &Flat, column: &Column) -> String {
    let text = format!("{}: {} {}", column.title, column.about, column.meaning).replace('\n', " ");
    format!("COMMENT ON COLUMN {}.{} IS {};\n", sql::name(&table.name), sql::name(&column.name), sql::text(text.trim()))
}

fn views() -> String {
    let one = |v: sql::View| {
        format!("\nCREATE OR REPLACE VIEW {0} AS\n{1};\nCOMMENT ON VIEW {0} IS {2};\n", v.name, v.select, sql::text(v.meaning))
    };
    sql::views().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file of `schemas/` is what the types and columns say now.
    #[test]
    fn the_checked_in_schema_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/postgres.sql");
        let file = std::fs::read_to_string(path).unwrap_or_default();
        assert!(file == postgres_schema(), "schemas/postgres.sql is stale: keikaku schema --postgres > schemas/postgres.sql");
    }

    #[test]
    fn every_column_says_what_it_is() {
        let made = create();
        for (table, column) in flat_tables().iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
            let comment = format!("COMMENT ON COLUMN \"{}\".\"{}\" IS '{}: ", table.name, column.name, column.title);
            assert!(made.contains(&comment), "{}.{}", table.name, column.name);
        }
        assert!(made.contains(r#""kind" text NOT NULL CONSTRAINT "owners_kind_check" CHECK ("kind" IN ('department', "#));
        assert!(made.contains(r#""measure_id" text NOT NULL"#) && made.contains(r#""value" double precision NOT NULL"#));
        assert!(made.contains(r#""qualifiers" text[] NOT NULL CONSTRAINT "targets_qualifiers_check" CHECK ("qualifiers" <@ ARRAY["#));
    }
}
