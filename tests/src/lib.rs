//! Cross-stage suites of keikaku.
