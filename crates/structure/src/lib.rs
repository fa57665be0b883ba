//! Document and texts in, outline out: sections, measures, figures and the roles of table cells.
#[allow(dead_code)]
mod lexicon;
#[allow(dead_code)]
mod numbering;
mod numeral;
#[allow(dead_code)]
mod words;

pub use lexicon::{Lexicon, LexiconError};

use keikaku_model::Warned;
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::text::Texts;

/// The structure of a document.
pub fn outline(document: &Document, _texts: &Texts, _lexicon: &Lexicon) -> Warned<Outline> {
    Warned::clean(Outline {
        source: document.source.clone(),
        info: document.info.clone(),
        front: Vec::new(),
        running_heads: Vec::new(),
        sections: Vec::new(),
        measures: Vec::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        unassigned: Vec::new(),
    })
}
