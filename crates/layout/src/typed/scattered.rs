//! Tables whose cells a dump wrote in any order, box by box, with the header on every sheet: columns are told from how wide the boxes' lines
//! are wrapped, rows from the order of the boxes, and what is still open from the words that cells share.
use super::build::{self, Slot};
use super::lines::Line;
use super::marks::{MARKS, opens_item};
use super::paragraphs::{self, Setting};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Furniture, FurnitureKind, Paragraph, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest sheets: a header printed once is no evidence.
const SHEETS: usize = 3;

/// Columns of wrapped bullets such a table has: what is planned, its goal, the year's actions.
const WIDTHS: usize = 3;

/// The next wider column is at least this many times as wide.
const APART: f32 = 1.2;

/// Fewest wrapped lines from which widths are learned.
const EVIDENCE: usize = 60;

/// A line may be longer than its column's usual full line by this many columns.
const SLACK: f32 = 2.0;

/// Longest line of a box of names, in columns.
const NAME: f32 = 14.0;

/// Longest line of text set vertically, in columns, and the fewest such lines.
const VERTICAL: (f32, usize) = (3.0, 4);

/// The sheets of a document.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// First line of each sheet's header, and how many lines the header has.
    headers: BTreeMap<usize, usize>,
    /// Usual widths of full lines, narrowest first.
    widths: Vec<f32>,
    /// The columns' headers: one for each width, then the owners'.
    labels: Vec<String>,
}

/// One sheet.
pub(super) struct Sheet {
    pub(super) table: Table,
    /// The sheet's marks at the page's side.
    pub(super) marks: Vec<Furniture>,
}

/// What a text box is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// Bullets of a column.
    Column(usize),
    /// A heading in brackets over bullets of the first column.
    Headed,
    /// Names of owners.
    Owners,
    /// A heading set vertically at the side.
    Side,
    /// A page's mark or another scrap.
    Scrap,
    /// Something else: the sheet ends.
    Other,
}

/// A row that is being filled; the cells are ranges of lines.
#[derive(Debug, Default, Clone)]
struct Row {
    heading: Vec<(usize, usize)>,
    columns: [Vec<(usize, usize)>; WIDTHS],
    owners: Vec<(usize, usize)>,
}

impl Row {
    /// Whether it has a title and nothing beside it yet.
    fn wants_goals(&self) -> bool {
        !self.columns[0].is_empty() && self.columns[1].is_empty()
    }
}

impl Sheets {
    /// Looks for such tables in a document.
    pub(super) fn of(lines: &[Line]) -> Self {
        let Some(widths) = widths(lines) else { return Self::default() };
        let headers = headers(lines);
        let labels = headers.iter().next().and_then(|(&at, &length)| labels(&lines[at..at + length]));
        match labels {
            Some(labels) if headers.len() >= SHEETS => Self { headers, widths, labels },
            _ => Self::default(),
        }
    }

    /// The sheet whose header stands at `i`, and how many lines it takes.
    pub(super) fn table(&self, lines: &[Line], i: usize, setting: &Setting) -> Option<(Sheet, usize)> {
        let header = *self.headers.get(&i)?;
        let end = self.headers.range(i + 1..).next().map_or(lines.len(), |(&at, _)| at);
        let (mut rows, mut marks, mut names) = (Vec::<Row>::new(), Vec::new(), Vec::new());
        let mut at = i + header;
        while at < end {
            let next = at + 1 + lines[at + 1..end].iter().take_while(|l| l.blanks == 0 && !l.opens_page).count();
            match self.kind(&lines[at..next]) {
                Kind::Other => break,
                Kind::Scrap => marks.extend(lines[at..next].iter().map(thumb)),
                Kind::Owners => names.push((rows.len(), (at, next))),
                // Bullets without a wrapped line fit any column; a list of them under a title is the title's goals.
                Kind::Column(0) if is_list(&lines[at..next]) && rows.last().is_some_and(Row::wants_goals) => {
                    place(&mut rows, Kind::Column(1), (at, next));
                }
                kind => place(&mut rows, kind, (at, next)),
            }
            at = next;
        }
        share_titles(&mut rows, lines);
        hand_out(&mut rows, &names, lines);
        let table = self.of_rows(&rows, lines, (i, header), setting)?;
        Some((Sheet { table, marks }, at - i))
    }

