//! The numbering grammar: what stands at the start of a line as its number or bullet.
//!
//! `（１）会員の輪の拡大` → scheme `paren_arabic`, number 1, rest from character 3; `方針 1 …` → `named`; `○…` → `bullet`;
//! a line that is all in 【】 → `bracket`. One line is looked at alone; what needs its neighbours (イ after ア or before ロ) is
//! settled by [`continuity`].
use crate::compound;
use crate::lexicon::{Lexicon, NamedWord};
use crate::numeral::{self, arabic, kanji, roman};
use keikaku_model::outline::{Label, Scheme, SectionKind};

/// The form of a label: labels of one form number one level of headings or items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// The numbering style.
    pub scheme: Scheme,
    /// What else sets it apart: separator (１． and `１　`), named word, bullet mark, opening bracket, depth of 1-1-1.
    pub mark: String,
}

/// A label found at the start of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labelled {
    /// As the record shows it.
    pub label: Label,
    /// Its form.
    pub form: Form,
    /// How far out headings of this form stand by default; smaller is further out.
    pub rank: f32,
    /// The sort of section that a named label opens.
    pub kind: Option<SectionKind>,
    /// All numbers of the label, outermost first: 施策１－２ has 1 and 2.
    pub path: Vec<u32>,
    /// Character index at which the text after the label begins.
    pub rest: usize,
}

/// Longest number of an arabic label: years and quantities are longer.
const LABEL_DIGITS: usize = 3;
/// Longest inside of a bracket at the start of a line that is still a mark, not a quotation.
const BRACKET_WORD: usize = 14;

/// The label at the start of `text`, if there is one.
pub(crate) fn label(text: &[char], lexicon: &Lexicon) -> Option<Labelled> {
    let first = *text.first()?;
    if lexicon.numbering.notes.contains(first) {
        return None;
    }
    single_char(text)
        .or_else(|| ordinal(text))
        .or_else(|| parenthesised(text))
        .or_else(|| named(text, 0, lexicon))
        .or_else(|| bracketed(text, lexicon))
        .or_else(|| hyphenated(text, lexicon))
        .or_else(|| plain_number(text, lexicon))
        .or_else(|| letter(text))
        .or_else(|| bullet(text, lexicon))
}

fn made(text: &[char], end: usize, scheme: Scheme, number: Option<u32>, mark: &str, rank: f32) -> Labelled {
    let raw: String = text[..end].iter().collect();
    let mut rest = end;
    while text.get(rest).is_some_and(|c| separates(*c)) {
        rest += 1;
    }
    Labelled {
        label: Label { raw: raw.trim().to_owned(), scheme, number },
        form: Form { scheme, mark: mark.to_owned() },
        rank,
        kind: None,
        path: number.into_iter().collect(),
        rest,
    }
}

/// Characters between a label and its text.
fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '．' | '、' | '，' | '：' | ':')
}

/// The class of the separator at `at`: "１．" and "１　" number different levels in one plan.
fn separator(text: &[char], at: usize) -> Option<&'static str> {
    match text.get(at) {
        None => Some("end"),
        // 1.5倍 is a quantity.
        Some('.' | '．') if text.get(at + 1).is_some_and(|c| c.is_numeric()) => None,
        Some('.' | '．') => Some("."),
        Some('、' | '，') => Some(","),
        Some('：' | ':') => Some(":"),
        Some(c) if c.is_whitespace() => Some(" "),
        _ => None,
    }
}

/// ① ❶ ㋐ ⑴ Ⅰ ⅰ ⒈: one character that is a number.
fn single_char(text: &[char]) -> Option<Labelled> {
    let c = *text.first()?;
    let (scheme, number, rank) = numeral::enclosed(c)?;
    if matches!(scheme, Scheme::RomanUpper | Scheme::RomanLower) {
        let mut end = 1;
        let mut value = number;
        while let Some((s, n, _)) = text.get(end).and_then(|c| numeral::enclosed(*c))
            && s == scheme
        {
            value += n;
            end += 1;
        }
        if let Some(nested) = hyphen_tail(text, value, end) {
            return Some(nested);
        }
        let mark = separator(text, end).unwrap_or("");
        return Some(made(text, end, scheme, Some(value), mark, rank));
    }
    Some(made(text, 1, scheme, Some(number), "", rank))
}

