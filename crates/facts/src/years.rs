//! Fiscal years of headers and sentences.
use crate::lexicon::Lexicon;
use keikaku_model::plan::FiscalYears;

/// The fiscal years that a column header fixes: `2020年度`, `令和６年度～７年度`, `2022年度末の到達目標`, `３年間のアクションプラン`.
pub(crate) fn of_header(_header: &str, _plan_period: Option<FiscalYears>, _lexicon: &Lexicon) -> Option<FiscalYears> {
    None
}
