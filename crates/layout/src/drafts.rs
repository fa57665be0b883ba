//! The printed lines of a flow: runs on one height with their ruby, and what one line tells of the next.
use crate::bullets;
use crate::canvas::{Canvas, Run, is_blank};
use crate::contents;
use crate::knowledge::{Mark, mark};
use crate::runs::{BACK, back, flow, same_line};
use crate::text;
use keikaku_model::document::Style;
use keikaku_model::{Rect, Text};

/// Sizes that differ by more than this share are different.
const SIZE_STEP: f32 = 0.12;

/// Free space beyond the next word, in ems, that a full line may leave: 追い込み and 禁則 move one or two characters.
const SLACK: f32 = 1.6;

/// A cell narrower than this many ems has names in it, not prose.
const NARROW: f32 = 12.0;

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
    pub(crate) mark: Mark,
    /// Look of its first and of its last character.
    pub(crate) ends: (Style, Style),
    /// A bullet is drawn before it.
    pub(crate) dotted: bool,
    /// Where its text begins behind a number set apart (flow x), and further lines hang.
    pub(crate) hang: Option<f32>,
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
    let style = canvas.style(&glyphs);
    let dotted = !vertical && bullets::before(&canvas.bullets, &bbox, style.size);
    Draft { hang, dotted, style, ends, glyphs, flow, bbox, text, vertical, ruby: Vec::new(), badges: Vec::new(), mark }
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

/// Whether two looks are of about the same size.
pub(crate) fn close_sizes(a: &Style, b: &Style) -> bool {
    (a.size - b.size).abs() <= a.size.max(b.size) * SIZE_STEP
}

/// A bold heading over plain text, or a line in another colour and face.
pub(crate) fn looks_differ(a: &Draft, b: &Draft) -> bool {
    let (s, t) = (&a.ends.1, &b.ends.0);
    s.bold != t.bold || (s.gothic != t.gothic && s.color != t.color) || (s.gothic != t.gothic && (a.text.len() > 3 && b.text.len() > 3))
}

/// A line of label and value with a gap between them that no blank printed.
pub(crate) fn tabbed(d: &Draft) -> bool {
    d.text.chars().iter().zip(d.text.glyphs()).any(|(&c, g)| c == '\u{3000}' && g.is_none())
}

/// A line that is a heading in brackets from end to end (【…】, ＜…＞), or an entry of a contents page.
pub(crate) fn stands_alone(d: &Draft) -> bool {
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
pub(crate) fn fits(last: &Draft, next: &Draft, column: Column) -> bool {
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

/// Whether a line ends with a full stop.
pub(crate) fn ends_sentence(d: &Draft) -> bool {
    matches!(d.text.chars().last(), Some('。' | '．' | '！' | '？'))
}

/// Whether a line stands in the middle of its column with room on both sides.
pub(crate) fn centred(d: &Draft, column: Column) -> bool {
    let (left, right) = (d.flow.x0 - column.left, column.right - d.flow.x1);
    let em = d.style.size;
    left > em && right > em && (left - right).abs() <= em * 1.2
}
