//! How this document uses its marks and numbers: which of them begin measures, which stand under other items.
//!
//! One list of two nouns says little; that all other ① of the plan say what is done says that these do too. And where ・ stands under ①
//! all over the plan, a ・ alone under a heading is a point, not a measure.
use crate::headings::Kind;
use crate::lexicon::Lexicon;
use crate::numbering::Form;
use crate::stream::Node;
use crate::tended;
use keikaku_model::outline::Scheme;
use std::collections::BTreeMap;

/// So many items of a form tell how the plan uses it.
const TELLING: usize = 4;

#[derive(Debug, Default, Clone, Copy)]
struct Use {
    /// Items that are the outermost of their list, and how many of them say what is done.
    outer: usize,
    done: usize,
    /// Items under an item of another form.
    inner: usize,
}

/// The uses of each form of item.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    uses: BTreeMap<(Scheme, String), Use>,
}

impl Habits {
    /// Counts the items of a document.
    pub(crate) fn of(nodes: &[Node], kinds: &[Kind], lexicon: &Lexicon) -> Self {
        let mut habits = Self::default();
        let mut outer: Option<(Form, f32)> = None;
        for (node, kind) in nodes.iter().zip(kinds) {
            match node {
                Node::Line(_) if matches!(kind, Kind::Heading | Kind::Marker) => outer = None,
                Node::Line(line) if *kind == Kind::Item => {
                    let Some(label) = &line.label else { continue };
                    let found = habits.uses.entry((label.form.scheme, label.form.mark.clone())).or_default();
                    if outer.as_ref().is_none_or(|(form, rank)| *form == label.form || label.rank < *rank) {
                        found.outer += 1;
                        found.done += usize::from(tended::is_carried_out(line, lexicon));
                        outer = Some((label.form.clone(), label.rank));
                    } else {
                        found.inner += 1;
                    }
                }
                Node::Line(_) | Node::Figure(_) => {}
                _ => outer = None,
            }
        }
        habits
    }

    fn of_form(&self, form: &Form) -> Use {
        self.uses.get(&(form.scheme, form.mark.clone())).copied().unwrap_or_default()
    }

    /// Whether most items of the form say what is done.
    pub(crate) fn begins_measures(&self, form: &Form) -> bool {
        let found = self.of_form(form);
        found.outer >= TELLING && found.done * 2 > found.outer
    }

    /// Whether most items of the form stand under other items.
    pub(crate) fn explains(&self, form: &Form) -> bool {
        let found = self.of_form(form);
        found.inner >= TELLING && found.inner > found.outer
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, large, p, para};

    #[test]
    fn a_form_counts_as_it_does_elsewhere() {
        let out = drawn(vec![
            p(large("１　港の考え方", 14.0)),
            p(para("・朝市を軸とした町づくり")),
            p(para("・漁を継ぐ人づくり")),
            p(large("２　港の取組", 14.0)),
            p(large("（１）市の振興", 12.0)),
            p(para("①　朝市の開催")),
            p(para("・月に二度ひらく")),
            p(para("・出店者をつのる")),
            p(para("②　出店者への支援")),
            p(para("・道具を貸す")),
            p(large("（２）海の振興", 12.0)),
            p(para("①　浜の清掃の実施")),
            p(para("・毎月ひらく")),
            p(para("②　海の祭り")),
        ]);
        let expected = "# １ 港の考え方\n# ２ 港の取組\n  # （１） 市の振興\n    - ① 朝市の開催 [Description: 月に二度ひらく | Description: 出店者をつのる]\n    - ② 出店者への支援 [Description: 道具を貸す]\n  # （２） 海の振興\n    - ① 浜の清掃の実施 [Description: 毎月ひらく]\n    - ② 海の祭り\n";
        assert_eq!(out, expected, "{out}");
    }
}
