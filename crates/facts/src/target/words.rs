//! The words of `data/targets.toml`.
use keikaku_model::plan::Comparator;
use serde::Deserialize;

/// All words about targets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetWords {
    pub(crate) after: ByComparator,
    pub(crate) before: ByComparator,
    pub(crate) approximate: Sides,
    pub(crate) qualifier: QualifierWords,
    pub(crate) goal: GoalWords,
    pub(crate) past: PastWords,
    pub(crate) name: Sides,
    pub(crate) unit: UnitWords,
    pub(crate) years: YearWords,
    pub(crate) value: ValueWords,
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

/// Words before and behind a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sides {
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
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
    pub(crate) actions: Vec<String>,
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
}

/// Counters by how much they say about an aim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitWords {
    pub(crate) never: Vec<String>,
    pub(crate) measured: Vec<String>,
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
}

impl UnitWords {
    /// Whether a counter tells a date, an order or a place.
    pub(crate) fn is_never(&self, unit: &str) -> bool {
        self.never.iter().any(|u| u == unit)
    }

    /// Whether a counter measures rather than counts.
    pub(crate) fn is_measured(&self, unit: &str) -> bool {
        self.measured.iter().any(|u| u == unit)
    }

    /// Whether a counter mostly describes who acts or where.
    pub(crate) fn is_weak(&self, unit: &str) -> bool {
        self.weak.iter().any(|u| u == unit)
    }
}
