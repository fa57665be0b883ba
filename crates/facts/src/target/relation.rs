//! What numbers have to do with each other: pairs, parts of a whole, earlier figures.
use super::phrase::Phrase;
use super::words::TargetWords;
use super::{Read, Reading};
use crate::scan::{Pair, Scan};
use keikaku_model::plan::{Comparator, Qualifier};

/// Two sums are the same: counts are whole numbers, shares have few decimals.
const SAME: f64 = 1e-6;

/// Furthest an earlier figure stands before the arrow's other end, in characters (`55％（令和5年度）から60％へ`).
const ARROW_REACH: usize = 24;

/// Finds the relations between the numbers of a text; `is_planned` for titles, goals and actions, not for prose.
pub(super) fn relate(scan: &Scan, reads: &mut Vec<Read>, is_planned: bool, words: &TargetWords) {
    ranges(scan, reads, is_planned, words);
    arrows(scan, reads, is_planned, words);
    changes(scan, reads, words);
    earlier(scan, reads);
    carried(scan, reads, words);
    comments(scan, reads);
    pairs(scan, reads);
    shared_comparisons(scan, reads);
    named_parts(scan, reads);
    sums(scan, reads);
}

fn is_aim(read: &Read) -> bool {
    read.reading == Reading::Aim
}

/// 15社から20社程度を見込む: from and to without へ or a word of growth behind are the ends of a range.
fn ranges(scan: &Scan, reads: &mut Vec<Read>, is_planned: bool, words: &TargetWords) {
    let mut i = 1;
    while i < reads.len() {
        let (a, b) = (&reads[i - 1].phrase, &reads[i].phrase);
        let gap = scan.piece(a.quantity.range.end..b.quantity.range.start);
        let clause = scan.clause(&b.range);
        let rest = scan.piece(b.quantity.range.end..clause.end);
        let grows = ["へ", "に", "まで"].iter().any(|w| rest.starts_with(w)) || words.goal.words.iter().any(|w| rest.contains(w.as_str()));
        let is_change = grows || matches!(b.comparator, Comparator::Increase | Comparator::Decrease);
        let rises = a.quantity.value < b.quantity.value && a.quantity.value_max.is_none() && b.quantity.value_max.is_none();
        let is_range = gap == "から" && is_planned && is_aim(&reads[i]) && a.quantity.unit == b.quantity.unit && rises && !is_change;
        if is_range {
            let first = reads.remove(i - 1).phrase;
            let range = &mut reads[i - 1].phrase;
            range.quantity.value_max = Some(range.quantity.value);
            range.quantity.value = first.quantity.value;
            range.lead = first.lead;
            range.range.start = first.range.start;
            range.qualifiers.extend(first.qualifiers);
            range.qualifiers.sort();
            range.qualifiers.dedup();
        } else {
            i += 1;
        }
    }
}

/// 72％→80％, 3社から5社へ: the first is the earlier figure of the second.
fn arrows(scan: &Scan, reads: &mut [Read], is_planned: bool, words: &TargetWords) {
    for i in 1..reads.len() {
        let (Some(from), Some(to)) = (reads.get(i - 1), reads.get(i)) else { continue };
        let (a, b) = (&from.phrase, &to.phrase);
        let gap = scan.outside(a.range.end..b.quantity.range.start);
        let is_short = gap.chars().count() <= ARROW_REACH && !gap.contains(['、', '。', '\n']);
        let points = words.value.arrows.iter().any(|w| gap.trim_start().starts_with(w.as_str()));
        let has_past_lead =
            to.reading == Reading::Past && is_planned && !scan.piece(b.range.end..scan.clause(&b.range).end).contains("てい");
        let same_unit = a.quantity.unit == b.quantity.unit || a.quantity.unit.is_none();
        let is_figure = b.quantity.unit.as_deref().is_none_or(|u| !words.unit.is_never(u));
        let is_quoted = scan.is_quoted(b.quantity.range.start) || scan.is_quoted(a.quantity.range.start);
        let is_money = to.reading == Reading::Other && b.quantity.unit.as_deref() == Some("円");
        // In prose a growth from one figure to another is most often history.
        let is_aimed = is_aim(to) || is_planned && to.reading == Reading::Other || has_past_lead;
        if is_short && points && same_unit && is_figure && !is_quoted && !is_money && is_aimed {
            reads[i - 1].reading = Reading::Past;
            reads[i].reading = Reading::Aim;
            reads[i].baseline = Some(i - 1);
        }
    }
}

