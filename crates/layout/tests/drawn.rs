//! Small drawn pages, one for each way that plans set their text.
use keikaku_model::Rect;
use keikaku_model::document::{Block, Document, FurnitureKind, Paragraph, Table};
use keikaku_model::glyphs::Glyphs;
use keikaku_model::page::{FileInfo, Font, Glyph, Page, PageKind, Pages, Ruling, Shape, Source, TextLayer, Visibility};

/// A page under construction.
struct Sheet(Page);

impl Sheet {
    fn new(number: u32) -> Self {
        Self(Page {
            number,
            width: 600.0,
            height: 800.0,
            kind: PageKind::Drawn,
            glyphs: Glyphs::default(),
            rulings: Vec::new(),
            shapes: Vec::new(),
            images: Vec::new(),
            drawings: Vec::new(),
        })
    }

    fn glyph(&mut self, ch: char, bbox: Rect, size: f32, vertical: bool) {
        let visibility = Visibility::Visible;
        self.0.glyphs.push(Glyph { ch, bbox, size, font: 0, color: 0, vertical, bold: false, visibility });
    }

    /// A line from `x` with its top at `y`; half-width characters are half an em wide.
    fn line(mut self, text: &str, x: f32, y: f32, size: f32) -> Self {
        let mut at = x;
        for ch in text.chars() {
            let advance = if ch.is_ascii() { size / 2.0 } else { size };
            self.glyph(ch, Rect::new(at, y, at + advance, y + size), size, false);
            at += advance;
        }
        self
    }

    /// A vertical line with its top at `y`.
    fn column(mut self, text: &str, x: f32, y: f32, size: f32) -> Self {
        for (i, ch) in text.chars().enumerate() {
            let top = y + i as f32 * size;
            self.glyph(ch, Rect::new(x, top, x + size, top + size), size, true);
        }
        self
    }

    fn rule(mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        self.0.rulings.push(Ruling { x0, y0, x1, y1, width: 0.5, color: 0 });
        self
    }

    /// A ruled grid.
    fn grid(mut self, xs: &[f32], ys: &[f32]) -> Self {
        for &y in ys {
            self = self.rule(xs[0], y, xs[xs.len() - 1], y);
        }
        for &x in xs {
            self = self.rule(x, ys[0], x, ys[ys.len() - 1]);
        }
        self
    }

    fn filled(mut self, bbox: Rect, fill: u32) -> Self {
        self.0.shapes.push(Shape { bbox, fill: Some(fill), stroke: None, is_rect: true });
        self
    }
}

fn document(sheets: Vec<Sheet>) -> Document {
    let source = Source {
        file_name: "plan.pdf".into(),
        sha256: String::new(),
        media_type: "application/pdf".into(),
        bytes: 0,
        pages: Some(sheets.len() as u32),
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    };
    let fonts = vec![Font { name: "Mincho".into(), bold: false, gothic: false }];
    let pages = sheets.into_iter().map(|s| s.0).collect();
    keikaku_layout::document(&Pages { source, info: FileInfo::default(), fonts, pages }).value
}

fn paragraphs(document: &Document) -> Vec<&Paragraph> {
    document.blocks.iter().filter_map(|b| if let Block::Paragraph(p) = b { Some(p) } else { None }).collect()
}

fn texts(document: &Document) -> Vec<String> {
    paragraphs(document).iter().map(|p| p.text.to_string()).collect()
}

fn tables(document: &Document) -> Vec<&Table> {
    document.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(&**t) } else { None }).collect()
}

#[test]
fn wrapped_lines_are_one_paragraph_and_an_indent_begins_the_next() {
    let sheet = Sheet::new(1)
        .line("　みどり野市は地域の産業を", 50.0, 100.0, 10.0)
        .line("育てるため計画を定めます。", 50.0, 118.0, 10.0)
        .line("　次に事業者の声を聞きます", 50.0, 136.0, 10.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d), ["みどり野市は地域の産業を育てるため計画を定めます。", "次に事業者の声を聞きます"]);
}

