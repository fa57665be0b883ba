//! Cutting the text of an owner cell into names.
//!
//! `会員部・経営支援部` is two names, `人づくり・技能開発部` one: a mark that may also stand inside a name cuts only where whole names stand on
//! both sides. So does a line end, since long names are wrapped in narrow cells, and a blank, since short names are spread out (所　属　長).
use super::{Names, OwnerWords};
use crate::plain::plain;
use keikaku_model::Text;
use keikaku_model::plan::OwnerKind;
use std::ops::Range;

/// What stands between two pieces of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Joint {
    /// 、 and other marks that never stand inside a name.
    Mark,
    /// ・ / 及び.
    Dot,
    /// A line end.
    Line,
    /// A blank.
    Blank,
}

/// A piece of a cell without marks inside.
#[derive(Debug, Clone)]
struct Piece {
    /// What stands before it.
    joint: Joint,
    /// Characters of the text.
    range: Range<usize>,
    /// Normal form without blanks.
    plain: String,
    /// The mark before it as it stands in a name.
    mark: &'static str,
}

/// Words between two names that may also stand inside one.
const AND: [&str; 4] = ["及び", "および", "並びに", "ならびに"];

/// Whether a character separates names wherever it stands.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | '､' | '；' | ';' | '｜' | '|')
}

/// Whether a character may separate names or stand inside one; what it is in a name.
fn dot(c: char) -> Option<&'static str> {
    match c {
        '・' | '･' | '·' | '‧' | '•' => Some("・"),
        '/' | '／' => Some("/"),
        '＆' | '&' => Some("&"),
        '＋' | '+' => Some("+"),
        _ => None,
    }
}

/// The names in a text, each with what was printed and its normal form.
pub(super) fn names(text: &Text, names: &Names, words: &OwnerWords) -> Vec<(Text, String)> {
    let pieces = pieces(text, words);
    let mut out = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let mut name = pieces[i].plain.clone();
        let first = pieces[i].range.start;
        let mut last = pieces[i].range.end;
        let mut k = i + 1;
        while k < pieces.len() {
            let next = &pieces[k];
            if let Some(full) = shared_end(&name, next, names) {
                name = full;
                break;
            }
            if cuts(&name, &pieces[k..], names, words) {
                break;
            }
            name =
                if next.joint == Joint::Line || next.joint == Joint::Blank { name + &next.plain } else { name + next.mark + &next.plain };
            last = next.range.end;
            k += 1;
        }
        out.extend(finished(text, first..last, &name, names, words));
        i = k;
    }
    out
}

/// Whether the first of `rest` begins a new name after `name`.
fn cuts(name: &str, rest: &[Piece], names: &Names, words: &OwnerWords) -> bool {
    let Some(next) = rest.first() else { return true };
    if next.joint == Joint::Mark {
        return true;
    }
    if words.is_fragment(&next.plain) {
        return false;
    }
    let is_word = |n: &str| words.is_whole(n) && words.kind(n) == Some(OwnerKind::External) && n.chars().count() <= LONGEST_WORD;
    if is_word(name) && !names.has(name) {
        // 市民 / 地域 / 学校 begin names of offices as often as they are named beside each other.
        return is_word(&next.plain);
    }
    let left = words.is_whole(name) || names.has(name);
    match next.joint {
        Joint::Mark => true,
        Joint::Line => left,
        Joint::Dot => left && completes(rest, words, names).is_some(),
        Joint::Blank => left && completes(rest, words, names).is_some_and(|right| !words.is_inside(&right, name)),
    }
}

/// Longest word in characters that stands for a group of people (市民, 事業者, 金融機関) rather than naming one body.
const LONGEST_WORD: usize = 4;

/// The first whole name that the pieces make.
fn completes(rest: &[Piece], words: &OwnerWords, names: &Names) -> Option<String> {
    let mut name = String::new();
    for (i, piece) in rest.iter().enumerate() {
        if i > 0 {
            if piece.joint == Joint::Mark {
                return None;
            }
            name += piece.mark;
        }
        name += &piece.plain;
        if words.is_whole(&name) || names.has(&name) {
            return Some(name);
        }
    }
    None
}

/// `総務・業務部` where the document has both a 総務部 and a 業務部: the full form of the first.
fn shared_end(name: &str, next: &Piece, names: &Names) -> Option<String> {
    if next.joint != Joint::Dot || !names.has(&next.plain) {
        return None;
    }
    let end = next.plain.chars().last()?;
    let full = format!("{name}{end}");
    (!name.ends_with(end) && names.has(&full)).then_some(full)
}

