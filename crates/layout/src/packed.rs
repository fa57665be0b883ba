//! A page's blocks in as little memory as they need: a document may have a thousand pages of them.
use keikaku_model::document::{Block, Cell, Paragraph};
use std::sync::Arc;

/// Between two lines of a paragraph stands at most a blank.
const BETWEEN: usize = 1;

/// Packs all paragraphs.
pub(crate) fn blocks(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => paragraph(p),
            Block::Table(t) => Arc::make_mut(t).cells.iter_mut().for_each(cell),
            Block::Group(g) => self::blocks(&mut g.blocks),
            Block::Figure(f) => f.words.iter_mut().chain(&mut f.caption).for_each(paragraph),
        }
    }
}

fn cell(cell: &mut Cell) {
    cell.paragraphs.iter_mut().for_each(paragraph);
    cell.paragraphs.shrink_to_fit();
}

/// Keeps a paragraph's characters once: its lines become parts of its text, but for a line that is not printed like that there.
pub(crate) fn paragraph(p: &mut Paragraph) {
    p.text = p.text.packed();
    let mut from = 0;
    for line in &mut p.lines {
        let part = |start: usize| p.text.slice(start..start + line.text.len());
        let start = (from..=from + BETWEEN).find(|&start| part(start) == line.text);
        line.text = start.map_or_else(|| line.text.packed(), part);
        from = start.unwrap_or(from) + line.text.len();
    }
}
