//! Sentences and noun phrases: a heading is mostly the one, a bullet of prose the other.
use crate::analysis::{analyse, pos};
use keikaku_model::text::Pos;

/// What may stand after the end of a sentence.
const CLOSERS: [char; 8] = [')', '」', '』', '】', '〕', '*', '"', ' '];

/// Whether the text ends as a sentence does, in 。 or a predicate (図る, します, 必要である), rather than as a noun phrase (推進, 促進すること).
pub fn is_sentence(text: &str) -> bool {
    let normal = crate::normalize(text).as_string();
    let end = normal.trim_end_matches(|c: char| CLOSERS.contains(&c) || c.is_whitespace());
    if end.ends_with(['。', '!', '?', '.']) {
        return true;
    }
    // The last clause says it all, and is quicker to read than the whole.
    let clause = end.rsplit(['。', '、']).next().unwrap_or(end);
    analyse(clause, |_, details, _| pos(details)).last().is_some_and(|p| matches!(p, Pos::Verb | Pos::Adjective | Pos::Auxiliary))
}

#[cfg(test)]
mod tests {
    use super::is_sentence;

    #[test]
    fn predicates_and_nouns() {
        for yes in ["地域の魅力を高める", "取組を進めます。", "支援が必要である", "周知を図る（年２回）。", "連携していく"]
        {
            assert!(is_sentence(yes), "{yes}");
        }
        for no in ["販路開拓の支援", "会員増強運動", "相談窓口の設置、専門家の派遣", "令和６年度", "", "にぎわいづくり"]
        {
            assert!(!is_sentence(no), "{no}");
        }
    }
}
