//! Running heads, page numbers and thumb indexes, by what stands at the same place on many pages.
use crate::canvas::{AreaKind, Canvas, Run, is_blank};
use crate::text;
use keikaku_model::document::{Furniture, FurnitureKind};
use std::collections::BTreeMap;

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

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    Top,
    Bottom,
    Side,
}

/// Takes the furniture off the pages.
pub(crate) fn take(canvases: &mut [Canvas]) -> Vec<Furniture> {
    let mut seen: BTreeMap<(Zone, String), usize> = BTreeMap::new();
    for c in canvases.iter() {
        let mut here: Vec<(Zone, String)> = candidates(c).into_iter().map(|(_, _, zone, key)| (zone, key)).collect();
        here.sort();
        here.dedup();
        here.into_iter().for_each(|k| *seen.entry(k).or_default() += 1);
    }
    let least = REPEATS.max((canvases.len() as f32 * SHARE.min(3.0 / canvases.len().max(1) as f32)).ceil() as usize);
    let numbers = numbered(canvases);
    let (top, bottom) = body(canvases, &seen, least);
    let places = places(canvases, &seen, least, (top, bottom));
    let mut out = Vec::new();
    for (at, c) in canvases.iter_mut().enumerate() {
        let mut marked: Vec<(usize, usize, FurnitureKind)> = Vec::new();
        for (area, run, zone, key) in candidates(c) {
            let number = numbers[at].contains(&(area, run));
            let repeated = seen.get(&(zone, key.clone())).copied().unwrap_or(0) >= least;
            match zone {
                Zone::Side if repeated || at_place(c, area, run, zone, &places) => marked.push((area, run, FurnitureKind::ThumbIndex)),
                Zone::Top | Zone::Bottom if number => marked.push((area, run, FurnitureKind::PageNumber)),
                Zone::Top | Zone::Bottom if (repeated || at_place(c, area, run, zone, &places)) && key.chars().any(|c| c != '#') => {
                    let b = &c.areas[area].runs[run].bbox;
                    if b.y1 <= top + 1.0 || b.y0 >= bottom - 1.0 {
                        marked.push((area, run, FurnitureKind::RunningHead));
                    }
                }
                _ => {}
            }
        }
        marked.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1)));
        let mut taken: Vec<Furniture> = Vec::new();
        for (area, run, kind) in marked {
            let run = c.areas[area].runs.remove(run);
            c.areas[area].emptied = true;
            taken.push(Furniture { kind, page: c.page.number, text: text::line(c, &run.glyphs, run.vertical) });
        }
        taken.sort_by_key(|f| (f.kind as u8, f.text.glyphs().first().copied().flatten()));
        out.extend(taken);
    }
    out
}

/// Where what is repeated stands: zone, middle of its height (for the sides: its distance from the nearer side), type size.
/// A chapter of one page has a running head and a thumb index too, printed at the same place.
fn places(canvases: &[Canvas], seen: &BTreeMap<(Zone, String), usize>, least: usize, body: (f32, f32)) -> Vec<(Zone, f32, f32)> {
    let mut out = Vec::new();
    for c in canvases {
        for (a, r, zone, key) in candidates(c) {
            let b = &c.areas[a].runs[r].bbox;
            let outside = zone == Zone::Side || b.y1 <= body.0 + 1.0 || b.y0 >= body.1 - 1.0;
            if outside && seen.get(&(zone, key)).copied().unwrap_or(0) >= least {
                out.push(place(c, a, r, zone));
            }
        }
    }
    out
}

fn place(c: &Canvas, area: usize, run: usize, zone: Zone) -> (Zone, f32, f32) {
    let run = &c.areas[area].runs[run];
    let (x, y) = run.bbox.centre();
    (zone, if zone == Zone::Side { x.min(c.page.width - x) } else { y }, run.size)
}

/// Whether a run stands where furniture stands on other pages, in the same size.
fn at_place(c: &Canvas, area: usize, run: usize, zone: Zone, places: &[(Zone, f32, f32)]) -> bool {
    let p = place(c, area, run, zone);
    places.iter().any(|q| q.0 == p.0 && (q.1 - p.1).abs() < 1.0 && (q.2 - p.2).abs() < 0.2)
}

