//! Targets: numbers that the plan sets out to reach.
mod figure;

pub(crate) use figure::figure_targets;

use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use keikaku_model::Text;

/// The targets of a title, statement or section's prose, left to right; `within` points into the same list.
pub(crate) fn targets(_text: &Text, _context: &Context, _lexicon: &Lexicon) -> Vec<FoundTarget> {
    Vec::new()
}
