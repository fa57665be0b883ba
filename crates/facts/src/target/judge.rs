//! Whether a number is aimed at, tells how things are, or neither.
use super::phrase::Phrase;
use super::words::TargetWords;
use crate::context::Context;
use crate::scan::Scan;
use keikaku_model::outline::Role;
use keikaku_model::plan::{Comparator, Qualifier};
use keikaku_model::text::Pos;

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The plan sets out to reach it.
    Aim,
    /// It tells how things are or were.
    Past,
    /// A name, an order, a date, a place, a sum of money.
    Other,
}

/// Where the year before a number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dated {
    Past,
    Due,
}

/// Reads the number of a phrase in its surroundings.
pub(super) fn judge(scan: &Scan, phrase: &Phrase, context: &Context, words: &TargetWords) -> Reading {
    let view = View::new(scan, phrase, context, words);
    if view.is_name() {
        return Reading::Other;
    }
    if view.is_past() {
        return Reading::Past;
    }
    let aimed = if view.is_bare() {
        view.bare_is_aimed()
    } else if view.is_promised() {
        true
    } else if view.is_measure() {
        view.measure_is_aimed()
    } else if view.is_weak() {
        view.weak_is_aimed()
    } else {
        view.count_is_aimed()
    };
    if aimed { Reading::Aim } else { Reading::Other }
}

/// A title, a goal's or an action's text: what stands there will be done.
pub(super) fn is_planned(context: &Context) -> bool {
    matches!(context.role, None | Some(Role::Goal | Role::Action | Role::TargetValue | Role::Indicator | Role::Name))
}

/// A phrase with the stretches around it, as text.
struct View<'a> {
    scan: &'a Scan<'a>,
    phrase: &'a Phrase,
    context: &'a Context,
    words: &'a TargetWords,
    unit: Option<&'a str>,
    /// The words before the number, back to the phrase before or the clause's start.
    lead: String,
    /// The rest of the clause behind the phrase, brackets left out; of the sentence, where the clause has no predicate of its own
    /// (職員は８名で、うち３名が…).
    tail: String,
    /// The comparator as written.
    comparison: String,
    /// The clause.
    clause: String,
    /// The sentence.
    sentence: String,
    /// The sentence up to the number, brackets left out.
    opening: String,
    /// What the sentence says behind the phrase.
    rest: String,
}

fn any(piece: &str, words: &[String]) -> bool {
    words.iter().any(|w| piece.contains(w.as_str()))
}

fn starts(piece: &str, words: &[String]) -> bool {
    words.iter().any(|w| piece.starts_with(w.as_str()))
}

fn ends(piece: &str, words: &[String]) -> bool {
    words.iter().any(|w| piece.ends_with(w.as_str()))
}

impl<'a> View<'a> {
    fn new(scan: &'a Scan<'a>, phrase: &'a Phrase, context: &'a Context, words: &'a TargetWords) -> Self {
        let clause = scan.clause(&phrase.range);
        let sentence = scan.sentence(&phrase.range);
        // The stop itself tells 「…した。」 from 「…した企業」.
        let with_stop = |r: &std::ops::Range<usize>| r.end + usize::from(scan.is_stop(r.end) || scan.is_comma(r.end));
        let own = scan.outside(phrase.range.end..with_stop(&clause));
        let rest = scan.outside(phrase.range.end..with_stop(&sentence));
        Self {
            scan,
            phrase,
            context,
            words,
            unit: phrase.quantity.unit.as_deref(),
            lead: scan.outside(phrase.lead.start..phrase.quantity.range.start),
            tail: if says_nothing(&own) { until_turn(&rest).to_owned() } else { own },
            comparison: scan.piece(phrase.quantity.range.end..phrase.range.end),
            clause: scan.piece(clause.start..with_stop(&clause)),
            opening: scan.outside(sentence.start..phrase.quantity.range.start),
            sentence: scan.piece(sentence.clone()),
            rest,
        }
    }

    /// The character right behind the phrase.
    fn next(&self) -> Option<char> {
        self.scan.chars().get(self.phrase.range.end).copied()
    }

    fn is_planned(&self) -> bool {
        is_planned(self.context)
    }

