//! The flat tables in PostgreSQL, in a schema of their own: one transaction a plan, and nothing is written that is there already.
//!
//! Plans go through staging tables of the session, many at a time (`COPY`); from there a function of the session brings one plan's rows
//! up to date. A connection that is lost, or a loader that is killed, leaves each plan as it was or as it is to be.
mod address;
mod ddl;
mod pgpass;
mod staging;
mod tls;

pub use address::{Address, AddressError, holds_password, redacted};
pub use ddl::postgres_schema;

use crate::export::ExportError;
use crate::flat::{flat_rows, flat_tables};
use crate::overrides::{Overrides, Reported};
use crate::plans::Plans;
use crate::sql;
use ddl::NAMESPACE;
use keikaku_model::plan::SCHEMA;
use postgres::error::SqlState;
use postgres::{Client, Transaction};
use staging::Staging;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Keeps two loaders from the same rows: `KEIK` as PostgreSQL's advisory locks count.
pub(super) const LOCK: i64 = 0x4B45_494B;

/// What a load did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// Plan documents that were looked at.
    pub plans: usize,
    /// Those whose rows were not there as they are.
    pub changed: usize,
    /// Rows that were written.
    pub written: u64,
    /// Rows that were removed.
    pub removed: u64,
    /// Plans that were removed, as they are not among these (`prune`).
    pub pruned: u64,
    /// What became of each line of the overrides.
    pub overrides: Vec<Reported>,
}

/// Loads the records of a folder of plan documents, corrected by `overrides`, into a PostgreSQL database; with `prune`, plans that are not among them are removed.
///
/// Every document is checked before anything is written. Each plan is one transaction: its rows are there as before or as in its
/// document. What is there already is not written again.
///
/// # Errors
/// When there is no plan document, one is not valid, an override does not fit, the server can't be reached or does not take the rows, or the database holds a
/// schema `keikaku` of another version or of someone else.
pub fn load(plans: &Path, address: &Address, prune: bool, overrides: &Overrides) -> Result<Loaded, ExportError> {
    let mut plans = Plans::find(plans, overrides)?;
    let mut loader = Loader { client: connect(address)?, address, done: Loaded::default() };
    loader.prepare()?;
    loader.plans(&plans)?;
    if prune {
        loader.prune(&plans)?;
    }
    loader.flush()?;
    Ok(Loaded { overrides: std::mem::take(&mut plans.corrected), ..loader.done })
}

fn connect(address: &Address) -> Result<Client, ExportError> {
    let fail = |message: String| ExportError::Database { address: address.to_string(), message: address.safe(&message) };
    let connector = address.tls.connector().map_err(&fail)?;
    let mut client = address.config.connect(connector).map_err(|e| fail(format!("can't be connected to: {}", said(&e))))?;
    // Each plan's commit need not wait for the disk; the last one does, for all of them (`Loader::flush`).
    // Looking rows up by their keys only (`staging::function`) makes plans look dear, which are not worth being compiled.
    let settings = "SET client_min_messages = warning; SET synchronous_commit = off; SET client_encoding = 'UTF8'; SET jit = off";
    client.batch_execute(settings).map_err(|e| fail(said(&e)))?;
    Ok(client)
}

/// What a server or the way to it says, in one sentence.
fn said(error: &postgres::Error) -> String {
    let Some(db) = error.as_db_error() else { return address::causes(error) };
    let more = [db.detail(), db.hint(), db.where_()];
    more.into_iter().flatten().fold(db.message().to_owned(), |said, more| format!("{said} ({more})"))
}

struct Loader<'a> {
    client: Client,
    address: &'a Address,
    done: Loaded,
}

