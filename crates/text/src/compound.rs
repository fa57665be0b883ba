//! Noun compounds: the words a plan is about.
use crate::analysis::{analyse, pos};
use keikaku_model::text::Pos;
use std::ops::Range;

/// Longest compound in characters: a longer run of nouns is several words without a の between them.
const LONGEST: usize = 12;

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
/// pronouns and formal nouns (こと, ため) end a compound; a run of more than twelve characters is given word by word.
pub fn compounds(text: &str) -> Vec<String> {
    let normal = crate::normalize(text);
    let tokens = analyse(&normal.as_string(), |range, details, _| (range, part(details)));
    let mut found = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    for (range, part) in tokens {
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

/// Ends the run: one compound, or its words where it is too long for one.
fn close(run: &mut Vec<Range<usize>>, chars: &[char], found: &mut Vec<String>) {
    let Some((first, last)) = run.first().zip(run.last()) else { return };
    let whole = first.start..last.end;
    let pieces = if whole.len() <= LONGEST { vec![whole] } else { run.clone() };
    run.clear();
    let words = pieces.into_iter().map(|r| chars.get(r).unwrap_or_default());
    found.extend(words.filter(|w| w.len() >= SHORTEST && w.iter().any(|c| c.is_alphabetic())).map(String::from_iter));
}

#[cfg(test)]
mod tests {
    use super::compounds;

    #[test]
    fn runs_of_nouns() {
        assert_eq!(compounds("空き店舗の活用促進事業を行う"), ["空き店舗", "活用促進事業"]);
        assert_eq!(compounds("専門家派遣による事業承継の支援のため12回"), ["専門家派遣", "事業承継", "支援"]);
    }
}
