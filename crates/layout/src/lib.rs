//! Pages in, a document out: lines, columns, paragraphs, tables as grids of cells, boxes and furniture, in reading order.
mod across;
mod areas;
mod badges;
mod blocks;
mod canvas;
mod charts;
mod contents;
mod drafts;
mod figures;
mod fonts;
mod furniture;
mod grid;
mod header;
mod knowledge;
mod order;
mod paragraphs;
mod partial;
mod ruleless;
mod runs;
mod tables;
mod tall;
mod text;
mod typed;

use canvas::Canvas;
use keikaku_model::document::{Block, Document, Frame, Furniture};
use keikaku_model::page::{Font, Page, PageKind, Pages};
use keikaku_model::{GlyphId, Warned};

/// A document as a reader sees it. Pages of text files and drawn pages do not mix in one file.
pub fn document(pages: &Pages) -> Warned<Document> {
    let (mut blocks, mut furniture) = typed::blocks(pages);
    let fonts = fonts::of(pages);
    let mut canvases: Vec<Canvas> = pages.pages.iter().filter(|p| p.kind == PageKind::Drawn).map(|p| canvas(p, &fonts)).collect();
    let (drawn, aside) = drawn(&mut canvases);
    blocks.extend(drawn);
    furniture.extend(aside);
    let frames = pages.pages.iter().map(frame).collect();
    let hidden = pages.pages.iter().flat_map(hidden).collect();
    Warned::clean(Document { source: pages.source.clone(), info: pages.info.clone(), pages: frames, blocks, furniture, hidden })
}

/// A page with its glyphs sorted into areas and runs.
fn canvas<'a>(page: &'a Page, fonts: &'a [Font]) -> Canvas<'a> {
    let mut canvas = Canvas { page, fonts, body_size: frame(page).body_size, grids: Vec::new(), areas: Vec::new() };
    // Tables and boxes first: they part lines that would else run into each other.
    areas::find(&mut canvas);
    // Glyphs to the runs of each area.
    runs::collect(&mut canvas);
    // 新規 and 施策 1 in small boxes belong to the line beside them.
    badges::inline_labels(&mut canvas);
    canvas
}

/// The blocks of the drawn pages, and what is set aside.
fn drawn(canvases: &mut [Canvas]) -> (Vec<Block>, Vec<Furniture>) {
    // Running heads and page numbers are known by the pages together, and would stand in the way of what goes on over pages.
    let mut aside = furniture::take(canvases);
    // Each page's blocks in reading order.
    let blocks = canvases.iter().flat_map(blocks::of_page).collect();
    // 目次.
    let (blocks, contents) = contents::take(blocks);
    aside.extend(contents);
    // Paragraphs and tables that go on over columns and pages.
    let blocks = across::join(blocks);
    aside.sort_by_key(|f| f.page);
    (blocks, aside)
}

/// A page's frame.
fn frame(page: &Page) -> Frame {
    let sizes = page.glyphs.iter().filter(|g| g.visibility.is_content() && !canvas::is_blank(g.ch)).map(|g| g.size);
    let typed = page.kind != PageKind::Drawn;
    let body_size = if typed { 1.0 } else { canvas::commonest(sizes) };
    Frame { number: page.number, width: page.width, height: page.height, typed, body_size }
}

/// The page's glyphs that no reader sees.
fn hidden(page: &Page) -> impl Iterator<Item = GlyphId> + '_ {
    let unseen = (0u32..).zip(&page.glyphs).filter(|(_, g)| !g.visibility.is_content());
    unseen.map(|(i, _)| GlyphId::new(page.number, i))
}
