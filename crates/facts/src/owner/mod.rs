//! Owners: who is in charge (担当・所管), from columns and from the text.
mod inline;
mod split;
mod words;

pub(crate) use inline::{inline, when};
pub(crate) use words::OwnerWords;

use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Part, Role};
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

/// The owners in the owner cells of a measure. The lines of a cell are read together, since a narrow cell wraps long names; under a header
/// like 支部名 or 課名 the cells leave out what the header says.
pub(crate) fn of_parts(parts: &[Part], names: &Names, words: &OwnerWords) -> Vec<FoundOwner> {
    let cells: Vec<&Part> = parts.iter().filter(|p| p.role == Role::Owner).collect();
    let mut found: Vec<FoundOwner> = Vec::new();
    for column in cells.chunk_by(|a, b| a.header == b.header) {
        let header = column[0].header.as_ref().map(|h| plain(&h.to_string())).unwrap_or_default();
        let end = header.strip_suffix('名').and_then(|h| words.fragment_at_end(h));
        for mut owner in owners(&Text::joined(column.iter().map(|p| &p.text), "\n"), names, words) {
            if let Some(end) = end.filter(|_| !owner.is_known) {
                owner.name.push_str(end);
                let kind = words.kind(&owner.name);
                (owner.is_known, owner.kind) = (kind.is_some(), kind.unwrap_or(owner.kind));
            }
            if found.iter().all(|f| f.name != owner.name) {
                found.push(owner);
            }
        }
    }
    found
}

/// The owners in the text of a column or a line that names them; several lines or cells are separated by `\n`.
pub(crate) fn owners(text: &Text, names: &Names, words: &OwnerWords) -> Vec<FoundOwner> {
    let mut found: Vec<FoundOwner> = Vec::new();
    for (quote, name) in split::names(&inline::undated(text), names, words) {
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
    use crate::suite::{assert_all, cases};

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

    #[test]
    fn a_header_completes_its_names() {
        let part = |header: &str, text: &str| Part {
            role: Role::Owner,
            header: Some(Text::unplaced(header)),
            text: Text::unplaced(text),
            is_item: false,
            shared_with: None,
        };
        let run = |parts: &[Part]| {
            let found = of_parts(parts, &Names::default(), &Lexicon::default().owners);
            found.into_iter().map(|o| (o.name, o.kind)).collect::<Vec<_>>()
        };
        assert_eq!(run(&[part("支部名", "北")]), [("北支部".to_owned(), OwnerKind::Branch)]);
        assert_eq!(run(&[part("担当", "企画"), part("担当", "調整課")]), [("企画調整課".to_owned(), OwnerKind::Department)]);
        assert_eq!(run(&[part("担当課名", "企画")]), [("企画課".to_owned(), OwnerKind::Department)]);
    }

    #[test]
    fn every_case_of_the_list_holds() {
        let lexicon = Lexicon::default();
        let cases: Vec<Case> = cases(include_str!("../../../../tests/suite/facts/owner.toml"));
        let result = |c: Case| {
            let found = owners(&Text::unplaced(&c.text), &Names::of(&c.names), &lexicon.owners);
            let kinds: Vec<OwnerKind> = if c.kinds.is_empty() { Vec::new() } else { found.iter().map(|o| o.kind).collect() };
            (c.text, (c.owners, c.kinds), (found.into_iter().map(|o| o.name).collect(), kinds))
        };
        assert_all(cases.into_iter().map(result).collect());
    }
}
