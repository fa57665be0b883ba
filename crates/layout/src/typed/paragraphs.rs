//! Lines to paragraphs: which line goes on in the next.
use super::build;
use super::lines::Line;
use super::marks::{MARKS, closed_up, opens_item};
use keikaku_model::Text;
use keikaku_model::document::{Block, Paragraph};

/// Lines narrower than this many columns say nothing about the page's width.
const NARROW: f32 = 12.0;

/// Widths within this many columns count as the same: what an indent, 禁則 and half-width characters take from a full line.
const SAME_WIDTH: f32 = 4.5;

/// A numbered heading is seldom as long as a full line; only one this close to it goes on.
const HEADING_WIDTH: f32 = 1.5;

/// Least share of all characters that stand on full lines where a text is wrapped at all.
const WRAPPED_SHARE: f32 = 0.25;

/// Share of lines with a blank one before them from which blank lines say nothing.
const DOUBLE_SHARE: f32 = 0.8;

/// Share of a box's width by which its full lines differ: dumps of proportional type count characters, not points.
const BOX_SLACK: f32 = 0.14;

/// Least slack in columns for narrow boxes.
const LEAST_SLACK: f32 = 2.0;

/// A text box as narrow as this many columns holds names, which may each fill it.
const NAME_BOX: f32 = 13.0;

/// A line that breaks off in the middle of a sentence is at least this many columns long; shorter ones are labels and captions.
const BROKEN_OFF: f32 = 15.0;

/// Columns that no printed line has: where lines are longer, each is a paragraph.
const UNPRINTED: f32 = 80.0;

/// Least share of all characters that stand on such lines where a text is typed that way.
const UNPRINTED_SHARE: f32 = 0.15;

/// Share of a full line from which a line in the middle of a sentence, or a heading, goes on although it is not full.
const NEARLY_FULL: f32 = 0.75;

/// Longest end of a wrapped heading, in columns.
const HEADING_END: f32 = 10.0;

/// Whoever types a text sets its paragraphs in by about this many columns.
const FIRST_INDENT: f32 = 0.9;

/// No text is typed narrower than this many columns.
const TYPED_RIGHT: f32 = 30.0;

/// Share of a hand-typed page's width that a line may leave free and still be full.
const TYPED_SLACK: f32 = 0.3;

/// How a document is typed.
#[derive(Debug)]
pub(super) struct Setting {
    /// Blank lines between two lines of one paragraph: 1 where every line has one after it.
    between: u32,
    /// Columns of a full line, where most of the text is wrapped at one width.
    full: Option<f32>,
    /// Every line is a paragraph.
    unwrapped: bool,
    /// Right edge of the page in columns, where the text was typed by hand at one width.
    right: Option<f32>,
    /// Lines begin with ・ as items, not only where a ・ fell on a line's head.
    dots_are_bullets: bool,
}

impl Setting {
    /// Measures the lines of a document.
    pub(super) fn of(lines: &[Line]) -> Self {
        let pairs = lines.windows(2).filter(|w| w[0].page == w[1].page);
        let (spaced, all) = pairs.fold((0, 0), |(s, n), w| (s + u32::from(w[1].blanks > 0), n + 1));
        let is_double = spaced as f32 > all as f32 * DOUBLE_SHARE;
        let full = is_double.then(|| full_width(lines)).flatten();
        let complete = |l: &Line| MARKS.closes(l.last()) || full.is_none_or(|f| l.width() < f - SAME_WIDTH);
        let dots = lines.windows(2).filter(|w| is_dot(&w[1]) && complete(&w[0])).count();
        let characters = |lines: &mut dyn Iterator<Item = &Line>| lines.map(Line::width).sum::<f32>();
        let unprinted = characters(&mut lines.iter().filter(|l| l.width() > UNPRINTED && !l.is_tabbed()));
        let unwrapped = unprinted > characters(&mut lines.iter().filter(|l| !l.is_tabbed())) * UNPRINTED_SHARE;
        let right = right_edge(lines).filter(|_| !is_double && !unwrapped);
        Self { between: u32::from(is_double), full, unwrapped, right, dots_are_bullets: full.is_none() || dots > 1 }
    }
}

