//! Comparing headings and headers with word lists.
use keikaku_model::Text;

/// Characters that say nothing when a heading or header is compared with a word.
const SILENT: &str = "【】〔〕［］[]＜＞<>〈〉《》≪≫「」『』\"“”*＊†‡●○◎■□◆◇▪▶►▼▽・･•";

/// The text in half-width letters and digits, one kind of bracket, without blanks and without brackets and marks around it.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

/// `fold` without enclosing brackets, marks and a closing colon.
pub(crate) fn bare(text: &str) -> String {
    let folded = fold(text);
    folded.trim_matches(|c| SILENT.contains(c)).trim_end_matches([':', '.']).trim_matches(|c| SILENT.contains(c)).to_owned()
}

/// Full-width ASCII and its look-alikes as ASCII, wave dashes as one.
fn plain(c: char) -> char {
    match c {
        '！'..='～' if c != '～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '～' | '〜' => '~',
        '−' | '–' | '‐' | '―' => '-',
        '･' => '・',
        c => c,
    }
}

/// Whether the text is a sentence rather than a heading: it has a full stop, or ends as polite and plain written sentences do.
/// Plain verbs are no evidence: headings end with them too (人が集まる港をつくる).
pub(crate) fn is_sentence(text: &str) -> bool {
    let end = text.trim_end();
    let mut depth = 0i32;
    let stopped = end.chars().any(|c| {
        match c {
            '「' | '『' | '（' | '(' => depth += 1,
            '」' | '』' | '）' | ')' => depth -= 1,
            _ => {}
        }
        c == '。' && depth <= 0
    });
    stopped
        || ["ます", "です", "ました", "でした", "ません", "である", "であった", "している", "しております"].iter().any(|e| end.ends_with(e))
}

/// Whether a line says what will be done: it ends with one of `ends` (推進, 支援 …) or with a verb that is neither past nor a state.
pub(crate) fn is_done(text: &str, ends: &[String]) -> bool {
    let core = without_parentheses(&bare(text).replace('。', "")).trim_end_matches(['!', '」', '』']).to_owned();
    let states = [
        "です",
        "ている",
        "である",
        "にある",
        "がある",
        "もある",
        "れている",
        "ており",
        "ています",
        "あります",
        "なります",
        "られます",
        "されます",
        "となる",
        "になる",
        "ものとする",
        "思われる",
        "られる",
    ];
    if states.iter().any(|s| core.ends_with(s)) {
        return false;
    }
    ends_with_any(&core, ends)
        || core.ends_with("ます")
        || core.chars().last().is_some_and(|c| "るすくぐむうつぶぬ".contains(c)) && core.chars().count() > 6
}

/// Whether one of the words stands at the end of the folded text.
pub(crate) fn ends_with_any(folded: &str, words: &[String]) -> bool {
    words.iter().any(|w| folded.ends_with(w.as_str()))
}

/// Whether one of the words stands anywhere in the folded text.
pub(crate) fn holds_any(folded: &str, words: &[String]) -> bool {
    words.iter().any(|w| folded.contains(w.as_str()))
}

/// Whether the folded text is one of the words.
pub(crate) fn is_any(folded: &str, words: &[String]) -> bool {
    words.iter().any(|w| folded == w)
}

