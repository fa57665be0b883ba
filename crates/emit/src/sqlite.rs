//! The flat tables as one SQLite database with keys, indexes, views and a full text that finds any three characters.
use crate::export::ExportError;
use crate::file::{EmitError, Scratch};
use crate::flat::{Cell, Column, Flat, Kind, flat_rows, flat_tables};
use crate::sql;
use keikaku_model::plan::PlanDocument;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};
use std::path::{Path, PathBuf};

/// Marks a database as ours: `KEIK`.
const APPLICATION: i32 = 0x4B45_494B;

/// The schema version of the records, `keikaku/plan/1`.
pub(crate) const VERSION: i32 = 1;

/// What goes into the full text: the kind, and plan, record, section, page, line and text of each.
const SEARCHED: [(&str, &str); 5] = [
    ("section", "SELECT plan_id, id, id, page, line, title || CASE WHEN text <> '' THEN char(10) || text ELSE '' END FROM sections"),
    ("measure", "SELECT plan_id, id, section_id, page, line, title FROM measures"),
    ("statement", "SELECT s.plan_id, s.id, m.section_id, s.page, s.line, s.text FROM statements s JOIN measures m ON m.id = s.measure_id"),
    ("target", "SELECT plan_id, id, section_id, page, line, quote FROM targets"),
    ("term", "SELECT plan_id, id, NULL, page, line, term || coalesce('：' || definition, '') FROM terms"),
];

/// Where each hit of the full text stands.
const SEARCH_PLACES: &str = "CREATE VIEW search_places AS
SELECT f.rowid AS rowid, f.plan_id, p.title AS plan, p.file_name, f.kind, f.record_id, s.title AS section, f.page, f.line, f.text
FROM search f JOIN plans p ON p.plan_id = f.plan_id LEFT JOIN sections s ON s.id = f.section_id;\n";

/// Shorter queries are looked for without the index, which holds three characters at a time.
const TRIGRAM: usize = 3;

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self {
            Self::Empty => Value::Null,
            Self::Text(text) => return Ok(text.as_str().into()),
            Self::List(texts) if texts.is_empty() => Value::Null,
            Self::List(texts) => Value::Text(Self::joined(texts)),
            Self::Integer(n) => Value::Integer(*n),
            Self::Real(n) => Value::Real(*n),
            Self::Boolean(b) => Value::Integer(i64::from(*b)),
        }))
    }
}

/// A database that is being filled; it takes its name only by [`Database::keep`].
pub(crate) struct Database {
    out: PathBuf,
    path: PathBuf,
    connection: Connection,
    _scratch: Scratch,
}

impl Database {
    /// Begins a database that will be `out`.
    pub(crate) fn create(out: &Path) -> Result<Self, ExportError> {
        let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let scratch = Scratch::create(folder)?;
        let path = scratch.path().join("plans.sqlite");
        let fail = |e: rusqlite::Error| ExportError::Table { path: out.to_owned(), message: e.to_string() };
        let connection = Connection::open(&path).map_err(fail)?;
        connection.execute_batch(&schema()).map_err(fail)?;
        Ok(Self { out: out.to_owned(), path, connection, _scratch: scratch })
    }

    /// Adds a plan, whole or not at all.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        let path = self.out.clone();
        let name = &document.source.file_name;
        self.insert(document).map_err(|e| ExportError::Table { path, message: format!("{name}: {e}") })
    }

    fn insert(&mut self, document: &PlanDocument) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for (table, rows) in flat_tables().iter().zip(flat_rows(document)) {
            let places = vec!["?"; table.columns.len()].join(", ");
            let mut insert = transaction.prepare(&format!("INSERT INTO \"{}\" VALUES ({places})", table.name))?;
            rows.iter().try_for_each(|row| insert.execute(params_from_iter(row)).map(drop))?;
        }
        transaction.commit()
    }

    /// Fills the full text and gives the database its name.
    pub(crate) fn keep(self) -> Result<(), ExportError> {
        let Self { out, path, connection, _scratch } = self;
        let fail = |e: rusqlite::Error| ExportError::Table { path: out.clone(), message: e.to_string() };
        for (kind, select) in SEARCHED {
            let sql =
                format!("INSERT INTO search (kind, plan_id, record_id, section_id, page, line, text) SELECT '{kind}', * FROM ({select})");
            connection.execute_batch(&sql).map_err(fail)?;
        }
        connection.execute_batch("INSERT INTO search (search) VALUES ('optimize'); PRAGMA optimize;").map_err(fail)?;
        connection.close().map_err(|(_, e)| fail(e))?;
        let settled = std::fs::File::open(&path).and_then(|file| file.sync_all()).and_then(|()| std::fs::rename(&path, &out));
        settled.map_err(|source| EmitError::Write { path: out.clone(), source }.into())
    }
}

/// Everything that is made before the first row.
fn schema() -> String {
    let tables: String = flat_tables().iter().map(table).collect();
    let search = "CREATE VIRTUAL TABLE search USING fts5(text, kind UNINDEXED, plan_id UNINDEXED, record_id UNINDEXED, \
                  section_id UNINDEXED, page UNINDEXED, line UNINDEXED, tokenize = 'trigram');\n";
    let pragmas = format!(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA application_id = {APPLICATION}; \
         PRAGMA user_version = {VERSION};\n"
    );
    let views: String = sql::views().map(|v| format!("CREATE VIEW {} AS -- {}\n{};\n", v.name, v.meaning, v.select)).collect();
    [&pragmas, &tables, search, &views, SEARCH_PLACES].concat()
}

