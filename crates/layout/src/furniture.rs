//! Running heads, page numbers and thumb indexes, by what stands at the same place on many pages.
use crate::canvas::{AreaKind, Canvas, Run, is_blank};
use crate::text;
use keikaku_model::document::{Furniture, FurnitureKind};
use keikaku_model::{Rect, Text};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Running heads and page numbers stand in this share of the page's height from its top or bottom.
const MARGIN: f32 = 0.12;

/// Page numbers alone: only quite at the edge, as a lone number in a table's note may stand higher.
const NUMBER_MARGIN: f32 = 0.1;

/// Thumb indexes stand in this share of the page's width from its sides.
const SIDE: f32 = 0.09;

/// What stands on at least this many pages is a running head …
const REPEATS: usize = 3;

/// … if these are at least this share of the pages on which it could: a chapter's head runs on the chapter's pages only.
const SHARE: f32 = 0.08;

/// Running heads are shorter than this.
const HEAD_CHARS: usize = 60;

/// The numbers in a running head count up, but for one page in so many where a part of the document begins.
const FALLS: usize = 4;

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    Top,
    Bottom,
    Side,
}

/// What stands at a page's edges, and how far up and down the rest goes.
pub(crate) struct Margins {
    page: u32,
    candidates: Vec<Candidate>,
    /// Top and bottom of the runs that are no candidates.
    rest: Option<(f32, f32)>,
}

/// A run that may be furniture.
struct Candidate {
    /// Index of its area and of itself there.
    at: (usize, usize),
    zone: Zone,
    /// Its characters without blanks, digits levelled.
    key: String,
    bbox: Rect,
    /// Middle of its height; at the sides its distance from the nearer one.
    distance: f32,
    size: f32,
    /// The page number that it prints, if it prints nothing else.
    number: Option<i64>,
    text: Text,
}

/// A run that is furniture.
pub(crate) struct Taken {
    /// Index of its area and of itself there.
    at: (usize, usize),
    furniture: Furniture,
}

impl Margins {
    /// The edges of a page.
    pub(crate) fn of(canvas: &Canvas) -> Self {
        let candidates = candidates(canvas);
        let at: BTreeSet<(usize, usize)> = candidates.iter().map(|c| c.at).collect();
        let runs = canvas.areas.iter().enumerate().flat_map(|(a, area)| (0..).zip(&area.runs).map(move |(r, run)| ((a, r), run.bbox)));
        let rest = runs.filter(|(run, _)| !at.contains(run)).map(|(_, b)| (b.y0, b.y1));
        let rest = rest.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Self { page: canvas.page.number, candidates, rest }
    }
}

/// The furniture of each page, in the order of the pages.
pub(crate) fn find(pages: Vec<Margins>) -> Vec<Vec<Taken>> {
    let mut seen: BTreeMap<(Zone, &str), Vec<Vec<u64>>> = BTreeMap::new();
    for page in &pages {
        let here: BTreeMap<(Zone, &str), &Candidate> = page.candidates.iter().rev().map(|c| ((c.zone, c.key.as_str()), c)).collect();
        here.into_iter().for_each(|(k, c)| seen.entry(k).or_default().push(figures(&c.text)));
    }
    let least = REPEATS.max((pages.len() as f32 * SHARE.min(3.0 / pages.len().max(1) as f32)).ceil() as usize);
    let heads: BTreeSet<(Zone, &str)> =
        seen.into_iter().filter(|(_, on)| on.len() >= least && is_steady(on, least)).map(|(k, _)| k).collect();
    let repeated = |c: &Candidate| heads.contains(&(c.zone, c.key.as_str()));
    let body = body(&pages, &repeated);
    let outside = |c: &Candidate| c.bbox.y1 <= body.0 + 1.0 || c.bbox.y0 >= body.1 - 1.0;
    // A chapter of one page has a running head and a thumb index too, printed at the same place.
    let all = pages.iter().flat_map(|p| &p.candidates);
    let known: Vec<&Candidate> = all.filter(|c| (c.zone == Zone::Side || outside(c)) && repeated(c)).collect();
    let same = |a: &Candidate, b: &Candidate| a.zone == b.zone && (a.distance - b.distance).abs() < 1.0 && (a.size - b.size).abs() < 0.2;
    let stands = |c: &Candidate| repeated(c) || known.iter().any(|k| same(k, c));
    let kind = |c: &Candidate, is_number: bool| match c.zone {
        Zone::Side => stands(c).then_some(FurnitureKind::ThumbIndex),
        _ if is_number => Some(FurnitureKind::PageNumber),
        _ => (stands(c) && c.key.chars().any(|ch| ch != '#') && outside(c)).then_some(FurnitureKind::RunningHead),
    };
    let found: Vec<Vec<Option<FurnitureKind>>> =
        pages.iter().zip(numbers(&pages)).map(|(p, numbers)| p.candidates.iter().zip(numbers).map(|(c, n)| kind(c, n)).collect()).collect();
    pages.into_iter().zip(found).map(|(page, kinds)| taken(page, kinds)).collect()
}

