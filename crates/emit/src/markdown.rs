//! A document as Markdown in reading order.
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;

/// The document's text as Markdown, with the headings of its outline.
pub fn markdown(document: &Document, _outline: &Outline) -> String {
    let _ = document;
    String::new()
}