/// 第１章, 第二節, 第3編.
fn ordinal(text: &[char]) -> Option<Labelled> {
    if text.first() != Some(&'第') {
        return None;
    }
    let mut at = 1;
    while text.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    let (number, mut end) = arabic(text, at).or_else(|| kanji(text, at)).or_else(|| roman(text, at))?;
    while text.get(end).is_some_and(|c| c.is_whitespace()) {
        end += 1;
    }
    // 第１　計画の趣旨: a number without its counter, before a blank.
    let spaced = text.get(end - 1).is_some_and(|c| c.is_whitespace());
    let counted = text.get(end).is_some_and(|c| "編部章節項条次期回版号位".contains(*c));
    if spaced && !counted && text.len() >= end + 2 {
        let number_end = text[..end].iter().rposition(|c| !c.is_whitespace()).map_or(end, |i| i + 1);
        return Some(made(text, number_end, Scheme::Section, Some(number), "第", 2.9));
    }
    let (scheme, rank) = match text.get(end)? {
        '編' | '部' => (Scheme::Part, 0.0),
        '章' => (Scheme::Chapter, 1.0),
        '節' => (Scheme::Section, 2.0),
        '項' => (Scheme::Subsection, 3.2),
        '条' => (Scheme::Article, 3.4),
        _ => return None,
    };
    // 第1部門, 第２章の…, 第５項に…: running text, not a heading.
    let follows: String = text[end + 1..].iter().take(2).collect();
    if ["門", "会", "隊", "の", "に", "で", "は", "を", "及", "と", "か", "か", "、"].iter().any(|w| follows.starts_with(w)) {
        return None;
    }
    Some(made(text, end + 1, scheme, Some(number), "", rank))
}

/// （１） (ア) （一） (a) １） ア）.
fn parenthesised(text: &[char]) -> Option<Labelled> {
    let opened = matches!(text.first(), Some('(' | '（'));
    let mut start = usize::from(opened);
    while opened && text.get(start).is_some_and(|c| c.is_whitespace()) {
        start += 1;
    }
    let (number, end, open_scheme, half_scheme, rank) = inner_number(text, start)?;
    let mut close = end;
    while opened && text.get(close).is_some_and(|c| c.is_whitespace()) {
        close += 1;
    }
    if !matches!(text.get(close), Some(')' | '）')) {
        return None;
    }
    let scheme = if opened { open_scheme } else { half_scheme };
    let rank = if opened { rank } else { rank + 0.4 };
    Some(made(text, close + 1, scheme, Some(number), if opened { "()" } else { ")" }, rank))
}

fn inner_number(text: &[char], at: usize) -> Option<(u32, usize, Scheme, Scheme, f32)> {
    if let Some((n, end)) = arabic(text, at) {
        return (end - at <= 2).then_some((n, end, Scheme::ParenArabic, Scheme::HalfParenArabic, 5.0));
    }
    if let Some((n, end)) = kanji(text, at) {
        return Some((n, end, Scheme::ParenKanji, Scheme::Kanji, 4.6));
    }
    if let Some((n, end)) = roman(text, at).filter(|(_, e)| e - at > 1 || matches!(text.get(at), Some('i' | 'ｉ' | 'I'))) {
        return Some((n, end, Scheme::RomanLower, Scheme::RomanLower, 7.4));
    }
    let c = *text.get(at)?;
    if let Some(n) = numeral::katakana(c) {
        return Some((n, at + 1, Scheme::ParenKatakana, Scheme::Katakana, 6.8));
    }
    numeral::latin(c).map(|n| (n, at + 1, Scheme::ParenLatin, Scheme::Latin, 7.2))
}

/// 方針1, 施策 6, 基本目標Ⅱ, 戦略1-2, 重点項目①; also in brackets: 【施策１】.
fn named(text: &[char], from: usize, lexicon: &Lexicon) -> Option<Labelled> {
    let after = &text[from..];
    for word in &lexicon.named {
        let Some(mut at) = spaced_prefix(after, &word.word) else { continue };
        let word_end = at;
        while after.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        // コラム　港の灯台, 資料　用語解説: boxes and appendices are often named without a number.
        let separated = at > word_end || matches!(after.get(at), Some(':' | '：'));
        if matches!(word.kind, SectionKind::Box | SectionKind::Appendix)
            && separated
            && number_of_any_kind(after, at).is_none()
            && at < after.len()
        {
            let spelled: String = word.word.iter().collect();
            let mut found = made(text, from + word_end, Scheme::Named, None, &spelled, word.rank);
            found.kind = Some(word.kind);
            return Some(found);
        }
        let Some((number, end)) = number_of_any_kind(after, at) else { continue };
        let spelled: String = word.word.iter().collect();
        return numbered(text, from, (number, end), &spelled, word, lexicon);
    }
    // 基本事業１－１－１: a word made of one of these, with a number of several parts.
    let (word_end, word) = compound::word(after, lexicon)?;
    let at = (word_end..after.len()).find(|i| !after[*i].is_whitespace())?;
    let spelled: String = after[..word_end].iter().collect();
    let found = numbered(text, from, arabic(after, at)?, &spelled, word, lexicon)?;
    let apart = text.get(found.label.raw.chars().count()).is_none_or(|c| c.is_whitespace());
    (found.path.len() > 1 && apart).then_some(found)
}