impl Loader<'_> {
    fn fail(&self, error: &postgres::Error, plan: &str) -> ExportError {
        let mut message = if plan.is_empty() { said(error) } else { format!("{plan}: {}", said(error)) };
        if self.done.changed > 0 {
            message.push_str(&format!(". {} plans were loaded before and are whole; the others are as they were", self.done.changed));
        } else {
            message.push_str(". The records in it are as they were");
        }
        ExportError::Database { address: self.address.to_string(), message: self.address.safe(&message) }
    }

    /// Makes the schema, or sees that the one that is there is ours and of this version, and brings it up to date.
    fn prepare(&mut self) -> Result<(), ExportError> {
        let address = self.address;
        let fail = |e: &postgres::Error| ExportError::Database { address: address.to_string(), message: address.safe(&said(e)) };
        let mut transaction = self.client.transaction().map_err(|e| fail(&e))?;
        let found = state(&mut transaction).map_err(|e| fail(&e))?;
        let place = || PathBuf::from(format!("The schema {NAMESPACE} of {address}"));
        let made = match found {
            State::Absent => ddl::create(),
            State::Foreign => return Err(ExportError::Foreign(place())),
            State::Ours { version, .. } if version != SCHEMA => return Err(ExportError::Version { path: place(), found: version }),
            State::Ours { fields, .. } if fields == ddl::fields() => String::new(),
            State::Ours { .. } => {
                let unknown = unknown_columns(&mut transaction).map_err(|e| fail(&e))?;
                if !unknown.is_empty() {
                    let message = format!(
                        "the schema {NAMESPACE} has fields that this keikaku does not know ({}): use the keikaku that made it, or a later one",
                        unknown.join(", ")
                    );
                    return Err(ExportError::Database { address: address.to_string(), message });
                }
                format!("SET LOCAL search_path = {NAMESPACE};\n{}", ddl::update())
            }
        };
        transaction.batch_execute(&made).and_then(|()| transaction.commit()).map_err(|e| fail(&e))
    }

    fn plans(&mut self, plans: &Plans<'_>) -> Result<(), ExportError> {
        let mut staging = Staging::create(&mut self.client).map_err(|e| self.fail(&e, ""))?;
        plans.each(|document| {
            let name = &document.source.file_name;
            let rows = flat_rows(document);
            staging
                .add(&document.id, name, &rows)
                .map_err(|message| ExportError::Database { address: self.address.to_string(), message: format!("{name}: {message}") })?;
            if staging.is_full() { self.merge(&mut staging) } else { Ok(()) }
        })?;
        self.merge(&mut staging)
    }

    /// Sends what was collected, and brings plan after plan up to date.
    fn merge(&mut self, staging: &mut Staging) -> Result<(), ExportError> {
        let plans = staging.send(&mut self.client).map_err(|e| self.fail(&e, ""))?;
        for (id, name) in plans {
            let (written, removed) = staging::merge(&mut self.client, &id).map_err(|e| self.fail(&e, &name))?;
            self.done.plans += 1;
            self.done.changed += usize::from(written + removed > 0);
            self.done.written += written;
            self.done.removed += removed;
        }
        Ok(())
    }

    /// Removes the plans that are not among these, all in one transaction.
    fn prune(&mut self, plans: &Plans<'_>) -> Result<(), ExportError> {
        let ids: Vec<&str> = plans.ids().collect();
        let mut prune = || {
            let mut transaction = self.client.transaction()?;
            transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
            let (mut pruned, mut removed) = (0, 0);
            for table in flat_tables().iter().rev() {
                let gone = transaction.execute(&format!("DELETE FROM {} WHERE plan_id <> ALL ($1)", of(&table.name)), &[&ids])?;
                removed += gone;
                pruned = gone;
            }
            transaction.commit()?;
            Ok((pruned, removed))
        };
        let (pruned, removed) = prune().map_err(|e: postgres::Error| self.fail(&e, ""))?;
        self.done.pruned = pruned;
        self.done.removed += removed;
        Ok(())
    }

    /// Has everything that was committed put on the server's disk; a transaction without a number would not wait for it.
    fn flush(&mut self) -> Result<(), ExportError> {
        if self.done.written + self.done.removed == 0 {
            return Ok(());
        }
        let flush = "BEGIN; SET LOCAL synchronous_commit = on; SELECT txid_current(); COMMIT";
        self.client.batch_execute(flush).map_err(|e| self.fail(&e, ""))
    }
}

/// A table with its schema.
fn of(table: &str) -> String {
    format!("{NAMESPACE}.{}", sql::name(table))
}

/// What is in a database under our name.
enum State {
    Absent,
    Foreign,
    Ours { version: String, fields: String },
}

/// Waits for other loaders, and looks.
fn state(transaction: &mut Transaction<'_>) -> Result<State, postgres::Error> {
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    let found = transaction.query_one(
        &format!("SELECT to_regnamespace('{NAMESPACE}') IS NOT NULL, to_regclass('{NAMESPACE}.schema_version') IS NOT NULL"),
        &[],
    )?;
    match (found.get(0), found.get(1)) {
        (false, _) => return Ok(State::Absent),
        (_, false) => return Ok(State::Foreign),
        _ => {}
    }
    let mut within = transaction.transaction()?;
    let row = within.query_opt(&format!("SELECT version, fields FROM {NAMESPACE}.schema_version"), &[]);
    Ok(match row {
        Ok(row) => row.map_or(State::Foreign, |row| State::Ours { version: row.get(0), fields: row.get(1) }),
        Err(e) if e.code() == Some(&SqlState::UNDEFINED_COLUMN) => State::Foreign,
        Err(e) => return Err(e),
    })
}

/// The columns of tables of ours that this program does not know.
fn unknown_columns(transaction: &mut Transaction<'_>) -> Result<Vec<String>, postgres::Error> {
    let known: BTreeSet<(&str, &str)> =
        flat_tables().iter().flat_map(|t| t.columns.iter().map(move |c| (t.name.as_str(), c.name.as_str()))).collect();
    let tables: BTreeSet<&str> = known.iter().map(|(table, _)| *table).collect();
    let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = $1 ORDER BY 1, 2";
    let rows = transaction.query(sql, &[&NAMESPACE])?;
    let pairs = rows.iter().map(|row| (row.get::<_, &str>(0), row.get::<_, &str>(1)));
    Ok(pairs.filter(|(t, c)| tables.contains(t) && !known.contains(&(*t, *c))).map(|(t, c)| format!("{t}.{c}")).collect())
}
