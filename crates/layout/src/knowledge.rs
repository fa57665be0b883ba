//! The words and marks that layout knows, from `data/labels.toml`.
use std::sync::LazyLock;

/// The embedded lists.
pub(crate) struct Knowledge {
    badges: Vec<String>,
    bullets: String,
    soft_bullets: String,
    leaders: String,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let table: toml::Table = include_str!("../data/labels.toml").parse().expect("the embedded lists are TOML");
    let string = |key: &str| table.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let badges = table.get("badges").and_then(|v| v.as_array()).map(|a| a.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect());
    Knowledge {
        badges: badges.unwrap_or_default(),
        bullets: string("bullets"),
        soft_bullets: string("soft_bullets"),
        leaders: string("leaders"),
    }
});

/// Whether the text, blanks taken out, is a badge (新規, 拡充, 継続, 再掲 …).
pub(crate) fn is_badge(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    KNOWLEDGE.badges.contains(&bare)
}

/// Whether the character is one that leaders are made of.
pub(crate) fn is_leader(c: char) -> bool {
    KNOWLEDGE.leaders.contains(c)
}

/// How surely a line's beginning marks a new item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(crate) enum Mark {
    /// No mark.
    None,
    /// A number or mark that can also stand inside a sentence.
    Weak,
    /// A mark that only items have.
    Strong,
}

/// Whether a line begins with a number or bullet of a list, not with a bracket.
pub(crate) fn is_item(line: &[char]) -> bool {
    mark(line) == Mark::Strong && !line.first().is_some_and(|c| "〔【≪《＜〈".contains(*c))
}

/// The mark at the beginning of a line.
pub(crate) fn mark(line: &[char]) -> Mark {
    let Some(&first) = line.first() else { return Mark::None };
    let second = line.get(1).copied().unwrap_or(' ');
    // △290,000千円: a minus sign.
    if matches!(first, '△' | '▲') && numeral(second) {
        return Mark::None;
    }
    if matches!(first, '①'..='⑳' | '㉑'..='㊿' | '❶'..='❿' | 'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅻ' | '㋐'..='㋾') || KNOWLEDGE.bullets.contains(first)
    {
        return Mark::Strong;
    }
    if KNOWLEDGE.soft_bullets.contains(first) {
        return Mark::Weak;
    }
    let digits = line.iter().take_while(|c| numeral(**c)).count();
    let after = line.get(digits).copied().unwrap_or(' ');
    if (1..=3).contains(&digits) && matches!(after, '.' | '．' | ' ' | '\u{3000}' | ')' | '）' | '、') {
        return Mark::Weak;
    }
    if matches!(first, '(' | '（') {
        let inner = line[1..].iter().take_while(|c| numeral(**c) || kana_label(**c)).count();
        if (1..=3).contains(&inner) && matches!(line.get(inner + 1), Some(')' | '）')) {
            return Mark::Weak;
        }
    }
    if first == '第' && numeral(second) {
        return Mark::Weak;
    }
    if kana_label(first) && matches!(second, ' ' | '\u{3000}' | '.' | '．' | ')' | '）') {
        return Mark::Weak;
    }
    Mark::None
}

fn numeral(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c)
}

fn kana_label(c: char) -> bool {
    ('ア'..='ン').contains(&c) || c.is_ascii_lowercase() || ('ａ'..='ｚ').contains(&c) || "あいうえお".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        let m = |s: &str| mark(&s.chars().collect::<Vec<_>>());
        assert_eq!(m("①会員の増強"), Mark::Strong);
        assert_eq!(m("・相談会の開催"), Mark::Strong);
        assert_eq!(m("（１）会員増強"), Mark::Weak);
        assert_eq!(m("2023年度に実施"), Mark::None);
        assert_eq!(m("３　計画期間"), Mark::Weak);
        assert_eq!(m("（仮称）みどり野市"), Mark::None);
        assert_eq!(m("△290,000千円の減額"), Mark::None);
        assert_eq!(m("△印の事業"), Mark::Strong);
    }
}
