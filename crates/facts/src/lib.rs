//! Outline and texts in, plan document out: owners, targets, milestones, status, repeats, amounts, keywords, terms and the plan
//! as a whole. One fact, one file, one word list, one case list.
mod context;
mod lexicon;
mod milestone;
mod statement;
mod target;
mod years;

pub use lexicon::{Lexicon, LexiconError};

use keikaku_model::Warned;
use keikaku_model::outline::Outline;
use keikaku_model::plan::{Coverage, Generator, Plan, PlanDocument, SCHEMA};
use keikaku_model::text::Texts;

/// The plan document of an outline; its places hold glyphs (not yet boxes), its coverage is empty.
pub fn plan(outline: &Outline, texts: &Texts, _lexicon: &Lexicon) -> Warned<PlanDocument> {
    let id: String = outline.source.sha256.chars().take(16).collect();
    Warned::clean(PlanDocument {
        schema: SCHEMA.to_owned(),
        id,
        source: outline.source.clone(),
        generator: Generator {
            name: "keikaku".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profile: None,
            dictionary: texts.dictionary.clone(),
        },
        plan: Plan::default(),
        sections: Vec::new(),
        measures: Vec::new(),
        statements: Vec::new(),
        owners: Vec::new(),
        targets: Vec::new(),
        amounts: Vec::new(),
        milestones: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        diagnostics: Vec::new(),
        coverage: Coverage::default(),
    })
}