/// 月１回の朝市を月２回に増やす: what there are so many of is made more or less.
fn changes(scan: &Scan, reads: &mut [Read], words: &TargetWords) {
    for i in 1..reads.len() {
        let (a, b) = (&reads[i - 1].phrase, &reads[i].phrase);
        let gap = scan.piece(a.range.end..b.range.start.max(a.range.end));
        let is_gap = gap.starts_with('の') && gap.contains('を') && gap.chars().count() <= ARROW_REACH && !gap.contains(['、', '。', '\n']);
        let changed = words.value.changed.iter().any(|w| scan.starts(b.range.end, w).is_some());
        let same_unit = a.quantity.unit == b.quantity.unit && a.quantity.unit.is_some();
        if is_gap && changed && same_unit && is_aim(&reads[i]) && reads[i].baseline.is_none() {
            reads[i - 1].reading = Reading::Past;
            reads[i].baseline = Some(i - 1);
        }
    }
}

/// 60％（2022年調査：48％）, 現状55％を60％に: a figure of the past beside an aim in the same counter.
fn earlier(scan: &Scan, reads: &mut [Read]) {
    for i in 0..reads.len() {
        if !is_aim(&reads[i]) || reads[i].baseline.is_some() {
            continue;
        }
        let aim = &reads[i].phrase;
        let fits = |r: &Read| r.reading == Reading::Past && r.phrase.quantity.unit == aim.quantity.unit;
        let behind = reads.get(i + 1).filter(|r| fits(r) && in_brackets_behind(scan, aim, &r.phrase)).map(|_| i + 1);
        let before = i.checked_sub(1).filter(|b| {
            let clause = scan.clause(&aim.range);
            fits(&reads[*b]) && (clause.contains(&reads[*b].phrase.range.start) || in_brackets_before(scan, aim, &reads[*b].phrase))
        });
        reads[i].baseline = behind.or(before);
    }
}

/// 相談は210件であった。令和10年度には300件を目指す: the figure of the past right before an aim that names no thing of its own.
fn carried(scan: &Scan, reads: &mut [Read], words: &TargetWords) {
    for i in 1..reads.len() {
        let told: Vec<usize> = (0..i).filter(|&b| reads[b].reading != Reading::Other).collect();
        let Some(&b) = told.last() else { continue };
        if is_aim(&reads[i]) && reads[i].baseline.is_none() && reads[b].reading == Reading::Past && goes_on(scan, &reads[i].phrase, words) {
            let (past, aim) = (&reads[b].phrase.quantity, &reads[i].phrase.quantity);
            let between = scan.piece(reads[b].phrase.range.end..reads[i].phrase.range.start);
            let is_near = between.matches(['。', '\n']).count() <= 1;
            let is_level = scan.pair(reads[b].phrase.range.start).map(|p| p.open) == scan.pair(reads[i].phrase.range.start).map(|p| p.open);
            if is_near && is_level && past.unit == aim.unit && (past.value - aim.value).abs() > SAME {
                reads[i].baseline = Some(b);
            }
        }
    }
}

