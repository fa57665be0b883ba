//! The stages in a row, for one file.
use crate::coverage;
use crate::health;
use crate::profile::Profile;
use crate::report::Ledger;
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::page::{Page, Pages};
use keikaku_model::plan::PlanDocument;
use keikaku_model::text::Texts;
use keikaku_model::{Diagnostic, Warned};
use keikaku_read::ReadError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The stages whose results can be looked at, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Bytes to pages of glyphs.
    Read,
    /// Pages to a document in reading order.
    Layout,
    /// Paragraphs to numbers, years and tokens.
    Text,
    /// Document to sections and measures.
    Structure,
    /// Outline to records.
    Facts,
}

impl Stage {
    /// How outputs name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Layout => "layout",
            Self::Text => "text",
            Self::Structure => "structure",
            Self::Facts => "facts",
        }
    }
}

/// How far the work on a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The stage at work.
    pub stage: Stage,
    /// The page that is being read, counted from 1; the other stages have the whole document in hand.
    pub page: Option<u32>,
    /// How many pages the file has; `None` for texts.
    pub pages: Option<u32>,
}

/// Looks on while a file goes through the stages.
pub struct Watch<'a> {
    /// The most pages a file may have; any number where `None`.
    pub max_pages: Option<u32>,
    /// Told of each step before it is taken.
    pub step: &'a dyn Fn(Step),
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Self { max_pages: None, step: &|_| {} }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("max_pages", &self.max_pages).finish_non_exhaustive()
    }
}

/// What a file became, stage by stage.
#[derive(Debug, Clone)]
pub struct Stages {
    /// What `read` gave; once `layout` has run, glyphs alone.
    pub pages: Pages,
    /// What `layout` gave.
    pub document: Option<Document>,
    /// What `text` gave.
    pub texts: Option<Texts>,
    /// What `structure` gave.
    pub outline: Option<Outline>,
    /// What `facts` gave, with coverage counted and places resolved.
    pub plan: Option<PlanDocument>,
    /// What was odd on the way, by stage and in reading order. The plan holds the same.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages and digits in and out; counted by the last stage.
    pub ledger: Ledger,
}

/// Runs the stages on one file's bytes, up to and including `until`.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text.
pub fn run(bytes: &[u8], file_name: &str, profile: &Profile, until: Stage) -> Result<Stages, ReadError> {
    run_watched(bytes, file_name, profile, until, &Watch::default())
}

/// Runs the stages as [`run`] does, while `watch` looks on.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text, or have more pages than `watch` allows.
pub fn run_watched(bytes: &[u8], file_name: &str, profile: &Profile, until: Stage, watch: &Watch<'_>) -> Result<Stages, ReadError> {
    let page = |page, of| (watch.step)(Step { stage: Stage::Read, page: Some(page), pages: Some(of) });
    (watch.step)(Step { stage: Stage::Read, page: None, pages: None });
    let reading = keikaku_read::Watch { max_pages: watch.max_pages, page: &page };
    let Warned { value: mut pages, mut diagnostics } = keikaku_read::pages_watched(bytes, file_name, &reading)?;
    diagnostics.extend(health::check(&mut pages));
    let mut stages = Stages { pages, document: None, texts: None, outline: None, plan: None, diagnostics, ledger: Ledger::default() };
    if until >= Stage::Layout {
        stages.understand(profile, until, watch);
    }
    stages.diagnostics.iter_mut().for_each(|d| d.spans.resolve(&stages.pages));
    Ok(stages)
}

/// What one file became: its records, and the document and outline they come from.
#[derive(Debug, Clone)]
pub struct Converted {
    /// The records.
    pub plan: PlanDocument,
    /// The pages' glyphs.
    pub pages: Pages,
    /// The document in reading order.
    pub document: Document,
    /// Its structure.
    pub outline: Outline,
    /// Pages and digits in and out.
    pub ledger: Ledger,
}

/// Turns one file's bytes into records.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text.
pub fn convert(bytes: &[u8], file_name: &str, profile: &Profile) -> Result<Converted, ReadError> {
    convert_watched(bytes, file_name, profile, &Watch::default())
}

/// Turns one file's bytes into records, while `watch` looks on.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text, or have more pages than `watch` allows.
pub fn convert_watched(bytes: &[u8], file_name: &str, profile: &Profile, watch: &Watch<'_>) -> Result<Converted, ReadError> {
    let stages = run_watched(bytes, file_name, profile, Stage::Facts, watch)?;
    let (Some(plan), Some(document), Some(outline)) = (stages.plan, stages.document, stages.outline) else {
        unreachable!("all stages up to facts have run");
    };
    Ok(Converted { plan, pages: stages.pages, document, outline, ledger: stages.ledger })
}

impl Stages {
    /// Everything after `read`.
    fn understand(&mut self, profile: &Profile, until: Stage, watch: &Watch<'_>) {
        let pages = self.pages.source.pages;
        let step = |stage| (watch.step)(Step { stage, page: None, pages });
        step(Stage::Layout);
        let document = self.document.insert(keikaku_layout::document(&self.pages).unpack(&mut self.diagnostics));
        self.pages.pages.iter_mut().for_each(keep_glyphs);
        if until < Stage::Text {
            return;
        }
        step(Stage::Text);
        // The stages behind read the pieces they need themselves; every paragraph is analysed only for who wants to look at that.
        let unread = || Texts { dictionary: keikaku_text::dictionary().to_owned(), ..Texts::default() };
        let texts = self.texts.insert(if until == Stage::Text { keikaku_text::texts(document) } else { unread() });
        if until < Stage::Structure {
            return;
        }
        step(Stage::Structure);
        let outline = self.outline.insert(keikaku_structure::outline(document, texts, &profile.structure).unpack(&mut self.diagnostics));
        if until < Stage::Facts {
            return;
        }
        step(Stage::Facts);
        let mut found = Vec::new();
        let mut plan = keikaku_facts::plan(outline, texts, &profile.facts).unpack(&mut found);
        found.splice(0..0, std::mem::take(&mut plan.diagnostics));
        self.diagnostics.append(&mut found);
        plan.generator.profile.clone_from(&profile.name);
        let (told, ledger) = coverage::count(&mut plan, &self.pages, document, outline);
        self.diagnostics.extend(told);
        self.ledger = ledger;
        plan.diagnostics.clone_from(&self.diagnostics);
        plan.resolve(&self.pages);
        self.plan = Some(plan);
    }
}

/// Leaves out what only `layout` looks at: a page of tables has more rulings than glyphs.
fn keep_glyphs(page: &mut Page) {
    page.rulings = Vec::new();
    page.shapes = Vec::new();
    page.images = Vec::new();
    page.drawings = Vec::new();
}
