//! Levels of headings in texts typed by hand.
//!
//! Whoever types a text indents the first line of a paragraph, and sets headings off by blank lines: more of them before a chapter than
//! before what stands in it, and an indent for the smallest. Dumps of text boxes know no such indents; there blank lines say nothing.
use crate::stream::{Line, Node};
use crate::words::is_sentence;
use keikaku_model::outline::Scheme;
use std::collections::{BTreeMap, BTreeSet};

/// A paragraph of at least this many characters is prose.
const PROSE_CHARS: usize = 30;
/// The first line of prose is indented by about one column or more.
const INDENT: f32 = 0.9;
/// So many paragraphs of prose tell how a text is typed.
const TELLING: usize = 3;
/// A heading without a number is no longer than this, in characters.
const HEADING_CHARS: usize = 36;
/// Type sizes that stand for two neighbouring levels differ by this factor, so that all passes see one heading larger than the other.
const STEP: f32 = 1.15;
/// Blank lines beyond this many say no more.
const MOST_BLANKS: f32 = 4.0;

/// The setting of a heading: blank lines before it, and its indent in half columns.
type Setting = (u32, u32);

/// Gives headings of a text typed by hand the sizes that their setting stands for.
pub(crate) fn set_sizes(nodes: &mut [Node]) {
    if !is_indented(nodes) {
        return;
    }
    let mut used: BTreeSet<Setting> = BTreeSet::new();
    let mut forms: BTreeMap<(Scheme, String), Setting> = BTreeMap::new();
    for at in 0..nodes.len() {
        let Some((line, own)) = heading(nodes, at) else { continue };
        used.insert(own);
        if let Some(label) = &line.label {
            // A numbered heading right under another stands closer to it: the form's widest setting tells its level.
            let widest = forms.entry((label.form.scheme, label.form.mark.clone())).or_insert(own);
            *widest = (widest.0.max(own.0), widest.1.min(own.1));
        }
    }
    // Outermost first: more blank lines, then less indent.
    let mut order: Vec<Setting> = used.into_iter().collect();
    order.sort_by_key(|(blanks, indent)| (std::cmp::Reverse(*blanks), *indent));
    let ratios: Vec<Option<f32>> = (0..nodes.len())
        .map(|at| {
            let (line, own) = heading(nodes, at)?;
            let setting = line.label.as_ref().and_then(|l| forms.get(&(l.form.scheme, l.form.mark.clone()))).copied().unwrap_or(own);
            let level = order.iter().position(|s| *s == setting)?;
            Some(STEP.powi((order.len() - level) as i32))
        })
        .collect();
    for (node, ratio) in nodes.iter_mut().zip(ratios) {
        if let (Node::Line(line), Some(ratio)) = (node, ratio) {
            line.look.ratio = ratio;
        }
    }
}

/// Whether most of the prose is indented as by hand.
fn is_indented(nodes: &[Node]) -> bool {
    let prose =
        |n: &&Node| matches!(n, Node::Line(l) if l.label.is_none() && l.text.len() >= PROSE_CHARS && is_sentence(&l.text.to_string()));
    let indented = |n: &&Node| matches!(n, Node::Line(l) if l.paragraph.first_indent >= INDENT);
    let all = nodes.iter().filter(prose).count();
    all >= TELLING && nodes.iter().filter(prose).filter(indented).count() * 3 > all * 2
}

/// The line and setting of what may be a heading: short, no sentence, behind a blank line and before something of its own.
fn heading<'n, 'a>(nodes: &'n [Node<'a>], at: usize) -> Option<(&'n Line<'a>, Setting)> {
    let Node::Line(line) = nodes.get(at)? else { return None };
    let text = line.rest().to_string();
    let numbered = line.label.as_ref().map(|l| !matches!(l.form.scheme, Scheme::Bullet | Scheme::Circled | Scheme::Bracket));
    let japanese = text.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
    let plain = line.paragraph.lines.len() == 1 && text.chars().count() <= HEADING_CHARS && japanese >= 3;
    let punctuated = text.contains(['、', '。', '：', ':', '，', '\t', '「']) || text.starts_with(['～', '〜', '－', '（', '(']);
    if numbered == Some(false) || !plain || punctuated || is_sentence(&text) || line.paragraph.space_before < 1.0 {
        return None;
    }
    nodes.get(at + 1)?;
    let blanks = line.paragraph.space_before.min(MOST_BLANKS) as u32;
    Some((line, (blanks, (line.paragraph.first_indent * 2.0).round() as u32)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{document, drawn_document, p, para};
    use keikaku_model::document::{Block, Frame};

    fn typed(text: &str, blanks: f32, indent: f32) -> Block {
        let mut paragraph = para(text);
        (paragraph.style.size, paragraph.space_before, paragraph.first_indent) = (1.0, blanks, indent);
        p(paragraph)
    }

    const PROSE: &str =
        "港町の人々と事業者が力を合わせ、海の恵みを生かした産業を育て、若い人が戻って暮らせる町を次の世代に渡すことを目指します。";

    #[test]
    fn blank_lines_and_indents_tell_levels() {
        let mut document = document(vec![
            typed("はじめに", 2.0, 0.0),
            typed(PROSE, 1.0, 1.0),
            typed("港のいま", 2.0, 0.0),
            typed("漁の推移", 1.0, 1.0),
            typed("水揚げは、この十年で三割ほど減りました。漁に出る人の半数は六十五歳を超えています。", 0.0, 1.0),
            typed("取組の内容", 2.0, 0.0),
            typed("浜を生かす", 1.0, 0.0),
            typed("朝市の開催", 1.0, 1.0),
            typed(PROSE, 0.0, 2.0),
            typed("担当：水産課", 0.0, 2.0),
            typed("人を育てる", 1.0, 0.0),
            typed("漁師の学び舎", 1.0, 1.0),
            typed(PROSE, 0.0, 2.0),
            typed("担当：水産課、教育委員会", 0.0, 2.0),
        ]);
        document.pages[0] = Frame { number: 1, width: 80.0, height: 60.0, typed: true, body_size: 1.0 };
        let out = drawn_document(&document);
        let expected = format!(
            "# はじめに\n# 港のいま\n  # 漁の推移\n# 取組の内容\n  # 浜を生かす\n    - 朝市の開催 [Description: {PROSE} | Owner: 水産課]\n  # 人を育てる\n    - 漁師の学び舎 [Description: {PROSE} | Owner: 水産課、教育委員会]\n"
        );
        assert_eq!(out, expected, "{out}");
    }
}