#[test]
fn latin_words_are_parted_and_numbers_whole() {
    let sheet = Sheet::new(1)
        .line("販路開拓のためにウェブで海外へ向けたfree", 50.0, 100.0, 10.0)
        .line("guideを配り来訪者を増やす取組みは年間で2", 50.0, 118.0, 10.0)
        .line("00社に広げ、その後も続けていきます。なお", 50.0, 136.0, 10.0);
    let text = texts(&document(vec![sheet])).concat();
    assert!(text.contains("free guide") && text.contains("年間で200社"), "{text}");
}

#[test]
fn bullets_begin_items_and_hanging_lines_go_on() {
    let sheet = Sheet::new(1)
        .line("○会員の増強に向けて部会と委員会が", 50.0, 100.0, 10.0)
        .line("一体となり活動する", 60.0, 116.0, 10.0)
        .line("○経営相談の窓口を設ける", 50.0, 132.0, 10.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d), ["○会員の増強に向けて部会と委員会が一体となり活動する", "○経営相談の窓口を設ける"]);
}

#[test]
fn letter_spaced_words_are_closed_up() {
    let sheet = Sheet::new(1).line("所　属　長", 50.0, 100.0, 10.0).line("第　２　次", 50.0, 160.0, 20.0);
    assert_eq!(texts(&document(vec![sheet])), ["所属長", "第２次"]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut sheet = Sheet::new(1);
    for (i, t) in ["左の段の一行目は長くて", "左の段の二行目も長くて", "左の段の三行目で終わる"].iter().enumerate()
    {
        sheet = sheet.line(t, 50.0, 100.0 + 18.0 * i as f32, 10.0);
    }
    for (i, t) in ["右の段の一行目は長くて", "右の段の二行目も長くて", "右の段の三行目で終わる"].iter().enumerate()
    {
        sheet = sheet.line(t, 300.0, 100.0 + 18.0 * i as f32, 10.0);
    }
    let text = texts(&document(vec![sheet])).concat();
    assert!(text.find("左の段の三行目") < text.find("右の段の一行目"), "{text}");
}

#[test]
fn ruby_is_set_apart() {
    let sheet = Sheet::new(1).line("れいめい", 80.0, 94.0, 5.0).line("技術の黎明期に当たる", 50.0, 100.0, 10.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d), ["技術の黎明期に当たる"]);
    assert_eq!(paragraphs(&d)[0].ruby[0].to_string(), "れいめい");
}

#[test]
fn a_badge_goes_to_the_line_it_stands_on() {
    let sheet = Sheet::new(1)
        .line("①創業の相談", 50.0, 100.0, 10.0)
        .line("窓口を設けて創業の相談に応じる", 50.0, 120.0, 10.0)
        .filled(Rect::new(196.0, 97.0, 224.0, 113.0), 0xffcccc)
        .line("拡充", 202.0, 101.0, 8.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d), ["①創業の相談", "窓口を設けて創業の相談に応じる"]);
    assert_eq!(paragraphs(&d)[0].badges[0].to_string(), "拡充");
}

#[test]
fn a_badge_closes_the_heading_on_its_line() {
    let sheet = Sheet::new(1)
        .line("② 作業場の改修", 50.0, 100.0, 10.0)
        .filled(Rect::new(360.0, 97.0, 388.0, 113.0), 0xffcccc)
        .line("継続", 366.0, 101.0, 8.0)
        .line("古い作業場を直す人に工事の費用の一部を助成します。", 70.0, 117.0, 10.0)
        .line("担当：商工課", 328.0, 134.0, 9.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d)[..2], ["② 作業場の改修", "古い作業場を直す人に工事の費用の一部を助成します。"]);
    assert_eq!(paragraphs(&d)[0].badges[0].to_string(), "継続");
}

