//! Lines of one column to paragraphs.
use crate::canvas::{Canvas, Run, is_blank};
use crate::contents;
use crate::knowledge::{Mark, mark};
use crate::runs::{BACK, back, flow, same_line};
use crate::text;
use keikaku_model::document::{Align, Decoration, Line, Paragraph, Style};
use keikaku_model::{Rect, Text};

/// Sizes that differ by more than this share are different.
const SIZE_STEP: f32 = 0.12;

/// A gap of more than this many times the usual gap between lines parts paragraphs …
const GAP_RATIO: f32 = 1.6;

/// … if it is also larger by this many ems.
const GAP_STEP: f32 = 0.35;

/// Lines indented differently by more than this many ems are indented on purpose.
const INDENT: f32 = 0.55;

/// Free space beyond the next word, in ems, that a full line may leave: 追い込み and 禁則 move one or two characters.
const SLACK: f32 = 1.6;

/// A line set in by more than this many ems stands at the other end of its column: 担当 under an item.
const FAR: f32 = 8.0;

/// A numbered heading over prose is shorter than this share of its column; a wrapped one is longer.
const SHORT: f32 = 0.6;

/// A cell narrower than this many ems has names in it, not prose.
const NARROW: f32 = 12.0;

/// A line of at least this many ems may show where its column ends.
const FULL_LINE: f32 = 15.0;

/// A number that text hangs behind has at most this many characters …
const NUMBER_CHARS: usize = 4;

/// … and a gap of this many of its ems behind it.
const NUMBER_GAP: f32 = 0.25;

/// Ruby is at most this share of its base's size.
const RUBY: f32 = 0.62;

/// A line being put into a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) glyphs: Vec<u32>,
    pub(crate) flow: Rect,
    pub(crate) bbox: Rect,
    pub(crate) text: Text,
    pub(crate) style: Style,
    pub(crate) vertical: bool,
    pub(crate) ruby: Vec<Text>,
    pub(crate) badges: Vec<Text>,
    /// The mark it begins with.
    mark: Mark,
    /// Look of its first and of its last character.
    ends: (Style, Style),
    /// Where its text begins behind a number set apart (flow x), and further lines hang.
    hang: Option<f32>,
}

/// The column that lines stand in: its left and right (in flow coordinates).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// In a table cell, where the next line often is another item.
    pub(crate) cell: bool,
    /// In a box of its own, whose widest line fills it.
    pub(crate) boxed: bool,
}

/// Runs of one flow, in order, as lines: runs on one height are one line, ruby goes to the line under it.
pub(crate) fn lines(canvas: &Canvas, runs: &[&Run]) -> Vec<Draft> {
    let mut groups: Vec<(Rect, Vec<&Run>)> = Vec::new();
    for &r in runs {
        let f = flow(&r.bbox, r.vertical, canvas.page);
        match groups.last_mut() {
            Some((b, g)) if same_line(b, &f) && f.x0 >= b.x1 - r.size * behind(canvas, g, r) && g[0].vertical == r.vertical => {
                *b = b.union(&f);
                g.push(r);
            }
            _ => groups.push((f, vec![r])),
        }
    }
    let drafts: Vec<Draft> = groups.into_iter().map(|(f, g)| draft(canvas, f, &g)).collect();
    with_ruby(drafts)
}

/// How far, in ems, a run may lie back over those before it on its line.
fn behind(canvas: &Canvas, before: &[&Run], run: &Run) -> f32 {
    let last = before.last().and_then(|r| r.glyphs.last());
    last.zip(run.glyphs.first()).map_or(BACK, |(&a, &b)| back(canvas.glyph(a), canvas.glyph(b)))
}

/// The line of these runs.
fn draft(canvas: &Canvas, flow: Rect, runs: &[&Run]) -> Draft {
    let glyphs: Vec<u32> = runs.iter().flat_map(|r| r.glyphs.iter().copied()).collect();
    let vertical = runs[0].vertical;
    let text = text::line(canvas, &glyphs, vertical);
    let bbox = Rect::bounding(runs.iter().map(|r| r.bbox)).unwrap_or_default();
    let mark = mark(text.chars());
    let ends = (canvas.style(&glyphs[..1]), canvas.style(&glyphs[glyphs.len() - 1..]));
    let hang = hang(canvas, &glyphs, vertical);
    Draft { hang, style: canvas.style(&glyphs), ends, glyphs, flow, bbox, text, vertical, ruby: Vec::new(), badges: Vec::new(), mark }
}

