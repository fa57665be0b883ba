//! Which lines are headings, which are items, which are running text.
use crate::aims;
use crate::captions;
use crate::columns;
use crate::keys::{self, Keyed};
use crate::lexicon::Lexicon;
use crate::stream::{Line, Node};
use crate::tended;
use crate::words::{bare, fold, holds_any, is_any, is_sentence, without_years};
use keikaku_model::outline::Scheme;
use std::collections::BTreeMap;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading: a section.
    Heading,
    /// An item of a list: a measure, or a point of what stands above it.
    Item,
    /// A line that announces a list (【主な取組】).
    Marker,
    /// Running text.
    Prose,
    /// A note (※…).
    Note,
    /// An entry or the head of a contents page.
    Contents,
    /// A node that is no line.
    Other,
}

/// Headings are shorter than this: two lines of an A4 page.
const HEADING_CHARS: usize = 70;
/// A line that the contents page lists is a heading unless it is set smaller than running text by this factor: then it is of a chart.
const LISTED_RATIO: f32 = 0.95;
/// Headings told by their look alone are shorter still: one line.
const PLAIN_HEADING_CHARS: usize = 46;

/// The kind of each node of the stream.
pub(crate) fn kinds(nodes: &[Node], typed: bool, lexicon: &Lexicon) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = nodes.iter().enumerate().map(|(at, n)| first_look(nodes, at, n, typed, lexicon)).collect();
    captions::axes_are_no_headings(nodes, &mut kinds);
    runs_are_lists(nodes, &mut kinds);
    plain_runs_are_lists(nodes, &mut kinds);
    if !typed {
        set_like_text_above(nodes, &mut kinds);
    }
    repeated_once(nodes, &mut kinds);
    keyed_lines_are_prose(nodes, &mut kinds, lexicon);
    tended::lists_are_headed(nodes, &mut kinds, lexicon);
    kinds
}

/// Lines of keys and values between two headings are no items and no headings where one of them says who is in charge.
fn keyed_lines_are_prose(nodes: &[Node], kinds: &mut [Kind], lexicon: &Lexicon) {
    let keyed: Vec<Vec<Keyed>> = nodes.iter().map(|n| if let Node::Line(l) = n { keys::of(l, lexicon) } else { Vec::new() }).collect();
    let mut at = 0;
    while at < nodes.len() {
        let ends = |i: &usize| kinds[*i] == Kind::Heading && keyed[*i].is_empty() || kinds[*i] == Kind::Other;
        let end = (at + 1..nodes.len()).find(ends).unwrap_or(nodes.len());
        if keyed[at..end].iter().any(|k| keys::has_owner(k)) {
            for (kind, _) in kinds[at..end].iter_mut().zip(&keyed[at..end]).filter(|(_, keys)| !keys.is_empty()) {
                *kind = if matches!(kind, Kind::Heading | Kind::Item) { Kind::Prose } else { *kind };
            }
        }
        at = end;
    }
}

/// What a line is by itself and what follows it.
fn first_look(nodes: &[Node], at: usize, node: &Node, typed: bool, lexicon: &Lexicon) -> Kind {
    let Node::Line(line) = node else { return Kind::Other };
    let rest = line.rest();
    let text = rest.to_string();
    if has_leaders(&text) || is_any(&bare(&text), &lexicon.headings.contents) {
        return Kind::Contents;
    }
    if line.text.chars().first().is_some_and(|c| lexicon.numbering.notes.contains(*c))
        || text.starts_with("(注")
        || text.starts_with("（注")
    {
        return Kind::Note;
    }
    if !line.listed && (captions::is_caption(nodes, at, line, lexicon) || keys::is_sum(line, lexicon)) {
        return Kind::Prose;
    }
    if is_marker(line, &text, lexicon) {
        return Kind::Marker;
    }
    let chars = rest.len();
    let sentence = is_sentence(&text) || text.ends_with(['、', '，']);
    if line.listed && chars <= HEADING_CHARS && !sentence && line.look.ratio >= LISTED_RATIO {
        return Kind::Heading;
    }
    let Some(label) = &line.label else {
        return if chars <= PLAIN_HEADING_CHARS && !sentence && plain_heading(nodes, at, line, &text, typed, lexicon) {
            Kind::Heading
        } else {
            Kind::Prose
        };
    };
    if rest.is_blank() && label.form.scheme != Scheme::Bracket {
        return Kind::Prose;
    }
    let short = chars <= HEADING_CHARS && !sentence;
    match label.form.scheme {
        Scheme::Part | Scheme::Chapter | Scheme::Section | Scheme::Subsection | Scheme::RomanUpper | Scheme::Named if short => {
            Kind::Heading
        }
        Scheme::Bracket => bracket(nodes, at, line, short),
        Scheme::Arabic | Scheme::Hyphenated | Scheme::ParenArabic | Scheme::HalfParenArabic | Scheme::Kanji | Scheme::ParenKanji
            if short =>
        {
            Kind::Heading
        }
        Scheme::Bullet => bullet(nodes, at, line, short, chars, lexicon),
        Scheme::Katakana | Scheme::ParenKatakana | Scheme::Iroha | Scheme::Latin | Scheme::ParenLatin if short && line.look.is_strong() => {
            Kind::Heading
        }
        _ => Kind::Item,
    }
}

