//! A Payment Page that is opened to keep or to verify a card: no method's form is of that.

use std::collections::BTreeSet;

use ecommpay_platform::runtime::form::Violation;
use methodspec::resolved::Platform;
use serde_json::Value;

use super::listed;
use crate::page_purpose::Purpose;

/// What such a page needs, as the Gate says it.
pub(super) struct Card {
    keeps: Vec<String>,
    verifies: Vec<String>,
    currencies: BTreeSet<String>,
}

impl Card {
    pub(super) fn of(platform: &Platform) -> Self {
        let needed = |purpose: Purpose| purpose.needed(platform).map(str::to_owned).collect();
        Self {
            keeps: needed(Purpose::KeepsCard),
            verifies: needed(Purpose::VerifiesCard),
            currencies: platform.currencies.keys().cloned().collect(),
        }
    }

    /// The platform's rules that it breaks, and the parameters that are missing or are not what such a page takes.
    pub(super) fn judge(&self, purpose: Purpose, json: &Value) -> (Vec<Violation>, Vec<String>) {
        let verifies = purpose == Purpose::VerifiesCard;
        let needed = if verifies { &self.verifies } else { &self.keeps };
        let is_absent = |name: &&String| match json.get(name.as_str()) {
            None | Some(Value::Null) => true,
            Some(value) => value.as_str().is_some_and(str::is_empty),
        };
        let mut wrong: Vec<String> = needed.iter().filter(is_absent).cloned().collect();
        if verifies {
            let has = |name: &str| !wrong.iter().any(|one| one == name);
            let currency = json.get("payment_currency").and_then(Value::as_str);
            let is_known = currency.is_some_and(|code| self.currencies.contains(code));
            let sum = has("payment_amount") && json.get("payment_amount").and_then(Value::as_i64) != Some(0);
            let others = [(sum, "payment_amount"), (has("payment_currency") && !is_known, "payment_currency")];
            wrong.extend(others.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, name)| name.to_owned()));
        }
        // what has a rule here is told by that; the platform's own bounds of a sum are those of a payment
        let mut violations = listed::page_parameters().validate(json);
        violations.retain(|broken| {
            let name = broken.pointer.trim_start_matches('/');
            let has_own_rule = verifies && name == "payment_amount" || wrong.iter().any(|one| one == name);
            !has_own_rule
        });
        (violations, wrong)
    }
}
