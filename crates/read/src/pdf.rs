//! PDF → pages through hayro.
use crate::bookmarks;
use crate::collect::{Collector, Painted, TooDense, joined, pdf_text};
use crate::fonts::Fonts;
use crate::forms::Forms;
use crate::limits::OBJECTS;
use crate::{ReadError, Watch, guard, order, refuse};
use hayro_interpret::hayro_syntax::object::Name;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as KRect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use keikaku_model::glyphs::Glyphs;
use keikaku_model::page::{FileInfo, Glyph, Page, PageKind, Pages, Source, TextLayer, Visibility};
use keikaku_model::{Diagnostic, GlyphId, Place, Rect, Severity, Warned};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Two equal characters closer than this share of their size are one character printed twice (fake bold, drop shadows).
const OVERPRINT: f32 = 0.1;

/// Cells in which a twin is looked for: those around the glyph, however large it says it is.
const TWIN_CELLS: usize = 9;

/// Decoded content that the engine may keep, in bytes: some hundred pages. Opening a file anew takes milliseconds.
const KEPT_BYTES: usize = 4 << 20;

/// An image over at least this share of the page makes invisible text on it an OCR layer.
const SCAN_SHARE: f32 = 0.5;

/// The bytes of a file without what expands too far; what they alone say against it is told beside.
pub(crate) fn looked_over(bytes: &[u8]) -> Warned<Arc<Vec<u8>>> {
    let mut bytes = bytes.to_vec();
    let diagnostics = guard::look_over(&mut bytes);
    Warned { value: Arc::new(bytes), diagnostics }
}

/// Opens a PDF, also one that is encrypted with an empty password.
pub(crate) fn parsed(file: &Arc<Vec<u8>>) -> Result<Pdf, ReadError> {
    let pdf = Pdf::new(Arc::clone(file)).map_err(|e| match e {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Damaged,
    })?;
    let objects = pdf.len();
    if objects > OBJECTS {
        return Err(ReadError::TooManyObjects { objects, limit: OBJECTS });
    }
    Ok(pdf)
}

/// Reads a PDF.
pub(crate) fn pages(bytes: &[u8], mut source: Source, watch: &Watch<'_>) -> Result<Warned<Pages>, ReadError> {
    let mut diagnostics = Vec::new();
    let file = looked_over(bytes).unpack(&mut diagnostics);
    let mut pdf = parsed(&file)?;
    let count = watch.allow(pdf.pages().len())?;
    let info = info(&pdf);
    source.pages = Some(count);
    source.producer = pdf.metadata().producer.as_deref().map(pdf_text).filter(|s| !s.trim().is_empty());
    let fonts = Fonts::of(&pdf);
    let mut reading = Reading { watch, count, fonts, forms: Forms::default(), pages: Vec::new(), diagnostics };
    while reading.go_on(&pdf) {
        // The old one first: both need not be there at once.
        drop(pdf);
        pdf = parsed(&file)?;
    }
    let Reading { fonts, pages, mut diagnostics, .. } = reading;
    source.text_layer = text_layer(&pages);
    if source.text_layer == TextLayer::Ocr {
        let message = "the text is an invisible layer that a text recognition wrote over page images: check figures against the pages";
        diagnostics.push(Diagnostic::new(Severity::Warning, "text-layer-ocr", message));
    }
    Ok(Warned { value: Pages { source, info, fonts: fonts.list, pages }, diagnostics })
}

/// A PDF while its pages are read.
struct Reading<'w> {
    watch: &'w Watch<'w>,
    /// How many pages there are.
    count: u32,
    fonts: Fonts,
    forms: Forms,
    /// Those read so far.
    pages: Vec<Page>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Reads the next pages; whether more are left for the file opened anew, since the engine keeps what it has decoded of each page.
    fn go_on(&mut self, pdf: &Pdf) -> bool {
        let cache = InterpreterCache::new();
        let mut kept = 0;
        for page in pdf.pages().iter().skip(self.pages.len()) {
            kept += self.page(pdf, page, &cache);
            if kept > KEPT_BYTES {
                return self.pages.len() < self.count as usize;
            }
        }
        false
    }

    /// Reads the next page; how many bytes the engine keeps of it.
    fn page<'a>(&mut self, pdf: &'a Pdf, page: &hayro_interpret::hayro_syntax::page::Page<'a>, cache: &InterpreterCache<'a>) -> usize {
        let number = self.pages.len() as u32 + 1;
        (self.watch.page)(number, self.count);
        let (width, height) = page.render_dimensions();
        let frame = Rect::new(0.0, 0.0, width, height);
        let mut tell = |d: Diagnostic| self.diagnostics.push(d.at(Place::page(&empty(number, frame))));
        let refused = refuse::before(page, number);
        let mut kept = 0;
        let read = if refused.is_none() {
            kept = page.page_stream().map_or(0, <[u8]>::len);
            refuse::beside(page, number).into_iter().for_each(&mut tell);
            if !self.forms.end(&page.resources().x_objects) {
                tell(refuse::endless(number));
            }
            let settings = InterpreterSettings::default();
            let context = |bounds| Context::new(page.initial_transform(true).to_kurbo(), bounds, cache, pdf.xref(), settings);
            interpreted(page, number, frame, context, &mut self.fonts)
        } else {
            Err(refused)
        };
        let (page, unmapped) = read.unwrap_or_else(|reason| {
            tell(reason.unwrap_or_else(|| unreadable(number)));
            (empty(number, frame), Vec::new())
        });
        report(&page, &unmapped, &mut self.diagnostics);
        self.pages.push(page);
        kept
    }
}

