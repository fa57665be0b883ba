//! Glossary entries.
use crate::build::Builder;
use crate::columns::Columns;
use crate::rows::line_of;
use crate::topics::Topic;
use keikaku_model::document::Table;
use keikaku_model::outline::{Role, Term};

/// Reads a table of terms and definitions, if it is one: headed so, or of two columns in a glossary.
pub(crate) fn read(builder: &mut Builder, table: &Table, columns: &Columns, topic: Topic) -> bool {
    let headed = columns.roles.iter().position(|r| *r == Some(Role::Term));
    let term = match headed {
        Some(c) => c as u32,
        None if topic == Topic::Glossary && table.columns >= 2 => table.columns - 2,
        None => return false,
    };
    for row in columns.header_rows..table.rows {
        let Some(cell) = table.at(row, term).filter(|c| c.row == row && !c.is_blank()) else { continue };
        let definition = table.at(row, term + cell.column_span).filter(|c| !c.is_blank()).map(line_of);
        builder.terms.push(Term { term: line_of(cell), definition });
    }
    true
}
