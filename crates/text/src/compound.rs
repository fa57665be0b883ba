//! Noun compounds: the words a plan is about.
use crate::analysis::{analyse, pos};
use keikaku_model::text::Pos;
use std::ops::Range;

/// Longest compound in characters: a longer run of nouns is several words without a の between them.
const LONGEST: usize = 12;

/// A piece of a longer run is at least this long, in characters, where more of the run follows.
const PIECE: usize = 4;

/// Affixes that end a compound and are not in it: 各支部, 商店街等, 事業者向け.
const LOOSE: [&str; 16] = ["各", "諸", "本", "当", "同", "約", "全", "計", "等", "など", "向け", "毎", "別", "ごと", "間", "他"];

/// Shortest keyword in characters: single kanji say little.
const SHORTEST: usize = 2;

/// How a token takes part in a compound.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Begins or continues one.
    Noun,
    /// Begins one (接頭詞).
    Prefix,
    /// Continues one (接尾).
    Suffix,
    /// Ends one and is not in it.
    Break,
}

/// The noun compounds of a text in order, in normal form, each as often as it occurs: `空き店舗の活用促進事業` has `空き店舗` and `活用促進事業`. Numbers,
/// pronouns, formal nouns (こと, ため), signs and loose affixes (各, 等) end a compound; a run of more than twelve characters is given in pieces.
pub fn compounds(text: &str) -> Vec<String> {
    let normal = crate::normalize(text);
    let tokens = analyse(&normal.as_string(), |range, details, _| (range, part(details)));
    let mut found = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    for (range, part) in tokens {
        let part = if is_loose(normal.chars.get(range.clone()).unwrap_or_default(), part) { Part::Break } else { part };
        let touches = run.last().is_none_or(|last| last.end == range.start);
        if part == Part::Break || !touches || part == Part::Prefix {
            close(&mut run, &normal.chars, &mut found);
        }
        if part == Part::Noun || part == Part::Prefix || part == Part::Suffix && !run.is_empty() {
            run.push(range);
        }
    }
    close(&mut run, &normal.chars, &mut found);
    found
}

fn part(details: &[&str]) -> Part {
    let detail = details.get(1).copied().unwrap_or("*");
    match (pos(details), detail) {
        (Pos::Affix, "接尾") => Part::Suffix,
        (Pos::Affix, _) => Part::Prefix,
        (Pos::Noun, "非自立" | "代名詞" | "副詞可能" | "接続詞的" | "特殊") => Part::Break,
        (Pos::Noun | Pos::VerbalNoun | Pos::ProperNoun, _) => Part::Noun,
        _ => Part::Break,
    }
}

/// Whether a token is a sign, a number in one character or an affix that stands outside of compounds. IPADIC takes signs that it does not know for nouns.
fn is_loose(token: &[char], part: Part) -> bool {
    let is_word = |c: &char| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, 'ー' | '・' | '々' | '&' | '-');
    let word: String = token.iter().collect();
    !token.iter().all(is_word) || !token.iter().any(|c| c.is_alphanumeric()) || part != Part::Noun && LOOSE.contains(&word.as_str())
}

/// Ends the run: one compound, or pieces of several words where it is too long for one.
fn close(run: &mut Vec<Range<usize>>, chars: &[char], found: &mut Vec<String>) {
    let Some((first, last)) = run.first().zip(run.last()) else { return };
    let whole = first.start..last.end;
    let pieces = if whole.len() <= LONGEST { vec![whole] } else { pieces(run) };
    run.clear();
    let words = pieces.into_iter().map(|r| chars.get(r).unwrap_or_default());
    found.extend(words.filter(|w| w.len() >= SHORTEST && w.iter().any(|c| c.is_alphabetic())).map(String::from_iter));
}

/// The words of a long run, short ones joined with the next: コミュニティ|バス運行|事業費.
fn pieces(run: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for word in run {
        match out.last_mut().filter(|last| last.len() < PIECE) {
            Some(last) => last.end = word.end,
            None => out.push(word.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::compounds;

    #[test]
    fn runs_of_nouns() {
        assert_eq!(compounds("空き店舗の活用促進事業を行う"), ["空き店舗", "活用促進事業"]);
        assert_eq!(compounds("専門家派遣による事業承継の支援のため12回"), ["専門家派遣", "事業承継", "支援"]);
        assert_eq!(
            compounds("計画の作成(年間7件以上の承認)、②検定パンフレット、農福連携*事業"),
            ["計画", "作成", "年間", "承認", "検定パンフレット", "農福連携", "事業"]
        );
        assert_eq!(compounds("各部会と認定農業者等経営改善への支援"), ["部会", "認定農業者", "経営改善", "支援"]);
        assert_eq!(compounds("事業者向けクラウド活用セミナー"), ["事業者", "クラウド活用セミナー"]);
    }
}
