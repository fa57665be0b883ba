//! The words of `data/targets.toml`.
use keikaku_model::plan::Comparator;
use serde::Deserialize;

/// All words about targets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetWords {
    pub(crate) after: ByComparator,
    pub(crate) before: ByComparator,
    pub(crate) approximate: ApproximateWords,
    pub(crate) qualifier: QualifierWords,
    pub(crate) goal: GoalWords,
    pub(crate) past: PastWords,
    pub(crate) name: NameWords,
    pub(crate) unit: UnitWords,
    pub(crate) years: YearWords,
    pub(crate) value: ValueWords,
    pub(crate) key: KeyWords,
}

/// Keys of lines that give an indicator and its value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyWords {
    pub(crate) words: Vec<String>,
}

/// Words for each comparator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByComparator {
    ge: Vec<String>,
    gt: Vec<String>,
    le: Vec<String>,
    lt: Vec<String>,
    increase: Vec<String>,
    decrease: Vec<String>,
    maintain: Vec<String>,
}

impl ByComparator {
    /// The comparators with their words.
    pub(crate) fn all(&self) -> [(Comparator, &[String]); 7] {
        [
            (Comparator::Ge, &self.ge),
            (Comparator::Gt, &self.gt),
            (Comparator::Le, &self.le),
            (Comparator::Lt, &self.lt),
            (Comparator::Increase, &self.increase),
            (Comparator::Decrease, &self.decrease),
            (Comparator::Maintain, &self.maintain),
        ]
    }
}

/// Words for about so many.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproximateWords {
    pub(crate) before: Vec<String>,
    /// Words that end as those before do (成約).
    pub(crate) not_before: Vec<String>,
    pub(crate) after: Vec<String>,
}

/// Signs that a number is part of a name or says which ones are meant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameWords {
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
    /// What follows those with whom something is done.
    pub(crate) partners: Vec<String>,
    /// Counters behind 全 that say how long a course is.
    pub(crate) whole: Vec<String>,
    /// People and bodies of a size: 20人以下の事業者.
    pub(crate) classes: Vec<String>,
}

/// How a number is counted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QualifierWords {
    pub(crate) cumulative: Vec<String>,
    pub(crate) cumulative_adjacent: Vec<String>,
    pub(crate) not_cumulative: Vec<String>,
    pub(crate) per_year: Vec<String>,
    pub(crate) per_year_adjacent: Vec<String>,
    pub(crate) per_year_after: Vec<String>,
    pub(crate) previous_year: Vec<String>,
    pub(crate) of_which: Vec<String>,
}

/// Signs of an aim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoalWords {
    pub(crate) words: Vec<String>,
    /// Comparators that are aims by themselves.
    pub(crate) compared: Vec<String>,
    /// Words before a number that name nothing: when it is due, and what takes up what was said; longer ones first.
    pub(crate) silent: Vec<String>,
    /// What tells prose about the plan's years from prose about how things are.
    pub(crate) planned: Vec<String>,
    pub(crate) actions: Vec<String>,
    /// What follows a year by which something is due.
    pub(crate) due: Vec<String>,
    /// Counts of years within which something is done (５年間で), without the number.
    pub(crate) spans: Vec<String>,
    /// What stands before a count of years that lies behind.
    pub(crate) past_spans: Vec<String>,
}

/// Signs of the past.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PastWords {
    pub(crate) before: Vec<String>,
    pub(crate) within: Vec<String>,
    pub(crate) after: Vec<String>,
    pub(crate) done: Vec<String>,
    pub(crate) money: Vec<String>,
    /// Sums, which explain a budget outside of goals.
    pub(crate) sums: Vec<String>,
}

/// Counters by how much they say about an aim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitWords {
    pub(crate) never: Vec<String>,
    pub(crate) in_cells: Vec<String>,
    pub(crate) measured: Vec<String>,
    /// Of these, what is made or saved in so many.
    pub(crate) amounts: Vec<String>,
    pub(crate) weak: Vec<String>,
}

/// What tells years that are not due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct YearWords {
    pub(crate) not_due: Vec<String>,
}

/// Values in words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueWords {
    /// 増設: so many new ones, no growth.
    pub(crate) new: Vec<String>,
    /// 倍増: +100 %.
    pub(crate) double: Vec<String>,
    /// 半減: −50 %.
    pub(crate) halve: Vec<String>,
    /// ゼロ: nothing left.
    pub(crate) zero: Vec<String>,
    /// Names that begin with ゼロ.
    pub(crate) zero_not_after: Vec<String>,
    /// What leads from an earlier figure to the one aimed at: →, から.
    pub(crate) arrows: Vec<String>,
    /// Behind a figure that something is changed to.
    pub(crate) changed: Vec<String>,
    /// Signs of a number below nothing.
    pub(crate) minus: Vec<String>,
}

impl TargetWords {
    /// Whether a text in normal form begins as a part of what was said before (うち女性120名).
    pub(crate) fn begins_part(&self, text: &str) -> bool {
        self.qualifier.of_which.iter().any(|w| text.starts_with(w.as_str()))
    }
}

impl UnitWords {
    /// Whether a counter tells a date, an order or a place.
    pub(crate) fn is_never(&self, unit: &str) -> bool {
        self.never.iter().any(|u| u == unit)
    }

    /// Whether a cell of a target column counts it although it is never counted elsewhere.
    pub(crate) fn counts_in_cells(&self, unit: &str) -> bool {
        self.in_cells.iter().any(|u| u == unit)
    }

    /// Whether a counter measures rather than counts.
    pub(crate) fn is_measured(&self, unit: &str) -> bool {
        self.measured.iter().any(|u| u == unit)
    }

    /// Whether a counter measures what is made or saved.
    pub(crate) fn is_amount(&self, unit: &str) -> bool {
        self.amounts.iter().any(|u| u == unit)
    }

    /// Whether a counter mostly describes who acts or where.
    pub(crate) fn is_weak(&self, unit: &str) -> bool {
        self.weak.iter().any(|u| u == unit)
    }
}
