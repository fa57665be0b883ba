//! Labels of a compound word and a number of several parts: 「基本事業１－１－２」, 「小施策2-3」, 「推進方策１－１」.
//!
//! Plans coin such words freely from the common ones (事業, 施策, 取組, 目標 …). A hyphenated number behind one of them is a label; a single
//! number is not (協働事業３件).
use crate::lexicon::{Lexicon, NamedWord};
use keikaku_model::outline::SectionKind;

/// So many characters at most stand before the common word.
const COINED_CHARS: usize = 4;

/// The length of a compound of a known word at the start of a text that a digit follows, blanks between allowed, and that known word.
pub(crate) fn word<'l>(text: &[char], lexicon: &'l Lexicon) -> Option<(usize, &'l NamedWord)> {
    let end = text.iter().position(|c| !is_of_word(*c))?;
    let digits = text[end..].iter().find(|c| !c.is_whitespace()).is_some_and(|c| c.is_numeric());
    let fits = |w: &&NamedWord| {
        matches!(w.kind, SectionKind::Pillar | SectionKind::Program)
            && text[..end].ends_with(&w.word)
            && (1..=COINED_CHARS).contains(&(end - w.word.len()))
    };
    lexicon.named.iter().find(fits).filter(|_| digits).map(|w| (end, w))
}

/// Kanji and katakana: what such words are made of.
fn is_of_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '々')
}

#[cfg(test)]
mod tests {
    use crate::testing::{document, drawn, drawn_document, large, p, para};
    use keikaku_model::document::Block;

    const PROSE: &str = "浜に暮らす人がいつまでも海とともに働けるよう、町と漁協が力を合わせて港の基盤を守り育てることが大切である。";

    fn banner(text: &str, size: f32, underlined: bool) -> Block {
        let mut p = large(text, size);
        (p.decoration.ground, p.decoration.underlined) = (Some(0x0033_6644), underlined);
        Block::Paragraph(p)
    }

    #[test]
    fn numbers_of_several_parts_say_where_a_heading_stands() {
        let out = drawn(vec![
            banner("政策１　海で働く町", 11.0, false),
            p(large("施策１－１　漁業の振興", 14.0)),
            banner("めざす姿", 10.0, true),
            p(para(PROSE)),
            banner("施策の方向", 10.0, false),
            p(para(PROSE)),
            p(para("基本事業１－１－１　朝市の再開　【担当課：水産課、港湾課】")),
            p(para("朝市の会場を港の広場に移し、出店者を募集します。")),
            p(para("基本事業１－１－２　網の修繕　【担当課：水産課】")),
            p(para("網の修繕にかかる費用を補助します。")),
            banner("関連計画", 10.0, false),
            p(para("・海岬町漁港計画")),
            p(large("施策１－２　加工業の振興", 14.0)),
            p(para(PROSE)),
            banner("政策２　学ぶ町", 11.0, false),
            p(large("施策２－１　学校の整備", 14.0)),
            p(para(PROSE)),
        ]);
        let expected = "# 政策１ 海で働く町\n  # 施策１－１ 漁業の振興\n    # めざす姿\n    # 施策の方向\n      - 基本事業１－１－１ 朝市の再開 [Owner: 水産課、港湾課 | Description: 朝市の会場を港の広場に移し、出店者を募集します。]\n      - 基本事業１－１－２ 網の修繕 [Owner: 水産課 | Description: 網の修繕にかかる費用を補助します。]\n    # 関連計画\n  # 施策１－２ 加工業の振興\n# 政策２ 学ぶ町\n  # 施策２－１ 学校の整備\n";
        assert_eq!(out, expected, "{out}");
    }

    #[test]
    fn policies_on_a_page_of_their_own_leave_the_chart_before() {
        let on = |text: &str, size: f32, page: u32| {
            let mut p = large(text, size);
            p.page = page;
            p
        };
        let out = drawn_document(&document(vec![
            p(on("施策体系図", 18.0, 1)),
            p(on(PROSE, 10.0, 1)),
            p(on("政策１　海で働く町", 12.0, 2)),
            p(on(PROSE, 10.0, 2)),
        ]));
        assert_eq!(out, "# 施策体系図\n# 政策１ 海で働く町\n");
    }
}
