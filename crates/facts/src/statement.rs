//! Statements: parts of measures cut into sentences.
use crate::context::{Context, FoundStatement};
use crate::scan::Scan;
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::{Part, Role};
use keikaku_model::plan::{FiscalYears, StatementRole};
use std::ops::Range;

/// The statements of a part: one for each bullet or sentence; none for parts that are no prose (owners, status, amounts …).
pub(crate) fn statements(part: &Part, context: &Context) -> Vec<FoundStatement> {
    let Some(role) = statement_role(part.role) else { return Vec::new() };
    let pieces = if part.is_item { vec![part.text.trimmed()] } else { sentences(&part.text) };
    let found = |text: Text| FoundStatement {
        fiscal_years: context.column_years.or_else(|| own_years(&text, context)),
        text,
        role,
        column: context.header.clone(),
    };
    pieces.into_iter().filter(|t| !t.is_blank()).map(found).collect()
}

/// The role of a part's statements.
fn statement_role(role: Role) -> Option<StatementRole> {
    match role {
        Role::Goal => Some(StatementRole::Goal),
        Role::Action => Some(StatementRole::Action),
        Role::Description => Some(StatementRole::Description),
        _ => None,
    }
}

/// The sentences of a text: cut behind 。 outside of brackets, and at line ends.
pub(crate) fn sentences(text: &Text) -> Vec<Text> {
    let scan = Scan::new(text);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for i in 0..scan.chars().len() {
        let ends = matches!(scan.chars()[i], '。' | '\n') && scan.pair(i).is_none();
        if ends && cuts(&scan, start, i) {
            pieces.push(start..i + 1);
            start = i + 1;
        }
    }
    pieces.push(start..scan.chars().len());
    pieces.into_iter().map(|r| scan.printed(r)).filter(|t| !t.is_blank()).collect()
}

/// Whether a sentence ends at `at`. Brackets right behind it belong to it (…を図る。（…も築く。）). In a list item (its end has no 。) a 。 behind a noun only pauses: 需要を調査。結果を公表
fn cuts(scan: &Scan, start: usize, at: usize) -> bool {
    if scan.chars().get(at) == Some(&'\n') {
        return true;
    }
    if scan.chars().get(scan.skip_blanks(at + 1)) == Some(&'(') {
        return false;
    }
    let line_end = (at..scan.chars().len()).find(|&i| scan.chars()[i] == '\n').unwrap_or(scan.chars().len());
    let last = scan.chars()[at + 1..line_end].iter().rev().find(|c| !c.is_whitespace());
    last.is_none_or(|c| *c == '。') || !ends_in_noun(&scan.piece(start..at))
}

/// Whether a sentence ends in a noun (体言止め) rather than in a verb: its last character is kanji or katakana.
fn ends_in_noun(sentence: &str) -> bool {
    sentence.trim_end().chars().next_back().is_some_and(|c| matches!(c, '一'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー'))
}

/// The fiscal years that a statement names for itself: a clause begins with them as its topic (７年度は, 令和６～７年度：).
fn own_years(text: &Text, context: &Context) -> Option<FiscalYears> {
    let period = context.plan_period?;
    let chars = keikaku_text::normalize(&text.to_string()).chars;
    let normal: String = chars.iter().collect();
    years::mentions(&normal, Some(period)).into_iter().find_map(|(range, years)| {
        let is_fiscal = chars.get(range.end.checked_sub(1)?) == Some(&'度');
        let opens = range.start.checked_sub(1).and_then(|i| chars.get(i)).is_none_or(|c| matches!(c, '、' | ',' | '。' | '(' | '\n' | ' '));
        let behind: String = chars.iter().skip(range.end).take(2).collect();
        let is_topic = ["は", "に", ":", "から", "〜", ")", "まで", "末"].iter().any(|w| behind.starts_with(w));
        // 令和７年度の完成を目指します。
        let clause: String = chars.iter().skip(range.end).take_while(|c| !matches!(c, '、' | '。')).collect();
        let is_due = clause.starts_with('の') && ["を目指", "をめざ", "を目標", "を目途", "を予定"].iter().any(|w| clause.contains(w));
        (is_fiscal && opens && (is_topic || is_due) && period[0] <= years[0] && years[1] <= period[1]).then_some(years)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::{assert_all, cases};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Case {
        text: String,
        #[serde(default)]
        is_item: bool,
        statements: Vec<String>,
        #[serde(default)]
        years: Vec<FiscalYears>,
    }

    #[test]
    fn every_case_of_the_list_holds() {
        let cases: Vec<Case> = cases(include_str!("../../../tests/suite/facts/statement.toml"));
        let result = |c: Case| {
            let part = Part { role: Role::Description, header: None, text: Text::unplaced(&c.text), is_item: c.is_item, shared_with: None };
            let context = Context { plan_period: Some([2024, 2028]), ..Context::default() };
            let found = statements(&part, &context);
            let years: Vec<FiscalYears> = found.iter().filter_map(|s| s.fiscal_years).collect();
            (c.text, (c.statements, c.years), (found.iter().map(|s| s.text.to_string()).collect(), years))
        };
        assert_all(cases.into_iter().map(result).collect());
    }

    #[test]
    fn headers_fix_years() {
        let years = |header| years::of_header(header, Some([2024, 2028]));
        assert_eq!(years("令和８年度末の到達目標"), Some([2026, 2026]));
        assert_eq!(years("2024年度アクションプラン 2025年度アクションプラン"), Some([2024, 2025]));
        assert_eq!(years("中期計画（2024～2026年度） 2026年度目標"), Some([2026, 2026]));
        assert_eq!(years("３年間のアクションプラン"), Some([2024, 2026]));
        assert_eq!(years("５か年の目標"), Some([2024, 2028]));
        assert_eq!(years("目標値(R10)"), Some([2028, 2028]));
        assert_eq!(years("７年度"), Some([2025, 2025]));
        assert_eq!(years("2027目標"), Some([2027, 2027]));
        assert_eq!(years("担当課"), None);
    }
}
