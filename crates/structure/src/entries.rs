//! Glossaries set as prose: a line with the term and its definition below, or both on one line.
use crate::lexicon::Lexicon;
use crate::stream::{Line, Node};
use crate::words::{is_sentence, string};
use keikaku_model::Text;
use keikaku_model::outline::{Scheme, Term};

/// A term is no longer than this, in characters.
const TERM_CHARS: usize = 32;
/// A definition is at least this long.
const DEFINITION_CHARS: usize = 8;
/// Headings of a register (あ行, か, A) are no longer than this.
const REGISTER_CHARS: usize = 2;

/// A term and its definition on one line: 「関係人口：地域と関わる人々。」, 「【関係人口】地域と…」.
pub(crate) fn on_one_line(line: &Line) -> Option<Term> {
    let chars = line.text.chars();
    let bracketed = line.label.as_ref().filter(|l| l.form.scheme == Scheme::Bracket);
    let (from, cut) = match bracketed {
        Some(_) => (1, chars.iter().position(|c| "】〕］]＞>〉》≫".contains(*c))?),
        None => {
            let from = start(line);
            let near = || chars.iter().skip(from).take(TERM_CHARS);
            let cut = near().position(|c| matches!(c, ':' | '：')).or_else(|| near().position(|c| matches!(c, '　' | '\t' | '…')));
            (from, cut? + from)
        }
    };
    let term = line.text.slice(from..cut).trimmed();
    let rest = line.text.slice(cut + 1..chars.len());
    let skip = rest.chars().iter().take_while(|c| c.is_whitespace() || "…：:・".contains(**c)).count();
    let definition = rest.slice(skip..rest.len()).trimmed();
    let fits = !term.is_blank() && is_term(&term) && definition.len() >= DEFINITION_CHARS;
    fits.then_some(Term { term, definition: Some(definition) })
}

/// A term on a line of its own, with its definition on the next.
pub(crate) fn over_definition(line: &Line, next: Option<&Node>) -> Option<Term> {
    let Some(Node::Line(next)) = next else { return None };
    let text = line.text.slice(start(line)..line.text.len()).trimmed();
    let bracketed = line.label.as_ref().is_some_and(|l| l.form.scheme == Scheme::Bracket);
    let term = if bracketed { line.rest() } else { text };
    let defined = is_sentence(&string(&next.text)) || next.text.len() > TERM_CHARS;
    (defined && is_term(&term) && term.len() > REGISTER_CHARS).then_some(Term { term, definition: None })
}

/// 「＊関係人口：地域と関わる人々。」 below a text that uses the word.
pub(crate) fn in_note(line: &Line, lexicon: &Lexicon) -> Option<Term> {
    let marked = line.text.chars().first().is_some_and(|c| lexicon.numbering.notes.contains(*c));
    let colon = line.text.chars().iter().take(TERM_CHARS).any(|c| matches!(c, ':' | '：'));
    let term = (marked && colon).then(|| on_one_line(line)).flatten()?;
    let word = string(&term.term);
    let said = ["注", "注意", "出典", "資料", "単位", "備考", "参考"].contains(&word.as_str());
    (!said && term.definition.as_ref().is_some_and(|d| is_sentence(&string(d)))).then_some(term)
}

fn is_term(text: &Text) -> bool {
    text.len() <= TERM_CHARS && !is_sentence(&string(text)) && !text.chars().iter().any(|c| matches!(c, '、' | '，' | '。'))
}

/// Where the term begins behind marks and the number of a note.
fn start(line: &Line) -> usize {
    let bullet = line.label.as_ref().filter(|l| l.form.scheme == Scheme::Bullet).map_or(0, |l| l.rest);
    let chars = line.text.chars();
    let marks = chars.iter().take_while(|c| "※＊*†‡".contains(**c)).count();
    let number = if marks == 0 { 0 } else { chars.iter().skip(marks).take_while(|c| c.is_numeric() || c.is_whitespace()).count() };
    bullet.max(marks + number)
}

#[cfg(test)]
mod tests {
    use crate::testing::{bold, document, large, p, para};
    use keikaku_model::text::Texts;

    #[test]
    fn terms_set_as_prose_are_read() {
        let blocks = document(vec![
            p(large("１　計画の考え方", 16.0)),
            p(para("港町は、関係人口＊とともに歩み、町と事業者が力を合わせて産業を育てていくことを目指している。")),
            p(para("＊関係人口：町の外から町と関わる人々のことをいう。")),
            p(para("※注：金額は税を含みます。")),
            p(large("用語解説", 16.0)),
            p(para("あ行")),
            p(bold("アウトリーチ")),
            p(para("支援を要する人のもとに出向くこと。")),
            p(para("訪問相談などを指す。")),
            p(para("・ＤＸ：デジタル技術で暮らしや仕事を変えること。")),
            p(para("【六次産業】農林漁業者が加工や販売までを行うこと。")),
            p(large("策定の経過", 16.0)),
            p(para("町の審議会で三度にわたって話し合い、町民の意見を聞いて案をまとめた。")),
        ]);
        let outline = crate::outline(&blocks, &Texts::default(), &crate::Lexicon::default()).value;
        let terms: Vec<String> = outline
            .terms
            .iter()
            .map(|t| format!("{} = {}", t.term, t.definition.as_ref().map(ToString::to_string).unwrap_or_default()))
            .collect();
        assert_eq!(
            terms,
            [
                "関係人口 = 町の外から町と関わる人々のことをいう。",
                "アウトリーチ = 支援を要する人のもとに出向くこと。訪問相談などを指す。",
                "ＤＸ = デジタル技術で暮らしや仕事を変えること。",
                "六次産業 = 農林漁業者が加工や販売までを行うこと。",
            ]
        );
        assert_eq!(outline.sections.len(), 3, "the terms are no sections");
    }
}
