//! Inputs by list: `@FILE` stands for the names in a file, `-` for those on standard input.
use anyhow::{Context, Result};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::Path;

/// The inputs with every list in its place. A file whose name begins with `@` is itself and no list.
pub(crate) fn expand(inputs: &[OsString]) -> Result<Vec<OsString>> {
    let mut names = Vec::new();
    for input in inputs {
        match list(input) {
            _ if input == "-" => {
                let mut list = Vec::new();
                std::io::stdin().lock().read_to_end(&mut list).context("the list on standard input can't be read")?;
                names.extend(entries(&list));
            }
            Some(path) if !Path::new(input).exists() => {
                let list = std::fs::read(path).with_context(|| format!("the list {} can't be read", Path::new(path).display()))?;
                names.extend(entries(&list));
            }
            _ => names.push(input.clone()),
        }
    }
    anyhow::ensure!(!names.is_empty(), "the list names no file or folder");
    Ok(names)
}

/// What follows the `@` of a list's name.
fn list(input: &OsStr) -> Option<&OsStr> {
    let rest = input.as_encoded_bytes().strip_prefix(b"@")?;
    name(rest)
}

/// The names in a list: one a line, or with a NUL after each if there is any (`find -print0`), for names with line ends in them.
/// Empty ones are passed over.
fn entries(list: &[u8]) -> Vec<OsString> {
    let (end, cut): (u8, &[u8]) = if list.contains(&0) { (0, b"") } else { (b'\n', b"\r") };
    let entries = list.split(|b| *b == end).map(|entry| entry.strip_suffix(cut).unwrap_or(entry));
    entries.filter(|entry| !entry.is_empty()).filter_map(name).map(ToOwned::to_owned).collect()
}

/// Bytes as a name: any on Unix, where names are bytes.
#[cfg(unix)]
fn name(bytes: &[u8]) -> Option<&OsStr> {
    Some(std::os::unix::ffi::OsStrExt::from_bytes(bytes))
}

/// Bytes as a name: UTF-8 where names are text.
#[cfg(not(unix))]
fn name(bytes: &[u8]) -> Option<&OsStr> {
    std::str::from_utf8(bytes).ok().map(OsStr::new)
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn lists_by_line_and_by_nul() {
        assert_eq!(
            entries(b"a b.pdf\r\n\n\x83\n c"),
            ["a b.pdf".into(), std::ffi::OsString::from(super::name(b"\x83").expect("a name")), " c".into()]
        );
        assert_eq!(entries(b"a\nb.pdf\0c\r\0"), ["a\nb.pdf", "c\r"]);
    }
}
