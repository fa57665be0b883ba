//! Pages of text files: blocks and furniture from the character grid.
//!
//! Three sorts of text files are common, and often mixed: dumps of a PDF's text boxes (a blank line between boxes), the same with a blank line
//! after every line, and converters' output with one line a paragraph and tabs between cells. What is wrapped is told from how long
//! lines are and how they end.
//!
//! ```text
//! Pages ─lines→ lines ─furniture→ lines that are content ─┬─ scattered, boxed, tabs, pairs, fields → Table
//!                                                          └─ paragraphs          → Paragraph
//! ```
mod boxed;
mod build;
mod fields;
mod furniture;
mod lines;
mod marks;
mod pairs;
mod paragraphs;
mod rest;
mod scattered;
mod tabs;

use keikaku_model::document::{Block, Furniture};
use keikaku_model::page::Pages;

/// The blocks of all typed pages, in order, and what is set aside.
pub(crate) fn blocks(pages: &Pages) -> (Vec<Block>, Vec<Furniture>) {
    let lines = lines::collect(pages);
    let (lines, mut furniture) = furniture::set_aside(lines);
    let setting = paragraphs::Setting::of(&lines);
    let sheets = scattered::Sheets::of(&lines);
    let mut blocks = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let rest = &lines[i..];
        if let Some((sheet, used)) = sheets.table(&lines, i, &setting) {
            blocks.push(Block::Table(sheet.table.into()));
            furniture.extend(sheet.marks);
            i += used.max(1);
            continue;
        }
        if let Some(mark) = sheets.mark(&lines, &lines[i]) {
            furniture.push(mark);
            i += 1;
            continue;
        }
        // Tables first: their rows look like short paragraphs.
        let table = boxed::table(rest, pages).or_else(|| tabs::table(rest)).or_else(|| pairs::table(rest)).or_else(|| fields::table(rest));
        let used = match table {
            Some((table, used)) => {
                blocks.push(Block::Table(table.into()));
                used
            }
            None => {
                let (found, used) = paragraphs::next(rest, &setting);
                blocks.extend(found.into_iter().map(Block::Paragraph));
                used
            }
        };
        i += used.max(1);
    }
    let blocks = paragraphs::with_badges(blocks);
    furniture.extend(rest::of(pages, &blocks, &furniture));
    (blocks, furniture)
}

#[cfg(test)]
mod tests;
