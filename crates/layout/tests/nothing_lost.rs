//! Every glyph of every PDF and text at hand ends in one block, in furniture, or among the hidden ones.
use keikaku_model::document::{Block, Document, Paragraph};
use keikaku_model::page::Pages;
use keikaku_model::{GlyphId, Text};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// PDFs and texts of the acceptance set and of the corpora, where they are there.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/acceptance/plans", "../shared/acceptance/real", "corpora/plans"];
    let mut out = Vec::new();
    folders.iter().for_each(|f| collect(&root.join(f), &mut out));
    out.sort();
    out
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "pdf" || e == "txt") {
            out.push(path);
        }
    }
}

fn texts(block: &Block, out: &mut Vec<Text>) {
    let mut add = |p: &Paragraph| {
        out.push(p.text.clone());
        out.extend(p.badges.iter().chain(&p.ruby).cloned());
    };
    match block {
        Block::Paragraph(p) => add(p),
        Block::Table(t) => t.cells.iter().flat_map(|c| &c.paragraphs).for_each(add),
        Block::Figure(f) => f.words.iter().chain(&f.caption).for_each(add),
        Block::Group(g) => g.blocks.iter().for_each(|b| texts(b, out)),
    }
}

/// Glyphs of the document with how often each is told.
fn told(document: &Document) -> BTreeMap<GlyphId, u32> {
    let mut all = Vec::new();
    document.blocks.iter().for_each(|b| texts(b, &mut all));
    all.extend(document.furniture.iter().map(|f| f.text.clone()));
    let mut out = BTreeMap::new();
    let ids = all.iter().flat_map(|t| t.glyphs().flatten()).chain(document.hidden.iter().flatten());
    ids.for_each(|g| *out.entry(g).or_insert(0) += 1);
    out
}

fn check(pages: &Pages, name: &str) {
    let told = told(&keikaku_layout::document(pages).value);
    for p in &pages.pages {
        for (i, g) in (0u32..).zip(p.glyphs.iter()) {
            let blank = g.ch.is_whitespace() || matches!(g.ch, '\u{200b}' | '\u{feff}' | '\u{ad}');
            let times = told.get(&GlyphId::new(p.number, i)).copied().unwrap_or(0);
            assert!(times == 1 || (blank && times == 0), "{name}, page {}: {:?} at {:?} is told {times} times", p.number, g.ch, g.bbox);
        }
    }
}

#[test]
fn every_glyph_is_told_once() {
    for path in files() {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if let Ok(pages) = keikaku_read::pages(&bytes, &name) {
            check(&pages.value, &name);
        }
    }
}