    /// What stands at a sheet's edge although no table does: a circled number, a word of the header with other figures.
    pub(super) fn mark(&self, lines: &[Line], line: &Line) -> Option<Furniture> {
        let header = |(&at, &length): (&usize, &usize)| lines.get(at..at + length);
        let is_head = |other: &Line| {
            let figure = |c: &&char| c.is_numeric() || matches!(c, '-' | '〜' | '～');
            let rest = line.text.chars().iter().filter(|c| !figure(c));
            line.text.len() > other.text.len() && rest.eq(other.text.chars())
        };
        let is_number = line.text.len() == 1 && line.text.chars().iter().all(|c| ('①'..='⑳').contains(c));
        let heads = self.headers.iter().filter_map(header).flatten();
        (!self.headers.is_empty() && is_number || heads.into_iter().any(is_head)).then(|| thumb(line))
    }

    /// What a box of lines is.
    fn kind(&self, lines: &[Line]) -> Kind {
        let widest = lines.iter().map(Line::width).fold(0.0, f32::max);
        let has_bullets = lines.iter().any(is_bullet);
        if lines.len() >= VERTICAL.1 && widest <= VERTICAL.0 {
            return Kind::Side;
        }
        if has_bullets {
            let is_headed = lines[0].text.chars().first() == Some(&'【') && lines.len() > 1;
            let column = self.column(if is_headed { &lines[1..] } else { lines });
            return if is_headed && column == 0 { Kind::Headed } else { Kind::Column(column) };
        }
        let text: Vec<char> = lines.iter().flat_map(|l| l.text.chars().iter().copied()).collect();
        match widest {
            w if w <= NAME && MARKS.ends_a_unit(&text) => Kind::Owners,
            w if lines.len() == 1 && text.first() == Some(&'【') && w <= NAME => Kind::Headed,
            w if w <= VERTICAL.0 => Kind::Scrap,
            _ => Kind::Other,
        }
    }

    /// The column that a box of bullets stands in: by its full lines, else the narrowest that holds its longest line.
    fn column(&self, lines: &[Line]) -> usize {
        let (sum, count) = full_lines(lines).fold((0.0, 0), |(s, n), l| (s + l.width(), n + 1));
        let full = if count > 0 { sum / count as f32 } else { 0.0 };
        let width = if full > 0.0 { full } else { lines.iter().map(Line::width).fold(0.0, f32::max) };
        let near =
            |w: &f32| if full > 0.0 { (w - width).abs() } else { (w + SLACK - width).max(0.0) + if w + SLACK < width { 1e3 } else { 0.0 } };
        (0..WIDTHS).min_by(|a, b| near(&self.widths[*a]).total_cmp(&near(&self.widths[*b]))).unwrap_or(0)
    }

    /// The rows as a table.
    fn of_rows(&self, rows: &[Row], lines: &[Line], (at, header): (usize, usize), setting: &Setting) -> Option<Table> {
        let slot = |row, column, columns, is_header| Slot { row, column, rows: 1, columns, is_header };
        let page = lines[at].page;
        let printed = Text::joined(lines[at..at + header].iter().map(|l| &l.text), " ");
        let mut cells: Vec<Cell> = Vec::new();
        for (column, label) in self.labels.iter().enumerate() {
            let text = find(&printed, label).unwrap_or_else(|| Text::unplaced(label));
            cells.push(build::cell(slot(0, column, 1, true), build::part(&lines[at], text).into_iter().collect(), page));
        }
        let mut r = 1;
        for row in rows {
            let paragraphs =
                |boxes: &[(usize, usize)]| boxes.iter().flat_map(|&(a, b)| all(&lines[a..b], setting)).collect::<Vec<Paragraph>>();
            if !row.heading.is_empty() {
                cells.push(build::cell(slot(r, 0, self.labels.len(), false), joined(paragraphs(&row.heading)), page));
                r += 1;
            }
            if row.columns.iter().all(Vec::is_empty) {
                continue;
            }
            for (column, boxes) in row.columns.iter().chain([&row.owners]).enumerate() {
                cells.push(build::cell(slot(r, column, 1, false), paragraphs(boxes), page));
            }
            r += 1;
        }
        build::table(cells, 1)
    }
}

fn thumb(line: &Line) -> Furniture {
    Furniture { kind: FurnitureKind::ThumbIndex, page: line.page, text: line.text.clone() }
}

fn is_bullet(line: &Line) -> bool {
    line.text.chars().first().is_some_and(|c| MARKS.is_bullet(*c))
}

/// Two bullets or more, none of them wrapped.
fn is_list(lines: &[Line]) -> bool {
    lines.len() > 1 && lines.iter().all(is_bullet)
}

