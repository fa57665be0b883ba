//! The plan's title, kind and edition.
use super::issuer;
use super::words::{IssuerWords, PlanWords};
use crate::plain::{longest_end, plain, spaced};
use keikaku_model::Text;
use keikaku_model::outline::{FrontLine, Outline};
use keikaku_model::text::Date;

/// Lines of one title differ in size by at most this share.
const SAME_SIZE: f32 = 0.05;

/// A title and where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Title {
    /// As printed.
    pub(super) text: String,
    /// With its glyphs, where it stands on a page.
    pub(super) printed: Text,
    /// The front lines that it takes.
    pub(super) lines: Vec<usize>,
}

/// The title: the largest line of the front that is one, else a running head, the file's own title, what the prose calls the plan, or a first heading.
pub(super) fn title(outline: &Outline, prose: &[&Text], plans: &PlanWords, issuers: &IssuerWords) -> Option<Title> {
    front(&outline.front, plans, issuers)
        .or_else(|| beside(outline, plans))
        .or_else(|| spoken_of(prose, plans).map(|text| Title { text, ..Title::default() }))
        .or_else(|| {
            // A numbered heading is a chapter's.
            let headings = outline.sections.iter().take(FIRST_HEADINGS).filter(|s| s.label.is_none()).map(|s| &s.title);
            headings.into_iter().find(|t| rank(&t.to_string(), plans) == 2).map(|t| Title {
                text: t.to_string(),
                printed: t.clone(),
                lines: Vec::new(),
            })
        })
}

/// A title that stands among the headings is one of the first.
const FIRST_HEADINGS: usize = 3;

/// How sure a line is a title: 2 where it ends as titles do, 1 where it holds the name of a kind of plan, else 0.
fn rank(line: &str, words: &PlanWords) -> u8 {
    let plain = plain(line);
    let mut bare = plain.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '【' | '】' | '」' | '』'));
    while let Some(rest) = longest_end(bare, &words.title_tails).map(|t| &bare[..bare.len() - t.len()]).or_else(|| without_brackets(bare)) {
        bare = rest;
    }
    let bare = bare.trim_end_matches(['」', '』', '】']);
    if bare.contains('。') || words.not_titles.iter().any(|n| bare == n || (n.chars().count() > 2 && bare.starts_with(n.as_str()))) {
        return 0;
    }
    if longest_end(bare, &words.title_ends).is_some() {
        return 2;
    }
    u8::from(words.kinds.iter().any(|k| k.chars().count() > 2 && bare.contains(k.as_str())))
}

/// The text without `（…）` at its end.
fn without_brackets(text: &str) -> Option<&str> {
    let open = text.strip_suffix(')')?.rfind('(')?;
    (open > 0).then(|| &text[..open])
}