/// What is drawn on a page and which glyphs have no Unicode value; or why it was given up, if that is known.
fn interpreted<'a>(
    page: &hayro_interpret::hayro_syntax::page::Page<'a>,
    number: u32,
    frame: Rect,
    context: impl FnOnce(KRect) -> Context<'a>,
    fonts: &mut Fonts,
) -> Result<(Page, Vec<u32>), Option<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut collector = Collector::new(frame, fonts);
        let bounds = KRect::new(0.0, 0.0, f64::from(frame.width()), f64::from(frame.height()));
        interpret_page(page, &mut context(bounds), &mut collector);
        collector.finish(number, frame)
    }))
    .map_err(|reason| reason.is::<TooDense>().then(|| refuse::too_dense(number)))
}

fn unreadable(number: u32) -> Diagnostic {
    let message =
        format!("page {number} could not be interpreted and gives no records: repair the PDF (for example with qpdf) and convert it again");
    Diagnostic::new(Severity::Error, "page-unreadable", message)
}

fn empty(number: u32, frame: Rect) -> Page {
    Page {
        number,
        width: frame.width(),
        height: frame.height(),
        kind: PageKind::Drawn,
        glyphs: Glyphs::default(),
        rulings: Vec::new(),
        shapes: Vec::new(),
        images: Vec::new(),
        drawings: Vec::new(),
    }
}

impl Collector<'_> {
    /// The page without doubled glyphs, each glyph's visibility settled; and which glyphs have no Unicode value.
    fn finish(mut self, number: u32, frame: Rect) -> (Page, Vec<u32>) {
        let scanned = self.images.iter().any(|r| r.area() >= frame.area() * SCAN_SHARE);
        let grounds = Grounds::of(&self.painted);
        for (glyph, &before) in self.glyphs.iter_mut().zip(&self.painted_before) {
            match glyph.visibility {
                Visibility::Invisible if scanned => glyph.visibility = Visibility::Ocr,
                Visibility::Visible => glyph.visibility = grounds.seen(glyph, before as usize),
                _ => {}
            }
        }
        let unmapped = std::mem::take(&mut self.unmapped);
        let (glyphs, unmapped) = in_order(merge_overprints(self.glyphs, &unmapped));
        let page = Page {
            number,
            width: frame.width(),
            height: frame.height(),
            kind: PageKind::Drawn,
            glyphs: glyphs.into_iter().collect(),
            rulings: joined(self.rulings),
            shapes: self.shapes,
            images: self.images,
            drawings: self.drawings,
        };
        (page, unmapped)
    }
}

/// What is painted on a page, as far as it can hide glyphs.
struct Grounds<'p> {
    painted: &'p [Painted],
    /// Those that hide what lies under them, by their place in `painted`.
    covers: Vec<usize>,
    /// The colours of those: a glyph in any other colour can't stand in the colour of its ground.
    colors: BTreeSet<u32>,
}

impl<'p> Grounds<'p> {
    fn of(painted: &'p [Painted]) -> Self {
        let covers: Vec<usize> = (0..painted.len()).filter(|&i| painted[i].covers).collect();
        let colors = covers.iter().filter_map(|&i| painted[i].color).chain([0xFF_FFFF]).collect();
        Self { painted, covers, colors }
    }

    /// Whether paint after the first `before` covers the glyph, or it stands in the colour of its ground.
    fn seen(&self, glyph: &Glyph, before: usize) -> Visibility {
        let (x, y) = glyph.bbox.centre();
        let later = &self.covers[self.covers.partition_point(|&i| i < before)..];
        if later.iter().any(|&i| self.painted[i].bbox.contains(x, y)) {
            return Visibility::Covered;
        }
        if !self.colors.contains(&glyph.color) {
            return Visibility::Visible;
        }
        let ground = self.painted[..before].iter().rev().find(|p| p.bbox.contains(x, y));
        match ground {
            None if glyph.color == 0xFF_FFFF => Visibility::Unseen,
            Some(p) if p.covers && p.color == Some(glyph.color) => Visibility::Unseen,
            _ => Visibility::Visible,
        }
    }
}

