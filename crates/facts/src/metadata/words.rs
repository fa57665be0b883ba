//! The words of `data/plan_kinds.toml` and `data/issuers.toml`.
use serde::Deserialize;

/// Kinds, titles, editions and dates of plans.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanWords {
    pub(super) kinds: Vec<String>,
    pub(super) title_ends: Vec<String>,
    pub(super) title_tails: Vec<String>,
    /// Parts of a plan that documents of their own are made of.
    pub(super) parts: Vec<String>,
    pub(super) not_titles: Vec<String>,
    pub(super) this: Vec<String>,
    pub(super) period_words: Vec<String>,
    pub(super) edition: EditionWords,
    pub(super) dates: DateWords,
}

/// 第3次, 改定版.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionWords {
    pub(super) counters: Vec<String>,
    pub(super) words: Vec<String>,
}

/// What stands beside the dates of a plan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateWords {
    pub(super) revised: Vec<String>,
    pub(super) published: Vec<String>,
}

/// Who publishes plans.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssuerWords {
    pub(super) chamber_federation: Vec<String>,
    pub(super) nationwide: Vec<String>,
    pub(super) chamber: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) not_names: Vec<String>,
    pub(super) noise: Vec<String>,
    pub(super) subject_particles: Vec<String>,
    pub(super) subject_words: Vec<String>,
    pub(super) voice: VoiceWords,
}

/// Words by which a plan shows whose it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VoiceWords {
    pub(super) chamber: Vec<String>,
    pub(super) municipality: Vec<String>,
    pub(super) prefecture: Vec<String>,
}
