//! A look over a PDF's bytes before any of them is decoded: streams that expand too far are blanked, so that the rest of the file can
//! be read, and nesting is measured. The engine would follow both as far as memory lasts, or give up without a word.
use crate::expand::{Filter, is_beyond};
use crate::limits::{NESTING, STREAM_BYTES, XREF_BYTES};
use keikaku_model::diagnostic::limit;
use keikaku_model::{Diagnostic, Severity};
use memchr::{memchr2_iter, memmem};
use std::ops::Range;

/// How far before its stream a dictionary may begin, in bytes: what is cut off of a longer one is no filter in any file seen.
const DICTIONARY: usize = 4096;

/// Blanks the streams of a file that expand too far and tells what was found.
pub(crate) fn look_over(bytes: &mut [u8]) -> Vec<Diagnostic> {
    let (streams, deep) = survey(bytes);
    let mut found: Vec<Diagnostic> = streams.iter().map(|large| too_large(large.object.as_deref())).collect();
    for large in streams {
        bytes[large.data].fill(b' ');
    }
    if deep {
        let message = format!(
            "the file has arrays or dictionaries nested more than {NESTING} deep; what they hold is not read: no known program writes such files"
        );
        found.push(Diagnostic::new(Severity::Warning, limit::NESTING, message));
    }
    found
}

fn too_large(object: Option<&str>) -> Diagnostic {
    let which = object.map_or_else(|| "a stream".to_owned(), |o| format!("the stream of object {o}"));
    let message = format!(
        "{which} expands to more than {} MiB and is left out: what it draws or says is missing; check where the file comes from",
        STREAM_BYTES >> 20
    );
    Diagnostic::new(Severity::Error, limit::STREAM, message)
}

/// A stream that expands too far.
struct Large {
    /// The number of its object, where that can be told.
    object: Option<String>,
    data: Range<usize>,
}

/// The streams that expand too far, and whether anything outside of streams is nested too deep.
fn survey(bytes: &[u8]) -> (Vec<Large>, bool) {
    let (mut large, mut deep, mut at) = (Vec::new(), false, 0);
    let ends = memmem::Finder::new(b"endstream");
    for keyword in memmem::find_iter(bytes, b"stream") {
        if keyword < at || bytes[..keyword].ends_with(b"end") {
            continue;
        }
        let between = &bytes[at..keyword];
        if !between.trim_ascii_end().ends_with(b">>") {
            continue;
        }
        deep |= is_deep(between);
        let start = keyword + b"stream".len();
        let end = ends.find(&bytes[start..]).map_or(bytes.len(), |n| start + n);
        let head = Head::of(&between[between.len().saturating_sub(DICTIONARY)..]);
        // A stream may hold `endstream`: its stated length counts too.
        let stated = head.length.map_or(start, |n| start.saturating_add(n).min(bytes.len()));
        let data = start..end.max(stated);
        let content = bytes[data.clone()].strip_prefix(b"\r\n").or(bytes[data.clone()].strip_prefix(b"\n")).unwrap_or(&bytes[data.clone()]);
        if is_beyond(content, &head.filters, head.limit) {
            large.push(Large { object: head.object, data: data.clone() });
        }
        at = data.end;
    }
    deep |= is_deep(&bytes[at.min(bytes.len())..]);
    (large, deep)
}

/// What the dictionary before a stream says of it.
#[derive(Default)]
struct Head {
    object: Option<String>,
    filters: Vec<Filter>,
    /// What the filters may give.
    limit: u64,
    length: Option<usize>,
}

impl Head {
    fn of(before: &[u8]) -> Self {
        let from = memmem::rfind(before, b" obj");
        let dictionary = &before[from.map_or(0, |at| at + 4)..];
        let number = from.and_then(|at| before[..at].rsplit(|b| !b.is_ascii_digit()).nth(1));
        let mut head = Self {
            object: number.filter(|n| !n.is_empty()).map(|n| String::from_utf8_lossy(n).into_owned()),
            limit: STREAM_BYTES,
            ..Self::default()
        };
        let names: Vec<Vec<u8>> = dictionary.split(|b| *b == b'/').skip(1).map(name).collect();
        let has = |word: &[u8]| names.iter().any(|n| n == word);
        // Pictures are not decoded, whatever they expand to.
        let is_picture = ["DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF"].iter().any(|n| has(n.as_bytes()));
        if !is_picture && !has(b"Image") {
            head.filters = names.iter().filter_map(|n| Filter::named(n)).collect();
            // The filter stands in another object: nearly always this one.
            if head.filters.is_empty() && has(b"Filter") {
                head.filters.push(Filter::Flate);
            }
        }
        if has(b"XRef") {
            head.limit = XREF_BYTES;
        }
        head.length = stated_length(dictionary);
        head
    }
}

/// The name that a piece between slashes begins with, `#` escapes read.
fn name(piece: &[u8]) -> Vec<u8> {
    let end = piece.iter().position(|b| b.is_ascii_whitespace() || b"()<>[]{}/%".contains(b)).unwrap_or(piece.len());
    let mut out = Vec::with_capacity(end);
    let mut rest = &piece[..end];
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'#').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &tail[2..];
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

