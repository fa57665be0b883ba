//! File names as text.
use std::ffi::OsStr;
use std::fmt::Write;

/// A file name for reports: as it is, but for bytes that are no UTF-8, which stand as `%83`, so that two names never look the same
/// because neither can be shown.
pub fn shown(name: impl AsRef<OsStr>) -> String {
    let mut text = String::new();
    for chunk in name.as_ref().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(text, "%{byte:02X}").expect("a String takes any text");
        }
    }
    text
}
