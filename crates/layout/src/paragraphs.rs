//! Lines of one column to paragraphs.
use crate::canvas::Canvas;
use crate::drafts::{Column, Draft, centred, close_sizes, ends_sentence, fits, looks_differ, stands_alone, tabbed};
use crate::knowledge::Mark;
use crate::text;
use keikaku_model::document::{Align, Decoration, Line, Paragraph};
use keikaku_model::{Rect, Text};

/// A gap of more than this many times the usual gap between lines parts paragraphs …
const GAP_RATIO: f32 = 1.6;

/// … if it is also larger by this many ems.
const GAP_STEP: f32 = 0.35;

/// Lines indented differently by more than this many ems are indented on purpose.
const INDENT: f32 = 0.55;

/// A line set in by more than this many ems stands at the other end of its column: 担当 under an item.
const FAR: f32 = 8.0;

/// A numbered heading over prose is shorter than this share of its column; a wrapped one is longer.
const SHORT: f32 = 0.6;

/// A line of at least this many ems may show where its column ends.
const FULL_LINE: f32 = 15.0;

/// The lines' paragraphs.
pub(crate) fn group(canvas: &Canvas, lines: Vec<Draft>, column: Column) -> Vec<Paragraph> {
    let pitch = Pitch::of(&lines, column);
    let mut groups: Vec<Vec<Draft>> = Vec::new();
    let mut columns = local_columns(&lines, column).into_iter();
    let mut above = column;
    let mut rest = lines.into_iter().peekable();
    while let Some(d) = rest.next() {
        let column = std::mem::replace(&mut above, columns.next().unwrap_or(column));
        match groups.last_mut() {
            Some(g) if wraps_at_dot(g, &d, rest.peek(), column) => g.push(d),
            Some(g) if !pitch.apart && !set_in(&d, rest.peek(), g) && !begins(g, &d, column, pitch) => g.push(d),
            _ => groups.push(vec![d]),
        }
    }
    let mut bottom: Option<f32> = None;
    groups
        .into_iter()
        .map(|g| {
            let top = g[0].flow.y0;
            let space = bottom.map_or(0.0, |b| (top - b).max(0.0) / g[0].style.size.max(1.0));
            bottom = g.last().map(|d| d.flow.y1);
            paragraph(canvas, g, column, space)
        })
        .collect()
}

/// The column of each line. Where text runs beside a picture that it touches, its lines are shorter than the flow is wide:
/// long lines that follow each other and end at the same place show where their column ends.
fn local_columns(lines: &[Draft], column: Column) -> Vec<Column> {
    let mut out = vec![column; lines.len()];
    if column.cell {
        return out;
    }
    let follows = |a: &Draft, b: &Draft| {
        close_sizes(&a.style, &b.style) && (b.flow.y0 - a.flow.y1) < a.style.size && (a.flow.x0 - b.flow.x0).abs() < a.style.size * 3.0
    };
    let mut start = 0;
    for cluster in lines.chunk_by(follows) {
        let range = start..start + cluster.len();
        start = range.end;
        let em = cluster[0].style.size.max(1.0);
        let right = cluster.iter().map(|d| d.flow.x1).fold(f32::MIN, f32::max);
        let full = cluster.iter().filter(|d| right - d.flow.x1 < em * 0.6 && d.flow.width() > em * FULL_LINE).count();
        if full >= 2 && column.right - right > em * 2.0 {
            out[range].iter_mut().for_each(|c| c.right = right);
        }
    }
    out
}

/// How a column's lines follow each other.
#[derive(Debug, Clone, Copy)]
struct Pitch {
    /// The usual free space between two lines, in points.
    gap: f32,
    /// In a cell without marks: wider gaps part its paragraphs, so that lines with the usual gap belong together however short.
    parted: bool,
    /// In a cell with 均等割付: its lines are words of their own.
    apart: bool,
}

impl Pitch {
    fn of(lines: &[Draft], column: Column) -> Self {
        let marked = lines.iter().any(|d| d.mark != Mark::None);
        // A list of names wraps here and there only: the narrowest gap is the one inside a name.
        let narrowest = || lines.windows(2).map(|w| w[1].flow.y0 - w[0].flow.y1).fold(f32::MAX, f32::min);
        let gap = if column.cell && !marked && lines.len() > 2 { narrowest().max(0.0) } else { usual_gap(lines) };
        let wide = |w: &[Draft]| wide_gap(w[1].flow.y0 - w[0].flow.y1, gap, w[0].style.size);
        let parts = lines.windows(2).filter(|w| wide(w)).count();
        let spread = |d: &Draft| d.text.len() <= 6 && d.flow.width() > d.style.size * (d.text.len() as f32 + 0.8);
        Self { gap, parted: column.cell && !marked && parts > 0 && parts + 1 < lines.len(), apart: column.cell && lines.iter().any(spread) }
    }
}

