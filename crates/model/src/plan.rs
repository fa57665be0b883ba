//! The records: what a plan becomes. Source of truth of `schemas/plan.schema.json`; field names are a contract.
use crate::diagnostic::Diagnostic;
pub use crate::outline::{Label, Role, Scheme, SectionKind};
use crate::page::{Pages, Source};
use crate::place::Place;
use serde::{Deserialize, Serialize};

/// The `schema` field of every plan document of this version.
pub const SCHEMA: &str = "keikaku/plan/1";

pub use crate::text::FiscalYears;

/// A plan document: everything one input file became. Its tables are flat and joined by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanDocument {
    /// Always `keikaku/plan/1`.
    pub schema: String,
    /// First 16 hex digits of the SHA-256 of the source's bytes.
    pub id: String,
    /// The input file.
    pub source: Source,
    /// What would have to be the same for the same output.
    pub generator: Generator,
    /// The plan as a whole.
    pub plan: Plan,
    /// Headings, in reading order.
    pub sections: Vec<Section>,
    /// 施策・取組, in reading order.
    pub measures: Vec<Measure>,
    /// Sentences and bullets that say more about a measure.
    pub statements: Vec<Statement>,
    /// Who is in charge (担当・所管).
    pub owners: Vec<Owner>,
    /// Numbers the plan sets out to reach (目標値).
    pub targets: Vec<Target>,
    /// Money in budget columns, and budgets that statements name.
    pub amounts: Vec<Amount>,
    /// Dated steps (期限).
    pub milestones: Vec<Milestone>,
    /// Where the plan points at another part of itself (参照).
    #[serde(default)]
    pub cross_references: Vec<CrossReference>,
    /// Every table as printed.
    pub tables: Vec<Table>,
    /// Glossary terms (用語解説).
    pub terms: Vec<Term>,
    /// What a reader should doubt.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the glyphs went.
    pub coverage: Coverage,
}

/// What made the records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Generator {
    /// `keikaku`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Name and hash of the profile, if one was given.
    pub profile: Option<String>,
    /// The dictionary.
    pub dictionary: String,
}

/// A field of a record that a person corrected (`--overrides`). The record's places stay those of what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correction {
    /// The field, with points between the steps (`baseline.value`).
    pub field: String,
    /// The value that was read, as JSON text.
    pub before: String,
    /// Who corrected it.
    pub who: String,
    /// Why.
    pub why: String,
    /// When, `YYYY-MM-DD`, where it was said.
    pub date: Option<String>,
}

/// The plan as a whole (計画).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// Title as printed.
    pub title: Option<String>,
    /// Who published it.
    pub issuer: Option<Issuer>,
    /// 中期行動計画, 事業計画, 産業振興計画 …
    pub plan_kind: Option<String>,
    /// 第3次, 改定版 …
    pub edition: Option<String>,
    /// The years it covers.
    pub period: Option<Period>,
    /// When it was published.
    pub published: Option<DatedQuote>,
    /// When it was revised.
    pub revised: Option<DatedQuote>,
    /// Who published it together with the issuer.
    pub co_issuers: Vec<String>,
    /// Where title, issuer, period and dates stand.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// Who published a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issuer {
    /// Its name, normalized (NFKC).
    pub name: String,
    /// What sort of body.
    pub kind: IssuerKind,
    /// 6-digit 全国地方公共団体コード with its check digit.
    pub lg_code: Option<String>,
    /// Prefecture (都道府県).
    pub prefecture: Option<String>,
}

/// Sorts of issuers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IssuerKind {
    /// 商工会議所, 商工会.
    Chamber,
    /// A federation of chambers: …商工会議所連合会, …商工会連合会.
    ChamberFederation,
    /// 市町村・特別区.
    Municipality,
    /// 都道府県.
    Prefecture,
    /// Anyone else.
    Other,
}

/// The years a plan covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// First fiscal year (the Gregorian year in which it begins).
    pub first_fiscal_year: Option<i32>,
    /// Last fiscal year.
    pub last_fiscal_year: Option<i32>,
    /// As printed.
    pub quote: String,
}

/// A date as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedQuote {
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub date: String,
    /// As printed.
    pub quote: String,
}

/// A heading that other things stand under.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// `<plan id>:s1`, in reading order.
    pub id: String,
    /// The enclosing section.
    pub parent_id: Option<String>,
    /// 1-based, over the whole plan.
    pub ordinal: u32,
    /// 1 for the outermost.
    pub depth: u32,
    /// Its number or bullet.
    pub label: Option<Label>,
    /// The heading without its label.
    pub title: String,
    /// What sort of section.
    pub kind: SectionKind,
    /// Prose under the heading that belongs to no measure; paragraphs separated by `\n`.
    pub text: String,
    /// Where label and title stand.
    pub spans: Place,
    /// Where `text` stands.
    pub text_spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// A status badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 新規.
    New,
    /// 拡充.
    Expanded,
    /// 継続.
    Continued,
    /// 完了.
    Completed,
}

