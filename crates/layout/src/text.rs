//! Glyphs to text: blanks that the page prints as gaps, 均等割付 closed up, line ends taken out.
use crate::canvas::{Canvas, is_blank};
use crate::runs::flow;
use keikaku_model::Text;

/// A gap of this many ems between two Latin characters is a blank.
const LATIN_GAP: f32 = 0.18;

/// A gap of this many ems between other characters is a blank that a reader sees: a tab, or the next column of a list.
const WIDE_GAP: f32 = 0.8;

/// The text of a line's glyphs, in reading order.
pub(crate) fn line(canvas: &Canvas, glyphs: &[u32], vertical: bool) -> Text {
    let mut out = Text::new();
    let mut last: Option<u32> = None;
    for &i in glyphs {
        let g = canvas.glyph(i);
        if let Some(p) = last.map(|p| canvas.glyph(p)) {
            let gap = flow(&g.bbox, vertical, canvas.page).x0 - flow(&p.bbox, vertical, canvas.page).x1;
            // A small label before a large heading stands apart by its own measure.
            let em = p.size.min(g.size);
            let latin = latin(p.ch) && latin(g.ch);
            if !is_blank(p.ch) && !is_blank(g.ch) && gap > em * if latin { LATIN_GAP } else { WIDE_GAP } {
                out.push(if latin { ' ' } else { '\u{3000}' }, None);
            }
        }
        out.push(if g.ch == '\u{a0}' { ' ' } else { g.ch }, Some(canvas.id(i)));
        last = Some(i);
    }
    closed_up(&out.trimmed())
}

/// Letters and digits of Western text, half width.
fn latin(ch: char) -> bool {
    ch.is_ascii_graphic() || ('\u{a1}'..'\u{250}').contains(&ch)
}

/// Kanji and kana.
pub(crate) fn japanese(ch: char) -> bool {
    matches!(ch, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// 均等割付: single characters set apart by blanks (所　属　長, 第　２　次) are one word.
fn closed_up(text: &Text) -> Text {
    let words = words(text);
    let single = |w: &(usize, usize)| w.1 - w.0 == 1;
    let kanji = |w: &(usize, usize)| single(w) && japanese(text.chars()[w.0]);
    let digit = |w: &(usize, usize)| single(w) && text.chars()[w.0].is_numeric() && !('①'..='⑳').contains(&text.chars()[w.0]);
    let mut out = Text::new();
    let mut k = 0;
    let mut from = 0;
    while k < words.len() {
        let mut end = k;
        if kanji(&words[k]) {
            while end + 1 < words.len() && (kanji(&words[end + 1]) || (digit(&words[end + 1]) && words.get(end + 2).is_some_and(kanji))) {
                end += 1;
            }
        }
        if end > k {
            out.push_text(&text.slice(from..words[k].0));
            (k..=end).for_each(|w| out.push_text(&text.slice(words[w].0..words[w].1)));
            from = words[end].1;
        }
        k = end + 1;
    }
    out.push_text(&text.slice(from..text.len()));
    out
}

/// Stretches without blanks, as character ranges.
fn words(text: &Text) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, &c) in text.chars().iter().enumerate() {
        match (is_blank(c), start) {
            (false, None) => start = Some(i),
            (true, Some(s)) => {
                out.push((s, i));
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|s| (s, text.len())));
    out
}

/// What joins two lines of one paragraph: nothing between Japanese characters or in a number, a blank between Latin words.
/// `cut` says that the first line is full to its end, so that a word may have been cut there.
pub(crate) fn join(into: &mut Text, next: &Text, cut: bool) {
    let (Some(&a), Some(&b)) = (into.chars().last(), next.chars().first()) else {
        into.push_text(next);
        return;
    };
    if word(a) && word(b) && !(a.is_ascii_digit() && b.is_ascii_digit()) && !(cut && capitals(into, next)) {
        into.push(' ', None);
    }
    into.push_text(next);
}

/// Latin letters and digits.
fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{c0}'..'\u{250}').contains(&c)
}

/// Whether the line end cuts an abbreviation: capitals or digits on both sides, short on one of them.
fn capitals(a: &Text, b: &Text) -> bool {
    let tail: Vec<char> = a.chars().iter().rev().take_while(|c| word(**c)).copied().collect();
    let head: Vec<char> = b.chars().iter().take_while(|c| word(**c)).copied().collect();
    let upper = |w: &[char]| w.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    upper(&tail) && upper(&head) && tail.len() + head.len() <= 8
}
