//! The contents page and the PDF's outline as evidence: a line that they list is a heading, and the outline says how deep it stands.
use crate::stream::{Line, Node};
use crate::words::{bare, fold, is_sentence};
use keikaku_model::document::{Document, FurnitureKind};
use std::collections::BTreeMap;

/// Titles shorter than this stand in too many places to be told by the list alone.
const TITLE_CHARS: usize = 3;
/// An outline of so many entries in more than one level tells levels; a flat one tells headings only.
const TELLING: usize = 5;

/// A title of the list.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// Nesting in the outline, if it tells one level only.
    depth: Option<u32>,
    /// The page it points to.
    page: Option<u32>,
    /// It stands in the list more than once.
    again: bool,
}

/// Marks the lines that the document's contents page or outline lists.
pub(crate) fn mark(nodes: &mut [Node], document: &Document) {
    let listed = titles(document);
    if listed.is_empty() {
        return;
    }
    let found: Vec<Option<Entry>> = nodes.iter().map(|n| if let Node::Line(l) = n { entry(l, &listed) } else { None }).collect();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for (node, _) in nodes.iter().zip(&found).filter(|(_, e)| e.is_some()) {
        if let Node::Line(l) = node {
            *lines.entry(bare(&l.rest().to_string())).or_default() += 1;
        }
    }
    for (node, entry) in nodes.iter_mut().zip(found) {
        if let (Node::Line(line), Some(entry)) = (node, entry) {
            let alone = lines.get(&bare(&line.rest().to_string())) == Some(&1) && !entry.again;
            line.listed = alone;
            line.depth = entry.depth;
        }
    }
}

/// The entry of a line: the title with or without its number, on the page that the list names.
fn entry(line: &Line, listed: &BTreeMap<String, Entry>) -> Option<Entry> {
    let found = listed.get(&bare(&line.text.to_string())).or_else(|| listed.get(&bare(&line.rest().to_string())))?;
    let here = found.page.is_none_or(|p| p == line.page()) && !is_sentence(&line.text.to_string());
    here.then_some(*found)
}

fn titles(document: &Document) -> BTreeMap<String, Entry> {
    let mut out: BTreeMap<String, Entry> = BTreeMap::new();
    let bookmarks = &document.info.bookmarks;
    let levels = bookmarks.len() >= TELLING && bookmarks.iter().any(|b| b.depth > 0);
    for b in bookmarks {
        let new = Entry { depth: levels.then_some(b.depth), page: b.page, again: false };
        add(&mut out, bare(&b.title), new);
    }
    let contents = document.furniture.iter().filter(|f| f.kind == FurnitureKind::Contents);
    for title in contents.map(|f| without_page(&f.text.to_string())) {
        if !out.contains_key(&title) {
            add(&mut out, title, Entry::default());
        }
    }
    out
}

fn add(out: &mut BTreeMap<String, Entry>, title: String, new: Entry) {
    if title.chars().count() < TITLE_CHARS {
        return;
    }
    out.entry(title)
        .and_modify(|e| *e = Entry { depth: e.depth.filter(|d| Some(*d) == new.depth), page: None, again: true })
        .or_insert(new);
}

/// An entry of a contents page without its leaders and page number.
fn without_page(entry: &str) -> String {
    let folded = fold(entry);
    let page = |c: char| c.is_ascii_digit() || "…‥・.．･―─-－P()ー".contains(c);
    let cut = folded.trim_end_matches(page);
    bare(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{document, drawn_document, large, p, para};
    use keikaku_model::page::Bookmark;

    #[test]
    fn entries_lose_their_page_numbers() {
        for (entry, title) in [("第１章　港のいま ……… 12", "第1章港のいま"), ("港の取組・・・・・３", "港の取組"), ("まとめ P.8", "まとめ")]
        {
            assert_eq!(without_page(entry), title, "{entry}");
        }
    }

    #[test]
    fn the_outline_tells_headings_and_levels() {
        let prose = "港町の人々と事業者が力を合わせ、海の恵みを生かした産業を育てていくことを目指していく計画である。";
        let mut document = document(vec![
            p(large("１　港のいま", 14.0)),
            p(para(prose)),
            p(para("漁のようす")),
            p(para(prose)),
            p(large("２　港のこれから", 14.0)),
            p(para(prose)),
            p(para("浜のくらし")),
            p(para(prose)),
        ]);
        let mark = |(title, depth): (&str, u32)| Bookmark { title: title.to_owned(), depth, page: Some(1) };
        document.info.bookmarks =
            [("１　港のいま", 0), ("漁のようす", 1), ("２　港のこれから", 0), ("浜のくらし", 1), ("むすび", 0)].map(mark).to_vec();
        assert_eq!(drawn_document(&document), "# １ 港のいま\n  # 漁のようす\n# ２ 港のこれから\n  # 浜のくらし\n");
    }
}
