//! The stages in a row, for one file.
use crate::coverage;
use crate::health;
use crate::profile::Profile;
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::page::Pages;
use keikaku_model::plan::PlanDocument;
use keikaku_model::text::Texts;
use keikaku_model::{Diagnostic, Warned};
use keikaku_read::ReadError;

/// The stages whose results can be looked at, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// What a file became, stage by stage.
#[derive(Debug, Clone)]
pub struct Stages {
    /// What `read` gave.
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
}

/// Runs the stages on one file's bytes, up to and including `until`.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text.
pub fn run(bytes: &[u8], file_name: &str, profile: &Profile, until: Stage) -> Result<Stages, ReadError> {
    let Warned { value: mut pages, mut diagnostics } = keikaku_read::pages(bytes, file_name)?;
    diagnostics.extend(health::check(&mut pages));
    let mut stages = Stages { pages, document: None, texts: None, outline: None, plan: None, diagnostics };
    if until >= Stage::Layout {
        stages.understand(profile, until);
    }
    stages.diagnostics.iter_mut().for_each(|d| d.spans.resolve(&stages.pages));
    Ok(stages)
}

/// What one file became: its records, and the document and outline they come from.
#[derive(Debug, Clone)]
pub struct Converted {
    /// The records.
    pub plan: PlanDocument,
    /// The pages as read.
    pub pages: Pages,
    /// The document in reading order.
    pub document: Document,
    /// Its structure.
    pub outline: Outline,
}

/// Turns one file's bytes into records.
///
/// # Errors
/// When the bytes can't be read as a PDF or a text.
pub fn convert(bytes: &[u8], file_name: &str, profile: &Profile) -> Result<Converted, ReadError> {
    let stages = run(bytes, file_name, profile, Stage::Facts)?;
    let (Some(plan), Some(document), Some(outline)) = (stages.plan, stages.document, stages.outline) else {
        unreachable!("all stages up to facts have run");
    };
    Ok(Converted { plan, pages: stages.pages, document, outline })
}

impl Stages {
    /// Everything after `read`.
    fn understand(&mut self, profile: &Profile, until: Stage) {
        let document = self.document.insert(keikaku_layout::document(&self.pages).unpack(&mut self.diagnostics));
        if until < Stage::Text {
            return;
        }
        let texts = self.texts.insert(keikaku_text::texts(document));
        if until < Stage::Structure {
            return;
        }
        let outline = self.outline.insert(keikaku_structure::outline(document, texts, &profile.structure).unpack(&mut self.diagnostics));
        if until < Stage::Facts {
            return;
        }
        let mut found = Vec::new();
        let mut plan = keikaku_facts::plan(outline, texts, &profile.facts).unpack(&mut found);
        found.splice(0..0, std::mem::take(&mut plan.diagnostics));
        self.diagnostics.append(&mut found);
        plan.generator.profile.clone_from(&profile.name);
        self.diagnostics.extend(coverage::count(&mut plan, &self.pages, document, outline));
        plan.diagnostics.clone_from(&self.diagnostics);
        plan.resolve(&self.pages);
        self.plan = Some(plan);
    }
}