/// Whether the words between a figure and the clause's start or the figure before name nothing of their own.
pub(super) fn goes_on(scan: &Scan, phrase: &Phrase, words: &TargetWords) -> bool {
    let lead = scan.outside(phrase.lead.start..phrase.range.start);
    let dated: Vec<_> = crate::years::mentions(&lead, None).into_iter().map(|m| m.0).collect();
    let mut rest: String = lead.chars().enumerate().filter(|(i, _)| !dated.iter().any(|d| d.contains(i))).map(|c| c.1).collect();
    for word in &words.goal.silent {
        rest = rest.replace(word.as_str(), "");
    }
    rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
}

/// 30人（前年度比＋５人）: a growth over the year before in brackets says again what the figure before them says.
fn comments(scan: &Scan, reads: &mut [Read]) {
    for i in 1..reads.len() {
        let (a, b) = (&reads[i - 1], &reads[i]);
        let grows = matches!(b.phrase.comparator, Comparator::Increase | Comparator::Decrease);
        let is_comment = grows && b.phrase.qualifiers.contains(&Qualifier::PreviousYear) && in_brackets_behind(scan, &a.phrase, &b.phrase);
        if is_aim(a) && is_aim(b) && is_comment && !matches!(a.phrase.comparator, Comparator::Increase | Comparator::Decrease) {
            reads[i].reading = Reading::Other;
        }
    }
}

/// Whether `other` stands in brackets that open right behind `aim`.
fn in_brackets_behind(scan: &Scan, aim: &Phrase, other: &Phrase) -> bool {
    let Some(pair) = scan.pair(other.range.start) else { return false };
    let gap = scan.piece(aim.range.end..pair.open.max(aim.range.end));
    pair.open >= aim.range.end && gap.chars().count() <= ARROW_REACH && !gap.contains(['。', '\n'])
}

/// Whether `other` stands in brackets in the aim's own clause, before it: 満足度（現状55％）を60％に.
fn in_brackets_before(scan: &Scan, aim: &Phrase, other: &Phrase) -> bool {
    scan.pair(other.range.start).is_some_and(|p| p.close < aim.range.start && scan.clause(&aim.range).contains(&p.open))
}

/// 延べ80社／200回以上: what is said before the first and behind the last holds for both.
fn pairs(scan: &Scan, reads: &mut [Read]) {
    for i in 1..reads.len() {
        let (a, b) = (&reads[i - 1].phrase, &reads[i].phrase);
        let gap = scan.piece(a.range.end..b.range.start.max(a.range.end));
        if !is_aim(&reads[i]) && !is_aim(&reads[i - 1]) || !matches!(gap.trim(), "/" | "・") || a.quantity.unit == b.quantity.unit {
            continue;
        }
        let qualifiers: Vec<Qualifier> = a.qualifiers.iter().copied().filter(|q| *q != Qualifier::OfWhich).collect();
        let comparison = (!a.is_compared && b.is_compared).then_some(b.comparator);
        let is_target = is_aim(&reads[i]);
        reads[i].phrase.qualifiers.extend(qualifiers);
        reads[i].phrase.qualifiers.sort();
        reads[i].phrase.qualifiers.dedup();
        if let Some(comparator) = comparison {
            reads[i - 1].phrase.comparator = comparator;
        }
        if is_target
            && reads[i - 1].reading == Reading::Other
            && scan.piece(reads[i - 1].phrase.range.end..reads[i].phrase.range.start) == "/"
        {
            reads[i - 1].reading = Reading::Aim;
        }
        let start = reads[i - 1].phrase.range.start;
        reads[i].phrase.lead = reads[i - 1].phrase.lead.clone();
        reads[i].phrase.range.start = start;
    }
}

/// 記事：10％増／動画：20％増（前年度比）: brackets behind the last of a row speak for all of it.
fn shared_comparisons(scan: &Scan, reads: &mut [Read]) {
    for i in (1..reads.len()).rev() {
        let (a, b) = (&reads[i - 1].phrase, &reads[i].phrase);
        let growth = |p: &Phrase| matches!(p.comparator, Comparator::Increase | Comparator::Decrease);
        let is_row = growth(a) && growth(b) && a.quantity.unit == b.quantity.unit;
        let is_level = scan.pair(a.range.start).map(|p| p.open) == scan.pair(b.range.start).map(|p| p.open);
        let has_comment = scan.opening(scan.skip_blanks(b.range.end)).is_some();
        if is_row && is_level && has_comment && b.qualifiers.contains(&Qualifier::PreviousYear) && a.qualifiers.is_empty() {
            reads[i - 1].phrase.qualifiers.push(Qualifier::PreviousYear);
        }
    }
}

