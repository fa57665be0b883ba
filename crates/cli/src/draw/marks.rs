//! What of a stage's result is drawn, and in which colour.
use keikaku_model::document::{Block, Document, Line, Paragraph, Table};
use keikaku_model::outline::{Outline, Role};
use keikaku_model::page::Page;
use keikaku_model::place::Span;
use keikaku_model::plan::PlanDocument;
use keikaku_model::{Place, Rect, Text};
use keikaku_pipeline::{Stage, Stages};

const BLUE: u32 = 0x1F_5F_D0;
const RED: u32 = 0xD0_20_20;
const GREEN: u32 = 0x10_80_30;
const VIOLET: u32 = 0x7A_30_C0;
const ORANGE: u32 = 0xE0_70_00;
const MAGENTA: u32 = 0xC0_10_90;
const BROWN: u32 = 0x80_50_20;
const GREY: u32 = 0x70_70_70;
const TEAL: u32 = 0x00_80_90;

/// A box to draw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    /// In points.
    pub(crate) bbox: Rect,
    /// 0xRRGGBB.
    pub(crate) color: u32,
    /// A thick outline, or a thin one.
    pub(crate) thick: bool,
    /// Filled lightly.
    pub(crate) filled: bool,
    /// A number at its corner.
    pub(crate) number: Option<u32>,
}

impl Mark {
    fn thin(bbox: Rect, color: u32) -> Self {
        Self { bbox, color, thick: false, filled: false, number: None }
    }

    fn thick(bbox: Rect, color: u32) -> Self {
        Self { thick: true, ..Self::thin(bbox, color) }
    }

    fn filled(self) -> Self {
        Self { filled: true, ..self }
    }

    fn numbered(self, number: u32) -> Self {
        Self { number: Some(number), ..self }
    }
}

/// The marks of a stage's result on a page, in the order they are drawn.
pub(crate) fn of(stages: &Stages, stage: Stage, number: u32) -> Vec<Mark> {
    let mut sheet = Sheet { stages, number, marks: Vec::new() };
    match stage {
        Stage::Read => stages.pages.page(number).into_iter().for_each(|p| sheet.glyphs(p)),
        Stage::Layout => stages.document.iter().for_each(|d| sheet.document(d)),
        Stage::Text => sheet.mentions(),
        Stage::Structure => stages.outline.iter().for_each(|o| sheet.outline(o)),
        Stage::Facts => stages.plan.iter().for_each(|p| sheet.plan(p)),
    }
    sheet.marks
}

/// A page that marks are put on.
struct Sheet<'a> {
    stages: &'a Stages,
    number: u32,
    marks: Vec<Mark>,
}

