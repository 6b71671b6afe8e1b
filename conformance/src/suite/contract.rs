//! Limits that the merchant's contract decides.

use ecommpay_platform::runtime::form::Severity;
use ecommpay_platform::runtime::money::Force;
use serde_json::Value;

use super::trial::Trial;
use crate::check::{Check, Failure};

impl Trial<'_> {
    /// Nothing is refused until a contract says what it allows; then its both ends are taken and what lies beyond is not.
    pub(super) fn contract(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let (Some(method), Some(entry)) = (self.engines.method, self.engines.entry) else { return Vec::new() };
        let form = entry.form;
        let limits = form.limits.iter().filter(|limit| limit.force == Force::Contract);
        let checks = limits.filter_map(|limit| {
            let id = format!("{}/amount/contract/{}", form.id, limit.currency);
            let (least, most) = (limit.min.unwrap_or(2).max(2), limit.max.unwrap_or(1_000_000));
            selected(&id).then_some(())?;
            let result = self.attempt(
                &id,
                |json| self.with_sum(json, least, limit.currency),
                |input| {
                    let contract = method.contract().limit(form.operation, limit.currency, least..=most);
                    let contract = contract.map_err(|why| why.to_string())?;
                    let reports = |minor: i64, under: bool| -> Result<Vec<String>, Failure> {
                        let json: Value = self.with_sum(input.clone(), minor, limit.currency)?.unwrap_or_default();
                        let found = if under { form.validate_under(&json, &contract) } else { form.validate(&json) };
                        Ok(found
                            .into_iter()
                            .filter(|one| one.severity == Severity::Error)
                            .map(|one| one.rule)
                            .collect())
                    };
                    let id = |kind: &str| format!("{}/amount/{kind}/{}", form.id, limit.currency);
                    let over = most.saturating_add(1);
                    let expected = [
                        (least, true, vec![]),
                        (most, true, vec![]),
                        (least - 1, true, vec![id("min")]),
                        (over, true, vec![id("max")]),
                        (least - 1, false, vec![]),
                        (over, false, vec![]),
                    ];
                    for (minor, under, wanted) in expected {
                        let found = reports(minor, under)?;
                        if found != wanted {
                            let whose = if under { "under a contract" } else { "without a contract" };
                            let found = format!("{minor} {} {whose} is reported by {found:?}", limit.currency);
                            return Err(Failure::new(format!("{wanted:?}"), found));
                        }
                    }
                    Ok(())
                },
            );
            Some(Check::tried(id, "contract", limit.cite, result))
        });
        checks.collect()
    }
}
