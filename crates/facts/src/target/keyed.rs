//! Lines of an indicator and its value: `KPI：新規就農者数　５年間で延べ50人`, and under a heading 数値目標 the same without a key.
use super::words::TargetWords;
use super::{phrase, targets};
use crate::context::{Context, FoundTarget};
use crate::lexicon::Lexicon;
use crate::plain::plain;
use crate::scan::Scan;
use keikaku_model::Text;
use keikaku_model::outline::Role;
use std::ops::Range;

/// Marks that may stand before the key.
const MARKS: &str = "【〔[(<《「・○●◯◎■□◆◇▶▷※*- ";
/// What closes a key in brackets.
const CLOSING: &str = "】〕])>》」";
/// Longest line of an indicator and its value, in characters; what is longer is prose.
const LONGEST: usize = 120;

/// The targets of a line that begins with a key for indicators; `None` where it is no such line.
pub(crate) fn keyed(text: &Text, context: &Context, lexicon: &Lexicon) -> Option<Vec<FoundTarget>> {
    let scan = Scan::new(text);
    let value = key_end(&scan, &lexicon.targets.key.words)?;
    let rest = scan.printed(value..scan.chars().len());
    is_line(&rest).then(|| of_rest(&rest, context, lexicon))
}

/// The targets of an indicator and its value with a wide blank or colon between; `None` where the text is no such line.
pub(crate) fn spaced(text: &Text, context: &Context, lexicon: &Lexicon) -> Option<Vec<FoundTarget>> {
    let is_split = is_line(text) && split(text, &lexicon.targets).is_some();
    is_split.then(|| of_rest(text, context, lexicon))
}

/// The targets of what follows a key.
pub(crate) fn of_rest(rest: &Text, context: &Context, lexicon: &Lexicon) -> Vec<FoundTarget> {
    let (name, value) = match split(rest, &lexicon.targets) {
        Some((name, value)) => (Some(rest.slice(name).trimmed().to_string()), rest.slice(value).trimmed()),
        None => (None, rest.trimmed()),
    };
    let context = Context { role: Some(Role::TargetValue), subject: name.clone().or_else(|| context.subject.clone()), ..context.clone() };
    let mut found = targets(&value, &context, lexicon);
    let Some(name) = name else { return found };
    let counted = phrase::qualifiers(&keikaku_text::normalize(&name).as_string(), &lexicon.targets);
    for target in &mut found {
        target.indicator = Some(name.clone());
        target.qualifiers.extend(counted.iter().copied());
        target.qualifiers.sort();
        target.qualifiers.dedup();
    }
    found
}

/// Where the value begins behind a key, its number (KPI①), bracket, colon or blank.
fn key_end(scan: &Scan, words: &[String]) -> Option<usize> {
    let chars = scan.chars();
    let start = chars.iter().position(|c| !MARKS.contains(*c))?;
    let mut end = scan.starts_any(start, words)?;
    while chars.get(end).is_some_and(|c| c.is_ascii_digit() || ('①'..='⑳').contains(c)) {
        end += 1;
    }
    let mut at = end;
    while chars.get(at).is_some_and(|c| CLOSING.contains(*c) || matches!(c, ':' | ' ')) {
        at += 1;
    }
    (at > end && at < chars.len()).then_some(at)
}

fn is_line(text: &Text) -> bool {
    text.len() <= LONGEST && !text.to_string().contains('。') && counts(&text.to_string())
}

/// Whether a text holds a number that is no year.
fn counts(text: &str) -> bool {
    keikaku_text::quantities(text).iter().any(|q| !q.unit.as_deref().is_some_and(|u| u.starts_with('年') || u.ends_with('年')))
        || text.contains("ゼロ")
}

