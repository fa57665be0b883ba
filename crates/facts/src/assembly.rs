//! The tables of a plan document that come from measures: one pass over the outline in reading order.
use crate::Lexicon;
use crate::context::{Context, FoundMilestone, FoundTarget};
use crate::plain::plain;
use crate::{amount, keyword, milestone, owner, reference, repeat, section, statement, status, target, term, years};
use keikaku_model::outline::{self, Outline, Role};
use keikaku_model::plan::{
    Amount, CrossReference, FiscalYears, Measure, Milestone, Owner, PlanDocument, Qualifier, ReferenceKind, Statement, Status, Table,
    TableCell, Target, Term,
};
use keikaku_model::{Diagnostic, Severity, Text};
use std::collections::BTreeMap;

/// Where found facts belong.
#[derive(Clone, Default)]
struct Home {
    measure: Option<String>,
    section: Option<String>,
    statement: Option<String>,
}

/// Fills the tables of `document` from the outline; its plan's period is `period`. Returns what a reader should doubt.
pub(crate) fn fill(document: &mut PlanDocument, outline: &Outline, period: Option<FiscalYears>, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let (names, money) = (owner::names(outline, &lexicon.owners), amount::note(outline, &lexicon.amounts));
    let (parts, pointed) = (reference::Index::new(outline), BTreeMap::new());
    Assembly { outline, period, lexicon, document, first_copies: BTreeMap::new(), names, money, parts, pointed, doubts: Vec::new() }.run()
}

struct Assembly<'a> {
    outline: &'a Outline,
    period: Option<FiscalYears>,
    lexicon: &'a Lexicon,
    document: &'a mut PlanDocument,
    /// For each (measure, part's text) the ids of its targets: later copies point at them.
    first_copies: BTreeMap<(usize, String), Vec<String>>,
    /// Names that the document uses alone.
    names: owner::Names,
    /// Yen per unit by the document's note.
    money: Option<f64>,
    /// What references can lead to.
    parts: reference::Index,
    /// For each measure marked 再掲 with a label or title, what that leads to.
    pointed: BTreeMap<usize, reference::Target>,
    /// What a reader should doubt.
    doubts: Vec<Diagnostic>,
}

