//! What stands on typed pages and is no content: page numbers, contents pages, running heads, markup.
use super::boxed;
use super::lines::Line;
use super::marks::MARKS;
use keikaku_model::Text;
use keikaku_model::document::{Furniture, FurnitureKind};
use std::collections::BTreeMap;

/// Least number of leader characters in a row.
const LEADER: usize = 4;

/// Most digits of a page number.
const DIGITS: usize = 3;

/// How far from a page's first or last line, in lines, a page number stands.
const MARGIN: usize = 2;

/// Fewest pages on which the same line makes a running head.
const HEAD_PAGES: usize = 3;

/// Least share of the pages on which the same line makes a running head.
const HEAD_SHARE: f32 = 0.6;

/// Splits the lines into content and furniture.
pub(super) fn set_aside(lines: Vec<Line>) -> (Vec<Line>, Vec<Furniture>) {
    let contents = contents(&lines);
    let numbers = page_numbers(&lines, &contents);
    let heads = running_heads(&lines);
    let rules = boxed::rules(&lines);
    let mut furniture = Vec::new();
    let mut content = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        let kind = match i {
            i if contents[i] => Some(FurnitureKind::Contents),
            i if numbers[i] => Some(FurnitureKind::PageNumber),
            i if heads[i] => Some(FurnitureKind::RunningHead),
            i if is_ornament(&line.text) && !rules[i] => Some(FurnitureKind::Ornament),
            _ => None,
        };
        if !line.markup.is_empty() {
            furniture.push(Furniture { kind: FurnitureKind::Ornament, page: line.page, text: line.markup.clone() });
        }
        match kind {
            Some(kind) => furniture.push(Furniture { kind, page: line.page, text: line.text }),
            None => content.push(line),
        }
    }
    (content, furniture)
}

/// A line without a letter, kanji, kana or digit.
fn is_ornament(text: &Text) -> bool {
    text.chars().iter().all(|c| !c.is_alphanumeric())
}

/// Whether a line ends in a leader, with or without a page number after it.
fn has_leader(text: &Text) -> bool {
    let body: Vec<char> = text.chars().iter().copied().filter(|c| !c.is_whitespace()).collect();
    let end = body.iter().rposition(|c| !c.is_numeric() && !matches!(c, 'P' | 'p' | '-')).map_or(0, |i| i + 1);
    let start = body[..end].iter().rposition(|c| !MARKS.is_leader(*c)).map_or(0, |i| i + 1);
    start > 0 && end - start >= LEADER
}

/// The contents pages: from the heading 目次 or the first leader to the last leader of a page, entries without a leader between them included.
fn contents(lines: &[Line]) -> Vec<bool> {
    let mut marked = vec![false; lines.len()];
    for (start, end) in pages(lines) {
        let leaders: Vec<usize> = (start..end).filter(|&i| has_leader(&lines[i].text)).collect();
        let (Some(&first), Some(&last)) = (leaders.first(), leaders.last()) else { continue };
        if leaders.len() * 2 < last - first + 1 {
            continue;
        }
        let heading = (start..first).rev().find(|&i| is_contents_heading(&lines[i].text));
        marked[heading.unwrap_or(first)..=last].fill(true);
        // Page numbers that a dump wrote after the entries.
        (last + 1..end).take_while(|&i| is_number(&lines[i].text)).for_each(|i| marked[i] = true);
    }
    marked
}

fn is_contents_heading(text: &Text) -> bool {
    let bare: String = text.chars().iter().filter(|c| c.is_alphanumeric()).collect();
    MARKS.contents.contains(&bare)
}

/// A number alone, perhaps between dashes.
fn is_number(text: &Text) -> bool {
    let bare: Vec<char> =
        text.chars().iter().copied().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '―' | '–' | '—' | '‐')).collect();
    (1..=DIGITS).contains(&bare.len()) && bare.iter().all(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
}

/// Numbers at the head or foot of a page; a page that is a whole file without form feeds has none but those between dashes.
fn page_numbers(lines: &[Line], contents: &[bool]) -> Vec<bool> {
    let mut marked = vec![false; lines.len()];
    let pages = pages(lines);
    let is_paged = pages.len() > 1;
    for (start, end) in pages {
        for i in start..end {
            let at_edge = is_paged && (i < start + MARGIN || i + MARGIN >= end);
            let dashed =
                lines[i].text.chars().first().is_some_and(|c| matches!(c, '-' | '－' | '―' | '–' | '—' | '‐')) && lines[i].text.len() > 2;
            marked[i] = !contents[i] && is_number(&lines[i].text) && (at_edge || dashed);
        }
    }
    marked
}

/// Lines that stand on most pages, each time at the head or the foot.
fn running_heads(lines: &[Line]) -> Vec<bool> {
    let pages = pages(lines);
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &(start, end) in &pages {
        for i in (start..end).filter(|&i| i == start || i + 1 == end) {
            let key: String = lines[i].text.chars().iter().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect();
            seen.entry(key).or_default().push(i);
        }
    }
    let mut marked = vec![false; lines.len()];
    let least = HEAD_PAGES.max((pages.len() as f32 * HEAD_SHARE) as usize);
    for at in seen.values().filter(|at| at.len() >= least) {
        at.iter().for_each(|&i| marked[i] = true);
    }
    marked
}

/// Ranges of lines that share a page.
pub(super) fn pages(lines: &[Line]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut() {
            Some((start, end)) if lines[*start].page == line.page => *end = i + 1,
            _ => out.push((i, i + 1)),
        }
    }
    out
}