/// The numbers that a line prints.
fn figures(text: &Text) -> Vec<u64> {
    let value = |digits: &[char]| digits.iter().filter_map(|c| numeral(*c)).fold(0u64, |n, d| n.wrapping_mul(10).wrapping_add(d));
    text.chars().split(|c| !c.is_numeric()).filter(|digits| !digits.is_empty()).map(value).collect()
}

/// Whether the numbers of a line on page after page are those of a running head: the same on many, or counting up with pages and
/// chapters. Where they go up and down (目標 120件, 目標 85件), the line is each page's own.
fn is_steady(numbers: &[Vec<u64>], least: usize) -> bool {
    let mut counts: BTreeMap<&[u64], usize> = BTreeMap::new();
    numbers.iter().for_each(|n| *counts.entry(n).or_default() += 1);
    let falls = numbers.windows(2).filter(|w| w[0].iter().zip(&w[1]).any(|(a, b)| b < a)).count();
    counts.values().any(|n| *n >= least) || falls * FALLS < numbers.len()
}

/// The candidates that are furniture.
fn taken(page: Margins, kinds: Vec<Option<FurnitureKind>>) -> Vec<Taken> {
    let taken = |(c, kind): (Candidate, Option<FurnitureKind>)| {
        Some(Taken { at: c.at, furniture: Furniture { kind: kind?, page: page.page, text: c.text.packed() } })
    };
    page.candidates.into_iter().zip(kinds).filter_map(taken).collect()
}

/// Takes the furniture off its page.
pub(crate) fn take(canvas: &mut Canvas, mut taken: Vec<Taken>) -> Vec<Furniture> {
    taken.sort_by_key(|t| (t.at.0, Reverse(t.at.1)));
    for (area, run) in taken.iter().map(|t| t.at) {
        canvas.areas[area].runs.remove(run);
        canvas.areas[area].emptied = true;
    }
    taken.sort_by_key(|t| (t.furniture.kind as u8, t.furniture.text.glyph(0)));
    taken.into_iter().map(|t| t.furniture).collect()
}

/// Where the body begins and ends on most pages, in points: what is repeated inside it is a heading, not a running head.
fn body(pages: &[Margins], repeated: &impl Fn(&Candidate) -> bool) -> (f32, f32) {
    let extents = |p: &Margins| {
        let own = p.candidates.iter().filter(|c| !repeated(c)).map(|c| (c.bbox.y0, c.bbox.y1));
        own.chain(p.rest).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    };
    let (tops, bottoms): (Vec<f32>, Vec<f32>) = pages.iter().filter_map(extents).unzip();
    let middle = |mut v: Vec<f32>, default: f32| {
        v.sort_by(f32::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or(default)
    };
    (middle(tops, f32::MAX), middle(bottoms, f32::MIN))
}

/// Runs that may be furniture.
fn candidates(c: &Canvas) -> Vec<Candidate> {
    let (w, h) = (c.page.width, c.page.height);
    let mut out = Vec::new();
    for (a, area) in c.areas.iter().enumerate().filter(|(_, a)| !matches!(a.kind, AreaKind::Cell(..))) {
        for (r, run) in area.runs.iter().enumerate() {
            let b = &run.bbox;
            let tab = area.kind == AreaKind::Box && (area.bbox.x1 < w * SIDE || area.bbox.x0 > w * (1.0 - SIDE));
            let zone = if tab || (run.vertical && (b.x1 < w * SIDE || b.x0 > w * (1.0 - SIDE))) {
                Zone::Side
            } else if b.y1 < h * MARGIN {
                Zone::Top
            } else if b.y0 > h * (1.0 - MARGIN) {
                Zone::Bottom
            } else {
                continue;
            };
            let key = key(c, run);
            if key.is_empty() || key.chars().count() > HEAD_CHARS {
                continue;
            }
            let text = text::line(c, &run.glyphs, run.vertical);
            let edge = b.y1 < h * NUMBER_MARGIN || b.y0 > h * (1.0 - NUMBER_MARGIN);
            let number = edge.then(|| page_number(&text.to_string())).flatten();
            let (x, y) = b.centre();
            let distance = if zone == Zone::Side { x.min(w - x) } else { y };
            out.push(Candidate { at: (a, r), zone, key, bbox: *b, distance, size: run.size, number, text });
        }
    }
    out
}

/// A run's characters without blanks, digits levelled.
fn key(c: &Canvas, run: &Run) -> String {
    let chars = run.glyphs.iter().map(|&g| c.glyph(g).ch).filter(|ch| !is_blank(*ch));
    chars.map(|ch| if ch.is_numeric() { '#' } else { ch }).collect()
}

/// For each page, whether each candidate prints its number: the outermost lines that hold one, where they count up with the pages, or
/// where only a page or two have one.
fn numbers(pages: &[Margins]) -> Vec<Vec<bool>> {
    // The offset between printed and counted number that most pages share.
    let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, page) in (0i64..).zip(pages) {
        page.candidates.iter().filter_map(|c| c.number).for_each(|n| *offsets.entry(n - at).or_default() += 1);
    }
    let count = offsets.values().copied().max().unwrap_or(0);
    // A document may be bound from parts that count by themselves: an offset shared by two pages is a part.
    let part = |offset: i64| count >= REPEATS.min(pages.len()) && offsets.get(&offset).copied().unwrap_or(0) >= 2.min(pages.len());
    // In a short document, a lone number is the page's if it counts the pages themselves.
    let is = |at: i64, c: &Candidate| c.number.is_some_and(|n| n == at + 1 || part(n - at));
    (0i64..).zip(pages).map(|(at, page)| page.candidates.iter().map(|c| is(at, c)).collect()).collect()
}

