//! Rows that wait on the disk until their sheet is written: memory does not grow with the plans.
use crate::flat::Cell;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The rows of one table, a line each.
#[derive(Debug)]
pub(crate) struct Spill {
    path: PathBuf,
    file: BufWriter<File>,
    rows: usize,
}

impl Spill {
    /// Begins a file, which is the caller's to remove.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: BufWriter::new(File::create(path)?), rows: 0 })
    }

    /// Adds a row; a list is not kept.
    pub(crate) fn push(&mut self, row: Vec<Cell>) -> io::Result<()> {
        let values: Vec<Value> = row.into_iter().map(value).collect();
        serde_json::to_writer(&mut self.file, &values)?;
        self.rows += 1;
        self.file.write_all(b"\n")
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Ends the writing.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// The rows, in order.
    pub(crate) fn rows(&self) -> io::Result<impl Iterator<Item = io::Result<Vec<Cell>>>> {
        let row = |line: io::Result<String>| Ok(serde_json::from_str::<Vec<Value>>(&line?)?.into_iter().map(cell).collect());
        Ok(BufReader::new(File::open(&self.path)?).lines().map(row))
    }
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty | Cell::List(_) => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Integer(n) => n.into(),
        Cell::Real(n) => n.into(),
        Cell::Boolean(b) => b.into(),
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::String(text) => Cell::Text(text),
        Value::Bool(b) => Cell::Boolean(b),
        Value::Number(n) => n.as_i64().map_or_else(|| n.as_f64().map_or(Cell::Empty, Cell::Real), Cell::Integer),
        _ => Cell::Empty,
    }
}
