//! Rows on their way: written as `COPY` takes them, sent to tables of the session, and from there into the plan's own.
use super::{LOCK, of};
use crate::flat::{Cell, Column, Flat, Kind, flat_tables};
use crate::sql;
use postgres::Client;
use std::fmt::Write as _;
use std::io::Write as _;

/// How much is collected before it is sent, in bytes: some hundred plans.
const FULL: usize = 4 << 20;

/// The session's function that brings a plan up to date.
const MERGE: &str = "pg_temp.keikaku_merge";

/// Rows of some plans that were not sent yet.
pub(super) struct Staging {
    /// For each of the flat tables, its rows as text.
    tables: Vec<String>,
    /// Ids and file names.
    plans: Vec<(String, String)>,
}

impl Staging {
    /// Makes the session's tables and function.
    pub(super) fn create(client: &mut Client) -> Result<Self, postgres::Error> {
        let tables: String = flat_tables().iter().map(table).collect();
        client.batch_execute(&(tables + &function()))?;
        Ok(Self { tables: vec![String::new(); flat_tables().len()], plans: Vec::new() })
    }

    /// Adds the rows of a plan.
    pub(super) fn add(&mut self, id: &str, name: &str, rows: &[Vec<Vec<Cell>>]) -> Result<(), String> {
        for (table, (text, rows)) in flat_tables().iter().zip(self.tables.iter_mut().zip(rows)) {
            for row in rows {
                line(text, table, row)?;
            }
        }
        self.plans.push((id.to_owned(), name.to_owned()));
        Ok(())
    }

    /// Whether it is time to send.
    pub(super) fn is_full(&self) -> bool {
        self.tables.iter().map(String::len).sum::<usize>() >= FULL
    }

    /// Replaces what the session's tables hold by what was collected; gives the plans that it is of.
    pub(super) fn send(&mut self, client: &mut Client) -> Result<Vec<(String, String)>, postgres::Error> {
        client.batch_execute(&format!("TRUNCATE {}", flat_tables().iter().map(staged).collect::<Vec<_>>().join(", ")))?;
        for (table, text) in flat_tables().iter().zip(&mut self.tables) {
            if !text.is_empty() {
                let mut copy = client.copy_in(&format!("COPY {} ({}) FROM STDIN", staged(table), columns(table)))?;
                // The client library keeps what the server says until the end.
                let sent = copy.write_all(text.as_bytes());
                copy.finish()?;
                sent.unwrap_or_default();
                text.clear();
            }
        }
        Ok(std::mem::take(&mut self.plans))
    }
}

/// Brings a plan up to date, in one transaction; gives how many rows were written and removed.
pub(super) fn merge(client: &mut Client, plan: &str) -> Result<(u64, u64), postgres::Error> {
    let mut transaction = client.transaction()?;
    let row = transaction.query_one(&format!("SELECT written, removed FROM {MERGE}($1)"), &[&plan])?;
    let number = |at: usize| u64::try_from(row.get::<_, i64>(at)).unwrap_or_default();
    transaction.commit()?;
    Ok((number(0), number(1)))
}

fn staged(table: &Flat) -> String {
    format!("pg_temp.{}", sql::name(&format!("staged_{}", table.name)))
}

fn columns(table: &Flat) -> String {
    sql::names(table.columns.iter().map(|c| c.name.as_str()))
}

/// A table of the session. It takes any row: what is wrong with one is to be said when its plan is loaded.
fn table(table: &Flat) -> String {
    let keys: Vec<&str> = std::iter::once("plan_id").chain(sql::key(&table.name).iter().copied().filter(|k| *k != "plan_id")).collect();
    let name = staged(table);
    format!(
        "CREATE TEMP TABLE {} AS SELECT {} FROM {} WITH NO DATA; CREATE INDEX ON {name} ({});\n",
        sql::name(&format!("staged_{}", table.name)),
        columns(table),
        of(&table.name),
        sql::names(keys)
    )
}

/// The function: what is gone is deleted, what differs updated, what is new inserted; rows that are the same are not touched.
/// Plans are small and tables may be large, so it looks rows up by their keys; of a plan that is not there at all nothing is looked up.
fn function() -> String {
    let statements: String = flat_tables().iter().map(statements).collect();
    format!(
        "CREATE FUNCTION {MERGE}(plan text, OUT written bigint, OUT removed bigint) LANGUAGE plpgsql \
         SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $merge$\n\
         DECLARE n bigint; is_new boolean;\nBEGIN\n  written := 0;\n  removed := 0;\n  PERFORM pg_advisory_xact_lock({LOCK});\n  \
         is_new := NOT EXISTS (SELECT FROM {plans} AS o WHERE o.plan_id = plan);\n{statements}END\n$merge$",
        plans = of("plans"),
    )
}

