//! Bytes → [`Pages`]: glyphs with box, font and colour, rulings, shapes and images of a PDF; the characters of a text file on a grid.
//!
//! ```text
//! bytes ─┬─ %PDF ─→ pdf::pages   (hayro, with the repairs Japanese files need)
//!        └─ text ─→ typed::pages (encoding detection, undecodable bytes reported)
//! ```
mod bookmarks;
mod collect;
#[cfg(feature = "draw")]
mod draw;
mod error;
mod expand;
mod fold;
mod fonts;
mod forms;
mod guard;
mod japan1;

mod limits;
mod names;
mod order;
mod pdf;
mod program;
mod refuse;
#[cfg(feature = "second-reading")]
mod second;
mod typed;
mod watch;

#[cfg(feature = "draw")]
pub use draw::{Drawing, draw};
pub use error::ReadError;
use keikaku_model::Warned;
use keikaku_model::page::{Pages, Source, TextLayer};
pub use names::file_name;
#[cfg(feature = "second-reading")]
pub use second::second_reading;
use sha2::{Digest, Sha256};
pub use watch::Watch;

/// How far into a file the `%PDF-` mark may stand (ISO 32000-1, Annex H.3.4.1, implementation note 13).
const PDF_MARK_WITHIN: usize = 1024;

/// Reads a file. `file_name` is its name without folder; it lands in [`Source::file_name`], and `.pdf` in it turns "not a PDF" into an error
/// instead of a text.
pub fn pages(bytes: &[u8], file_name: &str) -> Result<Warned<Pages>, ReadError> {
    pages_watched(bytes, file_name, &Watch::default())
}

/// Reads a file as [`pages`] does, while `watch` looks on.
///
/// # Errors
/// Those of [`pages`], and [`ReadError::TooManyPages`] before the first page is read.
pub fn pages_watched(bytes: &[u8], file_name: &str, watch: &Watch<'_>) -> Result<Warned<Pages>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let source = Source {
        file_name: file_name.to_owned(),
        sha256: Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect(),
        media_type: "application/pdf".to_owned(),
        bytes: bytes.len() as u64,
        pages: None,
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    };
    let head = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return pdf::pages(bytes, source, watch);
    }
    if file_name.to_lowercase().ends_with(".pdf") {
        return Err(ReadError::NotPdf { seen: typed::look(bytes) });
    }
    let read = typed::pages(bytes, source)?;
    watch.allow(read.value.pages.len())?;
    Ok(read)
}
