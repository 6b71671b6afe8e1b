//! Branches of limits that hold only under a condition.

use serde_json::json;

use super::branch::{all_there, at};
use super::conditional::holds;
use super::rules::Rules;
use crate::conditions;

/// Adds them for the form of `rules`.
pub(super) fn add(rules: &mut Rules<'_>, amount: &str, currency: &str) {
    for (limit, one, when) in conditions::limits(rules.form) {
        let sum = json!({ "type": "integer", "minimum": 0 });
        let of = all_there(&[(currency, json!({ "const": limit.currency })), (amount, sum)]);
        let only = json!({ "allOf": [of, holds(&when)] });
        let subject = format!("{}/when/{}", limit.currency, when.told);
        let bounds = [
            ("amount/min", one.min.map(|min| json!({ "minimum": min }))),
            ("amount/max", one.max.map(|max| json!({ "maximum": max }))),
            ("amount/step", one.step.map(|step| json!({ "multipleOf": step }))),
        ];
        for (kind, bound) in bounds {
            if let Some(bound) = bound {
                rules.sum(kind, &subject, one.force, &one.cite, &only, at(amount, bound));
            }
        }
    }
}
