//! Owners: who is in charge (担当・所管), from columns and from the text.
mod inline;
mod split;
mod words;

pub(crate) use inline::{Inline, inline};
pub(crate) use words::OwnerWords;

use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Role};
use keikaku_model::plan::OwnerKind;
use std::collections::BTreeSet;

/// An owner as found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundOwner {
    /// Its name in normal form, without blanks.
    pub(crate) name: String,
    /// What sort of owner.
    pub(crate) kind: OwnerKind,
    /// Whether the kind was told by how the name ends; else it is a guess.
    pub(crate) is_known: bool,
    /// As printed.
    pub(crate) quote: Text,
}

/// The names that a document uses alone: they tell where a list of names is to be cut.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// Whether the document uses the name alone.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Names from a list, for tests.
    #[cfg(test)]
    pub(crate) fn of<S: AsRef<str>>(names: &[S]) -> Self {
        Self(names.iter().map(|n| plain(n.as_ref())).collect())
    }
}

/// The names that stand alone on a line of an owner cell anywhere in the document.
pub(crate) fn names(outline: &Outline, words: &OwnerWords) -> Names {
    let parts = outline.measures.iter().flat_map(|m| &m.parts).filter(|p| p.role == Role::Owner);
    let lines = parts.flat_map(|p| p.text.split(|c| c == '\n' || split::is_separator(c)));
    Names(lines.map(|l| plain(&l.to_string())).filter(|n| !n.contains('・') && words.is_whole(n)).collect())
}

/// The owners in the text of a column or a line that names them; several lines or cells are separated by `\n`.
pub(crate) fn owners(text: &Text, names: &Names, words: &OwnerWords) -> Vec<FoundOwner> {
    let mut found: Vec<FoundOwner> = Vec::new();
    for (quote, name) in split::names(text, names, words) {
        if name.is_empty() || words.none.iter().any(|w| w == &name) || found.iter().any(|f| f.name == name) {
            continue;
        }
        let kind = words.kind(&name);
        found.push(FoundOwner { name, kind: kind.unwrap_or(OwnerKind::External), is_known: kind.is_some(), quote });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        text: String,
        #[serde(default)]
        names: Vec<String>,
        owners: Vec<String>,
        #[serde(default)]
        kinds: Vec<OwnerKind>,
    }

    #[derive(serde::Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[test]
    fn cases() {
        let cases: Cases = toml::from_str(include_str!("../../../../tests/suite/facts/owner.toml")).expect("the case list parses");
        let lexicon = Lexicon::default();
        let wrong: Vec<String> = cases
            .case
            .iter()
            .filter_map(|c| {
                let found = owners(&Text::unplaced(&c.text), &Names::of(&c.names), &lexicon.owners);
                let names: Vec<&str> = found.iter().map(|o| o.name.as_str()).collect();
                let kinds: Vec<OwnerKind> = found.iter().map(|o| o.kind).collect();
                let right = names == c.owners && (c.kinds.is_empty() || kinds == c.kinds);
                (!right).then(|| format!("{:?}: {names:?} {kinds:?}, expected {:?} {:?}", c.text, c.owners, c.kinds))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
