//! The levels of full-width rows that stand stacked over the measures: 基本目標１ over 施策１１.
use crate::lexicon::Lexicon;
use crate::numbering::{self, Form};
use keikaku_model::Text;
use keikaku_model::outline::Scheme;
use std::collections::BTreeMap;

/// What tells the rows of one level from those of another: the form of the number, and the ground.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    form: Option<Form>,
    ground: Option<u32>,
}

/// For each full-width row its level, 0 the outermost. A row right under another of a different kind is a level further in, and so are
/// all rows of its kind; where nothing tells them apart, or the order turns round, all stand on one level.
pub(super) fn of(rows: &[(u32, Text, Option<u32>)], lexicon: &Lexicon) -> BTreeMap<u32, u32> {
    let numbered = |t: &Text| numbering::label(t.chars(), lexicon).filter(|l| l.label.number.is_some() && l.form.scheme != Scheme::Bullet);
    let kinds: Vec<Kind> = rows.iter().map(|(_, t, ground)| Kind { form: numbered(t).map(|l| l.form), ground: *ground }).collect();
    let mut ranked: Vec<&Kind> = Vec::new();
    let mut stacked: Vec<(&Kind, &Kind)> = Vec::new();
    for at in 1..rows.len() {
        if rows[at].0 == rows[at - 1].0 + 1 && kinds[at] != kinds[at - 1] {
            stacked.push((&kinds[at - 1], &kinds[at]));
        }
    }
    for (outer, inner) in &stacked {
        match (place(&ranked, outer), place(&ranked, inner)) {
            (None, None) => ranked.extend([*outer, *inner]),
            (Some(at), None) => ranked.insert(at + 1, inner),
            (None, Some(at)) => ranked.insert(at, outer),
            (Some(a), Some(b)) if a > b => return flat(rows),
            _ => {}
        }
    }
    // A kind that is never stacked stands with the innermost: it heads rows too.
    let innermost = ranked.len().saturating_sub(1);
    rows.iter().zip(&kinds).map(|((row, ..), kind)| (*row, place(&ranked, kind).unwrap_or(innermost) as u32)).collect()
}

fn place(ranked: &[&Kind], kind: &Kind) -> Option<usize> {
    ranked.iter().position(|k| *k == kind)
}

fn flat(rows: &[(u32, Text, Option<u32>)]) -> BTreeMap<u32, u32> {
    rows.iter().map(|(row, ..)| (*row, 0)).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{cell, drawn, large, p, table};
    use keikaku_model::document::Cell;

    /// A table of measures under full-width rows; a row is its name alone, or a name and an owner.
    fn read(rows: &[&[&str]]) -> String {
        let mut cells: Vec<Cell> = ["事業名", "担当課", "事業内容"].iter().zip(0..).map(|(t, c)| cell(0, c, 1, 1, &[t])).collect();
        for (r, row) in (1..).zip(rows) {
            match row {
                [title] => cells.push(cell(r, 0, 1, 3, &[title])),
                row => cells.extend((0..).zip(*row).map(|(c, t)| cell(r, c, 1, 1, &[t]))),
            }
        }
        drawn(vec![p(large("１．港の事業", 14.0)), table(rows.len() as u32 + 1, 3, 1, cells)])
    }

    #[test]
    fn rows_stacked_on_rows_are_two_levels() {
        let out = read(&[
            &["基本目標１　働く場をつくる"],
            &["施策１１　商いの支援"],
            &["朝市の開催", "観光課", "月に一度ひらく。"],
            &["施策１２　漁業の支援"],
            &["稚魚の放流", "水産課", "毎年行う。"],
            &["基本目標２　安心して暮らす"],
            &["施策２１　防災"],
            &["避難路の整備", "建設課", "標識を立てる。"],
        ]);
        let expected = "# １ 港の事業\n  # 基本目標１ 働く場をつくる\n    # 施策１１ 商いの支援\n      - 朝市の開催 [Owner: 観光課 | Description: 月に一度ひらく。]\n    # 施策１２ 漁業の支援\n      - 稚魚の放流 [Owner: 水産課 | Description: 毎年行う。]\n  # 基本目標２ 安心して暮らす\n    # 施策２１ 防災\n      - 避難路の整備 [Owner: 建設課 | Description: 標識を立てる。]\n";
        assert_eq!(out, expected, "{out}");
    }

    #[test]
    fn a_row_over_nothing_holds_no_row_of_its_kind() {
        let out = read(&[&["施策１　商いの支援"], &["施策２　漁業の支援"], &["稚魚の放流", "水産課", "毎年行う。"]]);
        let expected =
            "# １ 港の事業\n  # 施策１ 商いの支援\n  # 施策２ 漁業の支援\n    - 稚魚の放流 [Owner: 水産課 | Description: 毎年行う。]\n";
        assert_eq!(out, expected, "{out}");
    }
}