/// The right edge of a text typed by hand: most of its lines stand indented, as nobody's text boxes do.
fn right_edge(lines: &[Line]) -> Option<f32> {
    let indented = lines.iter().filter(|l| l.indent >= FIRST_INDENT && !l.is_tabbed()).count();
    let right = lines.iter().filter(|l| !l.is_tabbed()).map(|l| l.bbox.x1).filter(|x| *x <= UNPRINTED).fold(0.0, f32::max);
    (indented * 2 > lines.len() && right >= TYPED_RIGHT).then_some(right)
}

/// The width at which most characters' lines are wrapped.
fn full_width(lines: &[Line]) -> Option<f32> {
    let widths: Vec<f32> = lines.iter().map(Line::width).filter(|w| *w >= NARROW).collect();
    let total: f32 = widths.iter().sum();
    let held = |full: f32| widths.iter().filter(|w| (full - SAME_WIDTH..=full).contains(*w)).sum::<f32>();
    let best = widths.iter().copied().max_by(|a, b| held(*a).total_cmp(&held(*b)).then(a.total_cmp(b)))?;
    (held(best) >= total * WRAPPED_SHARE).then_some(best)
}

fn is_dot(line: &Line) -> bool {
    matches!(line.text.chars().first(), Some('・' | '･'))
}

/// The paragraphs that begin at the first line (several where markup cuts it), and how many lines they take.
pub(super) fn next(lines: &[Line], setting: &Setting) -> (Vec<Paragraph>, usize) {
    let mut used = 1;
    while used < lines.len() && goes_on(&lines[..used], &lines[used..], setting) {
        used += 1;
    }
    let taken: Vec<&Line> = lines[..used].iter().collect();
    let space = lines[0].blanks.saturating_sub(setting.between) as f32;
    let texts = joined(&taken).split(|c| c == '\n');
    let texts = texts.iter().map(unmarked).filter(|t| !t.is_blank());
    (texts.filter_map(|t| build::paragraph(&taken, t, space)).collect(), used)
}

/// Whether the paragraph of the lines `so_far` goes on in the first of `rest`.
fn goes_on(so_far: &[Line], rest: &[Line], setting: &Setting) -> bool {
    let (Some(first), Some(last), Some(next)) = (so_far.first(), so_far.last(), rest.first()) else { return false };
    if last.is_tabbed() || next.is_tabbed() || so_far.len() == 1 && MARKS.is_date(last.text.chars()) {
        return false;
    }
    if MARKS.closes(last.last()) {
        let is_bullet = first.text.chars().first().is_some_and(|c| MARKS.is_bullet(*c));
        return setting.full.is_some() && is_bullet && next.blanks <= setting.between && MARKS.adds(next.text.chars());
    }
    let is_full = is_full(so_far, rest, setting);
    let is_item = opens_item(next.text.chars()) && (setting.dots_are_bullets || !is_dot(next) || !is_full);
    if is_item || next.blanks > setting.between {
        return false;
    }
    if next.opens_page {
        return setting.full.is_some() && is_full;
    }
    let in_item = setting.between == 0 && !setting.unwrapped && opens_item(first.text.chars()) && so_far.len() + rest.len() > 2;
    let breaks_off = MARKS.dangles(last.last()) && last.width() >= BROKEN_OFF;
    is_full || in_item && MARKS.is_bullet(first.text.chars()[0]) || breaks_off || is_cut(so_far, next, setting)
}

/// Whether a line that is not quite full breaks off: in the middle of a sentence, or a heading before its last word.
fn is_cut(so_far: &[Line], next: &Line, setting: &Setting) -> bool {
    let (Some(full), Some(first), Some(last)) = (setting.full, so_far.first(), so_far.last()) else { return false };
    let is_numbered = opens_item(first.text.chars()) && !MARKS.is_bullet(first.text.chars()[0]);
    let is_prose = so_far.len() > 1 && !opens_item(first.text.chars()) && next.last() == '。';
    let is_heading = so_far.len() == 1 && is_numbered && next.width() <= HEADING_END && !MARKS.closes(next.last());
    (is_prose || is_heading) && last.width() >= full * NEARLY_FULL
}