    /// A goal word in the clause, behind it, or in the comparator (以下に抑える).
    fn has_goal(&self) -> bool {
        self.compares_as_aim()
            || first_goal(&self.clause, &self.words.goal.words).is_some()
            || first_goal(&self.tail, &self.words.goal.words).is_some()
    }

    fn compares_as_aim(&self) -> bool {
        any(&self.comparison, &self.words.goal.compared)
    }

    /// A goal word anywhere in the sentence.
    fn sentence_has_goal(&self) -> bool {
        any(&self.sentence, &self.words.goal.words)
    }

    /// Names, ordinals, addresses, limits: numbers that count nothing that is reached.
    fn is_name(&self) -> bool {
        let own = self.scan.piece(self.phrase.lead.start..self.phrase.range.start);
        self.scan.is_quoted(self.phrase.quantity.range.start)
            || self.unit.is_some_and(|u| self.words.unit.is_never(u) && !(self.counts_small() && self.words.unit.counts_in_cells(u)))
            || ends(own.trim_end(), &self.words.name.before) && !self.has_explicit_aim()
            || starts(&self.tail, &self.words.name.after)
                && !starts(&self.tail, &["目標", "目指", "目安", "目処", "目途"].map(str::to_owned))
            || self.is_partner()
            || self.is_course()
            || self.is_part_of_word()
            || self.is_in_word()
            || self.is_one_each()
            || self.is_item_number()
            || self.is_lone_growth()
            || self.is_class()
            || self.is_money()
    }

    /// 近隣４町と共同で: with whom, not how many.
    fn is_partner(&self) -> bool {
        !self.phrase.is_compared && self.phrase.qualifiers.is_empty() && starts(&self.tail, &self.words.name.partners)
    }

    /// A comparator together with a goal word.
    fn has_explicit_aim(&self) -> bool {
        self.phrase.is_compared && self.has_goal()
    }

    /// Whether the counter goes on as a longer noun (１００社プロジェクト) that is no action (20社訪問).
    fn is_part_of_word(&self) -> bool {
        let Some(next) = self.next().filter(|c| is_word_char(*c)) else { return false };
        if self.phrase.is_compared
            || self.phrase.approximate
            || starts(&self.tail, &self.words.goal.actions)
            || starts(&self.tail, &self.words.goal.words)
        {
            return false;
        }
        let word: String = self.tail.chars().take_while(|c| is_word_char(*c)).collect();
        let first = keikaku_text::tokens(&word).into_iter().next();
        let is_action = first.is_some_and(|t| t.pos == Pos::VerbalNoun && t.range.end == word.chars().count());
        !is_action && (is_word_char(next) || next.is_ascii_alphanumeric())
    }

    /// 二地域居住, 三世代同居: a word of the dictionary that begins with a kanji numeral and goes on behind the counter.
    fn is_in_word(&self) -> bool {
        let range = &self.phrase.quantity.range;
        let numeral = |c: &char| "一二三四五六七八九十".contains(*c);
        if !self.scan.chars().get(range.start).is_some_and(numeral) {
            return false;
        }
        let behind: String = self.scan.chars().iter().skip(range.start).take(range.len() + LONGEST_WORD).collect();
        keikaku_text::tokens(&behind).first().is_some_and(|t| t.range.end > range.len())
    }

    /// ▲7.8％ or 3.6％増 alone in a year's cell: a statistic of budgets and accounts, not what will be done.
    fn is_lone_growth(&self) -> bool {
        let grows = matches!(self.phrase.comparator, Comparator::Increase | Comparator::Decrease) || self.phrase.is_minus;
        grows
            && self.context.role == Some(Role::Action)
            && self.lead.trim_matches(['▲', '△', ' ', '+', '-']).is_empty()
            && self.rest.trim().is_empty()
    }

    /// 1人1台, 1校1社: a rule, no count.
    fn is_one_each(&self) -> bool {
        let chars = self.scan.chars();
        let own = chars.get(..self.phrase.quantity.range.start).unwrap_or_default();
        let word: Vec<char> = own.iter().rev().take_while(|c| is_word_char(**c)).take(LONGEST_COUNTER).copied().collect();
        let digit = own.len().checked_sub(word.len() + 1).and_then(|i| own.get(i));
        let follows_one = digit == Some(&'1') && !word.is_empty() || word.last() == Some(&'一') && word.len() > 1;
        self.phrase.quantity.value == 1.0 && (follows_one || self.next().is_some_and(|c| c.is_ascii_digit()))
    }

