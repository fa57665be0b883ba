//! The bytes of a PDF or a text → pages: whatever they are, they become pages or a sentence that says why not.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    // A panic of the PDF engine costs a page and no more: only one that gets out is a finding.
    init: std::panic::set_hook(Box::new(|reason| eprintln!("{reason}"))),
    |data: &[u8]| {
        for name in ["a.pdf", "a.txt"] {
            let Ok(read) = keikaku_read::pages(data, name) else { continue };
            let pages = &read.value.pages;
            assert!(pages.iter().enumerate().all(|(i, p)| p.number as usize == i + 1));
            assert!(pages.iter().flat_map(|p| p.glyphs.iter()).all(|g| usize::from(g.font) < read.value.fonts.len().max(1)));
        }
    }
);