/// The largest line of the front that is a title, with the lines of its size that it goes on over.
fn front(lines: &[FrontLine], plans: &PlanWords, issuers: &IssuerWords) -> Option<Title> {
    let ranks: Vec<u8> = lines.iter().map(|l| rank(&l.text.to_string(), plans)).collect();
    let best = (0..lines.len()).filter(|&i| ranks[i] > 0).max_by(|&a, &b| {
        let size = lines[a].style.size.total_cmp(&lines[b].style.size);
        size.then(ranks[a].cmp(&ranks[b])).then(b.cmp(&a))
    })?;
    let mut first = best;
    while first > 0 && begins(&lines[first - 1], &lines[first], issuers) {
        first -= 1;
    }
    let parts: Vec<&Text> = lines[first..=best].iter().map(|l| &l.text).collect();
    let name = Text::joined(parts, "");
    // 令和７年度 over a title that names no year, 後期基本計画 under one.
    let year = first.checked_sub(1).filter(|&i| lines[i].page == lines[first].page && is_lone_year(&lines[i]) && !names_years(&name));
    let part = Some(best + 1).filter(|&i| lines.get(i).is_some_and(|l| l.page == lines[best].page && is_part(&l.text, &name, plans)));
    let text = without_issuer(&name.to_string(), issuers);
    let around = |i: Option<usize>| i.map(|i| &lines[i].text);
    let printed = Text::joined([around(year), Some(&name), around(part)].into_iter().flatten(), " ");
    let said = |i: Option<usize>| around(i).map(|t| t.to_string().trim().to_owned());
    let text = [said(year), Some(text), said(part)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(Title { text, printed, lines: (year.unwrap_or(first)..=part.unwrap_or(best)).collect() })
}

/// A line that is one fiscal year and nothing else: 令和７年度.
fn is_lone_year(line: &FrontLine) -> bool {
    let text = plain(&line.text.to_string());
    let years = keikaku_text::dates(&text);
    matches!(years.as_slice(), [d] if d.range.len() == text.chars().count() && matches!(d.date, Date::FiscalYears(y) if y[0] == y[1]))
}

fn names_years(text: &Text) -> bool {
    !keikaku_text::dates(&plain(&text.to_string())).is_empty()
}

/// Whether a line under the title names the part of the plan that the document is: 後期基本計画, （実施計画編）, 第２期実施計画.
fn is_part(line: &Text, title: &Text, plans: &PlanWords) -> bool {
    let text = plain(&line.to_string());
    let bare = text.trim_matches(['(', ')', '〜', '-', '―', '【', '】', '<', '>']);
    let unnumbered = numbered(bare, plans).map_or(bare, |n| bare.strip_prefix(n.as_str()).unwrap_or(bare));
    plans.parts.iter().any(|p| p == unnumbered) && !plain(&title.to_string()).ends_with(bare)
}

/// Whether a line is the beginning of the title that the next line ends: as large, on the same page, no body and no date by itself.
fn begins(line: &FrontLine, next: &FrontLine, issuers: &IssuerWords) -> bool {
    let text = line.text.to_string();
    let is_large = line.style.size > 0.0 && (line.style.size - next.style.size).abs() <= next.style.size * SAME_SIZE;
    // Lines of a text file have no size: there a title is one line.
    let is_drawn = line.style.size > 1.0;
    is_large
        && is_drawn
        && line.page == next.page
        && keikaku_text::dates(&text).is_empty()
        && !issuer::is_alone(&text, issuers)
        && !text.contains(['～', '〜', '―', '。', '－'])
}

/// The title without the issuer's name set before it with a blank.
fn without_issuer(title: &str, issuers: &IssuerWords) -> String {
    match title.trim().split_once([' ', '\u{3000}']) {
        Some((before, rest)) if before.split(['・', '･']).any(|p| issuer::is_alone(p, issuers)) => rest.trim().to_owned(),
        _ => title.trim().to_owned(),
    }
}

/// A title in the running heads or the file's own.
fn beside(outline: &Outline, plans: &PlanWords) -> Option<Title> {
    let heads = outline.running_heads.iter().map(|h| {
        let text = spaced(&h.to_string());
        (text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '-').to_owned(), h.clone())
    });
    // The second word of a head like `第2章 …` is a chapter's title, `….docx` a file's name.
    let own = outline.info.title.iter().map(|t| (spaced(t), Text::new())).filter(|t| !t.0.contains(['.', '\\']));
    let good = |t: &(String, Text)| rank(&t.0, plans) == 2 && !(t.0.starts_with('第') && t.0.contains(['章', '編', '節', '部']));
    heads.chain(own).find(good).map(|(text, printed)| Title { text, printed, lines: Vec::new() })
}

/// A kind of plan that the prose calls this one: 本計画, 現行動計画.
fn spoken_of(prose: &[&Text], words: &PlanWords) -> Option<String> {
    prose.iter().map(|t| plain(&t.to_string())).find_map(|text| {
        let said: Vec<&str> = words.this.iter().flat_map(|w| text.match_indices(w.as_str()).map(|(at, _)| &text[at + w.len()..])).collect();
        let named = words.kinds.iter().filter(|k| k.chars().count() > 3 && said.iter().any(|rest| rest.starts_with(k.as_str())));
        named.max_by_key(|k| k.chars().count()).cloned()
    })
}

/// The kind of plan: the longest that the title names.
pub(super) fn kind(title: &str, words: &PlanWords) -> Option<String> {
    let title = plain(title);
    words.kinds.iter().filter(|k| title.contains(k.as_str())).max_by_key(|k| k.chars().count()).cloned()
}

/// `第3次`, `改定版`: in the title, on the front, in a running head, else in a sentence about making it.
pub(super) fn edition(title: &str, lines: &[String], prose: &[&Text], words: &PlanWords) -> Option<String> {
    let numbered_or_word = |t: &String| numbered(&plain(t), words).or_else(|| word(&plain(t), words));
    let title = [title.to_owned()];
    title.iter().chain(lines).find_map(numbered_or_word).or_else(|| {
        let made = prose
            .iter()
            .map(|t| plain(&t.to_string()))
            .filter(|t| words.dates.published.iter().any(|p| t.split("版を").skip(1).any(|rest| rest.starts_with(p.as_str()))));
        made.into_iter().find_map(|t| word(&t, words))
    })
}

/// `第3次` as it stands in a text.
fn numbered(text: &str, words: &PlanWords) -> Option<String> {
    text.match_indices('第').find_map(|(at, _)| {
        let rest = &text[at + '第'.len_utf8()..];
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
        let counter = words.edition.counters.iter().filter(|c| rest[digits.len()..].starts_with(c.as_str())).max_by_key(|c| c.len())?;
        (!digits.is_empty()).then(|| format!("第{digits}{counter}"))
    })
}

fn word(text: &str, words: &PlanWords) -> Option<String> {
    words.edition.words.iter().find(|w| text.contains(w.as_str())).cloned()
}
