//! A document as Markdown in reading order, for people who want the text: headings with the levels of the outline, tables, boxes as
//! quotations, contents pages as lists. Running heads, page numbers and thumb indexes are left out.
mod escape;
mod table;

use keikaku_model::document::{Block, Document, Furniture, FurnitureKind, Group, Paragraph};
use keikaku_model::outline::Outline;
use keikaku_model::{GlyphId, Text};
use std::collections::BTreeMap;

/// Markdown has six levels of headings.
const LEVELS: u32 = 6;

/// A paragraph is a heading where it holds a section's title and at most this many characters more: its label and badges.
const LABEL: usize = 16;

/// The document's text as Markdown, with the headings of its outline. Ends with one line end; empty for a document without text.
pub fn markdown(document: &Document, outline: &Outline) -> String {
    let mut page = Writer { headings: headings(outline), pieces: Vec::new() };
    let mut contents = contents(document).into_iter().peekable();
    for block in &document.blocks {
        let start = first_glyph(block);
        let mut list = Vec::new();
        while let Some((_, entry)) = contents.next_if(|(at, _)| start.is_some_and(|start| *at < start)) {
            list.push(entry);
        }
        page.list(&list);
        page.block(block);
    }
    page.list(&contents.map(|(_, entry)| entry).collect::<Vec<_>>());
    let mut text = page.pieces.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The depth of each section by the first glyph of its title, and how long the title is.
fn headings(outline: &Outline) -> BTreeMap<GlyphId, (u32, usize)> {
    let first = |text: &Text| text.glyphs().flatten().next();
    outline.sections.iter().filter_map(|s| Some((first(&s.title)?, (s.depth, s.title.len())))).collect()
}

/// The lines of contents pages with where they begin, in the order they are printed.
fn contents(document: &Document) -> Vec<(GlyphId, &Furniture)> {
    let is_contents = |f: &&Furniture| f.kind == FurnitureKind::Contents;
    let mut lines: Vec<_> = document.furniture.iter().filter(is_contents).filter_map(|f| Some((earliest(&f.text)?, f))).collect();
    // A stable sort by page alone: within a page `layout` lists them in reading order.
    lines.sort_by_key(|(at, _)| at.page);
    lines
}

/// The glyph of a text that was painted first: where text set aside goes back to is told by this.
fn earliest(text: &Text) -> Option<GlyphId> {
    text.glyphs().flatten().min()
}

fn first_glyph(block: &Block) -> Option<GlyphId> {
    match block {
        Block::Paragraph(p) => earliest(&p.text),
        Block::Table(t) => t.cells.iter().flat_map(|c| &c.paragraphs).filter_map(|p| earliest(&p.text)).min(),
        Block::Group(g) => g.blocks.iter().filter_map(first_glyph).min(),
        Block::Figure(f) => f.words.iter().chain(&f.caption).filter_map(|p| earliest(&p.text)).min(),
    }
}

/// The document written so far, in pieces with a blank line between them.
struct Writer {
    headings: BTreeMap<GlyphId, (u32, usize)>,
    pieces: Vec<String>,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(p) => self.paragraph(p),
            Block::Table(t) => self.pieces.extend(table::markdown(t)),
            Block::Group(g) => self.group(g),
            Block::Figure(f) => f.words.iter().chain(&f.caption).for_each(|p| self.paragraph(p)),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = line(paragraph);
        if text.is_empty() {
            return;
        }
        match self.depth(paragraph) {
            Some(depth) => self.pieces.push(format!("{} {}", "#".repeat(depth.clamp(1, LEVELS) as usize), escape::inline(&text))),
            None => self.pieces.push(escape::paragraph(&text)),
        }
    }

    /// The depth of the section whose title this paragraph is.
    fn depth(&self, paragraph: &Paragraph) -> Option<u32> {
        let glyphs = paragraph.text.glyphs().flatten();
        let (depth, length) = glyphs.take(LABEL + 1).find_map(|g| self.headings.get(&g))?;
        (paragraph.text.len() <= length + LABEL).then_some(*depth)
    }

    /// A box is a quotation of what stands in it.
    fn group(&mut self, group: &Group) {
        let mut inside = Writer { headings: std::mem::take(&mut self.headings), pieces: Vec::new() };
        group.blocks.iter().for_each(|b| inside.block(b));
        self.headings = inside.headings;
        if !inside.pieces.is_empty() {
            let lines = inside.pieces.join("\n\n");
            let quoted: Vec<String> = lines.lines().map(|l| if l.is_empty() { ">".to_owned() } else { format!("> {l}") }).collect();
            self.pieces.push(quoted.join("\n"));
        }
    }

    fn list(&mut self, entries: &[&Furniture]) {
        if !entries.is_empty() {
            let lines: Vec<String> = entries.iter().map(|f| format!("- {}", escape::inline(&f.text.to_string()))).collect();
            self.pieces.push(lines.join("\n"));
        }
    }
}

/// A paragraph's text with the badges beside it.
fn line(paragraph: &Paragraph) -> String {
    let badges = paragraph.badges.iter().map(|b| b.to_string());
    std::iter::once(paragraph.text.to_string()).chain(badges).filter(|t| !t.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
