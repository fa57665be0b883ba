//! Characters as a reader would type them: radicals folded, variation selectors gone, vertical forms upright.

/// CJK Radicals Supplement (U+2E80–2EFF) that fonts' ToUnicode maps give for everyday kanji. NFKC maps only two of them;
/// the pairs follow the Unicode Character Database's EquivalentUnifiedIdeograph.txt.
const RADICALS: &[(char, char)] = &[
    ('⺎', '兀'),
    ('⺏', '尢'),
    ('⺐', '尢'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺔', '彑'),
    ('⺖', '忄'),
    ('⺘', '扌'),
    ('⺙', '攵'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺡', '氵'),
    ('⺢', '氺'),
    ('⺣', '灬'),
    ('⺤', '爫'),
    ('⺦', '丬'),
    ('⺨', '犭'),
    ('⺩', '王'),
    ('⺬', '示'),
    ('⺭', '礻'),
    ('⺮', '竹'),
    ('⺰', '纟'),
    ('⺱', '罓'),
    ('⺲', '罒'),
    ('⺳', '㓁'),
    ('⺴', '㓁'),
    ('⺵', '羊'),
    ('⺶', '羊'),
    ('⺷', '羊'),
    ('⺸', '羊'),
    ('⺹', '耂'),
    ('⺻', '聿'),
    ('⺼', '月'),
    ('⺽', '臼'),
    ('⺾', '艹'),
    ('⺿', '艹'),
    ('⻀', '艹'),
    ('⻁', '虎'),
    ('⻂', '衤'),
    ('⻃', '覀'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻈', '讠'),
    ('⻊', '足'),
    ('⻌', '辶'),
    ('⻍', '辶'),
    ('⻎', '辶'),
    ('⻏', '阝'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻕', '阜'),
    ('⻖', '阝'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻞', '食'),
    ('⻟', '飠'),
    ('⻠', '饣'),
    ('⻡', '首'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻲', '亀'),
    ('⻳', '龟'),
];

/// Presentation forms for vertical writing and the characters they are forms of.
const VERTICAL: &[(char, char)] = &[
    ('︐', '、'),
    ('︑', '、'),
    ('︒', '。'),
    ('︓', '：'),
    ('︔', '；'),
    ('︕', '！'),
    ('︖', '？'),
    ('︗', '〖'),
    ('︘', '〗'),
    ('︙', '…'),
    ('︰', '‥'),
    ('︱', '―'),
    ('︲', '–'),
    ('︵', '（'),
    ('︶', '）'),
    ('︷', '｛'),
    ('︸', '｝'),
    ('︹', '〔'),
    ('︺', '〕'),
    ('︻', '【'),
    ('︼', '】'),
    ('︽', '《'),
    ('︾', '》'),
    ('︿', '〈'),
    ('﹀', '〉'),
    ('﹁', '「'),
    ('﹂', '」'),
    ('﹃', '『'),
    ('﹄', '』'),
    ('﹇', '［'),
    ('﹈', '］'),
];

/// The character a reader would type for `ch`; `None` for characters that print nothing (variation selectors, zero-width marks, controls).
pub(crate) fn fold(ch: char) -> Option<char> {
    let found = |table: &[(char, char)]| table.binary_search_by_key(&ch, |p| p.0).ok().map(|i| table[i].1);
    match ch {
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}' => {
            None
        }
        '\t' | '\u{A0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => Some(' '),
        c if c.is_control() => None,
        '\u{2E80}'..='\u{2EFF}' => Some(found(RADICALS).unwrap_or(ch)),
        '\u{FE10}'..='\u{FE4F}' => Some(found(VERTICAL).unwrap_or(ch)),
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAD9}' | '\u{2F800}'..='\u{2FA1D}' => Some(compat(ch)),
        _ => Some(ch),
    }
}

/// Kangxi radicals and compatibility ideographs by their Unicode decomposition.
fn compat(ch: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    // U+FA0E … FA29 are unified ideographs in the compatibility block: they decompose to themselves.
    std::iter::once(ch).nfkc().next().unwrap_or(ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(RADICALS.is_sorted_by_key(|p| p.0));
        assert!(VERTICAL.is_sorted_by_key(|p| p.0));
    }

    #[test]
    fn folds_what_fonts_disguise() {
        let folded: String = "⼀⽣⾏⺠⻑⻄⻘⻝塚\u{FA10}︵葛\u{E0100}①㈱㎡～".chars().filter_map(fold).collect();
        assert_eq!(folded, "一生行民長西青食塚塚（葛①㈱㎡～");
    }
}
