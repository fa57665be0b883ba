//! The blocks of a page in reading order: lines, tables, boxes and pictures of each area, put in order and grouped.
use crate::canvas::{Area, AreaKind, Canvas, Run, is_blank};
use crate::figures;
use crate::grid::Sets;
use crate::knowledge::is_badge;
use crate::order::{self, Item};
use crate::paragraphs::{self, Column, Draft};
use crate::partial;
use crate::runs::{flow, free_end};
use crate::tables;
use crate::text;
use keikaku_model::document::{Block, Figure, Group, Paragraph};
use keikaku_model::{GlyphId, Rect};

/// A label box is at most this many times as high as its type.
const LABEL_HEIGHT: f32 = 2.6;

/// A label has at most this many characters.
const LABEL_CHARS: usize = 6;

/// A badge before a line ends within this many of its ems from it.
const BADGE_BEFORE: f32 = 1.8;

/// A text stands beside a label box when it begins within this many ems of it.
const BESIDE: f32 = 2.5;

/// An empty box of at least this many body sizes a side is a picture's place.
const PICTURE: f32 = 5.0;

/// The page's blocks.
pub(crate) fn of_page(canvas: &Canvas) -> Vec<Block> {
    let mut blocks = of_area(canvas, 0);
    decorate(&mut blocks, canvas);
    blocks
}

