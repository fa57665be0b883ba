//! Table grids from rulings: edges → joined edges → connected sets → cells with their spans.
use keikaku_model::Rect;
use keikaku_model::document::TableEvidence;

/// Edges that lie no further apart than this many points are one: half a stroke width off, or the two lines of a double rule.
pub(crate) const SNAP: f32 = 2.2;

/// A gap in an edge up to this many points is where another line crosses it, or where cells were drawn one by one.
const GAP: f32 = 3.5;

/// Rows and columns thinner than this many points hold no text: they are the inside of a double rule.
const THIN: f32 = 4.5;

/// Share of a cell's side that must be drawn for it to part two cells: the rest is lost to rounded corners and crossings.
const DRAWN: f32 = 0.6;

/// A straight edge: `at` is its y (horizontal) or x (vertical), `from..to` its extent along the other axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) at: f32,
    pub(crate) from: f32,
    pub(crate) to: f32,
}

/// A grid of cells.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// Its box.
    pub(crate) bbox: Rect,
    /// Number of rows.
    pub(crate) rows: usize,
    /// Number of columns.
    pub(crate) columns: usize,
    /// The cells, by row and then by column.
    pub(crate) cells: Vec<GridCell>,
    /// What it was read from.
    pub(crate) evidence: TableEvidence,
}

/// A cell of a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GridCell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) row_span: usize,
    pub(crate) column_span: usize,
    pub(crate) bbox: Rect,
}

/// The grids that these edges draw, from top to bottom. `snap` is the distance in points within which edges are one.
pub(crate) fn find(horizontal: &[Edge], vertical: &[Edge], snap: f32) -> Vec<Grid> {
    let snap = snap.max(SNAP);
    let horizontal = join(horizontal, snap);
    let vertical = join(vertical, snap);
    let mut grids: Vec<Grid> = connected(&horizontal, &vertical, snap).into_iter().filter_map(|(h, v)| build(&h, &v, snap)).collect();
    grids.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    grids
}

/// Collinear edges that touch, as one edge each.
pub(crate) fn join(edges: &[Edge], snap: f32) -> Vec<Edge> {
    let mut edges = edges.to_vec();
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut start = 0;
    for i in 1..=edges.len() {
        if i == edges.len() || edges[i].at - edges[i - 1].at > snap || edges[i].at - edges[start].at > snap * 2.0 {
            let at = edges[start..i].iter().map(|e| e.at).sum::<f32>() / (i - start) as f32;
            edges[start..i].iter_mut().for_each(|e| e.at = at);
            start = i;
        }
    }
    edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Edge> = Vec::new();
    for e in edges {
        match out.last_mut() {
            Some(last) if last.at == e.at && e.from <= last.to + GAP => last.to = last.to.max(e.to),
            _ => out.push(e),
        }
    }
    out
}

/// The sets of edges that hang together by touching.
fn connected(horizontal: &[Edge], vertical: &[Edge], snap: f32) -> Vec<(Vec<Edge>, Vec<Edge>)> {
    let n = horizontal.len();
    let mut sets = Sets::new(n + vertical.len());
    for (i, h) in horizontal.iter().enumerate() {
        for (j, v) in vertical.iter().enumerate() {
            let reach = snap * 1.5;
            let touch = v.at >= h.from - reach && v.at <= h.to + reach && h.at >= v.from - reach && h.at <= v.to + reach;
            if touch {
                sets.unite(i, n + j);
            }
        }
    }
    let mut out: Vec<(usize, Vec<Edge>, Vec<Edge>)> = Vec::new();
    for (i, e) in horizontal.iter().chain(vertical).enumerate() {
        let root = sets.root(i);
        let at = out.iter().position(|s| s.0 == root).unwrap_or_else(|| {
            out.push((root, Vec::new(), Vec::new()));
            out.len() - 1
        });
        if i < n { out[at].1.push(*e) } else { out[at].2.push(*e) }
    }
    out.into_iter().map(|(_, h, v)| (h, v)).filter(|(h, v)| !h.is_empty() && !v.is_empty()).collect()
}