/// The folded text without what stands in round brackets: 目標値（令和９年度） → 目標値.
pub(crate) fn without_parentheses(folded: &str) -> String {
    let mut depth = 0i32;
    let mut out = String::new();
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if depth <= 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The folded text without years: 2022年度末の到達目標 → 到達目標, R6年度目標値 → 目標値.
pub(crate) fn without_years(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        match year_end(&chars, at) {
            Some(end) => at = end,
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out.trim_start_matches(['の', '~', '-', '・']).trim_end_matches(['~', '-']).to_owned()
}

/// Digits of years and figures in kanji.
const KANJI_DIGITS: &str = "〇一二三四五六七八九十";
/// And the powers of ten.
const KANJI_POWERS: &str = "百千万億";

/// The end of a year that begins at `at`: 2022年度末, 令和6年度, R6, H28, 7年度, 3年間の, 元年度.
fn year_end(chars: &[char], at: usize) -> Option<usize> {
    let mut i = at;
    let rest: String = chars[at..].iter().take(2).collect();
    let era = ["令和", "平成", "昭和"].iter().any(|e| rest == *e);
    let letter = matches!(chars.get(at), Some('R' | 'H' | 'S')) && chars.get(at + 1).is_some_and(|c| c.is_ascii_digit());
    if era {
        i += 2;
    } else if letter {
        i += 1;
    }
    let digits = i;
    while chars.get(i).is_some_and(|c| c.is_ascii_digit() || *c == '元') {
        i += 1;
    }
    // 二〇二五年度, 令和七年度: as plans set in vertical lines have it.
    if i == digits {
        let end = chars[i..].iter().take_while(|c| KANJI_DIGITS.contains(**c)).count() + i;
        i = if chars.get(end) == Some(&'年') && (era || end - i == 4) { end } else { i };
    }
    let count = i - digits;
    if count == 0 {
        return None;
    }
    let word: String = chars[i..].iter().take(4).collect();
    let tail = ["年度末まで", "年度末の", "年度末", "年度の", "年度", "年間の", "年間", "年末", "年の", "年", "カ年", "か年"]
        .iter()
        .find(|t| word.starts_with(**t) || **t == "年度末まで" && word == "年度末ま");
    match tail {
        Some(t) => Some((i + t.chars().count()).min(chars.len())),
        None if era || letter || count == 4 => Some(i),
        None => None,
    }
}

/// Whether a header says nothing but a year or years.
pub(crate) fn is_year(folded: &str) -> bool {
    !folded.is_empty()
        && without_years(&without_parentheses(folded)).chars().all(|c| "~-・/、度".contains(c))
        && folded.chars().any(|c| c.is_ascii_digit() || c == '元' || KANJI_DIGITS.contains(c))
}

/// Whether a cell is a figure: digits with signs, separators and a counter, nothing that reads as words.
pub(crate) fn is_figure(text: &str) -> bool {
    let folded = fold(text);
    let kanji = folded.chars().take_while(|c| KANJI_DIGITS.contains(*c) || KANJI_POWERS.contains(*c) || *c == '・').count();
    // One kanji may begin a word: 一覧, 百貨店.
    let kanji = if kanji > 1 { kanji } else { 0 };
    let digits = folded.chars().filter(char::is_ascii_digit).count() + kanji;
    let letters = folded.chars().skip(kanji).filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 4 && letters <= digits.max(2) && !folded.contains('。')
}

/// Whether a cell is a sum of money: a figure with separators or of four digits and more, alone or with its unit.
pub(crate) fn is_money(text: &str) -> bool {
    let folded = fold(text);
    let core = folded.trim_start_matches(['▲', '△', '-', '約']).trim_end_matches(['円', '千', '万', '百', '億']);
    let digits = core.chars().filter(char::is_ascii_digit).count();
    !core.is_empty() && core.chars().all(|c| c.is_ascii_digit() || ",.".contains(c)) && (digits >= 4 || folded.ends_with('円'))
}

/// Whether a text is only arrows, dashes, circles: the bars of a schedule.
pub(crate) fn is_mark(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(|c| c.is_whitespace() || "→⇒➡⇨-－―ー–—○◯〇●◎△▲×✓✔☆★・…".contains(c))
}

/// What a schedule's cell says where the step to its left goes on.
const SAME_AS_LEFT: [&str; 3] = ["同左", "左に同じ", "左同"];

/// Whether a text is an arrow or a bar, or says the same as the cell before: in a schedule the step to its left goes on.
/// A single dash says that nothing is done.
pub(crate) fn is_arrow(text: &str) -> bool {
    let bar = text.chars().filter(|c| "―ー－─—–".contains(*c)).count() > 1;
    is_mark(text) && (bar || text.contains(['→', '⇒', '➡', '⇨'])) || SAME_AS_LEFT.contains(&bare(text).as_str())
}

/// Whether a schedule's cell is one ring: something is done then, and the row's name says what.
pub(crate) fn is_ring(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() == 1 && text.chars().all(|c| "○◯〇●◎⚪".contains(c))
}

/// Whether a cell says the same as the one above: 〃, 同上.
pub(crate) fn is_ditto(text: &str) -> bool {
    matches!(fold(text).as_str(), "〃" | "\u{201d}" | "\"" | "々" | "同上" | "同" | "上に同じ" | "(同上)")
}

/// The characters of a text as a string.
pub(crate) fn string(text: &Text) -> String {
    text.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_go_from_headers() {
        for (header, left) in [
            ("2022年度末の到達目標", "到達目標"),
            ("令和6年度", ""),
            ("R6目標値", "目標値"),
            ("3年間のアクションプラン", "アクションプラン"),
            ("2019年度アクションプラン", "アクションプラン"),
            ("目標値", "目標値"),
        ] {
            assert_eq!(without_years(header), left, "{header}");
        }
        assert!(is_year("二〇二五年度") && is_year("令和七年度") && !is_year("一覧") && !is_year("十年一昔"));
        assert!(
            is_figure("二百四十一") && is_figure("二千三百万円") && is_figure("六三・八%") && !is_figure("一覧表") && !is_figure("百貨店")
        );
        assert!(is_year("令和6年度") && is_year("2024") && is_year("令和6~8年度") && !is_year("令和6年度予算") && !is_year("番号"));
    }

    #[test]
    fn arrows_are_told_from_dashes() {
        assert!(["→", "――→", "ーー", "同左", "→　→"].iter().all(|t| is_arrow(t)));
        assert!(!is_arrow("－") && !is_arrow("―") && !is_arrow("○") && !is_arrow("実施→") && !is_arrow(""));
    }

    #[test]
    fn sentences_are_told_from_headings() {
        assert!(
            is_sentence("会員に呼びかける。")
                && is_sentence("支援を行います")
                && !is_sentence("港の朝市をひらく")
                && !is_sentence("「元気だ。」の標語の普及")
        );
    }

    #[test]
    fn what_is_done_is_told_from_what_is() {
        let ends = ["推進".to_owned()];
        for text in ["朝市の推進", "朝市の推進（10月）。", "漁港を整備する。", "市に働きかける（10月）。", "窓口を設けます。"]
        {
            assert!(is_done(text, &ends), "{text}");
        }
        for text in ["人口は減少している。", "漁獲高の推移", "高齢化率は40％である。", "若い人が減った。"]
        {
            assert!(!is_done(text, &ends), "{text}");
        }
    }

    #[test]
    fn brackets_and_marks_are_silent() {
        assert_eq!(bare("＜実施施策・事業＞"), "実施施策・事業");
        assert_eq!(bare("【 主な 取組 】："), "主な取組");
    }
}
