//! The tables as Parquet: the rows of the JSONL, typed and nested as the schema of the rows says.
use crate::export::ExportError;
use crate::hashed::Hashed;
use crate::schema::rows_schema;
use crate::tables::{TABLES, rows};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{DataType, Field, Fields, Schema};
use keikaku_model::plan::PlanDocument;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Who wrote the files, in their footer.
const CREATED_BY: &str = concat!("keikaku ", env!("CARGO_PKG_VERSION"));

/// Rows of a row group at most, and its bytes before they are compressed: a reader skips groups by their plans, and a writer holds one
/// of each table.
const GROUP_ROWS: usize = 64 << 10;
const GROUP_BYTES: usize = 8 << 20;

/// The tables while they are being written.
pub(crate) struct ParquetTables {
    out: PathBuf,
    tables: Vec<Table>,
}

/// A table and the rows that do not make a batch yet.
struct Table {
    decoder: Decoder,
    writer: ArrowWriter<Hashed>,
}

impl ParquetTables {
    /// Begins the tables in the folder `out`.
    pub(crate) fn new(out: &Path) -> Result<Self, ExportError> {
        let schema = rows_schema();
        let begin = |name: &&str| {
            let file = Hashed::create(out, &format!("{name}.parquet"))?;
            Table::begin(file, &schema, &schema["$defs"]["rows"][*name]).map_err(|e| failed(out, name, &e))
        };
        let tables = TABLES.iter().map(begin).collect::<Result<_, _>>()?;
        Ok(Self { out: out.to_owned(), tables })
    }

    /// Adds the rows of a plan. The caller gives the plans by id.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        for ((name, bytes), table) in TABLES.iter().zip(rows(document)).zip(&mut self.tables) {
            table.add(&bytes).map_err(|e| failed(&self.out, name, &e))?;
        }
        Ok(())
    }

    /// The files, which have no names yet.
    pub(crate) fn finish(self) -> Result<Vec<Hashed>, ExportError> {
        let Self { out, tables } = self;
        TABLES.iter().zip(tables).map(|(name, table)| table.finish().map_err(|e| failed(&out, name, &e))).collect()
    }
}

type Fault = Box<dyn std::error::Error>;

fn failed(out: &Path, name: &str, error: &Fault) -> ExportError {
    ExportError::Table { path: out.join(format!("{name}.parquet")), message: error.to_string() }
}

impl Table {
    fn begin(file: Hashed, schema: &Value, row: &Value) -> Result<Self, Fault> {
        let arrow = Arc::new(Schema::new(fields(schema, row)));
        // The first column is the plan's id.
        let sorted = SortingColumn { column_idx: 0, descending: false, nulls_first: false };
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(CREATED_BY.to_owned())
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .set_sorting_columns(Some(vec![sorted]))
            .build();
        let decoder = ReaderBuilder::new(Arc::clone(&arrow)).build_decoder()?;
        Ok(Self { decoder, writer: ArrowWriter::try_new(file, arrow, Some(properties))? })
    }

    fn add(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        while !bytes.is_empty() {
            let read = self.decoder.decode(bytes)?;
            bytes = &bytes[read..];
            // A decoder stops where it holds a whole batch.
            if !bytes.is_empty() {
                self.write()?;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Fault> {
        if let Some(batch) = self.decoder.flush()? {
            self.writer.write(&batch)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Hashed, Fault> {
        self.write()?;
        Ok(self.writer.into_inner()?)
    }
}

/// The members of an object; those of all objects of a choice (places in PDFs and in texts).
fn fields(schema: &Value, node: &Value) -> Fields {
    let choices: Vec<&Value> = node["anyOf"].as_array().map_or_else(|| vec![node], |all| all.iter().collect());
    let many = choices.len() > 1;
    let members = choices.iter().flat_map(|one| {
        let required = &one["required"];
        one["properties"].as_object().into_iter().flatten().map(move |(name, member)| {
            let (kind, nullable) = data_type(schema, member);
            let absent = many || !required.as_array().is_some_and(|all| all.iter().any(|r| r == name));
            Field::new(name, kind, nullable || absent)
        })
    });
    members.collect()
}

/// The type of a value and whether it may be null.
fn data_type(schema: &Value, node: &Value) -> (DataType, bool) {
    if let Some(found) = node["$ref"].as_str().and_then(|r| r.strip_prefix('#')).and_then(|pointer| schema.pointer(pointer)) {
        return data_type(schema, found);
    }
    let null = |one: &Value| one["type"] == "null";
    if let Some(choices) = node["anyOf"].as_array() {
        let values: Vec<&Value> = choices.iter().filter(|one| !null(one)).collect();
        return match values[..] {
            [one] => (data_type(schema, one).0, choices.iter().any(null)),
            _ => (DataType::Struct(fields(schema, node)), choices.iter().any(null)),
        };
    }
    let types: Vec<&str> = node["type"]
        .as_str()
        .map_or_else(|| node["type"].as_array().into_iter().flatten().filter_map(Value::as_str).collect(), |one| vec![one]);
    let kind = match types.iter().find(|t| **t != "null").copied() {
        Some("integer") => DataType::Int64,
        Some("number") => DataType::Float64,
        Some("boolean") => DataType::Boolean,
        Some("array") => {
            let (items, nullable) = data_type(schema, &node["items"]);
            DataType::List(Arc::new(Field::new("item", items, nullable)))
        }
        Some("object") => DataType::Struct(fields(schema, node)),
        // Texts, and choices of words.
        _ => DataType::Utf8,
    };
    (kind, types.contains(&"null"))
}
