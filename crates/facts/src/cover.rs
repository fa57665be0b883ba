//! The plan as a whole, from cover, running heads, the file's own title and the years of columns.
use crate::Lexicon;
use crate::plain::{plain, spaced};
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::{Outline, Role};
use keikaku_model::plan::{DatedQuote, FiscalYears, Issuer, IssuerKind, Period, Plan};
use keikaku_model::text::Date;
use std::collections::BTreeMap;

/// What the document says of the plan as a whole.
pub(crate) fn plan(outline: &Outline, lexicon: &Lexicon) -> Plan {
    let title = title(outline, lexicon);
    let (published, at) = published(outline);
    let mut spans = at;
    outline.front.iter().filter(|f| Some(f.text.to_string()) == title).take(1).for_each(|f| spans.extend(&f.text.place()));
    Plan {
        issuer: issuer(outline, title.as_deref()),
        plan_kind: title.as_deref().and_then(|t| longest(&plain(t), &list(&lexicon.plans, "kinds"))),
        edition: edition(outline),
        period: period(outline, title.as_deref()),
        published,
        title,
        spans,
        ..Plan::default()
    }
}

/// A list of words of a table.
fn list(table: &toml::Table, key: &str) -> Vec<String> {
    let words = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    words.filter_map(|w| w.as_str().map(str::to_owned)).collect()
}

/// The longest word that stands in a text.
fn longest(text: &str, words: &[String]) -> Option<String> {
    words.iter().filter(|w| text.contains(w.as_str())).max_by_key(|w| w.chars().count()).cloned()
}

/// The largest front line that names a kind of plan, else such a running head, else the file's own title.
fn title(outline: &Outline, lexicon: &Lexicon) -> Option<String> {
    let ends = list(&lexicon.plans, "title_ends");
    let names = |t: &str| longest(t, &ends).is_some();
    let mut front: Vec<(f32, String)> =
        outline.front.iter().map(|f| (f.style.size, f.text.to_string())).filter(|f| names(&spaced(&f.1))).collect();
    front.sort_by(|a, b| b.0.total_cmp(&a.0));
    let heads = outline.running_heads.iter().map(|h| spaced(&h.to_string())).map(|h| h.trim_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned());
    let own = outline.info.title.iter().map(|t| spaced(t)).filter(|t| !t.contains('.'));
    let headings: Vec<String> = outline.sections.iter().take(3).map(|s| spaced(&s.title.to_string())).collect();
    front.into_iter().map(|f| f.1).next().or_else(|| heads.chain(own).find(|h| names(h) && !h.starts_with('第'))).or_else(|| spoken_of(outline, lexicon)).or_else(|| headings.into_iter().find(|h| names(h)))
}

/// A kind of plan that the prose calls this one: 本計画, 現中期計画, 当行動計画.
fn spoken_of(outline: &Outline, lexicon: &Lexicon) -> Option<String> {
    let (kinds, this) = (list(&lexicon.plans, "kinds"), list(&lexicon.plans, "this"));
    texts(outline).map(|t| plain(&t)).find_map(|text| {
        let named = kinds.iter().filter(|k| k.chars().count() > 3 && this.iter().any(|w| text.contains(&format!("{w}{k}"))));
        named.max_by_key(|k| k.chars().count()).cloned()
    })
}

/// The texts of the front, then the title, then all headings and prose.
fn texts(outline: &Outline) -> impl Iterator<Item = String> {
    let prose = outline.sections.iter().flat_map(|s| std::iter::once(&s.title).chain(&s.body));
    let measures = outline.measures.iter().flat_map(|m| std::iter::once(&m.title).chain(m.parts.iter().map(|p| &p.text)));
    outline.front.iter().map(|f| &f.text).chain(prose).chain(measures).chain(&outline.unassigned).map(Text::to_string)
}

/// The body that publishes the plan: named on the front, in the title or by the file's author, else the one named most often.
fn issuer(outline: &Outline, title: Option<&str>) -> Option<Issuer> {
    let front = outline.front.iter().flat_map(|f| f.text.to_string().split(['・', '\n']).map(plain).collect::<Vec<_>>());
    let words = title.into_iter().flat_map(|t| t.split([' ', '\u{3000}', '・']).map(plain).collect::<Vec<_>>());
    let author = outline.info.author.iter().map(|a| plain(a));
    let named = words.chain(front).chain(author).find_map(|w| body(&w));
    named.or_else(|| speaker(outline)).or_else(|| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts(outline) {
            let text = plain(&text);
            for (i, end) in text.match_indices("商工会議所") {
                let start = text[..i].char_indices().rev().take_while(|(_, c)| matches!(c, '一'..='\u{9fff}')).map(|c| c.0).last().unwrap_or(i);
                if start < i && !["各地", "全国", "先進", "地元", "各", "他", "当", "本"].contains(&&text[start..i]) {
                    *counts.entry(text[start..i + end.len()].to_owned()).or_default() += 1;
                }
            }
        }
        counts.into_iter().max_by_key(|c| c.1).and_then(|c| body(&c.0))
    })
}

/// The body that a sentence of the plan speaks as: 海岬町商工会議所は、….
fn speaker(outline: &Outline) -> Option<Issuer> {
    texts(outline).find_map(|text| {
        let text = plain(&text);
        let (i, end) = text.match_indices("商工会議所は").next()?;
        let start = text[..i].char_indices().rev().take_while(|(_, c)| matches!(c, '一'..='\u{9fff}')).map(|c| c.0).last()?;
        let name = &text[start..i + end.len() - "は".len()];
        let is_own = !["各地", "全国", "先進", "地元", "当", "本"].contains(&&text[start..i]);
        is_own.then(|| body(name)).flatten()
    })
}

