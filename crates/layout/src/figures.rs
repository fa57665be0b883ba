//! Pictures and their captions.
use crate::across;
use crate::canvas::Canvas;
use keikaku_model::document::{Block, Figure, Paragraph};
use std::sync::Arc;

/// A caption begins within this many of its ems under (or over) its picture.
const CAPTION_GAP: f32 = 1.3;

/// A caption has at most this many characters …
const CAPTION_CHARS: usize = 60;

/// … and is set no larger than this share of the body, or begins with 図 or 表 or 写真.
const CAPTION_SIZE: f32 = 0.95;

/// Gives each picture the caption that follows it among the blocks of one area.
pub(crate) fn caption(blocks: &mut Vec<Block>, canvas: &Canvas) {
    let mut i = 0;
    while i < blocks.len() {
        if let Block::Figure(f) = &blocks[i] {
            let mut near: Vec<(f32, usize)> = [i.checked_sub(1), Some(i + 1)]
                .into_iter()
                .flatten()
                .filter_map(|j| match blocks.get(j) {
                    Some(Block::Paragraph(p)) => Some((distance(f, p, canvas)?, j)),
                    _ => None,
                })
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some(&(_, j)) = near.first()
                && let Block::Paragraph(p) = blocks.remove(j)
            {
                let at = if j < i { i - 1 } else { i };
                let p = with_rest(p, blocks, at + 1);
                if let Some(Block::Figure(f)) = blocks.get_mut(at) {
                    f.caption = Some(p);
                }
                i = at;
            }
        }
        i += 1;
    }
}

/// The caption with its further line, which centred captions often have.
fn with_rest(mut p: Paragraph, blocks: &mut Vec<Block>, at: usize) -> Paragraph {
    if let Some(Block::Paragraph(q)) = blocks.get(at) {
        let em = p.style.size.max(1.0);
        let under = q.page == p.page && q.bbox.overlap_x(&p.bbox) > 0.0 && (-0.3..0.8).contains(&((q.bbox.y0 - p.bbox.y1) / em));
        if under
            && p.style == q.style
            && p.text.len() + q.text.len() <= CAPTION_CHARS
            && let Block::Paragraph(q) = blocks.remove(at)
        {
            across::append(&mut p, q);
        }
    }
    p
}

/// How far a caption stands from its picture, in its ems; `None` where it is none.
fn distance(f: &Figure, p: &Paragraph, canvas: &Canvas) -> Option<f32> {
    let em = p.style.size.max(1.0);
    let pointed = matches!(p.text.chars().first(), Some('図' | '表' | '写' | '▲' | '▼' | '↑'));
    // The last lines of running text beside a picture may stand right over it.
    if !pointed && matches!(p.text.chars().last(), Some('。')) {
        return None;
    }
    let small = pointed || p.style.size <= canvas.em() * CAPTION_SIZE;
    let within = p.bbox.x0 >= f.bbox.x0 - em && p.bbox.x1 <= f.bbox.x1 + em;
    let gap = (p.bbox.y0 - f.bbox.y1).max(f.bbox.y0 - p.bbox.y1) / em;
    (small && within && p.text.len() <= CAPTION_CHARS && (-0.5..=CAPTION_GAP).contains(&gap)).then_some(gap)
}

/// The paragraphs of blocks that stand in a picture.
pub(crate) fn words(blocks: Vec<Block>) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for b in blocks {
        match b {
            Block::Paragraph(p) => out.push(p),
            Block::Table(t) => out.extend(Arc::unwrap_or_clone(t).cells.into_iter().flat_map(|c| c.paragraphs)),
            Block::Group(g) => out.extend(words(g.blocks)),
            Block::Figure(f) => out.extend(f.words.into_iter().chain(f.caption)),
        }
    }
    out
}
