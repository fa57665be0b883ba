//! The lines that mean one plan, applied to it.
use super::kind::RecordKind;
use super::read::overlap;
use super::{Fate, Outcome, Override};
use crate::integrity;
use crate::json;
use keikaku_model::plan::PlanDocument;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Fields that copies of one printed figure have each for itself.
const OWN: [&str; 5] = ["measure_id", "section_id", "statement_id", "within_id", "same_as"];

/// Records that a sentence names at most.
const NAMED: usize = 5;

/// A place in a document: its member, and the index of the record in it.
type At = (RecordKind, usize);

/// Applies the lines to a plan that they mean, all together; gives what became of each.
pub(super) fn apply(lines: &[&Override], document: &mut PlanDocument) -> Vec<Outcome> {
    let value = serde_json::to_value(&*document).expect("records have text keys");
    let mut found: Vec<Result<Vec<At>, Outcome>> = lines.iter().map(|line| find(line, &value)).collect();
    conflicts(lines, &mut found, &value);
    let faults: BTreeSet<String> = integrity::faults(document).into_iter().collect();
    let whole: Vec<usize> = (0..lines.len()).filter(|at| found[*at].is_ok()).collect();
    let tried = attempt(lines, &found, &whole, &value, &faults);
    let corrected = match tried {
        Ok(corrected) => corrected,
        // Something does not fit: each record's lines show by themselves whether it is theirs.
        Err(reason) => {
            for group in groups(&whole, &found) {
                if let Err(reason) = attempt(lines, &found, &group, &value, &faults) {
                    group.iter().for_each(|at| refuse(&mut found[*at], &value, &reason));
                }
            }
            let rest: Vec<usize> = whole.iter().copied().filter(|at| found[*at].is_ok()).collect();
            attempt(lines, &found, &rest, &value, &faults).unwrap_or_else(|_| {
                rest.iter().for_each(|at| refuse(&mut found[*at], &value, &reason));
                document.clone()
            })
        }
    };
    let outcome = |(line, found): (&&Override, Result<Vec<At>, Outcome>)| {
        found.map_or_else(
            |outcome| outcome,
            |records| {
                let needless = records.iter().all(|at| is_read(&value, *at, line));
                let fate = if needless { Fate::Needless } else { Fate::Applied };
                Outcome::new(fate, ids(&value, &records), None)
            },
        )
    };
    let outcomes = lines.iter().zip(found).map(outcome).collect();
    *document = corrected;
    outcomes
}

fn refuse(found: &mut Result<Vec<At>, Outcome>, document: &Value, reason: &str) {
    if let Ok(records) = found {
        *found = Err(Outcome::new(Fate::Refused, ids(document, records), Some(reason.to_owned())));
    }
}

