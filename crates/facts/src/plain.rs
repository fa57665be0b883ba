//! Texts in the form in which they are compared.

/// Normal form (NFKC) without blanks: 均等割付 and wrapped names look like their plain spelling.
pub(crate) fn plain(text: &str) -> String {
    keikaku_text::normalize(text).chars.into_iter().filter(|c| !c.is_whitespace()).collect()
}

/// Normal form (NFKC), blanks kept as single ones.
pub(crate) fn spaced(text: &str) -> String {
    let normal = keikaku_text::normalize(text).as_string();
    normal.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest of `words` that the text ends with.
pub(crate) fn longest_end<'a>(text: &str, words: &'a [String]) -> Option<&'a str> {
    words.iter().map(String::as_str).filter(|w| text.ends_with(w)).max_by_key(|w| w.len())
}

/// How alike two texts are, 0 to 1: shared pairs of neighbouring characters (Dice), blanks and marks left out.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |s: &str| {
        let chars: Vec<char> = s.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<[char; 2]> = chars.windows(2).map(|w| [w[0], w[1]]).collect();
        pairs.sort_unstable();
        (chars, pairs)
    };
    let ((ca, pa), (cb, pb)) = (pairs(a), pairs(b));
    if ca == cb {
        return if ca.is_empty() { 0.0 } else { 1.0 };
    }
    if pa.is_empty() || pb.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < pa.len() && j < pb.len() {
        match pa[i].cmp(&pb[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    2.0 * f64::from(shared) / (pa.len() + pb.len()) as f64
}
