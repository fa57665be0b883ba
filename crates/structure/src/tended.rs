//! Lists whose items say of themselves who is in charge or that they are new: 「・朝市の開催【新規】（水産課）」.
//!
//! Such items are measures wherever they stand, and a line of an outer form right over them is their heading, in type of no size of its
//! own: 「（ア）漁業の担い手の確保」, and over it 「■具体的な施策」.
use crate::headings::{Kind, next_content};
use crate::lexicon::Lexicon;
use crate::marks;
use crate::numbering::Form;
use crate::stream::{Line, Node};
use crate::words::{is_done, is_sentence, string};
use keikaku_model::outline::Scheme;

/// Headings over a list are one line, in characters.
const HEADING_CHARS: usize = 46;

/// Whether a line says who is in charge of it, or bears a badge.
pub(crate) fn is_told(line: &Line, lexicon: &Lexicon) -> bool {
    !line.badges.is_empty() || marks::told(line.rest(), lexicon).is_any()
}

/// Whether a line says what is done, or who does it.
pub(crate) fn is_carried_out(line: &Line, lexicon: &Lexicon) -> bool {
    let told = marks::told(line.rest(), lexicon);
    !line.badges.is_empty() || told.is_any() || is_done(&string(&told.title), &lexicon.headings.action_end)
}

/// Makes headings of the items that stand over lists of measures, and of the ■ that stand over those.
pub(crate) fn lists_are_headed(nodes: &[Node], kinds: &mut [Kind], lexicon: &Lexicon) {
    let heads: Vec<usize> = (0..nodes.len()).filter(|at| kinds[*at] == Kind::Item && heads_measures(nodes, kinds, *at, lexicon)).collect();
    heads.iter().for_each(|at| kinds[*at] = Kind::Heading);
    for at in (0..nodes.len()).rev() {
        if matches!(kinds[at], Kind::Item | Kind::Marker) && heads_headings(nodes, kinds, at) {
            kinds[at] = Kind::Heading;
        }
    }
}

/// A line that can head others: short, of a form of its own, no sentence.
fn can_head<'l>(node: &'l Node) -> Option<&'l Line<'l>> {
    let Node::Line(line) = node else { return None };
    let short = line.rest().len() <= HEADING_CHARS && !line.rest().is_blank() && !is_sentence(&string(&line.text));
    (short && line.label.is_some()).then_some(line)
}

/// Whether most items of the first form below, up to the next line of this form, say who is in charge or bear a badge.
fn heads_measures(nodes: &[Node], kinds: &[Kind], at: usize, lexicon: &Lexicon) -> bool {
    let Some((line, label)) = can_head(&nodes[at]).and_then(|l| Some((l, l.label.as_ref()?))) else { return false };
    if label.form.scheme == Scheme::Bullet && label.rank >= 6.0 || is_told(line, lexicon) {
        return false;
    }
    let mut inner: Option<&Form> = None;
    let (mut items, mut told) = (0, 0);
    for (node, kind) in nodes[at + 1..].iter().zip(&kinds[at + 1..]) {
        let Node::Line(next) = node else { break };
        if matches!(kind, Kind::Heading | Kind::Marker) {
            break;
        }
        let Some(found) = next.label.as_ref().filter(|_| *kind == Kind::Item) else { continue };
        if found.rank <= label.rank {
            break;
        }
        if **inner.get_or_insert(&found.form) == found.form {
            items += 1;
            told += usize::from(is_told(next, lexicon));
        }
    }
    told * 2 > items
}

/// Whether a ■ stands right over a heading of an inner form.
fn heads_headings(nodes: &[Node], kinds: &[Kind], at: usize) -> bool {
    let Some(label) = can_head(&nodes[at]).and_then(|l| l.label.as_ref()) else { return false };
    let Some(Node::Line(next)) = next_content(nodes, at) else { return false };
    let headed = kinds.get(at + 1) == Some(&Kind::Heading);
    label.form.scheme == Scheme::Bullet && label.rank < 6.0 && headed && next.label.as_ref().is_some_and(|n| n.rank > label.rank)
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, large, p, para};

    #[test]
    fn items_that_say_who_is_in_charge_are_measures_under_headings() {
        let out = drawn(vec![
            p(large("基本目標１　海で働く人をふやす", 14.0)),
            p(para("■基本的方向")),
            p(para("漁業を継ぐ人を育て、港の仕事を若い世代が選べるものにしていきます。浜の暮らしも支えます。")),
            p(para("■具体的な施策")),
            p(para("（ア）漁業の担い手の確保")),
            p(para("住まいの相談まで切れ目なく支えます。")),
            p(para("・漁業体験研修【新規】（水産課）")),
            p(para("・浜の空き家の改修（水産課、住まい課）")),
            p(para("（イ）企業の誘致")),
            p(para("・浜のオフィスの整備（企画課）")),
            p(para("・工業団地（企画課、都市整備課）")),
        ]);
        let expected = "# 基本目標１ 海で働く人をふやす\n  # ■ 基本的方向\n  # ■ 具体的な施策\n    # （ア） 漁業の担い手の確保\n      - ・ 漁業体験研修<新規> [Owner: 水産課]\n      - ・ 浜の空き家の改修 [Owner: 水産課、住まい課]\n    # （イ） 企業の誘致\n      - ・ 浜のオフィスの整備 [Owner: 企画課]\n      - ・ 工業団地 [Owner: 企画課、都市整備課]\n";
        assert_eq!(out, expected, "{out}");
    }
}
