//! The program `keikaku`: command line in, exit code out. Data goes to stdout or the output folder, messages to stderr.
mod args;
mod convert;
mod draw;
mod export;
mod inspect;
mod named;
mod output;
mod signals;
mod target;
mod watch;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// A document is hundreds of thousands of small lists and strings: with the system's allocator they are a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before clap, which repeats in its messages what it does not understand.
    let result = target::refuse_passwords(std::env::args_os()).and_then(|()| match Args::parse().command {
        Command::Convert(args) => convert::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Search(args) => export::search(&args),
        Command::Validate(args) => output::validate(&args.out),
        Command::Schema(args) => output::schema(&args),
        Command::Worker => output::worker(),
        Command::SecondReader => output::second_reader(),
    });
    match result {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keikaku: {}", told_once(&error));
            ExitCode::from(2)
        }
    }
}

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All well.
    Well,
    /// Finished, with problems it has told about.
    Problems,
    /// Could not run, and has told why.
    Unable,
}

impl Outcome {
    /// The program's exit code.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Problems => 1,
            Self::Unable => 2,
        }
    }
}

/// The error and its causes, each said once: some errors name their cause in their own sentence.
pub(crate) fn told_once(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        _ if said.contains(&cause) => said,
        _ => format!("{said}: {cause}"),
    })
}

/// Whoever reads our stdout has seen enough (`keikaku inspect … | head`): no error of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
