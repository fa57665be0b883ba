//! A text looked at through its normal form: brackets, clauses and sentences, with the way back to the glyphs.
use keikaku_model::Text;
use keikaku_model::text::Normalized;
use std::ops::Range;

/// A text in normal form with its brackets paired. All indices are characters of the normal form.
pub(crate) struct Scan<'a> {
    text: &'a Text,
    normalized: Normalized,
    pairs: Vec<Pair>,
    /// For each character the innermost pair around it; the brackets themselves count as outside.
    inner: Vec<Option<usize>>,
}

/// A pair of brackets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// Index of the opening bracket.
    pub(crate) open: usize,
    /// Index of the closing bracket.
    pub(crate) close: usize,
    /// 「」『』 and other marks around names, not （）.
    pub(crate) is_quote: bool,
    parent: Option<usize>,
}

/// Opening and closing brackets, and whether they quote.
const BRACKETS: [(char, char, bool); 11] = [
    ('(', ')', false),
    ('[', ']', false),
    ('〔', '〕', false),
    ('【', '】', false),
    ('<', '>', false),
    ('「', '」', true),
    ('『', '』', true),
    ('“', '”', true),
    ('‘', '’', true),
    ('《', '》', true),
    ('〈', '〉', true),
];

impl<'a> Scan<'a> {
    /// Normalizes a text and pairs its brackets; brackets without a partner are plain characters.
    pub(crate) fn new(text: &'a Text) -> Self {
        let normalized = keikaku_text::normalize(&text.to_string());
        let mut pairs = pair_brackets(&normalized.chars);
        let inner = nest(&mut pairs, normalized.chars.len());
        Self { text, normalized, pairs, inner }
    }

    /// The characters of the normal form.
    pub(crate) fn chars(&self) -> &[char] {
        &self.normalized.chars
    }

    /// The normal form.
    pub(crate) fn string(&self) -> String {
        self.normalized.as_string()
    }

    /// A stretch of the normal form.
    pub(crate) fn piece(&self, range: Range<usize>) -> String {
        self.chars().get(range).unwrap_or_default().iter().collect()
    }

    /// What was printed for a stretch of the normal form, blanks at the ends left out.
    pub(crate) fn printed(&self, range: Range<usize>) -> Text {
        self.text.slice(self.normalized.original(range)).trimmed()
    }

    /// The index after `word` where it begins at `at`.
    pub(crate) fn starts(&self, at: usize, word: &str) -> Option<usize> {
        let mut i = at;
        for c in word.chars() {
            if self.chars().get(i) != Some(&c) {
                return None;
            }
            i += 1;
        }
        Some(i)
    }

    /// The index after the longest of `words` that begins at `at`.
    pub(crate) fn starts_any(&self, at: usize, words: &[String]) -> Option<usize> {
        words.iter().filter_map(|w| self.starts(at, w)).max()
    }

    /// The index where the longest of `words` that ends right before `end` begins.
    pub(crate) fn ends_any(&self, end: usize, words: &[String]) -> Option<usize> {
        words.iter().filter_map(|w| end.checked_sub(w.chars().count()).filter(|&s| self.starts(s, w) == Some(end))).min()
    }

    /// The innermost pair around an index.
    pub(crate) fn pair(&self, at: usize) -> Option<Pair> {
        self.inner.get(at).copied().flatten().and_then(|p| self.pairs.get(p)).copied()
    }

    /// The pair that opens at an index.
    pub(crate) fn opening(&self, at: usize) -> Option<Pair> {
        self.pairs.iter().find(|p| p.open == at).copied()
    }

