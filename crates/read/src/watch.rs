//! Who is told how far a reading is, and how many pages it may have.
use crate::ReadError;
use std::fmt;

/// Looks on while a file is read.
pub struct Watch<'a> {
    /// The most pages a file may have; any number where `None`.
    pub max_pages: Option<u32>,
    /// Called before each page of a PDF with its number, counted from 1, and how many there are.
    pub page: &'a dyn Fn(u32, u32),
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Self { max_pages: None, page: &|_, _| {} }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("max_pages", &self.max_pages).finish_non_exhaustive()
    }
}

impl Watch<'_> {
    /// How many pages there are to read, if that many are allowed.
    pub(crate) fn allow(&self, pages: usize) -> Result<u32, ReadError> {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        match self.max_pages {
            Some(limit) if pages > limit => Err(ReadError::TooManyPages { pages, limit }),
            _ => Ok(pages),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_before_they_are_read() {
        let seen = std::cell::RefCell::new(Vec::new());
        let text = "海岬町総合計画\n\u{c}第１章\n";
        let read = |max_pages| {
            crate::pages_watched(text.as_bytes(), "a.txt", &Watch { max_pages, page: &|page, of| seen.borrow_mut().push((page, of)) })
        };
        let pages = read(None).expect("a text").value.pages.len() as u32;
        assert!(read(Some(pages)).is_ok());
        assert_eq!(read(Some(pages - 1)).err(), Some(ReadError::TooManyPages { pages, limit: pages - 1 }));
        assert!(seen.borrow().is_empty(), "a text is read in one go");
    }
}
