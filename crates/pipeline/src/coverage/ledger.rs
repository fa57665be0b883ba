//! Pages and digits in and out of one file.
use super::{Fate, Fates};
use crate::report::Ledger;
use keikaku_model::document::{Block, Document, Table};
use keikaku_model::plan::PlanDocument;

/// Counts a converted file's pages by whether a character of theirs is in a record, and the digits of its tables on both sides.
pub(super) fn count(fates: &Fates, plan: &PlanDocument, document: &Document) -> Ledger {
    let pages = fates.0.len() as u64;
    let with = fates.0.iter().filter(|page| page.contains(&Fate::Record)).count() as u64;
    let cells = plan.tables.iter().flat_map(|table| &table.cells);
    Ledger {
        pages,
        pages_with_records: with,
        pages_without_records: pages - with,
        pages_quarantined: 0,
        table_digits: printed(&document.blocks),
        record_digits: cells.map(|cell| digits(cell.text.chars())).sum(),
    }
}

/// The digits in the cells of all tables.
fn printed(blocks: &[Block]) -> u64 {
    let of = |block: &Block| match block {
        Block::Table(table) => in_table(table),
        Block::Group(group) => printed(&group.blocks),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}

fn in_table(table: &Table) -> u64 {
    let paragraphs = table.cells.iter().flat_map(|cell| &cell.paragraphs);
    paragraphs.map(|p| digits(p.text.chars().iter().copied())).sum()
}

/// Characters with a numeric value: 1, １, ①, Ⅳ, 三 is none.
fn digits(chars: impl Iterator<Item = char>) -> u64 {
    chars.filter(|c| c.is_numeric()).count() as u64
}