/// Whether a gap parts paragraphs.
fn wide_gap(gap: f32, usual: f32, em: f32) -> bool {
    gap > usual.max(0.0) * GAP_RATIO && gap > usual + em * GAP_STEP
}

/// The usual free space between two lines, in points: the lower median over lines of one size.
fn usual_gap(lines: &[Draft]) -> f32 {
    let mut gaps: Vec<f32> = lines
        .windows(2)
        .filter(|w| close_sizes(&w[0].style, &w[1].style))
        .map(|w| w[1].flow.y0 - w[0].flow.y1)
        .filter(|g| *g > -w_size(lines))
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len().saturating_sub(1) / 3).copied().unwrap_or(0.0)
}

fn w_size(lines: &[Draft]) -> f32 {
    lines.first().map_or(10.0, |d| d.style.size)
}

/// Whether `next` begins a new paragraph after the lines of `so_far`.
fn begins(so_far: &[Draft], next: &Draft, column: Column, pitch: Pitch) -> bool {
    let Some(last) = so_far.last() else { return true };
    let first = &so_far[0];
    let em = last.style.size.max(1.0);
    if stacked(so_far, next, column) {
        return false;
    }
    if !close_sizes(&last.style, &next.style) || looks_differ(last, next) || stands_alone(last) || stands_alone(next) {
        return true;
    }
    if next.dotted || column.cell && tabbed(last) && tabbed(next) {
        return true;
    }
    if wide_gap(next.flow.y0 - last.flow.y1, pitch.gap, em) {
        return true;
    }
    let fits = fits(last, next, column);
    let indent = (next.flow.x0 - first.flow.x0) / em;
    let short = last.flow.x1 - column.left < (column.right - column.left) * SHORT;
    if !last.badges.is_empty() && fits && (short || ends_sentence(next)) {
        // A badge closes the heading on its line: what stands below explains it.
        return true;
    }
    match next.mark {
        Mark::Strong => return true,
        Mark::Weak if fits || indent.abs() <= INDENT || ends_sentence(last) => return true,
        _ => {}
    }
    if open_bracket(so_far) || (pitch.parted && !ends_sentence(last)) {
        return false;
    }
    if so_far.len() > 1 {
        let set_in = first.flow.x0 - last.flow.x0 > em * INDENT;
        if set_in && (next.flow.x0 - last.flow.x0).abs() < em * 0.3 && !ends_sentence(last) {
            // Where paragraphs are set in, a line that is not goes on, although an author's line end stands before it.
            return false;
        }
        let step = (next.flow.x0 - last.flow.x0) / em;
        if step.abs() > INDENT && !centred(last, column) {
            return true;
        }
        return fits && !centred(next, column);
    }
    if first.mark != Mark::None && indent > INDENT {
        // A hanging indent goes on with its item however short the line above it is.
        let aside = matches!(next.text.chars().first(), Some('（' | '('));
        return indent > FAR || fits && (ends_sentence(last) || (short || ends_sentence(next)) && !aside);
    }
    let level = (first.flow.centre().0 - next.flow.centre().0).abs() < em * 0.35;
    if level && centred(first, column) && centred(next, column) && close_sizes(&first.style, &next.style) {
        let wide = last.flow.width() >= next.flow.width() && last.flow.width() * 2.0 > column.right - column.left;
        return ends_sentence(last) || !wide;
    }
    if level
        && column.boxed
        && !tabbed(last)
        && !ends_sentence(last)
        && first.mark == Mark::None
        && next.flow.width() + em * 2.0 < last.flow.width()
    {
        // The rest of a centred sentence under its widest line.
        return false;
    }
    let middle = (column.left + column.right) / 2.0;
    if column.cell && level && !fits && (next.flow.centre().0 - middle).abs() < em * 0.6 {
        return false;
    }
    fits || indent > INDENT && !hangs(so_far, next)
}

/// Whether a line begins where the text behind the number of the paragraph's first line does.
fn hangs(so_far: &[Draft], next: &Draft) -> bool {
    so_far.first().and_then(|f| f.hang).is_some_and(|x| (next.flow.x0 - x).abs() < next.style.size * 0.3)
}

