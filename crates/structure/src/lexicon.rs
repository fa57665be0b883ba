//! The words that headings, labels and table columns are told by: embedded data, and a profile that adds to it.
use crate::words::fold;
use keikaku_model::outline::{Role, SectionKind};
pub use keikaku_text::LexiconError;
use keikaku_text::Words;
use serde::Deserialize;

/// The words of the crate, from its data files and a profile.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Counters, particles, marks and brackets of the numbering grammar.
    pub(crate) numbering: Numbering,
    /// Words that carry a number in headings, longest first.
    pub(crate) named: Vec<NamedWord>,
    /// Words that tell what stands under a heading.
    pub(crate) headings: Headings,
    /// Header words of table columns by role.
    pub(crate) columns: Columns,
    /// The same words as headers are compared with them.
    pub(crate) headers: Vec<HeaderWord>,
}

/// A header word of a role, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct HeaderWord {
    pub role: Role,
    /// The word, folded.
    pub word: String,
    /// Its length in characters.
    pub length: usize,
}

/// Data of the numbering grammar.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbering {
    pub counters: Vec<String>,
    pub particles: Vec<String>,
    pub notes: String,
    pub brackets: Vec<String>,
    pub bullet: Vec<BulletMarks>,
}

/// Bullet marks of one rank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulletMarks {
    pub rank: f32,
    pub marks: String,
}

/// A word that carries a number in headings.
#[derive(Debug, Clone)]
pub(crate) struct NamedWord {
    pub word: Vec<char>,
    pub kind: SectionKind,
    pub rank: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedFile {
    word: Vec<NamedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedEntry {
    kind: SectionKind,
    rank: f32,
    words: Vec<String>,
}

/// Words of headings. All are compared after NFKC-like folding and without blanks, brackets and marks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headings {
    /// A heading that ends with one of these describes surroundings: nothing under it is a measure.
    pub facts_end: Vec<String>,
    /// So does a heading that holds one of these.
    pub facts_hold: Vec<String>,
    /// Under a heading that holds one of these stand measures.
    pub actions_hold: Vec<String>,
    /// Headings that end with one of these stand beside a list of measures, not around it.
    pub aside_end: Vec<String>,
    /// A heading that is one of these, whole, names aims; the short items right under it are no measures.
    pub aims: Vec<String>,
    /// Words of a heading under which figures set large are to be reached.
    pub aimed: Vec<String>,
    /// A line that is one of these announces a list of measures; it is no section.
    pub markers: Vec<String>,
    /// A heading with one of these opens an appendix.
    pub appendix: Vec<String>,
    /// A heading with one of these repeats or checks what stands elsewhere.
    pub checklist: Vec<String>,
    /// A heading with one of these is a glossary.
    pub glossary: Vec<String>,
    /// A line that is one of these is the head of a contents page.
    pub contents: Vec<String>,
    /// Words that carry the number of a chart or picture.
    pub captions: Vec<String>,
    /// Words that begin a line on a chart's source, and ends of such lines.
    pub sources: Vec<String>,
    pub sources_end: Vec<String>,
    /// Ends of the titles of charts.
    pub charts_end: Vec<String>,
    /// Ends of lines by which a list item is told to be something that is done.
    pub action_end: Vec<String>,
    /// Ends of sentences in plain style that say what is, not what will be done.
    pub states_end: Vec<String>,
    /// Words in a badge beside a heading.
    pub badges: Vec<String>,
    /// Words that stand in the title of a plan.
    pub plan_title: Vec<String>,
}

/// Header words by role; see `data/columns.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Columns {
    /// Columns that name the row.
    pub name: Vec<String>,
    /// Columns of actions, which name the row where no other column does.
    pub action: Vec<String>,
    pub category: Vec<String>,
    pub number: Vec<String>,
    pub goal: Vec<String>,
    pub description: Vec<String>,
    pub owner: Vec<String>,
    pub status: Vec<String>,
    pub indicator: Vec<String>,
    pub baseline: Vec<String>,
    pub target: Vec<String>,
    pub unit: Vec<String>,
    pub amount: Vec<String>,
    pub when: Vec<String>,
    #[serde(rename = "where")]
    pub place: Vec<String>,
    pub audience: Vec<String>,
    pub term: Vec<String>,
    pub remark: Vec<String>,
    /// Names of rows that sum up others, and their ends.
    pub totals: Vec<String>,
    /// Words that go with figures and years and name nothing.
    pub nameless: Vec<String>,
    /// Headers of shares and rates, which tables of statistics have and tables of measures do not.
    pub statistics: Vec<String>,
    /// Ends of the names of those in charge, by which a line end in an owner cell is told from a break within a name.
    pub owner_ends: Vec<String>,
    /// Ends that alone tell a department in brackets behind a measure: 課, 部, 委員会.
    pub owner_marks: Vec<String>,
}

