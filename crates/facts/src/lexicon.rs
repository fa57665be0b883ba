//! The words that facts are told by: `data/*.toml`, one file a rule, with a profile's `[facts.<file>]` added.
use serde::de::DeserializeOwned;

/// The words of the crate, from its data files and a profile. One field for each file of `data/`.
#[derive(Debug, Clone)]
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

impl Default for Lexicon {
    fn default() -> Self {
        Self::with(&toml::Table::new()).expect("the embedded words parse: a test loads them")
    }
}

impl Lexicon {
    /// The embedded words with those of a profile's `[facts.<file>]` tables: a list is added to ours, anything else takes its place.
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn with(profile: &toml::Table) -> Result<Self, LexiconError> {
        let _facts = section(profile)?;
        Ok(Self {})
    }
}

/// The profile's `[facts]` table, empty where there is none.
fn section(profile: &toml::Table) -> Result<toml::Table, LexiconError> {
    match profile.get("facts") {
        None => Ok(toml::Table::new()),
        Some(toml::Value::Table(t)) => Ok(t.clone()),
        Some(other) => Err(LexiconError(format!("profile: [facts] must be a table, but is a {}", other.type_str()))),
    }
}

/// One data file with what the profile says of it.
#[expect(dead_code, reason = "the first data file calls it")]
fn words<T: DeserializeOwned>(name: &str, embedded: &str, profile: &toml::Table) -> Result<T, LexiconError> {
    let mut table: toml::Table = embedded.parse().map_err(|e| LexiconError(format!("data/{name}.toml: {e}")))?;
    match profile.get(name) {
        None => {}
        Some(toml::Value::Table(t)) => merge(&mut table, t),
        Some(other) => return Err(LexiconError(format!("profile: [facts.{name}] must be a table, but is a {}", other.type_str()))),
    }
    table.try_into().map_err(|e: toml::de::Error| LexiconError(format!("profile: [facts.{name}]: {}", e.message())))
}

/// Lists grow, tables are merged key by key, anything else is replaced.
fn merge(base: &mut toml::Table, over: &toml::Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Array(a)), toml::Value::Array(b)) => a.extend(b.iter().cloned()),
            (Some(toml::Value::Table(a)), toml::Value::Table(b)) => merge(a, b),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}
