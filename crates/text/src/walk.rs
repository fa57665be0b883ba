//! Every paragraph of a document, in reading order.
use keikaku_model::document::{Block, Document, Paragraph};

/// All paragraphs of a document in reading order: those of a group where the group stands, of a table cell by cell, of a
/// figure its words and then its caption. [`crate::texts`] has one unit for each, in this order.
pub fn walk(document: &Document) -> impl Iterator<Item = &Paragraph> {
    let mut paragraphs = Vec::new();
    collect(&document.blocks, &mut paragraphs);
    paragraphs.into_iter()
}

fn collect<'a>(blocks: &'a [Block], out: &mut Vec<&'a Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(p),
            Block::Table(t) => out.extend(t.cells.iter().flat_map(|c| &c.paragraphs)),
            Block::Group(g) => collect(&g.blocks, out),
            Block::Figure(f) => out.extend(f.words.iter().chain(&f.caption)),
        }
    }
}
