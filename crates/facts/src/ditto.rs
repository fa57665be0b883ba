//! Cells that say what the cell above them says (〃, 同上).
use crate::plain::plain;
use keikaku_model::outline::{Measure, Outline, Part};
use serde::Deserialize;
use std::borrow::Cow;

/// The words of `data/cells.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CellWords {
    ditto: Vec<String>,
}

/// The outline with each 〃 replaced by what the row above has under the same header, as shared with that row; a 〃 with nothing above it
/// stays.
pub(crate) fn resolved<'a>(outline: &'a Outline, words: &CellWords) -> Cow<'a, Outline> {
    let is_ditto = |p: &Part| words.ditto.contains(&plain(&p.text.to_string()));
    if !outline.measures.iter().any(|m| m.parts.iter().any(is_ditto)) {
        return Cow::Borrowed(outline);
    }
    let mut out = outline.clone();
    for i in 1..out.measures.len() {
        let (done, rest) = out.measures.split_at_mut(i);
        let (Some(above), Some(measure)) = (done.last(), rest.first_mut()) else { continue };
        let same = |p: &Part| above.parts.iter().filter(|a| a.role == p.role && a.header == p.header).map(|a| shared(a, i - 1)).collect();
        replace(measure, is_ditto, same);
    }
    Cow::Owned(out)
}

/// Puts what stands above in the place of each ditto.
fn replace(measure: &mut Measure, is_ditto: impl Fn(&Part) -> bool, above: impl Fn(&Part) -> Vec<Part>) {
    let parts = std::mem::take(&mut measure.parts);
    for part in parts {
        let found = if is_ditto(&part) { above(&part) } else { Vec::new() };
        if found.is_empty() {
            measure.parts.push(part);
        } else {
            measure.parts.extend(found);
        }
    }
}

/// A part of the measure above, as shared with the first that has it.
fn shared(part: &Part, index: usize) -> Part {
    Part { shared_with: part.shared_with.or(Some(index)), ..part.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use crate::reference::outline_of;
    use keikaku_model::Text;
    use keikaku_model::outline::Role;

    #[test]
    fn a_ditto_takes_the_cell_above() {
        let part = |role: Role, text: &str| Part { role, header: None, text: Text::unplaced(text), is_item: false, shared_with: None };
        let mut outline = outline_of("①|朝市の開催\n②|夜市の開催\n③|古本市の開催");
        outline.measures[0].parts = vec![part(Role::Owner, "商工課"), part(Role::Description, "年３回開く。")];
        outline.measures[1].parts = vec![part(Role::Owner, "〃"), part(Role::Description, "同上")];
        outline.measures[2].parts = vec![part(Role::Owner, "　〃　"), part(Role::Amount, "〃")];
        let found = resolved(&outline, &Lexicon::default().cells);
        let texts = |m: usize| found.measures[m].parts.iter().map(|p| (p.text.to_string(), p.shared_with)).collect::<Vec<_>>();
        assert_eq!(texts(1), [("商工課".to_owned(), Some(0)), ("年３回開く。".to_owned(), Some(0))]);
        assert_eq!(texts(2), [("商工課".to_owned(), Some(0)), ("〃".to_owned(), None)]);
    }
}
