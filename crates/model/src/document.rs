//! What `layout` hands over: a document as a reader sees it, in reading order.
use crate::geometry::Rect;
use crate::ids::GlyphIds;
use crate::page::{FileInfo, Source};
use crate::printed::Text;
use serde::Serialize;
use std::sync::Arc;

/// A document in reading order.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The input file.
    pub source: Source,
    /// What the file says of itself.
    pub info: FileInfo,
    /// Size and body type of each page; page `n` is at index `n - 1`.
    pub pages: Vec<Frame>,
    /// The blocks, in reading order over all pages.
    pub blocks: Vec<Block>,
    /// What is set aside: running heads, page numbers, contents pages.
    pub furniture: Vec<Furniture>,
    /// Glyphs that no reader sees, by page; counted and reported, never content.
    pub hidden: GlyphIds,
}

/// A page's frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frame {
    /// 1-based number.
    pub number: u32,
    /// Displayed width in points (columns for a typed page).
    pub width: f32,
    /// Displayed height in points (lines for a typed page).
    pub height: f32,
    /// Whether it comes from a text file: then sizes, weights and colours say nothing, and x counts columns.
    pub typed: bool,
    /// The commonest type size in points, by characters: headings are larger. 0 on an empty page.
    pub body_size: f32,
}

/// One block of a page.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "block")]
pub enum Block {
    /// Lines that belong together: a heading, a list item, a paragraph of prose.
    Paragraph(Paragraph),
    /// A table, over all the pages it runs on; the outline has the same one.
    Table(Arc<Table>),
    /// A filled or outlined box (コラム, card, banner) with blocks of its own.
    Group(Group),
    /// A picture, chart or drawing with the words printed inside it.
    Figure(Figure),
}

/// A paragraph: its lines as printed, and its text with the line ends removed.
#[derive(Debug, Clone, Serialize)]
pub struct Paragraph {
    /// 1-based page of its first line.
    pub page: u32,
    /// Box of the lines on its first page.
    pub bbox: Rect,
    /// The lines, in order. A paragraph that runs over a column or page end has lines on both sides.
    pub lines: Vec<Line>,
    /// The text: wrapped lines joined without a blank between Japanese characters, with one between Latin words, 均等割付 closed up,
    /// leading and trailing blanks gone, ruby left out (see `ruby`).
    pub text: Text,
    /// Look of most of its characters.
    pub style: Style,
    /// How its lines are set.
    pub align: Align,
    /// Indent of the first line from its column's left edge, in ems of its own size (for vertical text: from the top).
    pub first_indent: f32,
    /// Indent of the further lines, in ems; equal to `first_indent` for a single line.
    pub hanging_indent: f32,
    /// Free space above, in lines of its own size; large before headings.
    pub space_before: f32,
    /// Small boxed or filled labels on its line (新規, 拡充, 継続, 再掲), whichever order they were painted in. Not part of `text`.
    pub badges: Vec<Text>,
    /// Ruby over its characters, each as printed. Not part of `text`.
    pub ruby: Vec<Text>,
    /// A ruling under or a filled ground behind the whole line, as headings have.
    pub decoration: Decoration,
}

/// What a paragraph's line stands on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Decoration {
    /// Fill colour behind it, where that is not the page's or the enclosing box's ground.
    pub ground: Option<u32>,
    /// A box drawn around it.
    pub framed: bool,
    /// A ruling right under it.
    pub underlined: bool,
}

/// One printed line.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// 1-based page.
    pub page: u32,
    /// Its box.
    pub bbox: Rect,
    /// Its text, blanks at the ends gone.
    pub text: Text,
    /// Look of most of its characters.
    pub style: Style,
    /// Set from top to bottom.
    pub vertical: bool,
}

/// The look of a stretch of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Style {
    /// Type size in points.
    pub size: f32,
    /// Bold by font or by overprinting.
    pub bold: bool,
    /// Sans-serif (ゴシック).
    pub gothic: bool,
    /// Fill colour as 0xRRGGBB.
    pub color: u32,
}

/// How lines are set in their column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// From the left (top) edge.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// To the right (bottom) edge.
    End,
}

