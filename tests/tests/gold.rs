//! The annotations of the corpora: whole, and true to the source.
use keikaku_tests::corpus::{self, Plan};
use keikaku_tests::text::norm;
use serde_json::Value;
use std::collections::BTreeSet;

fn rows<'a>(v: &'a Value, key: &str) -> &'a [Value] {
    v[key].as_array().map_or(&[], Vec::as_slice)
}

/// The source a plan is typeset from, as the reader of the page gets it: without markup.
fn source(plan: &Plan) -> String {
    let folder = plan.file.parent().expect("a plan lies in a folder");
    let bytes = |name: String| std::fs::read(folder.join(name)).ok();
    let doc = &plan.doc;
    if let Some(html) = bytes(format!("{doc}.html")).or_else(|| bytes(format!("{doc}.writer.html"))) {
        let html = String::from_utf8(html).expect("HTML sources are UTF-8");
        return html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    }
    if let Some(typst) = bytes(format!("{doc}.typ")) {
        return String::from_utf8(typst).expect("Typst sources are UTF-8");
    }
    let text = bytes(format!("{doc}.txt")).expect("a plan has a source");
    let encodings = [encoding_rs::UTF_8, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP];
    let decoded = encodings.iter().find_map(|e| e.decode_without_bom_handling_and_without_replacement(&text));
    decoded.expect("a text is UTF-8, Shift_JIS or EUC-JP").into_owned()
}

#[test]
fn gold_texts_stand_in_the_source() {
    let plans = corpus::plans();
    assert!(plans.len() >= 6, "corpora/plans holds only {} plans with gold", plans.len());
    for plan in &plans {
        assert!(plan.file.is_file(), "{} is not there; run corpora/build {}", plan.file.display(), plan.doc);
        let source = norm(&source(plan));
        let gold = &plan.gold;
        let mut texts = vec![&gold["plan"]["title"], &gold["plan"]["issuer"]];
        texts.extend(rows(gold, "sections").iter().map(|s| &s["title"]));
        for m in rows(gold, "measures") {
            texts.push(&m["title"]);
            texts.extend(rows(m, "owners"));
            texts.extend(rows(m, "statements").iter().map(|s| &s["text"]));
        }
        texts.extend(rows(gold, "targets").iter().chain(rows(gold, "milestones")).map(|t| &t["quote"]));
        for text in texts.iter().filter_map(|t| t.as_str()) {
            assert!(source.contains(&norm(text)), "{}: the gold says {text:?}, which the source does not", plan.doc);
        }
    }
}

#[test]
fn gold_keys_are_unique_and_known() {
    for plan in corpus::plans() {
        let gold = &plan.gold;
        let mut keys = BTreeSet::new();
        for (row, parent) in
            rows(gold, "sections").iter().map(|s| (s, "parent")).chain(rows(gold, "measures").iter().map(|m| (m, "section")))
        {
            let key = row["key"].as_str().expect("a row has a key");
            let up = row[parent].as_str();
            assert!(up.is_none_or(|p| keys.contains(p)), "{}: {key} stands under {up:?}, which is not before it", plan.doc);
            assert!(keys.insert(key), "{}: two rows have the key {key}", plan.doc);
        }
        for row in rows(gold, "targets").iter().chain(rows(gold, "milestones")) {
            let at = row["measure"].as_str().or(row["section"].as_str());
            assert!(at.is_some_and(|a| keys.contains(a)), "{}: {row} belongs to nothing", plan.doc);
        }
    }
}
