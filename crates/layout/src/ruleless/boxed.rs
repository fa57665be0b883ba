//! Small tables in a box of their own, which closes them: a rule under the header, at most dotted ones between the rows, none at the ends.
use super::{grid, gutters, inked};
use crate::canvas::Canvas;
use crate::grid::{Edge, Grid, SNAP};
use keikaku_model::Rect;
use keikaku_model::page::Glyph;

/// Rules keep from the sides of their box by at most this many body sizes.
const PADDING: f32 = 3.0;

/// The header stands over its rule, and a row under the one before, with at most this many body sizes between.
const NEAR: f32 = 1.2;

/// Text of neighbouring cells keeps apart by at least this many body sizes.
const NARROW: f32 = 0.3;

/// A character stands over a side where it reaches across by this many ems on both: brackets at a cell's end stand half in the next.
const INTO: f32 = 0.25;

/// Characters reach so many ems up and down from their middle, as lines are told by: fonts' own boxes overlap in tightly set lines.
const OVERLAP: f32 = 0.45;

/// Such a table has a name and two values at least: two columns may be a heading with a note beside it.
const LEAST_COLUMNS: usize = 3;

/// A box is at most this many body sizes high for each of its rules and two more: others hold more than a table.
const ROW: f32 = 12.0;

/// The table that the rules, all of one length, part in the box around them.
pub(super) fn table(canvas: &Canvas, rules: &[Edge], body: f32) -> Option<Grid> {
    let (first, last) = (rules.first()?, rules.last()?);
    let around = around(canvas, first, last, body)?;
    let inside: Vec<&Glyph> = inked(canvas).filter(|g| around.contains(g.bbox.centre().0, g.bbox.centre().1)).collect();
    let lines = lines(&inside);
    let head = lines.iter().rposition(|l| l.bbox.centre().1 < first.at).filter(|&h| first.at - lines[h].bbox.y1 <= body * NEAR)?;
    let tail = lines.iter().position(|l| l.bbox.centre().1 > last.at)?;
    let mut members: Vec<&Glyph> = lines[head..tail].iter().flat_map(|l| l.glyphs.iter().copied()).collect();
    let mut ys = vec![lines[head].bbox.y0 - SNAP];
    ys.extend(rules.iter().map(|r| r.at));
    let joints = joints(canvas, first);
    let mut bottom = last.at;
    let mut columns: Option<Vec<f32>> = None;
    for line in &lines[tail..] {
        let more: Vec<&Glyph> = members.iter().chain(&line.glyphs).copied().collect();
        let Some(found) = columns_of(&more, first, &joints, body).filter(|f| columns.as_ref().is_none_or(|c| c.len() == f.len())) else {
            break;
        };
        if line.bbox.y0 - bottom > body * NEAR {
            break;
        }
        let begins = line.fills(&found).first() == Some(&0) && line.fills(&found).len() >= 2;
        // A line that names something and says a value of it begins a row, with or without a rule over it.
        if begins && bottom > last.at {
            ys.push((bottom + line.bbox.y0) / 2.0);
        }
        bottom = line.bbox.y1;
        (members, columns) = (more, Some(found));
    }
    let xs = columns?;
    ys.push(bottom + SNAP);
    let header = lines[head].fills(&xs).len();
    let rows_hold = ys.windows(2).skip(1).all(|w| {
        let row =
            Line { bbox: Rect::default(), glyphs: members.iter().copied().filter(|g| (w[0]..w[1]).contains(&g.bbox.centre().1)).collect() };
        row.fills(&xs).first() == Some(&0) && row.fills(&xs).len() >= 2
    });
    (header >= 2 && rows_hold).then(|| grid(&xs, &ys))
}

/// The smallest box around the rules that they fill from side to side.
fn around(canvas: &Canvas, first: &Edge, last: &Edge, body: f32) -> Option<Rect> {
    let height = body * ROW + last.at - first.at;
    let fits = |b: &Rect| {
        let side = |d: f32| (-SNAP..=body * PADDING).contains(&d);
        side(first.from - b.x0) && side(b.x1 - first.to) && b.y0 < first.at && b.y1 > last.at && b.height() <= height + body * ROW
    };
    let boxes = canvas.page.shapes.iter().map(|s| s.bbox).filter(fits);
    boxes.min_by(|a, b| a.area().total_cmp(&b.area()))
}

