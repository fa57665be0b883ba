//! Municipalities and prefectures with their 全国地方公共団体コード (`data/municipalities.csv`, which says for which date it holds).
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A municipality, or a prefecture where `name` is its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PublicBody {
    /// Six digits, the last one a check digit.
    pub(super) code: &'static str,
    /// 都道府県.
    pub(super) prefecture: &'static str,
    /// Its name.
    pub(super) name: &'static str,
}

static TABLE: LazyLock<BTreeMap<String, Vec<PublicBody>>> = LazyLock::new(|| {
    let mut table: BTreeMap<String, Vec<PublicBody>> = BTreeMap::new();
    for row in include_str!("../../data/municipalities.csv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = row.split(',');
        if let (Some(code), Some(prefecture), Some(city)) = (cells.next(), cells.next(), cells.next()) {
            let name = if city.is_empty() { prefecture } else { city };
            table.entry(folded(name)).or_default().push(PublicBody { code, prefecture, name });
        }
    }
    table
});

/// Spellings that differ in nothing but the shape of a character.
fn folded(name: &str) -> String {
    let fold = |c| match c {
        'ヶ' => 'ケ',
        'ッ' | 'っ' => 'ツ',
        '檮' => '梼',
        '惠' => '恵',
        '龍' => '竜',
        '嶋' => '島',
        '﨑' => '崎',
        '髙' => '高',
        '槇' => '槙',
        '條' => '条',
        '鹽' => '塩',
        '澤' => '沢',
        '邊' | '邉' => '辺',
        c => c,
    };
    name.chars().map(fold).collect()
}

/// All bodies of a name: several where prefectures share it.
pub(super) fn named(name: &str) -> &'static [PublicBody] {
    TABLE.get(&folded(name)).map_or(&[], Vec::as_slice)
}

/// Longest name of a municipality in characters, with room to spare.
const LONGEST: usize = 10;

/// The municipalities and prefectures named in a text, left to right: character index and name; the longest name at each end.
pub(super) fn mentions(chars: &[char]) -> Vec<(usize, PublicBody)> {
    let mut found = Vec::new();
    let mut free = 0;
    for end in 1..=chars.len() {
        if !matches!(chars[end - 1], '市' | '町' | '村' | '区' | '都' | '道' | '府' | '県') {
            continue;
        }
        let first = end.saturating_sub(LONGEST).max(free);
        let hit = (first..end).find_map(|start| named(&chars[start..end].iter().collect::<String>()).first().map(|b| (start, *b)));
        if let Some(hit) = hit {
            found.push(hit);
            free = end;
        }
    }
    found
}

/// The body of a name; of several of the same name the one whose prefecture the text around names, if it names but one of them.
pub(super) fn resolve(name: &str, names_prefecture: impl Fn(&str) -> bool) -> Option<PublicBody> {
    match named(name) {
        [] => None,
        [only] => Some(*only),
        several => {
            let mut near = several.iter().filter(|b| names_prefecture(b.prefecture));
            let first = near.next()?;
            near.next().is_none().then_some(*first)
        }
    }
}

/// The only municipality called `stem` + 市, 区, 町 or 村: a chamber's seat.
pub(super) fn seat(stem: &str) -> Option<PublicBody> {
    ["市", "区", "町", "村", "都", "府", "県"].iter().find_map(|end| match named(&format!("{stem}{end}")) {
        [only] => Some(*only),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 総務省: weights 6 5 4 3 2 over the first five digits; 11 minus the rest of the division by 11, its last digit.
    fn check_digit(code: &str) -> Option<u32> {
        let digits: Vec<u32> = code.chars().take(5).map(|c| c.to_digit(10)).collect::<Option<_>>()?;
        let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(d, w)| d * w).sum();
        Some((11 - sum % 11) % 10)
    }

    #[test]
    fn codes_hold_their_check_digits() {
        let bodies: Vec<&PublicBody> = TABLE.values().flatten().collect();
        assert_eq!(bodies.len(), 1741 + 47);
        for body in bodies {
            assert_eq!(body.code.len(), 6, "{body:?}");
            assert_eq!(body.code.chars().last().and_then(|c| c.to_digit(10)), check_digit(body.code), "{body:?}");
        }
    }

    #[test]
    fn shared_names_need_their_prefecture() {
        assert_eq!(resolve("府中市", |_| false), None);
        assert_eq!(resolve("府中市", |p| p == "広島県").map(|b| b.code), Some("342084"));
        assert_eq!(resolve("鎌ヶ谷市", |_| false).map(|b| b.prefecture), Some("千葉県"));
    }

    #[test]
    fn longest_names_are_found() {
        let chars: Vec<char> = "東京都府中市と四日市市".chars().collect();
        let names: Vec<&str> = mentions(&chars).iter().map(|m| m.1.name).collect();
        assert_eq!(names, ["東京都", "府中市", "四日市市"]);
    }
}
