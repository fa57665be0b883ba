//! The worked example of a profile in the README does what the README says.
use crate::Lexicon;
use crate::testing::{document, grid, large, p};
use keikaku_model::outline::{Outline, Role};
use keikaku_model::text::Texts;

const README: &str = include_str!("../../../README.md");

/// The first TOML example of the README that has structure tables.
fn example() -> toml::Table {
    let block = README.split("```toml").skip(1).filter_map(|b| b.split("```").next()).find(|b| b.contains("[structure."));
    toml::from_str(block.expect("the README has an example of a profile")).expect("the example is TOML")
}

fn read(lexicon: &Lexicon) -> Outline {
    let blocks = document(vec![
        p(large("航路１　人が集う港", 16.0)),
        p(large("帆　にぎわいの事業", 13.0)),
        grid(&[&["帆の名", "舵取り", "費え"], &["朝市の開催", "観光課", "1,200千円"], &["灯台の公開", "港湾課", "300千円"]]),
    ]);
    crate::outline(&blocks, &Texts::default(), lexicon).value
}

#[test]
fn the_readmes_profile_names_columns_and_headings() {
    assert!(read(&Lexicon::default()).measures.is_empty(), "without the profile nobody knows the words");
    let outline = read(&Lexicon::with(&example()).expect("the example's keys are known"));
    let titles: Vec<String> = outline.measures.iter().map(|m| m.title.to_string()).collect();
    assert_eq!(titles, ["朝市の開催", "灯台の公開"]);
    let roles: Vec<Role> = outline.measures[0].parts.iter().map(|p| p.role).collect();
    assert_eq!(roles, [Role::Owner, Role::Amount]);
    assert_eq!(outline.sections[0].label.as_ref().map(|l| l.raw.as_str()), Some("航路１"));
}
