//! Two columns that a dump wrote one after the other: a header of two words, the items of the first column, then as many short lines of the
//! second.
use super::build::{self, Slot};
use super::lines::Line;
use super::marks::{item_class, opens_item};
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};

/// Longest header word in characters.
const HEADER: usize = 16;

/// Longest line of the second column in characters.
const SHORT: usize = 24;

/// The table that begins at the first line, and how many lines it takes.
pub(super) fn table(lines: &[Line]) -> Option<(Table, usize)> {
    let (left, right) = cut(&lines.first()?.text)?;
    let is_numbered = matches!(item_class(left.chars()), Some('①' | 'Ⅰ' | '(' | '1' | 'a' | '第'));
    if left.len() > HEADER || right.len() > HEADER || left.len() < 2 || is_numbered || has_sentence(&right) {
        return None;
    }
    let class = item_class(lines.get(1)?.text.chars())?;
    let items = lines[1..].iter().take_while(|l| item_class(l.text.chars()) == Some(class) && !has_sentence(&l.text)).count();
    let rows = same_line(&lines[1..1 + items]).map(|rows| (rows, 0)).or_else(|| {
        let seconds = lines.get(1 + items..1 + 2 * items)?;
        let fits = seconds.iter().all(|l| l.text.len() <= SHORT && !opens_item(l.text.chars()) && !has_sentence(&l.text));
        fits.then(|| (lines[1..1 + items].iter().zip(seconds).map(|(a, b)| ((a, a.text.clone()), (b, b.text.clone()))).collect(), items))
    });
    let (rows, seconds) = rows.filter(|_| items > 0)?;
    let mut cells = row(0, (&lines[0], left), (&lines[0], right), true);
    for (r, (a, b)) in rows.into_iter().enumerate() {
        cells.extend(row(r + 1, a, b, false));
    }
    Some((build::table(cells, 1)?, 1 + items + seconds))
}

/// A line and the part of its text that is a cell.
type Part<'a> = (&'a Line, Text);

/// Items that have the second column behind them on their line.
fn same_line(items: &[Line]) -> Option<Vec<(Part<'_>, Part<'_>)>> {
    items
        .iter()
        .map(|l| {
            let (a, b) = cut(&l.text)?;
            // ① alone before the blank is the label, not the first column.
            (b.len() <= SHORT && a.len() > 3 && b.len() < a.len()).then_some(((l, a), (l, b)))
        })
        .collect()
}

fn row(row: usize, left: Part, right: Part, is_header: bool) -> Vec<Cell> {
    let slot = |column| Slot { row, column, rows: 1, columns: 1, is_header };
    let cell = |column, (line, text): Part| build::cell(slot(column), build::part(line, text).into_iter().collect(), line.page);
    vec![cell(0, left), cell(1, right)]
}

/// The text before and after its last blank.
fn cut(text: &Text) -> Option<(Text, Text)> {
    let at = text.chars().iter().rposition(|c| c.is_whitespace())?;
    let (left, right) = (text.slice(0..at).trimmed(), text.slice(at + 1..text.len()));
    (!left.is_empty() && !right.is_empty()).then_some((left, right))
}

fn has_sentence(text: &Text) -> bool {
    text.chars().contains(&'。')
}