/// Characters that lead from an entry to its page number.
const LEADERS: &str = "…‥・.．･―─-";
/// So many of them in a row are leaders, not an ellipsis.
const LEADER_RUN: usize = 4;

/// Whether leaders run through the line: it is an entry of a contents page.
fn has_leaders(text: &str) -> bool {
    let mut run = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        run = if LEADERS.contains(c) { run + if c == '…' { 2 } else { 1 } } else { 0 };
        if run >= LEADER_RUN {
            return true;
        }
    }
    false
}

/// A line that only announces a list: one of the marker words, in brackets, with a colon, or no larger than running text.
fn is_marker(line: &Line, text: &str, lexicon: &Lexicon) -> bool {
    let bracketed = line.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Bracket);
    let bulleted = line.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Bullet);
    let colon = text.trim_end().ends_with([':', '：']);
    let plain = line.label.is_none() && line.look.ratio < 1.3;
    (bracketed || colon || bulleted || plain) && is_any(&bare(text), &lexicon.headings.markers)
}

/// A heading without a number stands out from running text and has something below it.
fn plain_heading(nodes: &[Node], at: usize, line: &Line, text: &str, typed: bool, lexicon: &Lexicon) -> bool {
    let Some(follows) = next_content(nodes, at) else { return false };
    let wordless = !without_years(&fold(text)).chars().any(|c| c.is_alphabetic() && !"年度月日令和平成昭".contains(c));
    if wordless || text.ends_with(['。', '：', ':', '）', ')']) && text.starts_with(['（', '(']) {
        return false;
    }
    if matches!(follows, Node::Table(_)) && holds_any(&bare(text), &lexicon.headings.checklist) {
        return true;
    }
    if typed && !line.look.is_strong() {
        return typed_heading(nodes, at, line, text, follows, lexicon);
    }
    line.look.is_strong() || over_items(line, follows)
}

/// Free space above a heading that has no look of its own, in lines.
const SPACE_ABOVE: f32 = 1.2;

/// A short line set apart from what stands above it and followed by items heads them.
fn over_items(line: &Line, follows: &Node) -> bool {
    let sentences = matches!(follows, Node::Line(next) if next.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Bullet) && is_sentence(&next.text.to_string()));
    sentences && line.paragraph.lines.len() == 1 && line.paragraph.space_before >= SPACE_ABOVE && line.look.ratio >= 1.0
}

/// In typed text a heading is a short line without punctuation before prose, a list or a table.
fn typed_heading(nodes: &[Node], at: usize, line: &Line, text: &str, follows: &Node, lexicon: &Lexicon) -> bool {
    if is_any(&bare(text), &lexicon.headings.facts_end) {
        return true;
    }
    // ① … a caption … ②: the list goes on, so nothing heads its second half.
    if let Node::Line(next) = follows
        && next.label.as_ref().is_some_and(|l| l.label.number.is_some_and(|n| n > 1) && l.rank > 5.0)
    {
        return false;
    }
    // The last of several short lines is one of them.
    let after_short = at > 0
        && matches!(&nodes[at - 1], Node::Line(l) if l.label.is_none() && l.text.len() <= PLAIN_HEADING_CHARS && !is_sentence(&l.text.to_string()));
    let ends_list = matches!(follows, Node::Line(next) if next.label.is_some()) && line.paragraph.space_before < 1.0;
    if after_short && (ends_list || matches!(follows, Node::Table(_))) {
        return false;
    }
    let punctuated = text.contains(['、', '。', '：', ':', '，', '\t']);
    let japanese = text.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
    let after = match follows {
        Node::Line(next) => next.label.is_some() || next.rest().len() > PLAIN_HEADING_CHARS || is_sentence(&next.text.to_string()),
        Node::Table(_) | Node::Open(_) => true,
        _ => false,
    };
    !punctuated && japanese >= 3 && line.text.len() <= 36 && after
}

