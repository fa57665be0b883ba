//! Every hand-over can be looked at: a stage's result as JSON, whole or for one page.
use crate::caught;
use crate::profile::Profile;
use crate::stages::{self, Stage, Stages};
use keikaku_model::document::Document;
use keikaku_read::ReadError;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Why a file can't be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// It can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A stage broke off.
    #[error("{0}")]
    Internal(String),
}

/// Runs the stages up to `until`; a panic in one of them is an error here.
pub fn look(bytes: &[u8], file_name: &str, profile: &Profile, until: Stage) -> Result<Stages, InspectError> {
    Ok(caught::catch(|| stages::run(bytes, file_name, profile, until)).map_err(InspectError::Internal)??)
}

/// The result of `stage` as JSON, with the diagnostics up to it; of a page's part where `page` (1-based) is given.
pub fn json(stages: &Stages, stage: Stage, page: Option<u32>) -> Value {
    let mut value = match stage {
        Stage::Read => value(&stages.pages),
        Stage::Layout => value(&stages.document),
        Stage::Text => texts(stages),
        Stage::Structure => value(&stages.outline),
        Stage::Facts => value(&stages.plan),
    };
    if let (Value::Object(members), true) = (&mut value, stage != Stage::Facts) {
        members.insert("diagnostics".to_owned(), self::value(&stages.diagnostics));
    }
    if let (Value::Object(members), Some(page)) = (&mut value, page) {
        keep_page(members, page, stage);
    }
    value
}

fn value(result: &impl Serialize) -> Value {
    serde_json::to_value(result).expect("hand-overs have text keys")
}

/// The units of `text`, each with the paragraph it was read from.
fn texts(stages: &Stages) -> Value {
    let (Some(document), Some(texts)) = (&stages.document, &stages.texts) else { return Value::Null };
    let units: Vec<Value> = paragraphs(document).into_iter().zip(&texts.units).map(|(p, unit)| unit_of(p, unit)).collect();
    json!({"dictionary": texts.dictionary, "units": units})
}

fn paragraphs(document: &Document) -> Vec<&keikaku_model::document::Paragraph> {
    keikaku_text::walk(document).collect()
}

/// A unit with its ranges spelled out: what stands there, beside what it was read as.
fn unit_of(paragraph: &keikaku_model::document::Paragraph, unit: &keikaku_model::text::Unit) -> Value {
    let written = |range: &std::ops::Range<usize>| paragraph.text.slice(range.clone()).to_string();
    let quantities: Vec<Value> = unit
        .quantities
        .iter()
        .map(|q| json!({"written": written(&q.range), "value": q.value, "value_max": q.value_max, "unit": q.unit}))
        .collect();
    let dates: Vec<Value> = unit.dates.iter().map(|d| json!({"written": written(&d.range), "date": d.date})).collect();
    let tokens: Vec<Value> = unit.tokens.iter().map(|t| json!({"written": written(&t.range), "pos": t.pos, "known": t.known})).collect();
    json!({
        "page": paragraph.page,
        "text": paragraph.text.to_string(),
        "normalized": unit.normalized.as_string(),
        "quantities": quantities,
        "dates": dates,
        "tokens": tokens,
    })
}

/// Leaves of each list what stands on the page, and what stands on no page at all.
fn keep_page(members: &mut Map<String, Value>, page: u32, stage: Stage) {
    for (name, list) in members.iter_mut() {
        let Value::Array(items) = list else { continue };
        // `Page` and `Frame` carry their own number.
        if matches!((stage, name.as_str()), (Stage::Read | Stage::Layout, "pages")) {
            items.retain(|item| item.get("number").and_then(Value::as_u64) == Some(u64::from(page)));
            continue;
        }
        items.retain(|item| {
            let mut pages = Vec::new();
            mentioned(item, &mut pages);
            pages.is_empty() || pages.contains(&u64::from(page))
        });
    }
}

/// The pages that a value says it stands on: `page` members and the glyph runs of texts.
fn mentioned(value: &Value, pages: &mut Vec<u64>) {
    match value {
        Value::Object(members) => {
            pages.extend(members.get("page").and_then(Value::as_u64));
            if let Some(Value::Array(runs)) = members.get("glyphs") {
                pages.extend(runs.iter().filter_map(|run| run.get(0)?.as_u64()));
            }
            members.values().for_each(|v| mentioned(v, pages));
        }
        Value::Array(items) => items.iter().for_each(|v| mentioned(v, pages)),
        _ => {}
    }
}
