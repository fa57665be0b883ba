//! The numbers of a text: figures with their counters, and those in words (ゼロ, 倍増, 半減).
use super::words::TargetWords;
use crate::scan::Scan;
use keikaku_model::plan::Comparator;
use keikaku_model::text::Quantity;

/// A number, and the comparator that its word implies.
pub(super) struct Number {
    pub(super) quantity: Quantity,
    pub(super) comparator: Option<Comparator>,
}

/// All numbers, left to right.
pub(super) fn numbers(scan: &Scan, words: &TargetWords) -> Vec<Number> {
    let text = scan.string();
    let mut found: Vec<Number> =
        keikaku_text::quantities(&text).into_iter().map(|quantity| Number { quantity, comparator: None }).collect();
    let spelled = |list: &[String], value: f64, unit: Option<&str>, comparator: Option<Comparator>| -> Vec<Number> {
        (0..scan.chars().len())
            .filter_map(|i| {
                let end = scan.starts_any(i, list)?;
                let quantity = Quantity { range: i..end, number: i..end, value, value_max: None, unit: unit.map(str::to_owned) };
                Some(Number { quantity, comparator })
            })
            .collect()
    };
    let zeros = spelled(&words.value.zero, 0.0, None, None);
    found.extend(zeros.into_iter().filter(|z| scan.starts_any(z.quantity.range.end, &words.value.zero_not_after).is_none()));
    found.extend(spelled(&words.value.double, 100.0, Some("%"), Some(Comparator::Increase)));
    found.extend(spelled(&words.value.halve, 50.0, Some("%"), Some(Comparator::Decrease)));
    found.sort_by_key(|n| n.quantity.range.start);
    found
}
