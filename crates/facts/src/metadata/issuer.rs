//! The issuer: who publishes the plan, and who does so with it.
use super::municipality::{self, PublicBody};
use super::words::IssuerWords;
use crate::plain::{longest_end, plain, spaced};
use keikaku_model::Text;
use keikaku_model::plan::{Issuer, IssuerKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// A body's name as found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Body {
    /// Its name in normal form, without blanks.
    pub(super) name: String,
    /// What sort of body.
    pub(super) kind: IssuerKind,
}

/// What the document says where an issuer may stand, most telling first.
pub(super) struct Evidence<'a> {
    /// Lines of the cover, without the title.
    pub(super) front: &'a [String],
    /// The title.
    pub(super) title: Option<&'a str>,
    /// Running heads, then title and author of the file.
    pub(super) beside: &'a [String],
    /// Headings and prose.
    pub(super) prose: &'a [&'a Text],
}

/// How much a sentence weighs in which the plan speaks as a body (…は、この計画を策定), against a mere mention.
const SPEAKER_WEIGHT: f64 = 10.0;

/// Longest name of a place that no table knows, in characters.
const LONGEST_PLACE: usize = 8;

/// The issuer and its co-issuers.
pub(super) fn issuer(evidence: &Evidence<'_>, words: &IssuerWords) -> (Option<Issuer>, Vec<String>) {
    let stated: Vec<Body> = evidence.front.iter().flat_map(|l| alone(l, words)).collect();
    let in_title = evidence.title.and_then(|t| within(t, words));
    let main = stated
        .iter()
        .find(|b| b.kind != IssuerKind::Other)
        .or_else(|| stated.iter().find(|b| in_title.as_ref().is_none_or(|t| t.kind == IssuerKind::Municipality && !is_panel(b, t))))
        .cloned()
        .or(in_title)
        .or_else(|| evidence.front.iter().chain(evidence.beside).find_map(|l| within(l, words)))
        .or_else(|| spoken(evidence.prose, words));
    let Some(main) = main else { return (None, Vec::new()) };
    let mut partners: Vec<String> = Vec::new();
    for body in stated.into_iter().filter(|b| b.name != main.name) {
        if !partners.contains(&body.name) {
            partners.push(body.name);
        }
    }
    (Some(located(&main, evidence)), partners)
}

/// A panel of the municipality named in the title (…審議会, …委員会) advises; it does not publish.
fn is_panel(body: &Body, municipality: &Body) -> bool {
    body.name.starts_with(&municipality.name) && body.name.ends_with('会')
}

/// The issuer with code and prefecture where its name tells them.
fn located(body: &Body, evidence: &Evidence<'_>) -> Issuer {
    let named = |prefecture: &str| {
        let lines = evidence.front.iter().chain(evidence.beside).any(|t| t.contains(prefecture));
        lines || evidence.prose.iter().any(|t| t.to_string().contains(prefecture))
    };
    let place: Option<PublicBody> = match body.kind {
        IssuerKind::Municipality | IssuerKind::Prefecture => municipality::resolve(&body.name, named),
        IssuerKind::Chamber => {
            body.name.strip_suffix("商工会議所").or_else(|| body.name.strip_suffix("商工会")).and_then(municipality::seat)
        }
        IssuerKind::ChamberFederation | IssuerKind::Other => None,
    };
    let is_public = matches!(body.kind, IssuerKind::Municipality | IssuerKind::Prefecture);
    Issuer {
        name: body.name.clone(),
        kind: body.kind,
        lg_code: place.filter(|_| is_public).map(|p| p.code.to_owned()),
        prefecture: place.map(|p| p.prefecture.to_owned()),
    }
}

/// The bodies of a line that holds nothing but names (and a date, as covers have): `みどり野市・みどり野市議会`.
fn alone(line: &str, words: &IssuerWords) -> Vec<Body> {
    let mut out = Vec::new();
    for piece in spaced(line).split(['・', '/', '、', ',', '(', ')', '\n']) {
        let whole = without_date(&plain(piece));
        // 均等割付 spreads a name; a blank may also part two names.
        let parts: Vec<String> = match kind(&whole, words) {
            Some(_) => glued(&whole, words),
            None => piece.split(' ').map(|p| without_date(&plain(p))).filter(|p| !p.is_empty()).collect(),
        };
        let bodies: Option<Vec<Body>> = parts.into_iter().map(|name| kind(&name, words).map(|kind| Body { name, kind })).collect();
        out.extend(bodies.unwrap_or_default());
    }
    out
}