/// A table as a grid of cells.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The parts it stands in: one for each page it runs over.
    pub parts: Vec<TablePart>,
    /// Number of rows, over all parts.
    pub rows: u32,
    /// Number of columns.
    pub columns: u32,
    /// How many rows at the top are header rows (0 where none).
    pub header_rows: u32,
    /// The cells with their place in the grid, by row and then by column; cells without text are kept.
    pub cells: Vec<Cell>,
    /// How the grid was found.
    pub evidence: TableEvidence,
}

/// One page's part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TablePart {
    /// 1-based page.
    pub page: u32,
    /// Its box on the page.
    pub bbox: Rect,
    /// Its first row in the whole table's count.
    pub first_row: u32,
}

/// What a table's grid was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableEvidence {
    /// Rulings all around.
    Ruled,
    /// Some rulings or bands of fill, the rest by alignment.
    Partial,
    /// Alignment alone.
    Aligned,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u32,
    /// How many rows it spans, at least 1.
    pub row_span: u32,
    /// How many columns it spans, at least 1.
    pub column_span: u32,
    /// A header cell by its row, ground or weight; in rows below the table's `header_rows`, of a header that a further page prints again.
    pub is_header: bool,
    /// Ground colour as 0xRRGGBB, if filled.
    pub ground: Option<u32>,
    /// 1-based page of its top.
    pub page: u32,
    /// Its box there (the union of the text's lines for aligned tables).
    pub bbox: Rect,
    /// What stands in it, in order: one paragraph for each bullet, item or run of prose.
    pub paragraphs: Vec<Paragraph>,
}

impl Cell {
    /// The whole text, paragraphs joined with `\n`.
    pub fn text(&self) -> Text {
        Text::joined(self.paragraphs.iter().map(|p| &p.text), "\n")
    }

    /// Whether it holds no text.
    pub fn is_blank(&self) -> bool {
        self.paragraphs.iter().all(|p| p.text.is_blank())
    }
}

impl Table {
    /// The cells that begin in a row.
    pub fn row(&self, row: u32) -> &[Cell] {
        let from = self.cells.partition_point(|c| c.row < row);
        &self.cells[from..from + self.cells[from..].partition_point(|c| c.row == row)]
    }

    /// The cells that stand in a row, those that begin above it first.
    pub fn over(&self, row: u32) -> Vec<&Cell> {
        let mut cells: Vec<&Cell> = (0..self.columns).filter_map(|c| self.at(row, c)).collect();
        cells.sort_by_key(|c| (c.row, c.column));
        cells.dedup_by_key(|c| (c.row, c.column));
        cells
    }

    /// The cell that covers a position of the grid.
    pub fn at(&self, row: u32, column: u32) -> Option<&Cell> {
        let beside = |c: &&Cell| (c.column..c.column + c.column_span).contains(&column);
        // The nearest cell of the column that begins in this row or above: no other can reach the row.
        let nearest = (0..=row.min(self.rows)).rev().find_map(|r| self.row(r).iter().find(beside));
        nearest.filter(|c| c.row + c.row_span > row)
    }
}

/// A box with blocks of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// 1-based page.
    pub page: u32,
    /// Its box.
    pub bbox: Rect,
    /// Fill colour as 0xRRGGBB, if filled.
    pub ground: Option<u32>,
    /// What stands in it, in reading order.
    pub blocks: Vec<Block>,
}

/// A picture, chart or drawing.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// 1-based page.
    pub page: u32,
    /// Its box.
    pub bbox: Rect,
    /// Words printed inside it, in reading order.
    pub words: Vec<Paragraph>,
    /// Its caption, if one stands right under or over it.
    pub caption: Option<Paragraph>,
}

/// Something set aside.
#[derive(Debug, Clone, Serialize)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// 1-based page.
    pub page: u32,
    /// Its text.
    pub text: Text,
}

/// The kinds of furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FurnitureKind {
    /// Running head, at the top or bottom of many pages.
    RunningHead,
    /// Page number (ノンブル).
    PageNumber,
    /// Thumb index at the page's side.
    ThumbIndex,
    /// A line of a contents page (目次).
    Contents,
    /// Leaders, rules and ornaments made of characters.
    Ornament,
}
