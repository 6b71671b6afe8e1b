//! What stands at a place, as far as rules ask.

use serde_json::Value;

use crate::form::table::Kind;

/// What stands at a row.
#[derive(Debug, Clone, Copy)]
pub(in crate::form) enum Seen<'a> {
    Absent,
    Null,
    Boolean(bool),
    Integer(i64),
    /// A number that is no integer of 64 bits.
    Number,
    Text(&'a str),
    List,
    Object,
    /// A text that holds an object.
    Packed,
    /// The signer will put it there.
    Given,
}

pub(super) fn describe(seen: Seen<'_>) -> &'static str {
    match seen {
        Seen::Absent => "nothing",
        Seen::Null => "null",
        Seen::Boolean(_) => "a boolean",
        Seen::Integer(..0) => "a negative integer",
        Seen::Integer(_) => "an integer",
        Seen::Number => "a number",
        Seen::Text(_) | Seen::Packed => "a text",
        Seen::List => "a list",
        Seen::Object => "an object",
        Seen::Given => "what the signer gives",
    }
}

pub(super) fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::Encoded(_) => "a text",
        Kind::Integer(..) => "an integer",
        Kind::Boolean => "true or false, or 1 or 0",
        Kind::Amount(_) => "an amount: an integer in minor units, not negative",
        Kind::Currency => "a currency code: a text",
        Kind::Object => "an object",
        Kind::List => "a list",
        Kind::Json => "any value",
    }
}

pub(in crate::form) fn see(value: &Value) -> Seen<'_> {
    match value {
        Value::Null => Seen::Null,
        Value::Bool(boolean) => Seen::Boolean(*boolean),
        Value::Number(number) => match number.as_i64().or_else(|| whole(number.as_f64())) {
            Some(integer) => Seen::Integer(integer),
            None => Seen::Number,
        },
        Value::String(text) => Seen::Text(text),
        Value::Array(_) => Seen::List,
        Value::Object(_) => Seen::Object,
    }
}

/// `1.0` is the integer 1, in JSON Schema as in the signature's text. Beyond 2^53 a float is no integer we would trust.
fn whole(number: Option<f64>) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = number.filter(|number| number.fract() == 0.0 && number.abs() < EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    Some(number as i64)
}
