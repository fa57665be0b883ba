//! Those in charge named in brackets behind a heading: 「（１）相談の強化【指導課】」. They are in charge of all measures under it.
use crate::build::Builder;
use crate::marks;
use keikaku_model::Text;
use keikaku_model::outline::{Part, Role};
use std::collections::BTreeMap;

/// The owners of sections, by section.
pub(crate) type Charges = BTreeMap<usize, Text>;

/// Takes the owners off the titles of sections, and gives them to the measures inside that name none themselves.
pub(crate) fn spread(builder: &mut Builder) -> Charges {
    let mut charges = Charges::new();
    for (at, section) in builder.tree.sections.iter_mut().enumerate() {
        if let Some((title, owner)) = marks::cut_owner(&section.title, builder.lexicon) {
            section.title = title;
            charges.insert(at, owner);
        }
    }
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..builder.measures.len() {
        let measure = &builder.measures[at].1;
        if measure.parts.iter().any(|p| p.role == Role::Owner) {
            continue;
        }
        let Some((section, owner)) = measure.section.and_then(|s| of(builder, &charges, s)) else { continue };
        let shared_with = first.get(&section).copied();
        first.entry(section).or_insert(at);
        builder.add_part(at, part(owner, shared_with));
    }
    charges
}

/// Who is in charge of a section: named by it or by the nearest around it.
pub(crate) fn of(builder: &Builder, charges: &Charges, section: usize) -> Option<(usize, Text)> {
    let mut at = Some(section);
    while let Some(s) = at {
        if let Some(owner) = charges.get(&s) {
            return Some((s, owner.clone()));
        }
        at = builder.tree.sections.get(s)?.parent;
    }
    None
}

/// A part that names who is in charge.
pub(crate) fn part(text: Text, shared_with: Option<usize>) -> Part {
    Part { role: Role::Owner, header: None, text, is_item: false, shared_with }
}