/// The grid of one connected set; `None` where it encloses nothing.
fn build(horizontal: &[Edge], vertical: &[Edge], snap: f32) -> Option<Grid> {
    let xs = lines(vertical, horizontal, snap);
    let ys = lines(horizontal, vertical, snap);
    if xs.len() < 2 || ys.len() < 2 {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let mut sets = Sets::new(rows * columns);
    for r in 0..rows {
        for c in 0..columns {
            if c + 1 < columns && !drawn(vertical, xs[c + 1], ys[r], ys[r + 1]) {
                sets.unite(r * columns + c, r * columns + c + 1);
            }
            if r + 1 < rows && !drawn(horizontal, ys[r + 1], xs[c], xs[c + 1]) {
                sets.unite(r * columns + c, (r + 1) * columns + c);
            }
        }
    }
    let cells = cells(&mut sets, &xs, &ys);
    let bbox = Rect::new(xs[0], ys[0], xs[columns], ys[rows]);
    Some(squeeze(Grid { bbox, rows, columns, cells, evidence: TableEvidence::Ruled }))
}

/// The distinct positions of edges, and the ends of the crossing edges where they stick out: many tables have no line at their
/// left and right, and their rows end where the horizontal rules end.
fn lines(edges: &[Edge], across: &[Edge], snap: f32) -> Vec<f32> {
    let mut at: Vec<f32> = edges.iter().map(|e| e.at).collect();
    let (low, high) = at.iter().fold((f32::MAX, f32::MIN), |(l, h), &x| (l.min(x), h.max(x)));
    let stick = (snap * 3.0).max(6.0);
    let ends = |pick: fn(&Edge) -> f32, far: &dyn Fn(f32) -> bool| {
        let v: Vec<f32> = across.iter().map(pick).filter(|&x| far(x)).collect();
        (v.len() >= 2).then_some(v)
    };
    if let Some(v) = ends(|e| e.from, &|x| x < low - stick) {
        at.push(v.into_iter().fold(f32::MAX, f32::min));
    }
    if let Some(v) = ends(|e| e.to, &|x| x > high + stick) {
        at.push(v.into_iter().fold(f32::MIN, f32::max));
    }
    at.sort_by(f32::total_cmp);
    at.dedup_by(|b, a| (*b - *a).abs() <= snap.max(THIN));
    at
}

/// Whether the stretch from `from` to `to` at `at` is drawn.
fn drawn(edges: &[Edge], at: f32, from: f32, to: f32) -> bool {
    let covered: f32 = edges.iter().filter(|e| (e.at - at).abs() <= THIN).map(|e| (e.to.min(to) - e.from.max(from)).max(0.0)).sum();
    covered >= (to - from) * DRAWN
}

/// The united base cells as cells; a set that is no rectangle falls apart into the runs of its rows.
fn cells(sets: &mut Sets, xs: &[f32], ys: &[f32]) -> Vec<GridCell> {
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let mut members: Vec<Vec<(usize, usize)>> = vec![Vec::new(); rows * columns];
    for r in 0..rows {
        for c in 0..columns {
            members[sets.root(r * columns + c)].push((r, c));
        }
    }
    let mut out = Vec::new();
    for set in members.into_iter().filter(|m| !m.is_empty()) {
        let r0 = set.iter().map(|m| m.0).min().unwrap_or(0);
        let r1 = set.iter().map(|m| m.0).max().unwrap_or(0);
        let c0 = set.iter().map(|m| m.1).min().unwrap_or(0);
        let c1 = set.iter().map(|m| m.1).max().unwrap_or(0);
        let cell = |r0: usize, c0: usize, r1: usize, c1: usize| GridCell {
            row: r0,
            column: c0,
            row_span: r1 - r0 + 1,
            column_span: c1 - c0 + 1,
            bbox: Rect::new(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]),
        };
        if set.len() == (r1 - r0 + 1) * (c1 - c0 + 1) {
            out.push(cell(r0, c0, r1, c1));
            continue;
        }
        for r in r0..=r1 {
            let row: Vec<usize> = set.iter().filter(|m| m.0 == r).map(|m| m.1).collect();
            for run in row.chunk_by(|a, b| a + 1 == *b) {
                out.push(cell(r, run[0], r, run[run.len() - 1]));
            }
        }
    }
    out.sort_by_key(|c| (c.row, c.column));
    out
}

/// The grid without rows and columns in which no cell begins: lines drawn twice, or a stub of a line.
fn squeeze(mut grid: Grid) -> Grid {
    let kept_rows: Vec<usize> = (0..grid.rows).filter(|&r| grid.cells.iter().any(|c| c.row == r)).collect();
    let kept_columns: Vec<usize> = (0..grid.columns).filter(|&k| grid.cells.iter().any(|c| c.column == k)).collect();
    for c in &mut grid.cells {
        let (row_end, column_end) = (c.row + c.row_span, c.column + c.column_span);
        c.row = kept_rows.partition_point(|&r| r < c.row);
        c.column = kept_columns.partition_point(|&k| k < c.column);
        c.row_span = kept_rows.partition_point(|&r| r < row_end) - c.row;
        c.column_span = kept_columns.partition_point(|&k| k < column_end) - c.column;
    }
    grid.rows = kept_rows.len();
    grid.columns = kept_columns.len();
    grid
}

/// Disjoint sets of small numbers.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// `n` sets of one.
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    /// The representative of `i`'s set.
    pub(crate) fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// Makes the sets of both one; the smaller number represents it.
    pub(crate) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(at: f32, from: f32, to: f32) -> Edge {
        Edge { at, from, to }
    }

    #[test]
    fn a_cell_without_an_edge_below_spans_two_rows() {
        let h = [edge(0.0, 0.0, 200.0), edge(20.0, 100.0, 200.0), edge(40.0, 0.0, 200.0)];
        let v = [edge(0.0, 0.0, 40.0), edge(100.0, 0.0, 40.0), edge(200.0, 0.0, 40.0)];
        let grids = find(&h, &v, 0.0);
        assert_eq!(grids.len(), 1);
        assert_eq!((grids[0].rows, grids[0].columns, grids[0].cells.len()), (2, 2, 3));
        assert_eq!(grids[0].cells[0].row_span, 2);
    }

    #[test]
    fn rules_that_stick_out_make_open_columns() {
        let h = [edge(0.0, 0.0, 200.0), edge(20.0, 0.0, 200.0), edge(40.0, 0.0, 200.0)];
        let grids = find(&h, &[edge(80.0, 0.0, 40.0)], 0.0);
        assert_eq!((grids[0].rows, grids[0].columns), (2, 2));
    }
}
