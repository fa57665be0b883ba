//! The document as one stream of lines, tables and boxes, in reading order.
use crate::lexicon::Lexicon;
use crate::look::{Body, Look};
use crate::numbering::{self, Labelled};
use crate::words::{bare, is_any, is_sentence};
use keikaku_model::Text;
use keikaku_model::document::{Block, Document, Figure, Group, Paragraph, Table};
use keikaku_model::outline::Scheme;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One step of the stream.
#[derive(Debug, Clone)]
pub(crate) enum Node<'a> {
    /// A paragraph.
    Line(Line<'a>),
    /// A table.
    Table(&'a Arc<Table>),
    /// A picture.
    Figure(&'a Figure),
    /// A box begins.
    Open(&'a Group),
    /// The innermost box ends.
    Close,
}

/// A paragraph with its label and look.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// The paragraph; the first of them where a label stood apart from its text.
    pub paragraph: &'a Paragraph,
    /// Its text, label included.
    pub text: Text,
    /// Its label.
    pub label: Option<Labelled>,
    /// Its look.
    pub look: Look,
    /// Badges on its line.
    pub badges: Vec<Text>,
    /// The contents page or the PDF's outline lists it, and it stands in the text once.
    pub listed: bool,
    /// Its level in the PDF's outline.
    pub depth: Option<u32>,
}

impl Line<'_> {
    /// The text behind the label.
    pub(crate) fn rest(&self) -> Text {
        let from = self.label.as_ref().map_or(0, |l| l.rest);
        self.text.slice(from..self.text.len()).trimmed()
    }

    /// Where it begins on its line, in points.
    pub(crate) fn left(&self) -> f32 {
        self.paragraph.lines.first().map_or(self.paragraph.bbox.x0, |l| l.bbox.x0)
    }

    /// 1-based page.
    pub(crate) fn page(&self) -> u32 {
        self.paragraph.page
    }
}

/// The stream of a document.
pub(crate) fn nodes<'a>(document: &'a Document, body: &Body, lexicon: &Lexicon) -> Vec<Node<'a>> {
    let mut out = Vec::new();
    collect(&document.blocks, body, lexicon, &mut out);
    let mut out = join_broken(join_labels(join_wrapped(out)));
    settle(&mut out);
    out
}

fn collect<'a>(blocks: &'a [Block], body: &Body, lexicon: &Lexicon, out: &mut Vec<Node<'a>>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.extend(lines(p, body, lexicon).into_iter().map(Node::Line)),
            Block::Table(t) => out.push(Node::Table(t)),
            Block::Figure(f) => out.push(Node::Figure(f)),
            Block::Group(g) => collect_group(g, body, lexicon, out),
        }
    }
}

/// A box around headings alone is their decoration; any other is kept as a box.
fn collect_group<'a>(group: &'a Group, body: &Body, lexicon: &Lexicon, out: &mut Vec<Node<'a>>) {
    let heading_box =
        group.blocks.len() <= BANNER_LINES && group.blocks.iter().all(|b| matches!(b, Block::Paragraph(p) if p.text.len() <= BANNER_CHARS));
    if !heading_box {
        out.push(Node::Open(group));
        collect(&group.blocks, body, lexicon, out);
        out.push(Node::Close);
        return;
    }
    let mut before: Option<Line> = None;
    for block in &group.blocks {
        let Block::Paragraph(p) = block else { continue };
        let Some(mut l) = line(p, body, lexicon) else { continue };
        l.look.decorated = true;
        match &mut before {
            // The lines of one centred sentence.
            Some(b) if b.label.is_none() && l.label.is_none() && b.paragraph.style == l.paragraph.style => b.text.push_text(&l.text),
            _ => out.extend(before.replace(l).map(Node::Line)),
        }
    }
    out.extend(before.map(Node::Line));
}

/// A banner holds a number line and a title line at most.
const BANNER_LINES: usize = 2;
/// And no running text.
const BANNER_CHARS: usize = 50;

