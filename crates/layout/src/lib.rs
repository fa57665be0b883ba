//! Pages in, a document out: lines, columns, paragraphs, tables as grids of cells, boxes and furniture, in reading order.
mod across;
mod areas;
mod badges;
mod bars;
mod blocks;
mod bullets;
mod canvas;
mod charts;
mod contents;
mod drafts;
mod family;
mod figures;
mod fonts;
mod furniture;
mod grid;
mod header;
mod knowledge;
mod order;
mod packed;
mod paragraphs;
mod partial;
mod ruleless;
mod runs;
mod tables;
mod tall;
mod text;
mod typed;

use canvas::{Canvas, Sorted};
use furniture::Margins;
use keikaku_model::document::{Block, Document, Frame, Furniture};
use keikaku_model::page::{Font, Glyph, Page, PageKind, Pages};
use keikaku_model::{GlyphId, Warned};

/// A document as a reader sees it. Pages of text files and drawn pages do not mix in one file.
pub fn document(pages: &Pages) -> Warned<Document> {
    let (mut blocks, mut furniture) = typed::blocks(pages);
    let (drawn, aside) = drawn(pages);
    blocks.extend(drawn);
    furniture.extend(aside);
    let frames = pages.pages.iter().map(frame).collect();
    let hidden = pages.pages.iter().flat_map(hidden).map(Some).collect();
    Warned::clean(Document { source: pages.source.clone(), info: pages.info.clone(), pages: frames, blocks, furniture, hidden })
}

/// The blocks of the drawn pages, and what is set aside. One page's glyphs are in hand at a time.
fn drawn(pages: &Pages) -> (Vec<Block>, Vec<Furniture>) {
    let fonts = fonts::of(pages);
    let drawn = || pages.pages.iter().filter(|p| p.kind == PageKind::Drawn);
    // Each page's glyphs in areas and runs.
    let sorted = drawn().map(|page| {
        let glyphs: Vec<Glyph> = page.glyphs.iter().collect();
        let canvas = canvas(page, &glyphs, &fonts);
        (Margins::of(&canvas), canvas.sorted())
    });
    let (margins, sorted): (Vec<Margins>, Vec<Sorted>) = sorted.unzip();
    // Running heads and page numbers are known by the pages together, and would stand in the way of what goes on over pages.
    let furniture = furniture::find(margins);
    let (mut blocks, mut aside, mut contents) = (Vec::new(), Vec::new(), Vec::new());
    for ((page, sorted), taken) in drawn().zip(sorted).zip(furniture) {
        let glyphs: Vec<Glyph> = page.glyphs.iter().collect();
        let mut canvas = sorted.on(page, &glyphs, &fonts);
        aside.extend(furniture::take(&mut canvas, taken));
        // Its blocks in reading order, without 目次.
        let (mut kept, lines) = contents::take(blocks::of_page(&canvas));
        packed::blocks(&mut kept);
        blocks.extend(kept);
        contents.extend(lines);
    }
    aside.extend(contents);
    aside.sort_by_key(|f| f.page);
    // Paragraphs and tables that go on over columns and pages.
    (across::join(blocks), aside)
}

/// A page with its glyphs sorted into areas and runs.
fn canvas<'a>(page: &'a Page, glyphs: &'a [Glyph], fonts: &'a [Font]) -> Canvas<'a> {
    let mut canvas =
        Canvas { page, glyphs, fonts, body_size: frame(page).body_size, bullets: bullets::of(page), grids: Vec::new(), areas: Vec::new() };
    // Tables and boxes first: they part lines that would else run into each other.
    areas::find(&mut canvas);
    // Glyphs to the runs of each area.
    runs::collect(&mut canvas);
    // 新規 and 施策 1 in small boxes belong to the line beside them.
    badges::inline_labels(&mut canvas);
    canvas
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
    let unseen = (0u32..).zip(page.glyphs.iter()).filter(|(_, g)| !g.visibility.is_content());
    unseen.map(|(i, _)| GlyphId::new(page.number, i))
}
