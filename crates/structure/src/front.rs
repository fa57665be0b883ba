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
    let mut at = 0;
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
        at = (0..nodes.len()).find(sentence).unwrap_or(at);
    }
    // The line right over the first prose is its heading, unless it names the plan.
    if at > 0
        && kinds[at - 1] == Kind::Heading
        && matches!((&nodes[at - 1], kinds.get(at)), (Node::Line(l), Some(Kind::Prose)) if !is_title(l, nodes, at, lexicon))
    {
        return at - 1;
    }
    at
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
