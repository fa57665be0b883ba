//! Badges (新規, 継続 …) and other words in small boxes: they belong to the line that they stand on.
use crate::canvas::{Area, AreaKind, Canvas, Run, is_blank};
use crate::drafts::Draft;
use crate::knowledge::is_badge;
use crate::text;
use keikaku_model::document::Block;
use keikaku_model::{GlyphId, Rect};

/// A label box is at most this many times as high as its type.
const LABEL_HEIGHT: f32 = 2.6;

/// A label has at most this many characters.
const LABEL_CHARS: usize = 6;

/// A badge before a line ends within this many of its ems from it.
const BADGE_BEFORE: f32 = 1.8;

/// A text stands beside a label box when it begins within this many ems of it.
const BESIDE: f32 = 2.5;

/// Takes the words of small label boxes out of them: badges are set apart, other labels join the line beside them.
pub(crate) fn inline_labels(canvas: &mut Canvas) {
    for i in (1..canvas.areas.len()).rev() {
        let area = &canvas.areas[i];
        let [run] = area.runs.as_slice() else { continue };
        let has_children = canvas.areas[i + 1..].iter().any(|a| a.parent == i);
        if area.kind != AreaKind::Box || has_children || area.bbox.height() > run.bbox.height() * LABEL_HEIGHT {
            continue;
        }
        let chars: String = run.glyphs.iter().map(|&g| canvas.glyph(g).ch).filter(|c| !is_blank(*c)).collect();
        let short = chars.chars().count() <= LABEL_CHARS;
        let parent = area.parent;
        if is_badge(&chars) {
            let run = canvas.areas[i].runs.remove(0);
            canvas.areas[i].emptied = true;
            canvas.areas[parent].badges.push(run);
        } else if short && beside(run, area, &canvas.areas[parent]) {
            let run = canvas.areas[i].runs.remove(0);
            canvas.areas[i].emptied = true;
            canvas.areas[parent].runs.push(run);
        }
    }
}

/// Whether a line of the area around goes on to the right of a label box.
fn beside(run: &Run, label: &Area, around: &Area) -> bool {
    around.runs.iter().any(|r| {
        let gap = r.bbox.x0 - label.bbox.x1;
        let (c, b) = (run.bbox.centre().1, &r.bbox);
        r.vertical == run.vertical && gap > -run.size * 0.5 && gap < run.size.max(r.size) * BESIDE && b.y0 < c && c < b.y1
    })
}

/// Cards have their badge over the title instead of beside it: gives it to the paragraph right under it.
pub(crate) fn above(blocks: &mut Vec<Block>, lone: &[GlyphId]) {
    let mut i = 0;
    while i + 1 < blocks.len() {
        if let (Block::Paragraph(b), Block::Paragraph(p)) = (&blocks[i], &blocks[i + 1]) {
            let is_lone = b.text.glyph(0).is_some_and(|g| lone.contains(&g));
            let em = p.style.size.max(1.0);
            let under = (b.bbox.x0 - p.bbox.x0).abs() < em * BESIDE && (0.0..em * BESIDE).contains(&(p.bbox.y0 - b.bbox.y1));
            if is_lone && under && b.lines.len() == 1 {
                let text = b.text.clone();
                blocks.remove(i);
                if let Some(Block::Paragraph(p)) = blocks.get_mut(i) {
                    p.badges.insert(0, text);
                }
            }
        }
        i += 1;
    }
}

/// Whether a badge stands on one of these runs' lines, anywhere behind its end or right before its beginning, or beside two of them.
pub(crate) fn on_lines(badge: &Run, runs: &[Run]) -> bool {
    let flat = || runs.iter().filter(|r| !r.vertical);
    flat().any(|r| level(badge, &r.bbox)) || flat().any(|a| flat().any(|b| between(badge, &a.bbox, &b.bbox)))
}

/// Whether a badge stands behind two lines, in the middle of the space between them: a heading's that was wrapped.
fn between(badge: &Run, upper: &Rect, lower: &Rect) -> bool {
    let (b, y) = (&badge.bbox, badge.bbox.centre().1);
    let close = lower.y0 - upper.y1 < upper.height().min(lower.height());
    b.x0 >= upper.x1.max(lower.x1) && upper.y1 <= y && y <= lower.y0 && close
}

/// Whether a badge stands on the height of a line and behind it, or right before it.
fn level(badge: &Run, line: &Rect) -> bool {
    let (b, y) = (&badge.bbox, badge.bbox.centre().1);
    let behind = b.x0 >= line.x0;
    let before = (0.0..badge.size * BADGE_BEFORE).contains(&(line.x0 - b.x1));
    line.y0 <= y && y <= line.y1 && (behind || before)
}

/// Gives badges to the lines that they stand on; those that stand on none are left.
pub(crate) fn give(canvas: &Canvas, lines: &mut [Draft], badges: &mut Vec<Run>) {
    badges.retain(|b| {
        let x = b.bbox.centre().0;
        let beside = |d: &Draft| !d.vertical && level(b, &d.bbox);
        let nearest =
            lines.iter_mut().filter(|d| beside(d)).min_by(|p, q| (p.bbox.centre().0 - x).abs().total_cmp(&(q.bbox.centre().0 - x).abs()));
        if let Some(d) = nearest {
            d.badges.push(text::line(canvas, &b.glyphs, b.vertical));
            return false;
        }
        // It closes the heading, and so belongs to its last line.
        let wrapped = |i: &usize| between(b, &lines[i - 1].bbox, &lines[*i].bbox) && !lines[*i].vertical;
        match (1..lines.len()).find(wrapped) {
            Some(i) => lines[i].badges.push(text::line(canvas, &b.glyphs, b.vertical)),
            None => return true,
        }
        false
    });
}