/// Two names of the same place that ran together at a line end: `みどり野市議会みどり野市教育委員会`.
fn glued(name: &str, words: &IssuerWords) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let text = |r: Range<usize>| chars.get(r).unwrap_or_default().iter().collect::<String>();
    for len in (2..=chars.len() / 2).rev() {
        let place = text(0..len);
        let again = (len..chars.len().saturating_sub(len)).find(|&at| text(at..at + len) == place);
        if let Some(at) = again.filter(|&at| kind(&text(0..at), words).is_some() && kind(&text(at..chars.len()), words).is_some()) {
            return vec![text(0..at), text(at..chars.len())];
        }
    }
    vec![name.to_owned()]
}

/// What sort of body a whole name is; `None` where it is no body's name.
fn kind(name: &str, words: &IssuerWords) -> Option<IssuerKind> {
    let count = name.chars().count();
    if count < 2 || words.not_names.iter().any(|n| n == name) || name.contains(['。', '「', '第', '年', '計']) {
        return None;
    }
    if let [body, ..] = municipality::named(name) {
        return Some(if body.name == body.prefecture { IssuerKind::Prefecture } else { IssuerKind::Municipality });
    }
    let has_stem = |end: &str| name.len() > end.len();
    if longest_end(name, &words.chamber_federation).is_some() {
        return Some(IssuerKind::ChamberFederation);
    }
    if let Some(end) = longest_end(name, &words.chamber).filter(|e| has_stem(e)) {
        let is_nationwide = words.nationwide.iter().any(|n| name.strip_suffix(end) == Some(n));
        return Some(if is_nationwide { IssuerKind::ChamberFederation } else { IssuerKind::Chamber });
    }
    if is_place(name, words) {
        return Some(IssuerKind::Municipality);
    }
    longest_end(name, &words.other).is_some_and(has_stem).then_some(IssuerKind::Other)
}

/// Whether a name can be a municipality's although no table has it.
fn is_place(name: &str, words: &IssuerWords) -> bool {
    let ordinary = |c: char| matches!(c, '一'..='\u{9fff}' | 'ぁ'..='ん' | 'ァ'..='ヺ' | 'ー' | '々');
    let count = name.chars().count();
    (2..=LONGEST_PLACE).contains(&count)
        && name.ends_with(['市', '町', '村', '区'])
        && name.chars().all(ordinary)
        && !words.not_names.iter().any(|n| n.chars().count() > 1 && name.ends_with(n.as_str()))
}

/// The body that a title or a line names: at its beginning behind dates and editions, or any chamber within.
pub(super) fn within(line: &str, words: &IssuerWords) -> Option<Body> {
    let line = spaced(line);
    for piece in line.split([' ', '・', '(', '「', '【', '】', '〜', '-', '―']) {
        let piece = without_edition(&without_date(&plain(piece)));
        if let Some(body) = chamber(&piece, words).or_else(|| beginning(&piece, words)) {
            return Some(body);
        }
    }
    None
}

/// A municipality or prefecture at the beginning of a text; of a prefecture with its municipality the municipality.
fn beginning(text: &str, words: &IssuerWords) -> Option<Body> {
    let chars: Vec<char> = text.chars().collect();
    if kind(text, words).is_some_and(|k| k == IssuerKind::Other) {
        return Some(Body { name: text.to_owned(), kind: IssuerKind::Other });
    }
    let known = municipality::mentions(&chars);
    if let Some((0, first)) = known.first().copied() {
        let next = known.get(1).filter(|(at, _)| *at == first.name.chars().count() && first.name == first.prefecture);
        let body = next.map_or(first, |n| n.1);
        let kind = if body.name == body.prefecture { IssuerKind::Prefecture } else { IssuerKind::Municipality };
        return Some(Body { name: body.name.to_owned(), kind });
    }
    let end = (2..=chars.len().min(LONGEST_PLACE)).find(|&n| matches!(chars[n - 1], '市' | '町' | '村' | '区'))?;
    let name: String = chars[..end].iter().collect();
    // 市街地, 市民, 町民: the character begins the next word.
    let goes_on = matches!(chars.get(end), Some('街' | '民' | '場' | '内' | '域' | '立' | '画'));
    (!goes_on && is_place(&name, words)).then_some(Body { name, kind: IssuerKind::Municipality })
}

/// The first chamber that a text names.
fn chamber(text: &str, words: &IssuerWords) -> Option<Body> {
    chambers(text, words).into_iter().next().map(|c| c.0)
}

