//! Text files → typed pages: the encoding found, undecodable bytes reported, each character on a grid of lines and columns.
use crate::ReadError;
use crate::fold::fold;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use keikaku_model::glyphs::Glyphs;
use keikaku_model::page::{FileInfo, Font, Glyph, Page, PageKind, Pages, Source, TextLayer, Visibility};
use keikaku_model::{Diagnostic, Rect, Severity, Warned};

/// Columns between tab stops, in full-width characters.
const TAB: f32 = 4.0;

/// Above this share of NUL and other control bytes a file is no text in any encoding.
const BINARY_SHARE: f64 = 0.02;

/// Reads a text file.
pub(crate) fn pages(bytes: &[u8], mut source: Source) -> Result<Warned<Pages>, ReadError> {
    let (encoding, text_bytes) = detect(bytes);
    if encoding != UTF_16LE && encoding != UTF_16BE && is_binary(bytes) {
        return Err(ReadError::Unknown { seen: look(bytes) });
    }
    let skipped = bytes.len() - text_bytes.len();
    let (text, bad) = decode(encoding, text_bytes);
    let mut diagnostics = Vec::new();
    if let Some(first) = bad.first() {
        diagnostics.push(Diagnostic::new(
            Severity::Warning,
            "undecodable-bytes",
            format!(
                "{} byte sequence(s) are no {} text, the first at offset {}; they stand as U+FFFD: check the file's encoding",
                bad.len(),
                encoding.name(),
                first + skipped
            ),
        ));
    }
    source.media_type = "text/plain".to_owned();
    source.encoding = Some(encoding.name().to_owned());
    source.text_layer = if text.trim().is_empty() { TextLayer::None } else { TextLayer::Native };
    let pages = lay(&text);
    let fonts = vec![Font { name: String::new(), bold: false, gothic: false }];
    Ok(Warned { value: Pages { source, info: FileInfo::default(), fonts, pages }, diagnostics })
}

/// What the first bytes look like, for error messages.
pub(crate) fn look(bytes: &[u8]) -> String {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    match () {
        () if starts(b"PK\x03\x04") => "a ZIP archive (Word, Excel and PowerPoint files are such)".to_owned(),
        () if starts(b"\xD0\xCF\x11\xE0") => "an old Word, Excel or PowerPoint file".to_owned(),
        () if starts(b"<!DOCTYPE") || starts(b"<html") || starts(b"<HTML") => {
            "an HTML page (perhaps the server's error message)".to_owned()
        }
        () if starts(b"\x89PNG") || starts(b"\xFF\xD8\xFF") => "an image".to_owned(),
        () if is_binary(bytes) => "binary data".to_owned(),
        () => "text".to_owned(),
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = head.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0C | 0x1B | 0x1A)).count();
    odd as f64 > head.len() as f64 * BINARY_SHARE
}

/// The encoding and the bytes after a byte order mark: BOM first, then UTF-8, then UTF-16 by where its zero bytes stand, then the detector.
fn detect(bytes: &[u8]) -> (&'static Encoding, &[u8]) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[length..]);
    }
    if let Some(encoding) = utf_16(bytes) {
        return (encoding, bytes);
    }
    // ISO-2022-JP is plain ASCII with escapes, so it has to be asked for before UTF-8.
    if std::str::from_utf8(bytes).is_ok() && !bytes.windows(2).any(|w| w == b"\x1B$") {
        return (UTF_8, bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    (detector.guess(Some(b"jp"), Utf8Detection::Allow), bytes)
}

/// UTF-16 without a mark: the byte order in which the bytes give kana, kanji and ASCII. Asked only of files with zero bytes, which no other
/// encoding of text has.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0;
        let plain = text.chars().filter(
            |c| matches!(c, '\n' | '\r' | '\t' | ' '..='~' | '\u{2000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'),
        );
        plain.count() * 10 > text.chars().count() * 9
    })
}

/// Decodes, and tells the byte offsets of what could not be.
fn decode(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3));
    let (mut at, mut bad) = (0, Vec::new());
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut out, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return (out, bad),
            encoding_rs::DecoderResult::OutputFull => out.reserve(bytes.len() - at + 16),
            encoding_rs::DecoderResult::Malformed(length, after) => {
                bad.push(at.saturating_sub(usize::from(length) + usize::from(after)));
                out.push('\u{FFFD}');
            }
        }
    }
}

