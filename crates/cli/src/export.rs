//! `keikaku export` and `keikaku search`.
use crate::Outcome;
use crate::args::{ExportArgs, Format, SearchArgs};
use crate::target::Target;
use anyhow::Result;
use keikaku_pipeline::emit::overrides::Reported;
use keikaku_pipeline::emit::{self, Form, Overrides};
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

/// Writes the records of plan documents in another form, or into a database.
pub(crate) fn run(args: &ExportArgs) -> Result<Outcome> {
    let overrides = overrides(args.overrides.as_deref())?;
    match (Target::parse(&args.to)?, &args.out) {
        (Target::Form(_), None) => anyhow::bail!("Where to? Name the output with -o OUT."),
        (Target::Form(_), Some(_)) if args.prune => anyhow::bail!("--prune is for databases: a file or folder is written anew."),
        (Target::Form(form), Some(out)) => {
            let done = emit::export(&args.plans, form, out, &overrides)?;
            tell(&done.overrides, &done.notes);
            eprintln!("{} exported to {}.", counted(done.plans), out.display());
        }
        (Target::Server(_), Some(_)) => anyhow::bail!("-o is for files and folders; --to names the database."),
        (Target::Server(address), None) => {
            let done = emit::postgres::load(&args.plans, &address, args.prune, &overrides)?;
            tell(&done.overrides, &[]);
            eprintln!(
                "{} exported to {address}: {} new or changed, {} rows written, {} removed.",
                counted(done.plans),
                done.changed,
                done.written,
                done.removed
            );
            if args.prune {
                eprintln!("{} removed that are not among them.", counted(usize::try_from(done.pruned).unwrap_or(usize::MAX)));
            }
        }
    }
    Ok(Outcome::Well)
}

/// Tells what became of the overrides, and what the form does not take as it is.
fn tell(overrides: &[Reported], notes: &[String]) {
    overrides.iter().filter_map(Reported::sentence).chain(notes.iter().cloned()).for_each(|note| eprintln!("keikaku: {note}"));
}

fn counted(plans: usize) -> String {
    if plans == 1 { "1 plan".to_owned() } else { format!("{plans} plans") }
}

/// The corrections of `--overrides`, or none.
pub(crate) fn overrides(path: Option<&Path>) -> Result<Overrides> {
    Ok(path.map(Overrides::load).transpose()?.unwrap_or_default())
}

/// Whether a format is made from plan documents, which must be written then.
pub(crate) fn needs_documents(formats: &[Format]) -> bool {
    FORMS.iter().any(|(format, _, _)| formats.contains(format))
}

/// Writes the wanted forms beside the plan documents of a run; of an `unchanged` one, those that are older than its report. Gives what
/// a form does not take as it is, a sentence each.
pub(crate) fn beside(out: &Path, formats: &[Format], unchanged: bool) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    let wanted = FORMS.iter().filter(|(format, _, _)| formats.contains(format));
    for (_, form, name) in wanted.filter(|(_, _, name)| !unchanged || !is_newer(&out.join(name), &out.join("run.json"))) {
        // The documents have their corrections already.
        match emit::export(out, *form, &out.join(name), &Overrides::default()) {
            Ok(done) => notes.extend(done.notes),
            // A run of which every file failed has said so.
            Err(emit::ExportError::Nothing(_)) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(notes)
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
