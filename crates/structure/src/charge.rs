//! Those in charge named in brackets behind a heading: 「（１）相談の強化【指導課】」. They are in charge of all measures under it.
use crate::build::Builder;
use crate::{keys, marks};
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
        let keyed = section.body.iter().flat_map(|t| keys::of_text(t, builder.lexicon));
        if let Some(owner) = keyed.into_iter().find(|k| k.role == Role::Owner).filter(|_| !charges.contains_key(&at)) {
            charges.insert(at, owner.value);
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

#[cfg(test)]
mod tests {
    use crate::testing::{cell, drawn, grid, large, p, para, table};

    #[test]
    fn owners_behind_headings_are_in_charge_of_what_stands_below() {
        let out = drawn(vec![
            p(large("１．港の事業計画【総務課】", 14.0)),
            p(para("港町の産業を支えるため、商工会は次の事業を年間を通じて進め、会員の経営を後押ししていく。")),
            p(para("①　朝市の開催")),
            p(para("②　海の学校の開催（観光課）")),
        ]);
        assert_eq!(out, "# １ 港の事業計画\n  - ① 朝市の開催 [Owner: 総務課]\n  - ② 海の学校の開催 [Owner: 観光課]\n");
    }

    #[test]
    fn totals_figures_and_sums_under_years() {
        let mut cells = vec![];
        for (c, h) in ["事業名", "事業概要", "令和６年度", "令和７年度"].iter().enumerate() {
            cells.push(cell(0, c as u32, 1, 1, &[h]));
        }
        cells.extend([cell(1, 0, 2, 1, &["朝市の開催", "【観光課】"]), cell(1, 1, 2, 1, &["月に一度ひらく。"])]);
        cells.extend([
            cell(1, 2, 1, 1, &["試行"]),
            cell(1, 3, 1, 1, &["本開催"]),
            cell(2, 2, 1, 1, &["1,200"]),
            cell(2, 3, 1, 1, &["3,400"]),
        ]);
        cells.extend([cell(3, 0, 1, 2, &["小計"]), cell(3, 2, 1, 1, &["1,200"]), cell(3, 3, 1, 1, &["3,400"])]);
        let out = drawn(vec![p(large("１．港の事業", 14.0)), table(4, 4, 1, cells)]);
        let expected = "# １ 港の事業\n  - 朝市の開催 [Owner: 観光課 | Description: 月に一度ひらく。 | Action: 試行 | Action: 本開催 | Amount: 1,200 | Amount: 3,400]\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn tables_of_shares_hold_no_measures() {
        let out = drawn(vec![
            p(large("１．港の事業", 14.0)),
            grid(&[&["項目", "予算額", "構成比"], &["市税", "3,768,166", "32.1"], &["繰入金", "5,872", "0.1"]]),
        ]);
        assert_eq!(out, "# １ 港の事業\n");
    }
}