/// A name that begins a word: up to 商工会議所, 市, 町, 村 or 県.
fn body(word: &str) -> Option<Issuer> {
    let until = |end: &str| word.find(end).filter(|i| *i > 0).map(|i| word[..i + end.len()].to_owned());
    let issuer = |name: String, kind| Issuer { name, kind, lg_code: None, prefecture: None };
    if let Some(name) = until("商工会議所").or_else(|| until("商工会")) {
        let kind = if name == "日本商工会議所" || name.contains("連合会") { IssuerKind::ChamberFederation } else { IssuerKind::Chamber };
        return Some(issuer(name, kind));
    }
    let municipal = ["市", "町", "村", "区"].iter().filter_map(|e| until(e)).filter(|n| n.chars().count() >= 2).min_by_key(String::len);
    let known = |n: &String| n.chars().all(|c| matches!(c, '一'..='\u{9fff}' | 'ぁ'..='ん' | 'ァ'..='ヺ' | 'ー')) && !n.contains("計画");
    municipal.filter(known).map(|n| issuer(n, IssuerKind::Municipality))
}

/// The years: of a front line that is nothing else, of what stands under 計画期間, of the columns and the title together.
fn period(outline: &Outline, title: Option<&str>) -> Option<Period> {
    let found = |years: FiscalYears, quote: String| Period { first_fiscal_year: Some(years[0]), last_fiscal_year: Some(years[1]), quote };
    let span = |text: &str| {
        let normal = keikaku_text::normalize(text).as_string();
        let all = keikaku_text::dates(&normal).into_iter().filter_map(|d| if let Date::FiscalYears(y) = d.date { Some(y) } else { None });
        all.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    };
    let spans_years = |text: String| span(&text).filter(|y| y[0] < y[1]).map(|y| found(y, text));
    let front = outline.front.iter().map(|f| f.text.to_string()).find_map(spans_years);
    let headed = outline.sections.iter().filter(|s| s.title.to_string().contains("期間")).flat_map(|s| &s.body);
    let stated = headed.map(Text::to_string).chain(texts(outline).filter(|t| t.contains("計画期間"))).find_map(|t| first_sentence_span(&t));
    let columns = outline.measures.iter().flat_map(|m| m.parts.iter().filter(|p| matches!(p.role, Role::Goal | Role::Action)).map(|p| &p.header).chain([&m.header])).flatten().map(Text::to_string);
    let joined = columns.chain(title.map(str::to_owned)).filter_map(|t| span(&t)).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
    let own = title.and_then(|t| years::mentions(&plain(t), None).first().map(|m| m.1));
    front.or(stated).or_else(|| joined.or(own).map(|y| found(y, title.unwrap_or_default().to_owned())))
}

/// The span of years that the first sentence with years names.
fn first_sentence_span(text: &str) -> Option<Period> {
    let sentence = text.split('。').find(|s| !keikaku_text::dates(s).is_empty())?;
    let normal = keikaku_text::normalize(sentence).as_string();
    let years: Vec<FiscalYears> = years::mentions(&normal, None).into_iter().map(|m| m.1).take(2).collect();
    let all = years.into_iter().reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).filter(|y| y[0] < y[1])?;
    Some(Period { first_fiscal_year: Some(all[0]), last_fiscal_year: Some(all[1]), quote: sentence.to_owned() })
}

/// The date that fills a front line, and where it stands.
fn published(outline: &Outline) -> (Option<DatedQuote>, keikaku_model::Place) {
    for line in &outline.front {
        let quote = line.text.to_string();
        let normal = spaced(&quote);
        let date = keikaku_text::dates(&normal).into_iter().find(|d| d.range.len() == normal.chars().count()).map(|d| d.date);
        let shown = match date {
            Some(Date::Month { year: Some(y), month }) => format!("{y}-{month:02}"),
            Some(Date::Day { year: Some(y), month, day }) => format!("{y}-{month:02}-{day:02}"),
            _ => continue,
        };
        return (Some(DatedQuote { date: shown, quote }), line.text.place());
    }
    (None, keikaku_model::Place::default())
}

/// 第3次, 改定版: on the front or in a running head.
fn edition(outline: &Outline) -> Option<String> {
    let lines = outline.front.iter().map(|f| &f.text).chain(&outline.running_heads);
    let printed = lines.map(|t| plain(&t.to_string())).find_map(|line| {
        let numbered = line.match_indices('第').find_map(|(i, _)| {
            let rest: String = line[i..].chars().skip(1).take_while(char::is_ascii_digit).collect();
            let counter = line[i..].chars().nth(1 + rest.chars().count())?;
            (!rest.is_empty() && matches!(counter, '次' | '期' | '版')).then(|| format!("第{rest}{counter}"))
        });
        numbered.or_else(|| revised(&line))
    });
    printed.or_else(|| texts(outline).filter(|t| t.contains("版を作成") || t.contains("版を策定")).find_map(|t| revised(&t)))
}

fn revised(line: &str) -> Option<String> {
    ["改定版", "改訂版"].iter().find(|w| line.contains(**w)).map(|w| (*w).to_owned())
}