/// Whether the last line of `so_far` fills its column.
fn is_full(so_far: &[Line], rest: &[Line], setting: &Setting) -> bool {
    let Some(last) = so_far.last() else { return false };
    if let Some(full) = setting.full {
        let is_heading =
            so_far.len() == 1 && opens_item(last.text.chars()) && !last.text.chars().first().is_some_and(|c| MARKS.is_bullet(*c));
        return last.width() >= full - if is_heading { HEADING_WIDTH } else { SAME_WIDTH };
    }
    if setting.between > 0 || setting.unwrapped {
        return false;
    }
    if setting.right.is_some_and(|right| last.bbox.x1 < right * (1.0 - TYPED_SLACK)) {
        return false;
    }
    let below = rest.iter().take_while(|l| l.blanks == 0 && !l.opens_page);
    let widest = so_far.iter().chain(below).map(Line::width).fold(0.0, f32::max);
    let is_name = widest <= NAME_BOX && MARKS.ends_a_unit(last.text.chars());
    last.width() >= widest - (widest * BOX_SLACK).max(LEAST_SLACK) && !is_name
}

/// The lines' texts without the line ends: no blank between them but one between two words in Latin letters.
fn joined(lines: &[&Line]) -> Text {
    let mut out = Text::new();
    for line in lines {
        let is_word = |c: Option<&char>| c.is_some_and(char::is_ascii_lowercase);
        if is_word(out.chars().last()) && is_word(line.text.chars().first()) {
            out.push(' ', None);
        }
        out.push_text(&line.text);
    }
    out
}

/// The text without a converter's list mark (`- `) before a bullet or number of its own.
pub(super) fn unmarked(text: &Text) -> Text {
    let text = text.trimmed();
    let is_list = matches!(text.chars().first(), Some('-' | '*')) && text.chars().get(1) == Some(&' ');
    let rest = text.slice(2..text.len()).trimmed();
    let counts = |c: &char| opens_item(rest.chars()) || c.is_numeric();
    closed_up(if is_list && rest.chars().first().is_some_and(counts) { &rest } else { &text })
}

/// Takes words like 継続 that stand alone after a numbered heading, or at its end after a blank, for the heading's badges.
pub(super) fn with_badges(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        let Block::Paragraph(mut paragraph) = block else {
            out.push(block);
            continue;
        };
        if let (Some(badge), Some(Block::Paragraph(heading))) = (badge(&paragraph.text), out.last_mut())
            && takes_badges(heading)
        {
            heading.badges.push(badge);
            continue;
        }
        if takes_badges(&paragraph)
            && let Some(at) = paragraph.text.chars().iter().rposition(|c| c.is_whitespace())
            && let Some(badge) = badge(&paragraph.text.slice(at..paragraph.text.len()))
        {
            paragraph.badges.push(badge);
            paragraph.text = paragraph.text.slice(0..at).trimmed();
        }
        out.push(Block::Paragraph(paragraph));
    }
    out
}

/// A heading that may have a badge: a numbered line that is no sentence.
fn takes_badges(paragraph: &Paragraph) -> bool {
    let chars = paragraph.text.chars();
    let is_numbered = opens_item(chars) || chars.first().is_some_and(|c| c.is_numeric());
    is_numbered && !chars.last().is_some_and(|c| MARKS.closes(*c))
}

/// The badge that a text consists of, blanks and brackets left out.
fn badge(text: &Text) -> Option<Text> {
    let kept = |c: char| c.is_alphanumeric();
    let mut word = Text::new();
    for (c, glyph) in text.chars().iter().zip(text.glyphs()).filter(|(c, _)| kept(**c)) {
        word.push(*c, glyph);
    }
    MARKS.badges.iter().any(|b| word.chars().iter().copied().eq(b.chars())).then_some(word)
}
