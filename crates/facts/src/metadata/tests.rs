//! The cases of `tests/suite/facts/metadata.toml`: covers and what they say.
use super::*;
use keikaku_model::document::Style;
use keikaku_model::outline::{FrontLine, Section, SectionKind};
use keikaku_model::page::{FileInfo, Source, TextLayer};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Lines of the cover, largest first by `sizes` (12 points where none are given).
    #[serde(default)]
    front: Vec<String>,
    #[serde(default)]
    sizes: Vec<f32>,
    #[serde(default)]
    heads: Vec<String>,
    info_title: Option<String>,
    author: Option<String>,
    /// Heading and prose of sections.
    #[serde(default)]
    sections: Vec<[String; 2]>,
    title: Option<String>,
    issuer: Option<String>,
    kind: Option<String>,
    code: Option<String>,
    prefecture: Option<String>,
    edition: Option<String>,
    period: Option<[i32; 2]>,
    /// The phrase that says the period, where a case cares.
    quote: Option<String>,
    published: Option<String>,
    revised: Option<String>,
    plan_kind: Option<String>,
    #[serde(default)]
    co_issuers: Vec<String>,
}

fn outline(case: &Case) -> Outline {
    let line = |(i, text): (usize, &String)| FrontLine {
        page: 1,
        text: Text::unplaced(text),
        style: Style { size: case.sizes.get(i).copied().unwrap_or(12.0), ..Style::default() },
    };
    let section = |s: &[String; 2]| Section {
        parent: None,
        depth: 1,
        label: None,
        title: Text::unplaced(&s[0]),
        kind: SectionKind::Chapter,
        body: vec![Text::unplaced(&s[1])],
    };
    Outline {
        source: Source {
            file_name: "plan.pdf".to_owned(),
            sha256: "0".repeat(64),
            media_type: "application/pdf".to_owned(),
            bytes: 0,
            pages: Some(1),
            producer: None,
            encoding: None,
            text_layer: TextLayer::Native,
        },
        info: FileInfo { title: case.info_title.clone(), author: case.author.clone(), ..FileInfo::default() },
        front: case.front.iter().enumerate().map(line).collect(),
        running_heads: case.heads.iter().map(|h| Text::unplaced(h)).collect(),
        sections: case.sections.iter().map(section).collect(),
        measures: Vec::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        unassigned: Vec::new(),
    }
}

#[test]
fn every_case_of_the_list_holds() {
    let cases: Vec<Case> = crate::suite::cases(include_str!("../../../../tests/suite/facts/metadata.toml"));
    let lexicon = Lexicon::default();
    let mut wrong = Vec::new();
    for case in &cases {
        let found = plan(&outline(case), &lexicon, &mut Vec::new());
        let mut check = |what: &str, found: Option<String>, expected: Option<String>| {
            if found != expected {
                wrong.push(format!("{:?} {:?}: {what} {found:?}, expected {expected:?}", case.front, case.sections));
            }
        };
        let issuer = found.issuer.as_ref();
        let kind = issuer.and_then(|i| toml::Value::try_from(i.kind).ok()).and_then(|v| v.as_str().map(str::to_owned));
        check("title", found.title.clone(), case.title.clone());
        check("issuer", issuer.map(|i| i.name.clone()), case.issuer.clone());
        check("kind", kind, case.kind.clone());
        check("code", issuer.and_then(|i| i.lg_code.clone()), case.code.clone());
        check("prefecture", issuer.and_then(|i| i.prefecture.clone()), case.prefecture.clone());
        check("edition", found.edition.clone(), case.edition.clone());
        let years = found.period.as_ref().map(|p| format!("{:?}-{:?}", p.first_fiscal_year, p.last_fiscal_year));
        check("period", years, case.period.map(|p| format!("{:?}-{:?}", Some(p[0]), Some(p[1]))));
        check("published", found.published.as_ref().map(|d| d.date.clone()), case.published.clone());
        check("revised", found.revised.as_ref().map(|d| d.date.clone()), case.revised.clone());
        if case.quote.is_some() {
            check("phrase of the period", found.period.as_ref().map(|p| p.quote.clone()), case.quote.clone());
        }
        if case.plan_kind.is_some() {
            check("plan kind", found.plan_kind.clone(), case.plan_kind.clone());
        }
        check("co-issuers", Some(found.co_issuers.join("|")), Some(case.co_issuers.join("|")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_text_that_measures_share_speaks_once() {
    use keikaku_model::outline::{Measure, Part, Role};
    let case = Case {
        sections: vec![["基本理念".to_owned(), "潮沢商工会議所は、会員の声を聞いて計画を策定する。".to_owned()]], ..empty()
    };
    let mut outline = outline(&case);
    outline.measures = (0..30)
        .map(|i| {
            let text = Text::unplaced("松本市をはじめとする関係機関と連携する");
            let part = Part { role: Role::Goal, header: None, text, is_item: false, shared_with: (i > 0).then_some(0) };
            Measure {
                section: Some(0),
                label: None,
                title: Text::unplaced("意見の交換"),
                header: None,
                badges: Vec::new(),
                parts: vec![part],
            }
        })
        .collect();
    let found = plan(&outline, &Lexicon::default(), &mut Vec::new());
    assert_eq!(found.issuer.map(|i| i.name).as_deref(), Some("潮沢商工会議所"));
}

/// A case without a line.
fn empty() -> Case {
    toml::from_str("").expect("every field of a case has a default")
}
