//! Outline and texts in, plan document out: owners, targets, milestones, status, repeats, amounts, keywords, terms and the plan
//! as a whole. One fact, one file, one word list, one case list.
mod amount;
mod assembly;
mod context;
mod ditto;
mod keyword;
mod lexicon;
mod metadata;
mod milestone;
mod owner;
mod plain;
mod reference;
mod repeat;
mod scan;
mod section;
mod statement;
mod status;
#[cfg(test)]
mod suite;
mod target;
mod term;
mod years;

pub use lexicon::{Lexicon, LexiconError};

use keikaku_model::Warned;
use keikaku_model::outline::Outline;
use keikaku_model::plan::{Coverage, Generator, PlanDocument, SCHEMA};
use keikaku_model::text::Texts;

/// The plan document of an outline; its places hold glyphs (not yet boxes), its coverage is empty.
pub fn plan(outline: &Outline, texts: &Texts, lexicon: &Lexicon) -> Warned<PlanDocument> {
    let outline = &*ditto::resolved(outline, &lexicon.cells);
    let id: String = outline.source.sha256.chars().take(16).collect();
    let mut diagnostics = Vec::new();
    let plan = metadata::plan(outline, lexicon, &mut diagnostics);
    let period = plan.period.as_ref().and_then(|p| Some([p.first_fiscal_year?, p.last_fiscal_year?]));
    let mut document = PlanDocument {
        schema: SCHEMA.to_owned(),
        id,
        source: outline.source.clone(),
        generator: Generator {
            name: "keikaku".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profile: None,
            dictionary: texts.dictionary.clone(),
        },
        plan,
        sections: Vec::new(),
        measures: Vec::new(),
        statements: Vec::new(),
        owners: Vec::new(),
        targets: Vec::new(),
        amounts: Vec::new(),
        milestones: Vec::new(),
        cross_references: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        diagnostics: Vec::new(),
        coverage: Coverage::default(),
    };
    diagnostics.extend(assembly::fill(&mut document, outline, period, lexicon));
    Warned { value: document, diagnostics }
}