/// `/Length 123`; none where it is in another object, negative or absurd.
fn stated_length(dictionary: &[u8]) -> Option<usize> {
    let at = memmem::find_iter(dictionary, b"/Length").find(|at| dictionary.get(at + 7).is_some_and(u8::is_ascii_whitespace))?;
    let rest = dictionary[at + 7..].trim_ascii_start();
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_reference = rest[digits..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
    std::str::from_utf8(&rest[..digits]).ok().filter(|_| !is_reference)?.parse().ok()
}

/// Whether arrays or dictionaries stand within one another more than [`NESTING`] deep.
pub(crate) fn is_deep(bytes: &[u8]) -> bool {
    // Brackets in strings can only make this too many, and it is a hundred times faster.
    let most = deepest(memchr2_iter(b'[', b']', bytes), bytes) + deepest(memchr2_iter(b'<', b'>', bytes), bytes);
    bytes.len() > NESTING && most > NESTING && depth_of(bytes) > NESTING
}

fn deepest(brackets: impl Iterator<Item = usize>, bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for at in brackets {
        depth = if matches!(bytes[at], b'[' | b'<') { depth + 1 } else { depth.saturating_sub(1) };
        deepest = deepest.max(depth);
    }
    deepest
}

/// How deep arrays and dictionaries stand within one another, not counting brackets in strings and comments.
fn depth_of(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut string) = (0usize, 0, 0usize);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, string) {
            (b'\\', 1..) => at += 1,
            (b'(', _) => string += 1,
            (b')', 1..) => string -= 1,
            (b'[', 0) => depth += 1,
            (b']', 0) => depth = depth.saturating_sub(1),
            (b'<', 0) if bytes.get(at + 1) == Some(&b'<') => {
                (depth, at) = (depth + 1, at + 1);
            }
            (b'>', 0) if bytes.get(at + 1) == Some(&b'>') => {
                (depth, at) = (depth.saturating_sub(1), at + 1);
            }
            (b'%', 0) => at += bytes[at..].iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(0),
            _ => {}
        }
        deepest = deepest.max(depth);
        at += 1;
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
        [format!("7 0 obj\n<<{dictionary}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    fn zeros(count: usize) -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        let block = vec![0; 1 << 20];
        (0..count >> 20).for_each(|_| out.write_all(&block).expect("memory"));
        out.finish().expect("memory")
    }

    fn codes(bytes: &mut [u8]) -> Vec<String> {
        look_over(bytes).into_iter().map(|d| d.code).collect()
    }

    #[test]
    fn a_stream_that_expands_too_far_is_blanked_and_the_rest_kept() {
        let bomb = zeros(300 << 20);
        for filter in ["/Filter/FlateDecode", "/Filter[/Fl]", "/Filter/Fl#61teDecode", "/Filter 9 0 R"] {
            let mut bytes = [stream(filter, &bomb), stream("/Filter/FlateDecode", b"small")].concat();
            let (length, head) = (bytes.len(), bytes[..40].to_vec());
            let found = look_over(&mut bytes);
            assert_eq!(found.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["stream-too-large"], "{filter}");
            assert!(found[0].message.contains("object 7"), "{}", found[0].message);
            assert!(bytes.len() == length && bytes[..40] == head && bytes.ends_with(b"small\nendstream\nendobj\n"));
            assert!(memmem::find(&bytes, &bomb[..50]).is_none());
        }
    }

    #[test]
    fn cross_references_have_a_smaller_limit() {
        let table = zeros(32 << 20);
        assert_eq!(codes(&mut stream("/Type/XRef/Filter/FlateDecode", &table)), ["stream-too-large"]);
        assert!(codes(&mut stream("/Filter/FlateDecode", &table)).is_empty());
    }

    #[test]
    fn an_end_within_a_stream_does_not_hide_its_rest() {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
        out.write_all(b"endstream").expect("memory");
        let stored = out.flush_finish().expect("memory");
        // The head, the block that holds the word and is not the last any more, and a second block.
        let mut bomb = [&stored[..2 + 5 + 9], &zeros(300 << 20)[2..]].concat();
        bomb[2] &= !1;
        assert_eq!(codes(&mut stream("/Filter/FlateDecode", &bomb)), ["stream-too-large"]);
    }

    #[test]
    fn pictures_are_never_expanded() {
        assert!(codes(&mut stream("/Subtype/Image/Filter/FlateDecode", &zeros(300 << 20))).is_empty());
    }

    #[test]
    fn nesting_is_told_from_brackets_in_strings() {
        let nested = [b"[".repeat(600), b"]".repeat(600)].concat();
        assert_eq!(codes(&mut nested.clone()), ["nesting-too-deep"]);
        assert!(!is_deep(&[b"(".as_slice(), &nested, b")"].concat()));
        assert!(!is_deep(&b"[[1] [2]]".repeat(1000)));
        assert!(is_deep(&[b"<</A ".repeat(600), b">>".repeat(600)].concat()));
    }
}
