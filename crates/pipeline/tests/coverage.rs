//! Nothing is lost: coverage adds up over whole files, and every digit of a table is in a record.
use keikaku_model::GlyphId;
use keikaku_model::document::{Block, Document, Table};
use keikaku_model::page::PageKind;
use keikaku_pipeline::{Profile, Stage, Stages, stages};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The plans of the corpora with all their stages.
fn corpora() -> Vec<(String, Stages)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/plans")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the corpora are in the checkout").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "pdf" || e == "txt") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty());
    files.sort();
    let run = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("a file");
        let stages = stages::run(&bytes, &name, &Profile::default(), Stage::Facts).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, stages)
    };
    files.into_iter().map(run).collect()
}

#[test]
fn coverage_adds_up_to_what_is_printed() {
    for (name, stages) in corpora() {
        let coverage = stages.plan.expect("all stages ran").coverage;
        let printed = stages.pages.pages.iter().flat_map(|p| p.glyphs.iter()).filter(|g| !g.ch.is_whitespace()).count() as u64;
        assert_eq!(coverage.glyphs, coverage.in_records + coverage.in_furniture + coverage.unassigned, "{name}");
        assert_eq!(coverage.glyphs + coverage.hidden, printed, "{name}");
    }
}

#[test]
fn what_is_unassigned_is_told_with_its_place() {
    for (name, stages) in corpora() {
        let plan = stages.plan.expect("all stages ran");
        let codes = ["text-unassigned", "text-outside-blocks"];
        let told: Vec<_> = plan.diagnostics.iter().filter(|d| codes.contains(&d.code.as_str())).collect();
        let glyphs: usize = told.iter().map(|d| d.spans.glyphs.len()).sum();
        assert_eq!(glyphs as u64, plan.coverage.unassigned, "{name}");
        assert!(told.iter().all(|d| !d.spans.spans.is_empty()), "{name}");
    }
}

#[test]
fn every_digit_of_a_table_is_in_a_record() {
    for (name, stages) in corpora() {
        let mut plan = stages.plan.expect("all stages ran");
        plan.diagnostics.clear();
        let recorded: BTreeSet<GlyphId> = plan.places_mut().flat_map(|p| p.glyphs.iter().flatten().collect::<Vec<_>>()).collect();
        let document = stages.document.expect("all stages ran");
        for (ch, glyph) in digits(&document) {
            let typed = stages.pages.page(glyph.page.get()).is_some_and(|p| p.kind != PageKind::Drawn);
            assert!(recorded.contains(&glyph), "{name}: the digit {ch} of a table ({glyph:?}, typed: {typed}) is in no record");
        }
    }
}

/// The digits in the cells of a document's tables.
fn digits(document: &Document) -> Vec<(char, GlyphId)> {
    let mut tables = Vec::new();
    collect(&document.blocks, &mut tables);
    let paragraphs = tables.into_iter().flat_map(|t| &t.cells).flat_map(|c| &c.paragraphs);
    let placed = paragraphs.flat_map(|p| p.text.chars().iter().copied().zip(p.text.glyphs()));
    placed.filter(|(ch, _)| ch.is_numeric()).filter_map(|(ch, glyph)| Some((ch, glyph?))).collect()
}

fn collect<'a>(blocks: &'a [Block], tables: &mut Vec<&'a Table>) {
    for block in blocks {
        match block {
            Block::Table(t) => tables.push(t),
            Block::Group(g) => collect(&g.blocks, tables),
            _ => {}
        }
    }
}
