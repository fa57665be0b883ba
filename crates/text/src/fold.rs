//! One character for one character: the folding that numbers and dates are read through, so that indices stay those of the text.

/// The characters of `text`, each folded by [`fold`]: as many as the text has.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

/// A character as numbers and dates are read: full-width ASCII to ASCII, all wave dashes to `〜`, all hyphens and minus signs to `-`,
/// 零 to `〇`, white space to a blank. Circled digits stay: they are labels, not numbers.
pub(crate) fn fold(c: char) -> char {
    match c {
        '〜' | '～' | '~' | '∼' | '∿' | '〰' => '〜',
        '－' | '−' | '‐' | '‑' | '–' | '﹣' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '零' => '〇',
        '⁄' | '∕' => '/',
        '﹪' => '%',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The first index from `i` on that is no blank.
pub(crate) fn skip_blanks(view: &[char], mut i: usize) -> usize {
    while view.get(i) == Some(&' ') {
        i += 1;
    }
    i
}

/// Whether `word` stands at `i`.
pub(crate) fn starts_with(view: &[char], i: usize, word: &[char]) -> bool {
    view.get(i..).is_some_and(|rest| rest.starts_with(word))
}

/// Whether `word` stands at `i`, without a list of its characters: this is asked at every character of a document.
pub(crate) fn reads(view: &[char], i: usize, word: &str) -> bool {
    let mut rest = view.get(i..).unwrap_or_default().iter();
    word.chars().all(|c| rest.next() == Some(&c))
}
