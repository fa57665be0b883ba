//! Prints how many glyphs, rulings, shapes and images each page of a file has, or with the second argument
//! `text` what a reader sees of it, with `on-page` all characters on the
//! page, hidden ones too, with `all` also those off it.
use keikaku_model::page::Visibility;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let bytes = std::fs::read(&path).expect("readable");
    let what = std::env::args().nth(2);
    let wanted = |v: Visibility| match what.as_deref() {
        Some("all") => true,
        Some("on-page") => v != Visibility::OffPage,
        _ => v.is_content(),
    };
    let name = std::path::Path::new(&path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match keikaku_read::pages(&bytes, &name) {
        Ok(read) => {
            for d in &read.diagnostics {
                eprintln!("{}: {}", d.code, d.message);
            }
            for p in &read.value.pages {
                if what.is_some() {
                    println!("{}", p.glyphs.iter().filter(|g| wanted(g.visibility)).map(|g| g.ch).collect::<String>());
                } else {
                    println!(
                        "{} {}x{} glyphs {} rulings {} shapes {} images {} drawings {}",
                        p.number,
                        p.width,
                        p.height,
                        p.glyphs.len(),
                        p.rulings.len(),
                        p.shapes.len(),
                        p.images.len(),
                        p.drawings.len()
                    );
                }
            }
        }
        Err(e) => eprintln!("{e}"),
    }
}