    /// 全５回: how long a course is.
    fn is_course(&self) -> bool {
        let before = self.phrase.quantity.range.start.checked_sub(1).and_then(|i| self.scan.chars().get(i));
        before == Some(&'全') && self.unit.is_some_and(|u| self.words.name.whole.iter().any(|w| w == u))
    }

    /// A cell, or a goal that compares: 待ち時間を10分以内にする.
    fn counts_small(&self) -> bool {
        self.is_cell() || self.context.role == Some(Role::Goal) && self.phrase.is_compared && !self.tail.starts_with('の')
    }

    /// A cell of a target column.
    fn is_cell(&self) -> bool {
        self.context.role == Some(Role::TargetValue)
    }

    /// 20人以下の事業者, 40歳未満の職員: which ones are meant, not how many.
    fn is_class(&self) -> bool {
        let is_below = matches!(self.phrase.comparator, Comparator::Le | Comparator::Lt);
        let Some(behind) = self.tail.strip_prefix('の').filter(|_| is_below) else { return false };
        let noun: String = behind.chars().take_while(|c| is_word_char(*c) || *c == '小').collect();
        ends(&noun, &self.words.name.classes) || !self.has_goal()
    }

    /// Sums of money in a sentence that explains a budget.
    fn is_money(&self) -> bool {
        if self.is_cell() {
            return false;
        }
        let is_sum = self.unit == Some("円");
        let is_goal = self.context.role == Some(Role::Goal);
        let explains = any(&self.sentence, &self.words.past.money) || !is_goal && any(&self.sentence, &self.words.past.sums);
        let is_result = is_sum && is_goal && !explains;
        let is_subsidy = || self.words.past.money.iter().any(|w| w.starts_with("補助") && self.clause.contains(w.as_str()));
        (is_sum || explains) && !is_result && (!self.has_goal() || is_subsidy())
    }

    /// Whether the words around it tell a state or something done.
    fn is_past(&self) -> bool {
        let past = &self.words.past;
        let lead = self.lead.trim_end().trim_end_matches([':', 'は', 'が', 'で', 'の', '、', ' ', '=']);
        let dated = self.dated();
        let said_before = ends(lead, &past.before) && !self.is_named_record(lead) || any(&self.lead, &past.within);
        // 現在の会員数2,000社を維持 is an aim.
        let is_kept = self.phrase.comparator == Comparator::Maintain && (self.is_planned() || self.has_goal());
        (said_before && dated != Some(Dated::Due) && !is_kept || dated == Some(Dated::Past))
            && !self.phrase.qualifiers.contains(&Qualifier::PreviousYear)
            || self.is_state()
    }

    /// 成約実績80件 in a goal names the indicator; 実績：80件 and 前年度実績80件 tell the past. 調査10社 is an action unless dated.
    fn is_named_record(&self, lead: &str) -> bool {
        let is_compound =
            (lead.ends_with("実績") || lead.ends_with("調査")) && lead.chars().count() > 2 && !self.lead.trim_end().ends_with(':');
        let is_loose = ["調査の", "調査で", "調査では"].iter().any(|w| self.lead.trim_end().ends_with(w));
        is_compound && self.is_planned() && !is_loose || lead.ends_with("調査") && self.dated() != Some(Dated::Past)
    }

    /// What the year before the number says: one before the plan's (2022年調査：48％) tells the past, one of the plan's the year it is due.
    /// A year that is compared with (2013年度比) says neither.
    fn dated(&self) -> Option<Dated> {
        let first = self.context.years()?[0];
        let (range, years) = crate::years::mentions(&self.lead, self.context.years()).pop()?;
        let after: String = self.lead.chars().skip(range.end).collect();
        let is_compared = ["比", "度比", "から", "に比べ", "と比べ", "対比"].iter().any(|w| after.starts_with(w));
        (!is_compared).then_some(if years[1] < first { Dated::Past } else { Dated::Due })
    }

