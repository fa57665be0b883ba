//! Where the glyphs went: in records, in furniture, or nowhere. Nothing is lost without a word.
mod ledger;
mod marks;

use crate::report::Ledger;
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::page::Pages;
use keikaku_model::plan::{Coverage, PlanDocument};
use keikaku_model::{Diagnostic, GlyphId, Place, Severity, Text};

/// A quoted text longer than this many characters is cut: the spans say where the rest stands.
const QUOTE: usize = 40;

/// Where a glyph ended. Later ones win: a running head that gave the plan its title is in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// White space: not counted.
    Blank,
    /// No reader sees it.
    Hidden,
    /// In no record and no furniture.
    Unassigned,
    /// Set aside by `layout`.
    Furniture,
    /// In a record.
    Record,
}

/// The fate of each glyph, by page and by index on the page.
struct Fates(Vec<Vec<Fate>>);

/// Counts where the glyphs went into `plan.coverage`, tells of text that ended nowhere, and gives the pages and digits in and out.
///
/// The places of `plan` must hold their glyphs still; its diagnostics are no records and are not looked at.
pub(crate) fn count(plan: &mut PlanDocument, pages: &Pages, document: &Document, outline: &Outline) -> (Vec<Diagnostic>, Ledger) {
    let mut fates = Fates::of(pages);
    fates.hide(document);
    document.furniture.iter().for_each(|f| fates.raise(&f.text, Fate::Furniture));
    let diagnostics = std::mem::take(&mut plan.diagnostics);
    for place in plan.places_mut() {
        place.glyphs.iter().flatten().for_each(|g| fates.set(g, Fate::Record));
    }
    plan.diagnostics = diagnostics;
    marks::count(&mut fates, plan, document, outline);
    plan.coverage = fates.coverage();
    let ledger = ledger::count(&fates, plan, document);
    (fates.unassigned(pages, document), ledger)
}

impl Fates {
    fn of(pages: &Pages) -> Self {
        let fate = |g: keikaku_model::page::Glyph| match (g.ch.is_whitespace(), g.visibility.is_content()) {
            (true, _) => Fate::Blank,
            (false, false) => Fate::Hidden,
            (false, true) => Fate::Unassigned,
        };
        Self(pages.pages.iter().map(|p| p.glyphs.iter().map(fate).collect()).collect())
    }

    fn at(&mut self, id: GlyphId) -> Option<&mut Fate> {
        self.0.get_mut(id.page.get() as usize - 1)?.get_mut(id.index as usize)
    }

    /// A better fate for a glyph that counts.
    fn set(&mut self, id: GlyphId, to: Fate) {
        if let Some(fate) = self.at(id)
            && *fate >= Fate::Unassigned
            && *fate < to
        {
            *fate = to;
        }
    }

    fn raise(&mut self, text: &Text, to: Fate) {
        text.glyphs().flatten().for_each(|g| self.set(g, to));
    }

    /// What only `layout` could tell to be hidden.
    fn hide(&mut self, document: &Document) {
        for id in document.hidden.iter().flatten() {
            if let Some(fate) = self.at(id)
                && *fate != Fate::Blank
            {
                *fate = Fate::Hidden;
            }
        }
    }

    fn coverage(&self) -> Coverage {
        let mut c = Coverage::default();
        for fate in self.0.iter().flatten() {
            match fate {
                Fate::Blank => {}
                Fate::Hidden => c.hidden += 1,
                Fate::Unassigned => c.unassigned += 1,
                Fate::Furniture => c.in_furniture += 1,
                Fate::Record => c.in_records += 1,
            }
        }
        c.glyphs = c.in_records + c.in_furniture + c.unassigned;
        c
    }

    /// One diagnostic for each run of text that ended nowhere: in the reading order of the document first, then what the document
    /// does not hold, in the order of the page.
    fn unassigned(&mut self, pages: &Pages, document: &Document) -> Vec<Diagnostic> {
        let mut runs = Runs::default();
        for paragraph in keikaku_text::walk(document) {
            for text in [&paragraph.text].into_iter().chain(&paragraph.badges).chain(&paragraph.ruby) {
                for (ch, id) in text.chars().iter().zip(text.glyphs()) {
                    runs.step(self, id, *ch);
                }
            }
        }
        let told = runs.finish();
        let mut rest = Runs::default();
        for page in &pages.pages {
            for (index, glyph) in (0..).zip(page.glyphs.iter()) {
                rest.step(self, Some(GlyphId::new(page.number, index)), glyph.ch);
            }
        }
        let lost = rest.finish();
        told.into_iter()
            .map(|run| run.diagnostic("text-unassigned", "ended in no record"))
            .chain(lost.into_iter().map(|run| run.diagnostic("text-outside-blocks", "is in no block of the page")))
            .collect()
    }
}

/// Text that ended nowhere, gathered while walking over a document.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
    open: Run,
}

#[derive(Default)]
struct Run {
    quote: String,
    glyphs: Vec<GlyphId>,
}

impl Runs {
    /// Takes one character of the walk: one that ended nowhere goes on the run of its page, any other one ends it. Each is told once.
    fn step(&mut self, fates: &mut Fates, id: Option<GlyphId>, ch: char) {
        let Some(id) = id else { return };
        match fates.at(id) {
            Some(fate) if *fate == Fate::Unassigned => *fate = Fate::Blank,
            Some(Fate::Blank) if ch.is_whitespace() => return,
            _ => return self.close(),
        }
        if self.open.glyphs.last().is_some_and(|last| last.page != id.page) {
            self.close();
        }
        self.open.quote.push(ch);
        self.open.glyphs.push(id);
    }

    fn close(&mut self) {
        if !self.open.glyphs.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
    }

    fn finish(mut self) -> Vec<Run> {
        self.close();
        self.done
    }
}

impl Run {
    fn diagnostic(self, code: &str, what: &str) -> Diagnostic {
        let length = self.quote.chars().count();
        let mut quote: String = self.quote.chars().take(QUOTE).collect();
        if length > QUOTE {
            quote.push('…');
        }
        let characters = if length == 1 { "1 character".to_owned() } else { format!("{length} characters") };
        Diagnostic::new(Severity::Warning, code, format!("The text 「{quote}」 ({characters}) {what}; look at the page for what it says."))
            .at(Place::of(self.glyphs))
    }
}