/// The label of a word (at `from`) whose first number is known, with the numbers that follow behind hyphens.
fn numbered(
    text: &[char],
    from: usize,
    (number, mut end): (u32, usize),
    spelled: &str,
    word: &NamedWord,
    lexicon: &Lexicon,
) -> Option<Labelled> {
    let after = &text[from..];
    let mut path = vec![number];
    while let Some((n, e)) = hyphen_step(after, end) {
        path.push(n);
        end = e;
    }
    if runs_on(after, end, lexicon) {
        return None;
    }
    let depth = path.len();
    let mark = if depth > 1 { format!("{spelled}{depth}") } else { spelled.to_owned() };
    let rank = word.rank + 0.1 * (depth - 1) as f32;
    let mut found = made(text, from + end, Scheme::Named, path.last().copied(), &mark, rank);
    found.kind = Some(word.kind);
    found.path = path;
    Some(found)
}

/// Length of `word` at the start of `text`, blanks between its characters allowed (方　針).
fn spaced_prefix(text: &[char], word: &[char]) -> Option<usize> {
    let mut at = 0;
    for (i, w) in word.iter().enumerate() {
        while i > 0 && text.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        if text.get(at) != Some(w) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn number_of_any_kind(text: &[char], at: usize) -> Option<(u32, usize)> {
    if let Some((n, end)) = arabic(text, at) {
        return (end - at <= LABEL_DIGITS).then_some((n, end));
    }
    if let Some((n, end)) = roman(text, at) {
        return Some((n, end));
    }
    if let Some((_, n, _)) = text.get(at).and_then(|c| numeral::enclosed(*c)) {
        return Some((n, at + 1));
    }
    // 方針一, but not 事業一覧.
    kanji(text, at).filter(|(_, end)| separator(text, *end).is_some())
}

/// Whether what follows a named number makes the whole running text (施策１の…, 目標３件, 施策１～３).
fn runs_on(text: &[char], end: usize, lexicon: &Lexicon) -> bool {
    if text.get(end).is_none_or(|c| c.is_whitespace()) {
        return false;
    }
    let follows: String = text[end..].iter().take(4).collect();
    starts_with_any(&follows, &lexicon.numbering.particles) || starts_with_any(&follows, &lexicon.numbering.counters)
}

fn starts_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|w| text.starts_with(w.as_str()))
}

/// 【…】 and other brackets: around the whole line, or around a word at its start.
fn bracketed(text: &[char], lexicon: &Lexicon) -> Option<Labelled> {
    let first = *text.first()?;
    let closing = lexicon.numbering.brackets.iter().find_map(|b| {
        let mut pair = b.chars();
        (pair.next() == Some(first)).then(|| pair.next()).flatten()
    })?;
    let close = text.iter().position(|c| *c == closing)?;
    if let Some(mut inner) = named(&text[..close], 1, lexicon) {
        // 【施策１】…: the label is the whole bracket where nothing but the number stands in it.
        if inner.rest == close {
            inner.rest = (close + 1..text.len()).find(|i| !separates(text[*i])).unwrap_or(text.len());
            inner.label.raw = text[..=close].iter().collect();
            return Some(inner);
        }
    }
    let whole = text[close + 1..].iter().all(|c| c.is_whitespace());
    // 【継続】事業名: the bracket is a mark at the start of the heading; it stays part of the title.
    let mark = if whole { first.to_string() } else { format!("{first}+") };
    if close < 2 || (!whole && close > BRACKET_WORD) {
        return None;
    }
    Some(Labelled {
        label: Label { raw: format!("{first}{closing}"), scheme: Scheme::Bracket, number: None },
        form: Form { scheme: Scheme::Bracket, mark },
        rank: 5.2,
        kind: None,
        path: Vec::new(),
        rest: 0,
    })
}