#[test]
fn a_badge_beside_two_lines_closes_the_heading_of_both() {
    let sheet = Sheet::new(1)
        .line("③ 子どもを育み、子どもの権利を守る", 50.0, 100.0, 10.0)
        .line("事業者への支援", 63.0, 113.0, 10.0)
        .filled(Rect::new(360.0, 103.5, 388.0, 119.5), 0xffcccc)
        .line("新規", 366.0, 107.5, 8.0)
        .line("商店の人と子どもが触れ合う機会を作り、声を聞きます。", 50.0, 140.0, 10.0);
    let d = document(vec![sheet]);
    assert_eq!(texts(&d)[0], "③ 子どもを育み、子どもの権利を守る事業者への支援");
    assert_eq!(paragraphs(&d)[0].badges[0].to_string(), "新規");
}

#[test]
fn cells_keep_their_place_and_items() {
    let sheet = Sheet::new(1)
        .grid(&[50.0, 200.0, 400.0], &[100.0, 120.0, 180.0])
        .line("事業名", 110.0, 105.0, 10.0)
        .line("目標", 290.0, 105.0, 10.0)
        .line("・相談会の開催", 55.0, 125.0, 10.0)
        .line("・冊子の発行", 55.0, 140.0, 10.0)
        .line("年間３０社に支援", 205.0, 125.0, 10.0);
    let d = document(vec![sheet]);
    let t = tables(&d)[0];
    assert_eq!((t.rows, t.columns, t.header_rows), (2, 2, 1));
    assert_eq!(t.at(1, 0).map(|c| c.paragraphs.len()), Some(2));
    assert_eq!(t.at(1, 1).map(|c| c.text().to_string()), Some("年間３０社に支援".into()));
}

#[test]
fn a_table_without_a_header_goes_on_over_the_page() {
    let rows = |number: u32, top: f32, first: &str| {
        Sheet::new(number)
            .grid(&[50.0, 200.0, 400.0], &[top, top + 20.0, top + 40.0])
            .line(first, 55.0, top + 5.0, 10.0)
            .line("来場者を増やす", 205.0, top + 5.0, 10.0)
            .line("若葉台の夜市", 55.0, top + 25.0, 10.0)
            .line("出店を増やす", 205.0, top + 25.0, 10.0)
    };
    let d = document(vec![rows(1, 700.0, "海岬町の朝市"), rows(2, 50.0, "海岬町の花市")]);
    assert_eq!(tables(&d).len(), 1);
    assert_eq!((tables(&d)[0].rows, tables(&d)[0].parts.len()), (4, 2));
}

/// A page with a ruled table of two columns: a bold header and one row.
fn headed(number: u32, top: f32, left: &str, right: &str) -> Sheet {
    Sheet::new(number)
        .grid(&[50.0, 200.0, 400.0], &[top, top + 20.0, top + 40.0])
        .filled(Rect::new(50.0, top, 400.0, top + 20.0), 0xDDDDDD)
        .line("事業名", 110.0, top + 5.0, 10.0)
        .line("目標", 290.0, top + 5.0, 10.0)
        .line(left, 55.0, top + 25.0, 10.0)
        .line(right, 205.0, top + 25.0, 10.0)
}

#[test]
fn a_header_printed_again_is_a_row_of_the_one_table() {
    let sheets = vec![headed(1, 700.0, "海岬町の朝市", "来場者を増やす"), headed(2, 50.0, "若葉台の夜市", "出店を増やす")];
    let d = document(sheets);
    let [t] = tables(&d)[..] else { panic!("{} tables", tables(&d).len()) };
    let rows: Vec<_> = t.cells.iter().filter(|c| c.column == 0).map(|c| (c.row, c.is_header, c.page, c.text().to_string())).collect();
    let expected = [(0, true, 1, "事業名"), (1, false, 1, "海岬町の朝市"), (2, true, 2, "事業名"), (3, false, 2, "若葉台の夜市")];
    assert_eq!(rows, expected.map(|(row, header, page, text)| (row, header, page, text.to_owned())));
    assert_eq!((t.rows, t.header_rows), (4, 1));
}