    /// Whether the clause says behind the number that this is how things are, before any goal word.
    fn is_state(&self) -> bool {
        let past = &self.words.past;
        if self.is_expected() {
            return false;
        }
        let goal = first_goal(&self.tail, &self.words.goal.words);
        let state = first_of(&self.tail, &past.after);
        if state.is_some_and(|s| goal.is_none_or(|g| s < g)) {
            return true;
        }
        // 100社を支援した。
        let acted = strip_particle(&self.tail);
        !starts(acted, &self.words.goal.words) && action_end(acted, &self.words.goal.actions).is_some_and(|rest| starts(rest, &past.done))
    }

    /// A number without a counter.
    fn is_bare(&self) -> bool {
        self.unit.is_none()
    }

    /// Bare numbers count only as shares (1/3以上) and where the words before name the goal (目標値は３).
    fn bare_is_aimed(&self) -> bool {
        let is_share = self.phrase.quantity.value < 1.0 && self.phrase.quantity.value > 0.0;
        let named = ["目標値は", "目標値:", "目標:", "目標は", "目標値", "目標件数は", "目標数は"]
            .iter()
            .any(|w| self.lead.trim_end().ends_with(w));
        let kept = self.phrase.comparator == Comparator::Maintain
            || ["継続", "実現", "達成", "維持"].iter().any(|w| self.tail.trim_start_matches(['の', 'を', 'に']).starts_with(w));
        let is_zero = self.phrase.quantity.value == 0.0;
        let is_goal_cell = self.is_cell() || self.context.role == Some(Role::Goal) && says_nothing(&self.tail);
        let to_zero = is_zero && (self.has_goal() || kept || is_goal_cell);
        // 合計特殊出生率1.8の実現; 目標８ is a number of a list.
        let is_rate = ["率", "数", "指数", "倍率", "値"].iter().any(|w| self.lead.trim_end().ends_with(w));
        let rated = is_rate && (self.goal_is_near() || kept || self.is_cell());
        let fills = self.is_cell() && self.lead.trim().is_empty() && says_nothing(&self.tail);
        named || to_zero || rated || fills || is_share && self.phrase.is_compared && (self.is_planned() || self.sentence_has_goal())
    }

    fn is_measure(&self) -> bool {
        self.unit.is_some_and(|u| self.words.unit.is_measured(u))
    }

    /// Ages, hours, money: only where they are said to be aimed at.
    fn measure_is_aimed(&self) -> bool {
        let is_frequency = self.unit == Some("度") && self.phrase.is_compared;
        // 貸室収入1,500万円 as a whole goal.
        let is_goal_cell = self.context.role == Some(Role::TargetValue)
            || self.context.role == Some(Role::Goal) && self.unit == Some("円") && says_nothing(&self.tail)
            || self.context.role == Some(Role::Goal) && self.phrase.qualifiers.contains(&Qualifier::PerYear) && says_nothing(&self.tail);
        is_goal_cell
            || self.context.role == Some(Role::Goal) && self.amount_is_reached()
            || (self.has_goal() || self.sentence_has_goal() && self.phrase.is_compared)
                && (self.phrase.is_compared || self.goal_is_near() || is_frequency)
    }

    /// 600時間を削減, 延長1.2kmを整備, 効果額4,500千円 in a goal.
    fn amount_is_reached(&self) -> bool {
        let is_reached = says_nothing(&self.tail)
            || self.phrase.is_compared && !self.tail.starts_with('の')
            || begins_with_action(strip_particle(&self.tail), &self.words.goal.actions);
        self.unit.is_some_and(|u| self.words.unit.is_amount(u)) && is_reached
    }

    /// 令和９年度までに700mを整備します, ５年間で６人を育てます: due by a year or within so many, and yet to come, whatever is done.
    fn is_promised(&self) -> bool {
        let tail = self.tail.trim_start();
        let made = tail.strip_prefix('の').and_then(|t| t.split_once('を')).is_some_and(|(noun, _)| noun.chars().all(is_word_char));
        let is_object = tail.starts_with(['を', 'に']) || made;
        let counts = self.unit.is_some_and(|u| !self.words.unit.is_measured(u) || self.words.unit.is_amount(u));
        counts && is_object && (self.is_due() || self.is_within_years()) && is_future(&self.rest)
    }