/// １－１, 1-2-3, 1.2, Ⅰ-１.
fn hyphenated(text: &[char], lexicon: &Lexicon) -> Option<Labelled> {
    let (first, end) = arabic(text, 0)?;
    if end > 2 || first == 0 {
        return None;
    }
    let found = hyphen_tail(text, first, end)?;
    let end = text.len().min(found.label.raw.chars().count());
    let follows: String = text[end..].iter().take(4).collect();
    // 4-5月, 1.5倍, 2-3日: quantities.
    let counted = starts_with_any(&follows, &lexicon.numbering.counters) || starts_with_any(&follows, &lexicon.numbering.particles);
    (!counted).then_some(found)
}

/// The label whose first number, `first`, ends at `end`, if more numbers follow behind hyphens or dots.
fn hyphen_tail(text: &[char], first: u32, end: usize) -> Option<Labelled> {
    let (mut path, mut at) = (vec![first], end);
    while let Some((n, e)) = hyphen_step(text, at) {
        path.push(n);
        at = e;
    }
    let depth = path.len();
    if depth < 2 {
        return None;
    }
    let mut found = made(text, at, Scheme::Hyphenated, path.last().copied(), &depth.to_string(), 4.0 + 0.3 * depth as f32);
    found.path = path;
    Some(found)
}

/// A hyphen or dot and a number of at most two digits.
fn hyphen_step(text: &[char], at: usize) -> Option<(u32, usize)> {
    if !matches!(text.get(at), Some('-' | '－' | '‐' | '−' | '–' | 'ー' | '―' | '.' | '．')) {
        return None;
    }
    let (n, end) = arabic(text, at + 1)?;
    (end - at <= 3).then_some((n, end))
}

/// １．, 1 , 一、 and a number alone on its line.
fn plain_number(text: &[char], lexicon: &Lexicon) -> Option<Labelled> {
    if let Some((number, end)) = arabic(text, 0) {
        if end > LABEL_DIGITS || number == 0 {
            return None;
        }
        let mark = separator(text, end).or_else(|| glued(text, end, lexicon))?;
        if mark == " " && counted_blank(text, end, lexicon) {
            return None;
        }
        return Some(made(text, end, Scheme::Arabic, Some(number), mark, 4.0));
    }
    let (number, end) = kanji(text, 0)?;
    let mark = separator(text, end).filter(|m| *m != "end" && (*m != " " || text.get(end) == Some(&'\u{3000}')))?;
    Some(made(text, end, Scheme::Kanji, Some(number), mark, 3.6))
}

/// `１はじめに`: a number right before its heading, told from 3年間 and 5つの by what follows.
fn glued(text: &[char], end: usize, lexicon: &Lexicon) -> Option<&'static str> {
    let next = *text.get(end)?;
    let follows: String = text[end..].iter().take(4).collect();
    let japanese = matches!(next, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '【' | '「');
    let quantity = starts_with_any(&follows, &lexicon.numbering.counters) || starts_with_any(&follows, &lexicon.numbering.particles);
    (end <= 2 && japanese && !quantity).then_some("")
}

/// `5 つの柱`, `3 点を`, `2 回`: a quantity set with a blank.
fn counted_blank(text: &[char], end: usize, lexicon: &Lexicon) -> bool {
    let rest: String = text[end..].iter().skip_while(|c| c.is_whitespace()).take(8).collect();
    lexicon.numbering.counters.iter().any(|c| {
        rest.strip_prefix(c.as_str()).is_some_and(|tail| {
            tail.trim_start().is_empty() || tail.starts_with(char::is_whitespace) || starts_with_any(tail, &lexicon.numbering.particles)
        })
    })
}

