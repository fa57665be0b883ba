//! Prints the hidden glyphs of a file by page and reason.
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let bytes = std::fs::read(&path).expect("readable");
    let read = keikaku_read::pages(&bytes, "x.pdf").expect("a PDF");
    for p in &read.value.pages {
        let mut by: std::collections::BTreeMap<String, String> = Default::default();
        for g in p.glyphs.iter().filter(|g| !g.visibility.is_content() && !g.ch.is_whitespace()) {
            by.entry(format!("{:?} {:06x}", g.visibility, g.color)).or_default().push(g.ch);
        }
        for (k, v) in by {
            println!("{} {k}: {}", p.number, v.chars().take(100).collect::<String>());
        }
    }
}
