//! Statements: parts of measures cut into sentences.
use crate::context::{Context, FoundStatement};
use crate::lexicon::Lexicon;
use keikaku_model::outline::Part;

/// The statements of a part: one for each bullet or sentence; none for parts that are no prose (owners, status, amounts …).
pub(crate) fn statements(_part: &Part, _context: &Context, _lexicon: &Lexicon) -> Vec<FoundStatement> {
    Vec::new()
}
