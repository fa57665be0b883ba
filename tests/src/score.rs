//! The Rust twin of `score.py`: a plan document against its gold annotation, every figure an F1 or a share between 0 and 1.
use crate::text::{norm, pair, similar};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a document scored.
#[derive(Debug, Default)]
pub struct Score {
    /// The figures by name; `score` is their mean.
    pub figures: BTreeMap<String, f64>,
    /// What differed, for people.
    pub differences: Vec<String>,
}

impl Score {
    /// The mean of all figures.
    pub fn mean(&self) -> f64 {
        self.figures.get("score").copied().unwrap_or(0.0)
    }

    fn set(&mut self, name: &str, value: Option<f64>) {
        if let Some(v) = value {
            self.figures.insert(name.to_owned(), v);
        }
    }

    fn note(&mut self, what: &str, row: impl std::fmt::Display) {
        self.differences.push(format!("{what}: {row}"));
    }

    /// Rows as a multiset: how many of the gold's are there, how many are too many.
    fn relation(&mut self, name: &str, gold: &[String], got: &[String]) {
        if gold.is_empty() && got.is_empty() {
            return;
        }
        let mut rest: Vec<&String> = got.iter().collect();
        let mut hit = 0;
        for g in gold {
            match rest.iter().position(|r| *r == g) {
                Some(at) => {
                    rest.swap_remove(at);
                    hit += 1;
                }
                None => self.note(&format!("{name} missed"), g),
            }
        }
        for r in rest {
            self.note(&format!("{name} extra"), r);
        }
        self.set(name, f1(hit, gold.len(), got.len()));
    }
}

/// Scores a plan document (as JSON) against its gold annotation.
pub fn score(gold: &Value, doc: &Value) -> Score {
    let mut out = Score::default();
    score_plan(&mut out, &gold["plan"], &doc["plan"]);
    let optional: Vec<String> = rows(gold, "optional").iter().map(|t| norm(string(t))).collect();
    let sections = pair_sections(&mut out, gold, doc, &optional);
    let measures = pair_measures(&mut out, gold, doc, &sections);
    score_owners(&mut out, gold, doc, &measures);
    score_statements(&mut out, gold, doc, &measures);
    score_targets(&mut out, gold, doc, &sections, &measures);
    let mean = out.figures.values().sum::<f64>() / out.figures.len().max(1) as f64;
    out.set("score", Some(mean));
    out
}

fn score_plan(out: &mut Score, gold: &Value, got: &Value) {
    let (issuer, period) = (&got["issuer"], &got["period"]);
    let mut checks = vec![
        norm(string(&got["title"])).contains(&norm(string(&gold["title"]))),
        norm(string(&gold["issuer"])) == norm(string(&issuer["name"])),
        gold["issuer_kind"] == issuer["kind"],
        gold["first_fiscal_year"] == period["first_fiscal_year"],
        gold["last_fiscal_year"] == period["last_fiscal_year"],
    ];
    if !string(&gold["published"]).is_empty() {
        checks.push(gold["published"] == got["published"]["date"]);
    }
    let right = checks.iter().filter(|c| **c).count();
    if right < checks.len() {
        out.note("plan", format_args!("{gold} | {got}"));
    }
    out.set("plan", Some(right as f64 / checks.len() as f64));
}

/// Which record stands for which section of the gold.
struct Sections {
    /// Gold key to record id.
    record_of: BTreeMap<String, String>,
    /// Record id to gold key.
    gold_of: BTreeMap<String, String>,
    /// An optional section stands for the section around it.
    up: BTreeMap<String, Option<String>>,
    optional: Vec<String>,
}

impl Sections {
    fn real(&self, id: Option<&str>) -> Option<String> {
        let mut at = id.map(str::to_owned);
        let mut seen = BTreeSet::new();
        while let Some(id) = &at {
            match self.up.get(id) {
                Some(parent) if seen.insert(id.clone()) => at = parent.clone(),
                _ => break,
            }
        }
        at
    }

    fn is_optional(&self, text: &str) -> bool {
        self.optional.iter().any(|o| similar(text, o) > 0.0)
    }

    /// Whether a record stands in the section of a gold key (none is none).
    fn same(&self, gold: &Value, record: &Value) -> bool {
        let got = self.real(record.as_str());
        match gold.as_str() {
            Some(key) => got.is_some() && self.record_of.get(key) == got.as_ref(),
            None => got.is_none(),
        }
    }
}

