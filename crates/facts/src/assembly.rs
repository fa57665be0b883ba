//! The tables of a plan document that come from measures: one pass over the outline in reading order.
use crate::Lexicon;
use crate::context::{Context, FoundMilestone, FoundTarget};
use crate::{keyword, milestone, owner, statement, status, target};
use keikaku_model::Text;
use keikaku_model::outline::{self, Outline, Role};
use keikaku_model::plan::{FiscalYears, Measure, Milestone, Owner, PlanDocument, Section, Statement, Table, TableCell, Target, Term};
use std::collections::BTreeMap;

/// Where found facts belong.
#[derive(Clone, Default)]
struct Home {
    measure: Option<String>,
    section: Option<String>,
    statement: Option<String>,
}

/// Fills the tables of `document` from the outline; its plan's period is `period`.
pub(crate) fn fill(document: &mut PlanDocument, outline: &Outline, period: Option<FiscalYears>, lexicon: &Lexicon) {
    Assembly { outline, period, lexicon, document, first_copies: BTreeMap::new() }.run();
}

struct Assembly<'a> {
    outline: &'a Outline,
    period: Option<FiscalYears>,
    lexicon: &'a Lexicon,
    document: &'a mut PlanDocument,
    /// For each (measure, part's text) the ids of its targets: later copies point at them.
    first_copies: BTreeMap<(usize, String), Vec<String>>,
}

