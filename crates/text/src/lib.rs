//! Text as written in, what it says out: normalized characters, tokens, numbers with their counters, eras and dates, each with
//! its place in the text as written.
//!
//! `令和６年度までに延１，２００社` has the date `令和６年度` ([`dates`]: fiscal year 2024) and the quantity `１，２００社` ([`quantities`]: 1200, 社).
//! All indices are characters, not bytes.
mod analysis;
mod compound;
mod counter;
mod date;
mod era;
mod fold;
mod health;
mod lexicon;
mod normalize;
mod numeral;
mod quantity;
mod sentence;
#[cfg(test)]
mod suite;
mod walk;

pub use analysis::{dictionary, tokens};
pub use compound::compounds;
pub use date::dates;
pub use era::era_year;
pub use health::{Health, Vitals, vitals};
pub use lexicon::{LexiconError, Words};
pub use normalize::normalize;
pub use quantity::quantities;
pub use sentence::is_sentence;
pub use walk::walk;

use keikaku_model::document::Document;
use keikaku_model::text::{Texts, Unit};

/// The analysed text of a document, one unit for each paragraph of [`walk`].
pub fn texts(document: &Document) -> Texts {
    Texts { dictionary: dictionary().to_owned(), units: walk(document).map(|p| unit(&p.text.to_string())).collect() }
}

fn unit(text: &str) -> Unit {
    Unit { normalized: normalize(text), quantities: quantities(text), dates: dates(text), tokens: tokens(text) }
}
