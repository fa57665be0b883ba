//! Tables with an outer frame, and at most a line under the header: rows and columns by how the text is aligned.
use crate::canvas::{Canvas, Run};
use crate::grid::{Grid, GridCell};
use crate::knowledge::is_item;
use crate::runs::same_line;
use crate::tables::{self, Filled, PARTIAL};
use crate::text;
use keikaku_model::Rect;
use keikaku_model::document::{Cell, Table};

/// A gutter between aligned columns is at least this many ems wide.
const GUTTER: f32 = 1.5;

/// A table by alignment has at least this many rows.
const LEAST_ROWS: usize = 2;

/// The table of a one-column grid whose text stands in aligned columns; `None` where it does not.
pub(crate) fn table(canvas: &Canvas, grid: &Grid, filled: &[Filled]) -> Option<Table> {
    if grid.columns > 1 || filled.iter().any(|f| f.runs.iter().any(|r| r.vertical)) {
        return None;
    }
    let runs: Vec<&Run> = filled.iter().flat_map(|f| f.runs.iter().copied()).collect();
    let gutters = gutters(&runs)?;
    let mut cells = Vec::new();
    let mut row = 0;
    for f in filled {
        for line in rows(canvas, &f.runs, &gutters) {
            cells.extend(row_cells(canvas, grid, f, &line, &gutters, row));
            row += 1;
        }
    }
    (row as usize >= LEAST_ROWS).then(|| {
        let mut grid = grid.clone();
        grid.evidence = PARTIAL;
        tables::table(canvas, &grid, cells)
    })
}

/// The table that a lone frame holds; `None` where it frames something else.
pub(crate) fn framed(canvas: &Canvas, index: usize) -> Option<Table> {
    let area = &canvas.areas[index];
    let alone = !canvas.areas.iter().skip(index + 1).any(|a| a.parent == index);
    if !area.framed || !alone {
        return None;
    }
    let place = GridCell { row: 0, column: 0, row_span: 1, column_span: 1, bbox: area.bbox };
    let grid = Grid { bbox: area.bbox, rows: 1, columns: 1, cells: vec![place], evidence: PARTIAL };
    table(canvas, &grid, &[Filled { place, ground: None, runs: area.runs.iter().collect() }])
}

/// Middles of the gutters that no run crosses and that most lines have text on both sides of.
pub(crate) fn gutters(runs: &[&Run]) -> Option<Vec<f32>> {
    let mut spans: Vec<(f32, f32)> = runs.iter().map(|r| (r.bbox.x0, r.bbox.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let em = crate::canvas::commonest(runs.iter().map(|r| r.size)).max(1.0);
    let mut out = Vec::new();
    let mut right = spans.first()?.1;
    for s in &spans[1..] {
        if s.0 - right >= em * GUTTER {
            out.push((right + s.0) / 2.0);
        }
        right = right.max(s.1);
    }
    let lines = lines(runs);
    if prose(&lines, &out) {
        return None;
    }
    let both = |g: f32| lines.iter().filter(|l| l.iter().any(|r| r.bbox.x1 < g) && l.iter().any(|r| r.bbox.x0 > g)).count();
    out.retain(|&g| both(g) >= LEAST_ROWS && both(g) * 2 >= lines.len());
    (!out.is_empty()).then_some(out)
}

/// Whether the left column is running text: nearly every line reaches the gutter, as in a box of two columns.
fn prose(lines: &[Vec<&Run>], gutters: &[f32]) -> bool {
    let Some(&g) = gutters.first() else { return false };
    let left: Vec<f32> = lines.iter().filter_map(|l| l.iter().filter(|r| r.bbox.x1 < g).map(|r| r.bbox.x1).reduce(f32::max)).collect();
    let longest = left.iter().copied().fold(f32::MIN, f32::max);
    let em = lines.first().and_then(|l| l.first()).map_or(10.0, |r| r.size);
    let full = left.iter().filter(|&&x| longest - x < em * 1.5).count();
    left.len() >= 4 && full * 3 >= left.len() * 2
}

/// Runs by the line they stand on, from the top.
fn lines<'a>(runs: &[&'a Run]) -> Vec<Vec<&'a Run>> {
    let mut sorted = runs.to_vec();
    sorted.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    let mut out: Vec<(Rect, Vec<&Run>)> = Vec::new();
    for r in sorted {
        match out.last_mut() {
            Some((b, l)) if same_line(b, &r.bbox) => {
                *b = b.union(&r.bbox);
                l.push(r);
            }
            _ => out.push((r.bbox, vec![r])),
        }
    }
    let by_x = |mut l: Vec<&'a Run>| {
        l.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        l
    };
    out.into_iter().map(|(_, l)| by_x(l)).collect()
}