impl Columns {
    /// The words of all roles as headers are compared with them: folded once, for every cell of every table asks for them.
    fn headers(&self) -> Vec<HeaderWord> {
        let words = self.roles().into_iter().flat_map(|(role, words)| words.iter().map(move |word| (role, fold(word))));
        words.map(|(role, word)| HeaderWord { role, length: word.chars().count(), word }).collect()
    }

    /// Every role with its words.
    pub(crate) fn roles(&self) -> [(Role, &[String]); 17] {
        [
            (Role::Name, &self.name),
            (Role::Action, &self.action),
            (Role::Category, &self.category),
            (Role::Number, &self.number),
            (Role::Goal, &self.goal),
            (Role::Description, &self.description),
            (Role::Owner, &self.owner),
            (Role::Status, &self.status),
            (Role::Indicator, &self.indicator),
            (Role::Baseline, &self.baseline),
            (Role::TargetValue, &self.target),
            (Role::Amount, &self.amount),
            (Role::When, &self.when),
            (Role::Where, &self.place),
            (Role::Audience, &self.audience),
            (Role::Term, &self.term),
            (Role::Remark, &self.remark),
        ]
    }
}

const NUMBERING: &str = include_str!("../data/numbering.toml");
const NAMED: &str = include_str!("../data/named.toml");
const HEADINGS: &str = include_str!("../data/headings.toml");
const COLUMNS: &str = include_str!("../data/columns.toml");

impl Default for Lexicon {
    /// The embedded words.
    fn default() -> Self {
        Self::with(&toml::Table::new()).expect("the embedded word lists are whole: a test reads them")
    }
}

impl Lexicon {
    /// The embedded words and those of a profile's `[structure]` table.
    ///
    /// A profile names the lists as the data files do; a list given there is added in front of the embedded one, and replaces it where
    /// its first entry is `"!"`:
    /// ```toml
    /// [structure.columns]
    /// owner = ["推進主体", "汗をかく人"]
    /// [structure.headings]
    /// markers = ["!", "今年度の取組"]
    /// [[structure.named.word]]
    /// kind = "pillar"
    /// rank = 2.2
    /// words = ["航路"]
    /// ```
    ///
    /// # Errors
    /// When a key is unknown or has the wrong type.
    pub fn with(profile: &toml::Table) -> Result<Self, LexiconError> {
        let words = Words::of(profile, "structure", &["numbering", "named", "headings", "columns"])?;
        let columns: Columns = words.file("columns", COLUMNS)?;
        Ok(Self {
            headers: columns.headers(),
            numbering: words.file("numbering", NUMBERING)?,
            named: named_words(words.file("named", NAMED)?),
            headings: words.file("headings", HEADINGS)?,
            columns,
        })
    }
}

/// The words of a named file as one list, longest first, so that 基本目標 is found before 目標.
fn named_words(file: NamedFile) -> Vec<NamedWord> {
    let mut words: Vec<NamedWord> = file
        .word
        .into_iter()
        .flat_map(|e| e.words.into_iter().map(move |w| NamedWord { word: w.chars().collect(), kind: e.kind, rank: e.rank }))
        .collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_words_are_whole() {
        let lexicon = Lexicon::default();
        assert!(lexicon.named.iter().any(|w| w.kind == SectionKind::Pillar));
        assert!(lexicon.columns.roles().iter().all(|(_, words)| !words.is_empty()));
    }

    #[test]
    fn a_profile_adds_and_replaces() {
        let profile: toml::Table = toml::from_str("[structure.columns]\nowner = [\"汗をかく人\"]\nterm = [\"!\", \"ことば\"]\n")
            .expect("the test's TOML is right");
        let lexicon = Lexicon::with(&profile).expect("the keys are known");
        assert_eq!(lexicon.columns.owner.first().map(String::as_str), Some("汗をかく人"));
        assert!(lexicon.columns.owner.len() > 1);
        assert_eq!(lexicon.columns.term, ["ことば"]);
    }

    #[test]
    fn a_profile_with_an_unknown_key_is_refused() {
        let profile: toml::Table = toml::from_str("[structure.colours]\nowner = []\n").expect("the test's TOML is right");
        assert!(Lexicon::with(&profile).is_err_and(|e| e.to_string().contains("colours")));
    }
}
