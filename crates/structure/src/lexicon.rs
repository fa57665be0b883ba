//! The words that headings, labels and table columns are told by.

/// The words of the crate, from its data files and a profile.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError(pub String);

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LexiconError {}

impl Lexicon {
    /// The embedded words with those of a profile's `[structure]` added or put in their place.
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn with(_profile: &toml::Table) -> Result<Self, LexiconError> {
        Ok(Self::default())
    }
}
