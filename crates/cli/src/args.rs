//! The command line.
use clap::{Parser, Subcommand, ValueEnum};
use keikaku_pipeline::Stage;
use std::ffi::OsString;
use std::path::PathBuf;

/// Turns published Japanese plans (行動計画・事業計画・産業振興計画 …) into records: sections, measures, owners, targets, milestones,
/// each with the place on the page it was read from.
#[derive(Debug, Parser)]
#[command(name = "keikaku", version, max_term_width = 110, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 all well, 1 finished with problems (they stand on stderr), 2 could not run.")]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Convert plans to plan documents and tables.
    Convert(ConvertArgs),
    /// Look at what a stage makes of a file, as JSON or drawn on the page.
    Inspect(InspectArgs),
    /// Write the records of plan documents as CSV, Excel, SQLite, Parquet or JSONL, or into PostgreSQL, without reading any plan again.
    Export(ExportArgs),
    /// Look for a text in a database of `keikaku export`.
    Search(SearchArgs),
    /// Check an output folder against the schema and against itself.
    Validate(ValidateArgs),
    /// Print the JSON Schema of plan documents.
    Schema(SchemaArgs),
    /// Read a PDF on standard input with the second engine and print its pages' texts: what `--cross-check` starts.
    #[command(hide = true)]
    SecondReader,
    /// Convert the files that standard input names, a line of JSON each: what `convert` starts.
    #[command(hide = true)]
    Worker,
}

/// Convert plans to plan documents and tables.
///
/// Writes OUT/plans/<name>.<id>.json, one plan document for each plan; OUT/tables/*.jsonl, the same records as tables;
/// and OUT/run.json, which says what became of each file. One bad file is reported and the rest goes on. A file that an earlier run
/// into the same folder converted is not converted again unless it, the program or the options changed. Records of files that are not
/// among the inputs any more stay until --prune. Files are converted in processes of their own: one that crashes, hangs or outgrows its
/// limits costs its file only. OUT/quarantine/<file>.json says why a file was not converted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  keikaku convert plans -o out                       all .pdf and .txt files in and below plans/
  keikaku convert a.pdf b.txt 'more/**/*.pdf' -o out files and globs
  keikaku convert plans.zip -o out                   the plans in an archive
  find plans -newer old -print0 | keikaku convert - -o out  what another program lists
  keikaku convert plans -o out --formats json,md     plan documents, and the text of each plan as Markdown
  keikaku convert plans -o out --profile towns.toml  with the words of one family of plans

SIGINT (Ctrl-C) and SIGTERM let the files in hand be finished; the same command goes on from there.

Exit codes: 0 all converted, 1 some file failed, a plan has errors among its diagnostics, or the run was stopped, 2 could not run.")]
pub(crate) struct ConvertArgs {
    /// Files, folders (all .pdf, .txt and .zip files in and below them), globs and ZIP archives of plans; @FILE for a list of them, a
    /// line each or with a NUL after each, - for a list on standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<OsString>,
    /// Output folder; made if it is not there.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Files converted at the same time [default: one for each core].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Longest time for one file in seconds; a file that takes longer is tried once more alone, and then put in quarantine.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: u64,
    /// Most memory for one file in MiB, likewise.
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..))]
    pub(crate) max_memory: u64,
    /// Most pages of one file; one with more is put in quarantine. The longest plans and budgets have some 1000 pages, and more than
    /// 2000 go beyond the usual limits on time and memory.
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_pages: u32,
    /// Convert every file again, also those that did not change since the last run.
    #[arg(long)]
    pub(crate) force: bool,
    /// Remove what earlier runs made of files that are not among the inputs any more.
    #[arg(long)]
    pub(crate) prune: bool,
    /// TOML file with words that add to the built-in ones or replace them ([structure] and [facts]).
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,
    /// JSON lines with corrections by hand, applied after recognition at every run: a record or a quote, a field, its right value, who
    /// and why.
    #[arg(long, value_name = "FILE")]
    pub(crate) overrides: Option<PathBuf>,
    /// Read every PDF with a second engine too, in a process of its own, and report pages whose characters differ by more than 5 %.
    #[arg(long)]
    pub(crate) cross_check: bool,
    /// Say nothing but why the run could not be made; run.json says the rest.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// What stderr is for: sentences for a person, or a JSON object a line for a program (start, done, quarantined, stopping, end,
    /// error).
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "quiet")]
    pub(crate) log_format: LogFormat,
    /// What to write.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "json,jsonl")]
    pub(crate) formats: Vec<Format>,
}

