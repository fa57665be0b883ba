//! Hand-made documents for the tests.
use keikaku_model::GlyphIds;
use keikaku_model::Rect;
use keikaku_model::Text;
use keikaku_model::document::{
    Align, Block, Cell, Decoration, Document, Frame, Group, Line, Paragraph, Style, Table, TableEvidence, TablePart,
};
use keikaku_model::outline::Outline;
use keikaku_model::page::{FileInfo, Source, TextLayer};

/// A paragraph in 10-point text.
pub(crate) fn para(text: &str) -> Paragraph {
    let style = Style { size: 10.0, bold: false, gothic: false, color: 0 };
    let bbox = Rect::new(50.0, 100.0, 500.0, 110.0);
    let text = Text::unplaced(text);
    Paragraph {
        page: 1,
        bbox,
        lines: vec![Line { page: 1, bbox, text: text.clone(), style, vertical: false }],
        text,
        style,
        align: Align::Start,
        first_indent: 0.0,
        hanging_indent: 0.0,
        space_before: 0.0,
        badges: Vec::new(),
        ruby: Vec::new(),
        decoration: Decoration::default(),
    }
}

/// A paragraph in larger type.
pub(crate) fn large(text: &str, size: f32) -> Paragraph {
    let mut p = para(text);
    p.style.size = size;
    p
}

/// A bold paragraph.
pub(crate) fn bold(text: &str) -> Paragraph {
    let mut p = para(text);
    p.style.bold = true;
    p
}

/// A paragraph with a badge on its line.
pub(crate) fn badged(text: &str, badge: &str) -> Paragraph {
    let mut p = bold(text);
    p.badges.push(Text::unplaced(badge));
    p
}

/// A paragraph of a size on a page.
pub(crate) fn on(page: u32, text: &str, size: f32) -> Block {
    let mut paragraph = large(text, size);
    paragraph.page = page;
    p(paragraph)
}

/// A cell; each string is a paragraph, `*` at its start makes it bold.
pub(crate) fn cell(row: u32, column: u32, row_span: u32, column_span: u32, texts: &[&str]) -> Cell {
    let paragraphs = texts.iter().map(|t| t.strip_prefix('*').map_or_else(|| para(t), bold)).collect();
    Cell { row, column, row_span, column_span, is_header: false, ground: None, page: 1, bbox: Rect::default(), paragraphs }
}

/// A table of cells.
pub(crate) fn table(rows: u32, columns: u32, header_rows: u32, cells: Vec<Cell>) -> Block {
    let parts = vec![TablePart { page: 1, bbox: Rect::default(), first_row: 0 }];
    Block::Table(Table { parts, rows, columns, header_rows, cells, evidence: TableEvidence::Ruled }.into())
}

/// A table of one paragraph a cell, the first row its header.
pub(crate) fn grid(rows: &[&[&str]]) -> Block {
    let columns = rows.iter().map(|r| r.len()).max().unwrap_or(0) as u32;
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(r, row)| row.iter().enumerate().map(move |(c, t)| cell(r as u32, c as u32, 1, 1, &[t])))
        .collect();
    table(rows.len() as u32, columns, 1, cells)
}

/// A box.
pub(crate) fn group(blocks: Vec<Block>) -> Block {
    Block::Group(Group { page: 1, bbox: Rect::default(), ground: Some(0xeeeeee), blocks })
}

/// A block of a paragraph.
pub(crate) fn p(paragraph: Paragraph) -> Block {
    Block::Paragraph(paragraph)
}

/// A document of one page.
pub(crate) fn document(blocks: Vec<Block>) -> Document {
    Document {
        source: Source {
            file_name: "x.pdf".to_owned(),
            sha256: "0".repeat(64),
            media_type: "application/pdf".to_owned(),
            bytes: 1,
            pages: Some(1),
            producer: None,
            encoding: None,
            text_layer: TextLayer::Native,
        },
        info: FileInfo::default(),
        pages: vec![Frame { number: 1, width: 595.0, height: 842.0, typed: false, body_size: 10.0 }],
        blocks,
        furniture: Vec::new(),
        hidden: GlyphIds::default(),
    }
}

/// The outline of blocks, as indented lines: `# section`, `- measure [role: part …]`.
pub(crate) fn drawn(blocks: Vec<Block>) -> String {
    drawn_document(&document(blocks))
}

/// The outline of a document, drawn likewise.
pub(crate) fn drawn_document(document: &Document) -> String {
    let outline = crate::outline(document, &keikaku_model::text::Texts::default(), &crate::Lexicon::default()).value;
    let mut out = String::new();
    draw(&outline, None, 0, &mut out);
    out
}

fn draw(outline: &Outline, section: Option<usize>, depth: usize, out: &mut String) {
    let label = |l: &Option<keikaku_model::outline::Label>| l.as_ref().map_or(String::new(), |l| format!("{} ", l.raw));
    for m in outline.measures.iter().filter(|m| m.section == section) {
        let parts: Vec<String> =
            m.parts.iter().map(|p| format!("{:?}{}: {}", p.role, if p.shared_with.is_some() { "=" } else { "" }, p.text)).collect();
        let badges: String = m.badges.iter().map(|b| format!("<{b}>")).collect();
        let title = m.title.to_string().replace('\n', " / ");
        out.push_str(&format!(
            "{}- {}{title}{badges}{}\n",
            "  ".repeat(depth),
            label(&m.label),
            if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(" | ")) }
        ));
    }
    for f in outline.figures.iter().filter(|f| f.section == section) {
        let targets: Vec<String> = f.targets.iter().map(|(h, v)| format!("{h}={v}")).collect();
        let base: Vec<String> = f.baselines.iter().map(|(h, v)| format!("{h}={v}")).collect();
        out.push_str(&format!("{}~ {} [{}] from [{}]\n", "  ".repeat(depth), f.indicator, targets.join(" | "), base.join(" | ")));
    }
    for (i, s) in outline.sections.iter().enumerate().filter(|(_, s)| s.parent == section) {
        out.push_str(&format!("{}# {}{}\n", "  ".repeat(depth), label(&s.label), s.title));
        draw(outline, Some(i), depth + 1, out);
    }
}
