//! What comes after a sale, or in more steps than one: money that goes back, payments in parts, steps of equal status.

use methodspec::resolved::OperationKind;
use serde_json::{Value, json};

use super::story::{Stand, Template, at, put};
use crate::three_d_secure::{STATUS, Step};

/// How money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    Whole,
    Part,
    Declined,
    Undone,
}

impl Template<'_> {
    /// News of an operation that brings money back after the sale.
    pub(super) fn back(&self, payment: &str, back: Back) -> Value {
        let mut json = self.callback(payment, Stand::Final);
        let kinds = self.platform.operations.get(&OperationKind::Refund);
        let kind = kinds.and_then(|kinds| match back {
            Back::Undone => kinds.operation_type.last(),
            _ => kinds.operation_type.first(),
        });
        put(&mut json, "operation.type", json!(kind.map_or("refund", String::as_str)));
        next_operation(&mut json, 1);
        let whole = self.sum(&json);
        let part = (whole / 2).max(1);
        // what is left of the payment, and its status: a refund that is declined changes neither
        let (left, moved, status) = match back {
            Back::Whole => (0, whole, Some("refunded")),
            Back::Undone => (0, whole, Some("reversed")),
            Back::Part => (whole - part, part, Some("partially refunded")),
            Back::Declined => (whole, whole, None),
        };
        self.sums(&mut json, left, moved);
        match status {
            Some(status) => put(&mut json, &self.platform.reading.status, json!(status)),
            None => {
                put(&mut json, "operation.status", json!("decline"));
                if let Some(operation) = json.get_mut("operation").and_then(Value::as_object_mut) {
                    operation.remove("code");
                    operation.remove("message");
                }
            }
        }
        json
    }

    /// News of a payment that two operations pay: of the first, or of the second. The payment's own sum is the whole.
    pub(super) fn part(&self, payment: &str, first: bool) -> Value {
        let mut json = self.callback(payment, Stand::Final);
        let whole = self.sum(&json);
        let part = whole * 2 / 3;
        self.sums(&mut json, whole, if first { part } else { whole - part });
        if first {
            put(&mut json, &self.platform.reading.status, json!("processing"));
        } else {
            next_operation(&mut json, 1);
        }
        json
    }

    /// A step of 3-D Secure: data of the device first, then the challenge. Its statuses are those of the other.
    pub(super) fn step(&self, payment: &str, challenge: bool) -> Value {
        let mut json = self.callback(payment, Stand::UnderWay);
        for path in [self.platform.reading.status.as_str(), "operation.status"] {
            put(&mut json, path, json!(STATUS));
        }
        let (step, url) = if challenge { (Step::Challenge, "challenge") } else { (Step::Device, "method") };
        for (member, value) in step.members(&format!("https://acs.example/{url}")) {
            put(&mut json, &member, value);
        }
        json
    }

    /// The sum of the whole payment, in minor units.
    fn sum(&self, json: &Value) -> i64 {
        let sums = &self.platform.reading.sums;
        let mut sums = [&sums.paid_so_far, &sums.asked].into_iter();
        sums.find_map(|sum| at(json, &format!("{sum}.amount"))?.as_i64()).unwrap_or(1_000)
    }

    /// Sets the payment's sum and those of its operation, wherever the callback tells them.
    fn sums(&self, json: &mut Value, payment: i64, operation: i64) {
        let sums = &self.platform.reading.sums;
        for (path, amount) in [
            (&sums.paid_so_far, payment),
            (&sums.asked, operation),
            (&sums.paid_by_operation, operation),
            (&sums.converted, operation),
        ] {
            if at(json, path).is_some() {
                put(json, &format!("{path}.amount"), json!(amount));
            }
        }
    }
}

/// Another operation of the same payment.
fn next_operation(json: &mut Value, by: i64) {
    let id = at(json, "operation.id").and_then(Value::as_i64).unwrap_or(1);
    put(json, "operation.id", json!(id.saturating_add(by)));
}
