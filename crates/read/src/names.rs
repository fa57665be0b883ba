//! File names as other systems write them.
use encoding_rs::SHIFT_JIS;

/// A file name's bytes as text: UTF-8 where they are, else CP932, in which Windows of Japan names files in archives.
pub fn file_name(raw: &[u8]) -> String {
    std::str::from_utf8(raw).map_or_else(|_| SHIFT_JIS.decode_without_bom_handling(raw).0.into_owned(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_both_encodings() {
        assert_eq!(super::file_name("計画.pdf".as_bytes()), "計画.pdf");
        // ① and ㈱ are in CP932, not in plain Shift_JIS.
        assert_eq!(super::file_name(b"\x8Cv\x89\xE6\x87@\x87\x8A.pdf"), "計画①㈱.pdf");
    }
}
