//! Cover lines and what else stands before the first heading.
use crate::headings::Kind;
use crate::lexicon::Lexicon;
use crate::stream::{Line, Node};
use crate::words::{bare, holds_any, is_sentence, string};
use keikaku_model::Text;
use keikaku_model::document::{Document, FurnitureKind};
use keikaku_model::outline::{FrontLine, Scheme};

/// Index of the first node that is no longer cover.
pub(crate) fn end(nodes: &[Node], kinds: &[Kind], lexicon: &Lexicon) -> usize {
    let cover = cover(nodes, kinds, lexicon);
    // Behind a cover of its own page, a heading that is neither contents nor the title again begins the text.
    if cover > 0
        && kinds.get(cover) == Some(&Kind::Heading)
        && matches!(&nodes[cover], Node::Line(l) if !is_title(l, nodes, cover, lexicon))
    {
        return cover;
    }
    let mut at = cover;
    let mut first_unlabelled = None;
    while let Some(node) = nodes.get(at) {
        let stops = match node {
            Node::Line(line) => {
                if kinds[at] == Kind::Heading && line.label.is_none() {
                    first_unlabelled.get_or_insert(at);
                }
                begins_text(line, kinds[at])
            }
            Node::Figure(_) => false,
            Node::Close => false,
            Node::Table(_) | Node::Open(_) => true,
        };
        if stops {
            break;
        }
        at += 1;
    }
    // No text as long as usual: then the first sentence ends the cover.
    if at == nodes.len() {
        let sentence = |i: &usize| matches!(&nodes[*i], Node::Line(l) if kinds[*i] == Kind::Prose && is_sentence(&string(&l.text)));
        at = (cover..nodes.len()).find(sentence).unwrap_or(at);
    }
    // The line right over the first prose is its heading, unless it names the plan.
    if at > cover
        && kinds[at - 1] == Kind::Heading
        && matches!((&nodes[at - 1], kinds.get(at)), (Node::Line(l), Some(Kind::Prose)) if !is_title(l, nodes, at, lexicon))
    {
        return at - 1;
    }
    at
}

/// A cover has no more lines than this.
const COVER_LINES: usize = 12;
/// And none longer, in characters.
const COVER_CHARS: usize = 40;
/// The title on it is larger than running text by this factor.
const COVER_RATIO: f32 = 1.5;

/// The end of a first page that is a cover: a few short lines, among them the plan's title in large type. Then 【令和６年度～10年度】 and
/// 《みんなでつくる港》 on it head nothing.
fn cover(nodes: &[Node], kinds: &[Kind], lexicon: &Lexicon) -> usize {
    let page = nodes.iter().find_map(|n| if let Node::Line(l) = n { Some(l.page()) } else { None });
    let end = nodes.iter().position(|n| match n {
        Node::Line(l) => Some(l.page()) != page,
        Node::Figure(_) => false,
        Node::Table(_) | Node::Open(_) | Node::Close => true,
    });
    let Some(end) = end.filter(|end| matches!(nodes[*end], Node::Line(_)) || starts_page(&nodes[*end], page)) else { return 0 };
    let lines: Vec<&Line> = nodes[..end].iter().filter_map(|n| if let Node::Line(l) = n { Some(l) } else { None }).collect();
    let plain = |l: &&Line| {
        l.text.len() <= COVER_CHARS
            && !string(&l.text).ends_with('。')
            && l.label.as_ref().is_none_or(|label| label.form.scheme == Scheme::Bracket)
    };
    let titled = (0..end).any(|i| matches!(&nodes[i], Node::Line(l) if l.look.ratio >= COVER_RATIO && is_title(l, nodes, end, lexicon)));
    let listed = kinds[..end].contains(&Kind::Contents);
    if titled && !listed && lines.len() <= COVER_LINES && lines.iter().all(plain) { end } else { 0 }
}

