//! Tables over several pages whose header every page prints again: their rows are read without those headers.
use keikaku_model::document::{Cell, Table};
use std::borrow::Cow;

/// The table without the header rows that stand between its rows; the table itself where there are none.
pub(crate) fn read_through(table: &Table) -> Cow<'_, Table> {
    let mut again: Vec<u32> = table.cells.iter().filter(|c| is_repeated(table, c)).flat_map(|c| c.row..c.row + c.row_span).collect();
    again.sort_unstable();
    again.dedup();
    if again.is_empty() {
        return Cow::Borrowed(table);
    }
    let mut out = Table { cells: Vec::with_capacity(table.cells.len()), ..table.clone() };
    out.rows -= again.len() as u32;
    for cell in table.cells.iter().filter(|c| !is_repeated(table, c)) {
        let before = again.partition_point(|r| *r < cell.row);
        let cell = Cell { row: cell.row - before as u32, ..cell.clone() };
        let under_header = before > 0 && again[before - 1] + 1 == cell.row + before as u32;
        if !(under_header && goes_on(&mut out.cells, &cell)) {
            out.cells.push(cell);
        }
    }
    Cow::Owned(out)
}

/// Whether a cell belongs to a header that a further page prints again.
fn is_repeated(table: &Table, cell: &Cell) -> bool {
    cell.is_header && cell.row >= table.header_rows
}

/// Gives the rows of an empty cell to the cell over it where that is a category beside many rows: it goes on under the header.
fn goes_on(above: &mut [Cell], cell: &Cell) -> bool {
    let over = |u: &&mut Cell| {
        u.row + u.row_span == cell.row
            && (u.column, u.column_span) == (cell.column, cell.column_span)
            && (u.row_span > 1 || cell.row_span > 1)
    };
    match above.iter_mut().find(over).filter(|_| cell.is_blank()) {
        Some(u) => {
            u.row_span += cell.row_span;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cell, table};
    use keikaku_model::document::Block;

    fn header(row: u32, column: u32, text: &str) -> Cell {
        Cell { is_header: true, ..cell(row, column, 1, 1, &[text]) }
    }

    #[test]
    fn a_category_goes_on_under_the_header_of_the_next_page() {
        let cells = vec![
            header(0, 0, "分野"),
            header(0, 1, "事業名"),
            cell(1, 0, 2, 1, &["観光"]),
            cell(1, 1, 1, 1, &["案内板の設置"]),
            cell(2, 1, 1, 1, &["朝市の開催"]),
            header(3, 0, "分野"),
            header(3, 1, "事業名"),
            cell(4, 0, 1, 1, &[]),
            cell(4, 1, 1, 1, &["船便の増発"]),
            cell(5, 0, 1, 1, &["農業"]),
            cell(5, 1, 1, 1, &["直売所の改装"]),
        ];
        let Block::Table(printed) = table(6, 2, 1, cells) else { unreachable!("a table") };
        let read = read_through(&printed);
        let rows: Vec<_> = read.cells.iter().map(|c| (c.row, c.row_span, c.text().to_string())).collect();
        let expected = [
            (0, 1, "分野"),
            (0, 1, "事業名"),
            (1, 3, "観光"),
            (1, 1, "案内板の設置"),
            (2, 1, "朝市の開催"),
            (3, 1, "船便の増発"),
            (4, 1, "農業"),
            (4, 1, "直売所の改装"),
        ];
        assert_eq!(rows, expected.map(|(row, span, text)| (row, span, text.to_owned())));
        assert_eq!(read.rows, 5);
    }

    #[test]
    fn a_table_with_one_header_is_read_as_it_stands() {
        let Block::Table(printed) = table(2, 1, 1, vec![header(0, 0, "事業名"), cell(1, 0, 1, 1, &["朝市の開催"])]) else {
            unreachable!("a table")
        };
        assert!(matches!(read_through(&printed), Cow::Borrowed(_)));
    }
}