/// Lines that the next one of the same item goes on from.
fn full_lines(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let goes_on = |w: &&[Line]| w[1].blanks == 0 && !opens_item(w[1].text.chars()) && !MARKS.closes(w[0].last());
    lines.windows(2).filter(goes_on).map(|w| &w[0]).filter(|l| l.width() > NAME)
}

/// The usual widths of the columns' full lines, if they fall into classes well apart: the means of one-dimensional 3-means.
fn widths(lines: &[Line]) -> Option<Vec<f32>> {
    let mut all: Vec<f32> = full_lines(lines).map(Line::width).collect();
    all.sort_by(f32::total_cmp);
    if all.len() < EVIDENCE || lines.iter().any(Line::is_tabbed) || lines.iter().filter(|l| is_bullet(l)).count() * 3 < lines.len() {
        return None;
    }
    let mut means: Vec<f32> = (0..WIDTHS).map(|k| all[(2 * k + 1) * (all.len() - 1) / (2 * WIDTHS)]).collect();
    for _ in 0..32 {
        let mut sums = [(0.0f32, 0u32); WIDTHS];
        for w in &all {
            let k = (0..WIDTHS).min_by(|a, b| (means[*a] - w).abs().total_cmp(&(means[*b] - w).abs()))?;
            sums[k] = (sums[k].0 + w, sums[k].1 + 1);
        }
        means = sums.iter().map(|(s, n)| s / (*n).max(1) as f32).collect();
    }
    means.windows(2).all(|m| m[1] >= m[0] * APART).then_some(means)
}

/// Groups of lines that come again and again: the headers of the sheets.
fn headers(lines: &[Line]) -> BTreeMap<usize, usize> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let key = |l: &Line| l.text.to_string();
    lines.iter().for_each(|l| *count.entry(key(l)).or_default() += 1);
    let again = |l: &Line| count.get(&key(l)).is_some_and(|n| *n >= SHEETS) && !is_bullet(l) && !MARKS.ends_a_unit(l.text.chars());
    let mut found = BTreeMap::new();
    let mut i = 0;
    while i < lines.len() {
        let length = lines[i..].iter().take_while(|l| again(l)).count();
        if lines[i..i + length].iter().any(|l| l.text.split(char::is_whitespace).len() > 1) && length > 1 {
            found.insert(i, length);
        }
        i += length.max(1);
    }
    found
}

/// The columns' headers from the words of a sheet's header: the goals' in the middle, of the others the longest over the widest column, the
/// owners' last.
fn labels(lines: &[Line]) -> Option<Vec<String>> {
    let words: Vec<String> = lines.iter().flat_map(|l| l.text.split(char::is_whitespace)).map(|t| t.to_string()).collect();
    let has = |word: &String, list: &[String]| list.iter().any(|w| word.contains(w.as_str()));
    let owner = words.iter().find(|w| has(w, &MARKS.owner_headers))?;
    let goal = words.iter().find(|w| has(w, &MARKS.goal_headers))?;
    let mut rest: Vec<&String> = words.iter().filter(|w| *w != owner && *w != goal && w.chars().any(char::is_numeric)).collect();
    rest.sort_by_key(|w| w.chars().count());
    match rest.as_slice() {
        [name, year] => Some(vec![(*name).clone(), goal.clone(), (*year).clone(), owner.clone()]),
        _ => None,
    }
}

/// The part of a text that reads as `word`.
fn find(text: &Text, word: &str) -> Option<Text> {
    let word: Vec<char> = word.chars().collect();
    let at = text.chars().windows(word.len()).position(|w| w == word)?;
    Some(text.slice(at..at + word.len()))
}

/// Puts a box into the last row, or into a new one where that has the column already.
fn place(rows: &mut Vec<Row>, kind: Kind, lines: (usize, usize)) {
    let is_done = rows.last().is_none_or(|r| match kind {
        Kind::Column(0) => !r.columns[1].is_empty() && !r.columns[2].is_empty(),
        Kind::Column(c) => !r.columns[c].is_empty(),
        Kind::Side => r.heading.is_empty() || r.columns.iter().any(|c| !c.is_empty()),
        _ => true,
    });
    if is_done {
        rows.push(Row::default());
    }
    let Some(row) = rows.last_mut() else { return };
    match kind {
        Kind::Column(c) => row.columns[c].push(lines),
        Kind::Headed => {
            row.heading.push((lines.0, lines.0 + 1));
            if lines.1 > lines.0 + 1 {
                row.columns[0].push((lines.0 + 1, lines.1));
            }
        }
        Kind::Side => row.heading.push(lines),
        Kind::Owners | Kind::Scrap | Kind::Other => {}
    }
}

