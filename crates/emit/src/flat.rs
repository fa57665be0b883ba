//! The tables as flat columns, for forms that can't nest: CSV, Excel and SQL. `data/columns.toml` says which value goes where; types
//! and English descriptions come from the schema.
use crate::json;
use crate::schema::plan_schema;
use keikaku_model::plan::PlanDocument;
use serde::Deserialize;
use serde_json::Value;
use std::sync::LazyLock;

/// Between the members of a list that shares a cell.
const LIST_SEPARATOR: &str = ";";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// True or false.
    Boolean,
    /// Texts, separated by `;`.
    List,
    /// A list of records, as JSON.
    Json,
}

/// A column of a flat table.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its Japanese title.
    pub title: String,
    /// How its value is decided, in Japanese.
    pub about: String,
    /// What it holds, in English.
    pub meaning: String,
    /// A value as it may be.
    pub example: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row has a value.
    pub required: bool,
    /// The words it takes, where it takes no others.
    pub words: Vec<String>,
    /// The form of its texts, a regular expression, where they have one.
    pub pattern: Option<String>,
    /// Where in the record it stands: a JSON pointer, or `@plan`, `@table`, `@ordinal`.
    pointer: String,
}

/// A flat table.
#[derive(Debug)]
pub struct Flat {
    /// Its name.
    pub name: String,
    /// Its Japanese title.
    pub title: String,
    /// What a row is, in Japanese.
    pub about: String,
    /// What a row is, in English.
    pub meaning: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A value of a flat table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// True or false.
    Boolean(bool),
    /// Texts.
    List(Vec<String>),
}

impl Cell {
    /// A list as one text.
    pub fn joined(texts: &[String]) -> String {
        texts.join(LIST_SEPARATOR)
    }
}

#[derive(Deserialize)]
struct File {
    table: Vec<FileTable>,
}

#[derive(Deserialize)]
struct FileTable {
    name: String,
    title: String,
    about: String,
    meaning: String,
    columns: Vec<[String; 5]>,
}

static FLAT: LazyLock<Vec<Flat>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/columns.toml")).expect("our own table of columns can be read");
    let schema = plan_schema();
    file.table.into_iter().map(|table| flat(table, &schema)).collect()
});

/// The flat tables, in the order they are listed everywhere; `cells` follows `tables`.
pub fn flat_tables() -> &'static [Flat] {
    &FLAT
}

fn flat(table: FileTable, schema: &Value) -> Flat {
    let record = record(schema, &table.name);
    let columns = table.columns.into_iter().map(|[name, pointer, title, about, example]| {
        let Described { kind, meaning, required, words, pattern } = match pointer.as_str() {
            "@plan" => Described::own(Kind::Text, "The plan: `plan_id` of the table plans."),
            "@table" => Described::own(Kind::Text, "The table: `id` of the table tables."),
            "@ordinal" => Described::own(Kind::Integer, "1-based, over the whole plan."),
            pointer => described(schema, record, pointer),
        };
        Column { name, title, about, meaning, example, kind, required, words, pattern, pointer }
    });
    let columns = columns.collect();
    Flat { name: table.name, title: table.title, about: table.about, meaning: table.meaning, columns }
}

/// The schema of a table's records.
fn record<'a>(schema: &'a Value, table: &str) -> &'a Value {
    match table {
        "plans" => schema,
        "cells" => &schema["$defs"]["TableCell"],
        _ => target(schema, &schema["properties"][table]["items"]),
    }
}

/// What a reference or a choice with null refers to.
fn target<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    let reference = node["$ref"].as_str().or_else(|| node["anyOf"].as_array()?.iter().find_map(|one| one["$ref"].as_str()));
    match reference.and_then(|r| r.strip_prefix('#')) {
        Some(pointer) => schema.pointer(pointer).map_or(node, |found| target(schema, found)),
        None => node,
    }
}

/// What the schema says of a value.
struct Described {
    kind: Kind,
    meaning: String,
    required: bool,
    words: Vec<String>,
    pattern: Option<String>,
}

impl Described {
    /// A value that is not the record's own: every row has it.
    fn own(kind: Kind, meaning: &str) -> Self {
        Self { kind, meaning: meaning.to_owned(), required: true, words: Vec::new(), pattern: None }
    }
}

/// What the schema says at a pointer; the description is that of the list, where the pointer ends in an index.
fn described(schema: &Value, record: &Value, pointer: &str) -> Described {
    let (mut node, mut meaning, mut required) = (record, String::new(), true);
    for step in pointer.split('/').skip(1) {
        let inner = target(schema, node);
        node = match step.parse::<usize>() {
            Ok(_) => &inner["items"],
            Err(_) => member(inner, step),
        };
        required &= inner["required"].as_array().is_some_and(|all| all.iter().any(|name| name == step)) && !nullable(node);
        if let Some(text) = node["description"].as_str() {
            text.split("\n\n").next().unwrap_or_default().clone_into(&mut meaning);
        }
    }
    let kind = kind(schema, node);
    let one = if kind == Kind::List { &target(schema, node)["items"] } else { node };
    let words = target(schema, one)["oneOf"].as_array().into_iter().flatten();
    let words = words.filter_map(|word| word["const"].as_str().map(ToOwned::to_owned)).collect();
    Described { kind, meaning, required, words, pattern: node["pattern"].as_str().map(ToOwned::to_owned) }
}

