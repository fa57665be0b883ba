//! Tables drawn with characters: ┌─┬─┐ and │, or + - and |.
//!
//! ```text
//! ├────┼────┤   a rule: a row ends in each column that it crosses
//! │朝市の　│商工課　│   cells between bars; lines up to the next rule are lines of one cell
//! │開催　　├────┤   a rule in some columns: the others go on
//! ```
use super::build::{self, Slot};
use super::lines::Line;
use keikaku_model::document::{Cell, Paragraph, Table, TableEvidence};
use keikaku_model::page::Pages;
use keikaku_model::{GlyphId, Rect, Text};

/// Fewest lines with cells that make a table; rules come on top.
const ROWS: usize = 2;
/// Fewest bars on a line of a table: two columns.
const BARS: usize = 3;
/// A single dash in a cell says that there is nothing.
const SHORTEST_RULE: usize = 2;
/// Bars and corners this near to each other, in columns, are one line of the table.
const NEAR: f32 = 0.8;

/// The table that begins at the first line, and how many lines it takes.
pub(super) fn table(lines: &[Line], pages: &Pages) -> Option<(Table, usize)> {
    let drawn: Vec<Drawn> = lines
        .iter()
        .enumerate()
        .map_while(|(i, l)| Drawn::of(l, pages).filter(|_| i == 0 || l.blanks == 0 && l.page == lines[0].page))
        .collect();
    let used = drawn.len();
    let rows = drawn.iter().filter(|d| !d.is_rule()).count();
    if rows < ROWS || used == rows {
        return None;
    }
    let edges = edges(&drawn);
    let columns = edges.len().checked_sub(1).filter(|c| *c >= 2)?;
    let mut grid = Grid { columns, cells: Vec::new(), open: vec![None; columns], row: 0 };
    for line in &drawn {
        grid.line(line, &edges);
    }
    let header = usize::from(grid.row > 1);
    let cells = grid.cells.into_iter().map(|c| c.build(header, lines[0].page)).collect();
    let mut table = build::table(cells, header)?;
    table.evidence = TableEvidence::Ruled;
    Some((table, used))
}

/// Which lines are rules of a table: nothing but lines and corners, beside a line of cells.
pub(super) fn rules(lines: &[Line]) -> Vec<bool> {
    let count = |l: &Line, f: fn(char) -> bool| l.text.chars().iter().filter(|c| f(**c)).count();
    let is_rule = |l: &Line| {
        let corner = |c: char| is_joint(c) || is_bar(c) || matches!(c, '+' | '＋');
        let drawn = l.text.chars().iter().all(|c| is_dash(*c) || corner(*c) || c.is_whitespace() || *c == ':');
        drawn
            && count(l, is_dash) > 0
            && l.text.chars().first().is_some_and(|c| corner(*c))
            && l.text.chars().last().is_some_and(|c| corner(*c))
    };
    let is_row = |l: Option<&Line>| l.is_some_and(|l| !is_rule(l) && count(l, |c| is_bar(c) || is_joint(c)) >= BARS);
    (0..lines.len()).map(|i| is_rule(&lines[i]) && (is_row(lines.get(i + 1)) || i > 0 && is_row(lines.get(i - 1)))).collect()
}

/// A line of a drawn table: where its bars and corners stand, and what stands between them.
struct Drawn<'a> {
    line: &'a Line,
    /// For each bar or corner its index in the text and its x in columns.
    bars: Vec<(usize, f32)>,
}

fn is_dash(c: char) -> bool {
    matches!(c, '─' | '━' | '═' | '-' | '－' | '┄' | '┅' | '┈' | '┉')
}

fn is_bar(c: char) -> bool {
    matches!(c, '│' | '┃' | '║' | '|' | '｜' | '┆' | '┇' | '┊' | '┋')
}

/// A crossing or corner of lines; `+` is one between dashes only.
fn is_joint(c: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&c) && !is_dash(c) && !is_bar(c)
}

impl<'a> Drawn<'a> {
    /// The line as one of a drawn table: it begins and ends with a bar or corner.
    fn of(line: &'a Line, pages: &Pages) -> Option<Self> {
        let chars = line.text.chars();
        let plus = |i: usize| {
            matches!(chars[i], '+' | '＋') && (i + 1 == chars.len() || is_dash(chars[i + 1])) && (i == 0 || is_dash(chars[i - 1]))
        };
        let bars: Vec<(usize, f32)> = (0..chars.len())
            .filter(|i| is_bar(chars[*i]) || is_joint(chars[*i]) || plus(*i))
            .map(|i| (i, x_of(&line.text, i, pages)))
            .collect();
        let framed = bars.first().is_some_and(|b| b.0 == 0) && bars.last().is_some_and(|b| b.0 + 1 == chars.len());
        let drawn = Self { line, bars };
        (framed && (drawn.bars.len() >= BARS || drawn.bars.len() == 2 && drawn.is_rule()) && line.fields.len() <= 1).then_some(drawn)
    }

    /// Whether nothing but lines stands on it.
    fn is_rule(&self) -> bool {
        let chars = self.line.text.chars();
        chars.iter().any(|c| is_dash(*c))
            && chars.iter().enumerate().all(|(i, c)| is_dash(*c) || c.is_whitespace() || *c == ':' || self.bars.iter().any(|b| b.0 == i))
    }

