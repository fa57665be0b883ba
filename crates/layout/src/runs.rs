//! Glyphs to runs: each glyph goes to the smallest area around it, and there to the glyphs it follows on its line.
use crate::canvas::{Canvas, Run};
use crate::grid::Sets;
use crate::tall;
use keikaku_model::Rect;
use keikaku_model::page::{Glyph, Page};

/// A gap of up to this many ems is inside a line: 均等割付 and tabs after a label; gutters between columns are wider.
const JOIN_GAP: f32 = 1.05;

/// A glyph may lie back over the one before by this many ems: kerned punctuation, doubled strokes …
pub(crate) const BACK: f32 = 0.6;

/// … and by this many where a bracket follows punctuation: either leaves half of its box free, and both halves are set over each other.
const BACK_KERNED: f32 = 1.05;

/// Share of its em box that a comma or stop leaves free on its right.
const FREE: f32 = 0.5;

/// Share of the lower one's height by which two glyphs of one line overlap: enough for superscripts, too much for ruby.
const SAME_LINE: f32 = 0.5;

/// Characters of a vertical line follow each other within this many ems.
const STACK_GAP: f32 = 0.45;

/// Buckets along each side of the page for looking up areas.
const BUCKETS: usize = 24;

/// Sorts the page's content glyphs into the runs of its areas.
pub(crate) fn collect(canvas: &mut Canvas) {
    let finder = Finder::new(canvas);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); canvas.areas.len()];
    for (i, g) in (0u32..).zip(canvas.glyphs) {
        if g.visibility.is_content() {
            let (x, y) = g.bbox.centre();
            members[finder.at(canvas, x, y)].push(i);
        }
    }
    for (area, glyphs) in members.into_iter().enumerate() {
        let runs = runs(canvas, glyphs);
        canvas.areas[area].runs = runs;
    }
}

/// The runs of these glyphs, given in stream order.
pub(crate) fn runs(canvas: &Canvas, glyphs: Vec<u32>) -> Vec<Run> {
    // Figures set abreast (縦中横) come in a horizontal font even where the line around them is in a vertical one.
    let (rest, drawn) = tall::part(canvas, glyphs);
    let (upright, tall): (Vec<u32>, Vec<u32>) = rest.into_iter().partition(|&g| !canvas.glyph(g).vertical);
    let mut out = stacked(canvas, line_up(canvas, strung(canvas, upright), false));
    let mut columns = strung(canvas, tall);
    columns.extend(drawn);
    out.extend(line_up(canvas, columns, true));
    out
}

/// Upright characters one under the other, three or more, are a vertical line: so some producers draw vertical writing.
fn stacked(canvas: &Canvas, runs: Vec<Run>) -> Vec<Run> {
    let single = |r: &Run| r.glyphs.len() == 1 && !canvas.glyph(r.glyphs[0]).ch.is_ascii_digit();
    let letter = |r: &Run| canvas.glyph(r.glyphs[0]).ch.is_alphabetic();
    let (mut ones, mut out): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(single);
    ones.sort_by(|a, b| a.bbox.centre().0.total_cmp(&b.bbox.centre().0).then(a.bbox.y0.total_cmp(&b.bbox.y0)));
    let under = |a: &Run, b: &Run| {
        let em = a.size.max(b.size);
        (a.bbox.centre().0 - b.bbox.centre().0).abs() < em * 0.2 && (-0.3..STACK_GAP).contains(&((b.bbox.y0 - a.bbox.y1) / em))
    };
    for chain in ones.chunk_by(under) {
        if chain.len() < 3 || chain.iter().filter(|r| letter(r)).count() * 3 < chain.len() * 2 {
            out.extend_from_slice(chain);
            continue;
        }
        if let Some(mut run) = canvas.run(chain.iter().map(|r| r.glyphs[0]).collect()) {
            run.vertical = true;
            out.push(run);
        }
    }
    out
}

/// A glyph's or run's box with the line's direction as x: vertical lines are turned so that they read from left to right, the
/// first (rightmost) on top.
pub(crate) fn flow(r: &Rect, vertical: bool, page: &Page) -> Rect {
    if vertical { Rect { x0: r.y0, y0: page.width - r.x1, x1: r.y1, y1: page.width - r.x0 } } else { *r }
}

/// Whether two boxes (in flow coordinates) stand on one line.
pub(crate) fn same_line(a: &Rect, b: &Rect) -> bool {
    a.overlap_y(b) >= a.height().min(b.height()) * SAME_LINE
}

/// Stretches of the stream in which each glyph follows the one before.
fn strung(canvas: &Canvas, glyphs: Vec<u32>) -> Vec<Vec<u32>> {
    let mut out: Vec<Vec<u32>> = Vec::new();
    for g in glyphs {
        let follows = out.last().and_then(|s| s.last()).is_some_and(|&p| follows(canvas, canvas.glyph(p), canvas.glyph(g)));
        match out.last_mut() {
            Some(s) if follows => s.push(g),
            _ => out.push(vec![g]),
        }
    }
    out
}

