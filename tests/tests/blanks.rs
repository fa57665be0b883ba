//! No blank stands between two Japanese characters of Markdown or records where the page prints none.
use keikaku_pipeline::{Profile, Stage, Stages, emit, stages, walk};
use keikaku_tests::corpus;
use serde_json::Value;

/// Characters are apart on the page if they leave this many ems between them: the narrowest blank of a font has 0.22, the spacing of
/// justified lines less.
const APART: f32 = 0.2;

fn japanese(ch: char) -> bool {
    matches!(ch, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The pairs of Japanese characters with nothing but blanks between them.
fn parted(text: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = text.chars().collect();
    let is_blank = |c: char| matches!(c, ' ' | '\u{3000}');
    let next = |i: usize| chars[i + 1..].iter().copied().find(|c| !is_blank(*c));
    (0..chars.len())
        .filter(|&i| japanese(chars[i]) && chars.get(i + 1).copied().is_some_and(is_blank))
        .filter_map(|i| Some((chars[i], next(i).filter(|c| japanese(*c))?)))
        .collect()
}

/// Whether some page prints `b` after `a` on a line, with space and no other character between them.
fn printed_apart(stages: &Stages, a: char, b: char) -> bool {
    stages.pages.pages.iter().any(|page| {
        // Along and across the lines, for each way of writing.
        let boxes = |down: bool| -> Vec<(char, [f32; 4], f32)> {
            let turned = |r: [f32; 4]| if down { [r[1], r[0], r[3], r[2]] } else { r };
            let inked = page.glyphs.iter().filter(|g| !g.ch.is_whitespace());
            inked.map(|g| (g.ch, turned([g.bbox.x0, g.bbox.y0, g.bbox.x1, g.bbox.y1]), g.size)).collect()
        };
        [false, true].map(boxes).iter().any(|glyphs| {
            let level = |p: &[f32; 4], q: &[f32; 4]| p[3].min(q[3]) - p[1].max(q[1]) >= (p[3] - p[1]).min(q[3] - q[1]) * 0.5;
            glyphs.iter().filter(|g| g.0 == a).any(|(_, p, size)| {
                let after = glyphs.iter().filter(|(_, q, _)| level(p, q) && q[0] + q[2] > p[0] + p[2] && q != p);
                let next = after.min_by(|x, y| x.1[0].total_cmp(&y.1[0]));
                next.is_some_and(|(ch, q, _)| *ch == b && q[0] - p[2] >= size * APART)
            })
        })
    })
}

/// The texts of a plan document with the names of their fields; `column` joins the headers over a cell with blanks.
fn fields<'a>(value: &'a Value, name: &'a str, out: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(k, v)| fields(v, k, out)),
        Value::Array(items) => items.iter().for_each(|v| fields(v, name, out)),
        Value::String(text) if name != "column" => out.push((name, text)),
        _ => {}
    }
}

/// Markdown without the badges behind its lines: they stand in boxes of their own, beside the line or over it.
fn without_badges(markdown: &str, badges: &[String]) -> String {
    let bare = |line: &str| {
        let mut line = line;
        while let Some(rest) = badges.iter().find_map(|b| line.strip_suffix(b.as_str())) {
            line = rest;
        }
        line.to_owned()
    };
    markdown.lines().map(bare).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_blank_that_the_page_does_not_print() {
    let mut seen = 0;
    for plan in corpus::plans() {
        let bytes = std::fs::read(&plan.file).expect("the file was listed");
        let name = plan.file.file_name().expect("a listed file has a name").to_string_lossy();
        let done = stages::run(&bytes, &name, &Profile::default(), Stage::Facts).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (Some(document), Some(outline), Some(records)) = (&done.document, &done.outline, &done.plan) else { panic!("all stages ran") };
        let records: Value = serde_json::from_slice(&emit::plan_document(records)).expect("emit writes JSON");
        let badges: Vec<String> = walk(document).flat_map(|p| &p.badges).map(|b| format!(" {b}")).collect();
        let markdown = without_badges(&emit::markdown(document, outline), &badges);
        let mut texts = vec![("Markdown", markdown.as_str())];
        fields(&records, "", &mut texts);
        for (field, text) in texts {
            for (a, b) in parted(text) {
                seen += 1;
                assert!(printed_apart(&done, a, b), "{name}: {field} has a blank between {a} and {b}, which no page has");
            }
        }
    }
    assert!(seen > 0, "the corpora print blanks here and there");
}
