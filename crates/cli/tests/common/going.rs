//! Runs that are not waited for.

/// A run that is not waited for, with its events.
pub(crate) struct Going {
    /// The process.
    pub(crate) child: std::process::Child,
    events: std::io::Lines<std::io::BufReader<std::process::ChildStderr>>,
}

impl Going {
    /// Starts the program with `--log-format json`.
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
        command.args(args).args(["--log-format", "json"]).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let events = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().expect("a pipe")));
        Self { child, events }
    }

    /// The next event, which must be there.
    pub(crate) fn event(&mut self) -> serde_json::Value {
        let line = self.events.next().expect("an event").expect("text");
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{line}: {e}"))
    }

    /// Passes over events up to one of this name.
    pub(crate) fn until(&mut self, name: &str) -> serde_json::Value {
        loop {
            let event = self.event();
            if event["event"] == name {
                return event;
            }
        }
    }

    /// Listens until it says no more.
    pub(crate) fn drain(&mut self) {
        self.events.by_ref().for_each(drop);
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Its worker processes.
    pub(crate) fn workers(&self) -> Vec<u32> {
        workers(self.child.id())
    }
}

/// Sends a signal to a process, which may be gone.
pub(crate) fn signal(process: u32, name: &str) {
    let mut kill = std::process::Command::new("kill");
    let _ = kill.args(["-s", name, &process.to_string()]).stderr(std::process::Stdio::null()).status().expect("kill is installed");
}

/// The processes that a process has started.
pub(crate) fn workers(process: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    children.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()).collect()
}
