//! The words that facts are told by: `data/*.toml`, one file a rule, with a profile's `[facts.<file>]` added.
use crate::amount::AmountWords;
use crate::keyword::KeywordWords;
use crate::metadata::{IssuerWords, PlanWords};
use crate::owner::OwnerWords;
use crate::section::SectionWords;
use crate::status::StatusWords;
use serde::de::DeserializeOwned;

/// The words of the crate, from its data files and a profile. One field for each file of `data/`.
#[derive(Debug, Clone)]
pub struct Lexicon {
    pub(crate) targets: crate::target::TargetWords,
    pub(crate) milestones: crate::milestone::MilestoneWords,
    pub(crate) owners: OwnerWords,
    pub(crate) status: StatusWords,
    pub(crate) amounts: AmountWords,
    pub(crate) plans: PlanWords,
    pub(crate) issuers: IssuerWords,
    pub(crate) keywords: KeywordWords,
    pub(crate) sections: SectionWords,
}

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

/// The data files, by the name that a profile gives them.
const FILES: [&str; 9] = ["owners", "status", "amounts", "plan_kinds", "issuers", "keywords", "sections", "targets", "milestones"];

impl Lexicon {
    /// The embedded words with those of a profile's `[facts.<file>]` tables: a list is added to ours, anything else takes its place.
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn with(profile: &toml::Table) -> Result<Self, LexiconError> {
        let facts = section(profile)?;
        if let Some(key) = facts.keys().find(|k| !FILES.contains(&k.as_str())) {
            return Err(LexiconError(format!("profile: [facts.{key}] is unknown; known are {}", FILES.join(", "))));
        }
        Ok(Self {
            targets: words("targets", include_str!("../data/targets.toml"), &facts)?,
            milestones: words("milestones", include_str!("../data/milestones.toml"), &facts)?,
            owners: words("owners", include_str!("../data/owners.toml"), &facts)?,
            status: words("status", include_str!("../data/status.toml"), &facts)?,
            amounts: words("amounts", include_str!("../data/amounts.toml"), &facts)?,
            plans: words("plan_kinds", include_str!("../data/plan_kinds.toml"), &facts)?,
            issuers: words("issuers", include_str!("../data/issuers.toml"), &facts)?,
            keywords: words("keywords", include_str!("../data/keywords.toml"), &facts)?,
            sections: words("sections", include_str!("../data/sections.toml"), &facts)?,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_adds_words() {
        let profile: toml::Table = "[facts.status]\nnew = [\"新たに\"]\n[facts.keywords]\nmost = 3".parse().expect("toml");
        let lexicon = Lexicon::with(&profile).expect("a good profile");
        assert!(lexicon.status.new.iter().any(|w| w == "新たに") && lexicon.status.new.iter().any(|w| w == "新規"));
        assert_eq!(lexicon.keywords.most, 3);
    }

    #[test]
    fn an_unknown_key_is_an_error() {
        for bad in ["[facts.staus]\nnew = []", "[facts.status]\nnwe = []", "[facts.status]\nnew = 3", "facts = 1"] {
            assert!(Lexicon::with(&bad.parse().expect("toml")).is_err(), "{bad}");
        }
    }
}