    /// A year of the plan with まで stands before the number in its sentence.
    fn is_due(&self) -> bool {
        let first = self.context.years().map(|y| y[0]);
        crate::years::mentions(&self.opening, self.context.years()).into_iter().any(|(range, years)| {
            let after: String = self.opening.chars().skip(range.end).collect();
            first.is_none_or(|f| years[1] >= f) && starts(&after, &self.words.goal.due)
        })
    }

    /// ５年間で stands before the number in its clause, and they are not the years behind.
    fn is_within_years(&self) -> bool {
        let goal = &self.words.goal;
        let span = goal.spans.iter().filter_map(|w| self.lead.rfind(w.as_str())).max();
        span.is_some_and(|at| !any(&self.lead[..at], &goal.past_spans))
    }

    /// A goal word right behind the phrase: 15日を目標, 20万円を目指す.
    fn goal_is_near(&self) -> bool {
        let bare = self.tail.trim_start_matches(['を', 'に', 'と', 'へ', 'の', 'が']);
        starts(bare, &self.words.goal.words) || starts(&self.tail, &self.words.goal.words) || self.compares_as_aim()
    }

    fn is_weak(&self) -> bool {
        self.unit.is_some_and(|u| self.words.unit.is_weak(u))
    }

    /// ３地区で実施, 5団体を支援, ３拠点を整備; not ６分野で各種の行事を実施.
    fn weak_is_aimed(&self) -> bool {
        let tail = self.tail.trim_start();
        let acted = strip_particle(tail);
        let ends_here = tail.is_empty() || tail.starts_with(['、', '。', ',']);
        self.is_cell()
            || self.phrase.is_compared && (self.is_planned() || self.sentence_has_goal())
            || self.goal_is_near()
            || self.is_planned()
                && (begins_with_action(acted, &self.words.goal.actions) || ends_here && self.context.role == Some(Role::Goal))
            || !self.is_planned() && self.sentence_has_goal() && begins_with_action(acted, &self.words.goal.actions)
            || !self.phrase.qualifiers.is_empty() && self.is_planned()
    }

    /// Plain counts: aimed at in goals, actions and titles; in prose where it says so or something is done with so many.
    fn count_is_aimed(&self) -> bool {
        if self.is_planned() {
            return true;
        }
        if self.begins_line() && !self.has_goal() {
            return false;
        }
        let acted = self.tail.trim_start().trim_start_matches(['を', 'で', 'に', 'へ', 'の', 'が']);
        let counts_by_year = self.phrase.qualifiers.contains(&Qualifier::PerYear);
        self.has_goal()
            || self.phrase.is_compared && self.sentence_has_goal()
            || begins_with_action(acted, &self.words.goal.actions) && is_future(&self.rest)
            || counts_by_year && is_future(&self.rest) && any(&self.tail, &self.words.goal.actions)
            || self.is_made()
            || self.is_expected()
            || self.tail.starts_with("に対し") && is_future(&self.rest) && any(&self.rest, &self.words.goal.actions)
    }

    /// 計画期間中に20件の企業立地を実現します: so many of something, and in the plan's years something is done with them.
    fn is_made(&self) -> bool {
        let Some((noun, done)) = self.tail.strip_prefix('の').and_then(|t| t.split_once('を')) else { return false };
        let is_noun = !noun.is_empty() && noun.chars().all(|c| is_word_char(c) || c == '・');
        is_noun
            && any(&self.sentence, &self.words.goal.planned)
            && begins_with_action(done, &self.words.goal.actions)
            && is_future(&self.rest)
    }

    /// 120名の参加を見込み: so many of what the plan counts on.
    fn is_expected(&self) -> bool {
        let noun = self.tail.strip_prefix('の').and_then(|t| t.split_once("を見込")).map(|t| t.0);
        noun.is_some_and(|n| !n.is_empty() && n.chars().all(is_word_char)) && is_future(&self.rest)
    }

