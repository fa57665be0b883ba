//! Pages of text files: blocks and furniture from the character grid.
use keikaku_model::document::{Block, Furniture};
use keikaku_model::page::Pages;

/// The blocks of all typed pages, in order, and what is set aside.
pub(crate) fn blocks(_pages: &Pages) -> (Vec<Block>, Vec<Furniture>) {
    (Vec::new(), Vec::new())
}