fn pair_sections(out: &mut Score, gold: &Value, doc: &Value, optional: &[String]) -> Sections {
    let (gs, rs) = (rows(gold, "sections"), rows(doc, "sections"));
    let or_label = |title: String, label: &Value| if title.is_empty() { norm(string(label)) } else { title };
    let a: Vec<String> = gs.iter().map(|s| or_label(norm(string(&s["title"])), &s["label"])).collect();
    let b: Vec<String> = rs.iter().map(|s| or_label(norm(string(&s["title"])), &s["label"]["raw"])).collect();
    let pairs = pair(&a, &b);
    let mut sections = Sections { record_of: BTreeMap::new(), gold_of: BTreeMap::new(), up: BTreeMap::new(), optional: optional.to_vec() };
    for (i, j) in &pairs {
        sections.record_of.insert(string(&gs[*i]["key"]).to_owned(), string(&rs[*j]["id"]).to_owned());
        sections.gold_of.insert(string(&rs[*j]["id"]).to_owned(), string(&gs[*i]["key"]).to_owned());
    }
    let mut extra = 0;
    for (j, r) in rs.iter().enumerate().filter(|(j, _)| !pairs.iter().any(|p| p.1 == *j)) {
        if sections.is_optional(&b[j]) {
            sections.up.insert(string(&r["id"]).to_owned(), r["parent_id"].as_str().map(str::to_owned));
        } else {
            extra += 1;
            out.note("section extra", &r["title"]);
        }
    }
    for (_, g) in gs.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|p| p.0 == *i)) {
        out.note("section missed", &g["title"]);
    }
    out.set("sections", f1(pairs.len(), gs.len(), pairs.len() + extra));
    // A parent that was not found is taken for none, as score.py has it.
    let right = pairs.iter().filter(|(i, j)| {
        let want = gs[*i]["parent"].as_str().and_then(|p| sections.record_of.get(p));
        want == sections.real(rs[*j]["parent_id"].as_str()).as_ref()
    });
    let right = right.count();
    out.set("section_parent", (!gs.is_empty()).then(|| right as f64 / gs.len() as f64));
    sections
}

/// Which record stands for which measure of the gold.
struct Measures {
    /// Record id to gold key.
    gold_of: BTreeMap<String, String>,
    /// Records that are neither right nor wrong.
    optional: BTreeSet<String>,
}

impl Measures {
    fn keep(&self, row: &&Value) -> bool {
        !self.optional.contains(string(&row["measure_id"]))
    }

    fn key(&self, id: &Value) -> &str {
        self.gold_of.get(string(id)).map_or("?", String::as_str)
    }
}

fn pair_measures(out: &mut Score, gold: &Value, doc: &Value, sections: &Sections) -> Measures {
    let (gm, rm) = (rows(gold, "measures"), rows(doc, "measures"));
    let titles = |rows: &[Value]| rows.iter().map(|m| norm(string(&m["title"]))).collect::<Vec<_>>();
    let (a, b) = (titles(gm), titles(rm));
    let pairs = pair(&a, &b);
    let gold_of =
        pairs.iter().map(|(i, j)| (string(&rm[*j]["id"]).to_owned(), string(&gm[*i]["key"]).to_owned())).collect::<BTreeMap<_, _>>();
    let mut optional = BTreeSet::new();
    let mut extra = 0;
    for (j, r) in rm.iter().enumerate().filter(|(_, r)| !gold_of.contains_key(string(&r["id"]))) {
        if sections.is_optional(&b[j]) {
            optional.insert(string(&r["id"]).to_owned());
        } else {
            extra += 1;
            out.note("measure extra", &r["title"]);
        }
    }
    for (_, g) in gm.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|p| p.0 == *i)) {
        out.note("measure missed", &g["title"]);
    }
    out.set("measures", f1(pairs.len(), gm.len(), pairs.len() + extra));
    let right = pairs.iter().filter(|(i, j)| sections.same(&gm[*i]["section"], &rm[*j]["section_id"])).count();
    out.set("measure_section", (!gm.is_empty()).then(|| right as f64 / gm.len() as f64));
    let measures = Measures { gold_of, optional };

    let kept = || rm.iter().filter(|m| !measures.optional.contains(string(&m["id"])));
    let flags = |name: &str, out: &mut Score, gold: Vec<String>, got: Vec<String>| out.relation(name, &gold, &got);
    let status = |key: &str, m: &Value| m["status"].as_str().map(|s| format!("{key} {s}"));
    let want = gm.iter().filter_map(|m| status(string(&m["key"]), m)).collect();
    let have = kept().filter_map(|m| status(measures.key(&m["id"]), m)).collect();
    flags("status", out, want, have);
    let want = gm.iter().filter(|m| m["repeat"] == true).map(|m| string(&m["key"]).to_owned()).collect();
    let have = kept().filter(|m| m["is_repeat"] == true).map(|m| measures.key(&m["id"]).to_owned()).collect();
    flags("repeat", out, want, have);
    measures
}

