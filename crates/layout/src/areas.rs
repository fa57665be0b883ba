//! The areas of a page: tables by their edges, filled and framed boxes, each with the area around it.
use crate::bars;
use crate::canvas::{Area, AreaKind, Canvas, WHITE};
use crate::charts;
use crate::grid::{self, Edge, Grid};
use crate::knowledge::is_badge;
use crate::ruleless;
use keikaku_model::Rect;
use keikaku_model::document::TableEvidence;
use keikaku_model::page::{Page, Shape};

/// A shape over more than this share of the page is its background, not a box on it.
const BACKGROUND: f32 = 0.85;

/// A box narrower or lower than this many body sizes holds no line of text.
const LEAST_BOX: f32 = 0.9;

/// Grounds of one table's cells lie no further apart than this many body sizes: some designs leave a white joint.
const JOINT: f32 = 0.45;

/// Shades of one paragraph's lines are off by less than this many points.
const TOUCH: f32 = 1.5;

/// Two boxes whose sides differ by less than this many points are one box, filled and then framed.
const SAME_BOX: f32 = 3.0;

/// A badge's outline is at most this many body sizes wide and high.
const PILL: (f32, f32) = (9.0, 3.0);

/// More outlines than this on a page are a drawing.
const PILLS: usize = 200;

/// A ground this many times as large as another is not the same one drawn twice.
const LARGER: f32 = 1.5;

/// Grounds looked at for one that lies under another; a page with more is a drawing.
const GROUNDS: usize = 1_000;

/// The largest boxes of a page that text may stand in: a dense page of tables has some 2,000, and where there are more it is a map.
const BOXES: usize = 20_000;

/// Longer than any badge.
const PILL_CHARS: usize = 12;

/// Finds grids and areas of the page.
pub(crate) fn find(canvas: &mut Canvas) {
    let page = canvas.page;
    let body = if canvas.body_size > 0.0 { canvas.body_size } else { 10.0 };
    let ruled = grid::find(&horizontal(page), &vertical(page), 0.0);
    let (mut grids, frames): (Vec<Grid>, Vec<Grid>) = ruled.into_iter().partition(|g| g.cells.len() > 1);
    grids.retain(|g| g.bbox.width() > body * 2.0 && g.bbox.height() > body);
    let filled = filled_grids(page, &grids, body);
    grids.extend(filled);
    let open = ruleless::find(canvas, &grid::join(&horizontal(page), grid::SNAP), &grids, body);
    grids.extend(open);
    grids = outermost(grids);
    let (charts, mut grids): (Vec<Grid>, Vec<Grid>) = grids.into_iter().partition(|g| charts::is_chart(canvas, g));
    bars::part(canvas, &mut grids, body);
    let mut boxes: Vec<Area> = page.shapes.iter().filter_map(|s| boxed(s, page, body)).collect();
    boxes.extend(frames.iter().map(|f| Area { framed: true, ..Area::new(f.bbox, 0, AreaKind::Box) }));
    boxes.extend(pills(canvas, body));
    let mut boxes = distinct(shaded(boxes), body);
    boxes.retain(|b| {
        !charts.iter().any(|c| c.bbox.grown(SAME_BOX).contains(b.bbox.centre().0, b.bbox.centre().1) && b.bbox.area() <= c.bbox.area())
    });
    boxes.extend(charts.iter().map(|c| Area { picture: true, ..Area::new(c.bbox, 0, AreaKind::Box) }));
    boxes.sort_by(|a, b| b.bbox.area().total_cmp(&a.bbox.area()));
    boxes.truncate(BOXES);
    assemble(canvas, grids, boxes);
}

/// Badges in pills and other outlines that are no rectangles: only where the words inside are a badge's.
fn pills(canvas: &Canvas, body: f32) -> Vec<Area> {
    let page = canvas.page;
    let small =
        |r: &&Rect| (body * LEAST_BOX..body * PILL.1).contains(&r.height()) && (body * LEAST_BOX..body * PILL.0).contains(&r.width());
    let mut outlines: Vec<Rect> = page.drawings.iter().filter(small).copied().collect();
    outlines.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    outlines.dedup();
    outlines.truncate(PILLS);
    let words = |r: &Rect| -> String { canvas.inside(r).map(|g| g.ch).take(PILL_CHARS).collect() };
    outlines.retain(|r| is_badge(&words(r)));
    outlines.into_iter().map(|r| Area { framed: true, ..Area::new(r, 0, AreaKind::Box) }).collect()
}

