//! `keikaku validate`, `keikaku schema`, and what other runs of this program start.
use crate::Outcome;
use crate::args::SchemaArgs;
use anyhow::Result;
use keikaku_pipeline::emit;
use std::io::{Read, Write};
use std::path::Path;

/// Checks an output folder; what is wrong goes to stderr, a sentence a line.
pub(crate) fn validate(out: &Path) -> Result<Outcome> {
    let found = emit::validate(out)?;
    found.faults.iter().for_each(|fault| eprintln!("keikaku: {fault}"));
    let looked = format!("{} plan documents and {} table rows", found.documents, found.rows);
    if found.faults.is_empty() {
        eprintln!("{looked} are valid.");
        return Ok(Outcome::Well);
    }
    eprintln!("{looked} were checked; {} faults were found.", found.faults.len());
    Ok(Outcome::Problems)
}

/// Prints a schema or the codebook.
pub(crate) fn schema(args: &SchemaArgs) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    if args.codebook {
        write!(out, "{}", emit::codebook())?;
    } else if args.postgres {
        write!(out, "{}", emit::postgres::postgres_schema())?;
    } else {
        let schema = if args.rows { emit::rows_schema() } else { emit::plan_schema() };
        writeln!(out, "{schema:#}")?;
    }
    out.flush()?;
    Ok(Outcome::Well)
}

/// Converts the files that standard input names.
pub(crate) fn worker() -> Result<Outcome> {
    crate::signals::ignore()?;
    keikaku_pipeline::serve()?;
    Ok(Outcome::Well)
}

/// Reads a PDF on standard input with the second engine; its pages' texts go to stdout as a JSON array.
pub(crate) fn second_reader() -> Result<Outcome> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let texts = keikaku_pipeline::second_reader(&bytes).map_err(anyhow::Error::msg)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{texts}")?;
    out.flush()?;
    Ok(Outcome::Well)
}
