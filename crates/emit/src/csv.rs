//! CSV as Excel opens it by a double click: UTF-8 with a byte order mark, CRLF, and texts that stay texts.
use crate::flat::{Cell, Column, Kind};
use std::fmt::Write;

/// Tells Excel that the bytes are UTF-8.
pub(crate) const BOM: &str = "\u{feff}";

/// What begins a formula, also as Japanese keyboards write it, and the blanks that hide one.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];

/// Beside digits, what a text may consist of that a spreadsheet takes for a number, a date or a time.
const NUMBERLIKE: &str = " .,/:-+()eE%％（）．，／：－年月日時分";

/// Put before a text that a spreadsheet would not leave a text.
const QUOTE: char = '\'';

/// The header line.
pub(crate) fn header(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
    format!("{}\r\n", names.join(","))
}

/// A row as a line.
pub(crate) fn line(columns: &[Column], cells: &[Cell]) -> String {
    let mut line = String::new();
    for (at, (column, cell)) in columns.iter().zip(cells).enumerate() {
        if at > 0 {
            line.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) if column.kind == Kind::Json => quote(&mut line, text),
            Cell::Text(text) => quote(&mut line, &safe(text)),
            Cell::List(texts) => quote(&mut line, &safe(&Cell::joined(texts))),
            Cell::Integer(n) => drop(write!(line, "{n}")),
            Cell::Real(n) => drop(write!(line, "{n}")),
            Cell::Boolean(b) => line.push_str(if *b { "true" } else { "false" }),
        }
    }
    line.push_str("\r\n");
    line
}

/// A text that a spreadsheet neither calculates nor takes for a number or date.
fn safe(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let number = text.contains(digits) && text.chars().all(|c| digits(c) || NUMBERLIKE.contains(c));
    if number || text.starts_with(FORMULA) { format!("{QUOTE}{text}") } else { text.to_owned() }
}

fn quote(line: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn texts_stay_texts() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("＝SUM(A1)", "'＝SUM(A1)"),
            ("-5", "'-5"),
            ("@here", "'@here"),
            ("011002", "'011002"),
            ("1-2", "'1-2"),
            ("（１）", "'（１）"),
            ("1234567890123e45", "'1234567890123e45"),
            ("2024-04", "'2024-04"),
            ("b8af6ff7c01d2e34:m3", "b8af6ff7c01d2e34:m3"),
            ("年間120件", "年間120件"),
            ("－", "'－"),
            ("e", "e"),
        ] {
            assert_eq!(safe(text), written);
        }
    }
}
