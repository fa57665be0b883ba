//! How far a run is and how fast it goes.
use keikaku_pipeline::report::{FileReport, Status};
use std::time::Instant;

/// How far a run is.
#[derive(Debug)]
pub(super) struct Tally {
    /// All files.
    pub(super) files: usize,
    /// Those that are done, whoever did them.
    pub(super) seen: usize,
    /// Those that this run did.
    made: usize,
    ok: usize,
    warned: usize,
    quarantined: usize,
    /// When the files were known.
    begun: Instant,
}

impl Default for Tally {
    fn default() -> Self {
        Self { files: 0, seen: 0, made: 0, ok: 0, warned: 0, quarantined: 0, begun: Instant::now() }
    }
}

impl Tally {
    /// The files are known.
    pub(super) fn found(&mut self, files: usize, unchanged: usize) {
        *self = Self { files, seen: unchanged, ..Self::default() };
    }

    /// A file is done.
    pub(super) fn done(&mut self, report: &FileReport) {
        self.seen += 1;
        match report.status {
            Status::Ok => self.ok += 1,
            Status::Warned => self.warned += 1,
            Status::Failed => self.quarantined += usize::from(report.why().is_none_or(|code| code.is_quarantined())),
            Status::Skipped => {}
        }
        self.made += usize::from(report.made_with.is_some());
    }

    /// Seconds since the files were known.
    pub(super) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Rate, time left and counts, for a person.
    pub(super) fn pace(&self) -> String {
        let rate = self.made as f64 / self.seconds().max(f64::MIN_POSITIVE);
        let left = if self.made == 0 { "?".to_owned() } else { span(self.files.saturating_sub(self.seen) as f64 / rate) };
        format!("{rate:.1}/s, {left} left; {} ok, {} warned, {} quarantined", self.ok, self.warned, self.quarantined)
    }
}

/// Seconds as a person says them.
fn span(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn spans_are_short() {
        assert_eq!([0.4, 89.0, 90.0, 5399.0, 5400.0, 36_000.0].map(super::span), ["0 s", "89 s", "2 min", "90 min", "1.5 h", "10.0 h"]);
    }
}
