//! Lines of keys and values: 「担当：総務部」「・目標：年３回」「【担当課】商工課　【目標】30社」.
use crate::columns::role_of;
use crate::lexicon::Lexicon;
use crate::numbering;
use crate::stream::Line;
use crate::words::{fold, string, without_parentheses};
use keikaku_model::Text;
use keikaku_model::outline::{Part, Role, Scheme};

/// A key before its colon or blank (担当　観光課) is no longer than this, in characters.
const KEY_CHARS: usize = 14;
const OPENING: &str = "【〔［[＜<〈《≪";
const CLOSING: &str = "】〕］]＞>〉》≫";

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    /// What the key says of the value.
    pub role: Role,
    /// The key as printed, without brackets and colon.
    pub key: Text,
    /// The value.
    pub value: Text,
}

impl Keyed {
    /// The part of a measure that it is.
    pub(crate) fn part(self) -> Part {
        Part { role: self.role, header: Some(self.key), text: self.value, is_item: false, shared_with: None }
    }
}

/// Where a key ends and its value begins.
struct Key {
    role: Role,
    /// The key's characters.
    from: usize,
    to: usize,
    /// First character behind the key, its bracket or colon.
    value: usize,
}

/// The keys and values that a line consists of; none where it does not begin with a known key.
pub(crate) fn of(line: &Line, lexicon: &Lexicon) -> Vec<Keyed> {
    let start = line.label.as_ref().filter(|l| l.form.scheme != Scheme::Bracket).map_or(0, |l| l.rest);
    within(&line.text, start, lexicon)
}

/// The same for a text that begins, label included, with a line.
pub(crate) fn of_text(text: &Text, lexicon: &Lexicon) -> Vec<Keyed> {
    let label = numbering::label(text.chars(), lexicon).filter(|l| l.form.scheme != Scheme::Bracket);
    within(text, label.map_or(0, |l| l.rest), lexicon)
}

fn within(text: &Text, start: usize, lexicon: &Lexicon) -> Vec<Keyed> {
    let chars = text.chars();
    let Some(first) = key_at(text, start, true, lexicon) else { return Vec::new() };
    let mut keys = vec![first];
    for at in keys[0].value..chars.len() {
        let last = keys[keys.len() - 1].value;
        let apart = at > last && (chars[at - 1].is_whitespace() || "／/".contains(chars[at - 1]));
        if at < last || !apart && !OPENING.contains(chars[at]) {
            continue;
        }
        keys.extend(key_at(text, at, false, lexicon).filter(|_| at > last));
    }
    let end = |i: usize| keys.get(i + 1).map_or(chars.len(), |next| before_bracket(chars, next.from));
    let keyed = |(i, key): (usize, &Key)| {
        let value = trim_separators(&text.slice(key.value.min(end(i))..end(i)).trimmed());
        Keyed { role: key.role, key: text.slice(key.from..key.to).trimmed(), value }
    };
    let found: Vec<Keyed> = keys.iter().enumerate().map(keyed).collect();
    if found.iter().any(|k| k.value.is_blank()) { Vec::new() } else { found }
}

/// Whether one of the keys says who is in charge.
pub(crate) fn has_owner(keys: &[Keyed]) -> bool {
    keys.iter().any(|k| k.role == Role::Owner)
}

/// Whether a line is nothing but the word for money and a sum of it: 「予算　金1,800,000円（うち補助金900,000円）」.
pub(crate) fn is_sum(line: &Line, lexicon: &Lexicon) -> bool {
    let sum = |k: &Keyed| {
        let value = without_parentheses(&fold(&string(&k.value)));
        let figures = value.trim_start_matches(['金', '約']);
        k.role == Role::Amount && figures.starts_with(|c: char| c.is_ascii_digit()) && figures.ends_with('円')
    };
    let keys = of(line, lexicon);
    !keys.is_empty() && keys.iter().all(sum)
}

fn before_bracket(chars: &[char], from: usize) -> usize {
    if from > 0 && OPENING.contains(chars[from - 1]) { from - 1 } else { from }
}

/// A value without the stroke that sets it apart from the next key.
fn trim_separators(value: &Text) -> Text {
    let chars = value.chars();
    let end = chars.iter().rposition(|c| !c.is_whitespace() && !"／/".contains(*c)).map_or(0, |i| i + 1);
    value.slice(0..end)
}

/// The key that begins at a character: in brackets, before a colon, or (first on its line) before a blank.
fn key_at(text: &Text, at: usize, first: bool, lexicon: &Lexicon) -> Option<Key> {
    let chars = text.chars();
    let bracketed = OPENING.contains(*chars.get(at)?);
    let from = at + usize::from(bracketed);
    let near = || chars.iter().enumerate().skip(from).take(KEY_CHARS);
    let colon = |c: char| matches!(c, ':' | '：');
    let to = if bracketed {
        near().find(|(_, c)| CLOSING.contains(**c))?.0
    } else {
        let ends = |found: Option<(usize, &char)>| found.map(|(i, _)| i);
        ends(near().find(|(_, c)| colon(**c))).or_else(|| ends(near().find(|(_, c)| c.is_whitespace())).filter(|_| first))?
    };
    let value = (to + 1..chars.len()).find(|i| !chars[*i].is_whitespace() && !colon(chars[*i]))?;
    let (role, fit) = role_of(&string(&text.slice(from..to)), lexicon)?;
    let known = fit.0 >= 3 && !matches!(role, Role::Name | Role::Category | Role::Number);
    known.then_some(Key { role, from, to, value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Body;
    use crate::stream::line;
    use crate::testing::para;

    fn read(text: &str) -> String {
        let (lexicon, paragraph) = (Lexicon::default(), para(text));
        let Some(line) = line(&paragraph, &Body::default(), &lexicon) else { return String::new() };
        of(&line, &lexicon).iter().map(|k| format!("{:?} {}={};", k.role, k.key, k.value)).collect()
    }

    #[test]
    fn sums_of_money_are_told_from_headings() {
        let lexicon = Lexicon::default();
        let sum = |text: &str| line(&para(text), &Body::default(), &lexicon).is_some_and(|l| is_sum(&l, &lexicon));
        assert!(
            ["予算　金1,800,000円", "予算額：約1,200千円", "事業費　金９０，０００円（うち町補助金　４０，０００円）"]
                .iter()
                .all(|t| sum(t))
        );
        assert!(["予算　港の整備", "予算の大要", "担当　総務部", "予算"].iter().all(|t| !sum(t)));
    }

    #[test]
    fn lines_of_keys_and_values_are_cut() {
        for (text, expected) in [
            ("担当：総務部", "Owner 担当=総務部;"),
            ("担当課　商工課", "Owner 担当課=商工課;"),
            ("・担当：灯台課", "Owner 担当=灯台課;"),
            ("【担当課】商工課　【目標】講習会 年３回", "Owner 担当課=商工課;Goal 目標=講習会 年３回;"),
            ("【担当】港湾課【目標】30社", "Owner 担当=港湾課;Goal 目標=30社;"),
            ("担当：水産課　／　期間：令和６年度", "Owner 担当=水産課;When 期間=令和６年度;"),
            ("【主な取組】", ""),
            ("港の朝市：毎週", ""),
            ("担当：", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
