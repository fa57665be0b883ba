//! What went in and what came out, counted so that it can be held against each other.
use serde::{Deserialize, Serialize};
use std::iter::Sum;

/// The ledger of a file or of a run. Where all is well, `pages` is the sum of the three that follow it, and the two last are equal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Pages of the files that were opened.
    pub pages: u64,
    /// Pages with a character in a record.
    pub pages_with_records: u64,
    /// Pages of converted files without one: blank, pictures, garbled, contents and the like.
    pub pages_without_records: u64,
    /// Pages of files that were opened and went to quarantine.
    pub pages_quarantined: u64,
    /// Digits (characters with a numeric value) printed in the cells of the tables that were recognized.
    pub table_digits: u64,
    /// Digits in the cells of the records' tables.
    pub record_digits: u64,
}

impl Ledger {
    /// Of a file that went to quarantine, where its pages were known.
    pub(crate) fn quarantined(pages: Option<u32>) -> Self {
        let pages = pages.map_or(0, u64::from);
        Self { pages, pages_quarantined: pages, ..Self::default() }
    }

    /// Whether every page and every digit is accounted for.
    pub fn adds_up(&self) -> bool {
        self.pages == self.pages_with_records + self.pages_without_records + self.pages_quarantined
            && self.table_digits == self.record_digits
    }
}

impl Sum for Ledger {
    fn sum<I: Iterator<Item = Self>>(ledgers: I) -> Self {
        ledgers.fold(Self::default(), |a, b| Self {
            pages: a.pages + b.pages,
            pages_with_records: a.pages_with_records + b.pages_with_records,
            pages_without_records: a.pages_without_records + b.pages_without_records,
            pages_quarantined: a.pages_quarantined + b.pages_quarantined,
            table_digits: a.table_digits + b.table_digits,
            record_digits: a.record_digits + b.record_digits,
        })
    }
}