impl Assembly<'_> {
    fn run(mut self) {
        let names = owner::names(self.outline, &self.lexicon.owners);
        for (i, section) in self.outline.sections.iter().enumerate() {
            self.section(i, section);
        }
        for (i, measure) in self.outline.measures.iter().enumerate() {
            self.measure(i, measure, &names);
        }
        let keywords = keyword::keywords(&self.outline.measures, &self.lexicon.keywords);
        self.document.measures.iter_mut().zip(keywords).for_each(|(m, k)| m.keywords = k);
        for figure in &self.outline.figures {
            let home = Home { measure: figure.measure.map(|m| self.id("m", m)), section: figure.section.map(|s| self.id("s", s)), statement: None };
            let context = Context::new(self.period, None, Some(Role::TargetValue), &figure.indicator);
            let found = target::figure_targets(figure, &context, self.lexicon);
            self.targets(found, &home);
        }
        self.tables();
        self.terms();
    }

    /// `<plan id>:m12` of the record at a 0-based index.
    fn id(&self, kind: &str, index: usize) -> String {
        format!("{}:{kind}{}", self.document.id, index + 1)
    }

    /// Whether the prose under a heading sets targets of its own.
    fn sets_targets(&self, heading: &str) -> bool {
        let words = self.lexicon.sections.get("target_heads").and_then(toml::Value::as_array).into_iter().flatten();
        words.filter_map(toml::Value::as_str).any(|w| heading.contains(w))
    }

    fn section(&mut self, index: usize, section: &outline::Section) {
        let id = self.id("s", index);
        let body = Text::joined(&section.body, "\n");
        self.document.sections.push(Section {
            id: id.clone(),
            parent_id: section.parent.map(|p| self.id("s", p)),
            ordinal: index as u32 + 1,
            depth: section.depth,
            label: section.label.clone(),
            title: section.title.to_string(),
            kind: section.kind,
            text: body.to_string(),
            spans: section.title.place(),
            text_spans: body.place(),
        });
        // Elsewhere the figures of prose tell how things are.
        if !self.sets_targets(&section.title.to_string()) {
            return;
        }
        let home = Home { section: Some(id), ..Home::default() };
        for text in &section.body {
            let context = Context::new(self.period, None, Some(Role::Description), &section.title);
            let (t, m) = (target::targets(text, &context, self.lexicon), milestone::milestones(text, &context, self.lexicon));
            self.targets(t, &home);
            self.milestones(m, &home);
        }
    }

    fn measure(&mut self, index: usize, measure: &outline::Measure, names: &owner::Names) {
        let home = Home { measure: Some(self.id("m", index)), section: measure.section.map(|s| self.id("s", s)), statement: None };
        self.document.measures.push(Measure {
            id: self.id("m", index),
            section_id: home.section.clone(),
            ordinal: index as u32 + 1,
            label: measure.label.clone(),
            title: measure.title.to_string(),
            status: status::status(measure, self.outline, self.document.plan.title.as_deref(), &self.lexicon.status),
            is_repeat: status::is_repeat(measure, &self.lexicon.status),
            repeat_of: None,
            fiscal_years: None,
            keywords: Vec::new(),
            spans: measure.title.place(),
        });
        let context = Context::new(self.period, measure.header.as_ref(), None, &measure.title);
        let (t, m) = (target::targets(&measure.title, &context, self.lexicon), milestone::milestones(&measure.title, &context, self.lexicon));
        self.targets(t, &home);
        self.milestones(m, &home);
        let mut ordinal = 0;
        // A narrow cell wraps long names: its lines are read together.
        let named: Vec<&Text> = measure.parts.iter().filter(|p| p.role == Role::Owner).map(|p| &p.text).collect();
        self.owners(&Text::joined(named, "\n"), &home, names);
        for part in measure.parts.iter().filter(|p| p.role != Role::Owner) {
            self.part(index, part, &home, &measure.title, &mut ordinal);
        }
    }

    fn part(&mut self, index: usize, part: &outline::Part, home: &Home, subject: &Text, ordinal: &mut u32) {
        let context = Context::new(self.period, part.header.as_ref(), Some(part.role), subject);
        let before = self.document.targets.len();
        for found in statement::statements(part, &context) {
            if self.lexicon.status.is_mark(&found.text.to_string()) {
                continue;
            }
            *ordinal += 1;
            let id = self.id("st", self.document.statements.len());
            let (t, m) = (target::targets(&found.text, &context, self.lexicon), milestone::milestones(&found.text, &context, self.lexicon));
            self.document.statements.push(Statement {
                id: id.clone(),
                measure_id: home.measure.clone().unwrap_or_default(),
                ordinal: *ordinal,
                role: found.role,
                fiscal_years: found.fiscal_years,
                column: found.column,
                text: found.text.to_string(),
                spans: found.text.place(),
            });
            let home = Home { statement: Some(id), ..home.clone() };
            self.targets(t, &home);
            self.milestones(m, &home);
        }
        match part.role {
            Role::When => {
                let found = milestone::milestones(&part.text, &context, self.lexicon);
                self.milestones(found, home);
            }
            Role::TargetValue => {
                let found = target::targets(&part.text, &context, self.lexicon);
                self.targets(found, home);
            }
            _ => {}
        }
        self.copies(index, part, before);
    }

    /// Links the targets of a shared part to those of the measure that had it first.
    fn copies(&mut self, index: usize, part: &outline::Part, before: usize) {
        let key = (part.shared_with.unwrap_or(index), part.text.to_string());
        let ids: Vec<String> = self.document.targets[before..].iter().map(|t| t.id.clone()).collect();
        match part.shared_with.and_then(|_| self.first_copies.get(&key)) {
            Some(firsts) => {
                self.document.targets[before..].iter_mut().zip(firsts).for_each(|(t, first)| t.same_as = Some(first.clone()));
            }
            None => {
                self.first_copies.insert(key, ids);
            }
        }
    }

    fn owners(&mut self, text: &Text, home: &Home, names: &owner::Names) {
        for found in owner::owners(text, names, &self.lexicon.owners) {
            let id = self.id("o", self.document.owners.len());
            self.document.owners.push(Owner {
                id,
                measure_id: home.measure.clone().unwrap_or_default(),
                name: found.name,
                kind: found.kind,
                quote: found.quote.to_string(),
                spans: found.quote.place(),
            });
        }
    }

    fn targets(&mut self, found: Vec<FoundTarget>, home: &Home) {
        let base = self.document.targets.len();
        for t in found {
            let id = self.id("t", self.document.targets.len());
            self.document.targets.push(Target {
                id,
                measure_id: home.measure.clone(),
                section_id: home.section.clone(),
                statement_id: home.statement.clone(),
                quote: t.quote.to_string(),
                indicator: t.indicator,
                comparator: t.comparator,
                value: t.value,
                value_max: t.value_max,
                unit: t.unit,
                qualifiers: t.qualifiers,
                within_id: t.within.map(|w| self.id("t", base + w)),
                approximate: t.approximate,
                baseline: t.baseline,
                fiscal_years: t.fiscal_years,
                same_as: None,
                spans: t.quote.place(),
            });
        }
    }

    fn milestones(&mut self, found: Vec<FoundMilestone>, home: &Home) {
        for m in found {
            let id = self.id("ms", self.document.milestones.len());
            self.document.milestones.push(Milestone {
                id,
                measure_id: home.measure.clone(),
                section_id: home.section.clone(),
                statement_id: home.statement.clone(),
                quote: m.quote.to_string(),
                date: m.date,
                spans: m.quote.place(),
            });
        }
    }

    fn tables(&mut self) {
        for (i, roled) in self.outline.tables.iter().enumerate() {
            let cells = roled.table.cells.iter().enumerate().map(|(k, c)| {
                let text = c.text();
                TableCell {
                    row: c.row,
                    column: c.column,
                    row_span: c.row_span,
                    column_span: c.column_span,
                    is_header: c.is_header,
                    role: roled.roles.get(k).copied().flatten(),
                    spans: text.place(),
                    text: text.to_string(),
                }
            });
            let (rows, columns) = (roled.table.rows, roled.table.columns);
            self.document.tables.push(Table {
                id: self.id("tb", i),
                section_id: roled.section.map(|s| self.id("s", s)),
                rows,
                columns,
                cells: cells.collect(),
            });
        }
    }

    fn terms(&mut self) {
        for (i, term) in self.outline.terms.iter().enumerate() {
            let mut spans = term.term.place();
            term.definition.iter().for_each(|d| spans.extend(&d.place()));
            self.document.terms.push(Term {
                id: self.id("g", i),
                term: term.term.to_string(),
                definition: term.definition.as_ref().map(ToString::to_string),
                spans,
            });
        }
    }
}
