//! The second reader: another engine's characters of the same file, to hold against ours.

/// The text of each page as pdf-extract reads it, in page order.
///
/// pdf-extract panics on predefined CMaps and overflows the stack on forms that call themselves: call this only in a process of
/// its own that may die.
///
/// # Errors
/// What pdf-extract says, as a sentence's end.
pub fn second_reading(bytes: &[u8]) -> Result<Vec<String>, String> {
    pdf_extract::extract_text_from_mem_by_pages(bytes).map_err(|e| e.to_string())
}
