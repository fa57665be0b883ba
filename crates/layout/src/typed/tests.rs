//! Small text files, each the shape of a common sort of dump, and what is read from them.
use super::blocks;
use keikaku_model::Rect;
use keikaku_model::document::{Block, FurnitureKind};
use keikaku_model::page::{FileInfo, Glyph, Page, PageKind, Pages, Source, TextLayer, Visibility};

/// A text file's pages, set as `keikaku_read` sets them.
fn pages(text: &str) -> Pages {
    let mut glyphs = Vec::new();
    for (y, line) in text.lines().enumerate() {
        let (mut x, y) = (0.0f32, y as f32 + 1.0);
        for ch in line.chars() {
            if ch == '\t' {
                x = ((x / 4.0).floor() + 1.0) * 4.0;
                continue;
            }
            let width = if ch.is_ascii() { 0.5 } else { 1.0 };
            let bbox = Rect::new(x, y, x + width, y + 1.0);
            glyphs.push(Glyph { ch, bbox, size: 1.0, font: 0, color: 0, vertical: false, bold: false, visibility: Visibility::Visible });
            x += width;
        }
    }
    let lines = text.lines().count() as u32;
    let kind = PageKind::Typed { first_line: 1, lines };
    let nothing = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let page = Page {
        number: 1,
        width: 80.0,
        height: lines as f32,
        kind,
        glyphs: glyphs.into_iter().collect(),
        rulings: nothing.0,
        shapes: nothing.1,
        images: nothing.2,
        drawings: nothing.3,
    };
    let source = Source {
        file_name: "a.txt".into(),
        sha256: String::new(),
        media_type: "text/plain".into(),
        bytes: 0,
        pages: None,
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    };
    Pages { source, info: FileInfo::default(), fonts: Vec::new(), pages: vec![page] }
}

/// The blocks as lines: a paragraph's text with its badges, a table's cells with their place and span.
fn read(text: &str) -> Vec<String> {
    let spelled = |block: &Block| match block {
        Block::Paragraph(p) => vec![p.badges.iter().fold(p.text.to_string(), |s, b| format!("{s} <{b}>"))],
        Block::Table(t) => t
            .cells
            .iter()
            .map(|c| format!("{},{} {}x{} {}", c.row, c.column, c.row_span, c.column_span, c.text().to_string().replace('\n', "/")))
            .collect(),
        Block::Group(_) | Block::Figure(_) => Vec::new(),
    };
    blocks(&pages(text)).0.iter().flat_map(spelled).collect()
}

#[test]
fn wrapped_lines_of_a_double_spaced_dump_are_joined() {
    let text = "１．販路を広げる\n\n市内の小規模事業者が人口の減少と物価の上昇の中でも事業を続けられるよう、関係\n\n機関と力を合わせて支える。\n\n\
        ○新しい売り先を見つけるための商談会を隣の市町村の団体と開き、あわせて出展のしか\n\nたを学ぶ講座を行う（９月）。\n\n○地元の品を集めた市を開く。\n";
    assert_eq!(
        read(text),
        [
            "１．販路を広げる",
            "市内の小規模事業者が人口の減少と物価の上昇の中でも事業を続けられるよう、関係機関と力を合わせて支える。",
            "○新しい売り先を見つけるための商談会を隣の市町村の団体と開き、あわせて出展のしかたを学ぶ講座を行う（９月）。",
            "○地元の品を集めた市を開く。",
        ]
    );
}

#[test]
fn lines_of_a_box_are_joined_up_to_the_next_bullet() {
    let text = "・空き店舗を使った起業の\n支援\n・朝市の開催\n\n商工振興\n委員会\n\n総務課\n産業課\n";
    assert_eq!(read(text), ["・空き店舗を使った起業の支援", "・朝市の開催", "商工振興委員会", "総務課", "産業課"]);
}

#[test]
fn items_and_owners_in_two_runs_are_a_table() {
    let text = "(1) 仲間を増やす\n\n＜事業＞ 所管\n\n① 未加入の店を訪ねる\n\n② 会報を配る\n\n総務課\n\n総務課・産業課\n\n(2) 交流\n\n＜事業＞ 所管\n\n① 集いを開く 産業課\n";
    assert_eq!(
        read(text),
        [
            "(1) 仲間を増やす",
            "0,0 1x1 ＜事業＞",
            "0,1 1x1 所管",
            "1,0 1x1 ① 未加入の店を訪ねる",
            "1,1 1x1 総務課",
            "2,0 1x1 ② 会報を配る",
            "2,1 1x1 総務課・産業課",
            "(2) 交流",
            "0,0 1x1 ＜事業＞",
            "0,1 1x1 所管",
            "1,0 1x1 ① 集いを開く",
            "1,1 1x1 産業課",
        ]
    );
}

