//! Eras (元号) to Gregorian years.
use serde::Deserialize;
use std::sync::LazyLock;

/// The last year of an era that is read as one: 平成36年 is written, 平成360年 is a slip.
const LAST_YEAR: u32 = 199;

/// One era as `data/eras.toml` has it.
#[derive(Debug, Deserialize)]
pub(crate) struct Era {
    /// As written: 令和, ㋿.
    pub(crate) names: Vec<String>,
    /// Short forms: R.
    pub(crate) letters: Vec<String>,
    /// Gregorian year of its year 1.
    pub(crate) first: i32,
}

#[derive(Deserialize)]
struct Table {
    era: Vec<Era>,
}

/// The eras, oldest first.
pub(crate) static ERAS: LazyLock<Vec<Era>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../data/eras.toml")).expect("data/eras.toml is well-formed");
    table.era
});

/// Gregorian year of a year of an era: `era_year("令和", 6)` is 2024. The era by name (令和, ㋿) or letter (R, r, Ｒ); `None` for an unknown
/// one and for year 0. Eras go on after their end, as plans written before it do (平成33年 is 2021).
pub fn era_year(era: &str, year: u32) -> Option<i32> {
    let letter: String = era.chars().map(crate::fold::fold).collect::<String>().to_uppercase();
    let era = ERAS.iter().find(|e| e.names.iter().any(|n| n == era) || e.letters.contains(&letter))?;
    (1..=LAST_YEAR).contains(&year).then(|| era.first + year as i32 - 1)
}

#[cfg(test)]
mod tests {
    use super::era_year;

    #[test]
    fn names_letters_and_eras_that_ended() {
        assert_eq!(era_year("令和", 6), Some(2024));
        assert_eq!(era_year("Ｒ", 1), Some(2019));
        assert_eq!(era_year("平成", 33), Some(2021));
        assert_eq!(era_year("昭和", 50), Some(1975));
        assert_eq!(era_year("明治", 0), None);
        assert_eq!(era_year("元禄", 3), None);
    }
}
