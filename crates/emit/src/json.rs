//! How JSON is written here: one record a line, whole numbers without a decimal point, nothing that differs between two runs.
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Down to this depth each member stands on a line of its own; deeper ones share their record's line. Two levels put every record
/// of a plan document on one line: a change to a record is a change to a line.
const BROKEN_DEPTH: usize = 2;

/// Whole numbers up to here are exact in a double and are written as integers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value as a document of several lines: its members, and the members of those, one a line.
pub fn document(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = write(value, BROKEN_DEPTH);
    bytes.push(b'\n');
    bytes
}

/// A value on one line, with its line end.
pub fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = write(value, 0);
    bytes.push(b'\n');
    bytes
}

fn write(value: &impl Serialize, broken: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Lines { broken, depth: 0, filled: false });
    value.serialize(&mut serializer).expect("records have text keys and are written to memory");
    bytes
}

struct Lines {
    /// Depth down to which members stand on lines of their own.
    broken: usize,
    depth: usize,
    /// Whether the array or object just closed had members.
    filled: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, w: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        w.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, w: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled && self.depth < self.broken {
            self.break_line(w)?;
        }
        self.filled = true;
        w.write_all(bracket)
    }

    fn member<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        if !first {
            w.write_all(b",")?;
        }
        if self.depth <= self.broken { self.break_line(w) } else { Ok(()) }
    }

    fn break_line<W: ?Sized + Write>(&self, w: &mut W) -> io::Result<()> {
        w.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| w.write_all(b" "))
    }
}

impl Formatter for Lines {
    fn write_f64<W: ?Sized + Write>(&mut self, w: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() < EXACT {
            write!(w, "{}", value as i64)
        } else {
            // The shortest digits that read back as the same number.
            write!(w, "{value}")
        }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.open(w, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.close(w, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.member(w, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.open(w, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.close(w, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.member(w, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        w.write_all(if self.depth <= self.broken { b": " } else { b":" })
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn records_stand_on_lines() {
        let value = json!({"id": "a", "none": [], "rows": [{"n": 1.0, "b": [0.5, 2.0]}, {"n": 2e6}]});
        let text = String::from_utf8(super::document(&value)).expect("JSON is UTF-8");
        assert_eq!(text, "{\n \"id\": \"a\",\n \"none\": [],\n \"rows\": [\n  {\"n\":1,\"b\":[0.5,2]},\n  {\"n\":2000000}\n ]\n}\n");
    }

    #[test]
    fn reads_back_as_the_same_value() {
        let value = json!({"a": [[], {}, [1.25, -3, null]], "b": {"c": {"d": [true, "行\n目"]}}});
        for bytes in [super::document(&value), super::line(&value)] {
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON"), value);
        }
    }

    #[test]
    fn a_row_is_one_line() {
        let text = String::from_utf8(super::line(&json!({"a": "x\ny", "b": [1]}))).expect("JSON is UTF-8");
        assert_eq!(text, "{\"a\":\"x\\ny\",\"b\":[1]}\n");
    }
}
