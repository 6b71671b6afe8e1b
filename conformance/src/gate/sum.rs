//! Sums as requests write them, and their limits.

use std::collections::BTreeMap;

use methodspec::resolved::{Force, Interface, Limit, Operation};
use serde_json::Value;

use super::model::{Model, opens, pointer};
use super::refusal::{Refusal, Why};

/// The sum at a path: nothing where nothing stands there. `1000.0` and `1e3` are whole to JSON Schema and to nobody else:
/// what is there and is no whole number of minor units is refused, never passed over.
pub(super) fn read(body: &Value, path: &str) -> Result<Option<i64>, Refusal> {
    let Some(value) = body.pointer(&pointer(path)) else { return Ok(None) };
    let sum = value.as_i64().filter(|sum| *sum >= 0);
    sum.map(Some).ok_or_else(|| Refusal::of(Why::Malformed, path, "is no whole number of minor units"))
}

impl Model {
    /// Holds a sum against what the platform says of all: 0 is none.
    ///
    /// # Errors
    /// Where it is beyond that.
    pub(super) fn is_sum(&self, field: &str, sum: i64) -> Result<(), Refusal> {
        let range = self.specs.platform.fields.get("payment.amount").map(|field| field.value.range);
        let (least, most) = range.unwrap_or_default();
        if least.is_some_and(|least| sum < least) || most.is_some_and(|most| sum > most) {
            return Err(Refusal::of(Why::Malformed, field, "is no sum that the platform takes"));
        }
        Ok(())
    }

    /// Whether some form of an operation takes a sum on the Payment Page.
    ///
    /// # Errors
    /// By which limit it is not taken.
    pub fn page_sum(&self, operation: &Operation, sum: i64, currency: &str) -> Result<(), Refusal> {
        let forms = operation.forms.iter().filter(|form| form.interface == Interface::PaymentPage);
        let own = forms.map(|form| &form.amounts).filter(|amounts| !amounts.is_empty());
        let mut judged = own.map(|amounts| within(amounts, sum, currency, "payment_amount"));
        let first = judged.next().unwrap_or_else(|| within(&operation.amounts, sum, currency, "payment_amount"));
        if first.is_err() && judged.any(|other| other.is_ok()) { Ok(()) } else { first }
    }
}

/// What the model itself says of a sum, where no schema does.
pub(super) fn without_shape(operation: &Operation, via: Interface, json: &Value) -> Result<(), Refusal> {
    let (amount, currency) = match via {
        Interface::PaymentPage => ("payment_amount", "payment_currency"),
        _ => ("payment.amount", "payment.currency"),
    };
    let value = |path: &str| json.pointer(&pointer(path));
    let (sum, code) = match (read(json, amount)?, value(currency)) {
        (None, None) if !opens(operation.kind) => return Ok(()),
        (None, _) => return Err(Refusal::of(Why::NoAmount, amount, "is absent")),
        (_, None) => return Err(Refusal::of(Why::NoCurrency, currency, "is absent")),
        (Some(sum), Some(code)) => (sum, code),
    };
    let code = code.as_str().ok_or_else(|| Refusal::of(Why::Malformed, currency, "is no text"))?;
    if !operation.currencies_open && operation.currencies.as_ref().is_some_and(|all| !all.iter().any(|one| one == code))
    {
        return Err(Refusal::of(Why::Currency, currency, "is none that the operation takes"));
    }
    within(&operation.amounts, sum, code, amount)
}

/// Holds a sum against the limits of its currency.
fn within(amounts: &BTreeMap<String, Limit>, sum: i64, code: &str, field: &str) -> Result<(), Refusal> {
    let Some(limit) = amounts.get(code).filter(|limit| limit.force == Force::Enforced) else { return Ok(()) };
    if limit.max.is_some_and(|max| sum > max) {
        return Err(Refusal::of(Why::OverLimit, field, "is above the limit"));
    }
    if limit.min.is_some_and(|min| sum < min) {
        return Err(Refusal::of(Why::UnderLimit, field, "is below the limit"));
    }
    Ok(())
}
