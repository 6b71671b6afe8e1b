//! Why a request is refused, in the platform's words.

use methodspec::resolved::{Platform, RefusalKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a refusal is about.
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
    /// The operation code: the platform's for what it means, ours where it has no name for that.
    #[must_use]
    pub fn code(self, platform: &Platform) -> &str {
        use RefusalKind as K;
        let (kind, index, ours) = match self {
            Self::Json => (K::BadJson, 0, "2003"),
            Self::Required => (K::Missing, 0, "2004"),
            Self::Malformed | Self::TooLarge | Self::TooSlow => (K::Malformed, 0, "702"),
            Self::Used => (K::AlreadyUsed, 0, "3041"),
            Self::NotFound => (K::NotFound, 0, "3061"),
            Self::Currency => (K::Currency, 0, "3121"),
            Self::Signature => (K::Signature, 0, "3261"),
            Self::Unsigned => (K::Signature, 1, "3262"),
            Self::OverLimit => (K::OverLimit, 0, "2642"),
            Self::Unknown => (K::Method, 0, "2541"),
            Self::RefundSum => (K::RefundAmount, 0, "3283"),
            Self::RefundCurrency => (K::RefundCurrency, 0, "3284"),
            Self::RefundUsed => (K::RefundAlreadyUsed, 0, "3230"),
            Self::NotAllowed => (K::NotAllowed, 0, "310"),
            Self::State => (K::State, 0, "3060"),
            Self::UnderLimit => return "3358",
            Self::Unwritten => return "100",
        };
        platform.refusals.get(&kind).and_then(|kind| kind.codes.get(index)).map_or(ours, String::as_str)
    }

    /// The HTTP status: not documented, ours.
    #[must_use]
    pub const fn http(self) -> u16 {
        match self {
            Self::Signature | Self::Unsigned | Self::NotAllowed => 403,
            Self::NotFound | Self::Unknown => 404,
            Self::TooSlow => 408,
            Self::Used | Self::RefundUsed | Self::State => 409,
            Self::TooLarge => 413,
            Self::Unwritten => 500,
            _ => 400,
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
        let message = |why: Why| platform.codes.get(why.code(platform)).map_or("", String::as_str);
        let mut body = json!({ "status": "error", "code": self.why.code(platform), "message": message(self.why) });
        if !self.faults.is_empty() {
            let errors = self.faults.iter().map(|fault| {
                let code = fault.why.code(platform);
                json!({ "code": code, "message": message(fault.why), "field": fault.field, "description": fault.says })
            });
            body["errors"] = errors.collect();
        }
        body
    }
}
