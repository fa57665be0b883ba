//! Worker processes: whatever a file does to the process that reads it, it does to a worker and not to the run.
//!
//! The run writes a line of JSON to the worker's standard input for its setup and one for each file; the worker says where in the file
//! it is, and at last what became of it, a line each. A worker serves many files. It ends with the run, however that ends, for then its
//! input ends.
mod lost;
mod message;
mod serve;

pub(crate) use lost::{Cause, Lost};
pub use serve::serve;

use crate::inputs::Input;
use crate::maker::Maker;
use crate::report::FileReport;
use crate::stages::Step;
use message::{Said, Setup, say};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
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
    /// Variables to set for it.
    pub env: Vec<(String, String)>,
    /// The longest time for one file.
    pub timeout: Duration,
    /// The most memory for one file, in MiB of resident memory.
    pub max_memory: u64,
}

/// A worker process.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    input: ChildStdin,
    replies: Receiver<Said>,
    words: Arc<Mutex<VecDeque<String>>>,
    ear: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts a worker that does what `maker` would.
    pub(crate) fn start(isolation: &Isolation, maker: &Maker) -> io::Result<Self> {
        let mut command = Command::new(&isolation.program);
        command
            .args(&isolation.args)
            .envs(isolation.env.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        {
            // Ctrl-C is for the run, which lets its workers finish.
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        let mut child = command.spawn()?;
        let (Some(mut input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(io::Error::other("its pipes are missing"));
        };
        let words = Arc::new(Mutex::new(VecDeque::new()));
        let ear = std::thread::spawn({
            let words = Arc::clone(&words);
            move || hear(errors, &words)
        });
        let replies = listen(output);
        // A worker that is gone already says so when it is asked for its first file.
        let _ = say(&mut input, &Setup::of(maker));
        Ok(Self { child, input, replies, words, ear: Some(ear) })
    }

    /// Lets the worker convert a file. A lost worker is dead.
    pub(crate) fn convert(&mut self, input: &Input, isolation: &Isolation) -> Result<FileReport, Lost> {
        let begun = Instant::now();
        let mut step = None;
        let mut looked = begun;
        let _ = say(&mut self.input, input);
        loop {
            match self.replies.recv_timeout(TICK) {
                Ok(Said::Done(report)) => return Ok(*report),
                Ok(Said::At(now)) => step = Some(now),
                Err(RecvTimeoutError::Disconnected) => return Err(self.lost(None, step)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // A worker that says much is looked at as often as one that says nothing.
            if looked.elapsed() < TICK {
                continue;
            }
            looked = Instant::now();
            if begun.elapsed() >= isolation.timeout {
                return Err(self.lost(Some(Cause::Time), step));
            }
            if self.memory() > isolation.max_memory {
                return Err(self.lost(Some(Cause::Memory), step));
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
    fn lost(&mut self, cause: Option<Cause>, mut step: Option<Step>) -> Lost {
        if cause.is_some() {
            let _ = self.child.kill();
        }
        let ended = self.child.wait();
        if let Some(ear) = self.ear.take() {
            let _ = ear.join();
        }
        // What it had said before it ended counts.
        step = self.replies.try_iter().filter_map(|said| if let Said::At(now) = said { Some(now) } else { None }).last().or(step);
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        Lost { cause: cause.unwrap_or_else(|| ended.map_or_else(Cause::System, Cause::End)), words, step }
    }
}

/// What a worker says, as it comes; what is no message was printed by a library.
fn listen(output: impl Read + Send + 'static) -> Receiver<Said> {
    let (sender, replies) = mpsc::channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        for said in lines.filter_map(|line| serde_json::from_str::<Said>(&line).ok()) {
            if sender.send(said).is_err() {
                break;
            }
        }
    });
    replies
}

/// Keeps the last lines of what a worker prints on stderr.
fn hear(errors: impl Read, words: &Mutex<VecDeque<String>>) {
    for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.push_back(String::from_utf8_lossy(&line).into_owned());
        if words.len() > WORDS {
            words.pop_front();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has nothing in hand.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