fn statements(table: &Flat) -> String {
    let (own, staged, columns) = (of(&table.name), staged(table), columns(table));
    let same: Vec<String> = sql::key(&table.name).iter().map(|k| format!("o.{0} = s.{0}", sql::name(k))).collect();
    let same = same.join(" AND ");
    let all = |of: &str| table.columns.iter().map(|c| format!("{of}.{}", sql::name(&c.name))).collect::<Vec<_>>().join(", ");
    let (ours, theirs) = (all("o"), all("s"));
    format!(
        "  IF is_new THEN
  INSERT INTO {own} ({columns}) SELECT {theirs} FROM {staged} AS s WHERE s.plan_id = plan;
  GET DIAGNOSTICS n = ROW_COUNT;
  written := written + n;
  ELSE
  DELETE FROM {own} AS o WHERE o.plan_id = plan AND NOT EXISTS (SELECT FROM {staged} AS s WHERE s.plan_id = plan AND {same});
  GET DIAGNOSTICS n = ROW_COUNT;
  removed := removed + n;
  UPDATE {own} AS o SET ({columns}) = ROW ({theirs}) FROM {staged} AS s
  WHERE s.plan_id = plan AND {same} AND ({ours}) IS DISTINCT FROM ({theirs});
  GET DIAGNOSTICS n = ROW_COUNT;
  written := written + n;
  INSERT INTO {own} ({columns}) SELECT {theirs} FROM {staged} AS s
  WHERE s.plan_id = plan AND NOT EXISTS (SELECT FROM {own} AS o WHERE {same});
  GET DIAGNOSTICS n = ROW_COUNT;
  written := written + n;
  END IF;
"
    )
}

/// A row as a line of `COPY`'s text format.
fn line(out: &mut String, table: &Flat, row: &[Cell]) -> Result<(), String> {
    for (at, (column, cell)) in table.columns.iter().zip(row).enumerate() {
        if at > 0 {
            out.push('\t');
        }
        value(out, column, cell)
            .map_err(|()| format!("a text in {}.{} holds the character U+0000, which PostgreSQL does not take", table.name, column.name))?;
    }
    out.push('\n');
    Ok(())
}

fn value(out: &mut String, column: &Column, cell: &Cell) -> Result<(), ()> {
    match cell {
        // A list of records without any.
        Cell::Empty if column.kind == Kind::Json => out.push_str(if column.required { "[]" } else { "\\N" }),
        Cell::Empty => out.push_str("\\N"),
        Cell::Text(text) => escaped(out, text)?,
        Cell::Integer(n) => write!(out, "{n}").expect("memory"),
        Cell::Real(n) => write!(out, "{n}").expect("memory"),
        Cell::Boolean(b) => out.push(if *b { 't' } else { 'f' }),
        Cell::List(texts) => {
            let quoted = |text: &String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
            escaped(out, &format!("{{{}}}", texts.iter().map(quoted).collect::<Vec<_>>().join(",")))?;
        }
    }
    Ok(())
}

fn escaped(out: &mut String, text: &str) -> Result<(), ()> {
    for c in text.chars() {
        match c {
            '\0' => return Err(()),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_format_stay_signs() {
        let mut out = String::new();
        escaped(&mut out, "1\t2\\N\r\n\u{2028}市").expect("no NUL");
        assert_eq!(out, "1\\t2\\\\N\\r\\n\u{2028}市");
        assert_eq!(escaped(&mut out, "a\0b"), Err(()));
        let table = flat_tables().iter().find(|t| t.name == "targets").expect("a table");
        let column = table.columns.iter().find(|c| c.name == "qualifiers").expect("a column");
        let mut list = String::new();
        value(&mut list, column, &Cell::List(vec!["a\"b".into(), "c\\d".into()])).expect("no NUL");
        assert_eq!(list, "{\"a\\\\\"b\",\"c\\\\\\\\d\"}");
        value(&mut list, column, &Cell::List(vec![])).expect("no NUL");
        assert!(list.ends_with("{}"));
    }
}