/// Where the text of a line begins whose number or mark is set apart from it by a gap or blanks.
fn hang(canvas: &Canvas, glyphs: &[u32], vertical: bool) -> Option<f32> {
    let place = |g: u32| flow(&canvas.glyph(g).bbox, vertical, canvas.page);
    let inked: Vec<u32> = glyphs.iter().copied().filter(|&g| !is_blank(canvas.glyph(g).ch)).take(NUMBER_CHARS + 1).collect();
    let apart = |w: &&[u32]| place(w[1]).x0 - place(w[0]).x1 > canvas.glyph(w[0]).size * NUMBER_GAP;
    inked.windows(2).find(apart).map(|w| place(w[1]).x0)
}

/// Moves ruby lines to the line under them.
fn with_ruby(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut waiting: Vec<Draft> = Vec::new();
    for mut d in drafts {
        let over = |r: &Draft| {
            r.style.size <= d.style.size * RUBY
                && r.flow.x0 >= d.flow.x0 - d.style.size
                && r.flow.x1 <= d.flow.x1 + d.style.size
                && (d.flow.y0 - r.flow.y1).abs() <= d.style.size * 0.45
        };
        let (ruby, rest): (Vec<Draft>, Vec<Draft>) = waiting.drain(..).partition(over);
        out.extend(rest);
        d.ruby.extend(ruby.into_iter().map(|r| r.text));
        let kana = d.text.chars().iter().all(|c| matches!(c, 'ぁ'..='ヿ') || c.is_whitespace());
        if kana { waiting.push(d) } else { out.push(d) }
    }
    out.extend(waiting);
    out.sort_by(|a, b| a.flow.y0.total_cmp(&b.flow.y0));
    out
}

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

fn close_sizes(a: &Style, b: &Style) -> bool {
    (a.size - b.size).abs() <= a.size.max(b.size) * SIZE_STEP
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
    if column.cell && tabbed(last) && tabbed(next) {
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

/// A bold heading over plain text, or a line in another colour and face.
fn looks_differ(a: &Draft, b: &Draft) -> bool {
    let (s, t) = (&a.ends.1, &b.ends.0);
    s.bold != t.bold || (s.gothic != t.gothic && s.color != t.color) || (s.gothic != t.gothic && (a.text.len() > 3 && b.text.len() > 3))
}

/// A line of label and value with a gap between them that no blank printed.
fn tabbed(d: &Draft) -> bool {
    d.text.chars().iter().zip(d.text.glyphs()).any(|(&c, g)| c == '\u{3000}' && g.is_none())
}

/// A line that is a heading in brackets from end to end (【…】, ＜…＞), or an entry of a contents page.
fn stands_alone(d: &Draft) -> bool {
    let bracketed = matches!(
        (d.text.chars().first(), d.text.chars().last()),
        (Some('【'), Some('】'))
            | (Some('＜'), Some('＞'))
            | (Some('〈'), Some('〉'))
            | (Some('《'), Some('》'))
            | (Some('≪'), Some('≫'))
            | (Some('〔'), Some('〕'))
            | (Some('［'), Some('］'))
            | (Some('['), Some(']'))
    );
    bracketed || contents::is_entry(&d.text)
}

/// Whether the beginning of `next` would have had room at the end of `last`, so that an author ended the line there.
fn fits(last: &Draft, next: &Draft, column: Column) -> bool {
    let em = last.style.size.max(1.0);
    let width = column.right - column.left;
    if column.cell && width < em * NARROW {
        // Here a line of one character less is no full one; and where lines are centred, what is free stands on both sides.
        return width - last.flow.width() > first_word(next) - em * 0.15;
    }
    column.right - last.flow.x1 > first_word(next) + em * SLACK
}

/// Width of what cannot be parted at the beginning of a line, in points: a Western word, or a character with those after it
/// that may not begin a line.
fn first_word(d: &Draft) -> f32 {
    let chars = d.text.chars();
    let latin = chars.iter().take_while(|c| c.is_ascii_graphic()).count();
    if latin > 0 {
        return latin as f32 * d.style.size * 0.55;
    }
    let bound = chars.iter().skip(1).take_while(|c| "、。，．・ー」』）】〕ぁぃぅぇぉっゃゅょァィゥェォッャュョ％".contains(**c)).count();
    (1 + bound) as f32 * d.style.size
}

fn ends_sentence(d: &Draft) -> bool {
    matches!(d.text.chars().last(), Some('。' | '．' | '！' | '？'))
}

/// Whether a bracket is still open at the end of the lines.
fn open_bracket(lines: &[Draft]) -> bool {
    let count = |marks: [char; 3]| lines.iter().flat_map(|d| d.text.chars()).filter(|c| marks.contains(c)).count();
    count(['（', '「', '(']) > count(['）', '」', ')'])
}

/// Whether a line stands in the middle of its column with room on both sides.
fn centred(d: &Draft, column: Column) -> bool {
    let (left, right) = (d.flow.x0 - column.left, column.right - d.flow.x1);
    let em = d.style.size;
    left > em && right > em && (left - right).abs() <= em * 1.2
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
