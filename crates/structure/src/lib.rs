//! Document and texts in, outline out: sections, measures, figures and the roles of table cells.
//!
//! ```text
//! Ⅱ．事業の推進            section, chapter
//! (1) 会員の拡大            section, under Ⅱ
//! ＜実施施策＞   所管        table: name, owner
//! ① 訪問の強化   総務部     measure ① with a part of role owner
//! ```
//!
//! Nothing is interpreted: owners, years and numbers stay text for `facts`. All words the passes know are data (`data/*.toml`), and a
//! profile adds to them ([`Lexicon::with`]).
mod accent;
mod aims;
mod build;
mod captions;
mod cell;
mod charge;
mod columns;
mod compound;
mod doubts;
mod entries;
mod finish;
mod forms;
mod front;
mod glossary;
mod habits;
mod headings;
mod keys;
mod kpi;
mod lexicon;
mod listed;
mod look;
mod marks;
mod naming;
mod numbering;
mod numeral;
mod overview;
#[cfg(test)]
mod profile_tests;
mod repeated;
mod rows;
mod schedule;
mod sections;
mod stream;
mod tended;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tiles;
mod topics;
mod typing;
mod walk;
mod words;

pub use lexicon::{Lexicon, LexiconError};

use keikaku_model::Warned;
use keikaku_model::document::Document;
use keikaku_model::outline::Outline;
use keikaku_model::text::Texts;

/// The structure of a document.
pub fn outline(document: &Document, _texts: &Texts, lexicon: &Lexicon) -> Warned<Outline> {
    // How running text looks, and from that every line's look.
    let body = look::Body::of(document);
    let mut nodes = stream::nodes(document, &body, lexicon);
    // What the contents page and the PDF's outline list.
    listed::mark(&mut nodes, document);
    // Headings that only their colour sets apart.
    accent::headings_stand_out(&mut nodes);
    // In texts typed by hand, blank lines and indents tell what type sizes tell elsewhere.
    if body.size == 0.0 {
        typing::set_sizes(&mut nodes);
    }
    // Headings that stand in an overview table with their numbers get the numbers' level.
    overview::number(&mut nodes, lexicon);
    // Which lines are headings, items, prose.
    let mut kinds = headings::kinds(&nodes, body.size == 0.0, lexicon);
    // Figures set large as tiles.
    let tiles = tiles::find(&nodes, &mut kinds, lexicon);
    // The cover.
    let start = front::end(&nodes, &kinds, lexicon);
    let front = front::lines(&nodes[..start]);
    // Sections, measures and figures, in reading order.
    let mut builder = build::Builder::new(lexicon);
    builder.titles = headings::titles(&nodes, &kinds);
    builder.tiles = tiles;
    walk::walk(&mut builder, &nodes, &kinds, start, body.size == 0.0);
    // Headings whose prose is the measure; order; diagnostics.
    finish::finish(builder, document, front)
}
