//! Pages that are not read because they would cost more than a page may, and what is said of them.
use crate::guard::is_deep;
use crate::limits::{NESTING, PAGE_GLYPHS, PAGE_PAINTS, PAGE_SIDE, STREAM_BYTES};
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use keikaku_model::diagnostic::limit;
use keikaku_model::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// The most that one byte of a stream with one filter can become, see `expand`.
const RATIO: u64 = 3641;

/// Why a page is not to be read at all, found out before it is.
pub(crate) fn before(page: &Page<'_>, number: u32) -> Option<Diagnostic> {
    let (width, height) = page.render_dimensions();
    // What is not a number is not below the limit either.
    if !(width <= PAGE_SIDE && height <= PAGE_SIDE) {
        let message = format!(
            "page {number} is {width:.0} by {height:.0} points large, more than {PAGE_SIDE:.0} a side, and gives no records: set its size right and convert it again"
        );
        return Some(Diagnostic::new(Severity::Error, limit::SIZE, message));
    }
    is_content_too_large(page).then(|| {
        let message =
            format!("the content of page {number} expands to more than {} MiB and is left out: it gives no records", STREAM_BYTES >> 20);
        Diagnostic::new(Severity::Error, limit::STREAM, message)
    })
}

/// Whether the streams of a page's content, each of which is small enough, are too large together: one may be named many times.
fn is_content_too_large(page: &Page<'_>) -> bool {
    let Some(parts) = page.raw().get::<Array<'_>>("Contents") else { return false };
    let streams = || parts.iter::<Stream<'_>>();
    let most: u64 = streams().map(|s| (s.raw_data().len() as u64).saturating_mul(RATIO)).fold(0, u64::saturating_add);
    if most <= STREAM_BYTES {
        return false;
    }
    let mut lengths = BTreeMap::new();
    let mut length = 0;
    streams().any(|s| {
        length += *lengths.entry(s.obj_id()).or_insert_with(|| s.decoded_data().map_or(0, |d| d.len() as u64));
        length > STREAM_BYTES
    })
}

/// What is to be said of a page that is read all the same.
pub(crate) fn beside(page: &Page<'_>, number: u32) -> Option<Diagnostic> {
    page.page_stream().is_some_and(is_deep).then(|| {
        let message = format!("page {number} has arrays nested more than {NESTING} deep; what stands behind them may be missing");
        Diagnostic::new(Severity::Warning, limit::NESTING, message)
    })
}

/// A page that was given up while it was read.
pub(crate) fn too_dense(number: u32) -> Diagnostic {
    let message = format!(
        "page {number} has more than {PAGE_GLYPHS} characters or {PAGE_PAINTS} lines, areas and pictures and gives no records: forms on it may draw themselves; if it is a real page, split it"
    );
    Diagnostic::new(Severity::Error, limit::DENSITY, message)
}

/// A page whose forms draw themselves.
pub(crate) fn endless(number: u32) -> Diagnostic {
    let message = format!(
        "page {number} has forms that draw themselves, or too many within one another; what lies deepest is missing: compare its records with the page"
    );
    Diagnostic::new(Severity::Warning, limit::FORMS, message)
}