/// The sides of the columns: where the header's rule is drawn cell by cell, else where the text of these glyphs leaves gutters.
fn columns_of(glyphs: &[&Glyph], rule: &Edge, joints: &[f32], body: f32) -> Option<Vec<f32>> {
    let arrows = usize::from(glyphs.iter().any(|g| is_arrow(g.ch)));
    let crossed = |x: f32| glyphs.iter().any(|g| g.bbox.x0 < x - g.size * INTO && g.bbox.x1 > x + g.size * INTO);
    let drawn = || joints.len() + 1 >= LEAST_COLUMNS + arrows && !joints.iter().any(|x| crossed(*x));
    let mut xs = vec![rule.from];
    if drawn() {
        xs.extend(joints)
    } else {
        xs.extend(between_gutters(glyphs, rule, joints, body))
    }
    xs.push(rule.to);
    (xs.len() > LEAST_COLUMNS + arrows && xs.is_sorted()).then_some(xs)
}

/// The sides that gutters part columns by. A narrow one is a gutter where cells of the header meet, or where an arrow points from one
/// value to the next, which is a column of its own.
fn between_gutters(glyphs: &[&Glyph], rule: &Edge, joints: &[f32], body: f32) -> Vec<f32> {
    let (arrows, text): (Vec<&Glyph>, Vec<&Glyph>) = glyphs.iter().partition(|g| is_arrow(g.ch));
    let boxes: Vec<Rect> = text.iter().map(|g| g.bbox).collect();
    let met = |left: f32, right: f32| joints.iter().any(|j| (left - SNAP..right + SNAP).contains(j));
    let mut xs = Vec::new();
    for gutter in gutters(&boxes, body * NARROW) {
        let left = boxes.iter().map(|b| b.x1).filter(|x| *x < gutter).fold(rule.from, f32::max);
        let right = boxes.iter().map(|b| b.x0).filter(|x| *x > gutter).fold(rule.to, f32::min);
        let pointed = Rect::bounding(arrows.iter().map(|a| a.bbox).filter(|a| (left..right).contains(&a.centre().0)));
        match pointed {
            Some(arrow) => xs.extend([(left + arrow.x0) / 2.0, (arrow.x1 + right) / 2.0]),
            None if right - left >= body * super::GUTTER || met(left, right) => xs.push(gutter),
            None => {}
        }
    }
    xs
}

/// Where the cells meet that a rule is drawn for one by one.
fn joints(canvas: &Canvas, rule: &Edge) -> Vec<f32> {
    let pieces = canvas.page.rulings.iter().filter(|r| r.is_horizontal() && ((r.y0 + r.y1) / 2.0 - rule.at).abs() <= SNAP);
    let mut ends: Vec<f32> = pieces.map(|r| r.x0.max(r.x1)).filter(|x| (rule.from + SNAP..rule.to - SNAP).contains(x)).collect();
    ends.sort_by(f32::total_cmp);
    ends.dedup_by(|b, a| *b - *a <= SNAP);
    ends
}

/// Whether the character points from a value of now to one of later.
fn is_arrow(ch: char) -> bool {
    matches!(ch, '→' | '⇒' | '➡' | '⇨' | '▶' | '►' | '➔')
}

/// Glyphs that overlap in height.
struct Line<'a> {
    bbox: Rect,
    glyphs: Vec<&'a Glyph>,
}

impl Line<'_> {
    /// The columns that hold any of its text, from the left.
    fn fills(&self, xs: &[f32]) -> Vec<usize> {
        let text = |x: &[f32]| self.glyphs.iter().any(|g| !is_arrow(g.ch) && (x[0]..x[1]).contains(&g.bbox.centre().0));
        xs.windows(2).enumerate().filter(|(_, x)| text(x)).map(|(c, _)| c).collect()
    }
}

/// The lines of a box from the top: what overlaps in height is one, so that a value set at half the height of a name of two lines
/// stands on its line.
fn lines<'a>(glyphs: &[&'a Glyph]) -> Vec<Line<'a>> {
    let height = |g: &Glyph| (g.bbox.centre().1 - g.size * OVERLAP, g.bbox.centre().1 + g.size * OVERLAP);
    let mut sorted = glyphs.to_vec();
    sorted.sort_by(|a, b| height(a).0.total_cmp(&height(b).0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    let mut out: Vec<(f32, Line)> = Vec::new();
    for g in sorted {
        match out.last_mut() {
            Some((bottom, line)) if height(g).0 < *bottom => {
                *bottom = bottom.max(height(g).1);
                line.bbox = line.bbox.union(&g.bbox);
                line.glyphs.push(g);
            }
            _ => out.push((height(g).1, Line { bbox: g.bbox, glyphs: vec![g] })),
        }
    }
    out.into_iter().map(|(_, line)| line).collect()
}
