//! A text → numbers, eras, dates, words: their ranges lie in the text, in order, and do not overlap.
#![no_main]
use libfuzzer_sys::fuzz_target;
use std::ops::Range;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let length = text.chars().count();
    in_order("quantities", keikaku_text::quantities(&text).into_iter().map(|q| q.range), length);
    in_order("dates", keikaku_text::dates(&text).into_iter().map(|d| d.range), length);
    in_order("tokens", keikaku_text::tokens(&text).into_iter().map(|t| t.range), length);
    let normal = keikaku_text::normalize(&text);
    assert_eq!(normal.chars.len(), normal.origin.len());
    assert!(normal.origin.is_sorted() && normal.origin.iter().all(|i| *i < length));
    let again = keikaku_text::normalize(&normal.as_string());
    assert_eq!(again.chars, normal.chars, "normalizing is idempotent");
    keikaku_text::compounds(&text);
    keikaku_text::is_sentence(&text);
    keikaku_text::vitals(&text);
    if let Some((era, year)) = text.split_once(',') {
        keikaku_text::era_year(era, year.trim().parse().unwrap_or(u32::MAX));
    }
});

fn in_order(what: &str, ranges: impl Iterator<Item = Range<usize>>, length: usize) {
    let mut end = 0;
    for range in ranges {
        assert!(end <= range.start && range.start < range.end && range.end <= length, "{what}: {range:?} after {end} in {length}");
        end = range.end;
    }
}