fn table(table: &Flat) -> String {
    let columns: Vec<String> = table.columns.iter().map(|c| column(table, c)).collect();
    let key = sql::names(sql::key(&table.name).iter().copied());
    let mut made = format!("CREATE TABLE \"{}\" (\n{},\n  PRIMARY KEY ({key})\n) STRICT;\n", table.name, columns.join(",\n"));
    for column in sql::indexed(table) {
        made.push_str(&format!("CREATE INDEX \"{0}_{1}\" ON \"{0}\" (\"{1}\");\n", table.name, column.name));
    }
    made
}

fn column(table: &Flat, column: &Column) -> String {
    let kind = match column.kind {
        Kind::Integer | Kind::Boolean => "INTEGER",
        Kind::Real => "REAL",
        Kind::Text | Kind::List | Kind::Json => "TEXT",
    };
    let mut made = format!("  \"{}\" {kind}", column.name);
    // An empty list is null here, as the texts of a list share a cell.
    if column.required && !matches!(column.kind, Kind::List | Kind::Json) {
        made.push_str(" NOT NULL");
    }
    if column.kind == Kind::Boolean {
        made.push_str(&format!(" CHECK (\"{}\" IN (0, 1))", column.name));
    }
    if column.kind == Kind::Text && !column.words.is_empty() {
        let words: Vec<String> = column.words.iter().map(|w| sql::text(w)).collect();
        made.push_str(&format!(" CHECK (\"{}\" IN ({}))", column.name, words.join(", ")));
    }
    if let Some((to, key)) = sql::reference(&table.name, &column.name) {
        made.push_str(&format!(" REFERENCES \"{to}\" ({key}) DEFERRABLE INITIALLY DEFERRED"));
    }
    made
}

/// What a database says it is: whether it is ours, and its schema version.
pub(crate) fn marks(path: &Path) -> Option<(bool, i32)> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).ok();
    Some((number("application_id")? == APPLICATION, number("user_version")?))
}

/// A record whose text has what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// `section`, `measure`, `statement`, `target` or `term`.
    pub kind: String,
    /// The record.
    pub record_id: String,
    /// The plan's title, or its file name where it has none.
    pub plan: String,
    /// The section it stands in.
    pub section: Option<String>,
    /// 1-based page, for PDFs.
    pub page: Option<i64>,
    /// 1-based line, for texts.
    pub line: Option<i64>,
    /// Its text.
    pub text: String,
}

/// Looks for a text in a database of `keikaku export`, best hits first; the query is words, all of which must be there.
///
/// # Errors
/// When the file is no such database, or one of another schema version.
pub fn search(path: &Path, query: &str, limit: u32) -> Result<Vec<Hit>, ExportError> {
    if !path.is_file() {
        return Err(ExportError::Missing(path.to_owned()));
    }
    match marks(path) {
        Some((true, VERSION)) => {}
        Some((true, version)) => return Err(ExportError::Version { path: path.to_owned(), found: format!("keikaku/plan/{version}") }),
        _ => return Err(ExportError::Foreign(path.to_owned())),
    }
    hits(path, query, limit).map_err(|e| ExportError::Table { path: path.to_owned(), message: e.to_string() })
}

fn hits(path: &Path, query: &str, limit: u32) -> rusqlite::Result<Vec<Hit>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let words: Vec<&str> = query.split_whitespace().collect();
    let (condition, order, values): (String, &str, Vec<String>) = if words.iter().all(|w| w.chars().count() >= TRIGRAM) && !words.is_empty()
    {
        let phrases: Vec<String> = words.iter().map(|w| format!("\"{}\"", w.replace('"', "\"\""))).collect();
        ("search MATCH ?".to_owned(), "rank, rowid", vec![phrases.join(" AND ")])
    } else {
        let escaped = |w: &&str| format!("%{}%", w.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let conditions = vec!["text LIKE ? ESCAPE '\\'"; words.len().max(1)].join(" AND ");
        let values = if words.is_empty() { vec![String::new()] } else { words.iter().map(escaped).collect() };
        (conditions, "rowid", values)
    };
    let found = format!("SELECT rowid FROM search WHERE {condition} ORDER BY {order} LIMIT {limit}");
    let rows: Vec<i64> = connection.prepare(&found)?.query_map(params_from_iter(&values), |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut place = connection.prepare(
        "SELECT f.kind, f.record_id, coalesce(p.title, p.file_name), s.title, f.page, f.line, f.text FROM search f \
         JOIN plans p ON p.plan_id = f.plan_id LEFT JOIN sections s ON s.id = f.section_id WHERE f.rowid = ?",
    )?;
    let hit = |row: &rusqlite::Row<'_>| {
        Ok(Hit {
            kind: row.get(0)?,
            record_id: row.get(1)?,
            plan: row.get(2)?,
            section: row.get(3)?,
            page: row.get(4)?,
            line: row.get(5)?,
            text: row.get(6)?,
        })
    };
    rows.iter().map(|id| place.query_row([id], hit)).collect()
}