/// The smallest unit that somebody carries out (施策・取組).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measure {
    /// `<plan id>:m1`, in reading order.
    pub id: String,
    /// The section it stands in.
    pub section_id: Option<String>,
    /// 1-based, over the whole plan.
    pub ordinal: u32,
    /// Its number or bullet.
    pub label: Option<Label>,
    /// What names it, as printed without its label.
    pub title: String,
    /// Status by badge, word or column.
    pub status: Option<Status>,
    /// Marked 再掲.
    pub is_repeat: bool,
    /// The record it repeats, where found.
    pub repeat_of: Option<String>,
    /// The years it is carried out in, where printed.
    pub fiscal_years: Option<FiscalYears>,
    /// Noun compounds that set it apart within the plan, most telling first.
    pub keywords: Vec<String>,
    /// Where label and title stand.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// What a statement says of its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatementRole {
    /// 到達目標, 目標.
    Goal,
    /// What will be done in given years.
    Action,
    /// Explaining prose.
    Description,
}

/// A sentence or bullet that says more about a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// `<plan id>:st1`, in reading order.
    pub id: String,
    /// The measure.
    pub measure_id: String,
    /// 1-based within the measure.
    pub ordinal: u32,
    /// What it says of the measure.
    pub role: StatementRole,
    /// Fixed by the column or the sentence, else null.
    pub fiscal_years: Option<FiscalYears>,
    /// The column header as printed.
    pub column: Option<String>,
    /// The text, bullet left out.
    pub text: String,
    /// Where it stands.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// Sorts of owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnerKind {
    /// 部・課・室・係 and posts (所属長).
    Department,
    /// 委員会・部会・会議.
    Committee,
    /// 支部・支所.
    Branch,
    /// Anyone outside the issuer.
    External,
    /// 全課, 各課, 全庁.
    All,
}

/// Who is in charge of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owner {
    /// `<plan id>:o1`.
    pub id: String,
    /// The measure.
    pub measure_id: String,
    /// Its name, NFKC, blanks of 均等割付 removed.
    pub name: String,
    /// What sort of owner.
    pub kind: OwnerKind,
    /// As printed.
    pub quote: String,
    /// Where it stands.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// How a figure is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// A plain figure.
    Eq,
    /// 以上.
    Ge,
    /// 超.
    Gt,
    /// 以下, 以内.
    Le,
    /// 未満.
    Lt,
    /// 増, 増加, 増強.
    Increase,
    /// 減, 削減.
    Decrease,
    /// 維持.
    Maintain,
}

/// How a figure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// 延べ, 累計, 合計.
    Cumulative,
    /// 年間, 毎年.
    PerYear,
    /// うち….
    OfWhich,
    /// 前年度比, 対前年.
    PreviousYear,
}

/// A number that the plan sets out to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Target {
    /// `<plan id>:t1`, in reading order.
    pub id: String,
    /// The measure; null where the figure belongs to a whole section.
    pub measure_id: Option<String>,
    /// The section it stands in.
    pub section_id: Option<String>,
    /// The statement it stands in.
    pub statement_id: Option<String>,
    /// The shortest phrase that holds it, verbatim.
    pub quote: String,
    /// What is counted.
    pub indicator: Option<String>,
    /// How to compare.
    pub comparator: Comparator,
    /// The value, 万 and 億 multiplied out.
    pub value: f64,
    /// Upper end of a range.
    pub value_max: Option<f64>,
    /// The counter as printed, NFKC.
    pub unit: Option<String>,
    /// How it is counted.
    pub qualifiers: Vec<Qualifier>,
    /// The enclosing target of a うち….
    pub within_id: Option<String>,
    /// 程度, 約, 目安.
    pub approximate: bool,
    /// The earlier figure it is set against.
    pub baseline: Option<Baseline>,
    /// From the sentence, else the column, else the plan's period.
    pub fiscal_years: Option<FiscalYears>,
    /// The first of several copies where one printed figure belongs to several measures.
    pub same_as: Option<String>,
    /// Where the quote stands.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// The earlier figure a target is set against (現状値, 基準値).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Baseline {
    /// The value.
    pub value: f64,
    /// The counter, NFKC.
    pub unit: Option<String>,
    /// As printed.
    pub quote: String,
    /// The year it was measured in.
    pub fiscal_year: Option<i32>,
}

