//! Which texts can name a measure: words, not figures, years or the totals of a column.
use crate::lexicon::Lexicon;
use crate::words::{bare, fold, is_any, without_parentheses, without_years};

/// Whether a text names something: beside years, figures, units and the words that go with them (まで, 以降) it holds at least two letters.
pub(crate) fn names(text: &str, lexicon: &Lexicon) -> bool {
    let mut rest = without_years(&fold(text));
    for word in &lexicon.columns.nameless {
        rest = rest.replace(word.as_str(), " ");
    }
    rest.split(|c: char| !c.is_alphabetic() && c != 'ー').any(|word| word.chars().count() >= 2)
}

/// Whether a text has words beside years and figures: two letters or more side by side.
pub(crate) fn worded(text: &str) -> bool {
    without_years(&fold(text)).split(|c: char| !c.is_alphabetic() && c != 'ー').any(|word| word.chars().count() >= 2)
}

/// Whether a row's name says that the row sums up others: 合計, 小計, …事業合計, 計（Ａ＋Ｂ）.
pub(crate) fn is_total(text: &str, lexicon: &Lexicon) -> bool {
    let core = without_parentheses(&bare(text));
    is_any(&core, &lexicon.columns.totals) || lexicon.columns.totals.iter().any(|w| w.chars().count() >= 2 && core.ends_with(w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_named_by_words() {
        let lexicon = Lexicon::default();
        for text in ["港の朝市", "ＰＲ", "ＩＣＴ教育", "６次産業化", "朝市（合計３回）", "図書館"] {
            assert!(names(text, &lexicon) && !is_total(text, &lexicon), "{text}");
        }
        for text in ["3,768,166", "▲5,872", "32.1％", "令和６年度から令和８年度まで", "７年度", "期間", "同上", "1,200千円", "全", "―"]
        {
            assert!(!names(text, &lexicon), "{text}");
        }
        for text in ["合　計", "小計", "計", "計（Ａ＋Ｂ）", "港湾事業合計", "【総計】"] {
            assert!(is_total(text, &lexicon), "{text}");
        }
    }
}