/// 【…】 around a whole line is a heading; a bracketed word at the start is one where the line stands out or prose follows.
fn bracket(nodes: &[Node], at: usize, line: &Line, short: bool) -> Kind {
    if !short || aims::said(&line.text.to_string()).is_some() {
        return Kind::Prose;
    }
    let whole = line.label.as_ref().is_some_and(|l| !l.form.mark.ends_with('+'));
    if whole || line.look.is_strong() || matches!(next_content(nodes, at), Some(Node::Line(n)) if n.label.is_none()) {
        Kind::Heading
    } else {
        Kind::Item
    }
}

/// ■ and ◎ open headings where they stand before something else than the next ■; ○ and ・ only where the line stands out.
fn bullet(nodes: &[Node], at: usize, line: &Line, short: bool, chars: usize, lexicon: &Lexicon) -> Kind {
    if !short || chars > PLAIN_HEADING_CHARS {
        return Kind::Item;
    }
    let Some(label) = &line.label else { return Kind::Item };
    let heading_mark = label.rank < 6.0 || label.form.mark == "◎";
    let prose_below =
        matches!(next_content(nodes, at), Some(Node::Line(n)) if n.label.is_none() && n.rest().len() > PLAIN_HEADING_CHARS / 2);
    let heads = heading_mark && (line.look.is_strong() || prose_below) || line.look.ratio >= 1.3 || is_over_table(nodes, at, lexicon);
    if heads { Kind::Heading } else { Kind::Item }
}

/// Whether a line stands alone over a table, or with nothing but its unit (【一般会計】（単位：千円）) between.
fn is_over_table(nodes: &[Node], at: usize, lexicon: &Lexicon) -> bool {
    let form = |i: usize| if let Some(Node::Line(l)) = nodes.get(i) { l.label.as_ref().map(|l| l.form.clone()) } else { None };
    let aside = |n: &&Node| matches!(n, Node::Line(l) if l.text.len() <= PLAIN_HEADING_CHARS && l.text.to_string().contains("単位"));
    let below = nodes[at + 1..].iter().find(|n| !aside(n));
    let alone = at.checked_sub(1).is_none_or(|i| form(i) != form(at));
    alone && matches!(below, Some(Node::Table(t)) if columns::columns(t, lexicon).name.is_some())
}

/// The next node that is not the end of a box or a picture.
pub(crate) fn next_content<'n, 'a>(nodes: &'n [Node<'a>], at: usize) -> Option<&'n Node<'a>> {
    nodes[at + 1..].iter().find(|n| !matches!(n, Node::Close | Node::Figure(_)))
}

/// Headings of one form that follow each other with nothing between them and do not stand out are a list.
fn runs_are_lists(nodes: &[Node], kinds: &mut [Kind]) {
    let mut at = 0;
    while at < nodes.len() {
        let end = run_end(nodes, kinds, at);
        if end - at >= 2 {
            let strong = nodes[at..end].iter().all(|n| matches!(n, Node::Line(l) if l.look.is_strong()));
            for kind in &mut kinds[at..end] {
                if !strong {
                    *kind = Kind::Item;
                }
            }
        }
        at = end.max(at + 1);
    }
}

/// The end of the run of labelled headings of one form, numbered on, from `at`.
fn run_end(nodes: &[Node], kinds: &[Kind], at: usize) -> usize {
    let form = |i: usize| match (&nodes[i], kinds[i]) {
        (Node::Line(l), Kind::Heading) => {
            l.label.as_ref().filter(|l| l.form.scheme != Scheme::Bracket).map(|l| (l.form.clone(), l.label.number))
        }
        _ => None,
    };
    let Some((first, mut number)) = form(at) else { return at + 1 };
    let mut end = at + 1;
    while end < nodes.len() {
        match form(end) {
            Some((f, n)) if f == first && (n.is_none() || n == number.map(|x| x + 1)) => number = n,
            _ => break,
        }
        end += 1;
    }
    end
}

