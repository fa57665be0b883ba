//! What `structure` hands over: sections, measures with their parts, figures of KPI tables, roles of cells. Nothing is interpreted
//! yet: owners, years and numbers are still text, and `facts` reads them.
use crate::document::{Style, Table};
use crate::page::{FileInfo, Source};
use crate::printed::Text;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A document's structure.
#[derive(Debug, Clone, Serialize)]
pub struct Outline {
    /// The input file.
    pub source: Source,
    /// What the file says of itself.
    pub info: FileInfo,
    /// Lines from which title, issuer, period and date are read: cover page, or what stands before the first section.
    pub front: Vec<FrontLine>,
    /// Texts of running heads, each once.
    pub running_heads: Vec<Text>,
    /// The section tree in reading order; a parent stands before its children.
    pub sections: Vec<Section>,
    /// The measures in reading order.
    pub measures: Vec<Measure>,
    /// Rows of KPI tables: figures that no measure carries out by itself.
    pub figures: Vec<Figure>,
    /// Every table with the roles of its cells.
    pub tables: Vec<RoledTable>,
    /// Glossary entries.
    pub terms: Vec<Term>,
    /// Text that ended in no section and no measure.
    pub unassigned: Vec<Text>,
}

/// A line of the cover or the head of the document.
#[derive(Debug, Clone, Serialize)]
pub struct FrontLine {
    /// 1-based page.
    pub page: u32,
    /// The text of one paragraph or line.
    pub text: Text,
    /// Its look: titles are large.
    pub style: Style,
}

/// A heading that other things stand under (章, 方針, 柱, 施策 …, a コラム box, a table's category row).
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Index of the enclosing section.
    pub parent: Option<usize>,
    /// Nesting, 1 for the outermost.
    pub depth: u32,
    /// Its number or bullet as printed.
    pub label: Option<Label>,
    /// The heading without its label.
    pub title: Text,
    /// What sort of section.
    pub kind: SectionKind,
    /// Prose under the heading that belongs to no measure, in order; one text a paragraph.
    pub body: Vec<Text>,
}

/// Sorts of sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// 編, 章, 節 and other numbered headings.
    Chapter,
    /// 方針, 柱, 基本目標, 戦略.
    Pillar,
    /// 施策 with numbered 取組 below it.
    Program,
    /// A heading without a number, a table's category row, 【…】, ＜…＞.
    Group,
    /// A コラム box.
    Box,
    /// 資料編, 用語解説, check lists.
    Appendix,
}

/// A number or bullet as printed and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// As printed: `（１）`, `①`, `第1章`, `方針 1`, `○`.
    pub raw: String,
    /// The numbering style.
    pub scheme: Scheme,
    /// The number; null for bullets. For 1-2 and 1.2 the last part.
    pub number: Option<u32>,
}

/// Numbering styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// 第1編, 第１部.
    Part,
    /// 第1章.
    Chapter,
    /// 第1節.
    Section,
    /// 第1項.
    Subsection,
    /// 第１条.
    Article,
    /// Ⅰ, Ⅰ．, I.
    RomanUpper,
    /// ⅰ, i.
    RomanLower,
    /// １, １．, 1.
    Arabic,
    /// １－１, 1-2-3, 1.2.
    Hyphenated,
    /// (１), （1）.
    ParenArabic,
    /// 1）, １).
    HalfParenArabic,
    /// ①.
    Circled,
    /// ❶, ⓵ and others.
    CircledOther,
    /// ア, イ.
    Katakana,
    /// (ア).
    ParenKatakana,
    /// イ, ロ, ハ.
    Iroha,
    /// a, Ａ.
    Latin,
    /// (a).
    ParenLatin,
    /// 一, 二.
    Kanji,
    /// (一).
    ParenKanji,
    /// 方針1, 基本目標２, 施策 6, 戦略1-2, 重点３.
    Named,
    /// 【…】 and other brackets around a whole heading.
    Bracket,
    /// ◆ ◇ ■ □ ● ○ ◎ ・ ➢ and other marks.
    Bullet,
}

/// The smallest unit that somebody carries out (施策・取組).
#[derive(Debug, Clone, Serialize)]
pub struct Measure {
    /// Index of the section it stands in.
    pub section: Option<usize>,
    /// Its number or bullet as printed.
    pub label: Option<Label>,
    /// What names it, label left out; several bullets of one cell joined with `\n`.
    pub title: Text,
    /// The header(s) of the naming column as printed (they may fix years), as in [`Part::header`]; `None` outside tables.
    pub header: Option<Text>,
    /// Badges beside the title (新規, 拡充, 再掲).
    pub badges: Vec<Text>,
    /// What stands beside and under the title: prose, bullets, cells of the row, in reading order.
    pub parts: Vec<Part>,
}

/// A piece of text that belongs to a measure. One part is one bullet, one paragraph of prose or one cell;
/// `facts` cuts prose at 。.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// What it says of the measure.
    pub role: Role,
    /// The column header(s) as printed, outermost first, joined with a blank; `None` outside tables.
    pub header: Option<Text>,
    /// The text, bullet left out.
    pub text: Text,
    /// Printed behind a bullet or number of its own: then it is one statement, however many sentences it has.
    pub is_item: bool,
    /// The same printed text is a part of an earlier measure too: index of that measure.
    pub shared_with: Option<usize>,
}

/// What a column, cell or line says of its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Names the row: 事業名, 施策, 実施施策・事業, 取組, アクションプラン where it is the naming column.
    Name,
    /// A category that groups rows: 柱, 区分, 分野.
    Category,
    /// Number of the row: 番号, No.
    Number,
    /// 到達目標, 目標.
    Goal,
    /// アクションプラン of given years, 事業活動計画, 実施内容 of a year, a schedule column.
    Action,
    /// 概要, 内容, explaining prose.
    Description,
    /// 所管, 主な担当, 担当課, 主管課, 推進者, 実施主体.
    Owner,
    /// 区分 (新規・拡充・継続), 方向性.
    Status,
    /// 指標, KPI, 成果指標.
    Indicator,
    /// 現状値, 基準値.
    Baseline,
    /// 目標値, 中間目標, a year's target column.
    TargetValue,
    /// Money: 予算額, 事業費, 財源内訳.
    Amount,
    /// 実施時期, 時期, 月, 期日, スケジュール.
    When,
    /// 場所, 会場.
    Where,
    /// 対象.
    Audience,
    /// A term of a glossary.
    Term,
    /// 進捗状況, 評価, 備考 and others that say nothing the records hold.
    Remark,
}

/// A row of a KPI table, or a figure that stands under a section.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Index of the section it stands in.
    pub section: Option<usize>,
    /// Index of the measure it belongs to, where a row puts somebody in charge.
    pub measure: Option<usize>,
    /// The indicator.
    pub indicator: Text,
    /// The unit where a column of its own gives it.
    pub unit: Option<Text>,
    /// 現状値/基準値: (header as printed, value).
    pub baselines: Vec<(Text, Text)>,
    /// Target values: (header as printed, value).
    pub targets: Vec<(Text, Text)>,
}

/// A table with the roles of its cells.
#[derive(Debug, Clone, Serialize)]
pub struct RoledTable {
    /// Index of the section it stands in.
    pub section: Option<usize>,
    /// The table.
    pub table: Arc<Table>,
    /// Role of each cell, parallel to `table.cells`; `None` where unknown or of no interest.
    pub roles: Vec<Option<Role>>,
}

/// A glossary entry (用語解説).
#[derive(Debug, Clone, Serialize)]
pub struct Term {
    /// The term.
    pub term: Text,
    /// Its definition.
    pub definition: Option<Text>,
}
