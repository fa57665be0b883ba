//! The words that facts are told by: `data/*.toml`, one file a rule, with a profile's `[facts.<file>]` added.
use crate::amount::AmountWords;
use crate::keyword::KeywordWords;
use crate::metadata::{IssuerWords, PlanWords};
use crate::owner::OwnerWords;
use crate::reference::ReferenceWords;
use crate::section::SectionWords;
use crate::status::StatusWords;
pub use keikaku_text::LexiconError;
use keikaku_text::Words;

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
    pub(crate) references: ReferenceWords,
    pub(crate) terms: crate::term::TermWords,
    pub(crate) cells: crate::ditto::CellWords,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::with(&toml::Table::new()).expect("the embedded words parse: a test loads them")
    }
}

/// The data files, by the name that a profile gives them.
const FILES: [&str; 12] = [
    "owners",
    "status",
    "amounts",
    "plan_kinds",
    "issuers",
    "keywords",
    "sections",
    "references",
    "terms",
    "cells",
    "targets",
    "milestones",
];

impl Lexicon {
    /// The embedded words with those of a profile's `[facts.<file>]` tables, as
    /// [`keikaku_text::Words`] lays them over.
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn with(profile: &toml::Table) -> Result<Self, LexiconError> {
        let words = Words::of(profile, "facts", &FILES)?;
        Ok(Self {
            targets: words.file("targets", include_str!("../data/targets.toml"))?,
            milestones: words.file("milestones", include_str!("../data/milestones.toml"))?,
            owners: words.file("owners", include_str!("../data/owners.toml"))?,
            status: words.file("status", include_str!("../data/status.toml"))?,
            amounts: words.file("amounts", include_str!("../data/amounts.toml"))?,
            plans: words.file("plan_kinds", include_str!("../data/plan_kinds.toml"))?,
            issuers: words.file("issuers", include_str!("../data/issuers.toml"))?,
            keywords: words.file("keywords", include_str!("../data/keywords.toml"))?,
            sections: words.file("sections", include_str!("../data/sections.toml"))?,
            references: words.file("references", include_str!("../data/references.toml"))?,
            terms: words.file("terms", include_str!("../data/terms.toml"))?,
            cells: words.file("cells", include_str!("../data/cells.toml"))?,
        })
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