/// The lines of a paragraph: one, but for a bracketed heading on a printed line of its own that has text run on behind it.
fn lines<'a>(paragraph: &'a Paragraph, body: &Body, lexicon: &Lexicon) -> Vec<Line<'a>> {
    let Some(whole) = line(paragraph, body, lexicon) else { return Vec::new() };
    let Some(cut) = bracket_line(&whole).or_else(|| short_first_line(&whole)) else { return vec![whole] };
    let head = whole.text.slice(0..cut).trimmed();
    let rest = whole.text.slice(cut..whole.text.len()).trimmed();
    let part = |text: Text, badges: Vec<Text>| {
        let label = numbering::label(text.chars(), lexicon);
        Line { paragraph, label, look: whole.look, badges, text, listed: false, depth: None }
    };
    vec![part(head, Vec::new()), part(rest, whole.badges.clone())]
}

/// A wrapped line ends within this many ems of the right edge of its paragraph.
const WRAP_EMS: f32 = 1.6;

/// Where the first printed line of a numbered paragraph ends, if it ends well before the margin: then it was not wrapped, and what
/// follows is the text under a heading.
fn short_first_line(line: &Line) -> Option<usize> {
    let label = line.label.as_ref()?;
    let heading = matches!(
        label.form.scheme,
        Scheme::Chapter
            | Scheme::Section
            | Scheme::RomanUpper
            | Scheme::Arabic
            | Scheme::Hyphenated
            | Scheme::ParenArabic
            | Scheme::Named
            | Scheme::Bracket
            | Scheme::Circled
    ) || (label.form.scheme == Scheme::Bullet && (label.rank < 6.0 || label.form.mark == "◎"));
    let [first, others @ ..] = line.paragraph.lines.as_slice() else { return None };
    let size = line.paragraph.style.size;
    if !heading || others.is_empty() || size <= 0.0 || first.vertical || first.text.to_string().contains('。') {
        return None;
    }
    let right = others.iter().filter(|l| l.page == first.page).map(|l| l.bbox.x1).fold(first.bbox.x1, f32::max);
    let short = |l: &keikaku_model::document::Line| l.bbox.x1 + WRAP_EMS * size < right;
    // A heading broken by hand has several short lines before the first full one.
    let head = line.paragraph.lines.iter().take_while(|l| short(l)).count();
    let (head, remainder_is_prose) = if head == line.paragraph.lines.len() { (1, true) } else { (head, false) };
    let length = place_after(&line.text, &line.paragraph.lines[..head])?;
    let rest = line.text.slice(length..line.text.len()).to_string();
    let prose = if remainder_is_prose { is_sentence(&rest) } else { rest.chars().count() >= PROSE_UNDER };
    (short(first) && length < line.text.len() && prose).then_some(length)
}

/// Text run on behind a heading is at least this long, in characters; shorter remainders are the heading's own second line.
const PROSE_UNDER: usize = 30;

/// The index in `text` behind the given printed lines, if it begins with them.
pub(crate) fn place_after(text: &Text, lines: &[keikaku_model::document::Line]) -> Option<usize> {
    let chars = text.chars();
    let mut at = 0;
    for c in lines.iter().flat_map(|l| l.text.chars()).filter(|c| !c.is_whitespace()) {
        while chars.get(at).is_some_and(|x| x.is_whitespace()) {
            at += 1;
        }
        if chars.get(at) != Some(c) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Where the first printed line ends, if it is a bracketed heading and more follows.
fn bracket_line(line: &Line) -> Option<usize> {
    let label = line.label.as_ref().filter(|l| l.form.scheme == Scheme::Bracket && l.form.mark.ends_with('+'))?;
    let first = line.paragraph.lines.first()?;
    if line.paragraph.lines.len() < 2 || label.rest != 0 {
        return None;
    }
    let closing = label.label.raw.chars().last()?;
    let cut = line.text.chars().iter().position(|c| *c == closing)? + 1;
    let printed = first.text.trimmed();
    (printed.len() == cut && printed.chars().last() == Some(&closing)).then_some(cut)
}

/// The line of a paragraph, unless it is blank.
pub(crate) fn line<'a>(paragraph: &'a Paragraph, body: &Body, lexicon: &Lexicon) -> Option<Line<'a>> {
    let text = without_ornaments(&paragraph.text);
    if text.is_blank() {
        return None;
    }
    let mut badges = paragraph.badges.clone();
    let text = cut_badges(text, lexicon, &mut badges);
    let label = numbering::label(text.chars(), lexicon);
    Some(Line { paragraph, label, look: Look::of(paragraph, body), badges, text, listed: false, depth: None })
}