fn score_owners(out: &mut Score, gold: &Value, doc: &Value, measures: &Measures) {
    let want: Vec<String> = rows(gold, "measures")
        .iter()
        .flat_map(|m| rows(m, "owners").iter().map(move |o| format!("{} {}", string(&m["key"]), norm(string(o)))))
        .collect();
    let have: Vec<String> = rows(doc, "owners")
        .iter()
        .filter(|o| measures.keep(o))
        .map(|o| format!("{} {}", measures.key(&o["measure_id"]), norm(string(&o["name"]))))
        .collect();
    out.relation("owners", &want, &have);
}

fn score_statements(out: &mut Score, gold: &Value, doc: &Value, measures: &Measures) {
    let gs: Vec<(&str, &Value)> =
        rows(gold, "measures").iter().flat_map(|m| rows(m, "statements").iter().map(move |s| (string(&m["key"]), s))).collect();
    let rs: Vec<&Value> = rows(doc, "statements").iter().filter(|s| measures.keep(s)).collect();
    if gs.is_empty() && rs.is_empty() {
        return;
    }
    let a: Vec<String> = gs.iter().map(|(_, s)| norm(string(&s["text"]))).collect();
    let b: Vec<String> = rs.iter().map(|s| norm(string(&s["text"]))).collect();
    let pairs = pair(&a, &b);
    let mut good = 0;
    for (i, j) in &pairs {
        let ((key, g), r) = (gs[*i], rs[*j]);
        if g["role"] == r["role"] && years(&g["fiscal_years"]) == years(&r["fiscal_years"]) && key == measures.key(&r["measure_id"]) {
            good += 1;
        } else {
            out.note("statement differs", format_args!("{key} {g} | {r}"));
        }
    }
    for (_, (key, g)) in gs.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|p| p.0 == *i)) {
        out.note("statement missed", format_args!("{key} {}", g["text"]));
    }
    for (_, r) in rs.iter().enumerate().filter(|(j, _)| !pairs.iter().any(|p| p.1 == *j)) {
        out.note("statement extra", &r["text"]);
    }
    out.set("statement_text", f1(pairs.len(), gs.len(), rs.len()));
    out.set("statements", f1(good, gs.len(), rs.len()));
}

fn score_targets(out: &mut Score, gold: &Value, doc: &Value, sections: &Sections, measures: &Measures) {
    let gt = rows(gold, "targets");
    let rt: Vec<&Value> = rows(doc, "targets").iter().filter(|t| measures.keep(t)).collect();
    let gold_at = |t: &Value| t["measure"].as_str().or(t["section"].as_str()).unwrap_or("-").to_owned();
    let got_at = |t: &Value| match t["measure_id"].as_str() {
        Some(_) => measures.key(&t["measure_id"]).to_owned(),
        None => sections.real(t["section_id"].as_str()).and_then(|id| sections.gold_of.get(&id).cloned()).unwrap_or_else(|| "?".into()),
    };
    let detail = |t: &Value, within: &str| {
        let mut q: Vec<&str> = rows(t, "qualifiers").iter().map(string).collect();
        q.sort_unstable();
        let baseline = t["baseline"]["value"].as_f64().map(|v| format!("{v:.6}"));
        format!("{} {q:?} {} {baseline:?}", fact(t), t[within].as_str().is_some_and(|w| !w.is_empty()))
    };
    let each = |rows: &[&Value], row: &dyn Fn(&Value) -> String| rows.iter().map(|t| row(t)).collect::<Vec<_>>();
    let gt: Vec<&Value> = gt.iter().collect();
    out.relation("target_facts", &each(&gt, &fact), &each(&rt, &fact));
    let placed = |at: String, t: &Value| format!("{at} {} {:?}", fact(t), years(&t["fiscal_years"]));
    out.relation("targets", &each(&gt, &|t| placed(gold_at(t), t)), &each(&rt, &|t| placed(got_at(t), t)));
    out.relation("target_detail", &each(&gt, &|t| detail(t, "within")), &each(&rt, &|t| detail(t, "within_id")));
    let gm: Vec<&Value> = rows(gold, "milestones").iter().collect();
    let rm: Vec<&Value> = rows(doc, "milestones").iter().filter(|t| measures.keep(t)).collect();
    let dated = |at: String, t: &Value| format!("{at} {}", string(&t["date"]));
    out.relation("milestones", &each(&gm, &|t| dated(gold_at(t), t)), &each(&rm, &|t| dated(got_at(t), t)));
}

