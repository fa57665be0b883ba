//! Tables whose columns are cut by blanks: line after line with the same number of fields.
use super::build::{self, Slot};
use super::lines::Line;
use super::marks::opens_item;
use keikaku_model::Text;
use keikaku_model::document::{Cell, Table};

/// Fewest rows that make a table.
const ROWS: usize = 3;

/// Fewest fields that single blanks cut; two words with one blank between them are a line like many.
const FIELDS: usize = 3;

/// A first row is a header when it is at most this share as long as the others are on average.
const HEADER_SHARE: f32 = 0.8;

/// Most blank lines between two rows.
const APART: u32 = 2;

/// The table that begins at the first line, and how many lines it takes.
pub(super) fn table(lines: &[Line]) -> Option<(Table, usize)> {
    let wanted = cut(lines.first()?).len();
    if wanted < FIELDS {
        return None;
    }
    let is_row = |(i, l): &(usize, &Line)| (*i == 0 || l.blanks <= APART && !l.opens_page) && is_row(l) && cut(l).len() == wanted;
    let rows: Vec<&Line> = lines.iter().enumerate().take_while(is_row).map(|(_, l)| l).collect();
    if rows.len() < ROWS {
        return None;
    }
    let others = rows[1..].iter().map(|l| l.width()).sum::<f32>() / (rows.len() - 1) as f32;
    let header = usize::from(rows[0].width() <= others * HEADER_SHARE);
    let cells: Vec<Cell> = rows.iter().enumerate().flat_map(|(r, line)| row(r, line, r < header)).collect();
    Some((build::table(cells, header)?, rows.len()))
}

fn row(row: usize, line: &Line, is_header: bool) -> Vec<Cell> {
    let cell = |(column, text): (usize, Text)| {
        let slot = Slot { row, column, rows: 1, columns: 1, is_header };
        build::cell(slot, build::part(line, text).into_iter().collect(), line.page)
    };
    cut(line).into_iter().enumerate().map(cell).collect()
}

fn is_row(line: &Line) -> bool {
    let chars = line.text.chars();
    !opens_item(chars) && !chars.contains(&'。') && !line.is_tabbed() && line.markup.is_empty()
}

/// The fields between blanks; words in Latin letters and numbers stay with the field before them.
fn cut(line: &Line) -> Vec<Text> {
    let mut fields: Vec<Text> = Vec::new();
    for piece in line.text.split(char::is_whitespace).into_iter().filter(|t| !t.is_empty()) {
        let is_latin = piece.chars().iter().all(char::is_ascii);
        match fields.last_mut() {
            Some(last) if is_latin => {
                last.push(' ', None);
                last.push_text(&piece);
            }
            _ => fields.push(piece),
        }
    }
    fields
}
