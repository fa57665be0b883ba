//! Where `keikaku export --to` goes: a form of files, or a PostgreSQL server. Passwords have no place on a command line, which everyone
//! on the machine can read: they come from the environment, a password file or a file with the URL.
use crate::args::Format;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use keikaku_pipeline::emit::Form;
use keikaku_pipeline::emit::postgres::{Address, holds_password, redacted};
use std::ffi::OsString;

/// The variable with the URL for `--to postgres`.
const URL: &str = "KEIKAKU_DATABASE_URL";

/// What `--to` names.
pub(crate) enum Target {
    /// Files.
    Form(Form),
    /// A database.
    Server(Box<Address>),
}

impl Target {
    /// Reads what stands after `--to`.
    pub(crate) fn parse(to: &str) -> Result<Self> {
        if let Some(file) = to.strip_prefix('@') {
            let text = std::fs::read_to_string(file).with_context(|| format!("the file {file} with the URL can't be read"))?;
            return Self::server(text.trim());
        }
        if to == "postgres" {
            return Self::server(&std::env::var(URL).unwrap_or_else(|_| "postgres://".to_owned()));
        }
        if Address::is_meant(to) {
            return Self::server(to);
        }
        Ok(Self::Form(match Format::from_str(to, false) {
            Ok(Format::Csv) => Form::Csv,
            Ok(Format::Xlsx) => Form::Xlsx,
            Ok(Format::Sqlite) => Form::Sqlite,
            Ok(Format::Parquet) => Form::Parquet,
            Ok(Format::Jsonl) => Form::Jsonl,
            Ok(Format::Json) => bail!("Plan documents are JSON already; export makes jsonl, csv, xlsx, sqlite or parquet of them."),
            Ok(Format::Md) => bail!("Markdown is made from the plan itself: use keikaku convert --formats md."),
            Err(_) => bail!(
                "invalid value '{}' for '--to': it is csv, jsonl, parquet, xlsx, sqlite, postgres, a postgres://… URL, or @FILE with one.",
                redacted(to)
            ),
        }))
    }

    fn server(url: &str) -> Result<Self> {
        Ok(Self::Server(Box::new(Address::parse(url, &|name| std::env::var(name).ok())?)))
    }
}

/// Stops before anything else is done when a URL on the command line holds a password: it can be read there as long as the program
/// runs, and stays in the shell's history. No message repeats it.
pub(crate) fn refuse_passwords(arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let url = |argument: OsString| {
        let text = argument.to_string_lossy().into_owned();
        let text = text.trim_start_matches("--to=").to_owned();
        (text.starts_with("postgres") && holds_password(&text)).then(|| redacted(&text))
    };
    match arguments.filter_map(url).next() {
        Some(told) => bail!(
            "The address {told} holds a password, which others on this machine can read. Leave it out, change it if it matters, and give it by \
             PGPASSWORD, a ~/.pgpass file, --to @FILE with the whole address, or --to postgres with the address in {URL}."
        ),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_do_not_belong_on_a_command_line() {
        let refused = |argument: &str| refuse_passwords(std::iter::once(OsString::from(argument)));
        for argument in ["postgres://a:himitsu@b/c", "--to=postgresql://a:himitsu@b/c", "postgres://b/c?password=himitsu"] {
            let told = refused(argument).expect_err(argument).to_string();
            assert!(!told.contains("himitsu") && told.contains("PGPASSWORD"), "{told}");
        }
        for argument in ["postgres://a@b/c", "postgres:///c?host=/run/x", "--to=postgres://b:5432/c", "a:b@c", "plans"] {
            refused(argument).expect(argument);
        }
    }

    #[test]
    fn a_form_is_told_from_a_server() {
        assert!(matches!(Target::parse("csv"), Ok(Target::Form(Form::Csv))));
        assert!(matches!(Target::parse("postgres://a@b/c"), Ok(Target::Server(_))));
        for to in ["docx", "postgress://a:himitsu@b/c", "CSV"] {
            let told = Target::parse(to).err().expect(to).to_string();
            assert!(told.starts_with("invalid value '") && !told.contains("himitsu"), "{told}");
        }
    }
}
