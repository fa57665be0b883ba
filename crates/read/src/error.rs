//! Why a file could not be read at all.
use thiserror::Error;

/// A file that gives no pages. Each message says what was seen and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No bytes.
    #[error("the file is empty (0 bytes): check whether its download or copy was cut off, and fetch it again")]
    Empty,
    /// Named `.pdf`, but something else.
    #[error("the file is named .pdf but holds {seen}: rename it if it is a text, or fetch the PDF again")]
    NotPdf {
        /// What its first bytes look like.
        seen: String,
    },
    /// Neither a PDF nor a text.
    #[error("the file is neither a PDF nor a text ({seen}): give keikaku PDF or text files")]
    Unknown {
        /// What its first bytes look like.
        seen: String,
    },
    /// Needs a password.
    #[error(
        "the PDF is encrypted and opens only with a password: save a copy without one (for example with qpdf --decrypt) and convert that"
    )]
    Encrypted,
    /// A PDF whose structure cannot be followed.
    #[error(
        "the PDF is damaged: its page tree cannot be read, not even by a scan over the whole file; fetch it again or repair it (for example with qpdf)"
    )]
    Damaged,
    /// More pages than the caller allows.
    #[error("the file has {pages} pages, more than the {limit} that are allowed: raise --max-pages if it is one plan, or split it")]
    TooManyPages {
        /// How many there are.
        pages: u32,
        /// How many are allowed.
        limit: u32,
    },
    /// More objects than any plan has.
    #[error(
        "the PDF has {objects} objects, more than the {limit} that are read: it was made to fill a machine's memory, or has to be split"
    )]
    TooManyObjects {
        /// How many there are.
        objects: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// A page that cannot be drawn.
    #[error("page {page} cannot be drawn: repair the PDF (for example with qpdf) and try again")]
    Undrawable {
        /// The page asked for.
        page: u32,
    },
    /// A page that the file does not have.
    #[error("there is no page {page}: the file has {pages}")]
    NoSuchPage {
        /// The page asked for.
        page: u32,
        /// How many there are.
        pages: u32,
    },
}