/// Whether a table or box begins on another page.
fn starts_page(node: &Node, page: Option<u32>) -> bool {
    match node {
        Node::Table(t) => t.parts.first().map(|p| p.page) != page,
        Node::Open(group) => Some(group.page) != page,
        _ => false,
    }
}

/// Whether a line belongs to the text: a numbered or bracketed heading, an item, or running text.
fn begins_text(line: &Line, kind: Kind) -> bool {
    const PROSE: usize = 50;
    // A whole sentence of a line or so; mottos on covers have no full stop.
    const SENTENCE: usize = 30;
    let sentence = line.text.len() >= SENTENCE && line.text.chars().last() == Some(&'。');
    match kind {
        Kind::Heading => line.label.as_ref().is_some_and(|l| l.form.scheme != Scheme::Bracket || !l.form.mark.ends_with('+')),
        Kind::Prose | Kind::Other => line.text.len() > PROSE || sentence,
        Kind::Item | Kind::Marker => true,
        Kind::Note | Kind::Contents => false,
    }
}

/// Whether the line is the plan's title: it has a title word and no larger line stands before it.
fn is_title(line: &Line, nodes: &[Node], end: usize, lexicon: &Lexicon) -> bool {
    let largest = nodes[..end].iter().filter_map(|n| if let Node::Line(l) = n { Some(l.look.ratio) } else { None }).fold(0.0f32, f32::max);
    line.look.ratio >= largest && holds_any(&bare(&string(&line.text)), &lexicon.headings.plan_title)
}

/// The front lines of the nodes before the first heading.
pub(crate) fn lines(nodes: &[Node]) -> Vec<FrontLine> {
    let line = |n: &Node| {
        if let Node::Line(l) = n { Some(FrontLine { page: l.page(), text: l.text.clone(), style: l.paragraph.style }) } else { None }
    };
    nodes.iter().filter_map(line).collect()
}

/// Texts of running heads, each once.
pub(crate) fn running_heads(document: &Document) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for f in document.furniture.iter().filter(|f| f.kind == FurnitureKind::RunningHead) {
        let text = string(&f.text);
        if !seen.contains(&text) {
            seen.push(text);
            out.push(f.text.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::testing::{document, drawn_document, on};

    const PROSE: &str = "この計画は、港町の産業をめぐる環境の変化を踏まえ、町と事業者が力を合わせて進める取組をまとめたものである。";

    #[test]
    fn brackets_on_a_cover_head_nothing() {
        let out = drawn_document(&document(vec![
            on(1, "第３次みどり野市産業ビジョン", 24.0),
            on(1, "【令和７年度～令和11年度】", 14.0),
            on(1, "～ 港から始まる ～", 12.0),
            on(1, "みどり野市", 16.0),
            on(2, "１　計画の趣旨", 14.0),
            on(2, PROSE, 10.0),
        ]));
        assert_eq!(out, "# １ 計画の趣旨\n");
    }

    #[test]
    fn a_heading_behind_a_cover_begins_the_text() {
        let out = drawn_document(&document(vec![
            on(1, "海岬町観光プラン2025", 24.0),
            on(1, "令和７年３月", 14.0),
            on(2, "町の観光のいま", 18.0),
            on(2, "訪れる人は５年で２割ふえた", 10.0),
            on(3, "観光の目標", 18.0),
            on(3, PROSE, 10.0),
        ]));
        assert_eq!(out, "# 町の観光のいま\n# 観光の目標\n");
    }

    #[test]
    fn brackets_over_text_are_headings() {
        let out = drawn_document(&document(vec![
            on(1, "第３次みどり野市産業ビジョン", 24.0),
            on(1, "【計画の趣旨】", 14.0),
            on(1, PROSE, 10.0),
            on(2, "【計画の背景】", 14.0),
            on(2, PROSE, 10.0),
        ]));
        assert_eq!(out, "# 【計画の趣旨】\n# 【計画の背景】\n");
    }
}
