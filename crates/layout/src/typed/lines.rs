//! The lines of typed pages, with the fields that tabs cut them into.
use super::marks::MARKS;
use keikaku_model::page::{Glyph, Page, PageKind, Pages};
use keikaku_model::{GlyphId, Rect, Text};
use std::ops::Range;

/// Columns between tab stops, as `keikaku_read` sets them: a tab is no glyph but a jump to the next multiple.
const TAB: f32 = 4.0;

/// A jump between two glyphs wider than this many columns is a tab; blanks are glyphs.
const JUMP: f32 = 0.01;

/// Width of a half-width blank in columns.
const ONE_BLANK: f32 = 0.5;

/// A converter's markup for bold.
const BOLD: &str = "**";

/// A line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// 1-based page.
    pub(super) page: u32,
    /// How many blank lines stand before it on its page.
    pub(super) blanks: u32,
    /// The first on its page.
    pub(super) opens_page: bool,
    /// What stands between tabs, with the number of tabs before each; more than one field, or a first one after a tab, in tables.
    pub(super) fields: Vec<(usize, Text)>,
    /// Its text without blanks at the ends and without markup.
    pub(super) text: Text,
    /// Columns of blanks before it.
    pub(super) indent: f32,
    /// Its box: y in lines of the file, x in columns.
    pub(super) bbox: Rect,
    /// Marked as bold from end to end.
    pub(super) bold: bool,
    /// Glyphs of markup, which is no text.
    pub(super) markup: Text,
}

impl Line {
    /// Columns from its first to its last character.
    pub(super) fn width(&self) -> f32 {
        self.bbox.width()
    }

    /// Whether tabs cut it.
    pub(super) fn is_tabbed(&self) -> bool {
        self.fields.len() > 1
    }

    /// Its last character.
    pub(super) fn last(&self) -> char {
        self.text.chars().last().copied().unwrap_or(' ')
    }
}

/// All lines of the document's typed pages that are not blank.
pub(super) fn collect(pages: &Pages) -> Vec<Line> {
    let mut lines: Vec<Line> = pages.pages.iter().filter(|p| p.kind != PageKind::Drawn).flat_map(of_page).collect();
    // Where form feeds were turned into blanks, a page begins with a line one blank in, right under a line that is not.
    for k in 1..lines.len() {
        let above = &lines[k - 1];
        if lines[k].blanks == 0 && lines[k].indent == ONE_BLANK && above.indent == 0.0 && above.page == lines[k].page {
            lines[k].opens_page = true;
        }
    }
    lines
}

fn of_page(page: &Page) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut last = match page.kind {
        PageKind::Typed { first_line, .. } => first_line,
        PageKind::Drawn => 1,
    };
    let glyphs: Vec<Glyph> = page.glyphs.iter().collect();
    while let Some(first) = glyphs.get(start) {
        let y = first.bbox.y0;
        let end = start + glyphs[start..].iter().take_while(|g| g.bbox.y0 == y).count();
        if let Some(mut line) = line(page.number, &glyphs, start..end) {
            line.blanks = (y as u32).saturating_sub(last);
            line.opens_page = lines.is_empty();
            last = y as u32 + 1;
            lines.push(line);
        }
        start = end;
    }
    lines
}

/// The line of a stretch of a page's glyphs; nothing if they are all blank.
fn line(page: u32, all: &[Glyph], stretch: Range<usize>) -> Option<Line> {
    let start = stretch.start;
    let glyphs = &all[stretch];
    let raw: Vec<char> = glyphs.iter().map(|g| g.ch).collect();
    let (mut fields, mut text, mut markup) = (vec![(0, Text::new())], Text::new(), Text::new());
    let mut edge = 0.0;
    let mut k = 0;
    while k < raw.len() {
        let glyph = &glyphs[k];
        if glyph.bbox.x0 - edge > JUMP {
            let tabs = (glyph.bbox.x0 / TAB - (edge / TAB).floor()).round().max(1.0) as usize;
            fields.push((tabs, Text::new()));
            text.push(' ', None);
        }
        let field = &mut fields.last_mut()?.1;
        let id = |k: usize| Some(GlyphId::new(page, (start + k) as u32));
        match MARKS.markup(&raw, k) {
            Some((length, breaks)) => {
                (k..k + length).for_each(|k| markup.push(raw[k], id(k)));
                if breaks && !field.is_blank() {
                    field.push('\n', None);
                    text.push('\n', None);
                }
                k += length;
            }
            None => {
                field.push(glyph.ch, id(k));
                text.push(glyph.ch, id(k));
                k += 1;
            }
        }
        edge = glyphs[k - 1].bbox.x1;
    }
    let (text, frame) = if fields.len() > 1 { (text.trimmed(), Text::new()) } else { MARKS.unframed(&text.trimmed()) };
    markup.push_text(&frame.trimmed());
    if text.is_empty() && markup.is_empty() {
        return None;
    }
    let bbox =
        Rect::bounding(text.glyphs().flatten().filter_map(|g| all.get(g.index as usize)).map(|g| g.bbox)).unwrap_or_else(|| glyphs[0].bbox);
    let bold = raw.starts_with(&BOLD.chars().collect::<Vec<_>>()) && String::from_iter(&raw).trim_end().ends_with(BOLD);
    Some(Line { page, blanks: 0, opens_page: false, fields: filled(fields), text, indent: bbox.x0, bbox, bold, markup })
}

/// The fields with running tab counts instead of jumps, each trimmed; an empty first one is left out.
fn filled(fields: Vec<(usize, Text)>) -> Vec<(usize, Text)> {
    let mut column = 0;
    let counted = fields.into_iter().map(|(tabs, text)| {
        column += tabs;
        (column, text.trimmed())
    });
    counted.filter(|(_, text)| !text.is_empty()).collect()
}
