//! Contents pages: lines that lead to a page number, with the headings among them.
use crate::knowledge::is_leader;
use keikaku_model::Text;
use keikaku_model::document::{Block, Furniture, FurnitureKind, Paragraph};

/// So many leader characters in a row lead to a page number.
pub(crate) const LEADERS: usize = 4;

/// A page with this many leader lines is a contents page.
const LEAST_LINES: usize = 3;

/// Takes the lines of a contents page out of a page's blocks.
pub(crate) fn take(page: Vec<Block>) -> (Vec<Block>, Vec<Furniture>) {
    let entries: Vec<usize> = (0..page.len()).filter(|&i| is_entry_block(&page[i])).collect();
    let titled = page.iter().position(|b| paragraph(b).is_some_and(is_title));
    let count = page.iter().map(|b| lines(b).iter().filter(|p| is_entry(&p.text)).count()).sum::<usize>();
    let range = match (entries.first(), entries.last()) {
        (Some(&first), Some(&last)) if count >= LEAST_LINES || titled.is_some() => titled.unwrap_or(first).min(first)..last + 1,
        _ => titled.map_or(0..0, |t| numbered(&page, t)),
    };
    let mut kept = Vec::new();
    let mut aside = Vec::new();
    for (i, b) in page.into_iter().enumerate() {
        if range.contains(&i) && !lines(&b).is_empty() {
            aside.extend(lines(&b).into_iter().map(|p| Furniture { kind: FurnitureKind::Contents, page: p.page, text: p.text.packed() }));
        } else {
            kept.push(b);
        }
    }
    (kept, aside)
}

/// After a 目次 title without leaders: the lines that end with a page number, and short ones between them.
fn numbered(page: &[Block], title: usize) -> std::ops::Range<usize> {
    let ends = |b: &Block| paragraph(b).is_some_and(|p| p.text.len() > 2 && p.text.chars().last().is_some_and(|c| c.is_numeric()));
    let hits = page[title + 1..].iter().filter(|b| ends(b)).count();
    if hits >= LEAST_LINES && hits * 2 > page.len() - title - 1 {
        return title..page.iter().rposition(ends).map_or(title, |i| i + 1);
    }
    0..0
}

fn paragraph(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(p) => Some(p),
        _ => None,
    }
}

/// The paragraphs of a block that may be one of a contents page.
fn lines(block: &Block) -> Vec<&Paragraph> {
    match block {
        Block::Paragraph(p) => vec![p],
        Block::Group(g) => g.blocks.iter().flat_map(lines).collect(),
        Block::Table(t) if t.cells.iter().any(|c| c.paragraphs.iter().any(|p| is_entry(&p.text))) => {
            t.cells.iter().flat_map(|c| &c.paragraphs).collect()
        }
        _ => Vec::new(),
    }
}

fn is_entry_block(block: &Block) -> bool {
    lines(block).iter().any(|p| is_entry(&p.text))
}

fn is_title(p: &Paragraph) -> bool {
    let bare: String = p.text.chars().iter().filter(|c| c.is_alphanumeric()).collect();
    bare == "目次" || bare == "もくじ"
}

/// Whether leaders lead from a title to the end of the line or to a page number.
pub(crate) fn is_entry(text: &Text) -> bool {
    let chars = text.chars();
    let mut run = 0;
    for (i, &c) in chars.iter().enumerate() {
        if is_leader(c) {
            run += if matches!(c, '…' | '‥') { 2 } else { 1 };
        } else if !c.is_whitespace() {
            let rest = &chars[i..];
            if run >= LEADERS && rest.len() <= 8 && rest.iter().any(|c| c.is_numeric()) {
                return true;
            }
            run = 0;
        }
    }
    run >= LEADERS && chars.len() > run
}
