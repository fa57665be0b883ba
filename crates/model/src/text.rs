//! What `text` hands over: numbers, years and tokens of each paragraph.
use serde::Serialize;
use std::ops::Range;

/// First and last Japanese fiscal year (April to March) by the Gregorian year in which it begins.
pub type FiscalYears = [i32; 2];

/// The analysed text of a document: one unit for each paragraph, in the order of a walk over the blocks
/// (groups and cells in reading order).
#[derive(Debug, Clone, Default, Serialize)]
pub struct Texts {
    /// Identifies the dictionary, e.g. `ipadic-2.7.0+keikaku-1`.
    pub dictionary: String,
    /// The units.
    pub units: Vec<Unit>,
}

/// One paragraph analysed. All ranges are character indices into the paragraph's text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Unit {
    /// NFKC text with offsets back to the paragraph's text.
    pub normalized: Normalized,
    /// Numbers with their counters, left to right, not overlapping.
    pub quantities: Vec<Quantity>,
    /// Years, fiscal years and dates, left to right, not overlapping.
    pub dates: Vec<DateMention>,
    /// Tokens, covering all but the blanks.
    pub tokens: Vec<Token>,
}

/// Normalized text with, for each of its characters, the character of the original it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Normalized {
    /// The normalized characters.
    pub chars: Vec<char>,
    /// Index into the original's characters, parallel to `chars`, never falling.
    pub origin: Vec<usize>,
    /// Length of the original in characters.
    pub original_len: usize,
}

impl Normalized {
    /// The range of the original that a range of normalized characters comes from.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if range.start >= range.end {
            let at = self.origin.get(range.start).copied().unwrap_or(self.original_len);
            return at..at;
        }
        let start = self.origin.get(range.start).copied().unwrap_or(self.original_len);
        let last = self.origin.get(range.end - 1).copied().unwrap_or(self.original_len.saturating_sub(1));
        // Marks that merged into the last character (ｶ and ﾞ) have no origin of their own: they end where the next one begins.
        let end = self.origin.get(range.end..).and_then(|rest| rest.iter().copied().find(|&o| o > last));
        start..end.unwrap_or(self.original_len)
    }

    /// The normalized text.
    pub fn as_string(&self) -> String {
        self.chars.iter().collect()
    }
}

/// A number with its counter as printed, e.g. `延2,400社` without the 延: value 2400, unit 社.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// Where the number and its counter stand.
    pub range: Range<usize>,
    /// Where the number alone stands.
    pub number: Range<usize>,
    /// The value with 万, 億, 千 multiplied out; `1/3` is 0.333….
    pub value: f64,
    /// Upper end of a range (`3～5回`).
    pub value_max: Option<f64>,
    /// The counter, NFKC (`社`, `名`, `%`, `か所`, `円` …); `None` for a bare number.
    pub unit: Option<String>,
}

/// A year, fiscal year, month or date as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DateMention {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub date: Date,
}

/// What a date mention says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Date {
    /// 令和6年度, 2024年度, R6年度; a range 2020～2022年度 has two different years.
    FiscalYears(FiscalYears),
    /// 2023年, 平成27年.
    Year(i32),
    /// 2023年4月, or 4月 without a year.
    Month {
        /// Gregorian year if written.
        year: Option<i32>,
        /// 1 to 12.
        month: u8,
    },
    /// 2023年3月16日, or 3月16日 without a year.
    Day {
        /// Gregorian year if written.
        year: Option<i32>,
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
}

/// A token of the morphological analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// Coarse part of speech.
    pub pos: Pos,
    /// Whether the dictionary knows it.
    pub known: bool,
}

/// Coarse parts of speech of IPADIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pos {
    /// 名詞 (but for the next four).
    Noun,
    /// 名詞,サ変接続.
    VerbalNoun,
    /// 名詞,固有名詞.
    ProperNoun,
    /// 名詞,数.
    Number,
    /// 名詞,接尾 and 接頭詞.
    Affix,
    /// 動詞.
    Verb,
    /// 形容詞.
    Adjective,
    /// 助動詞.
    Auxiliary,
    /// 助詞.
    Particle,
    /// 副詞, 連体詞, 接続詞, 感動詞, フィラー.
    Other,
    /// 記号.
    Symbol,
}
