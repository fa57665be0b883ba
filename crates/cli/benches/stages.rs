//! Each stage over every plan of the corpora: `cargo bench`, or `cargo bench -- layout` for one of them.
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::page::Pages;
use keikaku_model::plan::PlanDocument;
use keikaku_model::text::Texts;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A plan of the corpora with what every stage makes of it.
struct Plan {
    name: String,
    bytes: Vec<u8>,
    pages: Pages,
    document: Document,
    texts: Texts,
    outline: Outline,
    plan: PlanDocument,
}

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| files().into_iter().map(|path| Plan::read(&path)).collect());

/// The corpora's PDFs and texts by name.
fn files() -> Vec<PathBuf> {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/plans");
    let list = |folder: &Path| std::fs::read_dir(folder).expect("the corpora are in the checkout").flatten().map(|e| e.path()).collect();
    let folders: Vec<PathBuf> = list(&plans);
    let mut files: Vec<PathBuf> = folders.iter().flat_map(|f| -> Vec<PathBuf> { list(f) }).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "pdf" || e == "txt"));
    files.sort();
    files
}

impl Plan {
    fn read(path: &Path) -> Self {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = std::fs::read(path).expect("readable");
        let pages = keikaku_read::pages(&bytes, &name).expect("the corpora can be read").value;
        let document = keikaku_layout::document(&pages).value;
        let texts = keikaku_text::texts(&document);
        let outline = keikaku_structure::outline(&document, &texts, &keikaku_structure::Lexicon::default()).value;
        let mut plan = keikaku_facts::plan(&outline, &texts, &keikaku_facts::Lexicon::default()).value;
        plan.resolve(&pages);
        Self { name, bytes, pages, document, texts, outline, plan }
    }
}

fn main() {
    divan::main();
}

/// All plans of the corpora through one stage.
fn over<T>(bencher: divan::Bencher<'_, '_>, stage: impl Fn(&Plan) -> T + Sync) {
    LazyLock::force(&PLANS);
    bencher.bench(|| PLANS.iter().for_each(|plan| drop(divan::black_box(stage(plan)))));
}

#[divan::bench]
fn read(bencher: divan::Bencher<'_, '_>) {
    over(bencher, |p| keikaku_read::pages(&p.bytes, &p.name));
}

#[divan::bench]
fn layout(bencher: divan::Bencher<'_, '_>) {
    over(bencher, |p| keikaku_layout::document(&p.pages));
}

#[divan::bench]
fn text(bencher: divan::Bencher<'_, '_>) {
    over(bencher, |p| keikaku_text::texts(&p.document));
}

#[divan::bench]
fn structure(bencher: divan::Bencher<'_, '_>) {
    let lexicon = keikaku_structure::Lexicon::default();
    over(bencher, |p| keikaku_structure::outline(&p.document, &p.texts, &lexicon));
}

#[divan::bench]
fn facts(bencher: divan::Bencher<'_, '_>) {
    let lexicon = keikaku_facts::Lexicon::default();
    over(bencher, |p| keikaku_facts::plan(&p.outline, &p.texts, &lexicon));
}

#[divan::bench]
fn emit(bencher: divan::Bencher<'_, '_>) {
    over(bencher, |p| keikaku_pipeline::emit::plan_document(&p.plan));
}