/// Takes status words off the end of a line, where a blank sets them apart (①港の朝市　継続).
fn cut_badges(text: Text, lexicon: &Lexicon, badges: &mut Vec<Text>) -> Text {
    let Some(blank) = text.chars().iter().rposition(|c| c.is_whitespace()) else { return text };
    let word = text.slice(blank..text.len()).trimmed();
    let head = text.slice(0..blank).trimmed();
    if head.is_empty() || !is_any(&bare(&word.to_string()), &lexicon.headings.badges) {
        return text;
    }
    let text = cut_badges(head, lexicon, badges);
    badges.push(word);
    text
}

/// Rings and dashes that only close a heading's line (まちの資源 ○, ― 体系 ―).
fn without_ornaments(text: &Text) -> Text {
    let text = text.trimmed();
    let dash = |c: char| matches!(c, '―' | '─' | '━' | '—' | '－' | '一');
    let chars = text.chars();
    let (Some(&first), Some(&last)) = (chars.first(), chars.last()) else { return text };
    let n = chars.len();
    if n > 4 && dash(first) && dash(last) && chars[1].is_whitespace() && chars[n - 2].is_whitespace() {
        return text.slice(1..n - 1).trimmed();
    }
    if n > 2 && matches!(last, '○' | '◯' | '〇' | '●') && chars[n - 2].is_whitespace() {
        return text.slice(0..n - 1).trimmed();
    }
    text
}

/// Joins an item that was wrapped right before a mid-dot (…の普及 / ・啓発を行う。): its line runs to the page's right margin and its
/// sentence does not end.
fn join_wrapped(nodes: Vec<Node>) -> Vec<Node> {
    let mut margins: BTreeMap<u32, f32> = BTreeMap::new();
    for node in &nodes {
        if let Node::Line(l) = node {
            let right = margins.entry(l.page()).or_insert(0.0);
            *right = l.paragraph.lines.iter().map(|p| p.bbox.x1).fold(*right, f32::max);
        }
    }
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if let (Node::Line(next), Some(Node::Line(item))) = (&node, out.last_mut())
            && wrapped_at_dot(item, next, margins.get(&item.page()).copied().unwrap_or(0.0))
        {
            item.text.push_text(&next.text);
            continue;
        }
        out.push(node);
    }
    out
}

fn wrapped_at_dot(item: &Line, next: &Line, margin: f32) -> bool {
    let mark = |l: &Line| l.label.as_ref().filter(|l| l.form.scheme == Scheme::Bullet).map(|l| l.form.mark.clone());
    let (Some(above), Some(below)) = (mark(item), mark(next)) else { return false };
    let size = item.paragraph.style.size;
    let full = item.paragraph.lines.last().is_some_and(|l| l.bbox.x1 + WRAP_EMS * size >= margin);
    let unfinished = !is_sentence(&item.text.to_string()) && is_sentence(&next.text.to_string());
    let tight = next.text.chars().get(1).is_some_and(|c| !c.is_whitespace());
    size > 0.0
        && above != "・"
        && below == "・"
        && full
        && unfinished
        && tight
        && next.paragraph.first_indent >= item.paragraph.first_indent
}

/// Joins a label that stands in a paragraph of its own (a numbered box beside or above its heading) with what follows it.
fn join_labels(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        let Node::Line(mut head) = node else {
            out.push(node);
            continue;
        };
        if stands_apart(&head)
            && let Some(Node::Line(title)) = nodes.peek()
            && title.label.is_none()
            && title.page() == head.page()
            && near(head.paragraph, title.paragraph)
            && let Some(Node::Line(title)) = nodes.next()
        {
            let end = head.text.len();
            head.text.push(' ', None);
            head.text.push_text(&title.text);
            if let Some(label) = &mut head.label {
                label.rest = end + 1;
            }
            head.look = Look {
                ratio: title.look.ratio.max(head.look.ratio.min(title.look.ratio)),
                decorated: head.look.decorated || title.look.decorated,
                underlined: head.look.underlined || title.look.underlined,
                ..title.look
            };
            head.badges.extend(title.badges.iter().cloned());
            head.paragraph = title.paragraph;
        }
        out.push(Node::Line(head));
    }
    out
}

