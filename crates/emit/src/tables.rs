//! The same records as tables: one JSONL file a kind, one row a record, each with its `plan_id`.
use crate::file::{self, EmitError, Pending};
use crate::json;
use keikaku_model::page::Source;
use keikaku_model::plan::{Coverage, Generator, Plan, PlanDocument};
use serde::Serialize;
use std::path::Path;

/// The tables, in the order they are listed everywhere.
pub const TABLES: [&str; 12] = [
    "plans",
    "sections",
    "measures",
    "statements",
    "owners",
    "targets",
    "milestones",
    "amounts",
    "cross_references",
    "tables",
    "terms",
    "diagnostics",
];

/// A record with the id of its plan.
#[derive(Serialize)]
struct Row<'a, T: Serialize> {
    plan_id: &'a str,
    #[serde(flatten)]
    record: &'a T,
}

/// The row of the table `plans`: what a plan document holds beside its tables.
#[derive(Serialize)]
struct PlanRow<'a> {
    schema: &'a str,
    source: &'a Source,
    generator: &'a Generator,
    plan: &'a Plan,
    coverage: &'a Coverage,
}

/// The lines of each table for one plan, parallel to [`TABLES`].
pub fn rows(document: &PlanDocument) -> [Vec<u8>; 12] {
    let d = document;
    let plan = PlanRow { schema: &d.schema, source: &d.source, generator: &d.generator, plan: &d.plan, coverage: &d.coverage };
    [
        lines(&d.id, &[plan]),
        lines(&d.id, &d.sections),
        lines(&d.id, &d.measures),
        lines(&d.id, &d.statements),
        lines(&d.id, &d.owners),
        lines(&d.id, &d.targets),
        lines(&d.id, &d.milestones),
        lines(&d.id, &d.amounts),
        lines(&d.id, &d.cross_references),
        lines(&d.id, &d.tables),
        lines(&d.id, &d.terms),
        lines(&d.id, &d.diagnostics),
    ]
}

fn lines<T: Serialize>(plan_id: &str, records: &[T]) -> Vec<u8> {
    records.iter().flat_map(|record| json::line(&Row { plan_id, record })).collect()
}

/// Tables that are being written; they take their names together at the end.
#[derive(Debug)]
pub struct Tables {
    files: Vec<Pending>,
}

impl Tables {
    /// Begins the tables in `folder`, which is made if it is not there.
    pub fn create(folder: &Path) -> Result<Self, EmitError> {
        file::folder(folder)?;
        let files = TABLES.iter().map(|name| Pending::create(&folder.join(format!("{name}.jsonl")))).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// Adds the rows of one plan. The caller gives the plans in order.
    pub fn add(&mut self, document: &PlanDocument) -> Result<(), EmitError> {
        self.append(&rows(document))
    }

    /// Adds what [`rows`] gave of the next plan.
    pub fn append(&mut self, rows: &[Vec<u8>; 12]) -> Result<(), EmitError> {
        self.files.iter_mut().zip(rows).try_for_each(|(file, rows)| file.write(rows))
    }

    /// Gives the tables their names, once all of them are on the disk.
    pub fn keep(mut self) -> Result<(), EmitError> {
        self.files.iter_mut().try_for_each(Pending::settle)?;
        self.files.into_iter().try_for_each(Pending::keep)
    }
}
