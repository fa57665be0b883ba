//! Glossary terms (用語解説): entries with their definitions, and words marked * in the text.
use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Term};

/// A single mark can be a sign of multiplication or a note; from this many on they mark terms.
const LEAST_MARKS: usize = 2;

/// Shortest and longest term in characters: longer runs are sentences without kana.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=30;

/// The entries of the glossary, then the marked words that have none, each once, in reading order.
pub(crate) fn terms(outline: &Outline) -> Vec<Term> {
    let mut out = outline.terms.clone();
    let mut known: Vec<String> = out.iter().map(|t| plain(&t.term.to_string())).collect();
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

/// The words right before a mark: back to the next kana, blank or punctuation.
fn marked(text: &Text) -> Vec<Text> {
    let chars = text.chars();
    let is_mark = |c: char| matches!(c, '*' | '＊');
    let is_word = |c: char| matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' | '々') || c.is_alphanumeric() && !matches!(c, 'ぁ'..='ん');
    let ends = (1..chars.len())
        .filter(|&i| is_mark(chars[i]) && is_word(chars[i - 1]) && !chars.get(i + 1).is_some_and(|c| c.is_ascii_digit() || is_mark(*c)));
    ends.filter_map(|end| {
        let start = chars[..end].iter().rposition(|c| !is_word(*c)).map_or(0, |i| i + 1);
        let is_number = chars[start..end].iter().all(|c| c.is_numeric());
        (LENGTHS.contains(&(end - start)) && !is_number).then(|| text.slice(start..end))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_mark() {
        let run = |t: &str| marked(&Text::unplaced(t)).iter().map(Text::to_string).collect::<Vec<_>>();
        assert_eq!(run("町ではインキュベーション*を整え、森林環境税＊の使い道を示す。"), ["インキュベーション", "森林環境税"]);
        assert_eq!(run("電子化・DX*の推進"), ["DX"]);
        assert_eq!(run("3*4 **強調**"), Vec::<String>::new());
    }
}
