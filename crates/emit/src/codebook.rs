//! `schemas/CODEBOOK.md`: every table and field in Japanese and English, made from the model, `data/columns.toml` and
//! `data/codebook.toml`.
use crate::flat::{Column, Flat, Kind, flat_tables};
use crate::schema::plan_schema;
use crate::sql;
use keikaku_model::plan::SCHEMA;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// What stands before the tables.
const HEAD: &str =
    "この文書は型から作られる（`keikaku schema --codebook > schemas/CODEBOOK.md`）。列は CSV・Excel・SQLite・PostgreSQL の順。\
JSON・JSONL・Parquet では同じ値が入れ子になっている（`schemas/plan.schema.json`）。

- 空欄は、計画に書かれていないか、読み取れなかったことを示す。型の `*` は必ず値がある列。
- 表は ID で結ぶ。`id` は計画IDと種類の文字と読む順の番号で、同じ版の keikaku なら同じファイルから常に同じ。
- 年度は4月から翌年3月まで。始まる年の西暦で表す。
- 目標値を合計するときは `same_as` と `within_id` が空の行だけを数える。
- 位置は、表示されたページの左上を原点とするポイント（`[左, 上, 右, 下]`）、テキストでは行番号。
- 人が直した項目は `corrected_by` にある。位置は直しても変わらない。

Made from the types. Columns as in CSV, Excel, SQLite and PostgreSQL; JSON, JSONL and Parquet nest the same values.

- An empty cell: the plan does not say it, or it could not be read. `*` after a type: every row has a value.
- Tables join by ids: the plan's id, letters for the kind, a number in reading order; the same version gives a file the same ids.
- Fiscal years run from April to March and are named by the Gregorian year in which they begin.
- Sums of targets count the rows whose `same_as` and `within_id` are empty.
- Boxes are in points from the top left of the page as displayed, `[left, top, right, bottom]`; places in texts are lines.
- What a person corrected stands in `corrected_by`; places do not change with it.
";

/// Units and English words beside `columns.toml`.
#[derive(Deserialize)]
struct Words {
    units: BTreeMap<String, [String; 2]>,
    decided: BTreeMap<String, String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../data/codebook.toml")).expect("our own words of the codebook can be read"));

/// The codebook.
pub fn codebook() -> String {
    let mut text = format!("# 項目一覧 Codebook\n\n`{SCHEMA}`. {HEAD}");
    for table in flat_tables() {
        let _ = write!(text, "\n## {} {}\n\n{}\n{}\n\n", table.name, table.title, table.about, table.meaning);
        text.push_str("| 列 field | 名称 | 型 type | 単位 unit | 意味 meaning | 決め方 how it is decided | 例 example |\n");
        text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
        table.columns.iter().for_each(|column| text.push_str(&line(table, column)));
    }
    text.push_str("\n## 集計 views\n\nSQLite と PostgreSQL にある集計。Views in SQLite and PostgreSQL.\n\n");
    for view in sql::views() {
        let _ = writeln!(text, "- `{}`: {}", view.name, view.meaning);
    }
    text.push_str("\n## 語 words\n\n決まった語だけをとる項目。Fields that take these words only.\n");
    let schema = plan_schema();
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        words(&mut text, name, definition);
    }
    text
}

fn line(table: &Flat, column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Real => "number",
        Kind::Boolean => "boolean",
        Kind::List => "list",
        Kind::Json => "JSON",
    };
    let kind = format!("{kind}{}", if column.required { " *" } else { "" });
    let example = if column.example.is_empty() { String::new() } else { format!("`{}`", column.example) };
    let decided = format!("{} {}", column.about, WORDS.decided.get(&column.about).map_or("", String::as_str));
    let cells = [&format!("`{}`", column.name), &column.title, &kind, &unit(table, column), &column.meaning, &decided, &example];
    let cells: Vec<String> = cells.iter().map(|c| c.trim().replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// What a number counts, in both languages.
fn unit(table: &Flat, column: &Column) -> String {
    let found = WORDS.units.get(&format!("{}.{}", table.name, column.name)).or_else(|| WORDS.units.get(&column.name));
    found.map_or_else(String::new, |[japanese, english]| format!("{japanese} {english}"))
}

fn words(text: &mut String, name: &str, definition: &Value) {
    let Some(choices) = definition["oneOf"].as_array() else { return };
    let _ = write!(text, "\n### {name}\n\n{}\n", definition["description"].as_str().unwrap_or_default());
    let listed: Vec<&str> = choices.iter().filter_map(|c| c["const"].as_str()).collect();
    let takes = |c: &Column| c.words.iter().map(String::as_str).eq(listed.iter().copied());
    let fields: Vec<String> = flat_tables()
        .iter()
        .flat_map(|table| table.columns.iter().filter(|c| takes(c)).map(move |c| format!("`{}.{}`", table.name, c.name)))
        .collect();
    let _ = write!(text, "{}\n\n", fields.join(", "));
    for choice in choices.iter().filter(|c| c["const"].is_string()) {
        let says = choice["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(text, "- `{}`: {says}", choice["const"].as_str().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The file of `schemas/` is what the types and columns say now.
    #[test]
    fn the_checked_in_codebook_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/CODEBOOK.md");
        let file = std::fs::read_to_string(path).unwrap_or_default();
        assert!(file == codebook(), "schemas/CODEBOOK.md is stale: keikaku schema --codebook > schemas/CODEBOOK.md");
    }

    #[test]
    fn every_column_says_in_both_languages_how_it_is_decided() {
        let said: BTreeSet<&str> = flat_tables().iter().flat_map(|t| &t.columns).map(|c| c.about.as_str()).collect();
        let translated: BTreeSet<&str> = WORDS.decided.keys().map(String::as_str).collect();
        assert_eq!(said.difference(&translated).collect::<Vec<_>>(), Vec::<&&str>::new(), "no English in data/codebook.toml");
        assert_eq!(translated.difference(&said).collect::<Vec<_>>(), Vec::<&&str>::new(), "no such Japanese in data/columns.toml");
    }

    #[test]
    fn numbers_have_units_or_count_themselves() {
        /// Numbers without a unit: ordinals, depths and indexes.
        const BARE: [&str; 5] = ["ordinal", "depth", "label_number", "row", "column"];
        for (table, column) in flat_tables().iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
            let number = matches!(column.kind, Kind::Integer | Kind::Real) && !BARE.contains(&column.name.as_str());
            assert!(!number || !unit(table, column).is_empty(), "{}.{} has no unit", table.name, column.name);
        }
    }
}