#[test]
fn tabs_cut_cells_and_empty_ones_are_merged() {
    let text = "\t取組\t目標\t担当\n商業\t朝市を開く 月に一度、駅前で開く。\t年に十二回ひらき、延べ三千人が訪れる\t産業課\n\t夜市を開く\t\t\n\t空き店舗を貸す\t十軒\t総務課\n";
    assert_eq!(
        read(text),
        [
            "0,0 1x1 ",
            "0,1 1x1 取組",
            "0,2 1x1 目標",
            "0,3 1x1 担当",
            "1,0 3x1 商業",
            "1,1 1x1 朝市を開く/月に一度、駅前で開く。",
            "1,2 2x1 年に十二回ひらき、延べ三千人が訪れる",
            "1,3 2x1 産業課",
            "2,1 1x1 夜市を開く",
            "3,1 1x1 空き店舗を貸す",
            "3,2 1x1 十軒",
            "3,3 1x1 総務課",
        ]
    );
}

#[test]
fn words_beside_and_under_a_heading_are_badges() {
    assert_eq!(
        read("①朝市の開催\n\n継 続\n\n駅前で開きます。\n\n②夜市の開催 (新規)\n"),
        ["①朝市の開催 <継続>", "駅前で開きます。", "②夜市の開催 <新規>"]
    );
}

#[test]
fn contents_and_page_numbers_are_furniture() {
    let (blocks, furniture) = blocks(&pages("目 次\n１ はじめに・・・・・・・１\n２ 進め方・・・・・・・・３\n\n- 1 -\n\nはじめに\n"));
    assert_eq!(blocks.len(), 1);
    let kinds: Vec<FurnitureKind> = furniture.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FurnitureKind::Contents, FurnitureKind::Contents, FurnitureKind::Contents, FurnitureKind::Contents]);
}

#[test]
fn a_date_over_a_name_stands_alone() {
    assert_eq!(
        read("　　　事業計画書\n\n　　　　　令和６年３月22日\n　　　　　みどり野商工会議所\n"),
        ["事業計画書", "令和６年３月22日", "みどり野商工会議所"]
    );
}

#[test]
fn frames_of_dashes_are_no_text() {
    assert_eq!(
        read("── 取組の全体 ──\n\n体系-\n\n― 令和６年度 ―\n\n3-5年で見直す\n"),
        ["取組の全体", "体系", "令和６年度", "3-5年で見直す"]
    );
}

#[test]
fn any_text_is_laid_out() {
    for text in ["", "\n\n", "\t", "\t\t\n\t\t", "**", "<li>", "<", "・", "①\n\n①", " \u{3000}\n-\n- \n（\n第\n", "a b c\na b c\na b c"]
    {
        read(text);
    }
}

#[test]
fn tables_drawn_with_characters() {
    let drawn = "\
┌────┬────┬────┐
│事業名　│６年度　│担当　　│
├────┼────┼────┤
│朝市の　│調査　　│商工課　│
│開催　　├────┤水産課　│
│　　　　│実施　　│　　　　│
├────┼────┴────┤
│海の学校│検討　　　　　　　│
└────┴─────────┘
つぎの行
";
    let expected = [
        "0,0 1x1 事業名",
        "0,1 1x1 ６年度",
        "0,2 1x1 担当",
        "1,0 2x1 朝市の開催",
        "1,1 1x1 調査",
        "1,2 2x1 商工課水産課",
        "2,1 1x1 実施",
        "3,0 1x1 海の学校",
        "3,1 1x2 検討",
        "つぎの行",
    ];
    assert_eq!(read(drawn), expected);
    let ascii = "+------+------+\n| 指標 | 目標 |\n+------+------+\n| 件数 | 12件 |\n+------+------+\n";
    assert_eq!(read(ascii), ["0,0 1x1 指標", "0,1 1x1 目標", "1,0 1x1 件数", "1,1 1x1 12件"]);
    assert_eq!(read("│ひとつだけの枠│\n│に文がある　　│\n").len(), 1);
}
