//! `schemas/CODEBOOK.md`: every table and field in Japanese and English, made from the model and `data/columns.toml`.
use crate::flat::{Column, Kind, flat_tables};
use crate::schema::plan_schema;
use keikaku_model::plan::SCHEMA;
use serde_json::Value;
use std::fmt::Write;

/// The codebook.
pub fn codebook() -> String {
    let mut text = format!(
        "# 項目一覧 Codebook\n\n`{SCHEMA}`. この文書は型から作られる（`keikaku schema --codebook > schemas/CODEBOOK.md`）。\
         CSV・Excel・SQLite の列の順。JSON・JSONL・Parquet では同じ値が入れ子になっている（`schemas/plan.schema.json`）。\n\n\
         Made from the types. Columns as in CSV, Excel and SQLite; JSON, JSONL and Parquet nest the same values. Lists are separated by `;`. \
         Fiscal years are Japanese ones (April to March), by the Gregorian year in which they begin. Boxes are in PDF points from the page's \
         top left.\n"
    );
    for table in flat_tables() {
        let _ = write!(text, "\n## {} {}\n\n{}\n{}\n\n", table.name, table.title, table.about, table.meaning);
        text.push_str(
            "| 列 field | 名称 | 型 type | 意味 meaning | 決め方 how it is decided | 例 example |\n| --- | --- | --- | --- | --- | --- |\n",
        );
        table.columns.iter().for_each(|column| text.push_str(&line(column)));
    }
    text.push_str("\n## 語 words\n\n決まった語だけをとる項目。Fields that take these words only.\n");
    let schema = plan_schema();
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        words(&mut text, name, definition);
    }
    text
}

fn line(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Real => "number",
        Kind::Boolean => "boolean",
        Kind::List => "list",
        Kind::Json => "JSON",
    };
    let example = if column.example.is_empty() { String::new() } else { format!("`{}`", column.example) };
    let cells = [&format!("`{}`", column.name), &column.title, kind, &column.meaning, &column.about, &example];
    let cells: Vec<String> = cells.iter().map(|c| c.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn words(text: &mut String, name: &str, definition: &Value) {
    let Some(choices) = definition["oneOf"].as_array() else { return };
    let _ = write!(text, "\n### {name}\n\n{}\n\n", definition["description"].as_str().unwrap_or_default());
    for choice in choices.iter().filter(|c| c["const"].is_string()) {
        let says = choice["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(text, "- `{}`: {says}", choice["const"].as_str().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    /// The file of `schemas/` is what the types and columns say now.
    #[test]
    fn the_checked_in_codebook_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/CODEBOOK.md");
        let file = std::fs::read_to_string(path).unwrap_or_default();
        assert!(file == super::codebook(), "schemas/CODEBOOK.md is stale: keikaku schema --codebook > schemas/CODEBOOK.md");
    }
}
