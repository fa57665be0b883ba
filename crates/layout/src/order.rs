//! Reading order: bands of columns found by the white gutters between them, read column by column.
use crate::runs::same_line;
use keikaku_model::Rect;

/// A gutter is at least this many ems wide: wider than the blank after a label.
const GUTTER: f32 = 1.0;

/// A column goes on below its neighbour while its lines follow each other within this many ems.
const TRAIL: f32 = 1.1;

/// Something to be put in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Its box, in flow coordinates.
    pub(crate) bbox: Rect,
    /// Place in the content stream: producers mostly paint in reading order.
    pub(crate) stream: u32,
    /// A table, box or picture rather than a line.
    pub(crate) solid: bool,
}

/// The items in reading order, as flows: the items of one column, top down, lines from left to right.
pub(crate) fn flows(items: &[Item], em: f32) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    cut(items, (0..items.len()).collect(), em.max(1.0), 0, &mut out);
    out
}

/// The items as one column.
pub(crate) fn one_flow(items: &[Item]) -> Vec<usize> {
    sorted(items, (0..items.len()).collect())
}

/// How deep columns stand in columns at most.
const DEPTH: usize = 8;

fn cut(items: &[Item], members: Vec<usize>, em: f32, depth: usize, out: &mut Vec<Vec<usize>>) {
    if members.len() <= 1 || depth > DEPTH {
        out.extend((!members.is_empty()).then(|| sorted(items, members)));
        return;
    }
    let strips = strips(items, members);
    let mut plain: Vec<usize> = Vec::new();
    let mut k = 0;
    while k < strips.len() {
        match band(items, &strips, k, em) {
            Some((end, gutter)) => {
                let (left, right): (Vec<usize>, Vec<usize>) =
                    strips[k..end].concat().into_iter().partition(|&i| items[i].bbox.centre().0 < gutter);
                if !plain.is_empty() {
                    out.push(sorted(items, std::mem::take(&mut plain)));
                }
                cut(items, left, em, depth + 1, out);
                cut(items, right, em, depth + 1, out);
                k = end;
            }
            None => {
                plain.extend(&strips[k]);
                k += 1;
            }
        }
    }
    if !plain.is_empty() {
        out.push(sorted(items, plain));
    }
}

/// Items of one flow: lines from the top, and each line from the left.
fn sorted(items: &[Item], mut members: Vec<usize>) -> Vec<usize> {
    members.sort_by(|&a, &b| items[a].bbox.y0.total_cmp(&items[b].bbox.y0).then(items[a].bbox.x0.total_cmp(&items[b].bbox.x0)));
    let mut lines: Vec<(Rect, Vec<usize>)> = Vec::new();
    for i in members {
        let b = items[i].bbox;
        let line = lines.iter_mut().rev().take(8).find(|l| !items[i].solid && same_line(&l.0, &b) && !l.1.iter().any(|&j| items[j].solid));
        match line {
            Some(l) => {
                l.0 = l.0.union(&b);
                l.1.push(i);
            }
            None => lines.push((b, vec![i])),
        }
    }
    lines.iter_mut().for_each(|l| l.1.sort_by(|&a, &b| items[a].bbox.x0.total_cmp(&items[b].bbox.x0)));
    lines.into_iter().flat_map(|l| l.1).collect()
}

/// Horizontal strips: items that overlap in height, directly or through others, from the top.
fn strips(items: &[Item], mut members: Vec<usize>) -> Vec<Vec<usize>> {
    members.sort_by(|&a, &b| items[a].bbox.y0.total_cmp(&items[b].bbox.y0).then(items[a].bbox.x0.total_cmp(&items[b].bbox.x0)));
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f32::MIN;
    for i in members {
        let b = items[i].bbox;
        // Em boxes of tightly set lines overlap a little.
        let slack = if items[i].solid { 0.5 } else { b.height() * 0.15 };
        match out.last_mut() {
            Some(s) if b.y0 + slack < bottom => s.push(i),
            _ => out.push(vec![i]),
        }
        bottom = bottom.max(b.y1);
    }
    out
}

