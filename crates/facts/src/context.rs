//! What stands around a text and decides how its numbers and months are read.
use crate::years;
use keikaku_model::Text;
use keikaku_model::outline::Role;
use keikaku_model::plan::{Comparator, FiscalYears, Qualifier, StatementRole};

/// The surroundings of a title, a part or a section's prose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// First and last fiscal year of the plan.
    pub(crate) plan_period: Option<FiscalYears>,
    /// The years that the column's header fixes.
    pub(crate) column_years: Option<FiscalYears>,
    /// The years that the headings around it fix (令和７年度の主な行事).
    pub(crate) section_years: Option<FiscalYears>,
    /// The column's header as printed.
    pub(crate) header: Option<String>,
    /// The role of the part; `None` for titles, `Description` for prose of sections.
    pub(crate) role: Option<Role>,
    /// Title of the measure (or section), for indicators that the text leaves out.
    pub(crate) subject: Option<String>,
    /// The sentence before, which may tell the figure that an aim is set against.
    pub(crate) before: Option<Text>,
}

impl Context {
    /// The surroundings of a text under a column header (`None` outside tables).
    pub(crate) fn new(plan_period: Option<FiscalYears>, header: Option<&Text>, role: Option<Role>, subject: &Text) -> Self {
        let header = header.map(ToString::to_string);
        let column_years = header.as_deref().and_then(|h| years::of_header(h, plan_period));
        Self { plan_period, column_years, section_years: None, header, role, subject: Some(subject.to_string()), before: None }
    }

    /// The same surroundings under headings that fix years.
    pub(crate) fn under(self, section_years: Option<FiscalYears>) -> Self {
        Self { section_years, ..self }
    }

    /// The years that hold where a sentence names none: the column's, else the heading's, else the plan's.
    pub(crate) fn years(&self) -> Option<FiscalYears> {
        self.column_years.or(self.section_years).or(self.plan_period)
    }
}

/// A target as found in a text: all of [`keikaku_model::plan::Target`] but the ids.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundTarget {
    /// The shortest phrase that holds it, with its glyphs.
    pub(crate) quote: Text,
    /// What is counted.
    pub(crate) indicator: Option<String>,
    /// How to compare.
    pub(crate) comparator: Comparator,
    /// The value, 万 and 億 multiplied out.
    pub(crate) value: f64,
    /// Upper end of a range.
    pub(crate) value_max: Option<f64>,
    /// The counter, NFKC.
    pub(crate) unit: Option<String>,
    /// How it is counted, sorted.
    pub(crate) qualifiers: Vec<Qualifier>,
    /// Index, into the same list, of the target that a うち… is a part of.
    pub(crate) within: Option<usize>,
    /// 程度, 約, 目安.
    pub(crate) approximate: bool,
    /// The earlier figure it is set against.
    pub(crate) baseline: Option<keikaku_model::plan::Baseline>,
    /// From the sentence, else the column, else the plan's period.
    pub(crate) fiscal_years: Option<FiscalYears>,
}

/// A milestone as found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundMilestone {
    /// As printed, with its glyphs.
    pub(crate) quote: Text,
    /// `YYYY-MM`, `YYYY-MM/YYYY-MM`, `YYYY-Hn` or `FYYYYY`.
    pub(crate) date: String,
}

/// A statement as cut from a part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundStatement {
    /// The sentence or bullet, with its glyphs.
    pub(crate) text: Text,
    /// What it says of the measure.
    pub(crate) role: StatementRole,
    /// Fixed by the column or the sentence.
    pub(crate) fiscal_years: Option<FiscalYears>,
    /// The column's header as printed.
    pub(crate) column: Option<String>,
}
