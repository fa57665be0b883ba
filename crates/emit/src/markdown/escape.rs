//! Text that Markdown would take for its own signs.

/// Signs that begin something wherever they stand.
const INLINE: [char; 7] = ['\\', '`', '*', '_', '<', '|', '~'];

/// Signs that begin something at the start of a line.
const START: [char; 5] = ['#', '>', '-', '+', '='];

/// Text inside a line.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            c => {
                if INLINE.contains(&c) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// Text that begins a line.
pub(super) fn paragraph(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &str) -> String {
    let text = inline(text.trim());
    // `1. ` would be counted anew, and other numbers with it.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(START) { format!("\\{text}") } else { text }
}

/// Text inside an HTML element.
pub(super) fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}
