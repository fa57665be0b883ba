//! Checks the other forms that stand beside plan documents: that they are whole and hold the records of the documents.
use crate::csv;
use crate::flat::{flat_rows, flat_tables};
use crate::package;
use crate::sqlite;
use crate::tables::{TABLES, rows};
use keikaku_model::plan::{PlanDocument, SCHEMA};
use parquet::file::reader::{FileReader, SerializedFileReader};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What is wrong with `OUT/csv`, `OUT/parquet` and `OUT/plans.sqlite`, where they are there, a sentence each; and the rows looked at.
/// The documents are in the order of their tables.
pub(crate) fn check(out: &Path, documents: &[PlanDocument]) -> (usize, Vec<String>) {
    let mut found = (0, Vec::new());
    for form in ["csv", "parquet"] {
        let folder = out.join(form);
        if folder.is_dir() {
            found.1.extend(hashes(&folder).into_iter().map(|(file, fault)| format!("{form}/{file}: {fault}.")));
        }
    }
    if out.join("csv").is_dir() {
        lines(&out.join("csv"), documents, &mut found);
    }
    if out.join("parquet").is_dir() {
        groups(&out.join("parquet"), documents, &mut found);
    }
    if out.join("plans.sqlite").exists() {
        match database(&out.join("plans.sqlite"), documents) {
            Ok((rows, faults)) => {
                found.0 += rows;
                found.1.extend(faults.into_iter().map(|fault| format!("plans.sqlite: {fault}.")));
            }
            Err(e) => found.1.push(format!("plans.sqlite: it can't be read: {e}.")),
        }
    }
    found
}

/// The files of a package that are not those it describes.
fn hashes(folder: &Path) -> Vec<(String, String)> {
    let description = std::fs::read(folder.join(package::FILE)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let Some(description) = description.filter(|d| d["keikaku"]["schema"] == SCHEMA) else {
        return vec![(package::FILE.to_owned(), format!("it is not there or does not describe records of {SCHEMA}"))];
    };
    let wrong = |resource: &Value| {
        let name = resource["path"].as_str()?;
        let fault = match std::fs::read(folder.join(name)) {
            Ok(bytes) => {
                let sum: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
                let same = resource["hash"] == format!("sha256:{sum}") && resource["bytes"] == bytes.len();
                (!same).then(|| format!("it is not the file that {} describes", package::FILE))?
            }
            Err(e) => format!("it can't be read: {e}"),
        };
        Some((name.to_owned(), fault))
    };
    description["resources"].as_array().into_iter().flatten().filter_map(wrong).collect()
}

/// The lines of a CSV are those of the documents.
fn lines(folder: &Path, documents: &[PlanDocument], found: &mut (usize, Vec<String>)) {
    let mut expected: Vec<String> = flat_tables().iter().map(|t| format!("{}{}", csv::BOM, csv::header(&t.columns))).collect();
    for document in documents {
        for ((table, rows), text) in flat_tables().iter().zip(flat_rows(document)).zip(&mut expected) {
            found.0 += rows.len();
            rows.iter().for_each(|row| text.push_str(&csv::line(&table.columns, row)));
        }
    }
    for (table, expected) in flat_tables().iter().zip(expected) {
        let file = std::fs::read(folder.join(format!("{}.csv", table.name)));
        if file.is_ok_and(|bytes| bytes != expected.as_bytes()) {
            found.1.push(format!("csv/{}.csv: it does not hold what the plan documents do.", table.name));
        }
    }
}

/// A Parquet file can be opened and has as many rows as the documents.
fn groups(folder: &Path, documents: &[PlanDocument], found: &mut (usize, Vec<String>)) {
    let mut expected = [0usize; TABLES.len()];
    for document in documents {
        expected.iter_mut().zip(rows(document)).for_each(|(n, lines)| *n += lines.iter().filter(|b| **b == b'\n').count());
    }
    for (name, expected) in TABLES.iter().zip(expected) {
        let Ok(file) = std::fs::File::open(folder.join(format!("{name}.parquet"))) else { continue };
        match SerializedFileReader::new(file) {
            Ok(reader) => {
                let held = usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default();
                found.0 += held;
                if held != expected {
                    found.1.push(format!("parquet/{name}.parquet: it has {held} rows where the plan documents have {expected}."));
                }
            }
            Err(e) => found.1.push(format!("parquet/{name}.parquet: it can't be read: {e}.")),
        }
    }
}

/// A database is ours, whole, without loose ends, and has as many rows as the documents.
fn database(path: &Path, documents: &[PlanDocument]) -> rusqlite::Result<(usize, Vec<String>)> {
    match sqlite::marks(path) {
        Some((true, sqlite::VERSION)) => {}
        Some((true, version)) => return Ok((0, vec![format!("it is of the schema version keikaku/plan/{version}, not {SCHEMA}")])),
        _ => return Ok((0, vec!["it was not made by keikaku".to_owned()])),
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut faults = Vec::new();
    let whole: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if whole != "ok" {
        faults.push(format!("it is damaged: {whole}"));
    }
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        faults.push("a row refers to one that is not there".to_owned());
    }
    let mut expected = vec![0usize; flat_tables().len()];
    for document in documents {
        expected.iter_mut().zip(flat_rows(document)).for_each(|(n, rows)| *n += rows.len());
    }
    let mut looked = 0;
    for (table, expected) in flat_tables().iter().zip(expected) {
        let held: i64 = connection.query_row(&format!("SELECT count(*) FROM \"{}\"", table.name), [], |row| row.get(0))?;
        let held = usize::try_from(held).unwrap_or_default();
        looked += held;
        if held != expected {
            faults.push(format!("the table {} has {held} rows where the plan documents have {expected}", table.name));
        }
    }
    Ok((looked, faults))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Form, Overrides, export, validate};

    #[test]
    fn what_stands_beside_is_checked() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let out = dir.path();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/samples/1");
        std::fs::create_dir(out.join("plans")).expect("writable");
        for entry in std::fs::read_dir(samples).expect("the samples") {
            let path = entry.expect("an entry").path();
            std::fs::copy(&path, out.join("plans").join(path.file_name().expect("a name"))).expect("writable");
        }
        for (form, name) in [(Form::Csv, "csv"), (Form::Parquet, "parquet"), (Form::Sqlite, "plans.sqlite")] {
            export(out, form, &out.join(name), &Overrides::default()).expect("samples can be exported");
        }
        let faults = || validate(out).expect("there are documents").faults;
        assert_eq!(faults(), Vec::<String>::new());

        let owners = out.join("csv/owners.csv");
        std::fs::write(&owners, std::fs::read(&owners).expect("a table").repeat(2)).expect("writable");
        std::fs::write(out.join("parquet/terms.parquet"), "PAR1").expect("writable");
        let database = Connection::open(out.join("plans.sqlite")).expect("a database");
        database
            .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM sections WHERE id = (SELECT min(section_id) FROM targets)")
            .expect("SQL");
        let told = faults().join("\n");
        for fault in [
            "csv/owners.csv: it is not the file",
            "csv/owners.csv: it does not hold",
            "parquet/terms.parquet: it is not the file",
            "parquet/terms.parquet: it can't be read",
            "plans.sqlite: a row refers",
            "plans.sqlite: the table sections has",
        ] {
            assert!(told.contains(fault), "{fault} in {told}");
        }
        database.pragma_update(None, "user_version", 9).expect("writable");
        assert!(faults().join("\n").contains("plans.sqlite: it is of the schema version keikaku/plan/9"));
    }
}