#[test]
fn a_row_that_the_page_end_cuts_is_one_row_before_the_header_printed_again() {
    let sheets = vec![headed(1, 700.0, "海岬町の朝市", "会員と商店街の協力によって来場者を大"), headed(2, 50.0, "", "きく増やす")];
    let d = document(sheets);
    let [t] = tables(&d)[..] else { panic!("{} tables", tables(&d).len()) };
    let column: Vec<_> = t.cells.iter().filter(|c| c.column == 1).map(|c| (c.row, c.text().to_string())).collect();
    let expected = [(0, "目標"), (1, "会員と商店街の協力によって来場者を大きく増やす"), (2, "目標")];
    assert_eq!(column, expected.map(|(row, text)| (row, text.to_owned())));
    assert_eq!((t.rows, t.parts.len()), (3, 2));
}

#[test]
fn another_header_begins_another_table() {
    let mut other = headed(2, 50.0, "若葉台の夜市", "出店を増やす");
    let first = other.0.glyphs.iter().take(1).map(|g| Glyph { ch: '行', ..g });
    other.0.glyphs = first.chain(other.0.glyphs.iter().skip(1)).collect();
    assert_eq!(tables(&document(vec![headed(1, 700.0, "海岬町の朝市", "来場者を増やす"), other])).len(), 2);
}

#[test]
fn a_frame_around_aligned_columns_is_a_table() {
    let sheet = Sheet::new(1)
        .grid(&[50.0, 400.0], &[100.0, 190.0])
        .line("実施事業", 55.0, 105.0, 10.0)
        .line("所管", 300.0, 105.0, 10.0)
        .line("①朝市の開催", 55.0, 130.0, 10.0)
        .line("業務部", 300.0, 130.0, 10.0)
        .line("②相談所の運営", 55.0, 155.0, 10.0)
        .line("総務部", 300.0, 155.0, 10.0);
    let d = document(vec![sheet]);
    let t = tables(&d)[0];
    assert_eq!((t.rows, t.columns), (2, 2));
    assert_eq!(t.at(1, 1).map(|c| c.text().to_string()), Some("業務部\n総務部".into()));
}

/// A box with a title, a header over a rule, and rows parted by dots; the header's rule is drawn cell by cell.
fn boxed_targets(rows: &[[&str; 4]]) -> Sheet {
    let bottom = 146.0 + rows.len() as f32 * 20.0;
    let mut sheet = Sheet::new(1).line("　みどり野市は産業の目標を定めます。", 50.0, 60.0, 10.0);
    sheet = sheet.filled(Rect::new(50.0, 100.0, 300.0, bottom), 0xff_f8_ee);
    sheet = sheet.line("【数値目標】", 58.0, 105.0, 10.0);
    for (text, x) in [("現状値（R5）", 168.0), ("目標値（R10）", 236.0)] {
        sheet = sheet.line(text, x, 125.0, 8.0);
    }
    for x in [58.0, 165.0, 215.0, 230.0].windows(2).chain([[230.0, 292.0].as_slice()]) {
        sheet = sheet.rule(x[0], 138.0, x[1], 138.0);
    }
    for (i, row) in rows.iter().enumerate() {
        let top = 142.0 + i as f32 * 20.0;
        if i > 0 {
            for dot in 0..156 {
                let x = 58.0 + dot as f32 * 1.5;
                sheet = sheet.filled(Rect::new(x, top - 4.0, x + 0.75, top - 3.25), 0xc9_a3_6b);
            }
        }
        for (text, x) in row.iter().zip([59.0, 185.0, 217.0, 260.0]) {
            sheet = sheet.line(text, x, top, 8.0);
        }
    }
    sheet
}

#[test]
fn a_box_closes_a_table_of_values() {
    let rows = [["港の朝市に出店する事業者数", "18社", "→", "30社"], ["来訪者数", "42人", "→", "60人"]];
    for count in 1..=2 {
        let d = document(vec![boxed_targets(&rows[..count])]);
        let Some(Block::Group(group)) = d.blocks.iter().find(|b| matches!(b, Block::Group(_))) else { panic!("no box") };
        let Some(Block::Table(table)) = group.blocks.iter().find(|b| matches!(b, Block::Table(_))) else { panic!("no table in it") };
        assert_eq!((table.rows as usize, table.columns, table.header_rows), (count + 1, 4, 1));
        let texts: Vec<String> = (0..4).map(|c| table.at(count as u32, c).map(|c| c.text().to_string()).unwrap_or_default()).collect();
        assert_eq!(texts, rows[count - 1]);
    }
}

