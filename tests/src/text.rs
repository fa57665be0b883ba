//! Texts compared as `score.py` compares them: after NFKC, without blanks, bullets and brackets, by edit distance.
use unicode_normalization::UnicodeNormalization;

/// Two texts match from this similarity: one character in ten may differ.
const MATCH: f64 = 0.9;

/// Bullets and brackets that one annotator keeps and the next leaves out.
const DROPPED: &str = "・･•●○〇◯◎■□◆◇▪►▶*【】〔〕《》〈〉<>「」『』[]";

/// The text as it is compared.
pub fn norm(text: &str) -> String {
    text.nfkc()
        .map(|c| match c {
            '〜' | '～' => '~',
            '‐' | '−' | '–' => '-',
            c => c,
        })
        .filter(|c| !c.is_whitespace() && !DROPPED.contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// 1 for equal normalized texts, 0 below the share that counts as a match.
pub fn similar(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    let limit = (longest as f64 * (1.0 - MATCH)) as usize;
    match distance(&a, &b, limit) {
        Some(d) => 1.0 - d as f64 / longest as f64,
        None => 0.0,
    }
}

/// Levenshtein distance, or nothing where it is larger than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let (a, b) = if a.len() > b.len() { (b, a) } else { (a, b) };
    if b.len() - a.len() > limit {
        return None;
    }
    let far = limit + 1;
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (j, y) in b.iter().enumerate().map(|(j, y)| (j + 1, y)) {
        let (low, high) = (j.saturating_sub(limit).max(1), (j + limit).min(a.len()));
        let mut new = vec![far; a.len() + 1];
        if low == 1 {
            new[0] = j;
        }
        for i in low..=high {
            new[i] = (row[i] + 1).min(new[i - 1] + 1).min(row[i - 1] + usize::from(a[i - 1] != *y));
        }
        row = new;
        if row[low - 1..=high.max(low - 1)].iter().all(|d| *d > limit) {
            return None;
        }
    }
    row.last().copied().filter(|d| *d <= limit)
}

/// Best-first one-to-one pairing of equal or similar normalized texts, as (gold, got); ties keep reading order.
pub fn pair(gold: &[String], got: &[String]) -> Vec<(usize, usize)> {
    let (a, b) = (nth(gold), nth(got));
    let place = |i: usize, len: usize| i as f64 / len.max(1) as f64;
    let mut edges = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, r) in got.iter().enumerate() {
            let s = similar(g, r);
            if s > 0.0 {
                edges.push((-s, a[i].abs_diff(b[j]), (place(i, gold.len()) - place(j, got.len())).abs(), i, j));
            }
        }
    }
    edges.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)).then(x.2.total_cmp(&y.2)).then((x.3, x.4).cmp(&(y.3, y.4))));
    let (mut left, mut right) = (vec![false; gold.len()], vec![false; got.len()]);
    let mut pairs = Vec::new();
    for (.., i, j) in edges {
        if !left[i] && !right[j] {
            (left[i], right[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// For each text, which of its like it is.
fn nth(texts: &[String]) -> Vec<usize> {
    let mut seen = std::collections::BTreeMap::new();
    texts
        .iter()
        .map(|t| {
            let n = seen.entry(t).or_insert(0);
            *n += 1;
            *n
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_widths_do_not_count() {
        assert_eq!(norm("【 ＤＸ 】の推進　～"), "dxの推進~");
        assert_eq!(similar(&norm("①空き地"), &norm("1空き地")), 1.0);
    }

    #[test]
    fn one_character_in_ten_may_differ() {
        assert!(similar("あいうえおかきくけこさ", "あいうえおかきくけこし") > 0.9);
        assert_eq!(similar("あいうえお", "あいうえか"), 0.0);
    }

    #[test]
    fn like_texts_pair_in_reading_order() {
        let texts = ["広報の充実", "研修の実施", "広報の充実"].map(norm);
        assert_eq!(pair(&texts, &texts), [(0, 0), (1, 1), (2, 2)]);
    }
}
