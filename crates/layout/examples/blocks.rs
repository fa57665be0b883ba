//! Prints a file's layout for looking at: `blocks FILE [text|blocks|tables]`.
//!
//! `text` is plain text in reading order, `blocks` shows every block with its marks, `tables` is JSON for table scorers.
use keikaku_model::document::{Block, Cell, Document, FurnitureKind, Paragraph, Table};
use serde_json::{Value, json};
use std::io::Write;

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().expect("a file to lay out");
    let what = args.next().unwrap_or_else(|| "text".to_owned());
    let bytes = std::fs::read(&file).expect("the file is readable");
    let pages = keikaku_read::pages(&bytes, &file).expect("the file is a PDF or a text").value;
    let document = keikaku_layout::document(&pages).value;
    let mut out = String::new();
    match what.as_str() {
        "tables" => out = tables(&document).to_string(),
        "text" => {
            let mut contents = document.furniture.iter().filter(|f| f.kind == FurnitureKind::Contents).peekable();
            for b in &document.blocks {
                while let Some(f) = contents.next_if(|f| f.page <= page(b)) {
                    out.push_str(&format!("{}\n", f.text));
                }
                text(b, &mut out);
            }
        }
        "none" => {}
        _ => {
            document.blocks.iter().for_each(|b| show(b, 0, &mut out));
            document.furniture.iter().for_each(|f| out.push_str(&format!("~ p{} {:?} {}\n", f.page, f.kind, f.text)));
            out.push_str(&format!("hidden {}\n", document.hidden.len()));
        }
    }
    let _ = std::io::stdout().write_all(out.as_bytes());
}

fn page(block: &Block) -> u32 {
    match block {
        Block::Paragraph(p) => p.page,
        Block::Table(t) => t.parts[0].page,
        Block::Group(g) => g.page,
        Block::Figure(f) => f.page,
    }
}

fn text(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(p) => line(p, out),
        Block::Table(t) => t.cells.iter().for_each(|c| c.paragraphs.iter().for_each(|p| line(p, out))),
        Block::Group(g) => g.blocks.iter().for_each(|b| text(b, out)),
        Block::Figure(f) => f.words.iter().chain(&f.caption).for_each(|p| line(p, out)),
    }
}

fn line(p: &Paragraph, out: &mut String) {
    out.push_str(&format!("{}", p.text));
    p.badges.iter().for_each(|b| out.push_str(&format!(" {b}")));
    out.push('\n');
}

fn show(block: &Block, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    match block {
        Block::Paragraph(p) => out.push_str(&format!("{pad}{}\n", paragraph(p))),
        Block::Table(t) => {
            let parts: Vec<String> = t.parts.iter().map(|p| format!("p{}@{}", p.page, p.first_row)).collect();
            out.push_str(&format!("{pad}TABLE {}x{} header {} {:?} {}\n", t.rows, t.columns, t.header_rows, t.evidence, parts.join(" ")));
            for c in &t.cells {
                let span = if c.row_span * c.column_span > 1 { format!(" span {}x{}", c.row_span, c.column_span) } else { String::new() };
                out.push_str(&format!("{pad}  [{},{}{span}{}]\n", c.row, c.column, if c.is_header { " H" } else { "" }));
                c.paragraphs.iter().for_each(|p| out.push_str(&format!("{pad}    {}\n", paragraph(p))));
            }
        }
        Block::Group(g) => {
            let (b, ground) = (g.bbox, g.ground.map_or("-".to_owned(), |c| format!("{c:06x}")));
            out.push_str(&format!("{pad}GROUP p{} {:.0},{:.0}-{:.0},{:.0} ground {ground}\n", g.page, b.x0, b.y0, b.x1, b.y1));
            g.blocks.iter().for_each(|b| show(b, depth + 1, out));
        }
        Block::Figure(f) => {
            let caption = f.caption.as_ref().map(paragraph).unwrap_or_default();
            out.push_str(&format!("{pad}FIGURE p{} caption: {caption}\n", f.page));
            f.words.iter().for_each(|p| out.push_str(&format!("{pad}  {}\n", paragraph(p))));
        }
    }
}

fn paragraph(p: &Paragraph) -> String {
    let (s, d) = (p.style, p.decoration);
    let mut marks = format!("p{} {:.1}", p.page, s.size);
    let flags = [(s.bold, "b"), (s.gothic, "g"), (d.ground.is_some(), "fill"), (d.framed, "frame"), (d.underlined, "under")];
    flags.iter().filter(|f| f.0).for_each(|f| marks.push_str(&format!(" {}", f.1)));
    if s.color != 0 {
        marks.push_str(&format!(" #{:06x}", s.color));
    }
    marks.push_str(&format!(" {:?} {:.1}/{:.1} ^{:.1} n{}", p.align, p.first_indent, p.hanging_indent, p.space_before, p.lines.len()));
    let badges: String = p.badges.iter().map(|b| format!("[{b}]")).collect();
    let ruby: String = p.ruby.iter().map(|b| format!("<{b}>")).collect();
    format!("({marks}) {badges}{ruby}{}", p.text)
}

fn tables(document: &Document) -> Value {
    let mut all = Vec::new();
    document.blocks.iter().for_each(|b| collect(b, &mut all));
    json!({ "tables": all })
}

fn collect(block: &Block, out: &mut Vec<Value>) {
    match block {
        Block::Table(t) => out.push(table(t)),
        Block::Group(g) => g.blocks.iter().for_each(|b| collect(b, out)),
        _ => {}
    }
}

fn table(t: &Table) -> Value {
    json!({ "rows": t.rows, "columns": t.columns, "cells": t.cells.iter().map(cell).collect::<Vec<_>>() })
}

fn cell(c: &Cell) -> Value {
    json!({ "row": c.row, "column": c.column, "row_span": c.row_span, "column_span": c.column_span, "text": c.text().to_string() })
}
