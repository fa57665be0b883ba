//! Charts and drawings whose lines happen to make a grid: they are no tables.
use crate::canvas::{Canvas, is_blank};
use crate::grid::Grid;
use keikaku_model::page::Glyph;

/// Share of neighbouring characters that an edge parts: bars cut their figures, cells do not.
const CUT: f32 = 0.06;

/// A grid of at least this many cells …
const LARGE: usize = 12;

/// … with less text than one cell in this many, nearly all of it figures, is a chart's.
const EMPTY: usize = 4;

/// A chart's grid has more than this many times more positions than cells: its lines end anywhere.
const RAGGED: usize = 2;

/// With this many times more positions than cells the lines are boxes and arrows laid over each other …
const SCATTERED: usize = 4;

/// … if this share of neighbouring characters is parted: a form of many merged cells parts none.
const CUT_BY_BOXES: f32 = 0.015;

/// Characters further apart than this many ems are not neighbours.
const NEAR: f32 = 0.3;

/// Whether a grid is drawn by a chart.
pub(crate) fn is_chart(canvas: &Canvas, grid: &Grid) -> bool {
    let content = |g: &&Glyph| g.visibility.is_content() && !is_blank(g.ch) && grid.bbox.contains(g.bbox.centre().0, g.bbox.centre().1);
    let glyphs: Vec<&Glyph> = canvas.glyphs.iter().filter(content).collect();
    let filled = filled(grid, &glyphs);
    let cells = grid.cells.len();
    if filled == 0 || cells < LARGE {
        return false;
    }
    let digits = glyphs.iter().filter(|g| g.ch.is_numeric() || matches!(g.ch, '.' | '%' | '％' | '-' | ',' | '△' | '▲')).count();
    let figures = digits * 10 >= glyphs.len() * 6;
    let ragged = grid.rows * grid.columns > cells * RAGGED;
    let cut = cut_share(grid, &glyphs);
    cut > CUT && (ragged || figures)
        || cut > CUT_BY_BOXES && grid.rows * grid.columns > cells * SCATTERED
        || filled * EMPTY < cells && figures
        || ragged && figures && filled * 2 < cells
        || filled * EMPTY * 2 < cells
}

/// How many cells hold text.
fn filled(grid: &Grid, glyphs: &[&Glyph]) -> usize {
    let mut points: Vec<(f32, f32)> = glyphs.iter().map(|g| g.bbox.centre()).collect();
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    let holds = |c: &&crate::grid::GridCell| {
        let from = points.partition_point(|p| p.1 < c.bbox.y0);
        points[from..].iter().take_while(|p| p.1 <= c.bbox.y1).any(|p| c.bbox.contains(p.0, p.1))
    };
    grid.cells.iter().filter(holds).count()
}

/// Share of neighbouring characters of one line that a cell's side parts.
fn cut_share(grid: &Grid, glyphs: &[&Glyph]) -> f32 {
    let mut sides: Vec<(f32, f32, f32)> = grid.cells.iter().map(|c| (c.bbox.x1, c.bbox.y0, c.bbox.y1)).collect();
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pairs = 0;
    let mut cut = 0;
    for w in glyphs.windows(2) {
        let (p, q) = (&w[0].bbox, &w[1].bbox);
        let near = p.overlap_y(q) > p.height() * 0.5 && (q.x0 - p.x1).abs() < w[0].size * NEAR;
        if !near {
            continue;
        }
        pairs += 1;
        let (x0, x1, y) = (p.centre().0, q.centre().0, p.centre().1);
        let from = sides.partition_point(|s| s.0 < x0);
        if sides[from..].iter().take_while(|s| s.0 < x1).any(|s| s.1 <= y && y <= s.2) {
            cut += 1;
        }
    }
    cut as f32 / pairs.max(1) as f32
}
