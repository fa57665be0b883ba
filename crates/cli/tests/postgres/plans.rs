//! The frozen plan documents in a folder of a test's own, and what both databases must hold of them.
use postgres::Client;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a changed plan is called.
pub(crate) const CHANGED_TITLE: &str = "改めた計画";

pub(crate) struct Plans {
    dir: TempDir,
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/samples/1")
}

impl Plans {
    pub(crate) fn samples() -> Self {
        let plans = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        plans.restore();
        plans
    }

    /// Takes all changes back.
    pub(crate) fn restore(&self) {
        for entry in std::fs::read_dir(samples()).expect("the samples") {
            let path = entry.expect("an entry").path();
            std::fs::copy(&path, self.dir.path().join(path.file_name().expect("a name"))).expect("writable");
        }
    }

    pub(crate) fn folder(&self) -> String {
        self.dir.path().display().to_string()
    }

    fn documents(&self) -> Vec<(PathBuf, Value)> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(self.dir.path()).expect("a folder").map(|e| e.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
        paths.sort();
        paths.into_iter().map(|p| (p.clone(), serde_json::from_slice(&std::fs::read(&p).expect("a file")).expect("JSON"))).collect()
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.documents().iter().map(|(_, d)| text(&d["id"])).collect()
    }

    /// The ids in the order in which plans are loaded.
    pub(crate) fn ids_by_file(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.documents().iter().map(|(_, d)| (text(&d["source"]["file_name"]), text(&d["id"]))).collect();
        ids.sort();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    fn find(&self, id: &str) -> (PathBuf, Value) {
        self.documents().into_iter().find(|(_, d)| d["id"] == id).expect("a plan")
    }

    /// Another title for the plan, another unit for its first target, another order of its words, and no last milestone or owner. Gives
    /// the source's name.
    pub(crate) fn change(&self, id: &str) -> String {
        let (path, mut document) = self.find(id);
        document["plan"]["title"] = json!(CHANGED_TITLE);
        for target in document["targets"].as_array_mut().expect("targets") {
            target["unit"] = json!("\\a\t\"{組}\"\n");
        }
        for table in ["owners", "milestones"] {
            document[table].as_array_mut().expect("a table").pop();
        }
        std::fs::write(path, document.to_string()).expect("writable");
        text(&document["source"]["file_name"])
    }

    pub(crate) fn remove(&self, id: &str) {
        std::fs::remove_file(self.find(id).0).expect("ours");
    }

    /// PostgreSQL and SQLite have the rows of the documents, and their views the sums.
    pub(crate) fn agree_with(&self, client: &mut Client) {
        let out = self.dir.path().join("check.sqlite");
        let exported =
            Command::new(env!("CARGO_BIN_EXE_keikaku")).args(["export", &self.folder(), "--to", "sqlite", "-o"]).arg(&out).output();
        assert!(exported.expect("the program runs").status.success());
        let sqlite = rusqlite::Connection::open(&out).expect("a database");
        let documents: Vec<Value> = self.documents().into_iter().map(|(_, d)| d).collect();
        for (view, wanted) in views(&documents) {
            assert_eq!(from_sqlite(&sqlite, view), wanted, "{view} in SQLite");
            assert_eq!(from_postgres(client, view), wanted, "{view} in PostgreSQL");
        }
        for table in ["sections", "measures", "statements", "owners", "targets", "milestones", "amounts", "tables", "terms", "diagnostics"]
        {
            let rows: usize = documents.iter().map(|d| d[table].as_array().map_or(0, Vec::len)).sum();
            let count: i64 = client.query_one(&format!("SELECT count(*) FROM keikaku.{table}"), &[]).expect("rows").get(0);
            assert_eq!(usize::try_from(count), Ok(rows), "{table}");
        }
        std::fs::remove_file(out).expect("ours");
    }
}

/// A view's rows without order, as objects with every number a double.
type Rows = BTreeSet<String>;

fn row(members: impl Iterator<Item = (String, Value)>) -> String {
    let plain = |value: Value| value.as_f64().map_or(value, |n| json!(n));
    let members: BTreeMap<String, Value> = members.map(|(name, value)| (name, plain(value))).collect();
    json!(members).to_string()
}

fn from_postgres(client: &mut Client, view: &str) -> Rows {
    let rows = client.query(&format!("SELECT row_to_json(v)::text FROM keikaku.{view} AS v"), &[]).expect(view);
    let object = |text: &str| serde_json::from_str::<serde_json::Map<String, Value>>(text).expect("JSON");
    rows.iter().map(|r| row(object(r.get(0)).into_iter())).collect()
}

fn from_sqlite(database: &rusqlite::Connection, view: &str) -> Rows {
    let mut query = database.prepare(&format!("SELECT * FROM {view}")).expect(view);
    let names: Vec<String> = query.column_names().map(ToOwned::to_owned).collect();
    let value = |value: rusqlite::types::Value| match value {
        rusqlite::types::Value::Integer(n) => json!(n),
        rusqlite::types::Value::Real(n) => json!(n),
        rusqlite::types::Value::Text(t) => json!(t),
        _ => Value::Null,
    };
    let rows = query.query_map([], |r| {
        let one = |(at, name): (usize, &String)| Ok((name.clone(), value(r.get(at)?)));
        names.iter().enumerate().map(one).collect::<Result<Vec<_>, rusqlite::Error>>()
    });
    rows.expect("rows").map(|r| row(r.expect("a row").into_iter())).collect()
}

/// What the views must hold, worked out from the records.
fn views(documents: &[Value]) -> Vec<(&'static str, Rows)> {
    let mut views: BTreeMap<&str, Rows> = BTreeMap::new();
    let mut add = |view: &'static str, members: Value| {
        let Value::Object(members) = members else { unreachable!("objects are added") };
        views.entry(view).or_default().insert(row(members.into_iter()));
    };
    for d in documents {
        let (id, plan) = (&d["id"], &d["plan"]["title"]);
        let records = |table: &str| d[table].as_array().expect("a table").clone();
        let mut sums: BTreeMap<(String, String), (i64, f64)> = BTreeMap::new();
        for t in records("targets").iter().filter(|t| t["same_as"].is_null() && t["within_id"].is_null()) {
            let sum = sums.entry((t["fiscal_years"][1].to_string(), t["unit"].to_string())).or_default();
            *sum = (sum.0 + 1, sum.1 + t["value"].as_f64().expect("a number"));
        }
        for ((year, unit), (targets, total)) in sums {
            let (year, unit): (Value, Value) = (parsed(&year), parsed(&unit));
            add(
                "targets_by_year",
                json!({"plan_id": id, "plan": plan, "fiscal_year": year, "unit": unit, "targets": targets, "total": total}),
            );
        }
        let owners: BTreeSet<_> = records("owners").iter().map(|o| [&o["name"], &o["kind"], &o["measure_id"]].map(text)).collect();
        for ([owner, kind], measures) in counts(owners.into_iter().map(|[name, kind, _]| [name, kind])) {
            add("measures_by_owner", json!({"plan_id": id, "plan": plan, "owner": owner, "kind": kind, "measures": measures}));
        }
        let dates: Vec<String> = records("milestones").iter().map(|m| text(&m["date"])).collect();
        let months = dates.iter().filter(|date| date.as_bytes()[4] == b'-' && !date.contains('H')).map(|date| [date[..7].to_owned()]);
        for ([month], milestones) in counts(months) {
            add("milestones_by_month", json!({"plan_id": id, "plan": plan, "month": month, "milestones": milestones}));
        }
        let statuses = records("measures").iter().map(|m| [m["status"].as_str().unwrap_or("none").to_owned()]).collect::<Vec<_>>();
        for ([status], measures) in counts(statuses.into_iter()) {
            add("measures_by_status", json!({"plan_id": id, "plan": plan, "status": status, "measures": measures}));
        }
        let amounts = records("amounts");
        let amount: f64 = amounts.iter().filter_map(|a| a["value"].as_f64()).sum();
        add(
            "plans_side_by_side",
            json!({
                "plan_id": id, "title": plan, "issuer": d["plan"]["issuer"]["name"], "prefecture": d["plan"]["issuer"]["prefecture"],
                "first_fiscal_year": d["plan"]["period"]["first_fiscal_year"], "last_fiscal_year": d["plan"]["period"]["last_fiscal_year"],
                "sections": records("sections").len(), "measures": records("measures").len(), "owners": records("owners").len(),
                "targets": records("targets").iter().filter(|t| t["same_as"].is_null()).count(),
                "milestones": records("milestones").len(),
                "amount": if amounts.is_empty() { Value::Null } else { json!(amount) },
                "doubts": records("diagnostics").iter().filter(|x| x["severity"] != "info").count(),
            }),
        );
    }
    views.into_iter().collect()
}

fn counts<const N: usize>(keys: impl Iterator<Item = [String; N]>) -> BTreeMap<[String; N], u64> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