/// Whether null is one of the values.
fn nullable(node: &Value) -> bool {
    let null = |one: &Value| one == "null" || one["type"] == "null";
    ["type", "anyOf"].iter().any(|key| node[*key].as_array().is_some_and(|all| all.iter().any(null)))
}

/// A member of an object, or of one of the objects of a choice (a place in a PDF or in a text).
fn member<'a>(node: &'a Value, name: &str) -> &'a Value {
    let choices = node["anyOf"].as_array().into_iter().flatten();
    choices.map(|one| &one["properties"][name]).find(|found| !found.is_null()).unwrap_or(&node["properties"][name])
}

fn kind(schema: &Value, node: &Value) -> Kind {
    let node = target(schema, node);
    let name = node["type"].as_str().or_else(|| node["type"].as_array()?.iter().find_map(|t| t.as_str().filter(|t| *t != "null")));
    match name {
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Real,
        Some("boolean") => Kind::Boolean,
        Some("array") => {
            let items = target(schema, &node["items"]);
            if items.get("oneOf").is_some() || items["type"] == "string" { Kind::List } else { Kind::Json }
        }
        _ => Kind::Text,
    }
}

/// The rows of a plan: for each of [`flat_tables`] its rows, each parallel to the table's columns.
pub fn flat_rows(document: &PlanDocument) -> Vec<Vec<Vec<Cell>>> {
    let value = serde_json::to_value(document).expect("records have text keys");
    FLAT.iter().map(|table| table_rows(table, &value)).collect()
}

fn table_rows(table: &Flat, document: &Value) -> Vec<Vec<Cell>> {
    let plan = document["id"].as_str().unwrap_or_default();
    let row = |record: &Value, ordinal: usize, of: &str| -> Vec<Cell> {
        let one = |column: &Column| match column.pointer.as_str() {
            "@plan" => Cell::Text(plan.to_owned()),
            "@table" => Cell::Text(of.to_owned()),
            "@ordinal" => Cell::Integer(i64::try_from(ordinal + 1).unwrap_or(i64::MAX)),
            pointer => cell(column.kind, at(record, pointer)),
        };
        table.columns.iter().map(one).collect()
    };
    match table.name.as_str() {
        "plans" => vec![row(document, 0, "")],
        "cells" => {
            let cells = list(&document["tables"]).iter().flat_map(|t| list(&t["cells"]).iter().map(move |c| (t["id"].as_str(), c)));
            cells.map(|(id, record)| row(record, 0, id.unwrap_or_default())).collect()
        }
        name => list(&document[name]).iter().enumerate().map(|(at, record)| row(record, at, "")).collect(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What stands at a pointer of ours (which has no escapes), or null.
fn at<'a>(record: &'a Value, pointer: &str) -> &'a Value {
    pointer.split('/').skip(1).fold(record, |value, step| match (value, step.parse::<usize>()) {
        (Value::Array(items), Ok(index)) => items.get(index).unwrap_or(&Value::Null),
        (value, _) => &value[step],
    })
}

fn cell(kind: Kind, value: &Value) -> Cell {
    match value {
        Value::Array(items) if kind == Kind::List => Cell::List(items.iter().filter_map(|i| Some(i.as_str()?.to_owned())).collect()),
        Value::Array(items) if items.is_empty() => Cell::Empty,
        Value::Null => Cell::Empty,
        Value::Bool(b) => Cell::Boolean(*b),
        Value::String(s) => Cell::Text(s.clone()),
        Value::Number(n) => n.as_i64().map_or_else(|| Cell::Real(n.as_f64().unwrap_or_default()), Cell::Integer),
        other => Cell::Text(String::from_utf8_lossy(&json::line(other)).trim_end().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TABLES;

    #[test]
    fn every_field_has_a_column() {
        let schema = plan_schema();
        let names: Vec<&str> = FLAT.iter().map(|t| t.name.as_str()).filter(|n| *n != "cells").collect();
        assert_eq!(names, TABLES);
        for table in FLAT.iter() {
            let fields = record(&schema, &table.name)["properties"].as_object().expect("a record has fields");
            for field in fields.keys().filter(|f| table.name != "plans" || !TABLES.contains(&f.as_str())) {
                let pointer = format!("/{field}");
                let has = |c: &Column| c.pointer == pointer || c.pointer.starts_with(&format!("{pointer}/"));
                assert!(table.columns.iter().any(has) || field == "cells", "{}.{field} has no column", table.name);
            }
        }
    }

    #[test]
    fn every_column_is_a_field() {
        for (table, column) in FLAT.iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
            assert!(!column.meaning.is_empty(), "{}.{}: nothing stands at {}", table.name, column.name, column.pointer);
        }
    }

    #[test]
    fn kinds_are_those_of_the_model() {
        let of = |table: &str, column: &str| {
            let table = FLAT.iter().find(|t| t.name == table).expect("a table");
            table.columns.iter().find(|c| c.name == column).expect("a column").kind
        };
        assert_eq!(of("targets", "value"), Kind::Real);
        assert_eq!(of("targets", "page"), Kind::Integer);
        assert_eq!(of("targets", "qualifiers"), Kind::List);
        assert_eq!(of("targets", "first_fiscal_year"), Kind::Integer);
        assert_eq!(of("measures", "is_repeat"), Kind::Boolean);
        assert_eq!(of("measures", "spans"), Kind::Json);
        assert_eq!(of("measures", "keywords"), Kind::List);
        assert_eq!(of("plans", "lg_code"), Kind::Text);
    }
}
