//! Status: 新規, 拡充, 継続, 完了, by badge, by mark in the title, by column or by the heading of the list.
use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::plan::Status;
use serde::Deserialize;

/// The words of `data/status.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusWords {
    pub(crate) new: Vec<String>,
    pub(crate) expanded: Vec<String>,
    pub(crate) continued: Vec<String>,
    pub(crate) completed: Vec<String>,
    /// 事業, 施策: what follows a status word in the heading of a list.
    pub(crate) list_heads: Vec<String>,
    /// 再掲.
    pub(crate) repeat: Vec<String>,
}

/// What a title's marks say, and the title without them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Marked {
    /// The title without the marks.
    pub(crate) title: Text,
    /// Status by mark or badge.
    pub(crate) status: Option<Status>,
    /// Marked 再掲.
    pub(crate) is_repeat: bool,
}

/// Opening and closing brackets of marks.
const BRACKETS: [(char, char); 10] =
    [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('【', '】'), ('〔', '〕'), ('<', '>'), ('＜', '＞'), ('《', '》'), ('〈', '〉')];

impl StatusWords {
    /// The status that a badge, a mark or a cell says as a whole.
    fn word(&self, plain: &str) -> Option<Status> {
        let word = plain.trim_matches(|c: char| !c.is_alphanumeric());
        let groups = [
            (Status::New, &self.new),
            (Status::Expanded, &self.expanded),
            (Status::Continued, &self.continued),
            (Status::Completed, &self.completed),
        ];
        groups.into_iter().find(|(_, words)| words.iter().any(|w| w == word)).map(|(s, _)| s)
    }

    fn is_repeat(&self, plain: &str) -> bool {
        let word = plain.trim_matches(|c: char| !c.is_alphanumeric());
        self.repeat.iter().any(|w| word == w || word.starts_with("再掲"))
    }
}

/// Status and 再掲 of a title with its badges.
pub(crate) fn marked(title: &Text, badges: &[Text], words: &StatusWords) -> Marked {
    let mut out = Marked { title: title.clone(), ..Marked::default() };
    while let Some((rest, status, is_repeat)) = mark_at_end(&out.title, words).or_else(|| mark_at_start(&out.title, words)) {
        out.title = rest;
        out.status = out.status.or(status);
        out.is_repeat |= is_repeat;
    }
    for badge in badges {
        let said = plain(&badge.to_string());
        out.status = out.status.or_else(|| words.word(&said));
        out.is_repeat |= words.is_repeat(&said);
    }
    out
}

/// The status that a cell of a status column says: the first word that is one; `○` columns say nothing here.
pub(crate) fn of_cell(text: &Text, words: &StatusWords) -> (Option<Status>, bool) {
    let whole = plain(&text.to_string());
    let pieces = || whole.split(['・', '/', '、', ',', '\n', '(', ')', '→', ';']);
    let status = words.word(&whole).or_else(|| pieces().find_map(|p| words.word(p)));
    (status, pieces().any(|p| words.is_repeat(p)))
}

/// The status of all that stands under a heading that names a list: `主な継続事業`, `新規事業一覧`.
pub(crate) fn of_list(heading: &str, words: &StatusWords) -> Option<Status> {
    let heading = plain(heading);
    let stem = words.list_heads.iter().filter_map(|h| heading.strip_suffix(h.as_str())).min_by_key(|s| s.len())?;
    let groups = [
        (Status::New, &words.new),
        (Status::Expanded, &words.expanded),
        (Status::Continued, &words.continued),
        (Status::Completed, &words.completed),
    ];
    // A single character ends other words too (更新事業 ends in 新).
    groups.into_iter().find(|(_, list)| list.iter().any(|w| w.chars().count() > 1 && names_status(stem, w))).map(|(s, _)| s)
}

/// Whether a status word stands at the end of the stem with nothing or `主な`, `の` … before it.
fn names_status(stem: &str, word: &str) -> bool {
    stem.strip_suffix(word).is_some_and(|before| {
        before.chars().last().is_none_or(|c| matches!(c, 'な' | 'の' | '・' | '(' | '【' | '「' | ' ') || c.is_ascii_digit())
    })
}

/// A mark in brackets at the end of a title: the rest, its status, whether it is 再掲.
fn mark_at_end(title: &Text, words: &StatusWords) -> Option<(Text, Option<Status>, bool)> {
    let chars = title.chars();
    let end = chars.iter().rposition(|c| !c.is_whitespace() && *c != '。')?;
    let open = BRACKETS.iter().find(|b| chars[end] == b.1)?.0;
    let start = chars[..end].iter().rposition(|c| *c == open)?;
    let (status, is_repeat) = said(&title.slice(start + 1..end), words)?;
    let rest = title.slice(0..start).trimmed();
    (!rest.is_empty()).then_some((rest, status, is_repeat))
}

/// A mark in brackets at the beginning of a title, or a status word set off by a blank.
fn mark_at_start(title: &Text, words: &StatusWords) -> Option<(Text, Option<Status>, bool)> {
    let chars = title.chars();
    let start = chars.iter().position(|c| !c.is_whitespace() && !matches!(c, '★' | '☆' | '●' | '◎'))?;
    let (from, end, after) = match BRACKETS.iter().find(|b| chars[start] == b.0) {
        Some(&(_, close)) => {
            let end = start + chars[start..].iter().position(|c| *c == close)?;
            (start + 1, end, end + 1)
        }
        None => {
            let end = start + chars[start..].iter().position(|c| c.is_whitespace())?;
            (start, end, end)
        }
    };
    let (status, is_repeat) = said(&title.slice(from..end), words)?;
    let rest = title.slice(after..title.len()).trimmed();
    (!rest.is_empty()).then_some((rest, status, is_repeat))
}

/// What a mark says, if it is one: `新規`, `再掲`, `継続・再掲`.
fn said(mark: &Text, words: &StatusWords) -> Option<(Option<Status>, bool)> {
    let whole = plain(&mark.to_string());
    if let Some(status) = words.word(&whole) {
        return Some((Some(status), false));
    }
    if words.is_repeat(&whole) {
        return Some((None, true));
    }
    let mut out = (None, false);
    for piece in whole.split(['・', '/', '、', ',']) {
        match (words.word(piece), words.is_repeat(piece)) {
            (Some(s), _) => out.0 = out.0.or(Some(s)),
            (None, true) => out.1 = true,
            (None, false) => return None,
        }
    }
    (out != (None, false)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        title: String,
        #[serde(default)]
        badges: Vec<String>,
        left: Option<String>,
        status: Option<Status>,
        #[serde(default)]
        repeat: bool,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Word {
        text: String,
        status: Option<Status>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Cases {
        title: Vec<Case>,
        cell: Vec<Word>,
        list: Vec<Word>,
    }

    #[test]
    fn cases() {
        let cases: Cases = toml::from_str(include_str!("../../../tests/suite/facts/status.toml")).expect("the case list parses");
        let words = Lexicon::default().status;
        for c in &cases.title {
            let badges: Vec<Text> = c.badges.iter().map(|b| Text::unplaced(b)).collect();
            let m = marked(&Text::unplaced(&c.title), &badges, &words);
            let left = c.left.as_ref().unwrap_or(&c.title);
            assert_eq!((&m.title.to_string(), m.status, m.is_repeat), (left, c.status, c.repeat), "{}", c.title);
        }
        for c in &cases.cell {
            assert_eq!(of_cell(&Text::unplaced(&c.text), &words).0, c.status, "{}", c.text);
        }
        for c in &cases.list {
            assert_eq!(of_list(&c.text, &words), c.status, "{}", c.text);
        }
    }
}
