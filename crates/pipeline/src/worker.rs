//! Worker processes: whatever a file does to the process that reads it, it does to a worker and not to the run.
//!
//! The run writes a line of JSON to the worker's standard input for its setup and one for each file; the worker answers each file with
//! a line. A worker serves many files. It ends with the run, however that ends, for then its input ends.
use crate::convert::Formats;
use crate::cross_check::SecondReader;
use crate::inputs::Input;
use crate::lanes::STACK;
use crate::maker::Maker;
use crate::profile::Profile;
use crate::report::FileReport;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often a working process is looked at: short beside the time in which it could fill the memory of a machine.
const TICK: Duration = Duration::from_millis(20);

/// How many of its last lines on stderr a lost worker leaves: a panic with its cause.
const WORDS: usize = 10;

/// A worker that holds more than this share of its limit after a file makes way for a fresh one: what it holds is no fault of the next file.
const WORN: u64 = 2;

/// How to start workers, and what one file may cost them.
#[derive(Debug, Clone)]
pub struct Isolation {
    /// The program, usually the running one; it must call [`serve`].
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// The longest time for one file.
    pub timeout: Duration,
    /// The most memory for one file, in MiB of resident memory.
    pub max_memory: u64,
}

/// What a worker is told before its first file.
#[derive(Debug, Serialize, Deserialize)]
struct Setup {
    out: OsString,
    plans: OsString,
    profile: Option<(OsString, String)>,
    formats: Formats,
    cross_check: Option<SecondReader>,
}

/// Does a worker's work: converts the files that standard input names until it ends.
///
/// # Errors
/// When it is told something that is no job.
pub fn serve() -> io::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let Some(setup) = lines.next().transpose()? else { return Ok(()) };
    let setup: Setup = serde_json::from_str(&setup)?;
    let profile = setup.profile.map(|(path, text)| Profile::parse(&text, path.as_ref()));
    let maker = Maker {
        out: setup.out.into(),
        plans: setup.plans.into(),
        profile: profile.transpose().map_err(io::Error::other)?.unwrap_or_default(),
        formats: setup.formats,
        cross_check: setup.cross_check,
    };
    let (sender, inputs) = mpsc::channel::<Input>();
    // This thread goes on listening: when the run is gone, so is the worker, in the middle of a file too.
    std::thread::Builder::new().stack_size(STACK).spawn(move || {
        for input in inputs {
            let mut out = io::stdout().lock();
            if out.write_all(&keikaku_emit::json::line(&maker.file(&input))).and_then(|()| out.flush()).is_err() {
                return;
            }
        }
    })?;
    for line in lines {
        if sender.send(serde_json::from_str(&line?)?).is_err() {
            break;
        }
    }
    Ok(())
}

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
}

impl Lost {
    /// Stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self.cause {
            Cause::Time => "worker-timeout",
            Cause::Memory => "worker-memory",
            Cause::End(_) => "worker-aborted",
            Cause::System(_) => "worker-unavailable",
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

/// A worker process.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    input: ChildStdin,
    replies: Receiver<FileReport>,
    words: Arc<Mutex<VecDeque<String>>>,
    ear: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts a worker that does what `maker` would.
    pub(crate) fn start(isolation: &Isolation, maker: &Maker) -> io::Result<Self> {
        let mut command = Command::new(&isolation.program);
        command.args(&isolation.args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            // Ctrl-C is for the run, which lets its workers finish.
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        let mut child = command.spawn()?;
        let (Some(mut input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(io::Error::other("its pipes are missing"));
        };
        let (sender, replies) = mpsc::channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            // What is no report was printed by a library.
            let reports = lines.filter_map(|line| serde_json::from_str::<FileReport>(&line).ok());
            for report in reports {
                if sender.send(report).is_err() {
                    break;
                }
            }
        });
        let words = Arc::new(Mutex::new(VecDeque::new()));
        let heard = Arc::clone(&words);
        let ear = std::thread::spawn(move || {
            for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.push_back(String::from_utf8_lossy(&line).into_owned());
                if heard.len() > WORDS {
                    heard.pop_front();
                }
            }
        });
        let setup = Setup {
            out: maker.out.clone().into(),
            plans: maker.plans.clone().into(),
            profile: maker.profile.source.clone(),
            formats: maker.formats,
            cross_check: maker.cross_check.clone(),
        };
        // A worker that is gone already says so when it is asked for its first file.
        let _ = input.write_all(&keikaku_emit::json::line(&setup));
        Ok(Self { child, input, replies, words, ear: Some(ear) })
    }

    /// Lets the worker convert a file. A lost worker is dead.
    pub(crate) fn convert(&mut self, input: &Input, isolation: &Isolation) -> Result<FileReport, Lost> {
        let begun = Instant::now();
        let _ = self.input.write_all(&keikaku_emit::json::line(input)).and_then(|()| self.input.flush());
        loop {
            match self.replies.recv_timeout(TICK) {
                Ok(report) => return Ok(report),
                Err(RecvTimeoutError::Disconnected) => return Err(self.lost(None)),
                Err(RecvTimeoutError::Timeout) if begun.elapsed() >= isolation.timeout => return Err(self.lost(Some(Cause::Time))),
                Err(RecvTimeoutError::Timeout) if self.memory() > isolation.max_memory => return Err(self.lost(Some(Cause::Memory))),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Whether it holds so much memory that a fresh one is better for the next file.
    pub(crate) fn is_worn(&self, isolation: &Isolation) -> bool {
        self.memory() > isolation.max_memory / WORN
    }

    /// Resident memory in MiB; 0 where the system does not say.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
        line.and_then(|l| l.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok()).map_or(0, |kib| kib >> 10)
    }

    /// Ends it and takes its last words.
    fn lost(&mut self, cause: Option<Cause>) -> Lost {
        if cause.is_some() {
            let _ = self.child.kill();
        }
        let ended = self.child.wait();
        if let Some(ear) = self.ear.take() {
            let _ = ear.join();
        }
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        Lost { cause: cause.unwrap_or_else(|| ended.map_or_else(Cause::System, Cause::End)), words }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has nothing in hand.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
