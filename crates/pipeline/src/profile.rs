//! A profile: words and settings for one family of plans, from a TOML file.
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Tables of a profile, each read by the stage of its name.
const STAGES: [&str; 2] = ["structure", "facts"];

/// How many hex digits of a profile's hash stand in a plan document: enough to tell profiles of one maker apart.
const HASH_DIGITS: usize = 12;

/// The words that the stages work with: the embedded ones, or those with a profile's over them.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// `<name>@<first digits of its SHA-256>`; `None` for the embedded words alone.
    pub name: Option<String>,
    /// The file it was read from and its text, for another process to read it again.
    pub(crate) source: Option<(OsString, String)>,
    /// What headings, labels and columns are told by.
    pub structure: keikaku_structure::Lexicon,
    /// What facts are told by.
    pub facts: keikaku_facts::Lexicon,
}

/// What is wrong with a profile.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file can't be read.
    #[error("The profile {} can't be read: {source}.", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("The profile {} is not TOML: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line and column and what was expected.
        message: String,
    },
    /// A key that no stage reads.
    #[error("The profile {} has a key `{key}` that nothing reads; a profile has `name` and the tables [structure] and [facts].", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A key with a value of another type.
    #[error("In the profile {}, `{key}` must be {expected}.", path.display())]
    Type {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A stage does not take what its table says.
    #[error("In the profile {}, [{stage}]: {message}", path.display())]
    Stage {
        /// The file.
        path: PathBuf,
        /// The table.
        stage: &'static str,
        /// What the stage said.
        message: String,
    },
}

impl Profile {
    /// Reads a profile from a TOML file.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(path).map_err(|source| ProfileError::Read { path: path.to_owned(), source })?;
        Self::parse(&text, path)
    }

    /// Reads a profile from the text of the file at `path`.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ProfileError> {
        let table: toml::Table =
            text.parse().map_err(|e: toml::de::Error| ProfileError::Syntax { path: path.to_owned(), message: e.to_string() })?;
        if let Some(key) = table.keys().find(|k| *k != "name" && !STAGES.contains(&k.as_str())) {
            return Err(ProfileError::Unknown { path: path.to_owned(), key: key.clone() });
        }
        let stage_error = |stage, message| ProfileError::Stage { path: path.to_owned(), stage, message };
        for stage in STAGES {
            is_table(&table, stage, path)?;
        }
        let structure = keikaku_structure::Lexicon::with(&table).map_err(|e| stage_error("structure", e.to_string()))?;
        let facts = keikaku_facts::Lexicon::with(&table).map_err(|e| stage_error("facts", e.to_string()))?;
        let source = Some((path.as_os_str().to_owned(), text.to_owned()));
        Ok(Self { name: Some(format!("{}@{}", name(&table, path)?, hash(text))), source, structure, facts })
    }
}

/// Whether what the profile says of a stage, if anything, is a table.
fn is_table(table: &toml::Table, stage: &str, path: &Path) -> Result<(), ProfileError> {
    match table.get(stage) {
        None | Some(toml::Value::Table(_)) => Ok(()),
        Some(_) => Err(ProfileError::Type { path: path.to_owned(), key: stage.to_owned(), expected: "a table" }),
    }
}

/// The profile's own name, or its file's.
fn name(table: &toml::Table, path: &Path) -> Result<String, ProfileError> {
    match table.get("name") {
        None => Ok(path.file_stem().map_or_else(|| "profile".to_owned(), |s| s.to_string_lossy().into_owned())),
        Some(toml::Value::String(name)) => Ok(name.clone()),
        Some(_) => Err(ProfileError::Type { path: path.to_owned(), key: "name".to_owned(), expected: "a text in quotes" }),
    }
}

/// The first digits of the text's SHA-256.
fn hash(text: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hex, "{byte:02x}").expect("a String takes any text");
    }
    hex.truncate(HASH_DIGITS);
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Profile::parse(text, Path::new("a.toml")).expect_err("a wrong profile").to_string()
    }

    #[test]
    fn a_profile_is_named_by_itself_or_its_file() {
        let named = Profile::parse("name = \"towns\"\n[structure]\n[facts]\n", Path::new("a.toml")).expect("a profile");
        assert!(named.name.expect("a name").starts_with("towns@"));
        let unnamed = Profile::parse("", Path::new("dir/a.toml")).expect("a profile");
        assert_eq!(unnamed.name.expect("a name").len(), "a@".len() + HASH_DIGITS);
    }

    #[test]
    fn what_a_stage_reads_reaches_it() {
        assert!(error("[structure.colours]\nowner = []").contains("colours"));
        assert!(error("[facts.keywords]\nmust = 1").contains("keywords"));
    }

    #[test]
    fn what_nothing_reads_is_said() {
        assert!(error("[layout]").contains("`layout`"));
        assert!(error("structure = 1").contains("must be a table"));
        assert!(error("name = 1").contains("must be a text"));
        assert!(error("[structure").contains("is not TOML"));
    }
}
