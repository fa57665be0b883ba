//! Status (新規・拡充・継続) and repeats (再掲): badges, a column of their own, a lone word among the prose, the heading of a list.
use crate::plain::plain;
use keikaku_model::outline::{Measure, Outline, Role};
use keikaku_model::plan::Status;
use serde::Deserialize;

/// The words of `data/status.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusWords {
    pub(crate) new: Vec<String>,
    expanded: Vec<String>,
    continued: Vec<String>,
    completed: Vec<String>,
    list_heads: Vec<String>,
    repeat: Vec<String>,
}

impl StatusWords {
    fn kinds(&self) -> [(Status, &[String]); 4] {
        [
            (Status::New, &self.new),
            (Status::Expanded, &self.expanded),
            (Status::Continued, &self.continued),
            (Status::Completed, &self.completed),
        ]
    }

    /// Whether a text is a badge and nothing else.
    pub(crate) fn is_mark(&self, text: &str) -> bool {
        let mark = plain(text);
        self.repeat.contains(&mark) || self.kinds().iter().any(|k| k.1.contains(&mark))
    }
}

/// Brackets around a badge.
const BRACKETS: [char; 12] = ['(', ')', '[', ']', '【', '】', '〔', '〕', '<', '>', '《', '》'];

/// The texts that may tell a status.
fn marks(measure: &Measure) -> Vec<String> {
    let parts = measure.parts.iter().filter(|p| matches!(p.role, Role::Status | Role::Description)).map(|p| &p.text);
    measure.badges.iter().chain(parts).map(|t| plain(&t.to_string()).trim_matches(BRACKETS).to_owned()).collect()
}

/// The status of a measure: its own marks, else that of the list it stands in (主な継続事業), by the section's heading or the plan's title.
pub(crate) fn status(measure: &Measure, outline: &Outline, title: Option<&str>, words: &StatusWords) -> Option<Status> {
    let kinds = words.kinds();
    let own = marks(measure).iter().find_map(|m| kinds.iter().find(|k| k.1.contains(m)).map(|k| k.0));
    let section = measure.section.and_then(|s| outline.sections.get(s)).map(|s| plain(&s.title.to_string()));
    let heads: Vec<String> = section.into_iter().chain(title.map(plain)).collect();
    let lists = |list: &[String]| {
        let long = list.iter().filter(|w| w.chars().count() > 1);
        long.flat_map(|w| words.list_heads.iter().map(move |l| format!("{w}{l}"))).any(|end| heads.iter().any(|h| h.ends_with(&end)))
    };
    own.or_else(|| kinds.iter().find(|k| lists(k.1)).map(|k| k.0))
}

/// Whether a measure is marked as standing elsewhere too.
pub(crate) fn is_repeat(measure: &Measure, words: &StatusWords) -> bool {
    marks(measure).iter().any(|m| words.repeat.contains(m)) || plain(&measure.title.to_string()).contains("再掲")
}
