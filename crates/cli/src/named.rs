//! Inputs by list: `@FILE` stands for the names in a file, `-` for those on standard input, a name a line.
use anyhow::{Context, Result};
use std::io::Read;
use std::path::Path;

/// The inputs with every list in its place. A file whose name begins with `@` is itself and no list.
pub(crate) fn expand(inputs: &[String]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for input in inputs {
        match input.strip_prefix('@') {
            _ if input == "-" => {
                let mut text = String::new();
                std::io::stdin().lock().read_to_string(&mut text).context("the list on standard input can't be read")?;
                names.extend(lines(&text));
            }
            Some(list) if !Path::new(input).exists() => {
                let text = std::fs::read_to_string(list).with_context(|| format!("the list {list} can't be read"))?;
                names.extend(lines(&text));
            }
            _ => names.push(input.clone()),
        }
    }
    anyhow::ensure!(!names.is_empty(), "the list names no file or folder");
    Ok(names)
}

/// The names in a list: one a line, empty lines passed over.
fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| !line.is_empty()).map(ToOwned::to_owned)
}
