//! The case list `tests/suite/facts/reference.toml`: a plan with labels and titles, texts that stand in one of its measures, and what
//! they point at.
use super::*;
use crate::Lexicon;
use crate::suite::{assert_all, cases};
use keikaku_model::outline::{Label, Measure, Outline, Scheme, Section, SectionKind};
use keikaku_model::page::{FileInfo, Source, TextLayer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Lines of the plan: depth in blanks, `#` before sections, the label up to the first `|`.
    plan: String,
    text: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// The label or title of the measure in which the text stands.
    home: String,
    text: String,
    /// `kind quote -> label or title`, `-` where nothing fits.
    to: Vec<String>,
}

fn label(raw: &str) -> Option<Label> {
    (!raw.is_empty()).then(|| Label { raw: raw.to_owned(), scheme: Scheme::Named, number: None })
}

/// The outline of a plan written as the cases write it.
pub(crate) fn outline(plan: &str) -> Outline {
    let mut sections: Vec<Section> = Vec::new();
    let mut measures: Vec<Measure> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in plan.lines().filter(|l| !l.trim().is_empty()) {
        let depth = line.chars().take_while(|c| *c == ' ').count();
        open.retain(|(d, _)| *d < depth);
        let around = open.last().map(|o| o.1);
        let (raw, title) = line.trim().trim_start_matches('#').split_once('|').expect("a label and a title");
        let (label, title) = (label(raw.trim()), Text::unplaced(title.trim()));
        if line.trim().starts_with('#') {
            open.push((depth, sections.len()));
            sections.push(Section { parent: around, depth: open.len() as u32, label, title, kind: SectionKind::Chapter, body: Vec::new() });
        } else {
            measures.push(Measure { section: around, label, title, header: None, badges: Vec::new(), parts: Vec::new() });
        }
    }
    let source = Source {
        file_name: "plan.txt".to_owned(),
        sha256: "0".repeat(64),
        media_type: "text/plain".to_owned(),
        bytes: 0,
        pages: None,
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    };
    Outline {
        source,
        info: FileInfo::default(),
        front: Vec::new(),
        running_heads: Vec::new(),
        sections,
        measures,
        figures: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        unassigned: Vec::new(),
    }
}

fn name(label: Option<&Label>, title: &Text) -> String {
    label.map_or_else(|| title.to_string(), |l| l.raw.clone())
}

#[test]
fn every_case_of_the_list_holds() {
    let words = Lexicon::default().references;
    let list: Vec<Case> = cases(include_str!("../../../../tests/suite/facts/reference.toml"));
    let mut results = Vec::new();
    for case in list {
        let outline = outline(&case.plan);
        let index = Index::new(&outline);
        let shown = |t: Option<Target>| match t {
            Some(Target::Section(i)) => name(outline.sections[i].label.as_ref(), &outline.sections[i].title),
            Some(Target::Measure(i)) => name(outline.measures[i].label.as_ref(), &outline.measures[i].title),
            None => "-".to_owned(),
        };
        for said in &case.text {
            let home = outline.measures.iter().position(|m| name(m.label.as_ref(), &m.title) == said.home).expect("the home is a measure");
            let found: Vec<String> = references(&Text::unplaced(&said.text), &words)
                .iter()
                .filter_map(|r| {
                    let to = index.resolve(r, Target::Measure(home));
                    (to.is_some() || r.is_named()).then(|| {
                        let kind = toml::Value::try_from(r.kind).expect("a word");
                        format!("{} {} -> {}", kind.as_str().expect("a word"), r.quote, shown(to))
                    })
                })
                .collect();
            results.push((said.text.clone(), said.to.clone(), found));
        }
    }
    assert_all(results);
}