    /// Whether an index stands inside 「」 or other marks around a name.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let mut inner = self.inner.get(at).copied().flatten();
        while let Some(pair) = inner.and_then(|p| self.pairs.get(p)) {
            if pair.is_quote {
                return true;
            }
            inner = pair.parent;
        }
        false
    }

    /// The index after blanks.
    pub(crate) fn skip_blanks(&self, mut at: usize) -> usize {
        while self.chars().get(at).is_some_and(|c| *c == ' ') {
            at += 1;
        }
        at
    }

    /// The clause around a stretch: between 、 。 ; and line ends of its own bracket level, brackets inside it jumped over.
    pub(crate) fn clause(&self, range: &Range<usize>) -> Range<usize> {
        self.stretch(range, |scan, i| scan.is_comma(i) || scan.is_stop(i))
    }

    /// The sentence around a stretch: between 。 and line ends of its own bracket level.
    pub(crate) fn sentence(&self, range: &Range<usize>) -> Range<usize> {
        self.stretch(range, Self::is_stop)
    }

    /// Whether a sentence ends at an index.
    pub(crate) fn is_stop(&self, at: usize) -> bool {
        matches!(self.chars().get(at), Some('。' | '\n' | '!' | '?'))
    }

    /// Whether a clause ends at an index: 、 or a comma that is no part of a number.
    pub(crate) fn is_comma(&self, at: usize) -> bool {
        let digit = |i: Option<usize>| i.and_then(|i| self.chars().get(i)).is_some_and(char::is_ascii_digit);
        match self.chars().get(at) {
            Some('、' | ';') => true,
            Some(',') => !(digit(at.checked_sub(1)) && digit(Some(at + 1))),
            _ => false,
        }
    }

    /// From `range` outwards to the nearest ends on its own bracket level.
    fn stretch(&self, range: &Range<usize>, ends: impl Fn(&Self, usize) -> bool) -> Range<usize> {
        let level = self.pair(range.start);
        let (low, high) = level.map_or((0, self.chars().len()), |p| (p.open + 1, p.close));
        let mut start = range.start.max(low);
        while start > low {
            let before = start - 1;
            match self.pairs.iter().find(|p| p.close == before && p.open >= low) {
                Some(pair) => start = pair.open,
                None if ends(self, before) => break,
                None => start = before,
            }
        }
        let mut end = range.end.clamp(start, high.max(start));
        while end < high {
            match self.opening(end) {
                Some(pair) => end = (pair.close + 1).min(high),
                None if ends(self, end) => break,
                None => end += 1,
            }
        }
        start..end
    }

    /// The normal form of a stretch with the brackets inside it and what they hold left out.
    pub(crate) fn outside(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut i = range.start;
        while i < range.end.min(self.chars().len()) {
            match self.opening(i).filter(|p| !p.is_quote && p.close < range.end) {
                Some(pair) => i = pair.close + 1,
                None => {
                    out.push(self.chars()[i]);
                    i += 1;
                }
            }
        }
        out
    }
}

/// The pairs of brackets, in the order in which they open.
fn pair_brackets(chars: &[char]) -> Vec<Pair> {
    let mut open: Vec<(usize, char, bool)> = Vec::new();
    let mut pairs = Vec::new();
    for (i, &c) in chars.iter().enumerate() {
        if let Some(&(_, close, is_quote)) = BRACKETS.iter().find(|b| b.0 == c) {
            open.push((i, close, is_quote));
        } else if let Some(depth) = open.iter().rposition(|o| o.1 == c) {
            let (start, _, is_quote) = open[depth];
            open.truncate(depth);
            pairs.push(Pair { open: start, close: i, is_quote, parent: None });
        }
    }
    pairs.sort_by_key(|p| p.open);
    pairs
}

/// The innermost pair around each character; sets each pair's parent.
fn nest(pairs: &mut [Pair], len: usize) -> Vec<Option<usize>> {
    let mut inner = vec![None; len];
    for (k, pair) in pairs.iter_mut().enumerate() {
        pair.parent = inner.get(pair.open).copied().flatten();
        // Pairs are sorted by their opening, so an inner pair overwrites the outer one.
        inner.iter_mut().take(pair.close).skip(pair.open + 1).for_each(|i| *i = Some(k));
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_keep_to_their_bracket_level() {
        let text = Text::unplaced("講座を開き、延べ１，２００名（うち女性、５００名）が参加。次の文");
        let scan = Scan::new(&text);
        let at = scan.string().chars().position(|c| c == '延').expect("it is there");
        assert_eq!(scan.piece(scan.clause(&(at..at + 1))), "延べ1,200名(うち女性、500名)が参加");
        assert_eq!(scan.outside(scan.clause(&(at..at + 1))), "延べ1,200名が参加");
        let inside = scan.string().chars().position(|c| c == 'う').expect("it is there");
        assert_eq!(scan.piece(scan.clause(&(inside..inside + 1))), "うち女性");
        assert_eq!(scan.printed(at..at + 8).to_string(), "延べ１，２００名");
    }

    #[test]
    fn brackets_without_partner_are_plain() {
        let text = Text::unplaced("）１０社（支援「名前（２）」");
        let scan = Scan::new(&text);
        assert!(scan.pair(1).is_none());
        assert!(scan.is_quoted(10));
    }
}
