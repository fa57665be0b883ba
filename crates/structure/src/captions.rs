//! Lines that look like headings and belong to charts: captions, sources, figures along an axis.
use crate::headings::Kind;
use crate::lexicon::Lexicon;
use crate::look::LARGER;
use crate::naming::worded;
use crate::stream::{Line, Node};
use crate::words::{bare, ends_with_any, fold, is_any, is_sentence, is_year, without_parentheses};
use keikaku_model::outline::Scheme;

/// Footnotes are set smaller than running text by at least this factor; headings never are.
const FOOTNOTE_RATIO: f32 = 0.9;
/// A numbered heading from here on follows one with the number before it; figures along an axis do not.
const COUNTED_FROM: u32 = 20;

/// Whether a line is a caption, a source or a footnote, or has no words: no heading, whatever its look.
pub(crate) fn is_caption(nodes: &[Node], at: usize, line: &Line, lexicon: &Lexicon) -> bool {
    let follows = nodes.get(at + 1);
    let words = &lexicon.headings;
    let whole = bare(&line.text.to_string());
    let rest = line.rest().to_string();
    if is_numbered_figure(&whole, &words.captions)
        || words.sources.iter().any(|w| whole.starts_with(w.as_str())) && is_source(&whole, lexicon)
    {
        return true;
    }
    match &line.label {
        Some(label) => {
            let counted = matches!(label.form.scheme, Scheme::Arabic | Scheme::ParenArabic | Scheme::Bullet | Scheme::Hyphenated);
            counted && (!worded(&rest) || label.form.scheme == Scheme::Arabic && line.look.ratio < FOOTNOTE_RATIO)
        }
        None => {
            has_unit(&whole, lexicon)
                || matches!(follows, Some(Node::Figure(_))) && line.look.ratio < LARGER && is_chart(&whole, lexicon)
                || is_over_axis(nodes, at, &whole, lexicon)
        }
    }
}

/// 図表３, 図1-2, 第1-2-3図, 表４.
fn is_numbered_figure(whole: &str, captions: &[String]) -> bool {
    let numbered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let numeral = whole.strip_prefix('第').map(|r| r.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'));
    captions.iter().any(|w| {
        whole.strip_prefix(w.as_str()).is_some_and(numbered)
            || numeral.is_some_and(|r| r.len() + '第'.len_utf8() < whole.len() && r.starts_with(w.as_str()))
    })
}

/// 資料：…, 資料 …作成, 出典 ….
fn is_source(whole: &str, lexicon: &Lexicon) -> bool {
    ends_with_any(whole, &lexicon.headings.sources_end) || whole.contains(':') || whole.starts_with("出典")
}

/// （人）産業別就業人口: a chart's title behind the unit of its axis.
fn has_unit(whole: &str, lexicon: &Lexicon) -> bool {
    let inside = whole.strip_prefix('(').and_then(|r| r.split_once(')')).map(|(inside, _)| inside);
    inside
        .is_some_and(|unit| is_any(unit, &lexicon.numbering.counters) || is_any(unit, &lexicon.columns.amount) || unit.starts_with("単位"))
}

/// A line right over the figures of an axis (100 80 60, 40人), or a chart's title over lettering much smaller than running text.
fn is_over_axis(nodes: &[Node], at: usize, whole: &str, lexicon: &Lexicon) -> bool {
    let content = |n: &&Node| !matches!(n, Node::Figure(_) | Node::Open(_) | Node::Close);
    let Some(Node::Line(next)) = nodes[at + 1..].iter().find(content) else { return false };
    let text = next.text.to_string();
    let figures = next.look.ratio < LARGER
        && text.chars().any(|c| c.is_numeric())
        && !worded(&text)
        && !is_year(&fold(&text))
        && next.label.is_none();
    let lettering = next.look.ratio > 0.0 && next.look.ratio < LETTERING_RATIO && !is_sentence(&text);
    figures || lettering && is_chart(&without_parentheses(whole), lexicon)
}

/// Lettering of charts is smaller than running text by at least this factor.
const LETTERING_RATIO: f32 = 0.8;

fn is_chart(whole: &str, lexicon: &Lexicon) -> bool {
    ends_with_any(whole, &lexicon.headings.charts_end)
}

/// Figures along an axis (100 80 60 …) read as numbered headings: none has the number before it.
pub(crate) fn axes_are_no_headings(nodes: &[Node], kinds: &mut [Kind]) {
    let mut seen = std::collections::BTreeSet::new();
    for (node, kind) in nodes.iter().zip(kinds) {
        let Node::Line(line) = node else { continue };
        let Some((label, number)) = line.label.as_ref().and_then(|l| l.label.number.map(|n| (l, n))) else { continue };
        if label.form.scheme != Scheme::Arabic {
            continue;
        }
        if *kind == Kind::Heading && number >= COUNTED_FROM && !seen.contains(&(label.form.mark.clone(), number - 1)) {
            *kind = Kind::Prose;
        }
        seen.insert((label.form.mark.clone(), number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::fold;

    #[test]
    fn captions_are_told_by_their_numbers() {
        let words = &Lexicon::default().headings.captions;
        for text in ["図表3漁獲高", "図1-2", "第1-2-3図/朝市の様子", "表4"] {
            assert!(is_numbered_figure(text, words), "{text}");
        }
        for text in ["図書館の整備", "第1次計画", "表彰"] {
            assert!(!is_numbered_figure(&fold(text), words), "{text}");
        }
    }

    #[test]
    fn units_stand_before_the_titles_of_charts() {
        let lexicon = Lexicon::default();
        assert!(has_unit("(人)港の就業者数", &lexicon) && has_unit("(千円)漁獲高", &lexicon) && !has_unit("(仮称)港の家", &lexicon));
    }
}
