//! What a target counts: the words before the number, else those behind it, else the title.
use super::phrase::Phrase;
use crate::context::Context;
use crate::scan::Scan;

/// Words that an indicator does not end in.
const TAILS: [&str; 36] = [
    "を",
    "は",
    "が",
    "で",
    "に",
    "の",
    "も",
    "と",
    "へ",
    "について",
    "における",
    "において",
    "による",
    "により",
    "に対する",
    "に対し",
    "に対して",
    "として",
    "目標値は",
    "の目標値",
    "目標値",
    "目標",
    "うち",
    "その内",
    "年間",
    "毎年度",
    "毎年",
    "延べ",
    "延",
    "累計",
    "合計",
    "計",
    "年",
    "約",
    "少なくとも",
    "および",
];

/// Ends what says when a target is due.
const DUE: &str = "までに";

/// Longest indicator in characters: more is a sentence and no name.
const LONGEST: usize = 60;

/// The indicator of a phrase, or of the earlier figure that it is set against (加入率を32％から40％に); `None` where nothing names it.
pub(super) fn indicator(scan: &Scan, phrase: &Phrase, earlier: Option<&Phrase>, context: &Context) -> Option<String> {
    let lead = |p: &Phrase| cleaned(&scan.piece(p.lead.start..p.range.start));
    let found = lead(phrase)
        .or_else(|| lead(earlier?))
        .or_else(|| behind(scan, phrase))
        .or_else(|| outside(scan, phrase))
        .or_else(|| context.subject.clone());
    found.map(|s| s.chars().take(LONGEST).collect::<String>()).filter(|s| !s.trim().is_empty())
}

/// A noun phrase without the particles and qualifiers at its ends.
fn cleaned(piece: &str) -> Option<String> {
    let mut rest = piece.trim_matches([' ', ':', '(', ')', '、', '・', ',', '-', '〜', '○', '◯', '◦', '●', '■', '□', '◆', '◇', '◎']);
    rest = rest.strip_prefix("うち").unwrap_or(rest).trim_start();
    // 令和９年度までに, 年度末までに: when it is due.
    rest = rest.rsplit_once(DUE).map_or(rest, |(_, behind)| behind.trim_start_matches([' ', '、', ',']));
    while let Some(shorter) = TAILS.iter().find_map(|t| rest.strip_suffix(t)) {
        // The number of a span goes with it: 参加者3年間で.
        rest = shorter.trim_end_matches([' ', ':']).trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    }
    let is_year_alone = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || "年度月末間か令和平成".contains(c));
    (rest.chars().count() > 1 && !is_year_alone).then(|| rest.to_owned())
}

/// 300件の相談の場を設ける: what follows with の or に対する.
fn behind(scan: &Scan, phrase: &Phrase) -> Option<String> {
    let clause = scan.clause(&phrase.range);
    let tail = scan.piece(phrase.range.end..clause.end);
    let tail = ["に対する", "への", "の", "を対象とした", "に"].iter().find_map(|w| tail.strip_prefix(w))?;
    let noun: String = tail.chars().take_while(|c| !"をにがはで、。(「".contains(*c)).collect();
    cleaned(&noun)
}

/// セミナー（２回程度）を開催: the words before the brackets.
fn outside(scan: &Scan, phrase: &Phrase) -> Option<String> {
    let pair = scan.pair(phrase.range.start)?;
    let clause = scan.clause(&(pair.open..pair.close + 1));
    let words = scan.outside(clause.start..pair.open);
    cleaned(words.trim_end_matches("する").trim_end_matches("します"))
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn when_it_is_due_names_nothing() {
        assert_eq!(cleaned("令和9年度までに空き店舗").as_deref(), Some("空き店舗"));
        assert_eq!(cleaned("年度末までに"), None);
        assert_eq!(cleaned("会員数を").as_deref(), Some("会員数"));
    }
}
