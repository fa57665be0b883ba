//! Prints the vitals of each form-feed page of standard input.
fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect("UTF-8");
    for page in text.split('\u{0C}') {
        let v = keikaku_text::vitals(page);
        println!("{:?} {v:?}", v.health());
    }
}