/// Where a row has no title, the row above it has them all: they are shared out by the words they have in common with the rows' other cells.
fn share_titles(rows: &mut [Row], lines: &[Line]) {
    for r in 1..rows.len() {
        let (above, below) = rows.split_at_mut(r);
        let (above, row) = (&mut above[r - 1], &mut below[0]);
        if !row.columns[0].is_empty() || !row.heading.is_empty() || above.columns[0].len() < 2 {
            continue;
        }
        let titles = std::mem::take(&mut above.columns[0]);
        let rest = |row: &Row| pairs(row.columns[1].iter().chain(&row.columns[2]), lines);
        let (a, b) = (rest(above), rest(row));
        let sum = |titles: &[(usize, usize)], cells| titles.iter().map(|t| alike(&pairs([t], lines), cells)).sum::<f32>();
        let fit = |cut: usize| sum(&titles[..cut], &a) + sum(&titles[cut..], &b);
        let cut = (1..titles.len()).max_by(|x, y| fit(*x).total_cmp(&fit(*y))).unwrap_or(1);
        row.columns[0] = titles[cut..].to_vec();
        above.columns[0] = titles[..cut].to_vec();
    }
}

/// Gives each list of owners to a row. Lists follow their row; where several stand together, each goes to the row without owners that shares most
/// words with it, in the lists' order where none does. A committee after a department begins a new list.
fn hand_out(rows: &mut [Row], names: &[(usize, (usize, usize))], lines: &[Line]) {
    let text = |&(a, b): &(usize, usize)| lines[a..b].iter().flat_map(|l| l.text.chars().iter().copied()).collect::<Vec<char>>();
    let mut i = 0;
    while i < names.len() {
        let after = names[i].0;
        let mut lists: Vec<Vec<(usize, usize)>> = Vec::new();
        while let Some((_, name)) = names.get(i).filter(|n| n.0 == after) {
            let is_committee = MARKS.is_committee(&text(name));
            match lists.last_mut() {
                Some(list) if !is_committee || list.last().is_some_and(|n| MARKS.is_committee(&text(n))) => list.push(*name),
                _ => lists.push(vec![*name]),
            }
            i += 1;
        }
        // Rows before the lists that have none yet; lists at a sheet's head belong to rows that follow.
        let open = |r: &usize| rows[*r].owners.is_empty();
        let mut free: Vec<usize> = (0..after.min(rows.len())).filter(open).collect();
        if free.len() < lists.len() {
            free = (0..rows.len()).filter(open).collect();
        }
        let near = free.len().saturating_sub(lists.len().max(1));
        if after > 0 && free.len() > lists.len() {
            free.drain(..near);
        }
        for list in lists {
            let own = pairs(&list, lines);
            let shared = |r: usize| alike(&own, &pairs(rows[r].columns.iter().flatten(), lines));
            let best = (0..free.len()).rev().max_by(|a, b| shared(free[*a]).total_cmp(&shared(free[*b])));
            if let Some(k) = best {
                rows[free.remove(k)].owners = list;
            } else if let Some(row) = after.checked_sub(1).and_then(|r| rows.get_mut(r)) {
                row.owners.extend(list);
            }
        }
    }
}

/// The pairs of neighbouring characters of the boxes' words, kana left out.
fn pairs<'a>(boxes: impl IntoIterator<Item = &'a (usize, usize)>, lines: &[Line]) -> BTreeSet<[char; 2]> {
    let mut found = BTreeSet::new();
    for &(a, b) in boxes {
        let text: Vec<char> = lines[a..b].iter().flat_map(|l| l.text.chars().iter().copied()).collect();
        found.extend(text.windows(2).filter(|w| w.iter().all(|c| c.is_alphanumeric() && !('ぁ'..='ん').contains(c))).map(|w| [w[0], w[1]]));
    }
    found
}

/// Share of `a` that is in `b` too.
fn alike(a: &BTreeSet<[char; 2]>, b: &BTreeSet<[char; 2]>) -> f32 {
    a.intersection(b).count() as f32 / a.len().max(1) as f32
}

/// All paragraphs of some lines.
fn all(lines: &[Line], setting: &Setting) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (next, used) = paragraphs::next(&lines[at..], setting);
        found.extend(next);
        at += used.max(1);
    }
    found
}

/// A heading set in several boxes as one paragraph.
fn joined(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut paragraphs = paragraphs.into_iter();
    let Some(mut first) = paragraphs.next() else { return Vec::new() };
    for next in paragraphs {
        first.text.push_text(&next.text);
        first.lines.extend(next.lines);
    }
    vec![first]
}