/// The columns that begin at strip `start`: the end of their band and the gutter's x. `None` where it is plain text.
fn band(items: &[Item], strips: &[Vec<usize>], start: usize, em: f32) -> Option<(usize, f32)> {
    let least = em * GUTTER;
    let mut gutters = gaps(items, &strips[start], least);
    if gutters.is_empty() {
        return None;
    }
    let mut end = start + 1;
    let mut both = end;
    while end < strips.len() {
        let next: Vec<(f32, f32)> = gutters.iter().flat_map(|g| free(items, &strips[end], *g, least)).collect();
        if next.is_empty() {
            break;
        }
        let two_sided = |g: &(f32, f32)| {
            let side = |left: bool| strips[end].iter().any(|&i| (items[i].bbox.centre().0 < g.0) == left);
            side(true) && side(false)
        };
        let bottom = strips[both..end].iter().chain(&strips[both - 1..both]).flatten().map(|&i| items[i].bbox.y1).fold(f32::MIN, f32::max);
        let top = strips[end].iter().map(|&i| items[i].bbox.y0).fold(f32::MAX, f32::min);
        let trails = top - bottom <= em * TRAIL;
        let any_two = next.iter().any(two_sided);
        if !any_two && !trails && !painted_first(items, &strips[start..end], &strips[end], &gutters) {
            break;
        }
        gutters = next;
        end += 1;
        if any_two {
            both = end;
        }
    }
    let members: Vec<usize> = strips[start..end].concat();
    let best = gutters
        .into_iter()
        .filter(|g| columns(items, &members, (g.0 + g.1) / 2.0, em))
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    Some((end, (best.0 + best.1) / 2.0))
}

/// Whether a strip goes on with the first column although free space parts it from the lines above: the column is longer than its
/// neighbour, and was painted to its end before the neighbour was begun.
fn painted_first(items: &[Item], band: &[Vec<usize>], strip: &[usize], gutters: &[(f32, f32)]) -> bool {
    let Some(gutter) = gutters.iter().map(|g| (g.0 + g.1) / 2.0).reduce(f32::max) else { return false };
    let beyond = band.iter().flatten().filter(|&&i| items[i].bbox.x0 > gutter);
    let first = beyond.map(|&i| items[i].stream).min();
    first.is_some_and(|first| strip.iter().all(|&i| items[i].bbox.x1 < gutter && !items[i].solid && items[i].stream < first))
}

/// Gaps of at least `least` between the items of a strip.
fn gaps(items: &[Item], strip: &[usize], least: f32) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = strip.iter().map(|&i| (items[i].bbox.x0, items[i].bbox.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut right = f32::MAX;
    for s in spans {
        if s.0 - right >= least {
            out.push((right, s.0));
        }
        right = if right == f32::MAX { s.1 } else { right.max(s.1) };
    }
    out
}

/// What a strip leaves free of a gutter.
fn free(items: &[Item], strip: &[usize], gutter: (f32, f32), least: f32) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> =
        strip.iter().map(|&i| (items[i].bbox.x0, items[i].bbox.x1)).filter(|s| s.1 > gutter.0 && s.0 < gutter.1).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut at = gutter.0;
    for s in spans {
        if s.0 - at >= least {
            out.push((at, s.0));
        }
        at = at.max(s.1);
    }
    if gutter.1 - at >= least {
        out.push((at, gutter.1));
    }
    out
}

/// Whether both sides of a gutter are columns to be read one after the other, not parts of the same lines.
fn columns(items: &[Item], members: &[usize], gutter: f32, em: f32) -> bool {
    let (left, right): (Vec<usize>, Vec<usize>) = members.iter().copied().partition(|&i| items[i].bbox.centre().0 < gutter);
    if left.is_empty() || right.is_empty() {
        return false;
    }
    let solid = |side: &[usize]| side.iter().any(|&i| items[i].solid && items[i].bbox.height() > em * 3.0);
    if solid(&left) || solid(&right) {
        return true;
    }
    let (lines_left, lines_right) = (strips(items, left.clone()).len(), strips(items, right.clone()).len());
    if lines_left < 2 && lines_right < 2 {
        return false;
    }
    // Parts of one line are painted one after the other; columns are painted column by column.
    let mut stream: Vec<(u32, bool)> =
        left.iter().map(|&i| (items[i].stream, true)).chain(right.iter().map(|&i| (items[i].stream, false))).collect();
    stream.sort_unstable();
    let turns = stream.windows(2).filter(|w| w[0].1 != w[1].1).count();
    let fewest = left.len().min(right.len());
    if turns <= 2 {
        return lines_left >= 2 && lines_right >= 2 || aside(items, &left, &right);
    }
    turns * 2 < fewest && fewest >= 3
}

/// Whether a single line stands beside the middle of a paragraph, on none of its lines.
fn aside(items: &[Item], left: &[usize], right: &[usize]) -> bool {
    let (one, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
    many.len() >= 2 && !one.iter().any(|&i| many.iter().any(|&j| aligned(&items[i].bbox, &items[j].bbox)))
}

/// Whether two lines stand on the same height.
fn aligned(a: &Rect, b: &Rect) -> bool {
    ((a.y0 + a.y1) - (b.y0 + b.y1)).abs() <= a.height().min(b.height()) * 0.5
}