/// One glyph for each character printed two to four times a hair apart, marked bold.
fn merge_overprints(glyphs: Vec<Glyph>, unmapped: &[u32]) -> (Vec<Glyph>, Vec<u32>) {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut missing = Vec::new();
    let mut near: FxHashMap<(char, i32, i32), Vec<u32>> = FxHashMap::default();
    let mut unmapped = unmapped.iter().copied().peekable();
    for (i, glyph) in glyphs.into_iter().enumerate() {
        let is_unmapped = unmapped.next_if_eq(&(i as u32)).is_some();
        // Cells of 4 points: wider than any overprint offset of body text.
        let cell = |v: f32| (v / 4.0).floor() as i32;
        let (cx, cy) = (cell(glyph.bbox.x0), cell(glyph.bbox.y0));
        // Only cells that a twin's corner can be in: nearly always the glyph's own.
        let far = glyph.size * OVERPRINT;
        let cells = |v: f32| cell(v - far)..=cell(v + far);
        let twin = cells(glyph.bbox.x0)
            .flat_map(|x| cells(glyph.bbox.y0).map(move |y| (x, y)))
            .take(TWIN_CELLS)
            .find_map(|(x, y)| near.get(&(glyph.ch, x, y))?.iter().copied().find(|&k| is_twin(&kept[k as usize], &glyph)));
        if let Some(k) = twin.filter(|_| !glyph.ch.is_whitespace()) {
            let first = &mut kept[k as usize];
            first.bold = true;
            // A shadow below a visible copy, or a visible copy over a hidden one: the reader sees the visible one.
            if glyph.visibility == Visibility::Visible {
                (first.visibility, first.color) = (Visibility::Visible, glyph.color);
            }
            continue;
        }
        near.entry((glyph.ch, cx, cy)).or_default().push(kept.len() as u32);
        if is_unmapped {
            missing.push(kept.len() as u32);
        }
        kept.push(glyph);
    }
    (kept, missing)
}

/// The glyphs in an order that reads, and where in it those without a Unicode value are.
fn in_order((glyphs, unmapped): (Vec<Glyph>, Vec<u32>)) -> (Vec<Glyph>, Vec<u32>) {
    let Some(order) = order::reading(&glyphs) else { return (glyphs, unmapped) };
    let missing = (0u32..).zip(&order).filter(|&(_, &old)| unmapped.binary_search(&(old as u32)).is_ok()).map(|(new, _)| new).collect();
    (order.into_iter().map(|i| glyphs[i]).collect(), missing)
}

fn is_twin(a: &Glyph, b: &Glyph) -> bool {
    let near = a.size * OVERPRINT;
    (a.bbox.x0 - b.bbox.x0).abs() <= near && (a.bbox.y0 - b.bbox.y0).abs() <= near && (a.size - b.size).abs() <= near
}

/// Diagnostics of one page.
fn report(page: &Page, unmapped: &[u32], diagnostics: &mut Vec<Diagnostic>) {
    let number = page.number;
    if !page.glyphs.iter().any(|g| g.visibility.is_content() && !g.ch.is_whitespace()) {
        let why = if page.images.is_empty() { "is blank" } else { "is a picture without a text layer: run OCR over it to get records" };
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "page-without-text", format!("page {number} has no text; it {why}")).at(Place::page(page)),
        );
    }
    if !unmapped.is_empty() {
        let place = Place::of(unmapped.iter().map(|&i| GlyphId::new(number, i)));
        let message =
            format!("{} glyph(s) on page {number} have no Unicode value; they stand as U+FFFD: compare with the page", unmapped.len());
        diagnostics.push(Diagnostic::new(Severity::Warning, "glyphs-without-unicode", message).at(place));
    }
    let hidden: Vec<GlyphId> = page
        .glyphs
        .iter()
        .enumerate()
        .filter(|(_, g)| !g.visibility.is_content() && !g.ch.is_whitespace())
        .map(|(i, _)| GlyphId::new(number, i as u32))
        .collect();
    if !hidden.is_empty() {
        let message = format!(
            "{} glyph(s) on page {number} cannot be seen (invisible, clipped, covered, off the page or in the colour of their ground) and are left out",
            hidden.len()
        );
        diagnostics.push(Diagnostic::new(Severity::Info, "hidden-text", message).at(Place::of(hidden)));
    }
}

fn text_layer(pages: &[Page]) -> TextLayer {
    let mut counts = [0usize; 2];
    for glyph in pages.iter().flat_map(|p| p.glyphs.iter()) {
        match glyph.visibility {
            Visibility::Ocr => counts[1] += 1,
            Visibility::Visible => counts[0] += 1,
            _ => {}
        }
    }
    match counts {
        [0, 0] => TextLayer::None,
        [native, ocr] if ocr > native => TextLayer::Ocr,
        _ => TextLayer::Native,
    }
}

fn info(pdf: &Pdf) -> FileInfo {
    let meta = pdf.metadata();
    let text = |s: &Option<Box<[u8]>>| s.as_deref().map(pdf_text).filter(|s| !s.trim().is_empty());
    FileInfo { title: text(&meta.title), author: text(&meta.author), bookmarks: bookmarks::of(pdf) }
}

/// A name without its subset tag (`ABCDEF+`, ISO 32000-1, 9.6.4).
pub(crate) fn base_name(name: &Name<'_>) -> String {
    let name = String::from_utf8_lossy(name.as_ref()).into_owned();
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest.to_owned(),
        _ => name,
    }
}
