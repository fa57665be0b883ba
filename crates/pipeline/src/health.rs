//! Text health: pages whose text cannot be what is printed on them give a diagnostic and no records.
use keikaku_model::page::{Glyph, Page, Pages, Visibility};
use keikaku_model::{Diagnostic, Place, Severity};
use keikaku_text::{Health, Vitals, vitals};

/// Judges each page's text. The glyphs of a garbled page are content no longer; a suspect page is reported and kept.
///
/// Pages with too few kanji to judge share the fate of the others: where every page that can be judged is garbled, so are they,
/// since a document's pages share its fonts.
pub(crate) fn check(pages: &mut Pages) -> Vec<Diagnostic> {
    let found: Vec<Vitals> = pages.pages.iter().map(|page| vitals(&text(page))).collect();
    let mut judged = found.iter().filter(|v| v.is_enough()).map(Vitals::health).peekable();
    let all_garbled = judged.peek().is_some() && judged.all(|health| health == Health::Garbled);
    let health = |v: &Vitals| if all_garbled && v.kanji > 0 { Health::Garbled } else { v.health() };
    pages.pages.iter_mut().zip(&found).filter_map(|(page, vitals)| report(page, vitals, health(vitals))).collect()
}

fn text(page: &Page) -> String {
    page.glyphs.iter().filter(|g| g.visibility.is_content()).map(|g| g.ch).collect()
}

/// What is to be said of a page, whose glyphs are taken out of the content where they are garbled.
fn report(page: &mut Page, vitals: &Vitals, health: Health) -> Option<Diagnostic> {
    let seen = format!(
        "{:.0} % of its characters have no meaning, {:.0} % of its kanji stand in words",
        vitals.broken * 100.0,
        vitals.in_words * 100.0
    );
    let number = page.number;
    let diagnostic = match health {
        // `read` reports pages without text.
        Health::Good | Health::None => return None,
        Health::Suspect => Diagnostic::new(
            Severity::Warning,
            "text-suspect",
            format!("page {number} reads oddly ({seen}): compare its records with the page"),
        ),
        Health::Garbled => {
            let garbled = |v: Visibility| if v.is_content() { Visibility::Garbled } else { v };
            page.glyphs = page.glyphs.iter().map(|g| Glyph { visibility: garbled(g.visibility), ..g }).collect();
            Diagnostic::new(
                Severity::Error,
                "text-garbled",
                format!("page {number} does not say what is printed on it ({seen}) and gives no records: print it anew or run OCR over it"),
            )
        }
    };
    Some(diagnostic.at(Place::page(page)))
}