#[test]
fn cells_of_a_header_part_columns_that_leave_no_gutter() {
    let mut sheet = Sheet::new(1)
        .line("　みどり野市は産業の目標を定めます。", 50.0, 60.0, 10.0)
        .filled(Rect::new(50.0, 100.0, 300.0, 166.0), 0xff_f8_ee)
        .line("【数値目標】", 58.0, 105.0, 10.0)
        .line("指標", 100.0, 125.0, 8.0)
        .line("現状値（R5）", 181.0, 125.0, 8.0)
        .line("目標値（R10）", 234.0, 125.0, 8.0)
        .line("港の朝市に出店する事業者数", 59.0, 142.0, 8.0)
        .line("18社", 200.0, 142.0, 8.0)
        .line("30社", 270.0, 142.0, 8.0);
    for (from, to) in [(58.0, 178.0), (178.0, 233.0), (233.0, 292.0)] {
        sheet = sheet.rule(from, 138.0, to, 138.0);
    }
    let d = document(vec![sheet]);
    let Some(Block::Group(group)) = d.blocks.iter().find(|b| matches!(b, Block::Group(_))) else { panic!("no box") };
    let Some(Block::Table(table)) = group.blocks.iter().find(|b| matches!(b, Block::Table(_))) else { panic!("no table in it") };
    let texts: Vec<String> = table.cells.iter().map(|c| c.text().to_string()).collect();
    assert_eq!(texts, ["指標", "現状値（R5）", "目標値（R10）", "港の朝市に出店する事業者数", "18社", "30社"]);
}

#[test]
fn an_underlined_title_over_prose_in_a_box_is_no_table() {
    let sheet = Sheet::new(1)
        .filled(Rect::new(50.0, 100.0, 300.0, 170.0), 0xff_f8_ee)
        .line("朝市", 58.0, 105.0, 10.0)
        .line("通年", 160.0, 105.0, 10.0)
        .line("観光課", 250.0, 105.0, 10.0)
        .rule(58.0, 120.0, 292.0, 120.0)
        .line("港の広場で月に一度の朝市をひらき、町の", 58.0, 128.0, 10.0)
        .line("内外から人を集めます。", 58.0, 144.0, 10.0);
    let d = document(vec![sheet]);
    let tabled =
        |b: &Block| matches!(b, Block::Table(_)) || matches!(b, Block::Group(g) if g.blocks.iter().any(|b| matches!(b, Block::Table(_))));
    assert!(!d.blocks.iter().any(tabled));
}

#[test]
fn a_bar_over_years_is_a_cell_over_them() {
    let bar = |x0: f32, x1: f32, y: f32| Rect::new(x0, y, x1, y + 18.0);
    let sheet = Sheet::new(1)
        .line("　みどり野市の取組の予定は次のとおりです。", 50.0, 60.0, 10.0)
        .grid(&[50.0, 200.0, 300.0, 400.0, 500.0], &[100.0, 125.0, 155.0, 185.0])
        .line("取組", 110.0, 107.0, 10.0)
        .line("2025年度", 230.0, 107.0, 10.0)
        .line("2026年度", 330.0, 107.0, 10.0)
        .line("2027年度", 430.0, 107.0, 10.0)
        .line("朝市の開催", 55.0, 135.0, 10.0)
        .filled(bar(203.0, 297.0, 131.0), 0xd1_49_5b)
        .line("準備", 240.0, 135.0, 10.0)
        .filled(bar(303.0, 497.0, 131.0), 0xb2_39_48)
        .line("月に一度の開催", 365.0, 135.0, 10.0)
        .line("朝市の広告", 55.0, 165.0, 10.0)
        .filled(bar(303.0, 397.0, 161.0), 0xd1_49_5b)
        .line("配布", 340.0, 165.0, 10.0);
    let d = document(vec![sheet]);
    let table = tables(&d)[0];
    let filled: Vec<(u32, u32, u32, String)> = table
        .cells
        .iter()
        .filter(|c| c.row > 0 && c.column > 0 && !c.is_blank())
        .map(|c| (c.row, c.column, c.column_span, c.text().to_string()))
        .collect();
    let expected = [(1, 1, 1, "準備"), (1, 2, 2, "月に一度の開催"), (2, 2, 1, "配布")];
    assert_eq!(filled, expected.map(|(r, c, s, t)| (r, c, s, t.to_owned())));
}

