//! Branches of limits that hold only under a condition.

use methodspec::resolved::Force;
use serde_json::json;

use super::branch::{all_there, at};
use super::conditional::{holds, places};
use super::rules::Rules;
use crate::conditions;

/// Adds them for the form of `rules`.
pub(super) fn add(rules: &mut Rules<'_>, amount: &str, currency: &str) {
    for (limit, one, when) in conditions::limits(rules.form) {
        if one.force == Force::Contract {
            continue;
        }
        rules.look_inside(places(&when));
        let of = all_there(&[(currency, json!({ "const": limit.currency })), (amount, rules.sums())]);
        let only = json!({ "allOf": [of, holds(&when)] });
        let subject = format!("{}/when/{}", limit.currency, when.told);
        for (kind, bound) in rules.bounds_of_sums([one.min, one.max, one.step]) {
            if let Some(bound) = bound {
                rules.sum(kind, &subject, one.force, &one.cite, &only, at(amount, bound));
            }
        }
    }
}
