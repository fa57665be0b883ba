//! What no table, paragraph or furniture of a typed page took: list markup, brackets around badges, words of a header printed again.
use keikaku_model::document::{Block, Furniture, FurnitureKind, Paragraph};
use keikaku_model::page::{Page, PageKind, Pages};
use keikaku_model::{GlyphId, Text};
use std::collections::BTreeSet;

/// The characters of typed pages that are in none of the blocks and furniture, each stretch of a line by itself.
pub(super) fn of(pages: &Pages, blocks: &[Block], furniture: &[Furniture]) -> Vec<Furniture> {
    let mut told = BTreeSet::new();
    blocks.iter().for_each(|b| block(b, &mut told));
    furniture.iter().for_each(|f| text(&f.text, &mut told));
    pages.pages.iter().filter(|p| p.kind != PageKind::Drawn).flat_map(|p| of_page(p, &told)).collect()
}

fn of_page(page: &Page, told: &BTreeSet<GlyphId>) -> Vec<Furniture> {
    let mut out: Vec<Furniture> = Vec::new();
    let mut last: Option<(u32, f32)> = None;
    for (i, glyph) in (0u32..).zip(page.glyphs.iter()) {
        let id = GlyphId::new(page.number, i);
        if glyph.ch.is_whitespace() || told.contains(&id) {
            continue;
        }
        let goes_on = last == Some((i.wrapping_sub(1), glyph.bbox.y0));
        last = Some((i, glyph.bbox.y0));
        match out.last_mut().filter(|_| goes_on) {
            Some(f) => f.text.push(glyph.ch, Some(id)),
            None => {
                let mut text = Text::new();
                text.push(glyph.ch, Some(id));
                out.push(Furniture { kind: FurnitureKind::Ornament, page: page.number, text });
            }
        }
    }
    // Words are those of a header.
    let is_word = |f: &Furniture| f.text.chars().iter().any(|c| c.is_alphanumeric());
    out.iter_mut().filter(|f| is_word(f)).for_each(|f| f.kind = FurnitureKind::RunningHead);
    out
}

fn block(block: &Block, told: &mut BTreeSet<GlyphId>) {
    match block {
        Block::Paragraph(p) => paragraph(p, told),
        Block::Table(t) => t.cells.iter().flat_map(|c| &c.paragraphs).for_each(|p| paragraph(p, told)),
        Block::Group(g) => g.blocks.iter().for_each(|b| self::block(b, told)),
        Block::Figure(f) => f.words.iter().chain(&f.caption).for_each(|p| paragraph(p, told)),
    }
}

fn paragraph(p: &Paragraph, told: &mut BTreeSet<GlyphId>) {
    [&p.text].into_iter().chain(&p.badges).chain(&p.ruby).for_each(|t| text(t, told));
}

fn text(text: &Text, told: &mut BTreeSet<GlyphId>) {
    told.extend(text.glyphs().flatten());
}
