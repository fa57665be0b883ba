//! The characters and words of `data/typed.toml`.
use keikaku_model::Text;
use serde::Deserialize;
use std::sync::LazyLock;

/// The lists.
#[derive(Debug, Deserialize)]
pub(super) struct Marks {
    bullets: String,
    leaders: String,
    pub(super) badges: Vec<String>,
    pub(super) contents: Vec<String>,
    closers: String,
    unit_endings: Vec<String>,
    dangling: String,
    markup: Vec<String>,
    breaking_markup: Vec<String>,
    pub(super) owner_headers: Vec<String>,
    pub(super) goal_headers: Vec<String>,
    committees: Vec<String>,
    conjunctions: Vec<String>,
    frames: String,
    dates: String,
}

pub(super) static MARKS: LazyLock<Marks> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/typed.toml")).expect("data/typed.toml is well-formed"));

impl Marks {
    /// Whether the character opens an item at the head of a line.
    pub(super) fn is_bullet(&self, c: char) -> bool {
        self.bullets.contains(c)
    }

    /// Whether the character may be part of a leader.
    pub(super) fn is_leader(&self, c: char) -> bool {
        self.leaders.contains(c)
    }

    /// Whether a line that ends in the character is at its end.
    pub(super) fn closes(&self, c: char) -> bool {
        self.closers.contains(c)
    }

    /// Whether a line that ends in the character goes on.
    pub(super) fn dangles(&self, c: char) -> bool {
        self.dangling.contains(c)
    }

    /// Whether the text ends as a unit's name does.
    pub(super) fn ends_a_unit(&self, text: &[char]) -> bool {
        self.unit_endings.iter().any(|e| ends_with(text, e))
    }

    /// Whether the text is a date and nothing else: 令和６年３月22日.
    pub(super) fn is_date(&self, text: &[char]) -> bool {
        let counts = text.iter().any(|c| c.is_numeric() || *c == '元');
        counts
            && text.contains(&'年')
            && text.contains(&'月')
            && text.iter().all(|c| c.is_numeric() || c.is_whitespace() || self.dates.contains(*c))
    }

    /// Whether the text begins as a further sentence.
    pub(super) fn adds(&self, text: &[char]) -> bool {
        self.conjunctions.iter().any(|c| starts_with(text, 0, c))
    }

    /// The text between the dashes that frame it, and the dashes; a `- ` before a word is a list mark and no frame.
    pub(super) fn unframed(&self, text: &Text) -> (Text, Text) {
        let is_frame = |c: &char| self.frames.contains(*c) || c.is_whitespace();
        let chars = text.chars();
        let end = chars.iter().rposition(|c| !is_frame(c)).map_or(chars.len(), |i| i + 1);
        let head = chars.iter().take_while(|c| is_frame(c)).count();
        let is_list = chars.first() == Some(&'-') && end == chars.len();
        let start = if head >= end || is_list || chars.get(head).is_some_and(|c| c.is_numeric()) { 0 } else { head };
        let end = if start == 0 && chars.get(end - usize::from(end > 0)).is_some_and(|c| c.is_ascii() || c.is_numeric()) {
            chars.len()
        } else {
            end
        };
        let frame = Text::joined([&text.slice(0..start), &text.slice(end..text.len())], "");
        (text.slice(start..end).trimmed(), frame)
    }

    /// Whether the text ends as a committee's name does.
    pub(super) fn is_committee(&self, text: &[char]) -> bool {
        self.committees.iter().any(|e| ends_with(text, e))
    }

    /// Length of the converter's markup that begins at `i`, and whether it ends a paragraph.
    pub(super) fn markup(&self, text: &[char], i: usize) -> Option<(usize, bool)> {
        let fits = |w: &String| starts_with(text, i, w).then(|| w.chars().count());
        if let Some(length) = self.breaking_markup.iter().find_map(fits) {
            return Some((length, true));
        }
        if let Some(length) = self.markup.iter().find_map(fits) {
            return Some((length, false));
        }
        // <ul style="…"> and other opening tags with attributes.
        let tag = text.get(i) == Some(&'<') && text.get(i + 1).is_some_and(char::is_ascii_lowercase);
        let end = if tag { text.get(i..)?.iter().position(|c| *c == '>')? } else { return None };
        text[i..i + end].iter().all(char::is_ascii).then_some((end + 1, false))
    }
}

/// Whether `word` stands at `i`.
pub(super) fn starts_with(text: &[char], i: usize, word: &str) -> bool {
    let mut at = text.get(i..).unwrap_or_default().iter();
    word.chars().all(|c| at.next() == Some(&c))
}

fn ends_with(text: &[char], word: &str) -> bool {
    text.len().checked_sub(word.chars().count()).is_some_and(|i| starts_with(text, i, word))
}

/// Whether a line begins an item or a numbered heading: a bullet, ①, (1), １．, 第1章, Ⅰ, ア．, 【, ＜.
pub(super) fn opens_item(text: &[char]) -> bool {
    let Some(&first) = text.first() else { return false };
    let second = text.get(1).copied().unwrap_or(' ');
    if MARKS.is_bullet(first) {
        return true;
    }
    match first {
        '①'..='⓿' | '❶'..='➓' | 'Ⅰ'..='ⅿ' => true,
        '【' | '＜' | '〈' | '《' | '≪' | '［' | '〔' => true,
        '-' | '*' | '－' | '–' => second == ' ',
        '第' => text[1..].iter().take(5).position(|c| matches!(c, '章' | '節' | '編' | '部' | '項' | '条')).is_some_and(|n| n > 0),
        '(' | '（' => {
            let inside = text[1..].iter().take(3).take_while(|c| is_ordinal(**c)).count();
            inside > 0 && matches!(text.get(inside + 1), Some(')' | '）'))
        }
        c if c.is_numeric() || c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'ァ'..='ヺ') => {
            let digits = text.iter().take_while(|c| c.is_numeric()).count().max(1);
            let sign = text.get(digits).copied().unwrap_or(' ');
            let after = text.get(digits + 1).copied().unwrap_or(' ');
            digits <= 3 && (matches!(sign, '．' | '）') || matches!(sign, '.' | ')') && !after.is_numeric() || sign == '　')
        }
        _ => false,
    }
}

/// How a line is numbered, so that items of one list can be told from the next heading: bullets by their character, numbers by what
/// stands around them; `None` for a line that opens no item.
pub(super) fn item_class(text: &[char]) -> Option<char> {
    let first = *text.first().filter(|_| opens_item(text))?;
    Some(match first {
        '①'..='⓿' | '❶'..='➓' => '①',
        'Ⅰ'..='ⅿ' => 'Ⅰ',
        '(' | '（' => '(',
        c if c.is_numeric() => '1',
        c if c.is_alphabetic() && c != '第' => 'a',
        c => c,
    })
}

/// A word set wide, its characters apart (方　針, 商 工 会), closed up; other texts as they are.
pub(super) fn closed_up(text: &Text) -> Text {
    let pieces = text.split(char::is_whitespace);
    let single = pieces.iter().filter(|t| !t.is_empty()).all(|t| t.len() == 1 && !t.chars()[0].is_ascii());
    if !single || text.len() < 3 {
        return text.clone();
    }
    let mut out = Text::new();
    pieces.iter().for_each(|t| out.push_text(t));
    out
}

fn is_ordinal(c: char) -> bool {
    c.is_numeric() || matches!(c, 'ア'..='ン' | 'a'..='z' | 'A'..='Z' | '一'..='十')
}
