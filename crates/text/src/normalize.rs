//! Normal form with offsets: compared texts look alike, and every character knows where it stood.
use keikaku_model::text::Normalized;
use unicode_normalization::UnicodeNormalization;

/// NFKC text with offsets back to the argument: full-width ASCII and half-width kana in their usual width, ㈱ as `(株)`, all wave dashes
/// as `〜`, all hyphens and minus signs as `-`. Circled and bracketed numbers (①, ⑴, ❶) stay as printed: as plain digits they
/// would run into a number that follows. Never drops a character; normalizing twice changes nothing.
pub fn normalize(text: &str) -> Normalized {
    let original: Vec<char> = text.chars().collect();
    let mut out = Normalized { original_len: original.len(), ..Normalized::default() };
    let mut i = 0;
    while i < original.len() {
        let end = i + 1 + original[i + 1..].iter().take_while(|&&c| extends(c)).count();
        push_cluster(&mut out, &original[i..end], i);
        i = end;
    }
    out
}

/// Normalizes one base character with its voicing marks and accents; all of them come from the base.
fn push_cluster(out: &mut Normalized, cluster: &[char], at: usize) {
    let mut push = |c: char| {
        out.chars.push(c);
        out.origin.push(at);
    };
    match cluster {
        [c] if is_plain(*c) => push(*c),
        [first, ..] if is_enclosed_number(*first) => cluster.iter().copied().for_each(push),
        _ => cluster.iter().copied().map(unify).nfkc().map(unify).for_each(push),
    }
}

/// Characters that NFKC leaves alone, by far the most of a Japanese text.
fn is_plain(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='\u{9fff}' | '0'..='9' | 'a'..='z' | 'A'..='Z' | '、' | '。' | '「' | '」' | '・')
}

/// ①–⑳, ⑴–⒇, ⒈–⒛, ⓪–⓿, ❶–➓: numbers of items.
fn is_enclosed_number(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3251}'..='\u{325f}' | '\u{32b1}'..='\u{32bf}')
}

/// Whether a character combines with the one before it: accents, voicing marks, also the half-width ﾞ and ﾟ.
fn extends(c: char) -> bool {
    if is_plain(c) || c.is_ascii() {
        return false;
    }
    std::iter::once(c).nfkd().next().is_some_and(|d| unicode_normalization::char::canonical_combining_class(d) != 0)
}

/// Look-alikes that NFKC keeps apart.
fn unify(c: char) -> char {
    match c {
        '～' | '~' | '∼' | '∿' | '〰' => '〜',
        '−' | '‐' | '‑' | '–' | '﹣' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_and_dashes() {
        assert_eq!(normalize("ＩＴ化　１０～２０％").as_string(), "IT化 10〜20%");
        assert_eq!(normalize("㈱ｶﾞｲﾄﾞ①１").as_string(), "(株)ガイド①1");
    }

    #[test]
    fn offsets_lead_back_through_growing_and_shrinking() {
        let n = normalize("㈱ｶﾞ社");
        assert_eq!(n.as_string(), "(株)ガ社");
        assert_eq!(n.original(0..3), 0..1);
        assert_eq!(n.original(3..4), 1..3, "the half-width voicing mark belongs to its kana");
        assert_eq!(n.original(4..5), 3..4);
    }

    /// Mostly what Japanese offices type, and now and then anything at all.
    fn writing() -> impl Strategy<Value = String> {
        prop_oneof!["[ぁ-んァ-ヶ一-龠０-９ａ-ｚ0-9㈱㎡①-⑳～〜－、。（）％ ｱ-ﾟ゙゚Ⅰ-Ⅹ]{0,40}", any::<String>(),]
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in writing()) {
            let once = normalize(&text).as_string();
            prop_assert_eq!(normalize(&once).as_string(), once);
        }

        #[test]
        fn origins_rise_and_cover_the_text(text in writing()) {
            let n = normalize(&text);
            prop_assert_eq!(n.chars.len(), n.origin.len());
            prop_assert!(n.origin.windows(2).all(|w| w[0] <= w[1]));
            prop_assert_eq!(n.original(0..n.chars.len()), 0..text.chars().count());
        }
    }
}
