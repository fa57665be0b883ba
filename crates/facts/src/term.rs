//! Glossary terms (用語解説): entries with their definitions, and words marked * in the text.
use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Term};
use serde::Deserialize;

/// The words of `data/terms.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermWords {
    glossaries: Vec<String>,
    defines: Vec<String>,
}

/// A single mark can be a sign of multiplication or a note; from this many on they mark terms.
const LEAST_MARKS: usize = 2;

/// Shortest and longest term in characters: longer runs are sentences without kana.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=30;

/// The entries of the glossary, then the marked words that have none, each once, in reading order.
pub(crate) fn terms(outline: &Outline, words: &TermWords) -> Vec<Term> {
    let mut out = outline.terms.clone();
    let mut known: Vec<String> = out.iter().map(|t| plain(&t.term.to_string())).collect();
    for term in defined(outline, words) {
        let name = plain(&term.term.to_string());
        if !known.contains(&name) {
            known.push(name);
            out.push(term);
        }
    }
    let sections = outline.sections.iter().flat_map(|s| std::iter::once(&s.title).chain(&s.body));
    let measures = outline.measures.iter().flat_map(|m| std::iter::once(&m.title).chain(m.parts.iter().map(|p| &p.text)));
    let marked: Vec<Text> = sections.chain(measures).flat_map(marked).collect();
    if marked.len() < LEAST_MARKS {
        return out;
    }
    for term in marked {
        let name = plain(&term.to_string());
        // 町の森林環境税* marks the entry 森林環境税.
        if known.iter().any(|k| !k.is_empty() && name.ends_with(k.as_str())) {
            continue;
        }
        known.push(name);
        out.push(Term { term, definition: None });
    }
    out
}

/// The words right before a mark.
fn marked(text: &Text) -> Vec<Text> {
    let chars = text.chars();
    let ends = (1..chars.len()).filter(|&i| {
        is_mark(chars[i])
            && (is_word(chars[i - 1]) || chars[i - 1] == '」')
            && !chars.get(i + 1).is_some_and(|c| c.is_ascii_digit() || is_mark(*c))
    });
    ends.filter_map(|end| {
        let (start, end) = term_before(chars, end)?;
        let is_number = chars[start..end].iter().all(|c| c.is_numeric());
        (LENGTHS.contains(&(end - start)) && !is_number).then(|| text.slice(start..end))
    })
    .collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '＊')
}

fn is_word(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' | '々') || c.is_alphanumeric() && !matches!(c, 'ぁ'..='ん')
}

/// The term that ends before a mark at `end`: what stands in 「」; else the run of kanji, katakana and letters, over a ・ between katakana
/// (ワーク・ライフ・バランス), or the longer compound of nouns that goes on with hiragana (ふるさと応援寄附).
fn term_before(chars: &[char], end: usize) -> Option<(usize, usize)> {
    if chars.get(end - 1) == Some(&'」') {
        let open = chars[..end].iter().rposition(|c| *c == '「')?;
        return Some((open + 1, end - 1));
    }
    let is_katakana = |i: usize| chars.get(i).is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    let mut start = end;
    while start > 0 && (is_word(chars[start - 1]) || chars[start - 1] == '・' && start > 1 && is_katakana(start - 2) && is_katakana(start))
    {
        start -= 1;
    }
    let from =
        chars[..end].iter().rposition(|c| !c.is_alphanumeric() && *c != 'ー').map_or(0, |i| i + 1).max(end.saturating_sub(*LENGTHS.end()));
    let stretch: String = chars[from..end].iter().collect();
    let compound = keikaku_text::compounds(&stretch).pop().filter(|c| plain(&stretch).ends_with(plain(c).as_str()));
    let longer = compound.map(|c| end.saturating_sub(c.chars().count())).filter(|&s| s < start && s >= from);
    Some((longer.unwrap_or(start), end))
}

/// Terms with their definitions in prose: under a heading 用語解説, or in notes (＊インバウンド：…, ※1 ＢＣＰ：…のこと。).
fn defined(outline: &Outline, words: &TermWords) -> Vec<Term> {
    let mut out = Vec::new();
    for (i, section) in outline.sections.iter().enumerate() {
        let named = |s: usize| {
            outline.sections.get(s).is_some_and(|s| words.glossaries.iter().any(|g| plain(&s.title.to_string()).contains(g.as_str())))
        };
        if section.parent.is_some_and(|p| p < i && named(p)) && !section.body.is_empty() {
            out.push(Term { term: section.title.clone(), definition: Some(Text::joined(&section.body, "")) });
        } else {
            let in_list = named(i);
            out.extend(section.body.iter().filter_map(|t| note(t, in_list, words)));
        }
    }
    let parts = outline.measures.iter().flat_map(|m| m.parts.iter().map(|p| &p.text));
    out.extend(parts.chain(&outline.unassigned).filter_map(|t| note(t, false, words)));
    out
}

