//! Vertical writing that is drawn upright: many producers set each character of a vertical line by itself, with a horizontal font.
//! The stream still follows the line, so characters that are painted one right under the other are one line.
use crate::canvas::{Canvas, is_blank};
use keikaku_model::Rect;
use keikaku_model::document::Cell;
use keikaku_model::page::Glyph;

/// Characters of a vertical line follow each other within this many ems; they may overlap by the first figure.
const STEP: (f32, f32) = (-0.3, 0.5);

/// Characters of one vertical line stand on one axis, give or take this many ems: punctuation keeps its em box.
const AXIS: f32 = 0.2;

/// So many characters one under the other are a line; fewer may be marks in the rows of a list.
const LEAST: usize = 3;

/// Digits set side by side in one place of a vertical line (縦中横) are no wider than this many ems together.
const ABREAST: f32 = 1.25;

/// A place of a vertical line: one character, or up to four set abreast.
struct Place {
    glyphs: Vec<u32>,
    bbox: Rect,
    size: f32,
}

/// Parts the glyphs, given in stream order, into those set in lines from left to right and the vertical lines among them.
pub(crate) fn part(canvas: &Canvas, upright: Vec<u32>) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut chains: Vec<Vec<Place>> = Vec::new();
    for place in places(canvas, upright) {
        match chains.last_mut() {
            Some(chain) if chain.last().is_some_and(|p| under(p, &place)) => chain.push(place),
            _ => chains.push(vec![place]),
        }
    }
    let inked = |chain: &[Place]| chain.iter().filter(|p| p.glyphs.iter().any(|&g| !is_blank(canvas.glyph(g).ch))).count();
    let is_line = |chain: &Vec<Place>| inked(chain) >= LEAST && worded(canvas, chain);
    let all: usize = chains.iter().map(|c| c.iter().map(|p| p.glyphs.len()).sum::<usize>()).sum();
    let tall: usize = chains.iter().filter(|c| is_line(c)).map(|c| c.len()).sum();
    // On a vertical page the last line of a paragraph may have one character only.
    let mostly = tall * 2 > all;
    let beside = |k: usize| k + 1 < chains.len() && side_by_side(&chains[k][chains[k].len() - 1], &chains[k + 1][0]);
    let single = |k: usize| chains[k].iter().all(|p| alone(canvas, p)) && !beside(k) && (k == 0 || !beside(k - 1));
    let lines: Vec<bool> = (0..chains.len()).map(|k| is_line(&chains[k]) || mostly && single(k)).collect();
    let mut rest = Vec::new();
    let mut out = Vec::new();
    for (chain, is_line) in chains.into_iter().zip(lines) {
        let glyphs: Vec<u32> = chain.into_iter().flat_map(|p| p.glyphs).collect();
        if is_line { out.push(glyphs) } else { rest.extend(glyphs) }
    }
    (rest, out)
}

/// The places of the stream: digits and letters side by side are one where they are not wider than a character.
fn places(canvas: &Canvas, glyphs: Vec<u32>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for g in glyphs {
        let glyph = canvas.glyph(g);
        match out.last_mut() {
            Some(p) if abreast(canvas, p, glyph) => {
                p.bbox = p.bbox.union(&glyph.bbox);
                p.glyphs.push(g);
            }
            _ => out.push(Place { glyphs: vec![g], bbox: glyph.bbox, size: glyph.size }),
        }
    }
    out
}

/// Whether a half-width character stands right beside those of a place and still in it.
fn abreast(canvas: &Canvas, place: &Place, glyph: &Glyph) -> bool {
    let last = canvas.glyph(place.glyphs[place.glyphs.len() - 1]);
    let em = place.bbox.height().max(glyph.bbox.height());
    let together = place.bbox.union(&glyph.bbox);
    last.ch.is_ascii_graphic()
        && glyph.ch.is_ascii_graphic()
        && together.width() <= em * ABREAST
        && (last.bbox.y0 - glyph.bbox.y0).abs() < em * AXIS
        && (glyph.bbox.x0 - last.bbox.x1).abs() < em * AXIS
}

/// Whether a place stands right under another.
fn under(above: &Place, below: &Place) -> bool {
    let em = above.size.max(below.size).max(1.0);
    let gap = (below.bbox.y0 - above.bbox.y1) / em;
    (above.bbox.centre().0 - below.bbox.centre().0).abs() < em * AXIS && (STEP.0..STEP.1).contains(&gap)
}

/// Whether a place stands right behind another on one line from left to right.
fn side_by_side(before: &Place, after: &Place) -> bool {
    let em = before.size.max(after.size).max(1.0);
    (before.bbox.centre().1 - after.bbox.centre().1).abs() < em * AXIS
        && (STEP.0..STEP.1).contains(&((after.bbox.x0 - before.bbox.x1) / em))
}

/// Whether most places hold letters: marks and figures in a column are no vertical line.
fn worded(canvas: &Canvas, chain: &[Place]) -> bool {
    let letter = |p: &&Place| p.glyphs.len() > 1 || canvas.glyph(p.glyphs[0]).ch.is_alphabetic();
    chain.iter().filter(letter).count() * 5 >= chain.len() * 3
}

/// Whether a place can stand by itself in a vertical line: a full-width character.
fn alone(canvas: &Canvas, place: &Place) -> bool {
    place.glyphs.len() == 1 && !canvas.glyph(place.glyphs[0]).ch.is_ascii()
}

/// Whether most of the page is set from top to bottom.
pub(crate) fn is_tall(canvas: &Canvas) -> bool {
    let runs = || canvas.areas.iter().flat_map(|a| &a.runs);
    let tall: usize = runs().filter(|r| r.vertical).map(|r| r.glyphs.len()).sum();
    tall * 2 > runs().map(|r| r.glyphs.len()).sum::<usize>()
}

/// Whether most of what stands in the cells is set from top to bottom: a table can lie on its side on such a page.
pub(crate) fn are_tall(cells: &[Cell]) -> bool {
    let lines = || cells.iter().flat_map(|c| &c.paragraphs).flat_map(|p| &p.lines);
    let tall: usize = lines().filter(|l| l.vertical).map(|l| l.text.len()).sum();
    tall * 2 > lines().map(|l| l.text.len()).sum::<usize>()
}

/// The cells of a table on a vertical page: its first row is the rightmost column, read from the top.
pub(crate) fn turned(cells: Vec<Cell>) -> Vec<Cell> {
    let columns = cells.iter().map(|c| c.column + c.column_span).max().unwrap_or(0);
    let turn =
        |c: Cell| Cell { row: columns - c.column - c.column_span, column: c.row, row_span: c.column_span, column_span: c.row_span, ..c };
    let mut out: Vec<Cell> = cells.into_iter().map(turn).collect();
    out.sort_by_key(|c| (c.row, c.column));
    out
}