#[test]
fn running_heads_and_page_numbers_are_furniture() {
    let sheets = (1..=4)
        .map(|n| {
            Sheet::new(n)
                .line("海岬町観光振興計画", 50.0, 30.0, 8.0)
                .line("朝市を開いて来訪者を増やす取組みを進めます。", 50.0, 100.0, 10.0)
                .line(&format!("- {n} -"), 290.0, 770.0, 9.0)
        })
        .collect();
    let d = document(sheets);
    let kinds: Vec<FurnitureKind> = d.furniture.iter().filter(|f| f.page == 2).map(|f| f.kind).collect();
    assert_eq!(kinds, [FurnitureKind::RunningHead, FurnitureKind::PageNumber]);
    assert_eq!(texts(&d).len(), 4);
}

#[test]
fn contents_lines_are_furniture() {
    let sheet = Sheet::new(1)
        .line("目　次", 280.0, 60.0, 14.0)
        .line("第１章　計画の策定に当たって・・・・・・・・・・１", 50.0, 100.0, 10.0)
        .line("第２章　現状と課題・・・・・・・・・・・・・・・５", 50.0, 120.0, 10.0)
        .line("第３章　施策の展開・・・・・・・・・・・・・・・９", 50.0, 140.0, 10.0);
    let d = document(vec![sheet]);
    assert!(d.blocks.is_empty(), "{:?}", texts(&d));
    assert!(d.furniture.iter().all(|f| f.kind == FurnitureKind::Contents));
    assert_eq!(d.furniture.len(), 4);
}

#[test]
fn vertical_columns_are_read_from_the_right() {
    let sheet = Sheet::new(1).column("　朝市は町の人が支え", 500.0, 100.0, 10.0).column("来る人を迎えている。", 482.0, 100.0, 10.0);
    assert_eq!(texts(&document(vec![sheet])), ["朝市は町の人が支え来る人を迎えている。"]);
}

#[test]
fn a_label_box_joins_the_heading_beside_it() {
    let sheet = Sheet::new(1).filled(Rect::new(50.0, 95.0, 100.0, 115.0), 0x224466).line("施策１", 56.0, 99.0, 12.0).line(
        "朝市のにぎわいづくり",
        112.0,
        98.0,
        14.0,
    );
    assert_eq!(texts(&document(vec![sheet])).len(), 1);
}

#[test]
fn upright_characters_painted_one_under_the_other_are_vertical_lines() {
    // Lines this close would be read across, were it not for the order of painting.
    let mut sheet = Sheet::new(1);
    for (i, line) in ["一　港を活かす", "港の朝市を毎月一回開きます。", "漁協とともに担い手を育てます。"].iter().enumerate()
    {
        for (k, ch) in line.chars().enumerate() {
            let (x, y) = (500.0 - i as f32 * 18.0, 60.0 + k as f32 * 10.0);
            sheet.glyph(ch, Rect::new(x, y, x + 10.0, y + 10.0), 10.0, false);
        }
    }
    let d = document(vec![sheet]);
    let joined = texts(&d).concat();
    assert_eq!(joined, "一　港を活かす港の朝市を毎月一回開きます。漁協とともに担い手を育てます。");
    assert!(paragraphs(&d).iter().flat_map(|p| &p.lines).all(|l| l.vertical));
}