/// Puts the characters on their lines and columns; form feeds cut pages.
fn lay(text: &str) -> Vec<Page> {
    let mut pages = vec![blank_page(1, 1)];
    let (mut line, mut x) = (1u32, 0.0f32);
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let page = pages.last_mut().expect("there is always a page");
        match ch {
            '\r' | '\n' | '\u{85}' | '\u{2028}' => {
                if ch == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                (line, x) = (line + 1, 0.0);
            }
            '\u{0C}' => {
                close(page, line);
                let number = page.number + 1;
                pages.push(blank_page(number, line));
                x = 0.0;
            }
            '\t' => x = ((x / TAB).floor() + 1.0) * TAB,
            _ => {
                let Some(ch) = fold(ch) else { continue };
                let width = if is_narrow(ch) { 0.5 } else { 1.0 };
                page.width = page.width.max(x + width);
                page.glyphs.push(Glyph {
                    ch,
                    bbox: Rect::new(x, line as f32, x + width, line as f32 + 1.0),
                    size: 1.0,
                    font: 0,
                    color: 0,
                    vertical: false,
                    bold: false,
                    visibility: Visibility::Visible,
                });
                x += width;
            }
        }
    }
    close(pages.last_mut().expect("there is always a page"), line);
    pages
}

fn blank_page(number: u32, first_line: u32) -> Page {
    Page {
        number,
        width: 0.0,
        height: 0.0,
        kind: PageKind::Typed { first_line, lines: 0 },
        glyphs: Glyphs::default(),
        rulings: Vec::new(),
        shapes: Vec::new(),
        images: Vec::new(),
        drawings: Vec::new(),
    }
}

fn close(page: &mut Page, line: u32) {
    if let PageKind::Typed { first_line, lines } = &mut page.kind {
        *lines = line - *first_line + 1;
        page.height = *lines as f32;
    }
}

/// Half-width: ASCII, Latin-1 and half-width katakana.
fn is_narrow(ch: char) -> bool {
    matches!(ch, '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{FF}' | '\u{FF61}'..='\u{FFDC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source {
            file_name: "a.txt".into(),
            sha256: String::new(),
            media_type: String::new(),
            bytes: 0,
            pages: None,
            producer: None,
            encoding: None,
            text_layer: TextLayer::None,
        }
    }

    fn read(bytes: &[u8]) -> (String, String, Vec<Diagnostic>) {
        let read = pages(bytes, source()).expect("text");
        let text = read.value.pages.iter().flat_map(|p| p.glyphs.iter().map(|g| g.ch)).collect();
        (read.value.source.encoding.unwrap_or_default(), text, read.diagnostics)
    }

    const SAMPLE: &str = "第１章　基本的な考え方\n○商店街の活性化を支援する。（４月）\n・事業承継セミナーを年２回開催する。\n";

    #[test]
    fn finds_the_encodings_japanese_offices_use() {
        let want: String = SAMPLE.chars().filter(|c| *c != '\n').collect();
        for name in ["Shift_JIS", "EUC-JP", "ISO-2022-JP", "UTF-8"] {
            let encoding = Encoding::for_label(name.as_bytes()).expect("known");
            let (bytes, _, _) = encoding.encode(SAMPLE);
            assert_eq!(read(&bytes), (name.to_owned(), want.clone(), Vec::new()));
        }
        let little: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&little), ("UTF-16LE".to_owned(), want.clone(), Vec::new()));
        let mut big = vec![0xFE, 0xFF];
        big.extend(SAMPLE.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(read(&big), ("UTF-16BE".to_owned(), want, Vec::new()));
    }

    #[test]
    fn reports_undecodable_bytes_with_their_offset() {
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        bytes.extend("施策".as_bytes());
        bytes.push(0xFF);
        let (_, text, diagnostics) = read(&bytes);
        assert_eq!(text, "施策\u{FFFD}");
        assert_eq!(diagnostics[0].code, "undecodable-bytes");
        assert!(diagnostics[0].message.contains("offset 9"), "{}", diagnostics[0].message);
    }

    #[test]
    fn lays_characters_on_a_grid() {
        let read = pages("ab施\n\u{0C}策".as_bytes(), source()).expect("text").value;
        let first = read.pages[0].glyphs.get(2).unwrap();
        assert_eq!((first.bbox.x0, first.bbox.y0), (1.0, 1.0));
        assert_eq!(read.pages[1].kind, PageKind::Typed { first_line: 2, lines: 1 });
        assert_eq!(read.pages[1].glyphs.get(0).unwrap().bbox.y0, 2.0);
    }

    #[test]
    fn refuses_binary_data() {
        assert!(matches!(pages(&[0, 1, 2, 3, 0x89, 4, 5, 6], source()), Err(ReadError::Unknown { .. })));
    }
}
