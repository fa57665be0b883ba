//! Cross-stage suites: the corpora through the whole pipeline, measured and compared.
//!
//! `score` is the Rust twin of the team's `score.py`; `corpus` finds the plans and their gold. The suites themselves are in `tests/tests`.
pub mod corpus;
pub mod score;
pub mod text;