/// The chambers that a text names, each with the byte index behind its name.
fn chambers(text: &str, words: &IssuerWords) -> Vec<(Body, usize)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("商工会") {
        let rest = &text[at..];
        let ends = words.chamber_federation.iter().chain(&words.chamber);
        let Some(end) = ends.filter(|e| rest.starts_with(e.as_str())).max_by_key(|e| e.len()) else { continue };
        let stem = place_before(&text[..at], words);
        let name = format!("{stem}{end}");
        if stem.is_empty() || words.not_names.contains(&name) {
            continue;
        }
        if let Some(kind) = kind(&name, words) {
            out.push((Body { name, kind }, at + end.len()));
        }
    }
    out
}

/// The name of a place that a text ends with: the longest that is a municipality's, else the run of kanji or katakana.
fn place_before(text: &str, words: &IssuerWords) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = chars.len().saturating_sub(LONGEST_PLACE);
    let known = (from..chars.len()).map(|i| chars[i..].iter().collect::<String>()).find(|s| municipality::seat(s).is_some());
    let run: String = {
        let first = chars.iter().rposition(|c| !matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' | '々')).map_or(0, |i| i + 1);
        chars[first..].iter().collect()
    };
    let run = words
        .noise
        .iter()
        .find_map(|n| run.strip_prefix(n.as_str()).filter(|r| municipality::seat(r).is_some()))
        .unwrap_or(&run)
        .to_owned();
    known.filter(|k| k.chars().count() > run.chars().count()).unwrap_or(run)
}

/// The body that a plan without a cover speaks as: by how often and how it is named, and by the words that such bodies use of their own.
fn spoken(prose: &[&Text], words: &IssuerWords) -> Option<Body> {
    let mut weights: BTreeMap<String, (f64, IssuerKind)> = BTreeMap::new();
    for sentence in prose.iter().flat_map(|t| plain(&t.to_string()).split('。').map(str::to_owned).collect::<Vec<_>>()) {
        for (body, rest) in bodies(&sentence, words) {
            let weight = if speaks(rest, words) { SPEAKER_WEIGHT } else { 1.0 };
            weights.entry(body.name).or_insert((0.0, body.kind)).0 += weight;
        }
    }
    let count = |text: &str, list: &[String]| list.iter().map(|w| text.matches(w.as_str()).count()).sum::<usize>();
    let voice = |list: &[String]| 1.0 + prose.iter().map(|t| count(&t.to_string(), list)).sum::<usize>() as f64;
    let (chamber, town, prefecture) = (voice(&words.voice.chamber), voice(&words.voice.municipality), voice(&words.voice.prefecture));
    let weigh = |(weight, kind): &(f64, IssuerKind)| {
        weight
            * match kind {
                IssuerKind::Municipality => town,
                IssuerKind::Prefecture => prefecture,
                _ => chamber,
            }
    };
    let best = weights.iter().max_by(|a, b| weigh(a.1).total_cmp(&weigh(b.1)).then(b.0.cmp(a.0)))?;
    Some(Body { name: best.0.clone(), kind: best.1.1 })
}

/// The chambers and known municipalities and prefectures that a sentence names, each with what follows its name.
fn bodies<'a>(sentence: &'a str, words: &IssuerWords) -> Vec<(Body, &'a str)> {
    let mut out: Vec<(Body, &str)> = chambers(sentence, words).into_iter().map(|(body, end)| (body, &sentence[end..])).collect();
    let chars: Vec<char> = sentence.chars().collect();
    for (at, body) in municipality::mentions(&chars) {
        let end: usize = chars.iter().take(at + body.name.chars().count()).map(|c| c.len_utf8()).sum();
        let kind = if body.name == body.prefecture { IssuerKind::Prefecture } else { IssuerKind::Municipality };
        out.push((Body { name: body.name.to_owned(), kind }, &sentence[end..]));
    }
    out
}

/// Whether a sentence goes on after a name as its body speaks: `は、…計画を策定`.
fn speaks(rest: &str, words: &IssuerWords) -> bool {
    words.subject_particles.iter().any(|p| rest.starts_with(p.as_str())) && words.subject_words.iter().any(|w| rest.contains(w.as_str()))
}

/// The text without dates and years at its beginning and end.
fn without_date(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut start, mut end) = (0, chars.len());
    for mention in keikaku_text::dates(text) {
        if mention.range.start == start {
            start = mention.range.end;
        } else if mention.range.end == end {
            end = mention.range.start;
        }
    }
    chars.get(start..end.max(start)).unwrap_or_default().iter().collect()
}

/// The text without `第3次` at its beginning.
fn without_edition(text: &str) -> String {
    let Some(rest) = text.strip_prefix('第') else { return text.to_owned() };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.strip_prefix(['次', '期', '版', '回']).unwrap_or(text).to_owned()
}

/// Whether a line names bodies and nothing else.
pub(super) fn is_alone(line: &str, words: &IssuerWords) -> bool {
    !alone(line, words).is_empty()
}