impl Sheet<'_> {
    fn glyphs(&mut self, page: &Page) {
        self.marks.extend(page.images.iter().chain(&page.drawings).map(|r| Mark::thin(*r, GREY)));
        self.marks.extend(page.shapes.iter().map(|s| Mark::thin(s.bbox, GREEN)));
        let rulings = page.rulings.iter().map(|r| Rect::new(r.x0, r.y0, r.x1, r.y1).grown(r.width / 2.0));
        self.marks.extend(rulings.map(|r| Mark::thin(r, RED).filled()));
        for glyph in page.glyphs.iter().filter(|g| !g.ch.is_whitespace()) {
            let color = match (glyph.visibility.is_content(), glyph.vertical) {
                (false, _) => ORANGE,
                (true, true) => VIOLET,
                (true, false) => BLUE,
            };
            self.marks.push(Mark::thin(glyph.bbox, color));
        }
    }

    fn document(&mut self, document: &Document) {
        for furniture in &document.furniture {
            self.text(&furniture.text, |r| Mark::thin(r, ORANGE).filled());
        }
        let hidden = Place::of(document.hidden.iter().flatten());
        self.place(&hidden, |r| Mark::thin(r, GREY).filled());
        let mut order = 0;
        self.blocks(&document.blocks, &mut order);
    }

    /// Blocks with their order numbers on this page.
    fn blocks(&mut self, blocks: &[Block], order: &mut u32) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => self.paragraph(p, order),
                Block::Table(t) => self.table(t, order),
                Block::Group(g) if g.page == self.number => {
                    *order += 1;
                    self.marks.push(Mark::thick(g.bbox, GREEN).numbered(*order));
                    self.blocks(&g.blocks, order);
                }
                Block::Group(g) => self.blocks(&g.blocks, order),
                Block::Figure(f) => {
                    if f.page == self.number {
                        *order += 1;
                        self.marks.push(Mark::thick(f.bbox, BROWN).numbered(*order));
                    }
                    f.words.iter().for_each(|p| self.lines(p));
                    f.caption.iter().for_each(|p| self.paragraph(p, order));
                }
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, order: &mut u32) {
        let stretches = stretches(paragraph, self.number);
        *order += u32::from(!stretches.is_empty());
        for (i, bbox) in stretches.into_iter().enumerate() {
            let mark = Mark::thick(bbox.grown(1.0), BLUE);
            self.marks.push(if i == 0 { mark.numbered(*order) } else { mark });
        }
        self.lines(paragraph);
    }

    fn lines(&mut self, paragraph: &Paragraph) {
        let number = self.number;
        self.marks.extend(paragraph.lines.iter().filter(|l| l.page == number).map(|l| Mark::thin(l.bbox, BLUE)));
        paragraph.badges.iter().for_each(|b| self.text(b, |r| Mark::thick(r, MAGENTA)));
        paragraph.ruby.iter().for_each(|b| self.text(b, |r| Mark::thin(r, MAGENTA)));
    }

    fn table(&mut self, table: &Table, order: &mut u32) {
        let here: Vec<_> = table.parts.iter().filter(|p| p.page == self.number).collect();
        for cell in table.cells.iter().filter(|c| c.page == self.number) {
            let mark = Mark::thin(cell.bbox, RED);
            self.marks.push(if cell.is_header { mark.filled() } else { mark });
        }
        table.cells.iter().flat_map(|c| &c.paragraphs).for_each(|p| self.cell_paragraph(p));
        for part in here {
            *order += 1;
            self.marks.push(Mark::thick(part.bbox.grown(1.0), RED).numbered(*order));
        }
    }

    /// Paragraphs of a cell have a box each, but no number.
    fn cell_paragraph(&mut self, paragraph: &Paragraph) {
        self.marks.extend(stretches(paragraph, self.number).into_iter().map(|r| Mark::thin(r, VIOLET)));
        paragraph.badges.iter().for_each(|b| self.text(b, |r| Mark::thick(r, MAGENTA)));
    }

    fn mentions(&mut self) {
        let (Some(document), Some(texts)) = (&self.stages.document, &self.stages.texts) else { return };
        for (paragraph, unit) in keikaku_pipeline::walk(document).zip(&texts.units) {
            for quantity in &unit.quantities {
                self.text(&paragraph.text.slice(quantity.range.clone()), |r| Mark::thin(r, RED).filled());
            }
            for date in &unit.dates {
                self.text(&paragraph.text.slice(date.range.clone()), |r| Mark::thin(r, GREEN).filled());
            }
        }
    }

    fn outline(&mut self, outline: &Outline) {
        for section in &outline.sections {
            self.text(&section.title, |r| Mark::thick(r, BLUE).filled().numbered(section.depth));
            section.body.iter().for_each(|t| self.text(t, |r| Mark::thin(r, BLUE)));
        }
        for (ordinal, measure) in (1..).zip(&outline.measures) {
            self.text(&measure.title, |r| Mark::thick(r, RED).filled().numbered(ordinal));
            measure.badges.iter().for_each(|t| self.text(t, |r| Mark::thick(r, MAGENTA)));
            measure.parts.iter().for_each(|part| self.text(&part.text, |r| Mark::thin(r, role_color(part.role)).filled()));
        }
        for figure in &outline.figures {
            self.text(&figure.indicator, |r| Mark::thick(r, GREEN).filled());
            figure.baselines.iter().chain(&figure.targets).for_each(|(_, value)| self.text(value, |r| Mark::thin(r, GREEN)));
        }
        outline.terms.iter().for_each(|t| self.text(&t.term, |r| Mark::thick(r, TEAL)));
        outline.front.iter().for_each(|t| self.text(&t.text, |r| Mark::thin(r, GREY)));
        outline.unassigned.iter().for_each(|t| self.text(t, |r| Mark::thin(r, ORANGE).filled()));
    }

    fn plan(&mut self, plan: &PlanDocument) {
        self.place(&plan.plan.spans, |r| Mark::thick(r, GREY));
        for section in &plan.sections {
            self.place(&section.spans, |r| Mark::thick(r, BLUE).numbered(section.depth));
            self.place(&section.text_spans, |r| Mark::thin(r, BLUE));
        }
        plan.measures.iter().for_each(|m| self.place(&m.spans, |r| Mark::thick(r, RED).numbered(m.ordinal)));
        plan.statements.iter().for_each(|s| self.place(&s.spans, |r| Mark::thin(r, VIOLET)));
        plan.owners.iter().for_each(|o| self.place(&o.spans, |r| Mark::thick(r, GREEN).filled()));
        plan.amounts.iter().for_each(|a| self.place(&a.spans, |r| Mark::thin(r, TEAL).filled()));
        plan.targets.iter().for_each(|t| self.place(&t.spans, |r| Mark::thin(r, MAGENTA).filled()));
        plan.milestones.iter().for_each(|m| self.place(&m.spans, |r| Mark::thin(r, BROWN).filled()));
        plan.terms.iter().for_each(|t| self.place(&t.spans, |r| Mark::thin(r, TEAL)));
        plan.diagnostics.iter().for_each(|d| self.place(&d.spans, |r| Mark::thin(r, ORANGE).filled()));
    }

    fn text(&mut self, text: &Text, mark: impl Fn(Rect) -> Mark) {
        let place = Place::of(text.glyphs().flatten().filter(|g| g.page.get() == self.number));
        self.place(&place, mark);
    }

    /// A mark for each box of the place on this page; the number stands at the first one.
    fn place(&mut self, place: &Place, mark: impl Fn(Rect) -> Mark) {
        let mut place = place.clone();
        place.resolve(&self.stages.pages);
        let here = place.spans.iter().filter_map(|span| match span {
            Span::Box { page, bbox: [x0, y0, x1, y1] } if *page == self.number => {
                Some(Rect::new(*x0 as f32, *y0 as f32, *x1 as f32, *y1 as f32))
            }
            _ => None,
        });
        let marks = here.enumerate().map(|(i, r)| match (i, mark(r)) {
            (0, m) => m,
            (_, m) => Mark { number: None, ..m },
        });
        self.marks.extend(marks);
    }
}

/// The boxes of a paragraph on a page: one for each column that it runs through.
fn stretches(paragraph: &Paragraph, page: u32) -> Vec<Rect> {
    let here: Vec<_> = paragraph.lines.iter().filter(|l| l.page == page).collect();
    // The next line of a column stands below (in vertical writing left of) the one before; the next column begins further up.
    let goes_on = |a: &&Line, b: &&Line| if b.vertical { b.bbox.x0 < a.bbox.x1 } else { b.bbox.y1 > a.bbox.y0 };
    here.chunk_by(goes_on).filter_map(|lines| Rect::bounding(lines.iter().map(|l| l.bbox))).collect()
}

fn role_color(role: Role) -> u32 {
    match role {
        Role::Goal | Role::TargetValue | Role::Indicator | Role::Baseline => MAGENTA,
        Role::Action => VIOLET,
        Role::Owner => GREEN,
        Role::Status | Role::Category | Role::Number => TEAL,
        Role::When | Role::Where | Role::Audience => BROWN,
        _ => GREY,
    }
}