/// The indicator and the value: parted by the first wide blank or colon behind which a number stands, else by the first blank before
/// one. A 現状値 or 目標値 before the number belongs to the value.
fn split(text: &Text, words: &TargetWords) -> Option<(Range<usize>, Range<usize>)> {
    let chars = text.chars();
    let is_wide = |i: usize| {
        let pair = chars[i] == ' ' && chars.get(i + 1) == Some(&' ');
        matches!(chars[i], '\u{3000}' | '\t' | ':' | '：') || pair
    };
    let gaps = |wide: bool| {
        let fits = move |i: &usize| if wide { is_wide(*i) } else { chars[*i] == ' ' };
        (1..chars.len()).filter(fits).collect::<Vec<usize>>()
    };
    let piece = |r: Range<usize>| chars[r].iter().collect::<String>();
    let says = |start: usize, end: usize| {
        let said = plain(&piece(start..end)).trim_matches(':').to_owned();
        words.past.before.contains(&said) || words.key.words.contains(&said)
    };
    let cut = |gaps: Vec<usize>| {
        let end = |k: usize| gaps.get(k + 1).copied().unwrap_or(chars.len());
        let counted = (0..gaps.len()).find(|&k| depth(&chars[..gaps[k]]) == 0 && counts(&piece(gaps[k]..end(k))))?;
        let first = (0..=counted).rev().find(|&k| k == 0 || !says(gaps[k - 1] + 1, gaps[k]))?;
        (is_name(&piece(0..gaps[first])) && !says(0, gaps[first])).then_some(gaps[first])
    };
    let at = cut(gaps(true)).or_else(|| cut(gaps(false)))?;
    Some((0..at, at + 1..chars.len()))
}

/// How many brackets stand open at the end.
fn depth(chars: &[char]) -> i32 {
    chars.iter().map(|c| if "（([［「『".contains(*c) { 1 } else { -i32::from("）)]］」』".contains(*c)) }).sum()
}

/// Whether what stands before a gap can name an indicator: two letters at least, and no arrow.
fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(['→', '⇒', '➡'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::tests::shown;

    fn read(text: &str, period: [i32; 2]) -> Option<Vec<String>> {
        let context = Context { plan_period: Some(period), role: Some(Role::Description), ..Context::default() };
        let found = keyed(&Text::unplaced(text), &context, &Lexicon::default())?;
        Some(found.iter().map(|t| format!("{}: {}", t.indicator.clone().unwrap_or_default(), shown(t))).collect())
    }

    #[test]
    fn keys_indicators_and_values() {
        let plan = [2020, 2024];
        for (line, expected) in [
            ("KPI：新規就農者数　５年間で延べ50人（R2～R6）", "新規就農者数: eq 50 人 cumulative @2020-2024"),
            ("KPI：空き店舗の成約件数　12件（H30）→ 30件（R6）", "空き店舗の成約件数: eq 30 件 < 12 @2024"),
            ("KPI：起業塾を修了して起業した人の数　年間６人以上", "起業塾を修了して起業した人の数: ge 6 人 per_year @2020-2024"),
            ("KPI：市内宿泊者数　対前年度比３％増", "市内宿泊者数: increase 3 % previous_year @2020-2024"),
            ("KPI：待機児童数　０人を維持", "待機児童数: maintain 0 人 @2020-2024"),
            ("KPI：産後ケアの利用者数　年間40人（R6）", "産後ケアの利用者数: eq 40 人 per_year @2024"),
            ("KPI：外国人延べ宿泊者数　2,400人（H30）→ 6,000人（R6）", "外国人延べ宿泊者数: eq 6000 人 cumulative < 2400 @2024"),
            ("【指標】公園の改修　３か所", "公園の改修: eq 3 か所 @2020-2024"),
            ("・数値目標①：港の来訪者数　12万人", "港の来訪者数: eq 120000 人 @2020-2024"),
            ("目標値：満足度　80％以上", "満足度: ge 80 % @2020-2024"),
            ("KPI　登山道の整備延長　8.5㎞", "登山道の整備延長: eq 8.5 km @2020-2024"),
            ("KPI：社会増減数　△182人 → △90人以内", "社会増減数: ge -90 人 < -182 @2020-2024"),
            ("KPI：来訪者数　現状値　11万8千人（H30）　目標値　15万人（R6）", "来訪者数: eq 150000 人 < 118000 @2024"),
            ("指標：合計特殊出生率　1.42（H30）→ 1.60（R6）", "合計特殊出生率: eq 1.6 < 1.42 @2024"),
        ] {
            assert_eq!(read(line, plan), Some(vec![expected.to_owned()]), "{line}");
        }
        assert_eq!(read("KPI：観光案内所の設置", plan), None);
        assert_eq!(read("目標の達成に向けて 10人が集まる", plan), None);
        assert_eq!(read("指標は毎年見直し、３年で改める。", plan), None);
    }
}
