//! The JSON Schema of the records, made from the types of `keikaku_model::plan`. `schemas/` holds it as a file.
use crate::TABLES;
use keikaku_model::plan::{PlanDocument, SCHEMA};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Name of the schema of plan documents; a URN because it is looked up nowhere.
const PLAN_ID: &str = "urn:keikaku:schema:plan:1";

/// Name of the schema of the tables' rows.
const ROWS_ID: &str = "urn:keikaku:schema:rows:1";

/// Texts with a fixed form: (type, or the document itself, field, pattern). The types say `String`; the schema says more.
const PATTERNS: [(&str, &str, &str); 9] = [
    ("", "id", "^[0-9a-f]{16}$"),
    ("Source", "sha256", "^[0-9a-f]{64}$"),
    ("Source", "media_type", "^(application/pdf|text/plain)$"),
    ("Issuer", "lg_code", "^[0-9]{6}$"),
    ("DatedQuote", "date", "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"),
    ("Milestone", "date", "^([0-9]{4}-(0[1-9]|1[0-2])(/[0-9]{4}-(0[1-9]|1[0-2]))?|[0-9]{4}-H[12]|FY[0-9]{4})$"),
    ("Diagnostic", "code", "^[a-z0-9]+(-[a-z0-9]+)*$"),
    ("Amount", "unit", "^円$"),
    ("Correction", "date", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
];

/// Fields that hold a record's id, in whichever type they stand.
const ID_FIELDS: [&str; 11] = [
    "id",
    "parent_id",
    "section_id",
    "measure_id",
    "statement_id",
    "within_id",
    "repeat_of",
    "same_as",
    "plan_id",
    "to_section_id",
    "to_measure_id",
];

/// The id of a record: the plan's id, letters for the kind, the ordinal in reading order.
const RECORD_ID: &str = "^[0-9a-f]{16}:[a-z]+[0-9]+(\\.[0-9]+)*$";

/// The type of each table's rows, parallel to [`TABLES`]; the first is made of the document's own members.
const ROW_TYPES: [&str; 12] =
    ["", "Section", "Measure", "Statement", "Owner", "Target", "Milestone", "Amount", "CrossReference", "Table", "Term", "Diagnostic"];

/// Members of a plan document that make the row of the table `plans`.
const PLAN_ROW: [&str; 5] = ["schema", "source", "generator", "plan", "coverage"];

/// Members that documents of version 1 did not have from the first: older ones are read without them.
const ADDED: [&str; 1] = ["cross_references"];

/// The schema of plan documents, JSON Schema 2020-12.
pub fn plan_schema() -> Value {
    let made = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<PlanDocument>();
    let Value::Object(made) = made.to_value() else { unreachable!("a struct's schema is an object") };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!(PLAN_ID));
    schema.extend(made.into_iter().filter(|(key, _)| key != "$schema"));
    let mut schema = Value::Object(schema);
    schema["properties"]["schema"]["const"] = json!(SCHEMA);
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|member| !ADDED.iter().any(|added| member == added));
    }
    tighten(&mut schema);
    schema
}

/// The schema of the tables' rows: one definition for each table, by its name in `$defs/rows`.
pub fn rows_schema() -> Value {
    let plan = plan_schema();
    let rows: Map<String, Value> = TABLES.iter().zip(ROW_TYPES).map(|(table, name)| ((*table).to_owned(), row(&plan, name))).collect();
    let mut defs = plan["$defs"].as_object().cloned().unwrap_or_default();
    defs.insert("rows".to_owned(), Value::Object(rows));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ROWS_ID,
        "title": "Rows",
        "description": "The rows of tables/<name>.jsonl: one definition a table, at #/$defs/rows/<name>.",
        "$defs": defs,
    })
}

/// The schema of a row: the record's, with the id of its plan in front.
fn row(plan: &Value, name: &str) -> Value {
    let of = if name.is_empty() { plan } else { &plan["$defs"][name] };
    let kept = |key: &str| !name.is_empty() || PLAN_ROW.contains(&key);
    let mut properties = Map::new();
    properties.insert("plan_id".to_owned(), json!({"description": "The plan.", "type": "string", "pattern": "^[0-9a-f]{16}$"}));
    let fields = of["properties"].as_object().cloned().unwrap_or_default();
    properties.extend(fields.into_iter().filter(|(key, _)| kept(key)));
    let required = of["required"].as_array().into_iter().flatten().filter(|key| kept(key.as_str().unwrap_or_default()));
    let required: Vec<Value> = std::iter::once(json!("plan_id")).chain(required.cloned()).collect();
    json!({"description": of["description"], "type": "object", "properties": properties, "required": required})
}

/// Adds the forms of ids and dates.
fn tighten(schema: &mut Value) {
    if let Some(types) = schema["$defs"].as_object_mut() {
        for fields in types.values_mut().filter_map(|t| t.get_mut("properties")?.as_object_mut()) {
            for (_, field) in fields.iter_mut().filter(|(name, _)| ID_FIELDS.contains(&name.as_str())) {
                field["pattern"] = json!(RECORD_ID);
            }
        }
    }
    for (name, field, pattern) in PATTERNS {
        let of = if name.is_empty() { &mut *schema } else { &mut schema["$defs"][name] };
        of["properties"][field]["pattern"] = json!(pattern);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of `schemas/` are what the types say now.
    #[test]
    fn checked_in_schemas_are_current() {
        for (name, schema, flag) in [("plan", plan_schema(), ""), ("rows", rows_schema(), " --rows")] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/{name}.schema.json"));
            let file = std::fs::read_to_string(&path).unwrap_or_default();
            let current = format!("{schema:#}\n");
            assert!(file == current, "schemas/{name}.schema.json is stale: keikaku schema{flag} > schemas/{name}.schema.json");
        }
    }

    #[test]
    fn every_table_has_its_row() {
        let rows = rows_schema();
        for table in TABLES {
            let row = &rows["$defs"]["rows"][table];
            assert_eq!(row["required"][0], "plan_id", "{table}");
            assert!(row["properties"].as_object().is_some_and(|p| p.len() > 2), "{table}");
        }
    }

    #[test]
    fn every_pattern_is_on_a_field_of_the_types() {
        let schema = plan_schema();
        for (name, field, _) in PATTERNS {
            let of = if name.is_empty() { &schema } else { &schema["$defs"][name] };
            assert!(of["properties"][field].get("type").is_some(), "{name}.{field} is no field");
        }
    }
}
