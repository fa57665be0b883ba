//! Pages → plan: whatever stands on them, every stage behind `read` ends, and its places lie on the pages.
#![no_main]
use keikaku_model::page::Pages;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

mod sketch;

// Read once: the word lists take longer than a page.
static HEADINGS: LazyLock<keikaku_structure::Lexicon> = LazyLock::new(Default::default);
static WORDS: LazyLock<keikaku_facts::Lexicon> = LazyLock::new(Default::default);

fuzz_target!(|data: &[u8]| {
    // An odd first byte draws pages, an even one types them.
    let pages = match data.split_first() {
        Some((kind, rest)) if kind % 2 == 1 => sketch::pages(rest),
        Some((_, rest)) => match keikaku_read::pages(rest, "a.txt") {
            Ok(read) => read.value,
            Err(_) => return,
        },
        None => return,
    };
    understand(&pages);
});

fn understand(pages: &Pages) {
    let document = keikaku_layout::document(pages).value;
    let texts = keikaku_text::texts(&document);
    let outline = keikaku_structure::outline(&document, &texts, &HEADINGS).value;
    let mut plan = keikaku_facts::plan(&outline, &texts, &WORDS).value;
    for place in plan.places_mut() {
        for glyph in place.glyphs.iter().flatten() {
            let page = pages.page(glyph.page.get()).expect("the page of a glyph");
            assert!((glyph.index as usize) < page.glyphs.len(), "a glyph that is not on its page");
        }
    }
    plan.resolve(pages);
}