/// Lines as rows: a line without text in a further column goes on with the row above it. Where the first column is a list of
/// marked items, nothing parts them, and all stand in one row under the header.
fn rows<'a>(canvas: &Canvas, runs: &[&'a Run], gutters: &[f32]) -> Vec<Vec<&'a Run>> {
    let all = lines(runs);
    let marked = |l: &Vec<&Run>| is_item(text::line(canvas, &l[0].glyphs, false).chars());
    if let Some(first) = all.iter().position(marked)
        && all[first..].iter().filter(|l| l[0].bbox.x1 < gutters[0]).all(|l| marked(l) || l.len() == 1)
    {
        let mut out: Vec<Vec<&Run>> = all[..first].to_vec();
        out.push(all[first..].concat());
        return out;
    }
    let mut out: Vec<Vec<&Run>> = Vec::new();
    for line in all {
        let sides = gutters.iter().filter(|&&g| line.iter().any(|r| r.bbox.x0 > g)).count();
        let first = line.iter().any(|r| r.bbox.x1 < gutters[0]);
        match out.last_mut() {
            Some(row) if sides == 0 || !first => row.extend(line),
            _ => out.push(line),
        }
    }
    out
}

/// The cells of one row.
fn row_cells(canvas: &Canvas, grid: &Grid, f: &Filled, runs: &[&Run], gutters: &[f32], row: u32) -> Vec<Cell> {
    let mut edges = vec![grid.bbox.x0];
    edges.extend(gutters);
    edges.push(grid.bbox.x1);
    let height = Rect::bounding(runs.iter().map(|r| r.bbox)).unwrap_or(f.place.bbox);
    let items = items(canvas, runs, gutters[0]);
    // The items themselves are parted by their marks.
    let pairs = |column: u32| if column > 0 { items.as_slice() } else { &[] };
    (0u32..)
        .zip(edges.windows(2))
        .map(|(column, w)| {
            let inside: Vec<&Run> = runs.iter().copied().filter(|r| (w[0]..w[1]).contains(&r.bbox.centre().0)).collect();
            let bbox = Rect::new(w[0], height.y0, w[1], height.y1);
            Cell {
                row,
                column,
                row_span: 1,
                column_span: 1,
                is_header: false,
                ground: f.ground,
                page: canvas.page.number,
                bbox,
                paragraphs: by_item(&inside, pairs(column)).iter().flat_map(|r| tables::paragraphs(canvas, r, &bbox, f32::MAX)).collect(),
            }
        })
        .collect()
}

/// The lines of the first column that begin an item.
fn items(canvas: &Canvas, runs: &[&Run], gutter: f32) -> Vec<Rect> {
    let marked = |l: &Vec<&Run>| l[0].bbox.x1 < gutter && is_item(text::line(canvas, &l[0].glyphs, false).chars());
    lines(runs).iter().filter(|l| marked(l)).map(|l| l[0].bbox).collect()
}

/// A cell's runs, parted where they pair with the items beside them: each item has a line of the cell on its height.
fn by_item<'a>(inside: &[&'a Run], items: &[Rect]) -> Vec<Vec<&'a Run>> {
    let level = |item: &Rect| inside.iter().any(|r| same_line(&r.bbox, item));
    if items.len() < 2 || !items.iter().all(level) {
        return vec![inside.to_vec()];
    }
    let after = |r: &Run| items.iter().rposition(|i| r.bbox.y1 > i.y0 && (same_line(&r.bbox, i) || r.bbox.y0 > i.y0)).unwrap_or(0);
    (0..items.len()).map(|n| inside.iter().copied().filter(|r| after(r) == n).collect()).collect()
}
