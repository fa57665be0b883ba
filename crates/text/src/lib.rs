//! Text as written in, what it says out: normalized characters, tokens, numbers with their counters, eras and dates, each with
//! its place in the text as written.
mod walk;

pub use walk::walk;

use keikaku_model::document::Document;
use keikaku_model::text::{DateMention, Normalized, Quantity, Texts, Token, Unit};

/// The analysed text of a document, one unit for each paragraph of [`walk`].
pub fn texts(document: &Document) -> Texts {
    Texts { dictionary: dictionary().to_owned(), units: walk(document).map(|p| unit(&p.text.to_string())).collect() }
}

fn unit(text: &str) -> Unit {
    Unit { normalized: normalize(text), quantities: quantities(text), dates: dates(text), tokens: tokens(text) }
}

/// Identifies the dictionary that [`tokens`] uses.
pub fn dictionary() -> &'static str {
    "ipadic-2.7.0+keikaku-1"
}

/// NFKC text with offsets back to the argument.
pub fn normalize(text: &str) -> Normalized {
    let chars: Vec<char> = text.chars().collect();
    Normalized { origin: (0..chars.len()).collect(), original_len: chars.len(), chars }
}

/// Numbers with their counters, left to right, not overlapping; ranges are character indices into the argument.
pub fn quantities(_text: &str) -> Vec<Quantity> {
    Vec::new()
}

/// Years, fiscal years and dates, left to right, not overlapping; ranges are character indices into the argument.
pub fn dates(_text: &str) -> Vec<DateMention> {
    Vec::new()
}

/// Tokens, covering all but the blanks; ranges are character indices into the argument.
pub fn tokens(_text: &str) -> Vec<Token> {
    Vec::new()
}

/// Gregorian year of a year of an era: `era_year("令和", 6)` is 2024, also for the letters M T S H R.
pub fn era_year(_era: &str, _year: u32) -> Option<i32> {
    None
}

/// Whether the text ends as a sentence does (a predicate, 。) rather than as a noun phrase.
pub fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with('。')
}

/// The noun compounds of a text, in order, for keywords.
pub fn compounds(_text: &str) -> Vec<String> {
    Vec::new()
}