/// The number that a page-number line prints: `- 12 -`, `12`, `⑫`, `P.12`, `12ページ`, `12/30`.
fn page_number(line: &str) -> Option<i64> {
    let bare: String = line.chars().filter(|c| !is_blank(*c)).collect();
    let bare = bare.trim_start_matches(['P', 'p', 'Ｐ', '.', '．', '-', '－', '–', '—', '―', 'ー', '‐', '−', '～', '〜', '(', '（']);
    let digits: String = bare.chars().take_while(|c| c.is_numeric()).collect();
    let rest = bare[digits.len()..].trim_end_matches(['-', '－', '–', '—', '―', 'ー', '‐', '−', '～', '〜', ')', '）']);
    let rest_ok = rest.is_empty()
        || rest == "ページ"
        || rest == "頁"
        || rest.strip_prefix(['/', '／']).is_some_and(|r| r.chars().all(char::is_numeric));
    if !rest_ok || digits.is_empty() || digits.chars().count() > 4 {
        return None;
    }
    let values = digits.chars().map(numeral).collect::<Option<Vec<u64>>>()?;
    Some(values.into_iter().fold(0, |n, d| n * 10 + d as i64))
}

/// The value of a numeral: 7, ７, ⑦.
fn numeral(c: char) -> Option<u64> {
    let from = |first: char, value: u32| u64::from(u32::from(c) - u32::from(first) + value);
    match c {
        '①'..='⑳' => Some(from('①', 1)),
        '㉑'..='㉟' => Some(from('㉑', 21)),
        '０'..='９' => Some(from('０', 0)),
        _ => c.to_digit(10).map(u64::from),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_steady, page_number};

    #[test]
    fn numbers_of_running_heads_stay_or_count_up() {
        let on = |numbers: &[u64]| is_steady(&numbers.iter().map(|n| vec![*n]).collect::<Vec<_>>(), 3);
        assert!(on(&[7, 7, 7, 7]));
        assert!(on(&[1, 1, 2, 2, 3, 4]));
        assert!(on(&[1, 2, 3, 4, 1, 2, 3, 4]));
        assert!(!on(&[120, 85, 40]));
        assert!(!on(&[3, 8, 2, 9, 1, 7]));
        assert!(is_steady(&[vec![], vec![], vec![]], 3));
    }

    #[test]
    fn page_numbers() {
        let cases = [
            ("- 12 -", Some(12)),
            ("⑦", Some(7)),
            ("－１０－", Some(10)),
            ("3/27", Some(3)),
            ("12ページ", Some(12)),
            ("1,200", None),
            ("令和6年", None),
        ];
        for (line, value) in cases {
            assert_eq!(page_number(line), value, "{line}");
        }
    }
}