#[test]
fn digits_set_abreast_stay_in_their_vertical_line() {
    let mut sheet = Sheet::new(1);
    let mut y = 60.0;
    for ch in "参加者を".chars() {
        sheet.glyph(ch, Rect::new(500.0, y, 510.0, y + 10.0), 10.0, false);
        y += 10.0;
    }
    for (i, ch) in "45".chars().enumerate() {
        let x = 500.0 + i as f32 * 5.0;
        sheet.glyph(ch, Rect::new(x, y, x + 5.0, y + 10.0), 10.0, false);
    }
    for (i, ch) in "人とする。".chars().enumerate() {
        let top = y + 10.0 + i as f32 * 10.0;
        sheet.glyph(ch, Rect::new(500.0, top, 510.0, top + 10.0), 10.0, false);
    }
    assert_eq!(texts(&document(vec![sheet])), ["参加者を45人とする。"]);
}

#[test]
fn a_tier_is_read_to_its_end_before_the_next() {
    let sheet = Sheet::new(1)
        .column("港の朝市を毎月一回開く", 500.0, 60.0, 10.0)
        .column("担い手を港ごとに育てる", 484.0, 60.0, 10.0)
        .column("第二章　山", 450.0, 60.0, 10.0)
        .column("森の学校を毎年一回開く", 500.0, 200.0, 10.0)
        .column("木の店を駅前に一つ置く", 484.0, 200.0, 10.0);
    let text = texts(&document(vec![sheet])).concat();
    let at = |w: &str| text.find(w).expect("every line is read");
    assert!(at("港の朝市") < at("第二章") && at("第二章") < at("森の学校"), "{text}");
}

#[test]
fn rows_of_a_table_on_a_vertical_page_run_from_the_right() {
    let sheet = Sheet::new(1)
        .column("計画の進み具合を毎年度の終わりに確かめます。", 560.0, 60.0, 10.0)
        .grid(&[400.0, 430.0, 460.0], &[60.0, 200.0, 340.0])
        .column("取組", 440.0, 65.0, 10.0)
        .column("担当課", 440.0, 205.0, 10.0)
        .column("港の朝市を開く", 410.0, 65.0, 10.0)
        .column("産業課", 410.0, 205.0, 10.0);
    let d = document(vec![sheet]);
    let tables = tables(&d);
    let cell = |r, c| tables[0].at(r, c).map(|c| c.text().to_string());
    assert_eq!((cell(0, 0).as_deref(), cell(0, 1).as_deref()), (Some("取組"), Some("担当課")));
    assert_eq!((cell(1, 0).as_deref(), cell(1, 1).as_deref()), (Some("港の朝市を開く"), Some("産業課")));
}

#[test]
fn a_comma_that_hangs_in_the_gutter_joins_no_columns() {
    let left = ["みどり野市は地域の産業を育て、", "町の魅力を高めるために多くの", "人と力を合わせて進めていきま", "す。"];
    let mut sheet = Sheet::new(1);
    for (i, t) in left.iter().enumerate() {
        sheet = sheet.line(t, 50.0, 100.0 + 18.0 * i as f32, 10.0);
    }
    for (i, t) in ["海岬町の港では朝市が開かれて", "いるほか、夜には船の上で食事", "を楽しむことができるため、多", "くの客が訪れている。"]
        .iter()
        .enumerate()
    {
        sheet = sheet.line(t, 209.0, 100.0 + 18.0 * i as f32, 10.0);
    }
    let right = "海岬町の港では朝市が開かれているほか、夜には船の上で食事を楽しむことができるため、多くの客が訪れている。";
    assert_eq!(texts(&document(vec![sheet])), [left.concat(), right.to_owned()]);
}

#[test]
fn a_bracket_kerned_over_a_comma_stays_on_its_line() {
    // 「朝市」、 and 「夜市」: the opening bracket's box begins where the comma's does.
    let sheet = Sheet::new(1).line("町の港では「朝市」、", 50.0, 100.0, 10.0).line("「夜市」が開かれる", 140.0, 100.0, 10.0).line(
        "ので多くの人が訪れる。",
        50.0,
        118.0,
        10.0,
    );
    assert_eq!(texts(&document(vec![sheet])), ["町の港では「朝市」、「夜市」が開かれるので多くの人が訪れる。"]);
}