/// What a target says, without where: comparator, value and unit.
fn fact(t: &Value) -> String {
    format!("{} {:.6} {}", string(&t["comparator"]), t["value"].as_f64().unwrap_or(f64::NAN), norm(string(&t["unit"])))
}

fn f1(hit: usize, gold: usize, got: usize) -> Option<f64> {
    (gold + got > 0).then(|| 2.0 * hit as f64 / (gold + got) as f64)
}

fn years(v: &Value) -> Option<(i64, i64)> {
    Some((v.get(0)?.as_i64()?, v.get(1)?.as_i64()?))
}

fn rows<'a>(v: &'a Value, key: &str) -> &'a [Value] {
    v[key].as_array().map_or(&[], Vec::as_slice)
}

fn string(v: &Value) -> &str {
    v.as_str().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn gold() -> Value {
        json!({
            "plan": {"title": "計画", "issuer": "みどり野市", "issuer_kind": "municipality", "first_fiscal_year": 2024, "last_fiscal_year": 2026},
            "sections": [{"key": "s1", "parent": null, "label": "１", "title": "広報"}],
            "measures": [{"key": "m1", "section": "s1", "title": "広報紙を毎月発行する。", "status": "new", "repeat": false, "owners": ["広報課"],
                "statements": [{"role": "goal", "fiscal_years": [2026, 2026], "text": "年間12回発行"}]}],
            "targets": [{"measure": "m1", "comparator": "eq", "value": 12, "unit": "回", "qualifiers": ["per_year"], "fiscal_years": [2026, 2026]}],
            "milestones": [], "optional": ["計画のあらまし"]
        })
    }

    fn document() -> Value {
        json!({
            "plan": {"title": "みどり野市計画", "issuer": {"name": "みどり野市", "kind": "municipality"},
                "period": {"first_fiscal_year": 2024, "last_fiscal_year": 2026}},
            "sections": [{"id": "s0", "parent_id": null, "label": null, "title": "計画のあらまし"},
                {"id": "s1", "parent_id": "s0", "label": {"raw": "１"}, "title": "広報"}],
            "measures": [{"id": "m1", "section_id": "s1", "title": "広報紙を毎月発行する。", "status": "new", "is_repeat": false}],
            "owners": [{"measure_id": "m1", "name": "広報課"}],
            "statements": [{"measure_id": "m1", "role": "goal", "fiscal_years": [2026, 2026], "text": "年間12回発行"}],
            "targets": [{"measure_id": "m1", "comparator": "eq", "value": 12.0, "unit": "回", "qualifiers": ["per_year"], "fiscal_years": [2026, 2026]}],
        })
    }

    #[test]
    fn an_equal_document_scores_one() {
        let s = score(&gold(), &document());
        assert_eq!((s.mean(), s.differences.as_slice()), (1.0, &[] as &[String]), "{s:?}");
    }

    #[test]
    fn a_wrong_owner_and_a_missing_target_cost() {
        let mut doc = document();
        doc["owners"][0]["name"] = json!("総務課");
        doc["targets"] = json!([]);
        let s = score(&gold(), &doc);
        assert_eq!((s.figures["owners"], s.figures["targets"], s.figures["measures"]), (0.0, 0.0, 1.0));
    }
}
