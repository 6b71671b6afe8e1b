//! What refusals are about: their codes, their HTTP statuses, and when they come.

use methodspec::resolved::{Platform, RefusalKind};
use serde::{Deserialize, Serialize};

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
    /// The project is not served.
    Project,
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
    /// Every one.
    pub const ALL: [Self; 27] = [
        Self::Json,
        Self::Required,
        Self::NoAmount,
        Self::NoCurrency,
        Self::NoAccount,
        Self::NoBank,
        Self::UnknownBank,
        Self::BankCurrency,
        Self::Malformed,
        Self::Used,
        Self::NotFound,
        Self::Currency,
        Self::Project,
        Self::Signature,
        Self::Unsigned,
        Self::OverLimit,
        Self::UnderLimit,
        Self::Unknown,
        Self::RefundSum,
        Self::RefundCurrency,
        Self::RefundUsed,
        Self::NotAllowed,
        Self::State,
        Self::TooLarge,
        Self::TooSlow,
        Self::Busy,
        Self::Unwritten,
    ];

    /// The operation code: the platform's for what it means, ours where it has no name for that.
    #[must_use]
    pub fn code(self, platform: &Platform) -> &str {
        let Some((kind, index)) = self.kind() else { return self.ours() };
        platform.refusals.get(&kind).and_then(|kind| kind.codes.get(index)).map_or(self.ours(), String::as_str)
    }

    /// Which of the platform's kinds of refusals it is, and which of the kind's codes.
    const fn kind(self) -> Option<(RefusalKind, usize)> {
        use RefusalKind as K;
        Some(match self {
            Self::Json => (K::BadJson, 0),
            Self::Required => (K::Missing, 0),
            Self::NoAmount => (K::Missing, 1),
            Self::NoCurrency => (K::Missing, 2),
            Self::NoAccount => (K::Account, 0),
            Self::NoBank => (K::Bank, 0),
            Self::BankCurrency => (K::Bank, 1),
            Self::UnknownBank => (K::Bank, 2),
            Self::Malformed | Self::TooLarge | Self::TooSlow => (K::Malformed, 0),
            Self::Used => (K::AlreadyUsed, 0),
            Self::NotFound => (K::NotFound, 0),
            Self::Currency => (K::Currency, 0),
            Self::Project => (K::Project, 0),
            Self::Signature => (K::Signature, 0),
            Self::Unsigned => (K::Signature, 1),
            Self::OverLimit => (K::OverLimit, 0),
            Self::Unknown => (K::Method, 0),
            Self::RefundSum => (K::RefundAmount, 0),
            Self::RefundCurrency => (K::RefundCurrency, 0),
            Self::RefundUsed => (K::RefundAlreadyUsed, 0),
            Self::NotAllowed => (K::NotAllowed, 0),
            Self::State => (K::State, 0),
            Self::UnderLimit | Self::Unwritten | Self::Busy => return None,
        })
    }

    /// The code where the platform's file has none.
    const fn ours(self) -> &'static str {
        match self {
            Self::Json => "2003",
            Self::Required => "2004",
            Self::NoAmount => "3286",
            Self::NoCurrency => "3287",
            Self::NoAccount => "3242",
            Self::NoBank => "3244",
            Self::BankCurrency => "2641",
            Self::UnknownBank => "2801",
            Self::Malformed | Self::TooLarge | Self::TooSlow => "702",
            Self::Used => "3041",
            Self::NotFound => "3061",
            Self::Currency => "3121",
            Self::Project => "2442",
            Self::Signature => "3261",
            Self::Unsigned => "3262",
            Self::OverLimit => "2642",
            Self::UnderLimit => "3358",
            Self::Unknown => "2541",
            Self::RefundSum => "3283",
            Self::RefundCurrency => "3284",
            Self::RefundUsed => "3230",
            Self::NotAllowed => "310",
            Self::State => "3060",
            Self::Unwritten | Self::Busy => "100",
        }
    }

    /// The HTTP status of a refused request that does something: the platform's where it is documented, else ours.
    #[must_use]
    pub fn http(self, platform: &Platform) -> u16 {
        // what is answered with 200 is so to a question alone
        self.documented(platform).filter(|http| *http >= 400).unwrap_or(self.http_of_ours())
    }

    /// The HTTP status where the platform's file has none.
    #[must_use]
    pub const fn http_of_ours(self) -> u16 {
        match self {
            Self::TooSlow => 408,
            Self::TooLarge => 413,
            Self::Unwritten => 500,
            Self::Busy => 503,
            Self::Unknown => 404,
            _ => 400,
        }
    }

    /// The same of a question, which changes nothing.
    #[must_use]
    pub fn http_of_question(self, platform: &Platform) -> u16 {
        self.documented(platform).unwrap_or_else(|| self.http(platform))
    }

    fn documented(self, platform: &Platform) -> Option<u16> {
        // that no operation has the path, and limits of requests, are no refusals of the platform's
        if matches!(self, Self::Unknown | Self::TooLarge | Self::TooSlow) {
            return None;
        }
        platform.refusals.get(&self.kind()?.0)?.http
    }

    /// Whether it comes later, by the platform's file: in a callback with the payment status `error`. What is absent is told at
    /// once.
    #[must_use]
    pub fn is_later(self, platform: &Platform) -> bool {
        let kind = match self {
            // one limit is judged when the other is
            Self::UnderLimit => Some(RefusalKind::OverLimit),
            _ => self.kind().map(|(kind, _)| kind),
        };
        !self.is_absence() && kind.and_then(|kind| platform.refusals.get(&kind)).is_some_and(|kind| kind.later)
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
