//! Prints how many glyphs, rulings, shapes and images each page of a file has, or with a second argument its text.
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let bytes = std::fs::read(&path).expect("readable");
    let name = std::path::Path::new(&path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match keikaku_read::pages(&bytes, &name) {
        Ok(read) => {
            for d in &read.diagnostics {
                eprintln!("{}: {}", d.code, d.message);
            }
            for p in &read.value.pages {
                if std::env::args().nth(2).is_some() {
                    println!("{}", p.glyphs.iter().filter(|g| g.visibility.is_content()).map(|g| g.ch).collect::<String>());
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
