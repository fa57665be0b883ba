//! Bars of a schedule: what is done stands in a bar or chevron over the years it takes, and the lines between the years run on under
//! it or stop. The cells of such a row are as its bars are.
use crate::canvas::{Canvas, WHITE, is_blank};
use crate::grid::{Grid, GridCell, SNAP};
use keikaku_model::Rect;
use std::ops::Range;

/// A bar leaves at least this share of its row's height free: a ground over the whole height is a cell's.
const FREE: f32 = 0.1;

/// A bar takes a column of which it covers at least this share: some begin or end within a year.
const TAKEN: f32 = 0.25;

/// A bar that holds words is at least this many body sizes high.
const LEAST: f32 = 0.9;

/// Makes the cells of each row that bars stand in as the bars are.
pub(crate) fn part(canvas: &Canvas, grids: &mut [Grid], body: f32) {
    let bars: Vec<Rect> = canvas.page.shapes.iter().filter(|s| s.fill.is_some_and(|f| f != WHITE)).map(|s| s.bbox).collect();
    for grid in grids.iter_mut().filter(|g| g.columns > 2) {
        let inside: Vec<Rect> = bars
            .iter()
            .filter(|b| b.height() >= body * LEAST && b.width() >= body && grid.bbox.contains(b.centre().0, b.centre().1))
            .copied()
            .collect();
        if let Some(xs) = columns(grid).filter(|_| !inside.is_empty()) {
            (1..grid.rows).for_each(|row| part_row(canvas, grid, row, &xs, &inside));
        }
    }
}

/// The left sides of the columns and the right side of the last; `None` where a column begins no cell.
fn columns(grid: &Grid) -> Option<Vec<f32>> {
    let left = |c: usize| grid.cells.iter().filter(|x| x.column == c).map(|x| x.bbox.x0).reduce(f32::min);
    let mut xs: Vec<f32> = (0..grid.columns).map(left).collect::<Option<_>>()?;
    xs.push(grid.bbox.x1);
    Some(xs)
}

fn part_row(canvas: &Canvas, grid: &mut Grid, row: usize, xs: &[f32], bars: &[Rect]) {
    let cells: Vec<GridCell> = grid.cells.iter().filter(|c| c.row == row && c.row_span == 1).copied().collect();
    let Some((y0, y1)) = cells.first().map(|c| (c.bbox.y0, c.bbox.y1)) else { return };
    let in_row = |b: &&Rect| b.y0 >= y0 - SNAP && b.y1 <= y1 + SNAP && b.height() <= (y1 - y0) * (1.0 - FREE);
    let mut taken: Vec<Range<usize>> =
        bars.iter().filter(in_row).filter(|b| holds_words(canvas, b)).map(|b| covered(b, xs)).filter(|t| !t.is_empty()).collect();
    taken.sort_by_key(|t| t.start);
    taken.dedup();
    let apart = taken.windows(2).all(|w| w[0].end <= w[1].start);
    let dated = |c: usize| grid.cells.iter().any(|x| x.row < row && x.column == c && x.column_span == 1 && has_digit(canvas, &x.bbox));
    if taken.is_empty() || !apart || !taken.iter().cloned().flatten().all(dated) {
        return;
    }
    let meets = |c: &GridCell, t: &Range<usize>| c.column < t.end && t.start < c.column + c.column_span;
    let (old, kept): (Vec<GridCell>, Vec<GridCell>) = cells.into_iter().partition(|c| taken.iter().any(|t| meets(c, t)));
    let whole = |t: &Range<usize>| t.clone().all(|c| old.iter().any(|x| (x.column..x.column + x.column_span).contains(&c)));
    if !taken.iter().all(whole) {
        return;
    }
    let free = old.iter().flat_map(|c| c.column..c.column + c.column_span).filter(|c| !taken.iter().any(|t| t.contains(c)));
    let ranges: Vec<Range<usize>> = free.map(|c| c..c + 1).chain(taken.iter().cloned()).collect();
    let cell = |t: &Range<usize>| GridCell {
        row,
        column: t.start,
        row_span: 1,
        column_span: t.len(),
        bbox: Rect::new(xs[t.start], y0, xs[t.end], y1),
    };
    grid.cells.retain(|c| c.row != row || c.row_span != 1);
    grid.cells.extend(kept.into_iter().chain(ranges.iter().map(cell)));
    grid.cells.sort_by_key(|c| (c.row, c.column));
}

/// The columns that a bar takes.
fn covered(bar: &Rect, xs: &[f32]) -> Range<usize> {
    let takes = |w: &[f32]| bar.x1.min(w[1]) - bar.x0.max(w[0]) >= (w[1] - w[0]) * TAKEN;
    let mut all = xs.windows(2).enumerate().filter(|(_, w)| takes(w)).map(|(c, _)| c);
    all.next().map_or(0..0, |first| first..all.next_back().unwrap_or(first) + 1)
}

fn holds_words(canvas: &Canvas, bar: &Rect) -> bool {
    canvas.inside(bar).any(|g| !is_blank(g.ch))
}

/// Whether a number stands in a cell: a year or a month.
fn has_digit(canvas: &Canvas, cell: &Rect) -> bool {
    canvas.inside(cell).any(|g| g.ch.is_numeric())
}