/// Horizontal edges of rulings.
fn horizontal(page: &Page) -> Vec<Edge> {
    page.rulings.iter().filter(|r| r.is_horizontal()).map(|r| Edge { at: (r.y0 + r.y1) / 2.0, from: r.x0, to: r.x1 }).collect()
}

/// Vertical edges of rulings.
fn vertical(page: &Page) -> Vec<Edge> {
    page.rulings.iter().filter(|r| !r.is_horizontal()).map(|r| Edge { at: (r.x0 + r.x1) / 2.0, from: r.y0, to: r.y1 }).collect()
}

/// Tables that are drawn with grounds alone: filled rectangles side by side and under each other.
fn filled_grids(page: &Page, ruled: &[Grid], body: f32) -> Vec<Grid> {
    let tile = |s: &&Shape| {
        s.is_rect
            && s.fill.is_some_and(|f| f != WHITE)
            && s.bbox.area() < page.width * page.height * BACKGROUND
            && s.bbox.height() > body
            && s.bbox.width() > body
            && !on_its_own_colour(s, page)
            && !ruled.iter().any(|g| g.bbox.grown(SAME_BOX).contains(s.bbox.centre().0, s.bbox.centre().1))
    };
    let tiles: Vec<Rect> = page.shapes.iter().filter(tile).map(|s| s.bbox).collect();
    if tiles.len() < 4 {
        return Vec::new();
    }
    let h: Vec<Edge> =
        tiles.iter().flat_map(|t| [Edge { at: t.y0, from: t.x0, to: t.x1 }, Edge { at: t.y1, from: t.x0, to: t.x1 }]).collect();
    let v: Vec<Edge> =
        tiles.iter().flat_map(|t| [Edge { at: t.x0, from: t.y0, to: t.y1 }, Edge { at: t.x1, from: t.y0, to: t.y1 }]).collect();
    let mut grids = grid::find(&h, &v, body * JOINT);
    let tiled = |g: &Grid| g.cells.iter().all(|c| tiles.iter().any(|t| covers(t, &c.bbox)));
    grids.retain(|g| g.rows >= 2 && g.columns >= 2 && tiled(g) && !is_one_ground(g, page));
    grids.iter_mut().for_each(|g| g.evidence = TableEvidence::Partial);
    grids
}

/// Whether a ground lies on a larger one of its colour, where no one sees it: the lines of a text in a filled box, shaded again.
fn on_its_own_colour(s: &Shape, page: &Page) -> bool {
    let holds = |o: &Rect| {
        let o = o.grown(TOUCH);
        o.contains(s.bbox.x0, s.bbox.y0) && o.contains(s.bbox.x1, s.bbox.y1)
    };
    let under = |o: &&Shape| o.is_rect && o.fill == s.fill && o.bbox.area() > s.bbox.area() * LARGER;
    page.shapes.iter().take(GROUNDS).filter(under).any(|o| holds(&o.bbox))
}

/// Whether a reader sees one ground instead of cells: tiles of one colour that touch, as where the lines of a framed text are shaded one
/// by one.
fn is_one_ground(grid: &Grid, page: &Page) -> bool {
    let fill = |r: &Rect| page.shapes.iter().rev().find(|s| s.is_rect && s.fill.is_some() && covers(&s.bbox, r)).map(|s| (s.bbox, s.fill));
    let tiles: Vec<(Rect, Option<u32>)> = grid.cells.iter().filter_map(|c| fill(&c.bbox)).collect();
    let one_colour = tiles.iter().all(|t| t.1 == tiles[0].1);
    let fits = |a: &Rect, b: &Rect| {
        let under = a.overlap_x(b) > TOUCH && (-TOUCH..TOUCH).contains(&(b.y0 - a.y1));
        under || a.overlap_y(b) > TOUCH && (-TOUCH..TOUCH).contains(&(b.x0 - a.x1))
    };
    let last = |r: &Rect| grid.bbox.x1 - r.x1 < SAME_BOX && grid.bbox.y1 - r.y1 < SAME_BOX;
    one_colour && tiles.iter().all(|(a, _)| last(a) || tiles.iter().any(|(b, _)| a != b && fits(a, b)))
}

/// The grids that stand in no other grid's cell.
fn outermost(grids: Vec<Grid>) -> Vec<Grid> {
    let inside = |g: &Grid| {
        grids.iter().any(|o| o.bbox.area() > g.bbox.area() && o.bbox.grown(SAME_BOX).contains(g.bbox.centre().0, g.bbox.centre().1))
    };
    let keep: Vec<bool> = grids.iter().map(|g| !inside(g)).collect();
    grids.into_iter().zip(keep).filter(|(_, k)| *k).map(|(g, _)| g).collect()
}

