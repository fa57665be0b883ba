//! Targets of KPI tables: one for each target value of a row.
use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use keikaku_model::outline::Figure;

/// The targets of a KPI row: one for each target value, the latest 現状値 or 基準値 as its baseline.
pub(crate) fn figure_targets(_figure: &Figure, _context: &Context, _lexicon: &Lexicon) -> Vec<FoundTarget> {
    Vec::new()
}
