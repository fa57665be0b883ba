//! Owners that stand in the text itself: `（担当　総務部）`, `〔総務委員会〕`, `担当：総務課`.
use super::{FoundOwner, Names, OwnerWords, owners};
use crate::plain::plain;
use keikaku_model::Text;

/// A text without the owners that stood in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inline {
    /// What is left.
    pub(crate) text: Text,
    /// The owners.
    pub(crate) owners: Vec<FoundOwner>,
}

/// Opening brackets with their closing ones; in the second kind a name stands for an owner without 担当 before it.
const BRACKETS: [(char, char, bool); 6] =
    [('（', '）', false), ('(', ')', false), ('【', '】', true), ('［', '］', true), ('[', ']', true), ('〔', '〕', true)];

/// The owners at the end of a title or statement, or in a line that only names them; `None` where there are none.
pub(crate) fn inline(text: &Text, names: &Names, words: &OwnerWords) -> Option<Inline> {
    line(text, names, words).or_else(|| bracket(text, names, words))
}

/// `担当：総務課`, `【担当課】総務課`: the whole text.
fn line(text: &Text, names: &Names, words: &OwnerWords) -> Option<Inline> {
    let whole = plain(&text.to_string());
    let bare = whole.trim_start_matches(['【', '[', '(', '〔', '<', '《', '■', '◆', '○', '●', '・', '※', '*']);
    let keyword = words.keywords.iter().filter(|k| bare.starts_with(k.as_str())).max_by_key(|k| k.len())?;
    let rest = &bare[keyword.len()..];
    if !rest.starts_with([':', '】', ']', ')', '〕', '>', '》']) || rest.contains('。') {
        return None;
    }
    let start = text.chars().iter().position(|c| !matches!(c, '・' | '※' | '*' | '○' | '●') && !c.is_whitespace())?;
    let found = owners(&text.slice(start..text.len()), names, words);
    all_known(&found).then(|| Inline { text: Text::new(), owners: found })
}

/// `…の開催（担当：総務課）`, `…の開催〔総務委員会〕`: a bracket at the end.
fn bracket(text: &Text, names: &Names, words: &OwnerWords) -> Option<Inline> {
    let chars = text.chars();
    let end = chars.iter().rposition(|c| !c.is_whitespace() && *c != '。')?;
    let &(open, close, is_owner) = BRACKETS.iter().find(|b| chars.get(end) == Some(&b.1))?;
    let start = chars[..end].iter().rposition(|c| *c == open || *c == close).filter(|&s| chars[s] == open)?;
    let content = text.slice(start + 1..end);
    let said = plain(&content.to_string());
    let has_keyword = words.keywords.iter().any(|k| said.starts_with(k.as_str()) && said.len() > k.len());
    if start == 0 || !(has_keyword || is_owner) {
        return None;
    }
    let found = owners(&content, names, words);
    let is_office = |o: &FoundOwner| words.is_office(&o.name) || names.has(&o.name);
    let good = if has_keyword { all_known(&found) } else { !found.is_empty() && found.iter().all(is_office) };
    good.then(|| {
        let mut rest = text.slice(0..start).trimmed();
        rest.push_text(&text.slice(end + 1..text.len()).trimmed());
        Inline { text: rest, owners: found }
    })
}

/// Characters of the words that say when, before who: ８月, １月～３月, 上期, 四半期ごと, ７月開講.
const WHEN: &str = "0123456789０１２３４５６７８９年度月日上中下旬期半四毎随時通初末頃ごとから～〜-－・、,，開講催全回";

/// What stands in a bracket without the dates at its beginning: 〔８月　政策委員会〕.
pub(super) fn undated(content: &Text) -> Text {
    let chars = content.chars();
    let mut start = 0;
    while let Some(blank) = chars[start..].iter().position(|c| c.is_whitespace()).map(|n| start + n) {
        let is_when = chars[start..blank].iter().all(|c| WHEN.contains(*c));
        if !is_when {
            break;
        }
        start = blank + chars[blank..].iter().take_while(|c| c.is_whitespace()).count();
    }
    content.slice(start..content.len())
}

/// The dates at the beginning of what names an owner.
pub(crate) fn when(content: &Text) -> Text {
    content.slice(0..content.len() - undated(content).len()).trimmed()
}

fn all_known(found: &[FoundOwner]) -> bool {
    !found.is_empty() && found.iter().all(|o| o.is_known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    fn run(text: &str) -> Option<(String, Vec<String>)> {
        let found = inline(&Text::unplaced(text), &Names::default(), &Lexicon::default().owners)?;
        Some((found.text.to_string(), found.owners.into_iter().map(|o| o.name).collect()))
    }

    #[test]
    fn owners_at_the_end() {
        let one = |t: &str, o: &[&str]| Some((t.to_owned(), o.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()));
        assert_eq!(run("創業塾の開催（担当　総務部）"), one("創業塾の開催", &["総務部"]));
        assert_eq!(run("創業塾の開催〔総務委員会〕"), one("創業塾の開催", &["総務委員会"]));
        assert_eq!(run("創業塾の開催〔８月　総務委員会〕"), one("創業塾の開催", &["総務委員会"]));
        assert_eq!(run("創業塾の開催〔１月～３月　　青年部・女性会〕"), one("創業塾の開催", &["青年部", "女性会"]));
        assert_eq!(run("要望書の提出〔５月・１０月〕"), None);
        assert_eq!(run("創業塾を開催する（担当：総務課、商工課）。"), one("創業塾を開催する。", &["総務課", "商工課"]));
        assert_eq!(run("担当：総務課・商工課"), one("", &["総務課", "商工課"]));
        assert_eq!(run("【担当課】総務課"), one("", &["総務課"]));
        assert_eq!(run("創業塾の開催（年３回）"), None);
        assert_eq!(run("創業塾の開催（商工課）"), None);
        assert_eq!(run("【総務委員会】"), None);
        assert_eq!(run("担当者の育成"), None);
    }
}
