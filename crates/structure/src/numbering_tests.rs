use super::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    scheme: Option<Scheme>,
    number: Option<u32>,
    raw: Option<String>,
    rest: Option<String>,
}

#[test]
fn labels_are_read_as_the_case_list_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/suite/structure/numbering.toml");
    let cases: Cases =
        toml::from_str(&std::fs::read_to_string(path).expect("the case list stands in the repository")).expect("the case list is TOML");
    let lexicon = Lexicon::default();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let text: Vec<char> = case.text.chars().collect();
        let found = label(&text, &lexicon);
        let rest = found.as_ref().map(|f| text[f.rest..].iter().collect::<String>());
        let same = found.as_ref().map(|f| f.label.scheme) == case.scheme
            && found.as_ref().and_then(|f| f.label.number) == case.number
            && case.raw.as_ref().is_none_or(|r| found.as_ref().is_some_and(|f| &f.label.raw == r))
            && case.rest.as_ref().is_none_or(|r| rest.as_ref() == Some(r));
        if !same {
            wrong.push(format!("{}: {found:?}, rest {rest:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

#[test]
fn i_before_ro_is_iroha_and_after_a_katakana() {
    let lexicon = Lexicon::default();
    let read = |lines: &[&str]| {
        let mut labels: Vec<_> = lines.iter().map(|l| label(&l.chars().collect::<Vec<_>>(), &lexicon)).collect();
        continuity(&mut labels);
        labels.into_iter().flatten().map(|l| (l.label.scheme, l.label.number)).collect::<Vec<_>>()
    };
    assert_eq!(read(&["ア　会費", "イ　寄附"]), [(Scheme::Katakana, Some(1)), (Scheme::Katakana, Some(2))]);
    assert_eq!(
        read(&["イ　会費", "ロ　寄附", "ハ　雑収入"]),
        [(Scheme::Iroha, Some(1)), (Scheme::Iroha, Some(2)), (Scheme::Iroha, Some(3))]
    );
}