impl Assembly<'_> {
    fn run(mut self) -> Vec<Diagnostic> {
        let plan_id = self.document.id.clone();
        self.document.sections = section::sections(self.outline, |i| format!("{plan_id}:s{}", i + 1));
        for (i, section) in self.outline.sections.iter().enumerate() {
            self.section(i, section);
        }
        for (i, measure) in self.outline.measures.iter().enumerate() {
            self.measure(i, measure);
        }
        self.compare();
        for figure in &self.outline.figures {
            let home = Home {
                measure: figure.measure.map(|m| self.id("m", m)),
                section: figure.section.map(|s| self.id("s", s)),
                statement: None,
            };
            let context = Context::new(self.period, None, Some(Role::TargetValue), &figure.indicator);
            let found = target::figure_targets(figure, &context, self.lexicon);
            self.targets(found, &home);
        }
        self.tables();
        self.terms();
        self.doubts
    }

    /// The years that the nearest heading around a measure fixes.
    fn heading_years(&self, mut section: Option<usize>) -> Option<FiscalYears> {
        while let Some((i, found)) = section.and_then(|i| Some((i, self.outline.sections.get(i)?))) {
            if let Some(years) = years::of_heading(&found.title.to_string()) {
                return Some(years);
            }
            section = found.parent.filter(|p| *p < i);
        }
        None
    }

    /// `<plan id>:m12` of the record at a 0-based index.
    fn id(&self, kind: &str, index: usize) -> String {
        format!("{}:{kind}{}", self.document.id, index + 1)
    }

    fn section(&mut self, index: usize, section: &outline::Section) {
        // Elsewhere the figures of prose tell how things are.
        let sets_targets = section::sets_targets(self.outline, index, &self.lexicon.sections);
        let home = Home { section: Some(self.id("s", index)), ..Home::default() };
        for text in &section.body {
            let context = Context::new(self.period, None, Some(Role::Description), &section.title);
            let (t, m) = (target::targets(text, &context, self.lexicon), milestone::milestones(text, &context, self.lexicon));
            // A line of an indicator and its value sets a target wherever it stands; under such a heading it needs no key.
            let line = target::keyed(text, &context, self.lexicon);
            let line = line.or_else(|| target::spaced(text, &context, self.lexicon).filter(|_| sets_targets));
            if let Some(found) = line {
                self.targets(found, &home);
            } else if sets_targets {
                self.targets(t, &home);
                self.milestones(m, &home);
            }
            self.references(text, reference::Target::Section(index), &home);
        }
    }

    /// The status in a column of its own, in a lone word among the prose, or in the heading of the list that the measure stands in.
    fn said(&self, measure: &outline::Measure) -> (Option<Status>, bool) {
        let words = &self.lexicon.status;
        let lone = |p: &&outline::Part| p.role == Role::Status || p.role == Role::Description && self.is_mark(&p.text);
        let cells: Vec<(Option<Status>, bool)> = measure.parts.iter().filter(lone).map(|p| status::of_cell(&p.text, words)).collect();
        let own = cells.iter().find_map(|c| c.0);
        let section = measure.section.and_then(|s| self.outline.sections.get(s)).map(|s| s.title.to_string());
        let list = || section.into_iter().chain(self.document.plan.title.clone()).find_map(|h| status::of_list(&h, words));
        (own.or_else(list), cells.iter().any(|c| c.1))
    }

    /// Whether a text is a badge and nothing else.
    fn is_mark(&self, text: &Text) -> bool {
        let words = &self.lexicon.status;
        let said = plain(&text.to_string());
        [&words.new, &words.expanded, &words.continued, &words.completed, &words.repeat].iter().any(|w| w.contains(&said))
    }

    /// Keywords of all measures, and what the repeats repeat.
    fn compare(&mut self) {
        let prose = |m: &outline::Measure| {
            let parts = m.parts.iter().filter(|p| matches!(p.role, Role::Goal | Role::Action | Role::Description));
            parts.map(|p| p.text.to_string()).collect::<Vec<_>>().join("\n")
        };
        let texts: Vec<(String, String)> = self.outline.measures.iter().map(|m| (m.title.to_string(), prose(m))).collect();
        let keywords = keyword::keywords(&texts, &self.lexicon.keywords);
        let titles: Vec<String> = self.document.measures.iter().map(|m| m.title.clone()).collect();
        let repeats: Vec<bool> = self.document.measures.iter().map(|m| m.is_repeat).collect();
        let pointed = |i: usize| match self.pointed.get(&i)? {
            reference::Target::Measure(m) => Some(vec![*m]),
            reference::Target::Section(s) => Some(self.parts.measures_under(*s)),
        };
        let originals = repeat::originals(&titles, &repeats, pointed).into_iter().map(|o| o.map(|i| self.id("m", i)));
        let originals: Vec<Option<String>> = originals.collect();
        for ((measure, keywords), original) in self.document.measures.iter_mut().zip(keywords).zip(originals) {
            measure.keywords = keywords;
            measure.repeat_of = original;
            if measure.is_repeat && measure.repeat_of.is_none() {
                let message =
                    format!("「{}」 is marked 再掲, but no other measure has a title like it; `repeat_of` is null.", measure.title);
                self.doubts.push(Diagnostic::new(Severity::Warning, "repeat-unresolved", message).at(measure.spans.clone()));
            }
        }
    }

    fn measure(&mut self, index: usize, measure: &outline::Measure) {
        let home = Home { measure: Some(self.id("m", index)), section: measure.section.map(|s| self.id("s", s)), statement: None };
        // （担当　総務部） behind a title names who carries it out, not what is carried out.
        let inline = owner::inline(&measure.title, &self.names, &self.lexicon.owners).filter(|i| !i.text.is_blank());
        let title = inline.as_ref().map_or(&measure.title, |i| &i.text);
        let marked = status::marked(title, &measure.badges, &self.lexicon.status);
        let (status, is_repeat) = self.said(measure);
        self.document.measures.push(Measure {
            id: self.id("m", index),
            section_id: home.section.clone(),
            ordinal: index as u32 + 1,
            label: measure.label.clone(),
            title: marked.title.to_string(),
            status: marked.status.or(status),
            is_repeat: marked.is_repeat || is_repeat,
            repeat_of: None,
            fiscal_years: years_of(measure, self.period),
            keywords: Vec::new(),
            spans: measure.title.place(),
            corrected_by: Vec::new(),
        });
        for text in measure.badges.iter().chain([&measure.title]) {
            self.references(text, reference::Target::Measure(index), &home);
        }
        let heading_years = self.heading_years(measure.section);
        let context = Context::new(self.period, measure.header.as_ref(), None, &measure.title).under(heading_years);
        let (t, m) =
            (target::targets(&measure.title, &context, self.lexicon), milestone::milestones(&measure.title, &context, self.lexicon));
        self.targets(t, &home);
        self.milestones(m, &home);
        let mut ordinal = 0;
        let found = owner::of_parts(&measure.parts, &self.names, &self.lexicon.owners);
        self.owners(found, &home);
        self.owners(inline.map(|i| i.owners).unwrap_or_default(), &home);
        let unit = amount::unit(measure, self.money, &self.lexicon.amounts);
        // 〔８月　政策委員会〕: when stands before who.
        for part in measure.parts.iter().filter(|p| p.role == Role::Owner) {
            let found = milestone::milestones(&owner::when(&part.text), &context, self.lexicon);
            self.milestones(found, &home);
        }
        for part in measure.parts.iter().filter(|p| p.role != Role::Owner) {
            if let Some(found) = amount::amount(part, self.period, unit, &self.lexicon.amounts).filter(|_| part.role == Role::Amount) {
                self.amount(found, &home);
            }
            match owner::inline(&part.text, &self.names, &self.lexicon.owners).filter(|_| is_prose(part.role)) {
                // 担当：総務課 on a line of its own says nothing more.
                Some(line) if line.text.is_blank() => self.owners(line.owners, &home),
                found => {
                    self.part(index, part, &home, &measure.title, &mut ordinal);
                    self.owners(found.map(|f| f.owners).unwrap_or_default(), &home);
                }
            }
        }
    }

    fn amount(&mut self, found: amount::FoundAmount, home: &Home) {
        let id = self.id("a", self.document.amounts.len());
        self.document.amounts.push(Amount {
            id,
            measure_id: home.measure.clone().unwrap_or_default(),
            label: found.label,
            value: found.value,
            unit: "円".to_owned(),
            quote: found.quote.to_string(),
            fiscal_year: found.fiscal_year,
            spans: found.quote.place(),
            corrected_by: Vec::new(),
        });
    }

    fn part(&mut self, index: usize, part: &outline::Part, home: &Home, subject: &Text, ordinal: &mut u32) {
        let section = self.outline.measures.get(index).and_then(|m| m.section);
        let mut context = Context::new(self.period, part.header.as_ref(), Some(part.role), subject).under(self.heading_years(section));
        let before = self.document.targets.len();
        let line = match part.role {
            Role::Indicator => Some(target::of_rest(&part.text, &context, self.lexicon)),
            Role::Description => target::keyed(&part.text, &context, self.lexicon),
            _ => None,
        };
        if let Some(found) = line {
            self.targets(found, home);
            return self.copies(index, part, before);
        }
        for found in statement::statements(part, &context) {
            if self.is_mark(&found.text) {
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
                corrected_by: Vec::new(),
            });
            let home = Home { statement: Some(id), ..home.clone() };
            let at = self.document.targets.len();
            self.targets(t, &home);
            self.part_of_whole(at, &found.text);
            self.milestones(m, &home);
            self.references(&found.text, reference::Target::Measure(index), &home);
            for stated in amount::stated(&found.text, &context, &self.lexicon.amounts) {
                self.amount(stated, &home);
            }
            context.before = Some(found.text);
        }
        if matches!(part.role, Role::Remark | Role::Status) {
            self.references(&part.text, reference::Target::Measure(index), home);
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

    /// うち…200社 in a bullet of its own is a part of what the bullet before it aims at: the target at `at` gets that whole.
    fn part_of_whole(&mut self, at: usize, text: &Text) {
        let targets = &self.document.targets;
        let Some(part) = targets.get(at).filter(|p| p.within_id.is_none() && self.lexicon.targets.begins_part(&plain(&text.to_string())))
        else {
            return;
        };
        let is_whole = |t: &&Target| t.measure_id == part.measure_id && t.unit == part.unit && t.within_id.is_none();
        let whole = targets.get(..at).unwrap_or_default().iter().rev().take_while(|t| t.measure_id == part.measure_id).find(is_whole);
        let Some(id) = whole.map(|w| w.id.clone()) else { return };
        let part = &mut self.document.targets[at];
        part.within_id = Some(id);
        part.qualifiers.push(Qualifier::OfWhich);
        part.qualifiers.sort();
        part.qualifiers.dedup();
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

    fn owners(&mut self, found: Vec<owner::FoundOwner>, home: &Home) {
        let first = self.document.owners.iter().rposition(|o| Some(&o.measure_id) != home.measure.as_ref()).map_or(0, |i| i + 1);
        for found in found {
            if self.document.owners[first..].iter().any(|o| o.name == found.name) {
                continue;
            }
            if !found.is_known {
                let message = format!(
                    "「{}」 stands where owners are named, but does not end as departments, committees or other bodies do; taken as it stands.",
                    found.name
                );
                self.doubts.push(Diagnostic::new(Severity::Info, "owner-unknown", message).at(found.quote.place()));
            }
            let id = self.id("o", self.document.owners.len());
            self.document.owners.push(Owner {
                id,
                measure_id: home.measure.clone().unwrap_or_default(),
                name: found.name,
                kind: found.kind,
                quote: found.quote.to_string(),
                spans: found.quote.place(),
                corrected_by: Vec::new(),
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
                corrected_by: Vec::new(),
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
                corrected_by: Vec::new(),
            });
        }
    }

    /// Records where a text points at other parts of the plan; what leads nowhere is doubted.
    fn references(&mut self, text: &Text, at: reference::Target, home: &Home) {
        for found in reference::references(text, &self.lexicon.references) {
            let to = self.parts.resolve(&found, at);
            if to.is_none() && !found.is_named() {
                continue;
            }
            if to.is_none() {
                let message = format!("「{}」 points at a part of the plan that was not found, or at several.", found.quote);
                self.doubts.push(Diagnostic::new(Severity::Info, "reference-unresolved", message).at(found.quote.place()));
            }
            if let (reference::Target::Measure(m), ReferenceKind::Repeat, Some(to)) = (at, found.kind, to) {
                self.pointed.entry(m).or_insert(to);
            }
            let (section, measure) = match to {
                Some(reference::Target::Section(s)) => (Some(self.id("s", s)), None),
                Some(reference::Target::Measure(m)) => (None, Some(self.id("m", m))),
                None => (None, None),
            };
            let id = self.id("r", self.document.cross_references.len());
            self.document.cross_references.push(CrossReference {
                id,
                measure_id: home.measure.clone(),
                section_id: home.section.clone(),
                statement_id: home.statement.clone(),
                kind: found.kind,
                quote: found.quote.to_string(),
                to_section_id: section,
                to_measure_id: measure,
                spans: found.quote.place(),
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
        for (i, term) in term::terms(self.outline, &self.lexicon.terms).iter().enumerate() {
            let mut spans = term.term.place();
            term.definition.iter().for_each(|d| spans.extend(&d.place()));
            self.document.terms.push(Term {
                id: self.id("g", i),
                term: term.term.to_string(),
                definition: term.definition.as_ref().map(ToString::to_string),
                spans,
                corrected_by: Vec::new(),
            });
        }
    }
}

/// Whether a part is running text.
fn is_prose(role: Role) -> bool {
    matches!(role, Role::Goal | Role::Action | Role::Description | Role::Remark)
}

/// The fiscal years of a measure: its period where a key says it (期間 令和６～８年度), else what the headers of its goals, its actions and the
/// rings of its schedule fix.
fn years_of(measure: &outline::Measure, period: Option<FiscalYears>) -> Option<FiscalYears> {
    let join = |a: FiscalYears, b: FiscalYears| [a[0].min(b[0]), a[1].max(b[1])];
    let is_ring = |p: &&outline::Part| p.role == Role::When && !p.text.chars().iter().any(|c| c.is_alphanumeric());
    let said = measure.parts.iter().filter(|p| p.role == Role::When).filter_map(|p| years::of_span(&p.text.to_string(), period));
    let parts = measure.parts.iter().filter(|p| matches!(p.role, Role::Goal | Role::Action) || is_ring(p)).map(|p| &p.header);
    let headers = [&measure.header].into_iter().chain(parts).flatten();
    said.reduce(join).or_else(|| headers.filter_map(|h| years::of_header(&h.to_string(), period)).reduce(join))
}