/// うち女性120名: a part of the target before it. A second figure in the same brackets and counter is a part too.
fn named_parts(scan: &Scan, reads: &mut [Read]) {
    for i in 0..reads.len() {
        // そのうち500人を市外から: a part of an aim is aimed at as well.
        let is_part = reads[i].reading == Reading::Other && reads[i].phrase.qualifiers.contains(&Qualifier::OfWhich);
        let whole = i.checked_sub(1).filter(|_| is_part).and_then(|w| reads.get(w)).filter(|w| is_aim(w));
        if whole.is_some_and(|w| w.phrase.quantity.unit == reads[i].phrase.quantity.unit && w.phrase.quantity.unit.is_some()) {
            reads[i].reading = Reading::Aim;
        }
        if !is_aim(&reads[i]) {
            continue;
        }
        let follows_part = i > 0 && {
            let (a, b) = (&reads[i - 1].phrase, &reads[i].phrase);
            let pair = scan.pair(b.range.start).map(|p| p.open);
            pair.is_some()
                && pair == scan.pair(a.range.start).map(|p| p.open)
                && a.qualifiers.contains(&Qualifier::OfWhich)
                && a.quantity.unit == b.quantity.unit
        };
        if follows_part && !reads[i].phrase.qualifiers.contains(&Qualifier::OfWhich) {
            reads[i].phrase.qualifiers.push(Qualifier::OfWhich);
            reads[i].phrase.qualifiers.sort();
        }
        if reads[i].phrase.qualifiers.contains(&Qualifier::OfWhich) {
            let whole = (0..i).rev().find(|&w| is_aim(&reads[w]) && !reads[w].phrase.qualifiers.contains(&Qualifier::OfWhich));
            reads[i].within = whole;
            if whole.is_none() {
                reads[i].phrase.qualifiers.retain(|q| *q != Qualifier::OfWhich);
            }
        }
    }
}

/// 90社（製造業50社、小売業40社）: figures in brackets that add up to the figure before are its parts.
fn sums(scan: &Scan, reads: &mut [Read]) {
    let mut opened: Vec<Pair> =
        reads.iter().filter(|r| is_aim(r)).filter_map(|r| scan.pair(r.phrase.range.start)).filter(|p| !p.is_quote).collect();
    opened.sort_by_key(|p| p.open);
    opened.dedup_by_key(|p| p.open);
    for pair in opened {
        let inside = |r: &Read| scan.pair(r.phrase.range.start).is_some_and(|p| p.open == pair.open);
        let Some(whole) = (0..reads.len()).rev().find(|&i| is_aim(&reads[i]) && reads[i].phrase.range.end <= pair.open) else { continue };
        let unit = reads[whole].phrase.quantity.unit.clone();
        let parts: Vec<usize> =
            (0..reads.len()).filter(|&i| is_aim(&reads[i]) && inside(&reads[i]) && reads[i].phrase.quantity.unit == unit).collect();
        let sum: f64 = parts.iter().map(|&i| reads[i].phrase.quantity.value).sum();
        if parts.len() < 2 || (sum - reads[whole].phrase.quantity.value).abs() > SAME {
            continue;
        }
        for i in parts {
            let part = &mut reads[i];
            part.within = Some(whole);
            if !part.phrase.qualifiers.contains(&Qualifier::OfWhich) {
                part.phrase.qualifiers.push(Qualifier::OfWhich);
                part.phrase.qualifiers.sort();
            }
        }
    }
}
