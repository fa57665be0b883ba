//! A PDF's outline (ISO 32000-1, 12.3.3) as bookmarks with the pages they point to.
use crate::collect::pdf_text;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use keikaku_model::page::Bookmark;
use std::collections::HashMap;

/// Bookmarks read at most, and how deep: an outline may call itself.
const BOOKMARKS: usize = 10_000;
const BOOKMARK_DEPTH: u32 = 16;

/// How deep a tree of names may be: it may hold itself.
const NAME_DEPTH: u32 = 16;

/// The bookmarks in the order in which a viewer lists them.
pub(crate) fn of(pdf: &Pdf) -> Vec<Bookmark> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Vec::new() };
    let Some(outline) = catalog.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let numbers = (1u32..).zip(pdf.pages().iter()).filter_map(|(n, page)| Some((page.raw().obj_id()?, n))).collect();
    let mut walk = Walk { catalog, numbers, found: Vec::new() };
    walk.children(&outline, 0);
    walk.found
}

struct Walk<'a> {
    catalog: Dict<'a>,
    /// Page numbers (1-based) by the page's object.
    numbers: HashMap<ObjectIdentifier, u32>,
    found: Vec<Bookmark>,
}

impl<'a> Walk<'a> {
    fn children(&mut self, parent: &Dict<'a>, depth: u32) {
        let mut next = parent.get::<Dict<'_>>("First");
        while let Some(item) = next {
            if self.found.len() >= BOOKMARKS || depth >= BOOKMARK_DEPTH {
                return;
            }
            let title = item.get::<PdfString<'_>>("Title").map(|s| pdf_text(s.as_bytes())).unwrap_or_default();
            self.found.push(Bookmark { title, depth, page: self.page(&item) });
            self.children(&item, depth + 1);
            next = item.get::<Dict<'_>>("Next");
        }
    }

    /// The page an item points to: by /Dest, or by a GoTo action's /D.
    fn page(&self, item: &Dict<'a>) -> Option<u32> {
        if item.contains_key("Dest") {
            return self.target(item, "Dest");
        }
        let action = item.get::<Dict<'_>>("A")?;
        (action.get::<Name<'_>>("S")?.as_ref() == b"GoTo").then(|| self.target(&action, "D")).flatten()
    }

    /// The page of a destination, which is written out or named (12.3.2.3).
    fn target(&self, holder: &Dict<'a>, key: &str) -> Option<u32> {
        if let Some(written) = holder.get::<Array<'_>>(key) {
            return self.number(&written);
        }
        let name = match holder.get::<PdfString<'_>>(key) {
            Some(name) => name.as_bytes().to_vec(),
            None => holder.get::<Name<'_>>(key)?.as_ref().to_vec(),
        };
        let old = self.catalog.get::<Dict<'_>>("Dests").and_then(|d| written(&d, &name));
        let named = || named(&self.catalog.get::<Dict<'_>>("Names")?.get::<Dict<'_>>("Dests")?, &name, 0);
        self.number(&old.or_else(named)?)
    }

    fn number(&self, destination: &Array<'_>) -> Option<u32> {
        self.numbers.get(&destination.raw_iter().next()?.as_obj_ref()?.into()).copied()
    }
}

/// A destination under a name: an array, or a dictionary with one as /D.
fn written<'a>(dests: &Dict<'a>, name: &[u8]) -> Option<Array<'a>> {
    dests.get::<Array<'_>>(name).or_else(|| dests.get::<Dict<'_>>(name)?.get::<Array<'_>>("D"))
}

/// A name's destination in a name tree (7.9.6).
fn named<'a>(node: &Dict<'a>, name: &[u8], depth: u32) -> Option<Array<'a>> {
    if depth > NAME_DEPTH {
        return None;
    }
    if let Some(names) = node.get::<Array<'_>>("Names") {
        let mut items = names.iter::<Object<'_>>();
        while let (Some(key), Some(destination)) = (items.next(), items.next()) {
            if key.into_string().is_some_and(|k| k.as_bytes() == name) {
                return match destination {
                    Object::Array(array) => Some(array),
                    Object::Dict(holder) => holder.get::<Array<'_>>("D"),
                    _ => None,
                };
            }
        }
    }
    let kids = node.get::<Array<'_>>("Kids")?;
    kids.iter::<Dict<'_>>().find_map(|kid| named(&kid, name, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLINE: &str = "%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /Outlines 5 0 R /Names <</Dests <</Kids [9 0 R]>>>>>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 100 100]>> endobj
3 0 obj <</Type /Page /Parent 2 0 R>> endobj
4 0 obj <</Type /Page /Parent 2 0 R>> endobj
5 0 obj <</First 6 0 R>> endobj
6 0 obj <</Title (written) /Dest [4 0 R /Fit] /First 7 0 R /Next 8 0 R>> endobj
7 0 obj <</Title (named) /A <</S /GoTo /D (there)>>>> endobj
8 0 obj <</Title (nowhere) /Next 8 0 R>> endobj
9 0 obj <</Names [(here) [4 0 R /Fit] (there) 10 0 R]>> endobj
10 0 obj <</D [3 0 R /Fit]>> endobj
trailer <</Root 1 0 R>>
%%EOF";

    #[test]
    fn knows_the_pages_and_ends() {
        let pdf = Pdf::new(OUTLINE.as_bytes().to_vec()).expect("a PDF");
        let found: Vec<_> = of(&pdf).into_iter().map(|b| (b.title, b.depth, b.page)).collect();
        assert_eq!(found, [("written".to_owned(), 0, Some(2)), ("named".to_owned(), 1, Some(1)), ("nowhere".to_owned(), 0, None)]);
    }
}