#[test]
fn a_dot_between_words_at_a_line_end_begins_no_item() {
    let sheet = Sheet::new(1)
        .line("○会員の声を聞きながら制度の普及", 50.0, 100.0, 10.0)
        .line("・啓発を進めるとともに、窓口の案", 60.0, 118.0, 10.0)
        .line("内を新しくする。", 60.0, 136.0, 10.0);
    assert_eq!(texts(&document(vec![sheet])), ["○会員の声を聞きながら制度の普及・啓発を進めるとともに、窓口の案内を新しくする。"]);
}

#[test]
fn text_behind_a_number_in_the_margin_hangs_there() {
    let sheet = Sheet::new(1)
        .line("5", 50.0, 100.0, 10.0)
        .line("まちぐるみで来訪者のための滞在施設の確", 63.0, 100.0, 10.0)
        .line("保", 63.0, 118.0, 10.0)
        .line("6", 50.0, 136.0, 10.0)
        .line("情報の提供", 63.0, 136.0, 10.0);
    assert_eq!(texts(&document(vec![sheet]))[0], "5まちぐるみで来訪者のための滞在施設の確保");
}

#[test]
fn centred_lines_of_a_box_are_one_sentence() {
    let sheet = Sheet::new(1)
        .filled(Rect::new(40.0, 95.0, 310.0, 140.0), 0xEEF3E2)
        .line("会員の目線に立ち、感謝と思いやりの気持ちを持っ", 55.0, 100.0, 10.0)
        .line("た事業運営", 145.0, 116.0, 10.0);
    assert_eq!(texts(&document(vec![sheet])), ["会員の目線に立ち、感謝と思いやりの気持ちを持った事業運営"]);
}

#[test]
fn lines_beside_items_pair_with_them() {
    let sheet = Sheet::new(1)
        .grid(&[50.0, 400.0], &[100.0, 200.0])
        .line("実施事業", 55.0, 105.0, 10.0)
        .line("所管", 300.0, 105.0, 10.0)
        .line("①朝市の開催", 55.0, 130.0, 10.0)
        .line("業務部・企業支援部", 300.0, 130.0, 10.0)
        .line("②相談所の運営と移転の準備", 55.0, 155.0, 10.0)
        .line("総務部", 300.0, 155.0, 10.0)
        .line("③冊子の発行", 55.0, 180.0, 10.0)
        .line("業務部", 300.0, 180.0, 10.0);
    let d = document(vec![sheet]);
    assert_eq!(tables(&d)[0].at(1, 1).map(|c| c.text().to_string()), Some("業務部・企業支援部\n総務部\n業務部".into()));
}

#[test]
fn a_framed_text_shaded_line_by_line_is_no_table() {
    let mut sheet = Sheet::new(1).grid(&[50.0, 400.0], &[100.0, 172.0]);
    for (i, t) in [
        "補助金の交付を受けた事業者は次の条件を守らなければな",
        "りません。",
        "支出の内容が明らかなものに限ります。",
        "報告は期日までに行ってください。",
    ]
    .iter()
    .enumerate()
    {
        let y = 100.0 + 18.0 * i as f32;
        for (x0, x1) in [(50.0, 65.0), (65.0, 385.0), (385.0, 400.0)] {
            sheet = sheet.filled(Rect::new(x0, y, x1, y + 18.0), 0xFDF0E8);
        }
        sheet = sheet.line(t, 67.0, y + 4.0, 12.0);
    }
    assert!(tables(&document(vec![sheet])).is_empty());
}

#[test]
fn a_sentence_over_a_picture_is_no_caption() {
    let mut sheet = Sheet::new(1).line("本文の大きさを決める行をいくつか置いておきます。", 50.0, 60.0, 10.0);
    sheet.0.images.push(Rect::new(50.0, 130.0, 250.0, 260.0));
    let d = document(vec![sheet.line("引き継ぎたい方への情報提供を行っています。", 50.0, 115.0, 9.0)]);
    assert!(d.blocks.iter().all(|b| !matches!(b, Block::Figure(f) if f.caption.is_some())));
}
