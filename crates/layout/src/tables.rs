//! A grid and the runs in its cells to a table; a stack of boxes is no table.
use crate::blocks;
use crate::canvas::{AreaKind, Canvas, Run};
use crate::drafts::Column;
use crate::grid::{Grid, GridCell};
use crate::order::{self, Item};
use crate::runs::flow;
use crate::tall;
use keikaku_model::Rect;
use keikaku_model::document::{Block, Cell, Group, Paragraph, Table, TableEvidence, TablePart};

/// A cell narrower than this many ems has no columns of its own.
const COLUMNS: f32 = 24.0;

/// Text in a cell is set in from its sides by at most this many ems when the cell is full.
const PADDING: f32 = 1.5;

/// The blocks that a grid makes: a table, or where it has one column only, its boxes.
pub(crate) fn blocks(canvas: &Canvas, index: usize) -> Vec<Block> {
    let grid = &canvas.grids[index];
    let filled: Vec<Filled> = fill(canvas, index);
    if let Some(table) = crate::partial::table(canvas, grid, &filled) {
        return vec![Block::Table(table.into())];
    }
    if grid.columns < 2 {
        return stacked(canvas, &filled);
    }
    let padding = paddings(grid.columns, &filled);
    let cells: Vec<Cell> = filled.iter().map(|f| cell(canvas, f, padding[f.place.column])).collect();
    vec![Block::Table(table(canvas, grid, cells).into())]
}

/// A cell's place and what stands in it.
pub(crate) struct Filled<'a> {
    pub(crate) place: GridCell,
    pub(crate) ground: Option<u32>,
    pub(crate) runs: Vec<&'a Run>,
}

/// The runs of each cell of a grid.
fn fill<'a>(canvas: &'a Canvas, index: usize) -> Vec<Filled<'a>> {
    let grid = &canvas.grids[index];
    canvas
        .areas
        .iter()
        .filter_map(|a| match a.kind {
            AreaKind::Cell(g, c) if g == index => {
                Some(Filled { place: grid.cells[c], ground: a.ground, runs: a.runs.iter().chain(&a.badges).collect() })
            }
            _ => None,
        })
        .collect()
}

/// The least distance of text from its cell's left side in each column, in points: centred text stands further in.
fn paddings(columns: usize, filled: &[Filled]) -> Vec<f32> {
    let mut out = vec![f32::MAX; columns];
    for f in filled.iter().filter(|f| f.place.column_span == 1) {
        let text = f.runs.iter().map(|r| r.bbox.x0 - f.place.bbox.x0).fold(f32::MAX, f32::min);
        out[f.place.column] = out[f.place.column].min(text.max(0.0));
    }
    out
}

/// The paragraphs in a cell whose text keeps `padding` points from its sides.
pub(crate) fn paragraphs(canvas: &Canvas, runs: &[&Run], bbox: &Rect, padding: f32) -> Vec<Paragraph> {
    let vertical = runs.iter().filter(|r| r.vertical).count() * 2 > runs.len();
    let mut out = Vec::new();
    for tall in [vertical, !vertical] {
        let these: Vec<&Run> = runs.iter().copied().filter(|r| r.vertical == tall).collect();
        if these.is_empty() {
            continue;
        }
        let inner = flow(bbox, tall, canvas.page);
        let items: Vec<Item> =
            these.iter().map(|r| Item { bbox: flow(&r.bbox, tall, canvas.page), stream: r.glyphs[0], solid: false }).collect();
        // Label and value beside each other in a narrow cell are parts of its lines; only wide cells hold columns.
        let narrow = inner.width() < these[0].size * COLUMNS;
        let flows = if narrow { vec![order::one_flow(&items)] } else { order::flows(&items, canvas.em()) };
        let single = flows.len() == 1;
        for members in flows {
            let Some(bound) = Rect::bounding(members.iter().map(|&m| items[m].bbox)) else { continue };
            let em = these[members[0]].size;
            let column = if single {
                column(&inner, &bound, em, padding)
            } else {
                Column { left: bound.x0, right: bound.x1, cell: true, boxed: false }
            };
            let runs: Vec<&Run> = members.iter().map(|&m| these[m]).collect();
            out.extend(blocks::paragraphs(canvas, &runs, column, &mut Vec::new()));
        }
    }
    out
}

/// The column that a cell's text is set in: the cell less the padding that its longest line leaves.
fn column(cell: &Rect, text: &Rect, em: f32, padding: f32) -> Column {
    let padding = (text.x0 - cell.x0).min(padding).clamp(0.0, em * PADDING);
    Column { left: text.x0.min(cell.x0 + padding), right: text.x1.max(cell.x1 - padding), cell: true, boxed: false }
}

/// The cell of a table.
fn cell(canvas: &Canvas, f: &Filled, padding: f32) -> Cell {
    Cell {
        row: f.place.row as u32,
        column: f.place.column as u32,
        row_span: f.place.row_span as u32,
        column_span: f.place.column_span as u32,
        is_header: false,
        ground: f.ground,
        page: canvas.page.number,
        bbox: f.place.bbox,
        paragraphs: paragraphs(canvas, &f.runs, &f.place.bbox, padding),
    }
}

/// The table of these cells.
pub(crate) fn table(canvas: &Canvas, grid: &Grid, cells: Vec<Cell>) -> Table {
    let cells = if tall::is_tall(canvas) && tall::are_tall(&cells) { tall::turned(cells) } else { cells };
    let rows = cells.iter().map(|c| c.row + c.row_span).max().unwrap_or(0);
    let columns = cells.iter().map(|c| c.column + c.column_span).max().unwrap_or(0);
    let mut table = Table {
        parts: vec![TablePart { page: canvas.page.number, bbox: grid.bbox, first_row: 0 }],
        rows,
        columns,
        header_rows: 0,
        cells,
        evidence: grid.evidence,
    };
    crate::header::mark(&mut table);
    table
}

/// Boxes that stand on each other: one group, the title bar's paragraph first.
fn stacked(canvas: &Canvas, filled: &[Filled]) -> Vec<Block> {
    let mut out = Vec::new();
    for f in filled.iter().filter(|f| !f.runs.is_empty()) {
        let mut found = paragraphs(canvas, &f.runs, &f.place.bbox, f32::MAX);
        if let [p] = found.as_mut_slice() {
            p.decoration.ground = f.ground;
            p.decoration.framed = true;
            out.extend(found.into_iter().map(Block::Paragraph));
            continue;
        }
        let blocks = found.into_iter().map(Block::Paragraph).collect();
        out.push(Block::Group(Group { page: canvas.page.number, bbox: f.place.bbox, ground: f.ground, blocks }));
    }
    out
}

/// How sure a grid without all its lines is.
pub(crate) const PARTIAL: TableEvidence = TableEvidence::Partial;
