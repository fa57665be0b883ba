//! What one file may cost, as numbers with their reasons. A worker's time and memory are limited from outside (`--timeout`,
//! `--max-memory`); these hold before the cost is paid, and each says with a code of its own what was left out.
//!
//! What hayro limits by itself has no number here: forms within forms (50 deep), CMaps that use CMaps (16 deep), a page tree that
//! loops, `/Prev` chains of cross-reference tables (256). An encrypted file is seen only once it is open: for its streams the limits
//! from outside hold.

/// Bytes that a stream may expand to. The largest content streams in use are those of maps, some 50 MB; a page that needs more than
/// a quarter of a worker's memory for its text alone is made to fill it. Code: `stream-too-large`.
pub(crate) const STREAM_BYTES: u64 = 256 << 20;

/// … and a cross-reference stream, each of whose bytes may become an entry in memory: two million objects of eight bytes.
pub(crate) const XREF_BYTES: u64 = 16 << 20;

/// Objects of a file. Tagged documents have some 500 a page; hayro keeps an entry for each. Code: `too-many-objects`.
pub(crate) const OBJECTS: usize = 2_000_000;

/// Arrays and dictionaries within one another; hayro gives up at the same depth. Real files stay below 20. Code: `nesting-too-deep`.
pub(crate) const NESTING: usize = 512;

/// Glyphs of a page. A newspaper page has 20,000, an A0 sheet of small print 150,000. Code: `page-too-dense`.
pub(crate) const PAGE_GLYPHS: usize = 200_000;

/// Paths, clips, images and runs of glyphs of a page. Maps have some 500,000; forms that draw themselves twice would have 2⁵⁰.
/// Code: `page-too-dense`.
pub(crate) const PAGE_PAINTS: u32 = 1_000_000;

/// Longest side of a page in points: 46 m. Beyond it 32-bit coordinates lose hundredths of a point. Code: `page-too-large`.
pub(crate) const PAGE_SIDE: f32 = 131_072.0;