/// Where the body begins and ends on most pages, in points: what is repeated inside it is a heading, not a running head.
fn body(canvases: &[Canvas], seen: &BTreeMap<(Zone, String), usize>, least: usize) -> (f32, f32) {
    let mut tops = Vec::new();
    let mut bottoms = Vec::new();
    for c in canvases {
        let repeated: Vec<(usize, usize)> = candidates(c)
            .into_iter()
            .filter(|(_, _, zone, key)| seen.get(&(*zone, key.clone())).copied().unwrap_or(0) >= least)
            .map(|(a, r, _, _)| (a, r))
            .collect();
        let runs = c.areas.iter().enumerate().flat_map(|(a, area)| area.runs.iter().enumerate().map(move |(r, run)| (a, r, run.bbox)));
        let body: Vec<_> = runs.filter(|(a, r, _)| !repeated.contains(&(*a, *r))).map(|(_, _, b)| b).collect();
        tops.extend(body.iter().map(|b| b.y0).reduce(f32::min));
        bottoms.extend(body.iter().map(|b| b.y1).reduce(f32::max));
    }
    let middle = |mut v: Vec<f32>, default: f32| {
        v.sort_by(f32::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or(default)
    };
    (middle(tops, f32::MAX), middle(bottoms, f32::MIN))
}

/// Runs that may be furniture: area, run, zone and the text with its digits levelled.
fn candidates(c: &Canvas) -> Vec<(usize, usize, Zone, String)> {
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
            if !key.is_empty() && key.chars().count() <= HEAD_CHARS {
                out.push((a, r, zone, key));
            }
        }
    }
    out
}

/// A run's characters without blanks, digits levelled.
fn key(c: &Canvas, run: &Run) -> String {
    let chars = run.glyphs.iter().map(|&g| c.glyph(g).ch).filter(|ch| !is_blank(*ch));
    chars.map(|ch| if ch.is_numeric() { '#' } else { ch }).collect()
}

/// For each page, the runs that print its number: the outermost lines that hold one, where they count up with the pages, or
/// where only a page or two have one.
fn numbered(canvases: &[Canvas]) -> Vec<Vec<(usize, usize)>> {
    let mut found: Vec<Vec<(usize, usize, i64)>> = canvases.iter().map(lone_numbers).collect();
    // The offset between printed and counted number that most pages share.
    let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, page) in (0i64..).zip(&found) {
        page.iter().for_each(|n| *offsets.entry(n.2 - at).or_default() += 1);
    }
    let count = offsets.values().copied().max().unwrap_or(0);
    if count >= REPEATS.min(canvases.len()) {
        // A document may be bound from parts that count by themselves: an offset shared by two pages is a part.
        for (at, page) in (0i64..).zip(&mut found) {
            page.retain(|n| n.2 == at + 1 || offsets.get(&(n.2 - at)).copied().unwrap_or(0) >= 2.min(canvases.len()));
        }
    } else {
        // A short document: a lone number is the page's if it counts the pages themselves.
        for (at, page) in (0i64..).zip(&mut found) {
            page.retain(|n| n.2 == at + 1);
        }
    }
    found.into_iter().map(|p| p.into_iter().map(|n| (n.0, n.1)).collect()).collect()
}

/// The lone numbers at the page's edges: area, run, value.
fn lone_numbers(c: &Canvas) -> Vec<(usize, usize, i64)> {
    let h = c.page.height;
    let mut out = Vec::new();
    for (a, area) in c.areas.iter().enumerate().filter(|(_, a)| !matches!(a.kind, AreaKind::Cell(..))) {
        for (r, run) in area.runs.iter().enumerate() {
            let edge = run.bbox.y1 < h * NUMBER_MARGIN || run.bbox.y0 > h * (1.0 - NUMBER_MARGIN);
            if let Some(n) = edge.then(|| page_number(&text::line(c, &run.glyphs, run.vertical).to_string())).flatten() {
                out.push((a, r, n));
            }
        }
    }
    out
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
    let mut value = 0i64;
    for c in digits.chars() {
        let v = match c {
            '①'..='⑳' => i64::from(u32::from(c) - u32::from('①') + 1),
            '㉑'..='㉟' => i64::from(u32::from(c) - u32::from('㉑') + 21),
            '０'..='９' => i64::from(u32::from(c) - u32::from('０')),
            _ => i64::from(c.to_digit(10)?),
        };
        value = value * 10 + v;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::page_number;

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
