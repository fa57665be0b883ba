//! What a schema can't say of a plan document: ids exist, parents stand before their children, sums add up.
use keikaku_model::Place;
use keikaku_model::place::Span;
use keikaku_model::plan::{FiscalYears, PlanDocument, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Everything about a plan document that contradicts itself, a sentence each.
pub fn faults(document: &PlanDocument) -> Vec<String> {
    let mut check = Check { document, ids: BTreeMap::new(), faults: Vec::new() };
    check.document_itself();
    check.ids();
    check.sections();
    check.references();
    check.years();
    document.tables.iter().for_each(|t| check.table(t));
    check.places();
    check.faults
}

struct Check<'a> {
    document: &'a PlanDocument,
    /// The kind and position of each id.
    ids: BTreeMap<&'a str, (&'static str, usize)>,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn fail(&mut self, fault: String) {
        self.faults.push(fault);
    }

    fn document_itself(&mut self) {
        let d = self.document;
        if !d.source.sha256.starts_with(&d.id) {
            self.fail(format!("its id {} is not the beginning of its source's SHA-256 {}", d.id, d.source.sha256));
        }
        let c = &d.coverage;
        if c.in_records + c.in_furniture + c.unassigned != c.glyphs {
            self.fail(format!(
                "its coverage does not add up: {} in records, {} in furniture and {} unassigned are not {} glyphs",
                c.in_records, c.in_furniture, c.unassigned, c.glyphs
            ));
        }
    }

    /// Every record's id is its own and begins with the plan's.
    fn ids(&mut self) {
        let d = self.document;
        self.kind("section", d.sections.iter().map(|r| &r.id));
        self.kind("measure", d.measures.iter().map(|r| &r.id));
        self.kind("statement", d.statements.iter().map(|r| &r.id));
        self.kind("owner", d.owners.iter().map(|r| &r.id));
        self.kind("target", d.targets.iter().map(|r| &r.id));
        self.kind("amount", d.amounts.iter().map(|r| &r.id));
        self.kind("milestone", d.milestones.iter().map(|r| &r.id));
        self.kind("cross reference", d.cross_references.iter().map(|r| &r.id));
        self.kind("table", d.tables.iter().map(|r| &r.id));
        self.kind("term", d.terms.iter().map(|r| &r.id));
    }

    fn kind(&mut self, kind: &'static str, ids: impl Iterator<Item = &'a String>) {
        for (position, id) in ids.enumerate() {
            if id.split_once(':').is_none_or(|(plan, _)| plan != self.document.id) {
                self.fail(format!("the {kind} {id} does not carry the plan's id {}", self.document.id));
            }
            if let Some((other, _)) = self.ids.insert(id, (kind, position)) {
                self.fail(format!("the id {id} is given to a {other} and to a {kind}"));
            }
        }
    }

    fn sections(&mut self) {
        for (position, section) in self.document.sections.iter().enumerate() {
            let parent = section.parent_id.as_deref();
            self.refers("section", &section.id, "parent_id", parent, "section");
            let Some(&(_, above)) = parent.and_then(|p| self.ids.get(p)) else { continue };
            if above >= position {
                self.fail(format!("the section {} stands before its parent {}", section.id, parent.unwrap_or_default()));
            } else if self.document.sections.get(above).is_some_and(|p| p.depth >= section.depth) {
                self.fail(format!("the section {} is no deeper than its parent {}", section.id, parent.unwrap_or_default()));
            }
        }
        self.rising("section", self.document.sections.iter().map(|s| (s.id.as_str(), s.ordinal)));
        self.rising("measure", self.document.measures.iter().map(|m| (m.id.as_str(), m.ordinal)));
    }

    /// Ordinals count the records in the order they are listed.
    fn rising(&mut self, kind: &str, ordinals: impl Iterator<Item = (&'a str, u32)>) {
        for (expected, (id, ordinal)) in (1..).zip(ordinals) {
            if ordinal != expected {
                return self.fail(format!("the {kind} {id} has the ordinal {ordinal} where {expected} was expected"));
            }
        }
    }

    fn references(&mut self) {
        let d = self.document;
        for r in &d.measures {
            self.refers("measure", &r.id, "section_id", r.section_id.as_deref(), "section");
            self.refers("measure", &r.id, "repeat_of", r.repeat_of.as_deref(), "measure");
        }
        for r in &d.statements {
            self.refers("statement", &r.id, "measure_id", Some(&r.measure_id), "measure");
        }
        for r in &d.owners {
            self.refers("owner", &r.id, "measure_id", Some(&r.measure_id), "measure");
        }
        for r in &d.amounts {
            self.refers("amount", &r.id, "measure_id", Some(&r.measure_id), "measure");
        }
        for r in &d.targets {
            self.refers("target", &r.id, "measure_id", r.measure_id.as_deref(), "measure");
            self.refers("target", &r.id, "section_id", r.section_id.as_deref(), "section");
            self.refers("target", &r.id, "statement_id", r.statement_id.as_deref(), "statement");
            self.refers("target", &r.id, "within_id", r.within_id.as_deref(), "target");
            self.refers("target", &r.id, "same_as", r.same_as.as_deref(), "target");
            if r.within_id.as_ref() == Some(&r.id) || r.same_as.as_ref() == Some(&r.id) {
                self.fail(format!("the target {} points at itself", r.id));
            }
            self.own_statement("target", &r.id, r.statement_id.as_deref(), r.measure_id.as_deref());
        }
        for r in &d.milestones {
            self.refers("milestone", &r.id, "measure_id", r.measure_id.as_deref(), "measure");
            self.refers("milestone", &r.id, "section_id", r.section_id.as_deref(), "section");
            self.refers("milestone", &r.id, "statement_id", r.statement_id.as_deref(), "statement");
            self.own_statement("milestone", &r.id, r.statement_id.as_deref(), r.measure_id.as_deref());
        }
        for r in &d.cross_references {
            self.refers("cross reference", &r.id, "measure_id", r.measure_id.as_deref(), "measure");
            self.refers("cross reference", &r.id, "section_id", r.section_id.as_deref(), "section");
            self.refers("cross reference", &r.id, "statement_id", r.statement_id.as_deref(), "statement");
            self.refers("cross reference", &r.id, "to_section_id", r.to_section_id.as_deref(), "section");
            self.refers("cross reference", &r.id, "to_measure_id", r.to_measure_id.as_deref(), "measure");
            self.own_statement("cross reference", &r.id, r.statement_id.as_deref(), r.measure_id.as_deref());
        }
        for r in &d.tables {
            self.refers("table", &r.id, "section_id", r.section_id.as_deref(), "section");
        }
    }

    fn refers(&mut self, kind: &str, id: &str, field: &str, to: Option<&str>, wanted: &str) {
        let Some(to) = to else { return };
        match self.ids.get(to) {
            Some((found, _)) if *found == wanted => {}
            Some((found, _)) => self.fail(format!("the {kind} {id} has a {field} {to} that is a {found} and no {wanted}")),
            None => self.fail(format!("the {kind} {id} has a {field} {to} that no {wanted} has")),
        }
    }

    /// A figure that stands in a statement belongs to the statement's measure.
    fn own_statement(&mut self, kind: &str, id: &str, statement: Option<&str>, measure: Option<&str>) {
        let Some(&("statement", position)) = statement.and_then(|s| self.ids.get(s)) else { return };
        let of = self.document.statements.get(position).map(|s| s.measure_id.as_str());
        if measure.is_some() && of != measure {
            self.fail(format!(
                "the {kind} {id} belongs to {} but its statement to {}",
                measure.unwrap_or_default(),
                of.unwrap_or_default()
            ));
        }
    }

    fn years(&mut self) {
        let d = self.document;
        let years = |id: &'a str, years: Option<FiscalYears>| years.map(|y| (id, y));
        let all = (d.measures.iter().filter_map(|r| years(&r.id, r.fiscal_years)))
            .chain(d.statements.iter().filter_map(|r| years(&r.id, r.fiscal_years)))
            .chain(d.targets.iter().filter_map(|r| years(&r.id, r.fiscal_years)));
        for (id, [first, last]) in all.collect::<Vec<_>>() {
            if first > last {
                self.fail(format!("{id} has fiscal years that run backwards: {first} to {last}"));
            }
        }
    }

    /// Cells lie inside the grid and do not overlap.
    fn table(&mut self, table: &Table) {
        let mut taken = BTreeSet::new();
        for cell in &table.cells {
            let (bottom, right) = (u64::from(cell.row) + u64::from(cell.row_span), u64::from(cell.column) + u64::from(cell.column_span));
            if bottom > u64::from(table.rows) || right > u64::from(table.columns) || cell.row_span == 0 || cell.column_span == 0 {
                self.fail(format!("the table {} has a cell at row {}, column {} that leaves its grid", table.id, cell.row, cell.column));
                continue;
            }
            let mut places =
                (cell.row..cell.row + cell.row_span).flat_map(|r| (cell.column..cell.column + cell.column_span).map(move |c| (r, c)));
            if !places.all(|place| taken.insert(place)) {
                self.fail(format!("the table {} has two cells at row {}, column {}", table.id, cell.row, cell.column));
            }
        }
    }

    /// Boxes are on pages that the source has.
    fn places(&mut self) {
        let mut document = self.document.clone();
        let pages = document.source.pages;
        let wrong = document.places_mut().find_map(|place| misplaced(place, pages));
        if let Some(wrong) = wrong {
            self.fail(wrong);
        }
    }
}

fn misplaced(place: &Place, pages: Option<u32>) -> Option<String> {
    place.spans.iter().find_map(|span| match (span, pages) {
        (Span::Box { page, .. }, Some(pages)) if *page == 0 || *page > pages => {
            Some(format!("a span is on page {page} of a source with {pages} pages"))
        }
        (Span::Box { page, .. }, None) => Some(format!("a span is on page {page} of a text, which has lines")),
        (Span::Box { page, bbox: [x0, y0, x1, y1] }, _) if x0 > x1 || y0 > y1 => {
            Some(format!("a box on page {page} is inside out: [{x0}, {y0}, {x1}, {y1}]"))
        }
        (Span::Line { line: [first, last] }, _) if *first == 0 || first > last => Some(format!("a span has the lines {first} to {last}")),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
