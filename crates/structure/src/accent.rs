//! Headings set off by their colour alone, no larger than running text: 「めざす姿」「現状と課題」 in green over each part of a page.
//!
//! Words in colour can be anything; a colour and size in which a plan sets nothing but short lines of their own, each with text or a table
//! below, again and again, is that of a level of headings.
use crate::look::LARGER;
use crate::stream::{Line, Node};
use crate::words::is_sentence;
use std::collections::BTreeMap;

/// So many lines of one style tell that it is one of headings.
const TELLING: usize = 4;
/// Such headings are short, in characters.
const SHORT_CHARS: usize = 20;
/// And hardly smaller than running text.
const SMALLEST: f32 = 0.93;

/// A style, to be counted by: size in hundredths of a point, colour, bold, gothic.
type Key = (u32, u32, bool, bool);

/// The lines in a style.
#[derive(Default)]
struct Use {
    lines: usize,
    /// How many of them head text.
    heads: usize,
    underlined: usize,
}

/// Gives lines in a style of headings the look of bold ones, and all of them the same one.
pub(crate) fn headings_stand_out(nodes: &mut [Node]) {
    let mut uses: BTreeMap<Key, Use> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let Some(line) = accented(node) else { continue };
        let found = uses.entry(key(line)).or_default();
        found.lines += 1;
        found.heads += usize::from(heads(nodes, at, line));
        found.underlined += usize::from(line.look.underlined);
    }
    for node in nodes {
        let Some(found) = accented(node).and_then(|l| uses.get(&key(l))) else { continue };
        if found.lines >= TELLING
            && found.heads == found.lines
            && let Node::Line(line) = node
        {
            line.look.bold = true;
            line.look.underlined = found.underlined * 2 > found.lines;
        }
    }
}

fn key(line: &Line) -> Key {
    let style = line.paragraph.style;
    ((style.size * 100.0).round() as u32, style.color, style.bold, style.gothic)
}

/// A line without a number that only its colour sets apart.
fn accented<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Line<'a>> {
    let Node::Line(line) = node else { return None };
    let sized = (SMALLEST..LARGER).contains(&line.look.ratio);
    (line.label.is_none() && line.look.colored && !line.look.decorated && sized).then_some(line)
}

/// Whether a line is a short one of its own over other text.
fn heads(nodes: &[Node], at: usize, line: &Line) -> bool {
    let text = line.text.to_string();
    let short =
        line.text.len() <= SHORT_CHARS && line.paragraph.lines.len() == 1 && !is_sentence(&text) && !text.contains(['、', '：', ':']);
    let below = match nodes.get(at + 1) {
        Some(Node::Line(next)) => next.paragraph.style != line.paragraph.style,
        Some(Node::Table(_) | Node::Open(_)) => true,
        _ => false,
    };
    short && below
}

#[cfg(test)]
mod tests {
    use crate::testing::{drawn, large, p, para};
    use keikaku_model::document::Block;

    const PROSE: &str = "浜に暮らす人がいつまでも海とともに働けるよう、町と漁協が力を合わせて港の基盤を守り育てることが大切である。";

    fn green(text: &str, underlined: bool) -> Block {
        let mut paragraph = large(text, 9.8);
        paragraph.style.color = 0x0020_7040;
        paragraph.decoration.underlined = underlined;
        p(paragraph)
    }

    #[test]
    fn a_colour_of_short_lines_is_one_of_headings() {
        let out = drawn(vec![
            p(large("施策１　漁業の振興", 14.0)),
            green("めざす姿", true),
            p(para(PROSE)),
            green("いまの姿", false),
            p(para(PROSE)),
            p(large("施策２　港の整備", 14.0)),
            green("めざす姿", true),
            p(para(PROSE)),
            green("いまの姿", false),
            p(para(PROSE)),
            green("歩む道", false),
            p(para(PROSE)),
        ]);
        let expected = "# 施策１ 漁業の振興\n  # めざす姿\n  # いまの姿\n# 施策２ 港の整備\n  # めざす姿\n  # いまの姿\n  # 歩む道\n";
        assert_eq!(out, expected, "{out}");
    }

    #[test]
    fn words_in_colour_are_no_headings() {
        let mut blocks = vec![p(large("施策１　漁業の振興", 14.0))];
        for text in ["港の朝市", "浜の清掃", "網の修繕", PROSE] {
            blocks.extend([green(text, false), p(para(PROSE))]);
        }
        assert!(!drawn(blocks).contains("# 港の朝市"));
    }
}