    /// Whether a bare number opens the line: in prose that is the number of a list (1一斉帰宅の抑制).
    fn begins_line(&self) -> bool {
        let before = self.phrase.quantity.range.start.checked_sub(1);
        before.is_none_or(|b| self.scan.is_stop(b)) && !self.phrase.is_compared && !self.phrase.approximate
    }

    /// A number that stands apart from its counter at the line's start: 12 事業者連携の場づくり.
    fn is_item_number(&self) -> bool {
        let q = &self.phrase.quantity;
        let before = q.range.start.checked_sub(1);
        before.is_none_or(|b| self.scan.is_stop(b)) && self.scan.chars().get(q.number.end) == Some(&' ') && q.unit.is_some()
    }
}

/// Longest counter in characters, as in 1支部1事業.
const LONGEST_COUNTER: usize = 5;

/// The longest rest of a word behind its number and counter, in characters.
const LONGEST_WORD: usize = 4;

/// Characters that go on a word: kanji, katakana, letters.
fn is_word_char(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}' | '々' | 'ァ'..='ヺ' | 'ー') || c.is_ascii_alphabetic()
}

/// Where the first of `words` stands in `piece`, in bytes.
fn first_of(piece: &str, words: &[String]) -> Option<usize> {
    words.iter().filter_map(|w| piece.find(w.as_str())).min()
}

/// Whether a clause's rest holds no predicate: nothing, or a particle.
fn says_nothing(tail: &str) -> bool {
    matches!(tail.trim_matches([' ', '、', ',', '。', '・']), "" | "で" | "と" | "や" | "、" | "ずつ" | "など" | "等")
}

/// A sentence's rest up to where it turns: …となっていますが、.
fn until_turn(rest: &str) -> &str {
    let turn = ["が、", "ものの、", "一方"].iter().filter_map(|w| rest.find(w)).min();
    turn.map_or(rest, |i| &rest[..i])
}

/// A rest without the particle that leads to what is done.
fn strip_particle(tail: &str) -> &str {
    tail.trim_start().trim_start_matches(['を', 'で', 'に', 'へ', 'が'])
}

/// Where the first goal word stands that does not tell the past (に増加しており), in bytes.
fn first_goal(piece: &str, words: &[String]) -> Option<usize> {
    const DONE: [&str; 5] = ["した", "してお", "してい", "しまし", "してき"];
    let is_open = |i: usize, w: &str| w.starts_with("目") || !DONE.iter().any(|d| piece[i + w.len()..].starts_with(d));
    words.iter().filter_map(|w| piece.match_indices(w.as_str()).find(|(i, w)| is_open(*i, w))).map(|m| m.0).min()
}

/// What follows the action that a piece begins with: a listed word or a verbal noun that is no part of a longer noun (支援 but not 支援員).
fn action_end<'a>(piece: &'a str, actions: &[String]) -> Option<&'a str> {
    const GO_ON: [&str; 8] = ["予定", "等", "及び", "目標", "並びに", "可能", "促進", "強化"];
    let piece = piece.trim_start();
    let ends_well = |rest: &str| !rest.starts_with(is_word_char) || GO_ON.iter().any(|w| rest.starts_with(w));
    let listed = actions.iter().filter_map(|a| piece.strip_prefix(a.as_str())).min_by_key(|r| r.len()).filter(|r| ends_well(r));
    listed.or_else(|| {
        let word: String = piece.chars().take_while(|c| is_word_char(*c)).collect();
        let first = keikaku_text::tokens(&word).into_iter().next().filter(|t| t.pos == Pos::VerbalNoun && t.range.start == 0)?;
        let rest = piece.char_indices().nth(first.range.end).map_or("", |(i, _)| &piece[i..]);
        ends_well(rest).then_some(rest)
    })
}

/// Whether a piece begins with something that is done.
fn begins_with_action(piece: &str, actions: &[String]) -> bool {
    action_end(piece, actions).is_some()
}

/// Whether what follows does not end in the past: 開催します, 実施, not 開催しました.
fn is_future(rest: &str) -> bool {
    const PAST_ENDS: [&str; 9] = ["ました", "した", "している", "しています", "ている", "ています", "ておりました", "でした", "てきました"];
    let end = rest.trim_end_matches(['。', '、', ' ', ')']);
    !PAST_ENDS.iter().any(|p| end.ends_with(p))
}
