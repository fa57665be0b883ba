use super::*;
use keikaku_model::document::{Align, Cell, Decoration, Style, Table, TableEvidence};
use keikaku_model::outline::{Section, SectionKind};
use keikaku_model::page::{FileInfo, Source, TextLayer};
use keikaku_model::{GlyphIds, Rect};

/// Text whose glyphs are numbered from `first` on page 1.
fn placed(s: &str, first: u32) -> Text {
    let mut text = Text::new();
    (first..).zip(s.chars()).for_each(|(i, c)| text.push(c, Some(GlyphId::new(1, i))));
    text
}

fn paragraph(text: Text) -> Paragraph {
    Paragraph {
        page: 1,
        bbox: Rect::default(),
        lines: Vec::new(),
        text,
        style: Style::default(),
        align: Align::Start,
        first_indent: 0.0,
        hanging_indent: 0.0,
        space_before: 0.0,
        badges: Vec::new(),
        ruby: Vec::new(),
        decoration: Decoration::default(),
    }
}

fn cell(row: u32, column: u32, column_span: u32, text: &str) -> Cell {
    Cell {
        row,
        column,
        row_span: 1,
        column_span,
        is_header: row == 0,
        ground: None,
        page: 1,
        bbox: Rect::default(),
        paragraphs: text.split('\n').map(|t| paragraph(Text::unplaced(t))).collect(),
    }
}

fn table(cells: Vec<Cell>) -> Table {
    Table { parts: Vec::new(), rows: 2, columns: 2, header_rows: 1, cells, evidence: TableEvidence::Ruled }
}

fn source() -> Source {
    Source {
        file_name: "a.pdf".to_owned(),
        sha256: "0".repeat(64),
        media_type: "application/pdf".to_owned(),
        bytes: 1,
        pages: Some(1),
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    }
}

fn outline(titles: Vec<(Text, u32)>) -> Outline {
    let section = |(title, depth)| Section { parent: None, depth, label: None, title, kind: SectionKind::Chapter, body: Vec::new() };
    Outline {
        source: source(),
        info: FileInfo::default(),
        front: Vec::new(),
        running_heads: Vec::new(),
        sections: titles.into_iter().map(section).collect(),
        measures: Vec::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        terms: Vec::new(),
        unassigned: Vec::new(),
    }
}

fn document(blocks: Vec<Block>, furniture: Vec<Furniture>) -> Document {
    Document { source: source(), info: FileInfo::default(), pages: Vec::new(), blocks, furniture, hidden: GlyphIds::default() }
}

#[test]
fn headings_prose_and_contents_in_order() {
    let mut heading = paragraph(placed("（１）会員の拡大", 20));
    heading.badges.push(placed("拡充", 90));
    let title = heading.text.slice(3..8);
    let blocks = [paragraph(placed("目次", 0)), heading, paragraph(placed("* 用語は巻末に", 40)), paragraph(placed("1. 調査", 60))];
    let entry = Furniture { kind: FurnitureKind::Contents, page: 1, text: placed("会員の拡大……3", 5) };
    let head = Furniture { kind: FurnitureKind::RunningHead, page: 1, text: placed("みどり野市", 100) };
    let document = document(blocks.into_iter().map(Block::Paragraph).collect(), vec![entry, head]);
    let text = markdown(&document, &outline(vec![(title, 2)]));
    assert_eq!(text, "目次\n\n- 会員の拡大……3\n\n## （１）会員の拡大 拡充\n\n\\* 用語は巻末に\n\n1\\. 調査\n");
}

#[test]
fn tables_with_and_without_merged_cells() {
    let plain = table(vec![cell(0, 0, 1, "事業"), cell(0, 1, 1, "目標"), cell(1, 0, 1, "相談"), cell(1, 1, 1, "5|6回")]);
    let merged = table(vec![cell(0, 0, 2, "R&D"), cell(1, 0, 1, "a"), cell(1, 1, 1, "b\nc")]);
    let document = document(vec![Block::Table(plain.into()), Block::Table(merged.into())], Vec::new());
    let text = markdown(&document, &outline(Vec::new()));
    let (first, second) = text.split_once("\n\n").expect("two tables");
    assert_eq!(first, "| 事業 | 目標 |\n| --- | --- |\n| 相談 | 5\\|6回 |");
    assert_eq!(second, "<table>\n<tr>\n<th colspan=\"2\">R&amp;D</th>\n</tr>\n<tr>\n<td>a</td>\n<td>b<br>c</td>\n</tr>\n</table>\n");
}

#[test]
fn a_box_is_a_quotation() {
    let inside = ["コラム", "# 一つ目"].map(|t| Block::Paragraph(paragraph(Text::unplaced(t))));
    let group = Group { page: 1, bbox: Rect::default(), ground: None, blocks: inside.into() };
    let text = markdown(&document(vec![Block::Group(group)], Vec::new()), &outline(Vec::new()));
    assert_eq!(text, "> コラム\n>\n> \\# 一つ目\n");
}

#[test]
fn a_document_without_text_is_empty() {
    assert_eq!(markdown(&document(Vec::new(), Vec::new()), &outline(Vec::new())), "");
}
