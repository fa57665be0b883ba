//! Figures to be reached that stand alone in brackets on a line of their own: 【相談の件数を30％以上】.
use crate::words::{fold, without_years};
use keikaku_model::Text;
use keikaku_model::outline::{Part, Role};

/// What stands behind a figure that is aimed at.
const AIMED: [&str; 6] = ["以上", "以下", "以内", "未満", "%削減", "%"];
/// What stands before a figure that is aimed at, wherever in the line.
const AIMED_BY: [&str; 4] = ["を", "までに", "延べ", "累計"];
/// Longest counter in characters.
const COUNTER_CHARS: usize = 2;

/// What a line in brackets and nothing else says if it is a figure to be reached (【相談の件数を30％以上】): it heads nothing.
pub(crate) fn said(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix(['【', '[', '〔', '≪', '《'])?.strip_suffix(['】', ']', '〕', '≫', '》'])?;
    let folded = without_years(&fold(inner));
    let bare = folded.trim_end();
    let bare = bare.rfind('(').filter(|_| bare.ends_with(')')).map_or(bare, |open| &bare[..open]);
    let bare = AIMED.iter().find_map(|w| bare.strip_suffix(w)).map_or((bare, false), |b| (b, true));
    let counter = bare.0.chars().rev().take_while(|c| c.is_alphabetic()).count();
    let figure = bare.0.trim_end_matches(|c: char| c.is_alphabetic()).ends_with(|c: char| c.is_ascii_digit() || c == '%');
    let aimed = bare.1 || counter > 0 && AIMED_BY.iter().any(|w| bare.0.contains(w));
    (figure && counter <= COUNTER_CHARS && aimed).then_some(inner)
}

/// 【相談の件数を30％以上】 on a line of its own: what is to be reached, without the brackets.
pub(crate) fn part(text: &Text) -> Option<Part> {
    let printed = text.to_string();
    let said = said(&printed)?;
    let start = text.chars().iter().position(|c| !c.is_whitespace())? + 1;
    let text = text.slice(start..start + said.chars().count());
    Some(Part { role: Role::Goal, header: None, text, is_item: false, shared_with: None })
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn figures_in_brackets_head_nothing() {
        assert!(said("【相談の件数を令和９年度までに３０％以上（令和５年度　１２％）】").is_some_and(|inner| inner.starts_with('相')));
        assert_eq!(said("【朝市の出店者を令和９年度末までに１２人】"), Some("朝市の出店者を令和９年度末までに１２人"));
        assert!(
            ["【令和７年度の取組】", "【人口３万人のまち】", "【施策１】", "相談の件数を３０％以上", "【基本目標２】"]
                .iter()
                .all(|t| said(t).is_none())
        );
    }
}