    /// The stretches between bars: the columns they cover, and their text.
    fn stretches(&self, edges: &[f32]) -> Vec<(usize, usize, Text)> {
        let in_order = self.bars.len() == edges.len();
        let edge = |i: usize| if in_order { i } else { nearest(edges, self.bars[i].1) };
        let cut = |i: usize| self.line.text.slice(self.bars[i].0 + 1..self.bars[i + 1].0);
        (0..self.bars.len() - 1).map(|i| (edge(i), edge(i + 1), cut(i))).filter(|(from, to, _)| from < to).collect()
    }
}

/// The left edge of a character, in columns.
fn x_of(text: &Text, at: usize, pages: &Pages) -> f32 {
    let glyph = |id: GlyphId| pages.pages.iter().find(|p| p.number == id.page.get())?.glyphs.get(id.index as usize).map(|g| g.bbox.x0);
    text.glyph(at).and_then(glyph).unwrap_or(at as f32)
}

/// The x of the lines between columns: of the row with most bars, and of all corners of rules that stand elsewhere.
fn edges(drawn: &[Drawn]) -> Vec<f32> {
    let Some(widest) = drawn.iter().max_by_key(|d| (d.bars.len(), d.is_rule())) else { return Vec::new() };
    let mut out: Vec<f32> = widest.bars.iter().map(|b| b.1).collect();
    for (_, x) in drawn.iter().filter(|d| d.is_rule()).flat_map(|d| &d.bars) {
        if out.iter().all(|e| (e - x).abs() > NEAR) {
            out.push(*x);
        }
    }
    out.sort_by(f32::total_cmp);
    out
}

fn nearest(edges: &[f32], x: f32) -> usize {
    (0..edges.len()).min_by(|a, b| (edges[*a] - x).abs().total_cmp(&(edges[*b] - x).abs())).unwrap_or(0)
}

/// A cell as it grows.
struct Growing<'a> {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    lines: Vec<(&'a Line, Text)>,
}

/// The cells so far, and the one that is open in each column.
struct Grid<'a> {
    columns: usize,
    cells: Vec<Growing<'a>>,
    open: Vec<Option<usize>>,
    row: usize,
}

impl<'a> Grid<'a> {
    fn line(&mut self, drawn: &Drawn<'a>, edges: &[f32]) {
        let stretches = drawn.stretches(edges);
        let ruled = |text: &Text| text.len() >= SHORTEST_RULE && text.chars().iter().all(|c| is_dash(*c) || *c == ':');
        if stretches.iter().any(|(_, _, t)| ruled(t)) {
            self.rule(&stretches, &ruled);
        }
        for (from, to, text) in stretches.into_iter().filter(|(_, _, t)| !ruled(t)) {
            self.text(drawn.line, from, to.min(self.columns), text.trimmed());
        }
    }

    /// Ends the cells that a rule crosses; the others reach into the next row.
    fn rule(&mut self, stretches: &[(usize, usize, Text)], ruled: &dyn Fn(&Text) -> bool) {
        let began = self.open.iter().any(Option::is_some);
        for (from, to, _) in stretches.iter().filter(|(_, _, t)| ruled(t)) {
            self.open[*from..(*to).min(self.columns)].iter_mut().for_each(|o| *o = None);
        }
        if !began {
            return;
        }
        self.row += 1;
        let mut going: Vec<usize> = self.open.iter().flatten().copied().collect();
        going.dedup();
        going.into_iter().for_each(|cell| self.cells[cell].rows += 1);
    }

    fn text(&mut self, line: &'a Line, from: usize, to: usize, text: Text) {
        let open = self.open.get(from).copied().flatten().filter(|c| self.cells[*c].column == from);
        let cell = open.unwrap_or_else(|| {
            self.cells.push(Growing { row: self.row, column: from, rows: 1, columns: to - from, lines: Vec::new() });
            self.open[from..to].iter_mut().for_each(|o| *o = Some(self.cells.len() - 1));
            self.cells.len() - 1
        });
        if !text.is_empty() {
            self.cells[cell].lines.push((line, text));
        }
    }
}

impl Growing<'_> {
    fn build(self, header: usize, page: u32) -> Cell {
        let slot = Slot { row: self.row, column: self.column, rows: self.rows, columns: self.columns, is_header: self.row < header };
        let mut paragraphs: Vec<Vec<(&Line, Text)>> = Vec::new();
        for (line, text) in self.lines {
            let ended = |above: &Vec<(&Line, Text)>| above.last().is_none_or(|(_, t)| t.chars().ends_with(&['。']));
            match paragraphs.last_mut().filter(|above| !ended(above) && !super::marks::opens_item(text.chars())) {
                Some(above) => above.push((line, text)),
                None => paragraphs.push(vec![(line, text)]),
            }
        }
        build::cell(slot, paragraphs.into_iter().filter_map(paragraph).collect(), page)
    }
}

/// A paragraph of the lines of a cell, each as wide as its share of the printed line.
fn paragraph(lines: Vec<(&Line, Text)>) -> Option<Paragraph> {
    let whole = Text::joined(lines.iter().map(|(_, t)| t), "");
    let own: Vec<Line> = lines
        .into_iter()
        .map(|(line, text)| {
            let before = line.text.chars().len().max(1) as f32;
            let at = line.text.glyphs().position(|g| g.is_some() && text.glyph(0) == g).unwrap_or(0) as f32;
            let unit = line.bbox.width() / before;
            let x0 = line.bbox.x0 + at * unit;
            let bbox = Rect::new(x0, line.bbox.y0, x0 + text.len() as f32 * unit, line.bbox.y1);
            Line { text, bbox, fields: Vec::new(), ..line.clone() }
        })
        .collect();
    build::paragraph(&own.iter().collect::<Vec<_>>(), whole, 0.0)
}