/// Whether a line is set in before the line after it, as the first line of a paragraph under a short heading is.
fn set_in(d: &Draft, after: Option<&Draft>, so_far: &[Draft]) -> bool {
    let em = d.style.size;
    if hangs(so_far, d) {
        return false;
    }
    let before = so_far.last().map_or(d.flow.x0, |l| l.flow.x0);
    let deeper = |n: &Draft| {
        d.flow.x0 - n.flow.x0 > em * INDENT
            && n.mark == Mark::None
            && close_sizes(&d.style, &n.style)
            && !looks_differ(d, n)
            && n.flow.y0 - d.flow.y1 < em
    };
    d.flow.x0 - before > em * INDENT && after.is_some_and(deeper)
}

/// Whether a line that begins with 「・」 goes on with the item above (普及／・啓発): that one's line is full and open, and what follows
/// stands under the dot itself, where an item of its own would hang its lines behind it.
fn wraps_at_dot(so_far: &[Draft], d: &Draft, after: Option<&Draft>, column: Column) -> bool {
    let (Some(first), Some(last)) = (so_far.first(), so_far.last()) else { return false };
    let em = d.style.size;
    let flush = |n: &Draft| n.mark == Mark::None && (n.flow.x0 - d.flow.x0).abs() < em * 0.3 && n.flow.y0 - d.flow.y1 < em;
    matches!(d.text.chars().first(), Some('・' | '･'))
        && first.mark != Mark::None
        && !matches!(first.text.chars().first(), Some('・' | '･'))
        && d.flow.x0 - first.flow.x0 > em * INDENT
        && close_sizes(&last.style, &d.style)
        && !ends_sentence(last)
        && !fits(last, d, column)
        && after.is_some_and(|n| flush(n) && !fits(d, n, column))
}

/// One character under the other in a narrow cell: vertical writing made of upright lines.
fn stacked(so_far: &[Draft], next: &Draft, column: Column) -> bool {
    let one = |d: &Draft| d.text.len() == 1;
    let em = next.style.size;
    let last = &so_far[so_far.len() - 1];
    column.cell
        && so_far.iter().all(one)
        && one(next)
        && next.mark == Mark::None
        && (last.flow.centre().0 - next.flow.centre().0).abs() < em * 0.4
        && column.right - column.left < em * 3.0
}

/// Whether a bracket is still open at the end of the lines.
fn open_bracket(lines: &[Draft]) -> bool {
    let count = |marks: [char; 3]| lines.iter().flat_map(|d| d.text.chars()).filter(|c| marks.contains(c)).count();
    count(['（', '「', '(']) > count(['）', '」', ')'])
}

/// Puts the lines of one paragraph together.
fn paragraph(canvas: &Canvas, lines: Vec<Draft>, column: Column, space_before: f32) -> Paragraph {
    let glyphs: Vec<u32> = lines.iter().flat_map(|d| d.glyphs.iter().copied()).collect();
    let style = canvas.style(&glyphs);
    let em = style.size.max(1.0);
    let mut text = Text::new();
    for (i, d) in lines.iter().enumerate() {
        let full = i > 0 && column.right - lines[i - 1].flow.x1 < em * 0.6;
        text::join(&mut text, &d.text, full);
    }
    let first = &lines[0];
    let end = (column.right - first.flow.x1).abs() < em && first.flow.x0 - column.left > em * 4.0;
    let align = if lines.iter().all(|d| centred(d, column)) {
        Align::Centre
    } else if end && lines.len() == 1 {
        Align::End
    } else {
        Align::Start
    };
    let first_indent = (first.flow.x0 - column.left) / em;
    let hanging = lines[1..].iter().map(|d| (d.flow.x0 - column.left) / em).fold(f32::MAX, f32::min);
    Paragraph {
        page: canvas.page.number,
        bbox: Rect::bounding(lines.iter().map(|d| d.bbox)).unwrap_or_default(),
        text,
        style,
        align,
        first_indent,
        hanging_indent: if lines.len() > 1 { hanging } else { first_indent },
        space_before,
        badges: lines.iter().flat_map(|d| d.badges.iter().cloned()).collect(),
        ruby: lines.iter().flat_map(|d| d.ruby.iter().cloned()).collect(),
        decoration: Decoration::default(),
        lines: lines
            .into_iter()
            .map(|d| Line { page: canvas.page.number, bbox: d.bbox, text: d.text, style: d.style, vertical: d.vertical })
            .collect(),
    }
}