/// Headings in type this much larger than running text are often broken over two lines set apart like paragraphs.
const BROKEN_RATIO: f32 = 1.25;

/// Type sizes that differ from running text by less than this share are its own.
const OWN_SIZE: f32 = 0.03;

/// The lines of one heading stand closer than this, in lines.
const BROKEN_GAP_LINES: f32 = 1.2;

/// Joins the lines of a large heading that was broken by hand.
fn join_broken(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if let (Node::Line(next), Some(Node::Line(head))) = (&node, out.last_mut())
            && goes_on(head, next)
        {
            head.text.push_text(&next.text);
            head.badges.extend(next.badges.iter().cloned());
            continue;
        }
        out.push(node);
    }
    out
}

/// Whether a line is the second one of a numbered heading: same type, right below, indented or large, neither a label nor a sentence.
fn goes_on(head: &Line, next: &Line) -> bool {
    let (a, b) = (&head.look, &next.look);
    let same = (a.ratio - b.ratio).abs() < 0.06 && a.bold == b.bold && a.gothic == b.gothic && b.is_strong();
    let apart = head.page() != next.page()
        || next.label.is_some()
        || head.label.as_ref().is_none_or(|l| l.form.scheme == Scheme::Bullet || l.form.scheme == Scheme::Circled);
    let size = next.paragraph.style.size;
    let gap = next.paragraph.bbox.y0 - head.paragraph.bbox.y1;
    let below = head.paragraph.bbox.y1 <= next.paragraph.bbox.y1 && gap < BROKEN_GAP_LINES * size;
    let named = head.label.as_ref().is_some_and(|l| l.kind.is_some());
    let indented = next.paragraph.first_indent >= head.paragraph.first_indent + 1.0 && next.paragraph.space_before < 1.0;
    // In type of a size of its own, be it hardly larger than running text, an indented line goes on too.
    let sized = (a.ratio - b.ratio).abs() < 0.005 && (a.ratio - 1.0).abs() >= OWN_SIZE && a.ratio > 1.0;
    let same = same || sized && indented && a.bold == b.bold && a.gothic == b.gothic;
    let wraps = named && b.ratio >= BROKEN_RATIO || indented && !b.underlined;
    same && !apart && below && wraps && !is_sentence(&head.text.to_string()) && !is_sentence(&next.text.to_string())
}

/// Whether a line is nothing but a label of a heading.
fn stands_apart(line: &Line) -> bool {
    let Some(label) = &line.label else { return false };
    let heading = matches!(
        label.form.scheme,
        Scheme::Named | Scheme::Chapter | Scheme::Part | Scheme::Section | Scheme::RomanUpper | Scheme::Arabic | Scheme::Hyphenated
    );
    heading && line.rest().is_blank() && !label.label.raw.is_empty()
}

/// A title stands beside its label or within this many of its own lines below it.
const LABEL_GAP_LINES: f32 = 2.5;

fn near(label: &Paragraph, title: &Paragraph) -> bool {
    if title.style.size <= 0.0 || title.bbox.height() <= 0.0 {
        return true;
    }
    let gap = title.bbox.y0 - label.bbox.y1;
    gap <= LABEL_GAP_LINES * title.style.size.max(1.0) && gap > -3.0 * title.bbox.height().max(label.bbox.height())
}

/// Settles labels that depend on their neighbours.
fn settle(nodes: &mut [Node]) {
    let mut labels: Vec<Option<Labelled>> = nodes.iter().map(|n| if let Node::Line(l) = n { l.label.clone() } else { None }).collect();
    numbering::continuity(&mut labels);
    for (node, label) in nodes.iter_mut().zip(labels) {
        if let Node::Line(line) = node {
            line.label = label;
        }
    }
}
