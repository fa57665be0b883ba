//! The tables as Parquet: the rows of the JSONL, typed and nested as the schema of the rows says.
use crate::export::ExportError;
use crate::schema::rows_schema;
use crate::tables::{TABLES, rows};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{DataType, Field, Fields, Schema};
use keikaku_model::plan::PlanDocument;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Who wrote the files, in their footer.
const CREATED_BY: &str = concat!("keikaku ", env!("CARGO_PKG_VERSION"));

/// The tables while they are being written.
pub(crate) struct ParquetTables {
    out: PathBuf,
    tables: Vec<(Decoder, ArrowWriter<Vec<u8>>)>,
}

impl ParquetTables {
    /// Begins the tables of the folder `out`.
    pub(crate) fn new(out: &Path) -> Result<Self, ExportError> {
        let schema = rows_schema();
        let tables = TABLES.iter().map(|name| begin(&schema, &schema["$defs"]["rows"][name]).map_err(|e| failed(out, name, e)));
        Ok(Self { out: out.to_owned(), tables: tables.collect::<Result<_, _>>()? })
    }

    /// Adds the rows of a plan. The caller gives the plans by id.
    pub(crate) fn add(&mut self, document: &PlanDocument) -> Result<(), ExportError> {
        for ((name, bytes), (decoder, writer)) in TABLES.iter().zip(rows(document)).zip(&mut self.tables) {
            add(decoder, writer, &bytes).map_err(|e| failed(&self.out, name, e))?;
        }
        Ok(())
    }

    /// The bytes of each table.
    pub(crate) fn finish(self) -> Result<Vec<Vec<u8>>, ExportError> {
        let Self { out, tables } = self;
        TABLES.iter().zip(tables).map(|(name, (_, writer))| writer.into_inner().map_err(|e| failed(&out, name, e.into()))).collect()
    }
}

type Fault = Box<dyn std::error::Error>;

fn failed(out: &Path, name: &str, error: Fault) -> ExportError {
    ExportError::Table { path: out.join(format!("{name}.parquet")), message: error.to_string() }
}

fn begin(schema: &Value, row: &Value) -> Result<(Decoder, ArrowWriter<Vec<u8>>), Fault> {
    let arrow = Arc::new(Schema::new(fields(schema, row)));
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).set_created_by(CREATED_BY.to_owned()).build();
    let decoder = ReaderBuilder::new(Arc::clone(&arrow)).build_decoder()?;
    Ok((decoder, ArrowWriter::try_new(Vec::new(), arrow, Some(properties))?))
}

fn add(decoder: &mut Decoder, writer: &mut ArrowWriter<Vec<u8>>, mut bytes: &[u8]) -> Result<(), Fault> {
    loop {
        let read = decoder.decode(bytes)?;
        bytes = &bytes[read..];
        // A decoder stops at the end of a batch.
        if let Some(batch) = decoder.flush()? {
            writer.write(&batch)?;
        }
        if bytes.is_empty() {
            return Ok(());
        }
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
