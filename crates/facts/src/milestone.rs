//! Milestones: dated steps.
use crate::context::{Context, FoundMilestone};
use crate::lexicon::Lexicon;
use keikaku_model::Text;

/// The milestones of a title, statement or section's prose, left to right.
pub(crate) fn milestones(_text: &Text, _context: &Context, _lexicon: &Lexicon) -> Vec<FoundMilestone> {
    Vec::new()
}
