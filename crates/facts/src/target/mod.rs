//! Targets (目標値): numbers that the plan sets out to reach.
//!
//! `延べ500社／1,500回以上の支援（うち新規80社）` holds three: 500 社 and 1500 回, both cumulative and 以上, and 80 社 within the first.
mod figure;
mod indicator;
mod judge;
mod keyed;
mod number;
mod phrase;
mod relation;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use figure::figure_targets;
pub(crate) use keyed::{keyed, of_rest, spaced};
pub(crate) use words::TargetWords;

use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use crate::scan::Scan;
use crate::years;
use judge::Reading;
use keikaku_model::Text;
use keikaku_model::plan::{Baseline, Qualifier};
use phrase::Phrase;
use std::ops::Range;

/// A number that was read, with what it turned out to be.
struct Read {
    phrase: Phrase,
    reading: Reading,
    /// Index of the target it is a part of.
    within: Option<usize>,
    /// Index of the earlier figure it is set against.
    baseline: Option<usize>,
}

/// The targets of a title, statement or section's prose, left to right; `within` points into the same list.
pub(crate) fn targets(text: &Text, context: &Context, lexicon: &Lexicon) -> Vec<FoundTarget> {
    let scan = Scan::new(text);
    let words = &lexicon.targets;
    let mut reads = read(&scan, context, words);
    relation::relate(&scan, &mut reads, judge::is_planned(context), words);
    let mut out = found(&scan, &reads, context, words);
    let first = reads.iter().find(|r| r.reading != Reading::Other).filter(|r| r.reading == Reading::Aim && r.baseline.is_none());
    if let Some((target, aim)) = out.first_mut().zip(first.filter(|r| relation::goes_on(&scan, &r.phrase, words))) {
        target.baseline = context.before.as_ref().and_then(|b| told(b, &aim.phrase, context, words));
    }
    out
}

/// The last figure of the sentence before, where it tells the past of what a sentence aims at: 管理職は１名です。３名の登用をめざします。
fn told(before: &Text, aim: &Phrase, context: &Context, words: &TargetWords) -> Option<Baseline> {
    let scan = Scan::new(before);
    let reads = read(&scan, context, words);
    let last = reads.iter().rev().find(|r| r.reading != Reading::Other)?;
    let (past, due) = (&last.phrase.quantity, &aim.quantity);
    let fits = last.reading == Reading::Past && past.unit == due.unit && past.unit.is_some() && past.value.total_cmp(&due.value).is_ne();
    fits.then(|| baseline(&scan, &last.phrase, context))
}

/// Every number of the text with its phrase and its reading.
fn read(scan: &Scan, context: &Context, words: &TargetWords) -> Vec<Read> {
    let mut reads: Vec<Read> = Vec::new();
    let mut floor = 0;
    for number in number::numbers(scan, words) {
        let mut phrase = phrase::phrase(scan, &number.quantity, floor, words);
        if let Some(comparator) = number.comparator {
            phrase.comparator = comparator;
            phrase.is_compared = true;
        }
        let reading = judge::judge(scan, &phrase, context, words);
        if reading != Reading::Other {
            floor = phrase.range.end;
        }
        reads.push(Read { phrase, reading, within: None, baseline: None });
    }
    reads
}

/// The targets among the numbers.
fn found(scan: &Scan, reads: &[Read], context: &Context, words: &TargetWords) -> Vec<FoundTarget> {
    let aims: Vec<usize> = reads.iter().enumerate().filter(|(_, r)| r.reading == Reading::Aim).map(|(i, _)| i).collect();
    let mut out: Vec<FoundTarget> = Vec::new();
    for &i in &aims {
        let Some(read) = reads.get(i) else { continue };
        let phrase = &read.phrase;
        let within = read.within.and_then(|w| aims.iter().position(|a| *a == w));
        let of_whole = within.and_then(|w| out.get(w)).map(|t| t.fiscal_years);
        let own = || years::of_figure(scan, &phrase.range, context, &words.years.not_due);
        let stated = years::stated(scan, &phrase.range, context, &words.years.not_due);
        let earlier = read.baseline.and_then(|b| reads.get(b));
        out.push(FoundTarget {
            quote: scan.printed(quote(scan, phrase)),
            indicator: indicator::indicator(scan, phrase, earlier.map(|e| &e.phrase), context),
            comparator: phrase.comparator,
            value: phrase.quantity.value,
            value_max: phrase.quantity.value_max,
            unit: phrase.quantity.unit.clone(),
            qualifiers: phrase.qualifiers.clone(),
            within,
            approximate: phrase.approximate,
            baseline: earlier.map(|b| baseline(scan, &b.phrase, context)),
            fiscal_years: of_whole.filter(|_| stated.is_none()).unwrap_or_else(own),
        });
    }
    out
}

/// An earlier figure as the baseline of a target.
fn baseline(scan: &Scan, phrase: &Phrase, context: &Context) -> Baseline {
    let year = |start: usize| years::mentions(&scan.piece(start..phrase.range.start), context.years()).last().map(|m| m.1[0]);
    // 令和５年４月現在、職員は13名、うち女性は１名: the sentence says when.
    let year = year(phrase.lead.start).or_else(|| year_behind(scan, phrase)).or_else(|| year(scan.sentence(&phrase.range).start));
    Baseline {
        value: phrase.signed(),
        unit: phrase.quantity.unit.clone(),
        quote: scan.printed(phrase.range.clone()).to_string(),
        fiscal_year: year,
    }
}

/// The year in the brackets right behind a figure: 12件（H30）.
fn year_behind(scan: &Scan, phrase: &Phrase) -> Option<i32> {
    let pair = scan.opening(scan.skip_blanks(phrase.range.end))?;
    years::mentions(&scan.piece(pair.open + 1..pair.close), None).first().map(|m| m.1[0])
}

/// Longest stretch of plain words before the number that the quote takes in whole, in characters (`５年間で延べ`, `2026年度は`).
const SHORT_LEAD: usize = 14;

/// The shortest phrase that names the figure: the noun before the number, the number, its comparator and the action right behind.
fn quote(scan: &Scan, phrase: &Phrase) -> Range<usize> {
    let chars = scan.chars();
    let is_word = |c: char| matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' | '々' | '・' | ' ' | ':') || c.is_ascii_alphanumeric();
    let mut start = phrase.range.start;
    if start - phrase.lead.start <= SHORT_LEAD || phrase.qualifiers.contains(&Qualifier::OfWhich) {
        start = phrase.lead.start;
    } else {
        while start > phrase.lead.start && phrase.range.start - start < SHORT_LEAD && is_word(chars[start - 1]) {
            start -= 1;
        }
    }
    start..phrase.range.end.max(phrase.quantity.range.end)
}
