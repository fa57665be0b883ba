//! The hand-over types of keikaku's stages: data only, no behaviour beyond what keeps the data whole.
//!
//! ```text
//! bytes ─read→ Pages ─layout→ Document ─text→ Texts ─structure→ Outline ─facts→ Plan ─emit→ files
//! ```
//!
//! One module for each hand-over ([`page`], [`document`], [`text`], [`outline`], [`plan`]) and those that all of them use
//! ([`glyphs`], [`ids`], [`printed`], [`place`], [`geometry`], [`diagnostic`]). [`plan`] is the source of truth of the record schema.
pub mod diagnostic;
pub mod document;
pub mod geometry;
pub mod glyphs;
pub mod ids;
pub mod outline;
pub mod page;
pub mod place;
pub mod plan;
pub mod printed;
pub mod text;

pub use diagnostic::{Diagnostic, Severity, Warned};
pub use geometry::Rect;
pub use ids::GlyphIds;
pub use place::{GlyphId, Place, Span};
pub use printed::Text;
