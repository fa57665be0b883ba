//! `datapackage.json`: what a folder of tables holds, as a Frictionless Data Package that tools of version 1 read.
use crate::flat::{Column, Kind, flat_tables};
use keikaku_model::plan::{PlanDocument, SCHEMA};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Its name in the folder.
pub(crate) const FILE: &str = "datapackage.json";

/// A file of the package.
pub(crate) struct Sum {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its length.
    pub(crate) bytes: u64,
    /// Its SHA-256 in hex.
    pub(crate) sha256: String,
}

/// What the plans of a package cover.
#[derive(Debug, Default)]
pub(crate) struct Package {
    first: Option<i32>,
    last: Option<i32>,
    places: BTreeSet<(String, Option<String>, Option<String>)>,
    plans: usize,
}

impl Package {
    /// Notes the years and places of a plan.
    pub(crate) fn note(&mut self, document: &PlanDocument) {
        self.plans += 1;
        if let Some(period) = &document.plan.period {
            let years = [period.first_fiscal_year, period.last_fiscal_year].into_iter().flatten();
            for year in years {
                self.first = Some(self.first.map_or(year, |first| first.min(year)));
                self.last = Some(self.last.map_or(year, |last| last.max(year)));
            }
        }
        if let Some(issuer) = &document.plan.issuer {
            self.places.insert((issuer.name.clone(), issuer.lg_code.clone(), issuer.prefecture.clone()));
        }
    }

    /// The description of these files.
    pub(crate) fn describe(&self, extension: &str, sums: &[Sum]) -> Value {
        let mut package = json!({
            "name": "keikaku-plans",
            "title": "計画の記録",
            "description": "Records of published Japanese plans, made by keikaku; every field is explained in schemas/CODEBOOK.md.",
            "profile": if extension == "csv" { "tabular-data-package" } else { "data-package" },
            "keikaku": {"schema": SCHEMA, "plans": self.plans},
            "licenses": [{"name": "notspecified", "title": "The plans belong to those who published them."}],
            "spatial": self.places.iter().map(place).collect::<Vec<_>>(),
            "resources": sums.iter().map(|sum| resource(extension, sum)).collect::<Vec<_>>(),
        });
        if let Some((first, last)) = self.first.zip(self.last) {
            package["temporal"] = json!({
                "start": format!("{first:04}-04-01"),
                "end": format!("{:04}-03-31", last.saturating_add(1)),
                "first_fiscal_year": first,
                "last_fiscal_year": last,
            });
        }
        package
    }
}

/// Whose place the plans are about, as they name it.
fn place((issuer, lg_code, prefecture): &(String, Option<String>, Option<String>)) -> Value {
    json!({"name": issuer, "lg_code": lg_code, "prefecture": prefecture})
}

fn resource(extension: &str, sum: &Sum) -> Value {
    let name = sum.name.split('.').next().unwrap_or_default();
    let table = flat_tables().iter().find(|t| t.name == name);
    let mut resource = Map::new();
    resource.insert("name".to_owned(), json!(name));
    resource.insert("title".to_owned(), json!(table.map(|t| &t.title)));
    resource.insert("description".to_owned(), json!(table.map(|t| &t.meaning)));
    resource.insert("path".to_owned(), json!(sum.name));
    resource.insert("format".to_owned(), json!(extension));
    resource.insert("bytes".to_owned(), json!(sum.bytes));
    resource.insert("hash".to_owned(), json!(format!("sha256:{}", sum.sha256)));
    match extension {
        "csv" => {
            resource.insert("profile".to_owned(), json!("tabular-data-resource"));
            resource.insert("mediatype".to_owned(), json!("text/csv"));
            resource.insert("encoding".to_owned(), json!("utf-8"));
            resource
                .insert("dialect".to_owned(), json!({"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true}));
            resource.insert("schema".to_owned(), table.map_or(Value::Null, |t| schema(&t.name, &t.columns)));
        }
        // Nested rows are no table to Frictionless, which holds such files by length and hash.
        _ => {
            let media = if extension == "jsonl" { "application/jsonl" } else { "application/vnd.apache.parquet" };
            resource.insert("type".to_owned(), json!("file"));
            resource.insert("mediatype".to_owned(), json!(media));
        }
    }
    Value::Object(resource)
}

fn schema(table: &str, columns: &[Column]) -> Value {
    let key = crate::sql::key(table);
    let fields: Vec<Value> = columns.iter().map(field).collect();
    let mut foreign = Vec::new();
    for column in columns {
        if let Some((of, field)) = crate::sql::reference(table, &column.name) {
            let of = if of == table { "" } else { of };
            foreign.push(json!({"fields": [column.name], "reference": {"resource": of, "fields": [field]}}));
        }
    }
    let mut schema = json!({"fields": fields, "primaryKey": key, "missingValues": [""]});
    // Tools of version 1 take no empty list.
    if !foreign.is_empty() {
        schema["foreignKeys"] = json!(foreign);
    }
    schema
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Integer => "integer",
        Kind::Real => "number",
        Kind::Boolean => "boolean",
        Kind::Json => "array",
        Kind::Text | Kind::List => "string",
    };
    let mut field = json!({"name": column.name, "type": kind, "title": column.title, "description": column.meaning});
    let mut constraints = Map::new();
    // A text, a list and a list of records may be empty and are then no value in CSV.
    let is_never_empty = match column.kind {
        Kind::Text => !column.words.is_empty() || column.pattern.is_some(),
        Kind::List | Kind::Json => false,
        Kind::Integer | Kind::Real | Kind::Boolean => true,
    };
    if column.required && is_never_empty {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.kind == Kind::Text && !column.words.is_empty() {
        constraints.insert("enum".to_owned(), json!(column.words));
    } else if let Some(pattern) = column.pattern.as_deref().filter(|_| column.kind == Kind::Text) {
        // A text that a spreadsheet would take for a number or date has a quote before it.
        constraints.insert("pattern".to_owned(), json!(pattern.replacen('^', "^'?", 1)));
    }
    if !constraints.is_empty() {
        field["constraints"] = Value::Object(constraints);
    }
    field
}

/// The schema version of the package in a folder; nothing where there is none of ours.
pub(crate) fn version(folder: &Path) -> Option<String> {
    let value: Value = serde_json::from_slice(&std::fs::read(folder.join(FILE)).ok()?).ok()?;
    value["keikaku"]["schema"].as_str().map(ToOwned::to_owned)
}
