//! Pages in, a document out: lines, columns, paragraphs, tables as grids of cells, boxes and furniture, in reading order.
mod typed;

use keikaku_model::document::{Document, Frame};
use keikaku_model::page::{PageKind, Pages};
use keikaku_model::{GlyphId, Warned};

/// A document as a reader sees it.
pub fn document(pages: &Pages) -> Warned<Document> {
    let (blocks, furniture) = typed::blocks(pages);
    let frames = pages
        .pages
        .iter()
        .map(|p| Frame { number: p.number, width: p.width, height: p.height, typed: p.kind != PageKind::Drawn, body_size: 0.0 })
        .collect();
    let hidden = pages
        .pages
        .iter()
        .flat_map(|p| (0u32..).zip(&p.glyphs).filter(|(_, g)| !g.visibility.is_content()).map(|(i, _)| GlyphId::new(p.number, i)))
        .collect();
    Warned::clean(Document { source: pages.source.clone(), info: pages.info.clone(), pages: frames, blocks, furniture, hidden })
}
