//! Marks that stand in a measure's title: （再掲）, 【新規】.
use crate::keys::{self, Keyed};
use crate::lexicon::Lexicon;
use crate::words::{bare, is_any};
use keikaku_model::Text;
use keikaku_model::outline::Role;

const OPENING: &str = "（([［【〔＜<《≪";
const CLOSING: &str = "）)]］】〕＞>》≫";

/// Takes bracketed badge words off both ends of a title.
pub(crate) fn cut(title: Text, badges: &mut Vec<Text>, lexicon: &Lexicon) -> Text {
    let mut title = title.trimmed();
    loop {
        let Some((rest, mark)) = at_end(&title).or_else(|| at_start(&title)) else { return title };
        if rest.is_blank() || !is_badge(&mark, lexicon) {
            return title;
        }
        badges.push(mark);
        title = rest;
    }
}

fn is_badge(mark: &Text, lexicon: &Lexicon) -> bool {
    let word = bare(&mark.to_string());
    let word = word.trim_matches(['(', ')']);
    word.split(['・', '/', '、']).all(|w| is_any(w, &lexicon.headings.badges))
}

/// The title without a bracket at its end, and what stands in the bracket.
fn at_end(title: &Text) -> Option<(Text, Text)> {
    let chars = title.chars();
    let last = *chars.last()?;
    CLOSING.contains(last).then_some(())?;
    let open = chars.iter().rposition(|c| OPENING.contains(*c))?;
    Some((title.slice(0..open).trimmed(), title.slice(open + 1..chars.len() - 1).trimmed()))
}

/// The title without a bracket at its start, and what stands in the bracket.
fn at_start(title: &Text) -> Option<(Text, Text)> {
    let chars = title.chars();
    OPENING.contains(*chars.first()?).then_some(())?;
    let close = chars.iter().position(|c| CLOSING.contains(*c))?;
    Some((title.slice(close + 1..chars.len()).trimmed(), title.slice(1..close).trimmed()))
}

/// Takes those in charge, in brackets at the end of a title, off it: 「…を整備します。（観光課・建設課）」, 「相談の強化（担当：相談所）」.
pub(crate) fn cut_owner(title: &Text, lexicon: &Lexicon) -> Option<(Text, Text)> {
    let (rest, inside) = at_end(title)?;
    if rest.is_blank() {
        return None;
    }
    if let [Keyed { role: Role::Owner, value, .. }] = keys::of_text(&inside, lexicon).as_slice() {
        return Some((rest, value.clone()));
    }
    let said = inside.to_string();
    let mut names = said.split(['・', '、', '，', '／', '/']).map(str::trim);
    let ends = &lexicon.columns.owner_marks;
    let named = names.all(|n| (2..=OWNER_CHARS).contains(&n.chars().count()) && ends.iter().any(|e| n.ends_with(e.as_str())));
    named.then_some((rest, inside))
}

/// A line's text without what it says of itself at its end: 「朝市の開催【新規】（水産課）」.
#[derive(Debug)]
pub(crate) struct Told {
    /// What is left.
    pub title: Text,
    /// Its badges.
    pub badges: Vec<Text>,
    /// Those in charge.
    pub owner: Option<Text>,
}

impl Told {
    /// Whether the line says anything of itself.
    pub(crate) fn is_any(&self) -> bool {
        self.owner.is_some() || !self.badges.is_empty()
    }
}

/// Takes badges and those in charge off a line's text, whichever stands last.
pub(crate) fn told(text: Text, lexicon: &Lexicon) -> Told {
    let mut badges = Vec::new();
    let title = cut(text, &mut badges, lexicon);
    let Some((title, owner)) = cut_owner(&title, lexicon) else { return Told { title, badges, owner: None } };
    Told { title: cut(title, &mut badges, lexicon), badges, owner: Some(owner) }
}

/// Names of departments are no longer than this, in characters.
const OWNER_CHARS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badge_words_in_brackets_come_off() {
        let lexicon = Lexicon::default();
        for (title, left, marks) in [
            ("港の朝市（再掲）", "港の朝市", 1),
            ("【新規】港の朝市 (再掲)", "港の朝市", 2),
            ("港の朝市（10月）", "港の朝市（10月）", 0),
            ("港の朝市［新規・拡充］", "港の朝市", 1),
            ("（再掲）", "（再掲）", 0),
        ] {
            let mut badges = Vec::new();
            let cut = cut(Text::unplaced(title), &mut badges, &lexicon);
            assert_eq!((cut.to_string().as_str(), badges.len()), (left, marks), "{title}");
        }
    }

    #[test]
    fn what_a_line_says_of_itself_comes_off() {
        let lexicon = Lexicon::default();
        for (line, title, badges, owner) in [
            ("朝市の開催【新規】（水産課）", "朝市の開催", 1, Some("水産課")),
            ("朝市の開催（水産課、観光課）【拡充】", "朝市の開催", 1, Some("水産課、観光課")),
            ("海の相談（担当：漁業・水産部会）", "海の相談", 0, Some("漁業・水産部会")),
            ("海の相談（担当　相談所）", "海の相談", 0, Some("相談所")),
            ("朝市（６月、11月）", "朝市（６月、11月）", 0, None),
        ] {
            let told = told(Text::unplaced(line), &lexicon);
            assert_eq!((told.title.to_string().as_str(), told.badges.len()), (title, badges), "{line}");
            assert_eq!(told.owner.map(|o| o.to_string()).as_deref(), owner, "{line}");
        }
    }
}