/// ア． イ　 a. Ａ．  I. ii.
fn letter(text: &[char]) -> Option<Labelled> {
    let c = *text.first()?;
    if let Some((n, end)) = roman(text, 0)
        && (end > 1 || matches!(c, 'I' | 'Ｉ' | 'V' | 'X' | 'i' | 'ｉ'))
        && let Some(mark) = separator(text, end).filter(|m| *m == "." || *m == " " && end > 1)
    {
        let upper = c.is_uppercase();
        let (scheme, rank) = if upper { (Scheme::RomanUpper, 3.0) } else { (Scheme::RomanLower, 7.4) };
        return Some(made(text, end, scheme, Some(n), mark, rank));
    }
    let wide_blank = |mark: &str| mark != " " || text.get(1) == Some(&'\u{3000}');
    if let Some(n) = numeral::katakana(c) {
        let mark = separator(text, 1).filter(|m| *m != "end")?;
        return Some(made(text, 1, Scheme::Katakana, Some(n), mark, 6.4));
    }
    if let Some(n) = numeral::iroha(c) {
        let mark = separator(text, 1).filter(|m| *m != "end" && wide_blank(m))?;
        return Some(made(text, 1, Scheme::Iroha, Some(n), mark, 6.5));
    }
    let n = numeral::latin(c)?;
    let mark = separator(text, 1).filter(|m| *m == "." || *m == " " && text.get(1) == Some(&'\u{3000}'))?;
    Some(made(text, 1, Scheme::Latin, Some(n), mark, 7.0))
}

/// ○ ・ ◆ and other marks; `- ` in typed text.
fn bullet(text: &[char], lexicon: &Lexicon) -> Option<Labelled> {
    let c = *text.first()?;
    let next = text.get(1).copied();
    let typed_dash = matches!(c, '-' | '–' | '—' | '－') && next.is_some_and(char::is_whitespace);
    let rank = lexicon.numbering.bullet.iter().find(|b| b.marks.contains(c)).map(|b| b.rank).or(typed_dash.then_some(6.9))?;
    // ○○市, →→, ・・・・: placeholders, arrows of schedules, leaders. A mark alone is no item.
    if next.is_none_or(|n| n == c) {
        return None;
    }
    let mut found = made(text, 1, Scheme::Bullet, None, &plain_mark(c).to_string(), rank);
    // "- ・…": a typed dash before the printed bullet.
    if typed_dash && let Some(inner) = text.get(found.rest..).and_then(|t| bullet(t, lexicon)) {
        found = Labelled { rest: found.rest + inner.rest, ..inner };
    }
    Some(found)
}

/// ○ 〇 ◯ are one mark to a reader.
fn plain_mark(c: char) -> char {
    match c {
        '〇' | '◯' => '○',
        '･' | '•' | '‣' | '∙' | '·' => '・',
        '–' | '—' | '－' => '-',
        c => c,
    }
}

/// A plain 4 behind ③ that does not go on from a plain 3 before has lost its ring: recognised text does not know all of them.
fn rings_lost(labels: &mut [Option<Labelled>]) {
    let (mut circled, mut plain): (Option<Labelled>, Option<u32>) = (None, None);
    for label in labels.iter_mut().flatten() {
        match label.form.scheme {
            Scheme::Circled => circled = Some(label.clone()),
            Scheme::Arabic => {
                let number = label.label.number;
                let before = circled.as_ref().filter(|c| c.label.number.map(|n| n + 1) == number && plain.map(|n| n + 1) != number);
                match before.filter(|_| number.is_some_and(|n| n > 2) && matches!(label.form.mark.as_str(), "" | " ")) {
                    Some(before) => {
                        (label.form, label.rank, label.label.scheme) = (before.form.clone(), before.rank, Scheme::Circled);
                        circled = Some(label.clone());
                    }
                    None => plain = number,
                }
            }
            Scheme::Bullet => {}
            _ => circled = None,
        }
    }
}

/// Settles, in a run of labels of one level, what one line alone leaves open: イ after ア is the second katakana, before ロ the first iroha.
pub(crate) fn continuity(labels: &mut [Option<Labelled>]) {
    rings_lost(labels);
    let mut iroha = false;
    for at in 0..labels.len() {
        let ro_follows = labels[at + 1..].iter().flatten().take(4).any(|l| l.form.scheme == Scheme::Iroha && l.label.number == Some(2));
        let Some(found) = &mut labels[at] else { continue };
        match (found.form.scheme, found.label.raw.chars().next()) {
            (Scheme::Katakana, Some('イ')) if ro_follows && !iroha => iroha = true,
            (Scheme::Katakana, Some('ア')) => iroha = false,
            _ => {}
        }
        if iroha
            && found.form.scheme == Scheme::Katakana
            && let Some(n) = found.label.raw.chars().next().and_then(numeral::iroha_any)
        {
            found.form.scheme = Scheme::Iroha;
            found.label.scheme = Scheme::Iroha;
            found.label.number = Some(n);
            found.rank = 6.5;
        }
    }
}

#[cfg(test)]
#[path = "numbering_tests.rs"]
mod tests;