/// The box that a shape draws; `None` for backgrounds, blank paper and specks.
fn boxed(s: &Shape, page: &Page, body: f32) -> Option<Area> {
    let bbox = s.bbox.intersection(&Rect::new(0.0, 0.0, page.width, page.height))?;
    let seen = s.stroke.is_some() || s.fill.is_some_and(|f| f != WHITE);
    let large = bbox.area() >= page.width * page.height * BACKGROUND;
    let small = bbox.height() < body * LEAST_BOX || bbox.width() < body * LEAST_BOX;
    (seen && !large && !small).then_some(Area { ground: s.fill, framed: s.stroke.is_some(), ..Area::new(bbox, 0, AreaKind::Box) })
}

/// Word processors shade a paragraph line by line: grounds of one colour and width that touch are one box.
fn shaded(mut boxes: Vec<Area>) -> Vec<Area> {
    boxes.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0).then(a.bbox.y0.total_cmp(&b.bbox.y0)));
    let mut out: Vec<Area> = Vec::new();
    for b in boxes {
        let touches = |a: &Area| {
            a.ground.is_some()
                && a.ground == b.ground
                && !a.framed
                && !b.framed
                && (a.bbox.x0 - b.bbox.x0).abs() < TOUCH
                && (a.bbox.x1 - b.bbox.x1).abs() < TOUCH
                && (b.bbox.y0 - a.bbox.y1).abs() < TOUCH
        };
        match out.iter_mut().rev().take(8).find(|a| touches(a)) {
            Some(a) => a.bbox = a.bbox.union(&b.bbox),
            None => out.push(b),
        }
    }
    out
}

/// The boxes, each once, the larger before the smaller.
fn distinct(mut boxes: Vec<Area>, body: f32) -> Vec<Area> {
    boxes.sort_by(|a, b| b.bbox.area().total_cmp(&a.bbox.area()));
    let mut out: Vec<Area> = Vec::new();
    let near = SAME_BOX.max(body * 0.3);
    for b in boxes {
        let same = out.iter_mut().rev().take(64).find(|o| {
            let d = [o.bbox.x0 - b.bbox.x0, o.bbox.y0 - b.bbox.y0, o.bbox.x1 - b.bbox.x1, o.bbox.y1 - b.bbox.y1];
            d.iter().all(|v| v.abs() <= near)
        });
        match same {
            Some(o) => {
                o.framed |= b.framed;
                o.ground = b.ground.or(o.ground);
            }
            None => out.push(b),
        }
    }
    out
}

/// Puts page, boxes and cells into one list, parents first.
fn assemble(canvas: &mut Canvas, grids: Vec<Grid>, boxes: Vec<Area>) {
    let page = canvas.page;
    let whole = Rect::new(0.0, 0.0, page.width, page.height);
    let mut areas = vec![Area::new(whole, 0, AreaKind::Page)];
    let mut grounds: Vec<(Rect, u32)> = page.shapes.iter().filter_map(|s| Some((s.bbox, s.fill?))).collect();
    grounds.retain(|(_, f)| *f != WHITE);
    let in_grid =
        |r: &Rect| grids.iter().any(|g| g.bbox.grown(SAME_BOX).contains(r.centre().0, r.centre().1) && r.area() <= g.bbox.area() * 1.05);
    for b in boxes.into_iter().filter(|b| !in_grid(&b.bbox)) {
        let parent = around(&areas, &b.bbox);
        areas.push(Area { parent, ..b });
    }
    for (i, g) in grids.iter().enumerate() {
        let parent = around(&areas, &g.bbox);
        for (j, c) in g.cells.iter().enumerate() {
            let ground = grounds.iter().rev().find(|(r, _)| covers(r, &c.bbox)).map(|(_, f)| *f);
            areas.push(Area { ground, ..Area::new(c.bbox, parent, AreaKind::Cell(i, j)) });
        }
    }
    canvas.grids = grids;
    canvas.areas = areas;
}

/// Whether a ground lies under most of a cell and not under much else.
fn covers(ground: &Rect, cell: &Rect) -> bool {
    ground.intersection(cell).is_some_and(|i| i.area() >= cell.area() * 0.7)
}

/// The smallest box around a rectangle.
fn around(areas: &[Area], inner: &Rect) -> usize {
    let (x, y) = inner.centre();
    let holds = |a: &Area| a.kind != AreaKind::Page && a.bbox.contains(x, y) && a.bbox.area() > inner.area();
    (0..areas.len()).filter(|&i| holds(&areas[i])).min_by(|&a, &b| areas[a].bbox.area().total_cmp(&areas[b].bbox.area())).unwrap_or(0)
}
