//! The blocks of a page in reading order: lines, tables, boxes and pictures of each area, put in order and grouped.
use crate::badges;
use crate::canvas::{AreaKind, Canvas, Run};
use crate::drafts::{self, Column};
use crate::family::Family;
use crate::figures;
use crate::grid::Sets;
use crate::order::{self, Item};
use crate::paragraphs;
use crate::partial;
use crate::runs::{flow, free_end};
use crate::tables;
use keikaku_model::document::{Block, Figure, Group, Paragraph};
use keikaku_model::{GlyphId, Rect};

/// An empty box of at least this many body sizes a side is a picture's place.
const PICTURE: f32 = 5.0;

/// The page's blocks.
pub(crate) fn of_page(canvas: &Canvas) -> Vec<Block> {
    let mut blocks = of_area(canvas, &Family::of(canvas), 0);
    decorate(&mut blocks, canvas);
    blocks
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
fn of_area(canvas: &Canvas, family: &Family, index: usize) -> Vec<Block> {
    let area = &canvas.areas[index];
    let tall = area.runs.iter().filter(|r| r.vertical).map(|r| r.glyphs.len()).sum::<usize>();
    let all = area.runs.iter().map(|r| r.glyphs.len()).sum::<usize>();
    let vertical = tall * 2 > all;
    let mut contents: Vec<Content> = area.runs.iter().filter(|r| r.vertical == vertical).map(Content::Run).collect();
    contents.extend(clusters(area.runs.iter().filter(|r| r.vertical != vertical).collect()).into_iter().map(Content::Turned));
    contents.extend(solids(canvas, family, index));
    let (badges, alone): (Vec<&Run>, Vec<&Run>) = area.badges.iter().partition(|b| badges::on_lines(b, &area.runs));
    let alone: Vec<&Run> = alone;
    let lone: Vec<GlyphId> = alone.iter().map(|b| canvas.id(b.glyphs[0])).collect();
    contents.extend(alone.into_iter().map(Content::Run));
    let items: Vec<Item> = contents.iter().map(|c| item(canvas, family, c, vertical)).collect();
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
                Content::Box(a) => out.blocks.extend(boxed(canvas, family, *a)),
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
    badges::above(&mut out.blocks, &lone);
    figures::caption(&mut out.blocks, canvas);
    let alone: Vec<Run> = std::mem::take(&mut out.badges);
    alone.iter().for_each(|b| out.paragraphs(&[b], b.bbox, None));
    out.blocks
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

/// The paragraphs of these runs, in order; takes the badges that stand on their lines.
pub(crate) fn paragraphs(canvas: &Canvas, runs: &[&Run], column: Column, badges: &mut Vec<Run>) -> Vec<Paragraph> {
    let mut lines = drafts::lines(canvas, runs);
    badges::give(canvas, &mut lines, badges);
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
fn solids<'a>(canvas: &Canvas, family: &Family, index: usize) -> Vec<Content<'a>> {
    let mut out = Vec::new();
    let mut seen: Option<usize> = None;
    for (i, a) in family.children(index).iter().map(|&i| (i, &canvas.areas[i])) {
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
            AreaKind::Box if family.holds_text(i) => out.push(Content::Box(i)),
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

/// Whether a box without text is as large as a picture.
fn pictured(canvas: &Canvas, r: &Rect) -> bool {
    r.width() > canvas.em() * PICTURE && r.height() > canvas.em() * PICTURE
}

/// A content's place for the ordering.
fn item(canvas: &Canvas, family: &Family, content: &Content, vertical: bool) -> Item {
    let (bbox, stream, solid) = match content {
        Content::Run(r) => (r.bbox, r.glyphs[0], false),
        Content::Turned(runs) => (Rect::bounding(runs.iter().map(|r| r.bbox)).unwrap_or_default(), runs[0].glyphs[0], true),
        Content::Box(a) => (canvas.areas[*a].bbox, family.first(*a), true),
        Content::Grid(g) => {
            let cells = (0..canvas.areas.len()).filter(|&i| matches!(canvas.areas[i].kind, AreaKind::Cell(k, _) if k == *g));
            (canvas.grids[*g].bbox, cells.map(|i| family.first(i)).min().unwrap_or(u32::MAX), true)
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

/// The block of a box: a paragraph where it frames one, else a group.
fn boxed(canvas: &Canvas, family: &Family, index: usize) -> Vec<Block> {
    let area = &canvas.areas[index];
    if area.picture {
        let words = figures::words(of_area(canvas, family, index));
        return vec![Block::Figure(Figure { page: canvas.page.number, bbox: area.bbox, words, caption: None })];
    }
    if let Some(table) = partial::framed(canvas, index) {
        return vec![Block::Table(table.into())];
    }
    let mut blocks = of_area(canvas, family, index);
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
