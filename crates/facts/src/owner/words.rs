//! The words of `data/owners.toml`.
use crate::plain::longest_end;
use keikaku_model::plan::OwnerKind;
use serde::Deserialize;

/// All words about owners.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnerWords {
    /// 担当, 所管 …: a name follows.
    pub(crate) keywords: Vec<String>,
    /// Words that stand for nobody.
    pub(crate) none: Vec<String>,
    /// ほか, 等 behind the last name.
    pub(crate) tails: Vec<String>,
    /// Ends of names that are no name by themselves.
    pub(crate) fragments: Vec<String>,
    all: Names,
    suffixes: Suffixes,
    ranks: Ranks,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranks {
    ends: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffixes {
    department: Vec<String>,
    committee: Vec<String>,
    branch: Vec<String>,
    external: Vec<String>,
}

impl OwnerWords {
    /// What sort of owner a name (normal form, without blanks) is; `None` where it ends in no known way.
    pub(crate) fn kind(&self, name: &str) -> Option<OwnerKind> {
        if self.all.names.iter().any(|n| n == name) {
            return Some(OwnerKind::All);
        }
        let bare = without_brackets(name);
        let s = &self.suffixes;
        [
            (OwnerKind::Department, &s.department),
            (OwnerKind::Committee, &s.committee),
            (OwnerKind::Branch, &s.branch),
            (OwnerKind::External, &s.external),
        ]
        .into_iter()
        .filter_map(|(kind, words)| longest_end(&bare, words).map(|w| (w.len(), kind)))
        // Of equal lengths the first kind counts: `max_by_key` takes the last.
        .rev()
        .max_by_key(|(len, _)| *len)
        .map(|(_, kind)| kind)
    }

    /// Whether a name is whole: it ends as owners do and is more than the end alone.
    pub(crate) fn is_whole(&self, name: &str) -> bool {
        !self.is_fragment(name) && self.kind(name).is_some()
    }

    /// Whether it is but the end of a name.
    pub(crate) fn is_fragment(&self, name: &str) -> bool {
        self.fragments.iter().any(|f| f == name)
    }

    /// The end of a name (支部, 課) that a text ends with.
    pub(super) fn fragment_at_end(&self, text: &str) -> Option<&str> {
        longest_end(text, &self.fragments)
            .map(|f| if f.starts_with("担当") { f.trim_start_matches("担当") } else { f })
            .filter(|f| !f.is_empty())
    }

    /// Whether a name ends in 部, 課, 室 … or as a committee or branch: such ends name owners wherever they stand.
    pub(crate) fn is_office(&self, name: &str) -> bool {
        matches!(self.kind(name), Some(OwnerKind::Department | OwnerKind::Committee | OwnerKind::Branch | OwnerKind::All))
            && !self.is_fragment(name)
    }

    /// Whether `inner` is an office inside `outer`: 道路係 of 建設課.
    pub(crate) fn is_inside(&self, inner: &str, outer: &str) -> bool {
        let rank = |name: &str| self.ranks.ends.iter().position(|r| longest_end(name, r).is_some());
        matches!((rank(outer), rank(inner)), (Some(o), Some(i)) if o < i)
    }
}

/// The name without （…） at its end: 総務課(庶務係) is a 課.
fn without_brackets(name: &str) -> String {
    match name.find('(') {
        Some(at) if at > 0 && name.ends_with(')') => name[..at].to_owned(),
        _ => name.to_owned(),
    }
}
