//! Word lists: the TOML files of a stage with what a profile says of them.
//!
//! A profile names the lists as the data files do: `[structure.columns] owner = ["汗をかく人"]` adds to the list `owner` of the file
//! `columns.toml` of the stage `structure`.
use serde::de::DeserializeOwned;

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError(pub String);

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LexiconError {}

/// First entry of a profile's list that is to take the place of ours.
const REPLACE: &str = "!";

/// What a profile says to one stage.
#[derive(Debug, Clone)]
pub struct Words {
    stage: &'static str,
    own: toml::Table,
}

impl Words {
    /// The table of a stage in a whole profile; `files` are the names of its data files.
    ///
    /// # Errors
    /// When the stage's entry is no table or names a file that is not there.
    pub fn of(profile: &toml::Table, stage: &'static str, files: &[&str]) -> Result<Self, LexiconError> {
        let own = match profile.get(stage) {
            None => toml::Table::new(),
            Some(toml::Value::Table(t)) => t.clone(),
            Some(other) => return Err(LexiconError(format!("[{stage}] must be a table, but is a {}", other.type_str()))),
        };
        match own.keys().find(|k| !files.contains(&k.as_str())) {
            Some(key) => Err(LexiconError(format!("[{stage}.{key}] is unknown; known are {}", files.join(", ")))),
            None => Ok(Self { stage, own }),
        }
    }

    /// One data file with what the profile says of it.
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn file<T: DeserializeOwned>(&self, name: &str, embedded: &str) -> Result<T, LexiconError> {
        let stage = self.stage;
        let mut table: toml::Table = embedded.parse().map_err(|e| LexiconError(format!("data/{name}.toml: {e}")))?;
        match self.own.get(name) {
            None => {}
            Some(toml::Value::Table(t)) => merge(&mut table, t),
            Some(other) => return Err(LexiconError(format!("[{stage}.{name}] must be a table, but is a {}", other.type_str()))),
        }
        table.try_into().map_err(|e: toml::de::Error| LexiconError(format!("[{stage}.{name}]: {}", e.message())))
    }
}

/// Lists grow at the front, `"!"` empties them first; tables are merged key by key; anything else is replaced.
fn merge(base: &mut toml::Table, over: &toml::Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Array(have)), toml::Value::Array(more)) => {
                let mut more = more.clone();
                if more.first().and_then(toml::Value::as_str) == Some(REPLACE) {
                    more.remove(0);
                    have.clear();
                }
                more.append(have);
                *have = more;
            }
            (Some(toml::Value::Table(a)), toml::Value::Table(b)) => merge(a, b),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "size = 1\nnames = [\"a\"]\n[inner]\nwords = [\"b\"]";

    fn read(profile: &str) -> Result<toml::Table, LexiconError> {
        Words::of(&profile.parse().expect("toml"), "stage", &["file"])?.file("file", FILE)
    }

    #[test]
    fn lists_grow_or_are_replaced() {
        let added = read("[stage.file]\nsize = 2\nnames = [\"c\"]\n[stage.file.inner]\nwords = [\"!\", \"d\"]").expect("a good profile");
        assert_eq!(added, "size = 2\nnames = [\"c\", \"a\"]\n[inner]\nwords = [\"d\"]".parse().expect("toml"));
        assert_eq!(read("").expect("nothing said"), FILE.parse().expect("toml"));
    }

    #[test]
    fn what_is_no_table_or_unknown_is_said() {
        assert!(read("stage = 1").is_err_and(|e| e.to_string().contains("[stage] must be a table")));
        assert!(read("[stage.colours]").is_err_and(|e| e.to_string().contains("[stage.colours] is unknown")));
        assert!(read("[stage]\nfile = 1").is_err_and(|e| e.to_string().contains("[stage.file] must be a table")));
    }
}