/// Lines without a number that look alike and follow each other with nothing between are boxes in a row, not headings; the last one is a
/// heading where text follows it.
fn plain_runs_are_lists(nodes: &[Node], kinds: &mut [Kind]) {
    let look = |i: usize| match (nodes.get(i), kinds.get(i)) {
        (Some(Node::Line(l)), Some(Kind::Heading)) if l.label.is_none() => Some(l.look),
        _ => None,
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while at < nodes.len() {
        let mut end = at + 1;
        while look(at).zip(look(end)).is_some_and(|(a, b)| a.same(&b)) {
            end += 1;
        }
        let text_follows = matches!(nodes.get(end), Some(Node::Line(_) | Node::Table(_))) && kinds.get(end) != Some(&Kind::Heading);
        if end - at >= 2 {
            runs.push(at..if text_follows { end - 1 } else { end });
        }
        at = end;
    }
    for i in runs.into_iter().flatten() {
        kinds[i] = Kind::Prose;
    }
}

/// Left edges of one list differ by less than this, in points.
const SAME_LEFT: f32 = 1.0;

/// A line without a number right under text that runs over several lines, in the very same type and as far in, is text like it: slides
/// have lists in large type whose bullets are drawn.
fn set_like_text_above(nodes: &[Node], kinds: &mut [Kind]) {
    for at in 1..nodes.len() {
        let (Node::Line(above), Node::Line(line)) = (&nodes[at - 1], &nodes[at]) else { continue };
        let like = above.paragraph.style == line.paragraph.style
            && above.page() == line.page()
            && (above.left() - line.left()).abs() < SAME_LEFT
            && above.paragraph.lines.len() > 1;
        let plain = |l: &Line| l.label.is_none() && !l.look.decorated && !l.look.underlined && !l.listed;
        if kinds[at] == Kind::Heading && kinds[at - 1] == Kind::Prose && like && plain(above) && plain(line) {
            kinds[at] = Kind::Prose;
        }
    }
}

/// A heading that is printed twice, once over its content and once in a list of contents or an overview, is one only where it
/// has content or stands out more.
fn repeated_once(nodes: &[Node], kinds: &mut [Kind]) {
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Node::Line(l) = node
            && kinds[at] == Kind::Heading
            && l.label.is_some()
        {
            seen.entry(bare(&l.text.to_string())).or_default().push(at);
        }
    }
    numbered_once(nodes, kinds);
    for places in seen.values().filter(|p| p.len() > 1) {
        let with_content: Vec<usize> = places.iter().copied().filter(|at| next_is_body(nodes, kinds, *at)).collect();
        if with_content.is_empty() || with_content.len() == places.len() {
            continue;
        }
        for at in places.iter().filter(|at| !with_content.contains(at)) {
            kinds[*at] = Kind::Prose;
        }
    }
}

/// Of headings whose level is known from an overview, the one with its number printed is the heading; else the one with prose below.
fn numbered_once(nodes: &[Node], kinds: &mut [Kind]) {
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Node::Line(l) = node
            && kinds[at] == Kind::Heading
            && l.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Named)
        {
            seen.entry(bare(&l.rest().to_string())).or_default().push(at);
        }
    }
    let printed =
        |at: usize| matches!(&nodes[at], Node::Line(l) if l.label.as_ref().is_some_and(|l| l.label.raw.starts_with(char::is_alphabetic)));
    for places in seen.values().filter(|p| p.len() > 1) {
        let prose = |at: usize| matches!(nodes.get(at + 1), Some(Node::Line(l)) if l.label.is_none() && is_sentence(&l.text.to_string()));
        let Some(keep) = places.iter().copied().find(|at| printed(*at)).or_else(|| places.iter().copied().find(|at| prose(*at))) else {
            continue;
        };
        for at in places.iter().copied().filter(|at| *at != keep && !printed(*at)) {
            kinds[at] = Kind::Prose;
        }
    }
}

/// Whether a heading is followed by something else than a heading of its own form.
fn next_is_body(nodes: &[Node], kinds: &[Kind], at: usize) -> bool {
    let form = |n: &Node| if let Node::Line(l) = n { l.label.as_ref().map(|l| l.form.clone()) } else { None };
    match nodes.get(at + 1) {
        Some(Node::Close) | None => false,
        Some(next) => kinds.get(at + 1) != Some(&Kind::Heading) || form(next) != form(&nodes[at]),
    }
}

/// The titles of all headings, bare of brackets, to know overviews by.
pub(crate) fn titles(nodes: &[Node], kinds: &[Kind]) -> std::collections::BTreeSet<String> {
    nodes
        .iter()
        .zip(kinds)
        .filter_map(|(n, k)| match n {
            Node::Line(l) if *k == Kind::Heading => Some(bare(&l.rest().to_string())),
            _ => None,
        })
        .filter(|t| t.chars().count() >= 4)
        .collect()
}
