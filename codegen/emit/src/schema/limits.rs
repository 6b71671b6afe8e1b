//! Branches of limits that hold only under a condition.

use methodspec::resolved::{Bound, Force};
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
        let bounds = rules.bounds_of_sums([one.min, one.max, one.step]);
        for ((kind, bound), of_which) in bounds.into_iter().zip(Bound::ALL) {
            if let Some(bound) = bound {
                rules.sum(kind, &subject, one.force_of(of_which), &one.cite, &only, at(amount, bound));
            }
        }
    }
}
