//! JSON → plan document: it is refused, or it can be checked, written and read again as the same document.
#![no_main]
use keikaku_model::plan::PlanDocument;
use libfuzzer_sys::fuzz_target;

// By its path: the crate around it brings databases and spreadsheets along, which take ten minutes to build.
#[path = "../../../crates/emit/src/integrity/mod.rs"]
#[allow(unreachable_pub, reason = "it is a module of another crate")]
mod integrity;

fuzz_target!(|data: &[u8]| {
    let Ok(mut document) = serde_json::from_slice::<PlanDocument>(data) else { return };
    let _ = integrity::faults(&document);
    let written = serde_json::to_vec(&document).expect("a document is JSON");
    let again: PlanDocument = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(serde_json::to_vec(&again).expect("a document is JSON"), written);
    document.places_mut().for_each(|place| place.glyphs = Default::default());
});