/// Money in a budget column, or a budget that a statement names (事業費 約3億円).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Amount {
    /// `<plan id>:a1`.
    pub id: String,
    /// The measure.
    pub measure_id: String,
    /// The header as printed; in a statement the word for the money (事業費).
    pub label: String,
    /// In `unit`, 千円 and 百万円 multiplied out; △ is negative.
    pub value: f64,
    /// 円.
    pub unit: String,
    /// As printed.
    pub quote: String,
    /// The fiscal year of the column, or that the statement names.
    pub fiscal_year: Option<i32>,
    /// Where it stands.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// A dated step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Milestone {
    /// `<plan id>:ms1`.
    pub id: String,
    /// The measure.
    pub measure_id: Option<String>,
    /// The section it stands in.
    pub section_id: Option<String>,
    /// The statement it stands in.
    pub statement_id: Option<String>,
    /// As printed.
    pub quote: String,
    /// `YYYY-MM`, `YYYY-MM/YYYY-MM`, `YYYY-Hn` or `FYYYYY`.
    pub date: String,
    /// Where it stands.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// What a reference says of the part that it points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// 参照, →: more of it stands there.
    See,
    /// 再掲: the same stands there.
    Repeat,
    /// 関連: it has to do with it.
    Related,
}

/// A place where the plan points at another part of itself (参照); a row of several has a record for each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrossReference {
    /// `<plan id>:r1`.
    pub id: String,
    /// The measure that points; null where a section's prose does.
    pub measure_id: Option<String>,
    /// The section it stands in.
    pub section_id: Option<String>,
    /// The statement it stands in.
    pub statement_id: Option<String>,
    /// What it says.
    pub kind: ReferenceKind,
    /// As printed.
    pub quote: String,
    /// The section it points at.
    pub to_section_id: Option<String>,
    /// The measure it points at; both are null where the plan has no such part.
    pub to_measure_id: Option<String>,
    /// Where it stands.
    pub spans: Place,
}

/// A table as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// `<plan id>:tb1`.
    pub id: String,
    /// The section it stands in.
    pub section_id: Option<String>,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns.
    pub columns: u32,
    /// The cells, by row and then by column.
    pub cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableCell {
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u32,
    /// Rows spanned.
    pub row_span: u32,
    /// Columns spanned.
    pub column_span: u32,
    /// A header cell.
    pub is_header: bool,
    /// What it says of its row.
    pub role: Option<Role>,
    /// Its text, paragraphs separated by `\n`.
    pub text: String,
    /// Where the text stands.
    pub spans: Place,
}

/// A glossary term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Term {
    /// `<plan id>:g1`.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its definition.
    pub definition: Option<String>,
    /// Where both stand.
    pub spans: Place,
    /// What a person corrected in it, with the value before; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<Correction>,
}

/// Where the glyphs went; blanks are not counted. `glyphs = in_records + in_furniture + unassigned`; hidden ones count as `hidden`
/// and not as `glyphs`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// All glyphs that a reader sees.
    pub glyphs: u64,
    /// In at least one record.
    pub in_records: u64,
    /// In running heads, page numbers, contents pages.
    pub in_furniture: u64,
    /// In neither.
    pub unassigned: u64,
    /// Glyphs no reader sees.
    pub hidden: u64,
}

impl PlanDocument {
    /// Every place in the document, in the order of the tables.
    pub fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        std::iter::once(&mut self.plan.spans)
            .chain(self.sections.iter_mut().flat_map(|s| [&mut s.spans, &mut s.text_spans]))
            .chain(self.measures.iter_mut().map(|r| &mut r.spans))
            .chain(self.statements.iter_mut().map(|r| &mut r.spans))
            .chain(self.owners.iter_mut().map(|r| &mut r.spans))
            .chain(self.targets.iter_mut().map(|r| &mut r.spans))
            .chain(self.amounts.iter_mut().map(|r| &mut r.spans))
            .chain(self.milestones.iter_mut().map(|r| &mut r.spans))
            .chain(self.cross_references.iter_mut().map(|r| &mut r.spans))
            .chain(self.tables.iter_mut().flat_map(|t| t.cells.iter_mut().map(|c| &mut c.spans)))
            .chain(self.terms.iter_mut().map(|r| &mut r.spans))
            .chain(self.diagnostics.iter_mut().map(|r| &mut r.spans))
    }

    /// Turns the glyphs of every place into boxes: done once, before `emit`.
    pub fn resolve(&mut self, pages: &Pages) {
        self.places_mut().for_each(|p| p.resolve(pages));
    }
}