/// The form of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Sentences, and a progress bar on a terminal.
    Text,
    /// Events.
    Json,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plan documents, OUT/plans/*.json.
    Json,
    /// Tables, OUT/tables/*.jsonl.
    Jsonl,
    /// Each document's text in reading order, OUT/plans/*.md.
    Md,
    /// Tables for Excel by a double click, OUT/csv/*.csv; plan documents are written too, as for the three below.
    Csv,
    /// A workbook, OUT/plans.xlsx.
    Xlsx,
    /// A database, OUT/plans.sqlite.
    Sqlite,
    /// Typed and nested tables, OUT/parquet/*.parquet.
    Parquet,
}

/// Look at what a stage makes of a file, as JSON or drawn on the page.
///
/// The stages follow each other: read (glyphs, rulings, shapes), layout (lines, blocks, tables, furniture), text (numbers, years,
/// tokens), structure (sections, measures), facts (the records).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  keikaku inspect layout plan.pdf --page 3 | less          the blocks of page 3
  keikaku inspect layout plan.pdf --page 3 --draw p3.png   the same as boxes on the page
  keikaku inspect facts plan.txt | jq .targets             the targets of a text file

Colours of --draw:
  read       glyphs blue, vertical violet, hidden orange; rulings red; shapes green; images and drawings grey
  layout     lines thin blue; paragraphs blue with their order number; tables red, their cells thin, header cells filled;
             groups green; figures brown; badges magenta; furniture orange; hidden grey
  text       numbers red, years and dates green
  structure  sections blue with their depth; measures red with their ordinal; parts by role; figures green; unassigned orange
  facts      sections blue, measures red, statements violet, owners green, targets magenta, milestones brown; diagnostics orange")]
pub(crate) struct InspectArgs {
    /// The stage whose result to show.
    #[arg(value_name = "STAGE")]
    pub(crate) stage: StageName,
    /// A PDF or text file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only what stands on this page, counted from 1.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: Option<u32>,
    /// Draw the page (the first one without --page) with the stage's boxes on it, instead of printing JSON.
    #[arg(short, long, value_name = "PNG")]
    pub(crate) draw: Option<PathBuf>,
    /// TOML file with words that add to the built-in ones or replace them.
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,
}

/// The stages by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageName {
    /// Bytes to pages of glyphs.
    Read,
    /// Pages to a document in reading order.
    Layout,
    /// Paragraphs to numbers, years and tokens.
    Text,
    /// Document to sections and measures.
    Structure,
    /// Outline to records.
    Facts,
}

impl From<StageName> for Stage {
    fn from(name: StageName) -> Self {
        match name {
            StageName::Read => Self::Read,
            StageName::Layout => Self::Layout,
            StageName::Text => Self::Text,
            StageName::Structure => Self::Structure,
            StageName::Facts => Self::Facts,
        }
    }
}

/// Write the records of plan documents as CSV, Excel, SQLite, Parquet or JSONL, or into PostgreSQL, without reading any plan again.
///
/// Every document is checked before anything is written. An output that keikaku made is replaced; anything else in the way is left
/// alone. The same documents give the same bytes. Fields are explained in schemas/CODEBOOK.md.
///
/// In PostgreSQL the tables are in the schema keikaku, which is made where it is not there (schemas/postgres.sql). Each plan is one
/// transaction; rows that are there already are not written again, and plans that are not among these stay unless --prune is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  keikaku export out --to xlsx -o plans.xlsx        a workbook with a sheet a table
  keikaku export out --to csv -o csv                a folder of CSV for Excel, with datapackage.json
  keikaku export out/plans --to sqlite -o p.sqlite  a database with views and a full text
  keikaku export out --to 'postgres://kikaku@db.example/plans?sslmode=verify-full'

A password has no place on the command line: PostgreSQL's is taken from PGPASSWORD, from ~/.pgpass (PGPASSFILE), from --to @FILE with
the whole URL, or from --to postgres with the URL in KEIKAKU_DATABASE_URL. The other PG… variables fill in what a URL leaves out.

Exit codes: 0 exported, 2 could not (nothing was written; in PostgreSQL, each plan is as it was or as it is to be).")]
pub(crate) struct ExportArgs {
    /// Output folder of `keikaku convert`, or its plans/.
    #[arg(value_name = "PLANS_DIR")]
    pub(crate) plans: PathBuf,
    /// csv, jsonl and parquet are folders, xlsx and sqlite files; postgres://… is a database, postgres that of KEIKAKU_DATABASE_URL, and
    /// @FILE one whose URL is in a file.
    #[arg(long, value_name = "FORMAT|URL")]
    pub(crate) to: String,
    /// Where to, for files and folders.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: Option<PathBuf>,
    /// Remove plans from the database that are not among these.
    #[arg(long)]
    pub(crate) prune: bool,
    /// JSON lines with corrections by hand, as for `keikaku convert`; one that does not fit its plan stops the export.
    #[arg(long, value_name = "FILE")]
    pub(crate) overrides: Option<PathBuf>,
}

/// Look for a text in a database of `keikaku export`.
///
/// Prints a line for each record that has all the words: plan, section, page (line for texts), kind, text, id, separated by tabs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  keikaku search plans.sqlite 事業承継")]
pub(crate) struct SearchArgs {
    /// A database of `keikaku export --to sqlite`.
    #[arg(value_name = "DB")]
    pub(crate) database: PathBuf,
    /// Words, all of which must be there.
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Hits to print at most.
    #[arg(short, long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: u32,
}

/// Check an output folder against the schema and against itself.
///
/// Every plan document is checked against the JSON Schema; ids must exist where they are used and parents must stand before their
/// children; coverage must add up; the tables, and OUT/csv, OUT/parquet and OUT/plans.sqlite where they are there, must be whole and hold
/// the same records as the plan documents.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  keikaku validate out

Exit codes: 0 nothing wrong, 1 something is wrong (a sentence each on stderr), 2 there is nothing to check.")]
pub(crate) struct ValidateArgs {
    /// Output folder of `keikaku convert`.
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
}

/// Print the JSON Schema (2020-12) of plan documents.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  keikaku schema > plan.schema.json
  keikaku schema --rows > rows.schema.json
  keikaku schema --codebook > CODEBOOK.md
  keikaku schema --postgres > postgres.sql")]
pub(crate) struct SchemaArgs {
    /// Print the schema of the tables' rows instead.
    #[arg(long)]
    pub(crate) rows: bool,
    /// Print the codebook instead: every table and field in Japanese and English, as Markdown.
    #[arg(long, conflicts_with = "rows")]
    pub(crate) codebook: bool,
    /// Print the tables, keys, comments and views for PostgreSQL instead, as SQL.
    #[arg(long, conflicts_with_all = ["rows", "codebook"])]
    pub(crate) postgres: bool,
}
