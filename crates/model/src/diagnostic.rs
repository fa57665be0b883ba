//! What a reader should doubt, as data.
use crate::place::Place;
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the records are as good as without it.
    Info,
    /// Something may be missing or wrong.
    Warning,
    /// Something is missing or wrong.
    Error,
}

/// Something odd about a document, with a stable code and a message a person can act on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable kebab-case code, e.g. `page-without-text`.
    pub code: String,
    /// A sentence: what was seen, what it means, what to do.
    pub message: String,
    /// Where; empty where it concerns the whole document.
    pub spans: Place,
}

/// The codes of what is left out of a file because it would cost more than a plan may; the limits stand in `read`.
pub mod limit {
    /// A stream that expands to too many bytes.
    pub const STREAM: &str = "stream-too-large";
    /// Arrays or dictionaries too deep within one another.
    pub const NESTING: &str = "nesting-too-deep";
    /// A page of too many glyphs or drawings.
    pub const DENSITY: &str = "page-too-dense";
    /// A page of too many points.
    pub const SIZE: &str = "page-too-large";
    /// Forms that draw themselves.
    pub const FORMS: &str = "form-recursion";
    /// All of them.
    pub const ALL: [&str; 5] = [STREAM, NESTING, DENSITY, SIZE, FORMS];
}

impl Diagnostic {
    /// A diagnostic without a place.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self { severity, code: code.to_owned(), message: message.into(), spans: Place::default() }
    }

    /// The same diagnostic at `place`.
    pub fn at(mut self, place: Place) -> Self {
        self.spans = place;
        self
    }
}

/// A stage's result and what was odd on the way to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What was odd, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A result without diagnostics.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the diagnostics to the end of `sink` and returns the value.
    pub fn unpack(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_readme_explains_every_limit() {
        let readme = include_str!("../../../README.md");
        super::limit::ALL.iter().for_each(|code| assert!(readme.contains(&format!("`{code}`")), "{code}"));
    }
}
