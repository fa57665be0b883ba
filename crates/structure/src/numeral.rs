//! Numerals of labels: arabic, kanji, roman, enclosed, letters in their order.
use keikaku_model::outline::Scheme;

/// The digits (half or full width) from `at`: their value and the index behind them.
pub(crate) fn arabic(text: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    let mut value: u32 = 0;
    while let Some(digit) = text.get(end).and_then(|c| digit(*c)) {
        value = value.saturating_mul(10).saturating_add(digit);
        end += 1;
    }
    (end > at).then_some((value, end))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        c => c.to_digit(10),
    }
}

/// A kanji numeral up to 九十九 from `at`.
pub(crate) fn kanji(text: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    let (mut tens, mut ones, mut seen_ten) = (0, 0, false);
    while let Some(c) = text.get(end) {
        match "一二三四五六七八九".chars().position(|k| k == *c) {
            Some(i) if ones == 0 => ones = i as u32 + 1,
            _ if *c == '十' && !seen_ten => {
                tens = ones.max(1);
                ones = 0;
                seen_ten = true;
            }
            _ => break,
        }
        end += 1;
    }
    (end > at).then_some((tens * 10 + ones, end))
}

/// A roman numeral of letters (half or full width, one case) or of the numeral characters Ⅰ ⅱ from `at`.
pub(crate) fn roman(text: &[char], at: usize) -> Option<(u32, usize)> {
    if let Some((Scheme::RomanUpper | Scheme::RomanLower, n, _)) = text.get(at).and_then(|c| enclosed(*c)) {
        return Some((n, at + 1));
    }
    let letters: String = text[at.min(text.len())..].iter().take(5).map(|c| half(*c)).take_while(|c| "IVXivx".contains(*c)).collect();
    let same_case = letters.chars().all(|c| c.is_uppercase()) || letters.chars().all(|c| c.is_lowercase());
    // A letter that goes on (Ｘ線, IT, vision) is a word.
    let ends = text.get(at + letters.len()).is_none_or(|c| !c.is_alphabetic() || *c as u32 > 0x2fff && !('Ａ'..='ｚ').contains(c));
    if letters.is_empty() || !same_case || !ends {
        return None;
    }
    let value = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]
        .iter()
        .position(|r| *r == letters.to_uppercase())?;
    Some((value as u32 + 1, at + letters.len()))
}

fn half(c: char) -> char {
    match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Scheme, number and default rank of a character that is a whole label.
pub(crate) fn enclosed(c: char) -> Option<(Scheme, u32, f32)> {
    let n = |first: u32, base: u32| c as u32 - first + base;
    Some(match c as u32 {
        0x2160..=0x216b => (Scheme::RomanUpper, n(0x2160, 1), 3.0),
        0x2170..=0x217b => (Scheme::RomanLower, n(0x2170, 1), 7.4),
        0x2460..=0x2473 => (Scheme::Circled, n(0x2460, 1), 6.0),
        0x3251..=0x325f => (Scheme::Circled, n(0x3251, 21), 6.0),
        0x32b1..=0x32bf => (Scheme::Circled, n(0x32b1, 36), 6.0),
        0x2474..=0x2487 => (Scheme::ParenArabic, n(0x2474, 1), 5.0),
        0x2488..=0x249b => (Scheme::Arabic, n(0x2488, 1), 4.0),
        0x249c..=0x24b5 => (Scheme::ParenLatin, n(0x249c, 1), 7.2),
        0x2776..=0x277f => (Scheme::CircledOther, n(0x2776, 1), 6.0),
        0x2780..=0x2789 => (Scheme::CircledOther, n(0x2780, 1), 6.0),
        0x278a..=0x2793 => (Scheme::CircledOther, n(0x278a, 1), 6.0),
        0x24eb..=0x24f4 => (Scheme::CircledOther, n(0x24eb, 11), 6.0),
        0x24f5..=0x24fe => (Scheme::CircledOther, n(0x24f5, 1), 6.0),
        0x32d0..=0x32fe => (Scheme::ParenKatakana, n(0x32d0, 1), 6.8),
        0x3220..=0x3229 => (Scheme::ParenKanji, n(0x3220, 1), 4.6),
        _ => return None,
    })
}

const KATAKANA: &str = "アイウエオカキクケコサシスセソタチツテト";
const IROHA: &str = "イロハニホヘト";

/// Place in アイウエオ order.
pub(crate) fn katakana(c: char) -> Option<u32> {
    let wide = match c {
        'ｱ'..='ｺ' => KATAKANA.chars().nth(c as usize - 'ｱ' as usize)?,
        c => c,
    };
    KATAKANA.chars().position(|k| k == wide).map(|i| i as u32 + 1)
}

/// Place in イロハ order of the letters that アイウエオ numbering does not reach.
pub(crate) fn iroha(c: char) -> Option<u32> {
    (katakana(c).is_none()).then(|| iroha_any(c)).flatten()
}

/// Place in イロハ order.
pub(crate) fn iroha_any(c: char) -> Option<u32> {
    IROHA.chars().position(|k| k == c).map(|i| i as u32 + 1)
}

/// Place in the Latin alphabet.
pub(crate) fn latin(c: char) -> Option<u32> {
    let c = half(c);
    c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase() as u32 - 'a' as u32 + 1)
}
