//! Text health: pages whose text cannot be what is printed on them give a diagnostic and no records.
use keikaku_model::page::{Page, Pages, Visibility};
use keikaku_model::{Diagnostic, Place, Severity};
use keikaku_text::{Health, vitals};

/// Judges each page's text. The glyphs of a garbled page are content no longer; a suspect page is reported and kept.
pub(crate) fn check(pages: &mut Pages) -> Vec<Diagnostic> {
    pages.pages.iter_mut().filter_map(check_page).collect()
}

fn check_page(page: &mut Page) -> Option<Diagnostic> {
    let text: String = page.glyphs.iter().filter(|g| g.visibility.is_content()).map(|g| g.ch).collect();
    let vitals = vitals(&text);
    let seen = format!(
        "{:.0} % of its characters have no meaning, {:.0} % of its kanji stand in words",
        vitals.broken * 100.0,
        vitals.in_words * 100.0
    );
    let number = page.number;
    let diagnostic = match vitals.health() {
        // `read` reports pages without text.
        Health::Good | Health::None => return None,
        Health::Suspect => Diagnostic::new(
            Severity::Warning,
            "text-suspect",
            format!("page {number} reads oddly ({seen}): compare its records with the page"),
        ),
        Health::Garbled => {
            page.glyphs.iter_mut().filter(|g| g.visibility.is_content()).for_each(|g| g.visibility = Visibility::Garbled);
            Diagnostic::new(
                Severity::Error,
                "text-garbled",
                format!("page {number} does not say what is printed on it ({seen}) and gives no records: print it anew or run OCR over it"),
            )
        }
    };
    Some(diagnostic.at(Place::page(page)))
}