/// The lines by record: what belongs together stands or falls together.
fn groups(lines: &[usize], found: &[Result<Vec<At>, Outcome>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<At>, Vec<usize>)> = Vec::new();
    for at in lines {
        let Ok(records) = &found[*at] else { continue };
        match groups.iter_mut().find(|(of, _)| of.iter().any(|r| records.contains(r))) {
            Some((of, group)) => {
                of.extend(records);
                group.push(*at);
            }
            None => groups.push((records.clone(), vec![*at])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The document with these lines applied; else why it can't be.
fn attempt(
    lines: &[&Override],
    found: &[Result<Vec<At>, Outcome>],
    wanted: &[usize],
    document: &Value,
    before: &BTreeSet<String>,
) -> Result<PlanDocument, String> {
    let mut value = document.clone();
    for at in wanted {
        for record in found[*at].iter().flatten() {
            correct(&mut value, *record, lines[*at])?;
        }
    }
    let corrected: PlanDocument = serde_json::from_value(value).map_err(|e| format!("the plan would not be one: {e}."))?;
    match integrity::faults(&corrected).into_iter().find(|fault| !before.contains(fault)) {
        Some(fault) => Err(format!("the plan would contradict itself: {fault}.")),
        None => Ok(corrected),
    }
}

/// The records of a kind with their places.
fn records(document: &Value, kind: RecordKind) -> impl Iterator<Item = (At, &Value)> {
    let member = &document[kind.member()];
    let list = member.as_array().map_or_else(|| std::slice::from_ref(member), Vec::as_slice);
    list.iter().enumerate().map(move |(index, record)| ((kind, index), record))
}

fn record(document: &Value, (kind, index): At) -> &Value {
    match kind {
        RecordKind::Plan => &document[kind.member()],
        _ => &document[kind.member()][index],
    }
}

fn ids(document: &Value, records: &[At]) -> Vec<String> {
    let id = |at: &At| if at.0 == RecordKind::Plan { &document["id"] } else { &record(document, *at)["id"] };
    records.iter().filter_map(|at| id(at).as_str().map(ToOwned::to_owned)).collect()
}

/// The records that a line means.
fn find(line: &Override, document: &Value) -> Result<Vec<At>, Outcome> {
    let subject = &line.subject;
    let kind = subject.kind;
    let is_it = |(_, record): &(At, &Value)| match &subject.record {
        Some(id) => kind == RecordKind::Plan || record["id"].as_str() == Some(id),
        None => true,
    };
    let named: Vec<(At, &Value)> = records(document, kind).filter(is_it).collect();
    if named.is_empty() && subject.record.is_some() {
        return Err(Outcome::unmatched(format!("the plan has no {} of this id any more.", kind.name())));
    }
    let said = |(_, record): &(At, &Value)| {
        let quote = subject.quote.as_deref().is_none_or(|quote| read_value(record, kind.quote()).as_str() == Some(quote));
        quote && subject.measure.as_deref().is_none_or(|title| of_measure(document, record, title))
    };
    let meant: Vec<(At, &Value)> = named.into_iter().filter(said).collect();
    let figure = |record: &Value| record["same_as"].as_str().or(record["id"].as_str()).map(ToOwned::to_owned);
    let figures: BTreeSet<Option<String>> = meant.iter().map(|(_, record)| figure(record)).collect();
    let shared = kind == RecordKind::Target && !OWN.contains(&line.field.as_str());
    let places: Vec<At> = match meant.as_slice() {
        [] => {
            let said = subject.quote.as_deref().unwrap_or_default();
            return Err(Outcome::unmatched(format!("no {} of the plan reads 「{said}」 any more.", kind.name())));
        }
        // One printed figure that belongs to several measures is corrected in all of them.
        [(_, first), ..] if shared && figures.len() == 1 => {
            records(document, kind).filter(|(_, record)| figure(record) == figure(first)).map(|(at, _)| at).collect()
        }
        all => all.iter().map(|(at, _)| *at).collect(),
    };
    if figures.len() > 1 || (places.len() > 1 && !shared) {
        let ids = ids(document, &places);
        let reason = format!("it means {} records ({}); name one by its id.", ids.len(), ids[..ids.len().min(NAMED)].join(", "));
        return Err(Outcome::new(Fate::Refused, ids, Some(reason)));
    }
    Ok(places)
}

/// Whether a record belongs to a measure of this title, as it was read.
fn of_measure(document: &Value, record: &Value, title: &str) -> bool {
    let of = read_value(record, "measure_id");
    let of = records(document, RecordKind::Measure).find(|(_, measure)| measure["id"] == of);
    of.is_some_and(|(_, measure)| read_value(measure, "title").as_str() == Some(title))
}

/// Refuses lines that correct the same field of a record, however they name it.
fn conflicts(lines: &[&Override], found: &mut [Result<Vec<At>, Outcome>], document: &Value) {
    let meets = |one: usize, other: usize| match (&found[one], &found[other]) {
        (Ok(a), Ok(b)) => a.iter().any(|at| b.contains(at)) && overlap(&lines[one].field, &lines[other].field),
        _ => false,
    };
    let pairs: Vec<(usize, usize)> =
        (0..lines.len()).flat_map(|a| (0..lines.len()).map(move |b| (a, b))).filter(|(a, b)| a != b && meets(*a, *b)).collect();
    for (one, _) in pairs {
        // Without line numbers: they change, and this line has not.
        refuse(&mut found[one], document, "another line corrects the same field of the same record.");
    }
}

fn pointer(field: &str) -> String {
    format!("/{}", field.replace('.', "/"))
}

/// The mark of an earlier correction of a field.
fn mark<'a>(record: &'a Value, field: &str) -> Option<&'a Value> {
    record["corrected_by"].as_array()?.iter().find(|mark| mark["field"] == field)
}

/// The value of a field as it was read, whatever was corrected since.
fn read_value(record: &Value, field: &str) -> Value {
    let before = mark(record, field).and_then(|mark| serde_json::from_str(mark["before"].as_str()?).ok());
    before.or_else(|| record.pointer(&pointer(field)).cloned()).unwrap_or_default()
}

/// Whether a field was read with the value that a line gives it.
fn is_read(document: &Value, at: At, line: &Override) -> bool {
    same(&read_value(record(document, at), &line.field), &line.value)
}

/// Corrects a field of a record and marks it.
fn correct(document: &mut Value, at: At, line: &Override) -> Result<(), String> {
    let record = match at {
        (RecordKind::Plan, _) => &mut document["plan"],
        (kind, index) => &mut document[kind.member()][index],
    };
    let before = read_value(record, &line.field);
    let marks = record["corrected_by"].as_array().cloned().unwrap_or_default();
    let Some(field) = record.pointer_mut(&pointer(&line.field)) else {
        let whole = line.field.rsplit_once('.').map_or("", |(whole, _)| whole);
        return Err(format!("there is no `{whole}` to correct `{}` of; correct `{whole}` as a whole.", line.field));
    };
    *field = line.value.clone();
    let mut marks: Vec<Value> = marks.into_iter().filter(|mark| mark["field"] != line.field).collect();
    if !same(&before, &line.value) {
        let before = String::from_utf8_lossy(&json::line(&before)).trim_end().to_owned();
        marks.push(json!({"field": line.field, "before": before, "who": line.who, "why": line.why, "date": line.date}));
    }
    record["corrected_by"] = Value::Array(marks);
    Ok(())
}

/// Whether two values are the same; numbers by their value.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b))),
        _ => one == other,
    }
}