/// Takes the words of small label boxes out of them: badges are set apart, other labels join the line beside them.
pub(crate) fn inline_labels(canvas: &mut Canvas) {
    for i in (1..canvas.areas.len()).rev() {
        let area = &canvas.areas[i];
        let has_children = canvas.areas[i + 1..].iter().any(|a| a.parent == i);
        let [run] = area.runs.as_slice() else { continue };
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

/// What is put in order: a run, or something solid.
enum Content<'a> {
    Run(&'a Run),
    Grid(usize),
    Box(usize),
    Picture(Rect),
    Turned(Vec<&'a Run>),
}

/// The blocks of one area.
fn of_area(canvas: &Canvas, index: usize) -> Vec<Block> {
    let area = &canvas.areas[index];
    let tall = area.runs.iter().filter(|r| r.vertical).map(|r| r.glyphs.len()).sum::<usize>();
    let all = area.runs.iter().map(|r| r.glyphs.len()).sum::<usize>();
    let vertical = tall * 2 > all;
    let mut contents: Vec<Content> = area.runs.iter().filter(|r| r.vertical == vertical).map(Content::Run).collect();
    contents.extend(clusters(area.runs.iter().filter(|r| r.vertical != vertical).collect()).into_iter().map(Content::Turned));
    contents.extend(solids(canvas, index));
    let (badges, alone): (Vec<&Run>, Vec<&Run>) = area.badges.iter().partition(|b| on_lines(b, &area.runs));
    let alone: Vec<&Run> = alone;
    let lone: Vec<GlyphId> = alone.iter().map(|b| canvas.id(b.glyphs[0])).collect();
    contents.extend(alone.into_iter().map(Content::Run));
    let items: Vec<Item> = contents.iter().map(|c| item(canvas, c, vertical)).collect();
    let mut out = Builder { canvas, badges: badges.into_iter().cloned().collect(), boxed: area.kind == AreaKind::Box, blocks: Vec::new() };
    for members in order::flows(&items, canvas.em()) {
        let Some(bound) = Rect::bounding(members.iter().map(|&m| whole(canvas, &contents[m], &items[m]))) else { continue };
        let mut pending: Vec<&Run> = Vec::new();
        let mut bottom = None;
        for &m in &members {
            if let Content::Run(r) = &contents[m] {
                pending.push(r);
                continue;
            }
            out.paragraphs(&std::mem::take(&mut pending), bound, bottom);
            bottom = Some(items[m].bbox.y1);
            match &contents[m] {
                Content::Grid(g) => out.blocks.extend(tables::blocks(canvas, *g)),
                Content::Box(a) => out.blocks.extend(boxed(canvas, *a)),
                Content::Picture(r) => {
                    out.blocks.push(Block::Figure(Figure { page: canvas.page.number, bbox: *r, words: Vec::new(), caption: None }));
                }
                Content::Turned(runs) => {
                    let turned = Rect::bounding(runs.iter().map(|r| flow(&r.bbox, r.vertical, canvas.page)));
                    out.paragraphs(runs, turned.unwrap_or_default(), None);
                }
                Content::Run(_) => {}
            }
        }
        out.paragraphs(&pending, bound, bottom);
    }
    badges_above(&mut out.blocks, &lone);
    figures::caption(&mut out.blocks, canvas);
    let alone: Vec<Run> = std::mem::take(&mut out.badges);
    alone.iter().for_each(|b| out.paragraphs(&[b], b.bbox, None));
    out.blocks
}

/// Cards have their badge over the title instead of beside it: gives it to the paragraph right under it.
fn badges_above(blocks: &mut Vec<Block>, lone: &[GlyphId]) {
    let mut i = 0;
    while i + 1 < blocks.len() {
        if let (Block::Paragraph(b), Block::Paragraph(p)) = (&blocks[i], &blocks[i + 1]) {
            let is_lone = b.text.glyphs().first().copied().flatten().is_some_and(|g| lone.contains(&g));
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

/// Collects an area's blocks.
struct Builder<'a> {
    canvas: &'a Canvas<'a>,
    /// Badges that stand on no line yet.
    badges: Vec<Run>,
    /// In a box of its own.
    boxed: bool,
    blocks: Vec<Block>,
}

impl Builder<'_> {
    /// Adds the paragraphs of a stretch of runs within a column; `bottom` is where what stands above them ends.
    fn paragraphs(&mut self, runs: &[&Run], bound: Rect, bottom: Option<f32>) {
        if runs.is_empty() {
            return;
        }
        let column = Column { left: bound.x0, right: bound.x1, cell: false, boxed: self.boxed };
        let mut found = paragraphs(self.canvas, runs, column, &mut self.badges);
        if let (Some(p), Some(above)) = (found.first_mut(), bottom) {
            let top = runs.iter().map(|r| flow(&r.bbox, r.vertical, self.canvas.page).y0).fold(f32::MAX, f32::min);
            p.space_before = (top - above).max(0.0) / p.style.size.max(1.0);
        }
        self.blocks.extend(found.into_iter().map(Block::Paragraph));
    }
}

/// Whether a badge stands on one of these runs' lines, anywhere behind its end or right before its beginning, or beside two of them.
fn on_lines(badge: &Run, runs: &[Run]) -> bool {
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

/// The paragraphs of these runs, in order; takes the badges that stand on their lines.
pub(crate) fn paragraphs(canvas: &Canvas, runs: &[&Run], column: Column, badges: &mut Vec<Run>) -> Vec<Paragraph> {
    let mut lines = paragraphs::lines(canvas, runs);
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
    paragraphs::group(canvas, lines, column)
}

/// Runs that are set the other way than their area, by nearness: a thumb index, a category beside rows.
fn clusters(runs: Vec<&Run>) -> Vec<Vec<&Run>> {
    let mut sets = Sets::new(runs.len());
    for i in 0..runs.len() {
        for j in i + 1..runs.len() {
            if runs[i].bbox.grown(runs[i].size * 1.2).intersection(&runs[j].bbox).is_some() {
                sets.unite(i, j);
            }
        }
    }
    let mut out: Vec<Vec<&Run>> = vec![Vec::new(); runs.len()];
    (0..runs.len()).for_each(|i| out[sets.root(i)].push(runs[i]));
    out.retain(|c| !c.is_empty());
    for c in &mut out {
        c.sort_by(|a, b| b.bbox.x0.total_cmp(&a.bbox.x0).then(a.bbox.y0.total_cmp(&b.bbox.y0)));
    }
    out
}

/// Tables, boxes and pictures that stand right in an area.
fn solids<'a>(canvas: &Canvas, index: usize) -> Vec<Content<'a>> {
    let mut out = Vec::new();
    let mut seen: Option<usize> = None;
    for (i, a) in canvas.areas.iter().enumerate().skip(1).filter(|(_, a)| a.parent == index) {
        match a.kind {
            AreaKind::Cell(g, _) if seen != Some(g) => {
                seen = Some(g);
                let grid = &canvas.grids[g];
                if canvas.areas.iter().any(|c| matches!(c.kind, AreaKind::Cell(k, _) if k == g) && !c.runs.is_empty()) {
                    out.push(Content::Grid(g));
                } else if pictured(canvas, &grid.bbox) {
                    out.push(Content::Picture(grid.bbox));
                }
            }
            AreaKind::Box if holds_text(canvas, i) => out.push(Content::Box(i)),
            AreaKind::Box if pictured(canvas, &a.bbox) && !a.emptied => out.push(Content::Picture(a.bbox)),
            _ => {}
        }
    }
    if index == 0 {
        let picture = |r: &&Rect| pictured(canvas, r) && r.area() < canvas.page.width * canvas.page.height * 0.5;
        out.extend(canvas.page.images.iter().filter(picture).map(|r| Content::Picture(*r)));
    }
    out
}

/// Whether an area or one inside it holds runs.
fn holds_text(canvas: &Canvas, index: usize) -> bool {
    let own = !canvas.areas[index].runs.is_empty() || !canvas.areas[index].badges.is_empty();
    own || (index + 1..canvas.areas.len()).any(|i| canvas.areas[i].parent == index && holds_text(canvas, i))
}

/// Whether a box without text is as large as a picture.
fn pictured(canvas: &Canvas, r: &Rect) -> bool {
    r.width() > canvas.em() * PICTURE && r.height() > canvas.em() * PICTURE
}

/// A content's place for the ordering.
fn item(canvas: &Canvas, content: &Content, vertical: bool) -> Item {
    let first = |index: usize| first_glyph(canvas, index);
    let (bbox, stream, solid) = match content {
        Content::Run(r) => (r.bbox, r.glyphs[0], false),
        Content::Turned(runs) => (Rect::bounding(runs.iter().map(|r| r.bbox)).unwrap_or_default(), runs[0].glyphs[0], true),
        Content::Box(a) => (canvas.areas[*a].bbox, first(*a), true),
        Content::Grid(g) => {
            let cells = (0..canvas.areas.len()).filter(|&i| matches!(canvas.areas[i].kind, AreaKind::Cell(k, _) if k == *g));
            (canvas.grids[*g].bbox, cells.map(first).min().unwrap_or(u32::MAX), true)
        }
        Content::Picture(r) => (*r, u32::MAX, true),
    };
    let mut bbox = flow(&bbox, vertical, canvas.page);
    if let Content::Run(r) = content {
        bbox.x1 = (bbox.x1 - free_end(canvas, r)).max(bbox.x0);
    }
    Item { bbox, stream, solid }
}

/// A content's box with the free half of a comma at its end, which the ordering leaves out.
fn whole(canvas: &Canvas, content: &Content, item: &Item) -> Rect {
    match content {
        Content::Run(r) => item.bbox.union(&flow(&r.bbox, r.vertical, canvas.page)),
        _ => item.bbox,
    }
}

/// The first glyph of an area or of those inside it, by the stream.
fn first_glyph(canvas: &Canvas, index: usize) -> u32 {
    let own = canvas.areas[index].runs.iter().chain(&canvas.areas[index].badges).filter_map(|r| r.glyphs.first().copied()).min();
    let inner = (index + 1..canvas.areas.len()).filter(|&i| canvas.areas[i].parent == index).map(|i| first_glyph(canvas, i)).min();
    own.unwrap_or(u32::MAX).min(inner.unwrap_or(u32::MAX))
}

/// The block of a box: a paragraph where it frames one, else a group.
fn boxed(canvas: &Canvas, index: usize) -> Vec<Block> {
    let area = &canvas.areas[index];
    if area.picture {
        let words = figures::words(of_area(canvas, index));
        return vec![Block::Figure(Figure { page: canvas.page.number, bbox: area.bbox, words, caption: None })];
    }
    if let Some(table) = partial::framed(canvas, index) {
        return vec![Block::Table(table)];
    }
    let mut blocks = of_area(canvas, index);
    if let [Block::Paragraph(p)] = blocks.as_mut_slice() {
        p.decoration.ground = p.decoration.ground.or(area.ground);
        p.decoration.framed |= area.framed;
        return blocks;
    }
    vec![Block::Group(Group { page: canvas.page.number, bbox: area.bbox, ground: area.ground, blocks })]
}

/// Marks paragraphs with a ruling right under them.
fn decorate(blocks: &mut [Block], canvas: &Canvas) {
    for b in blocks {
        match b {
            Block::Paragraph(p) => p.decoration.underlined = !p.decoration.framed && underlined(p, canvas),
            Block::Group(g) => decorate(&mut g.blocks, canvas),
            _ => {}
        }
    }
}

/// Whether a ruling runs under the whole last line of a paragraph.
fn underlined(p: &Paragraph, canvas: &Canvas) -> bool {
    let Some(line) = p.lines.last().filter(|l| !l.vertical) else { return false };
    let (b, em) = (&line.bbox, p.style.size);
    let in_table = |x: f32, y: f32| canvas.grids.iter().any(|g| g.bbox.grown(3.0).contains(x, y));
    canvas.page.rulings.iter().filter(|r| r.is_horizontal() && !in_table((r.x0 + r.x1) / 2.0, r.y0)).any(|r| {
        let below = r.y0 - b.y1;
        let covered = r.x1.min(b.x1) - r.x0.max(b.x0);
        below > -em * 0.3 && below < em * 0.8 && covered > b.width() * 0.8
    })
}
