//! `keikaku export` and `keikaku search`.
use crate::Outcome;
use crate::args::{ExportArgs, Format, SearchArgs};
use anyhow::Result;
use keikaku_pipeline::emit::{self, Form};
use std::io::Write;
use std::path::Path;

/// Characters of a hit that are shown.
const SHOWN: usize = 80;

/// The forms that are made from plan documents, with their place in an output folder.
const FORMS: [(Format, Form, &str); 4] = [
    (Format::Csv, Form::Csv, "csv"),
    (Format::Xlsx, Form::Xlsx, "plans.xlsx"),
    (Format::Sqlite, Form::Sqlite, "plans.sqlite"),
    (Format::Parquet, Form::Parquet, "parquet"),
];

/// Writes the records of plan documents in another form.
pub(crate) fn run(args: &ExportArgs) -> Result<Outcome> {
    let form = match args.to {
        Format::Csv => Form::Csv,
        Format::Xlsx => Form::Xlsx,
        Format::Sqlite => Form::Sqlite,
        Format::Parquet => Form::Parquet,
        Format::Jsonl => Form::Jsonl,
        Format::Json => anyhow::bail!("Plan documents are JSON already; export makes jsonl, csv, xlsx, sqlite or parquet of them."),
        Format::Md => anyhow::bail!("Markdown is made from the plan itself: use keikaku convert --formats md."),
    };
    let done = emit::export(&args.plans, form, &args.out)?;
    eprintln!(
        "{} exported to {}.",
        if done.plans == 1 {
            "1 plan".to_owned()
        } else {
            format!("{} plans", done.plans)
        },
        args.out.display()
    );
    Ok(Outcome::Well)
}

/// Whether a format is made from plan documents, which must be written then.
pub(crate) fn needs_documents(formats: &[Format]) -> bool {
    FORMS.iter().any(|(format, _, _)| formats.contains(format))
}

/// Writes the wanted forms beside the plan documents of a run; of an `unchanged` one, those that are older than its report.
pub(crate) fn beside(out: &Path, formats: &[Format], unchanged: bool) -> Result<()> {
    let wanted = FORMS.iter().filter(|(format, _, _)| formats.contains(format));
    for (_, form, name) in wanted.filter(|(_, _, name)| !unchanged || !is_newer(&out.join(name), &out.join("run.json"))) {
        match emit::export(out, *form, &out.join(name)) {
            // A run of which every file failed has said so.
            Ok(_) | Err(emit::ExportError::Nothing(_)) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

/// Whether a file or folder was written after another.
fn is_newer(path: &Path, than: &Path) -> bool {
    let written = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    matches!((written(path), written(than)), (Some(path), Some(than)) if path >= than)
}

/// Prints the records whose text has what is looked for: plan, section, page, and the text.
pub(crate) fn search(args: &SearchArgs) -> Result<Outcome> {
    let hits = emit::search(&args.database, &args.query.join(" "), args.limit)?;
    let mut out = std::io::stdout().lock();
    for hit in &hits {
        let place = match (hit.page, hit.line) {
            (Some(page), _) => format!("p. {page}"),
            (None, Some(line)) => format!("l. {line}"),
            (None, None) => String::new(),
        };
        let (section, text) = (hit.section.as_deref().unwrap_or_default(), short(&hit.text));
        writeln!(out, "{}\t{section}\t{place}\t{}\t{text}\t{}", hit.plan, hit.kind, hit.record_id)?;
    }
    out.flush()?;
    if hits.is_empty() {
        eprintln!("Nothing was found.");
    }
    Ok(Outcome::Well)
}

/// The beginning of a text on one line.
fn short(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    if text.chars().count() > SHOWN { line + "…" } else { line }
}
