//! Tables with lines between their rows and none between their columns: the columns stand where the text leaves gutters.
use crate::canvas::{Canvas, is_blank};
use crate::grid::{Edge, Grid, GridCell, SNAP};
use keikaku_model::Rect;
use keikaku_model::document::TableEvidence;
use keikaku_model::page::Glyph;

mod boxed;
mod dots;

/// A gutter between columns is at least this many body sizes wide.
const GUTTER: f32 = 1.5;

/// Rows are no higher than this many body sizes: else the lines part sections, not rows.
const ROW: f32 = 12.0;

/// A table has at least this many rows.
const LEAST_ROWS: usize = 2;

/// The tables that stacks of horizontal rules of one length make, where they cross no `ruled` grid.
pub(crate) fn find(canvas: &Canvas, horizontal: &[Edge], ruled: &[Grid], body: f32) -> Vec<Grid> {
    let mut free: Vec<Edge> = horizontal
        .iter()
        .copied()
        .chain(dots::rules(canvas.page))
        .filter(|e| e.to - e.from > body * 10.0 && !ruled.iter().any(|g| g.bbox.grown(SNAP).contains((e.from + e.to) / 2.0, e.at)))
        .collect();
    free.sort_by(|a, b| (a.from, a.to).partial_cmp(&(b.from, b.to)).unwrap_or(std::cmp::Ordering::Equal));
    let mut out = Vec::new();
    for same in free.chunk_by(|a, b| (a.from - b.from).abs() <= SNAP && (a.to - b.to).abs() <= SNAP) {
        let mut rules = same.to_vec();
        rules.sort_by(|a, b| a.at.total_cmp(&b.at));
        rules.dedup_by(|b, a| b.at - a.at <= SNAP * 2.0);
        let stacks = rules.chunk_by(|a, b| b.at - a.at <= body * ROW);
        out.extend(stacks.filter_map(|stack| table(canvas, stack, body).or_else(|| boxed::table(canvas, stack, body))));
    }
    out
}

/// The table of one stack of rules, if the text between them stands in columns.
fn table(canvas: &Canvas, rules: &[Edge], body: f32) -> Option<Grid> {
    let (first, last) = (rules.first()?, rules.last()?);
    if rules.len() <= LEAST_ROWS {
        return None;
    }
    let bbox = Rect::new(first.from, first.at, first.to, last.at);
    let boxes: Vec<Rect> = inked(canvas).map(|g| g.bbox).filter(|b| bbox.contains(b.centre().0, b.centre().1)).collect();
    let gutters = gutters(&boxes, body * GUTTER);
    let filled =
        |y0: f32, y1: f32, x0: f32, x1: f32| boxes.iter().any(|b| (y0..y1).contains(&b.centre().1) && (x0..x1).contains(&b.centre().0));
    let mut xs = vec![bbox.x0];
    xs.extend(gutters);
    xs.push(bbox.x1);
    let columns = xs.len() - 1;
    let ys: Vec<f32> = rules.iter().map(|r| r.at).collect();
    let sides = ys.windows(2).filter(|w| xs.windows(2).filter(|x| filled(w[0], w[1], x[0], x[1])).count() >= 2).count();
    if columns < 2 || sides * 3 < (ys.len() - 1) * 2 {
        return None;
    }
    Some(grid(&xs, &ys))
}

/// The glyphs of a page that print something.
fn inked<'a>(canvas: &Canvas<'a>) -> impl Iterator<Item = &'a Glyph> {
    canvas.glyphs.iter().filter(|g| g.visibility.is_content() && !is_blank(g.ch))
}

/// The grid of these columns and rows.
fn grid(xs: &[f32], ys: &[f32]) -> Grid {
    let cell = |row: usize, y: &[f32], column: usize, x: &[f32]| GridCell {
        row,
        column,
        row_span: 1,
        column_span: 1,
        bbox: Rect::new(x[0], y[0], x[1], y[1]),
    };
    let rows = ys.windows(2).enumerate();
    let cells = rows.flat_map(|(row, y)| xs.windows(2).enumerate().map(move |(column, x)| cell(row, y, column, x))).collect();
    let bbox = Rect::new(xs[0], ys[0], xs[xs.len() - 1], ys[ys.len() - 1]);
    Grid { bbox, rows: ys.len() - 1, columns: xs.len() - 1, cells, evidence: TableEvidence::Partial }
}

/// Middles of the gaps that no glyph crosses.
fn gutters(boxes: &[Rect], least: f32) -> Vec<f32> {
    let mut spans: Vec<(f32, f32)> = boxes.iter().map(|b| (b.x0, b.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let Some(mut right) = spans.first().map(|s| s.1) else { return out };
    for s in &spans[1..] {
        if s.0 - right >= least {
            out.push((right + s.0) / 2.0);
        }
        right = right.max(s.1);
    }
    out
}