/// The term and definition of a line: `用語：…`, `【用語】…`, `※1 用語：…`; outside of a glossary only behind a mark and where it reads as a definition.
fn note(text: &Text, in_list: bool, words: &TermWords) -> Option<Term> {
    let chars = text.chars();
    let is_sign = |c: char| is_mark(c) || matches!(c, '※' | '注' | '・' | '●' | '○' | '◆' | '■') || c.is_whitespace();
    let is_marked = chars.first().is_some_and(|c| is_mark(*c) || matches!(c, '※' | '注'));
    let start = chars.iter().position(|c| !is_sign(*c))?;
    let digits = chars[start..].iter().take_while(|c| c.is_numeric()).count();
    let start = if is_marked {
        start + digits + chars[start + digits..].iter().take_while(|c| c.is_whitespace() || matches!(c, ')' | '）')).count()
    } else {
        start
    };
    let opens = chars.get(start).is_some_and(|c| matches!(c, '【' | '「'));
    let cut = |c: char| if opens { matches!(c, '】' | '」') } else { matches!(c, '：' | ':' | '…') || in_list && c == '\u{3000}' };
    let end = start + chars.get(start..)?.iter().position(|c| cut(*c))?;
    let term = text.slice(start + usize::from(opens)..end).trimmed();
    let from =
        end + chars[end..].iter().take_while(|c| cut(**c) || c.is_whitespace() || matches!(c, '：' | ':' | '…' | '】' | '」')).count();
    let definition = text.slice(from..chars.len()).trimmed();
    let (name, said) = (term.to_string(), definition.to_string());
    let is_term = LENGTHS.contains(&name.chars().count()) && !name.contains(['。', '、']) && said.chars().count() >= SHORTEST_DEFINITION;
    (is_term && (in_list || is_marked && words.defines.iter().any(|d| said.contains(d.as_str()))))
        .then_some(Term { term, definition: Some(definition) })
}

/// Shortest definition in characters: less is a value (対象：市民).
const SHORTEST_DEFINITION: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_mark() {
        let run = |t: &str| marked(&Text::unplaced(t)).iter().map(Text::to_string).collect::<Vec<_>>();
        assert_eq!(run("町ではインキュベーション*を整え、森林環境税＊の使い道を示す。"), ["インキュベーション", "森林環境税"]);
        assert_eq!(run("電子化・DX*の推進"), ["DX"]);
        assert_eq!(run("3*4 **強調**"), Vec::<String>::new());
        assert_eq!(
            run("ふるさと応援寄附*の充実、ワーク・ライフ・バランス*と「稼ぐ力」*"),
            ["ふるさと応援寄附", "ワーク・ライフ・バランス", "稼ぐ力"]
        );
    }

    #[test]
    fn notes_that_define() {
        let words = crate::Lexicon::default().terms;
        let run = |t: &str, in_list: bool| {
            note(&Text::unplaced(t), in_list, &words).map(|t| format!("{} = {}", t.term, t.definition.unwrap_or_default()))
        };
        let is = |s: &str| Some(s.to_owned());
        assert_eq!(run("＊インバウンド：外国人が日本を訪れる旅行のこと。", false), is("インバウンド = 外国人が日本を訪れる旅行のこと。"));
        assert_eq!(run("※１　ＢＣＰ：事業継続計画の略。災害に備える計画。", false), is("ＢＣＰ = 事業継続計画の略。災害に備える計画。"));
        assert_eq!(run("※対象：市内に住所を持つ中小の事業者", false), None);
        assert_eq!(run("担当：商工観光課と農林水産課の合同", false), None);
        assert_eq!(run("伴走支援　事業者に継続して寄り添う支援。", true), is("伴走支援 = 事業者に継続して寄り添う支援。"));
        assert_eq!(run("【商圏】店を利用する客が住む範囲。", true), is("商圏 = 店を利用する客が住む範囲。"));
    }
}
