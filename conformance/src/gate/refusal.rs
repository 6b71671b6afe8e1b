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
    /// There is no amount, where there must be one.
    NoAmount,
    /// There is no currency, where there must be one.
    NoCurrency,
    /// There is no account.
    NoAccount,
    /// There is no bank.
    NoBank,
    /// The bank is none of those that the spec has.
    UnknownBank,
    /// The bank does not take the currency.
    BankCurrency,
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
    /// Too much is going on.
    Busy,
    /// It could not be written down, so it was not done.
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
            Self::NoAmount => (K::Missing, 1, "3286"),
            Self::NoCurrency => (K::Missing, 2, "3287"),
            Self::NoAccount => (K::Account, 0, "3242"),
            Self::NoBank => (K::Bank, 0, "3244"),
            Self::BankCurrency => (K::Bank, 1, "2641"),
            Self::UnknownBank => (K::Bank, 2, "2801"),
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
            Self::Unwritten | Self::Busy => return "100",
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
            Self::Busy => 503,
            _ => 400,
        }
    }

    /// Of a broken rule, by the kind in its id and what it is about.
    #[must_use]
    pub fn of_rule(kind: &str, subject: &str) -> Self {
        match (kind, subject) {
            ("required", "payment.amount" | "payment_amount") => Self::NoAmount,
            ("required", "payment.currency" | "payment_currency") => Self::NoCurrency,
            ("required", "account" | "account.number") => Self::NoAccount,
            ("required", BANK) => Self::NoBank,
            ("required", _) => Self::Required,
            ("values", BANK) => Self::UnknownBank,
            ("together", columns) if columns.contains(BANK) && columns.contains("payment.currency") => {
                Self::BankCurrency
            }
            ("currency", _) => Self::Currency,
            ("amount/max", _) => Self::OverLimit,
            ("amount/min", _) => Self::UnderLimit,
            _ => Self::Malformed,
        }
    }

    /// Something is absent.
    #[must_use]
    pub const fn is_absence(self) -> bool {
        matches!(self, Self::Required | Self::NoAmount | Self::NoCurrency | Self::NoAccount | Self::NoBank)
    }
}

/// The field that says which bank.
const BANK: &str = "account.bank_id";

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

    /// The same of a refund, whose currency is not the platform's affair but the payment's.
    #[must_use]
    pub fn of_refund(mut self) -> Self {
        let faults = self.faults.iter_mut().map(|fault| &mut fault.why);
        for why in faults.chain([&mut self.why]).filter(|why| **why == Why::Currency) {
            *why = Why::RefundCurrency;
        }
        self
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
