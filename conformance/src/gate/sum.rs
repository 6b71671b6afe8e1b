//! Sums as requests write them, and their limits.

use std::collections::BTreeMap;

use methodspec::resolved::{Bound, Force, Interface, Limit, Operation};
use serde_json::Value;

use super::model::{Model, opens, pointer};
use super::payment::{Operation as Done, Payment};
use super::refusal::{Refusal, Why};

/// Writes each number with a fraction or an exponent as the integer that it is, `1000.0` and `1e3` as 1000: to JSON Schema
/// both are integers, and the signature has them alike. From 2^53 on nobody knows which integer was meant: such a number
/// stays, and is no integer. Whether there was any.
pub(super) fn make_whole(json: &mut Value) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match json {
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < EXACT);
            if let Some(whole) = whole {
                #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
                let integer = whole as i64;
                *json = integer.into();
            }
            whole.is_some()
        }
        Value::Array(items) => items.iter_mut().fold(false, |found, item| make_whole(item) | found),
        Value::Object(members) => members.values_mut().fold(false, |found, member| make_whole(member) | found),
        _ => false,
    }
}

/// The sum at a path: nothing where nothing stands there. What is there and is no whole number of minor units is refused,
/// never passed over.
pub(super) fn read(body: &Value, path: &str) -> Result<Option<i64>, Refusal> {
    let Some(value) = body.pointer(&pointer(path)) else { return Ok(None) };
    let sum = value.as_i64().filter(|sum| *sum >= 0);
    sum.map(Some).ok_or_else(|| Refusal::of(Why::Malformed, path, "is no whole number of minor units"))
}

fn is_within((least, most): (Option<i64>, Option<i64>), sum: i64) -> bool {
    least.is_none_or(|least| sum >= least) && most.is_none_or(|most| sum <= most)
}

fn no_sum(field: &str) -> Refusal {
    Refusal::of(Why::Malformed, field, "is no sum that the platform takes")
}

impl Model {
    /// Whether the customer may pay another sum than a payment was opened with; nothing where the documents do not say.
    pub(super) fn may_differ(&self, payment: &Payment) -> Option<bool> {
        self.operation(&payment.method, payment.kind)?.sum_may_differ()
    }

    /// The sum that callbacks and answers call the asked one. Where the documents do not say that another one may be paid, two
    /// sums would contradict each other: then it is what the operation took.
    pub(super) fn asked_sum(&self, payment: &Payment, operation: &Done) -> i64 {
        if self.may_differ(payment) == Some(true) { operation.amount } else { operation.took() }
    }

    /// Holds a sum against what the platform says of all: 0 is none.
    ///
    /// # Errors
    /// Where it is beyond that.
    pub(super) fn is_sum(&self, field: &str, sum: i64) -> Result<(), Refusal> {
        let range = self.specs.platform.fields.get("payment.amount").map(|field| field.value.range);
        if is_within(range.unwrap_or_default(), sum) { Ok(()) } else { Err(no_sum(field)) }
    }

    /// The same on the Payment Page, where one of these operations may say more: its word is taken then, in the currencies
    /// that it names.
    ///
    /// # Errors
    /// Where none takes it.
    pub(super) fn is_page_sum(&self, operations: &[&Operation], sum: i64, currency: &str) -> Result<(), Refusal> {
        const FIELD: &str = "payment_amount";
        let named = |operation: &&&Operation| operation.currencies.iter().flatten().any(|one| one == currency);
        let forms = operations.iter().filter(named).flat_map(|operation| &operation.forms);
        let rows = forms.filter(|form| form.interface == Interface::PaymentPage).flat_map(|form| &form.rows);
        let mut ranges = rows.filter(|row| row.path == FIELD).map(|row| row.value.range).peekable();
        if ranges.peek().is_none() {
            return self.is_sum(FIELD, sum);
        }
        if ranges.any(|range| is_within(range, sum)) { Ok(()) } else { Err(no_sum(FIELD)) }
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

/// Holds a sum against the limits of its currency: the widest that a condition makes of them, for conditions are not looked at
/// here.
fn within(amounts: &BTreeMap<String, Limit>, sum: i64, code: &str, field: &str) -> Result<(), Refusal> {
    let Some(limit) = amounts.get(code).filter(|limit| limit.force == Force::Enforced) else { return Ok(()) };
    if limit.widest(Bound::Max).is_some_and(|max| sum > max) {
        return Err(Refusal::of(Why::OverLimit, field, "is above the limit"));
    }
    if limit.widest(Bound::Min).is_some_and(|min| sum < min) {
        return Err(Refusal::of(Why::UnderLimit, field, "is below the limit"));
    }
    Ok(())
}
