//! Why a request is refused, in the platform's words.

use methodspec::resolved::Platform;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a refusal is about. The codes are the platform's; which HTTP status goes with them is not documented, and ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The body is no JSON object.
    Json,
    /// A required field is absent.
    Required,
    /// A field has another type, form or value.
    Malformed,
    /// The payment's identifier was used before.
    Used,
    /// There is no such payment or request.
    NotFound,
    /// The operation does not take the currency.
    Currency,
    /// The signature is not that of the request.
    Signature,
    /// There is no signature.
    Unsigned,
    /// The amount is above the limit.
    OverLimit,
    /// The amount is below the limit.
    UnderLimit,
    /// Nothing is served at the path.
    Unknown,
    /// The refund is of more than is left.
    RefundSum,
    /// The refund is in another currency.
    RefundCurrency,
    /// The refund's identifier was used before.
    RefundUsed,
    /// The method does not have it.
    NotAllowed,
    /// Not as the payment stands.
    State,
    /// The body is larger than is read.
    TooLarge,
    /// The request did not come in time.
    TooSlow,
    /// The answer could not be written down, so nothing was done.
    Unwritten,
}

impl Why {
    /// The code, and the HTTP status that goes with it here.
    #[must_use]
    pub const fn code(self) -> (&'static str, u16) {
        match self {
            Self::Json => ("2003", 400),
            Self::Required => ("2004", 400),
            Self::Malformed => ("702", 400),
            Self::Used => ("3041", 409),
            Self::NotFound => ("3061", 404),
            Self::Currency => ("3121", 400),
            Self::Signature => ("3261", 403),
            Self::Unsigned => ("3262", 403),
            Self::OverLimit => ("2642", 400),
            Self::UnderLimit => ("3358", 400),
            Self::Unknown => ("2541", 404),
            Self::RefundSum => ("3283", 400),
            Self::RefundCurrency => ("3284", 400),
            Self::RefundUsed => ("3230", 409),
            Self::NotAllowed => ("310", 403),
            Self::State => ("3060", 409),
            Self::TooLarge => ("702", 413),
            Self::TooSlow => ("702", 408),
            Self::Unwritten => ("100", 500),
        }
    }

    /// Of a broken rule, by the kind in its id.
    #[must_use]
    pub fn of_rule(kind: &str) -> Self {
        match kind {
            "required" => Self::Required,
            "currency" => Self::Currency,
            "amount/max" => Self::OverLimit,
            "amount/min" => Self::UnderLimit,
            _ => Self::Malformed,
        }
    }
}

/// A request that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What it is about: of the first fault, where there are several.
    pub why: Why,
    /// Each fault: what it is, the field, what is wrong with it. Never the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What it is about.
    pub why: Why,
    /// The field's path; empty where it is the whole request.
    pub field: String,
    /// What is wrong, and what to do.
    pub says: String,
}

impl From<Why> for Refusal {
    fn from(why: Why) -> Self {
        Self { why, faults: Vec::new() }
    }
}

impl Refusal {
    /// One fault of one field.
    #[must_use]
    pub fn of(why: Why, field: &str, says: impl Into<String>) -> Self {
        Self { why, faults: vec![Fault { why, field: field.to_owned(), says: says.into() }] }
    }

    /// The answer's body. Refusals of this kind are not signed.
    #[must_use]
    pub fn body(&self, platform: &Platform) -> Value {
        let message = |why: Why| platform.codes.get(why.code().0).map_or("", String::as_str);
        let mut body = json!({ "status": "error", "code": self.why.code().0, "message": message(self.why) });
        if !self.faults.is_empty() {
            let errors = self.faults.iter().map(|fault| {
                json!({ "code": fault.why.code().0, "message": message(fault.why), "field": fault.field, "description": fault.says })
            });
            body["errors"] = errors.collect();
        }
        body
    }
}