/// A finished name without ほか and 等; two names that ran together where the document knows both.
fn finished(text: &Text, range: Range<usize>, name: &str, names: &Names, words: &OwnerWords) -> Vec<(Text, String)> {
    let quote = text.slice(range).trimmed();
    let mut name = name;
    for tail in &words.tails {
        if let Some(bare) = name.strip_suffix(tail.as_str()).filter(|b| words.is_whole(b)) {
            name = bare;
            break;
        }
        if let Some(bare) = name.strip_prefix(tail.as_str()).filter(|b| words.is_whole(b)) {
            name = bare;
            break;
        }
    }
    if !names.has(name) {
        let cut = name.char_indices().skip(1).find_map(|(at, _)| {
            let (a, b) = name.split_at(at);
            (names.has(a) && names.has(b) && !words.is_inside(b, a)).then_some((a, b))
        });
        if let Some((a, b)) = cut {
            return vec![(quote.clone(), a.to_owned()), (quote, b.to_owned())];
        }
    }
    vec![(quote, name.to_owned())]
}

/// The pieces of a text; keywords at the beginning of a line are left out, brackets stay whole.
fn pieces(text: &Text, words: &OwnerWords) -> Vec<Piece> {
    let chars = text.chars();
    let mut out: Vec<Piece> = Vec::new();
    let mut start = after_keyword(chars, 0, words);
    let (mut joint, mut mark) = (Joint::Mark, "");
    let mut depth = 0usize;
    let mut i = start;
    while i <= chars.len() {
        let c = chars.get(i).copied();
        match c {
            Some('(' | '（' | '[' | '［') => depth += 1,
            Some(')' | '）' | ']' | '］') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((next_joint, next_mark, len)) = joint_at(chars, i).filter(|j| depth == 0 || j.0 == Joint::Line) else {
            i += 1;
            continue;
        };
        let range = start..i;
        let piece = plain(&text.slice(range.clone()).to_string());
        let stronger = |a: Joint, b: Joint| if b == Joint::Blank { a } else { b };
        if piece.is_empty() {
            // A blank beside another mark says nothing.
            joint = stronger(joint, next_joint);
            if !next_mark.is_empty() {
                mark = next_mark;
            }
        } else {
            out.push(Piece { joint, range, plain: piece, mark });
            (joint, mark) = (next_joint, next_mark);
        }
        depth = 0;
        i = if next_joint == Joint::Line { after_keyword(chars, i + len, words) } else { i + len };
        start = i;
    }
    out
}

/// The joint at an index, what it is inside a name, and its length.
fn joint_at(chars: &[char], i: usize) -> Option<(Joint, &'static str, usize)> {
    let Some(&c) = chars.get(i) else { return (i == chars.len()).then_some((Joint::Mark, "", 1)) };
    if c == '\n' {
        return Some((Joint::Line, "", 1));
    }
    if is_separator(c) {
        return Some((Joint::Mark, "", 1));
    }
    if let Some(mark) = dot(c) {
        return Some((Joint::Dot, mark, 1));
    }
    if c.is_whitespace() {
        return Some((Joint::Blank, "", 1));
    }
    AND.iter().find(|w| w.chars().eq(chars[i..].iter().copied().take(w.chars().count()))).map(|w| (Joint::Dot, *w, w.chars().count()))
}

/// The index after `担当：`, `【担当課】`, `（所管）` or `担当　` at the beginning of a line; `i` where there is none.
fn after_keyword(chars: &[char], i: usize, words: &OwnerWords) -> usize {
    let skip = |mut k: usize| {
        while chars.get(k).is_some_and(|c| *c != '\n' && c.is_whitespace()) {
            k += 1;
        }
        k
    };
    let mut at = skip(i);
    let open =
        chars.get(at).is_some_and(|c| matches!(c, '【' | '［' | '[' | '（' | '(' | '〔' | '＜' | '<' | '《' | '■' | '◆' | '○' | '●'));
    if open {
        at = skip(at + 1);
    }
    let Some(mut end) = keyword_at(chars, at, words) else { return i };
    let closed = chars.get(end).is_some_and(|c| matches!(c, '】' | '］' | ']' | '）' | ')' | '〕' | '＞' | '>' | '》'));
    if closed {
        end += 1;
    }
    let blank = skip(end);
    let colon = chars.get(blank).is_some_and(|c| matches!(c, ':' | '：' | '…' | '／'));
    let rest = skip(if colon { blank + 1 } else { blank });
    // 所　属　長 is a name spread out, no keyword before one.
    let word: String = chars[rest..].iter().take_while(|c| !c.is_whitespace()).collect();
    let is_set_off = blank > end && word.chars().count() > 1 && !words.is_fragment(&word);
    let said = colon || (open && closed) || is_set_off;
    if said && chars.get(rest).is_some_and(|c| *c != '\n') { rest } else { i }
}

/// The index after the longest keyword at an index; blanks inside it (担　当) are jumped over.
fn keyword_at(chars: &[char], at: usize, words: &OwnerWords) -> Option<usize> {
    words.keywords.iter().filter_map(|w| spread(chars, at, w)).max()
}

/// The index after a word whose characters may stand apart.
fn spread(chars: &[char], at: usize, word: &str) -> Option<usize> {
    let mut i = at;
    for (n, c) in word.chars().enumerate() {
        while n > 0 && chars.get(i).is_some_and(|b| *b != '\n' && b.is_whitespace()) {
            i += 1;
        }
        if chars.get(i) != Some(&c) {
            return None;
        }
        i += 1;
    }
    Some(i)
}