/// Whether `b` stands right after `a` on the same line.
fn follows(canvas: &Canvas, a: &Glyph, b: &Glyph) -> bool {
    let (p, q) = (flow(&a.bbox, a.vertical, canvas.page), flow(&b.bbox, b.vertical, canvas.page));
    let em = a.size.max(b.size);
    let gap = q.x0 - p.x1;
    same_line(&p, &q) && gap <= em * JOIN_GAP && gap >= -em * back(a, b) && q.x0 + q.x1 >= p.x0 + p.x1
}

/// How far, in ems, `b` may lie back over `a`.
pub(crate) fn back(a: &Glyph, b: &Glyph) -> f32 {
    let closes = matches!(a.ch, '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '〉' | '》' | '・');
    let opens = matches!(b.ch, '「' | '『' | '（' | '【' | '〈' | '《');
    if closes && opens { BACK_KERNED } else { BACK }
}

/// The part of a line's end that prints nothing, in points: the free half of a comma or stop, which may hang in the gutter.
pub(crate) fn free_end(canvas: &Canvas, run: &Run) -> f32 {
    let last = run.glyphs.last().map(|&g| canvas.glyph(g));
    last.filter(|g| matches!(g.ch, '、' | '。' | '，' | '．')).map_or(0.0, |g| g.size * FREE)
}

/// Stretches that continue each other on the page, whatever their order in the stream, as runs.
fn line_up(canvas: &Canvas, strung: Vec<Vec<u32>>, vertical: bool) -> Vec<Run> {
    let parts: Vec<Run> = strung.into_iter().filter_map(|s| canvas.run(s)).collect();
    let boxes: Vec<Rect> = parts.iter().map(|r| flow(&r.bbox, vertical, canvas.page)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| boxes[a].y0.total_cmp(&boxes[b].y0));
    let mut sets = Sets::new(parts.len());
    for (k, &i) in order.iter().enumerate() {
        for &j in &order[k + 1..] {
            if boxes[j].y0 > boxes[i].y1 {
                break;
            }
            let em = parts[i].size.max(parts[j].size);
            let (l, r) = if boxes[i].x0 <= boxes[j].x0 { (i, j) } else { (j, i) };
            let gap = boxes[r].x0 - boxes[l].x1;
            if gap + free_end(canvas, &parts[l]) <= em * JOIN_GAP
                && gap >= -em * back(canvas.glyph(parts[l].glyphs[parts[l].glyphs.len() - 1]), canvas.glyph(parts[r].glyphs[0]))
                && same_line(&boxes[i], &boxes[j])
            {
                sets.unite(i, j);
            }
        }
    }
    let mut joined: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    (0..parts.len()).for_each(|i| joined[sets.root(i)].push(i));
    joined.retain(|j| !j.is_empty());
    joined
        .into_iter()
        .filter_map(|mut set| {
            set.sort_by(|&a, &b| boxes[a].x0.total_cmp(&boxes[b].x0));
            canvas.run(set.iter().flat_map(|&i| parts[i].glyphs.iter().copied()).collect())
        })
        .map(|mut r| {
            r.vertical = vertical;
            r
        })
        .collect()
}

/// Looks up the smallest area around a point.
struct Finder {
    cells: Vec<Vec<usize>>,
    step: (f32, f32),
}

impl Finder {
    fn new(canvas: &Canvas) -> Self {
        let step = ((canvas.page.width / BUCKETS as f32).max(1.0), (canvas.page.height / BUCKETS as f32).max(1.0));
        let mut cells = vec![Vec::new(); BUCKETS * BUCKETS];
        let mut order: Vec<usize> = (1..canvas.areas.len()).collect();
        order.sort_by(|&a, &b| canvas.areas[a].bbox.area().total_cmp(&canvas.areas[b].bbox.area()));
        let slot = |v: f32, s: f32| ((v / s).max(0.0) as usize).min(BUCKETS - 1);
        for i in order {
            let b = &canvas.areas[i].bbox;
            for y in slot(b.y0, step.1)..=slot(b.y1, step.1) {
                for x in slot(b.x0, step.0)..=slot(b.x1, step.0) {
                    cells[y * BUCKETS + x].push(i);
                }
            }
        }
        Self { cells, step }
    }

    fn at(&self, canvas: &Canvas, x: f32, y: f32) -> usize {
        let slot = |v: f32, s: f32| ((v / s).max(0.0) as usize).min(BUCKETS - 1);
        let bucket = &self.cells[slot(y, self.step.1) * BUCKETS + slot(x, self.step.0)];
        bucket.iter().copied().find(|&i| canvas.areas[i].bbox.contains(x, y)).unwrap_or(0)
    }
}
