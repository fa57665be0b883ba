//! Tiles: figures set large between their name and, in brackets, what they were, under a heading that says when they are due.
//!
//! ```text
//! 2029年度の目標
//! 来訪者数               宿泊者数
//! １２０万人             ４５万人           larger than their names
//! （2023年度　96万人）   （2023年度　33万人）
//! ```
use crate::build::Builder;
use crate::headings::Kind;
use crate::lexicon::Lexicon;
use crate::stream::{Line, Node};
use crate::words::{bare, holds_any, is_sentence, string};
use keikaku_model::Text;
use keikaku_model::outline::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// A figure is set larger than its name by at least this factor.
const LARGER: f32 = 1.2;
/// Its name is no longer than this, in characters.
const NAME_CHARS: usize = 30;
/// What may stand around the number of a tile.
const AROUND: [&str; 12] = ["", "約", "以上", "以下", "以内", "未満", "超", "程度", "増", "減", "維持", "を維持"];

/// The tiles of a document.
#[derive(Debug, Default)]
pub(crate) struct Tiles {
    /// By the node of the name.
    starts: BTreeMap<usize, Tile>,
    /// Nodes of values and brackets.
    taken: BTreeSet<usize>,
}

/// The nodes of one tile.
#[derive(Debug, Clone, Copy)]
struct Tile {
    heading: usize,
    value: usize,
    /// （2023年度　96万人）.
    was: Option<usize>,
}

/// Finds the tiles; their lines are no headings.
pub(crate) fn find(nodes: &[Node], kinds: &mut [Kind], lexicon: &Lexicon) -> Tiles {
    let mut tiles = Tiles::default();
    let mut heading = None;
    let mut at = 0;
    while at < nodes.len() {
        let Some(tile) = heading.zip(line(nodes, at)).and_then(|(heading, name)| tile(nodes, at, heading, name)) else {
            if kinds.get(at) == Some(&Kind::Heading) {
                heading = line(nodes, at).filter(|l| holds_any(&bare(&string(&l.text)), &lexicon.headings.aimed)).map(|_| at);
            }
            at += 1;
            continue;
        };
        let last = tile.was.unwrap_or(tile.value);
        kinds.iter_mut().take(last + 1).skip(at).for_each(|k| *k = Kind::Prose);
        tiles.taken.extend(at + 1..=last);
        tiles.starts.insert(at, tile);
        at = last + 1;
    }
    tiles
}

fn line<'n, 'a>(nodes: &'n [Node<'a>], at: usize) -> Option<&'n Line<'a>> {
    if let Node::Line(line) = nodes.get(at)? { Some(line) } else { None }
}

/// The tile whose name stands at a node.
fn tile(nodes: &[Node], at: usize, heading: usize, name: &Line) -> Option<Tile> {
    let value = line(nodes, at + 1)?;
    let text = string(&name.text);
    let names = name.label.is_none() && name.text.len() <= NAME_CHARS && !is_sentence(&text) && text.chars().any(char::is_alphabetic);
    let is_tile = names && !is_figure(&text) && is_figure(&string(&value.text)) && value.look.ratio >= name.look.ratio * LARGER;
    let was = line(nodes, at + 2).filter(|l| in_brackets(&l.text).is_some()).map(|_| at + 2);
    is_tile.then_some(Tile { heading, value: at + 1, was })
}

/// Whether a line is one number with its counter and nothing more than 以上 or 約.
fn is_figure(text: &str) -> bool {
    let numbers = keikaku_text::quantities(text);
    let [number] = numbers.as_slice() else { return false };
    let rest: String = text.chars().enumerate().filter(|(i, _)| !number.range.contains(i)).map(|c| c.1).collect();
    AROUND.contains(&rest.trim())
}

/// What a line holds that is one pair of brackets with a number in it.
fn in_brackets(text: &Text) -> Option<Text> {
    let text = text.trimmed();
    let chars = text.chars();
    let pair = matches!((chars.first()?, chars.last()?), ('（' | '(', '）' | ')'));
    let inner = text.slice(1..chars.len().saturating_sub(1).max(1)).trimmed();
    (pair && !keikaku_text::quantities(&inner.to_string()).is_empty()).then_some(inner)
}

/// Reads the tile that a node belongs to: a figure of the open section. `false` where it belongs to none.
pub(crate) fn read(builder: &mut Builder, nodes: &[Node], at: usize) -> bool {
    if builder.tiles.taken.contains(&at) {
        return true;
    }
    let Some(tile) = builder.tiles.starts.get(&at).copied() else { return false };
    let text = |i: usize| line(nodes, i).map(|l| l.text.trimmed());
    let (Some(indicator), Some(value)) = (text(at), text(tile.value)) else { return false };
    let was = tile.was.and_then(text);
    let due = line(nodes, tile.heading).map(Line::rest).unwrap_or_default();
    [Some(&indicator), Some(&value), was.as_ref()].into_iter().flatten().for_each(|t| builder.say(t));
    let baselines = was.as_ref().and_then(in_brackets).map(|inner| (Text::new(), inner)).into_iter().collect();
    let section = builder.tree.current();
    builder.figures.push(Figure { section, measure: None, indicator, unit: None, baselines, targets: vec![(due, value)] });
    true
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, group, large, p, para};
    use keikaku_model::document::Block;

    fn tile(lines: [&str; 3]) -> Block {
        group(vec![p(para(lines[0])), p(large(lines[1], 20.0)), p(large(lines[2], 8.0))])
    }

    #[test]
    fn large_figures_under_a_target_heading_are_figures_of_it() {
        let tiles = || {
            vec![
                tile(["来訪者数", "１２０万人", "（2023年度　96万人）"]),
                tile(["１人当たりの消費額", "３万円以上", "（2023年度　24,800円）"]),
                p(large("方針", 17.0)),
                p(para("訪れる人とともに港の暮らしを守り、次の世代に渡せる町をつくっていきます。")),
            ]
        };
        let prose = || p(para("この町は古くから港とともに歩み、漁と商いと祭りを受け継いできました。"));
        let page = |heading: &str| [vec![p(large("港のあゆみ", 17.0)), prose(), p(large(heading, 17.0))], tiles()].concat();
        let expected = "# 港のあゆみ\n# 2029年度の目標\n  ~ 来訪者数 [2029年度の目標=１２０万人] from [=2023年度　96万人]\n  ~ １人当たりの消費額 [2029年度の目標=３万円以上] from [=2023年度　24,800円]\n# 方針\n";
        assert_eq!(drawn(page("2029年度の目標")), expected);
        assert!(!drawn(page("港のいま")).contains('~'), "figures that tell how things are set no targets");
    }
}
