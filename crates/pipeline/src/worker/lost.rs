//! Why a worker did not finish a file.
use super::Isolation;
use crate::code::Code;
use crate::stages::Step;
use std::io;
use std::process::ExitStatus;

/// Why a worker did not finish a file.
#[derive(Debug)]
pub(crate) enum Cause {
    /// It took too long.
    Time,
    /// It took too much memory.
    Memory,
    /// It ended by itself.
    End(ExitStatus),
    /// The system did not let it start or listen.
    System(io::Error),
}

/// A worker that was lost over a file.
#[derive(Debug)]
pub(crate) struct Lost {
    /// Why.
    pub(crate) cause: Cause,
    /// Its last lines on stderr.
    pub(crate) words: Vec<String>,
    /// Where in the file it was.
    pub(crate) step: Option<Step>,
}

impl Lost {
    /// Stable code.
    pub(crate) fn code(&self) -> Code {
        match self.cause {
            Cause::Time => Code::WorkerTimeout,
            Cause::Memory => Code::WorkerMemory,
            Cause::End(_) => Code::WorkerAborted,
            Cause::System(_) => Code::WorkerUnavailable,
        }
    }

    /// A sentence for a person.
    pub(crate) fn sentence(&self, isolation: &Isolation) -> String {
        match &self.cause {
            Cause::Time => format!(
                "It was not converted within {} s, also not by itself; raise --timeout if it is a very large plan.",
                isolation.timeout.as_secs_f64()
            ),
            Cause::Memory => format!(
                "It needs more than {} MiB of memory, also by itself; raise --max-memory if it is a very large plan.",
                isolation.max_memory
            ),
            Cause::End(status) => format!("The process that read it ended with {status}, twice. Please report this with the file."),
            Cause::System(e) => format!("No process could be started for it: {e}. Try a smaller --jobs."),
        }
    }
}
