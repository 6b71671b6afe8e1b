//! A refusal of the platform, by what it means.

use std::fmt;

use super::RefusedAnswer;
use crate::json::{Document, Item};

/// What a refusal means to who sent the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// There is a payment of this identifier already.
    AlreadyUsed,
    /// There is a refund of this identifier already.
    RefundAlreadyUsed,
    /// There is no such payment, or the platform does not know it yet: of a status it means that one asks again.
    NotFound,
    /// The body is no JSON.
    BadJson,
    /// There is no such project.
    Project,
    /// A required field is absent.
    Missing,
    /// The request is not as it should be.
    Malformed,
    /// The currency is not taken.
    Currency,
    /// The signature is wrong or empty.
    Signature,
    /// The account must be there, or must not.
    Account,
    /// The bank must be there, or is not known.
    Bank,
    /// The method is not known.
    Method,
    /// The amount is above the limit.
    OverLimit,
    /// More is to go back than was paid.
    RefundAmount,
    /// The refund's currency is absent, or not the payment's.
    RefundCurrency,
    /// The project may not do this.
    NotAllowed,
    /// The payment stands where this cannot be done.
    State,
    /// A code that is of no kind here.
    Other,
}

impl Kind {
    /// Whether how things stand decides, so that the same request may be refused so because it was taken in before:
    /// the payment is refunded already, the limit is used up. What is wrong with the request itself was wrong the first
    /// time too; and a payment that is not there now was not there then.
    #[must_use]
    pub const fn depends_on_state(self) -> bool {
        match self {
            Self::NotFound
            | Self::BadJson
            | Self::Project
            | Self::Missing
            | Self::Malformed
            | Self::Currency
            | Self::Signature
            | Self::Account
            | Self::Bank
            | Self::Method
            | Self::RefundCurrency => false,
            // a code that is of no kind may mean anything
            Self::AlreadyUsed
            | Self::RefundAlreadyUsed
            | Self::OverLimit
            | Self::RefundAmount
            | Self::NotAllowed
            | Self::State
            | Self::Other => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyUsed => "the payment's identifier is used already",
            Self::RefundAlreadyUsed => "the refund's identifier is used already",
            Self::NotFound => "there is no such payment, or the platform does not know it yet",
            Self::BadJson => "the body is no JSON",
            Self::Project => "there is no such project",
            Self::Missing => "a required field is absent",
            Self::Malformed => "the request is malformed",
            Self::Currency => "the currency is not taken",
            Self::Signature => "the signature is wrong or empty",
            Self::Account => "the account must be there, or must not",
            Self::Bank => "the bank is absent or not known",
            Self::Method => "the method is not known",
            Self::OverLimit => "the amount is above the limit",
            Self::RefundAmount => "more is to go back than was paid",
            Self::RefundCurrency => "the refund's currency is absent or another",
            Self::NotAllowed => "the project may not do this",
            Self::State => "the payment stands where this cannot be done",
            Self::Other => "the platform refused the request",
        })
    }
}

/// The platform did not take the request in.
///
/// `Debug` and `Display` show kind, code and how many single faults there are; the platform's words may repeat what was
/// sent, and are read by their accessors alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Refused {
    kind: Kind,
    http: u16,
    code: String,
    message: String,
    faults: Vec<Fault>,
}

impl Refused {
    pub(super) fn read(table: &RefusedAnswer, kind: impl Fn(&str) -> Kind, http: u16, body: &Document) -> Refused {
        let text = |item: Option<Item<'_>>| item.and_then(Item::signed_text).unwrap_or_default().into_owned();
        let code = text(body.at(table.code));
        let [own_code, message, field, description] = table.error;
        let fault = |item: Item<'_>| Fault {
            code: text(item.get(own_code)),
            message: text(item.get(message)),
            field: text(item.get(field)),
            description: text(item.get(description)),
            constraint: text(table.constraint.and_then(|name| item.get(name))),
        };
        let faults: Vec<Fault> =
            body.at(table.errors).map(|list| list.items().map(fault).collect()).unwrap_or_default();
        // some answers give the code with the single fault alone
        let code = if code.is_empty() { faults.first().map(|one| one.code.clone()).unwrap_or_default() } else { code };
        Refused { kind: kind(&code), http, code, message: text(body.at(table.message)), faults }
    }

    /// What it means.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The HTTP status that it came with.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.http
    }

    /// The operation code, as sent; empty where none was.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The platform's words for it. They may repeat what was sent.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Single faults.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The code, where it is one: digits, and few of them.
    pub(super) fn shown_code(&self) -> &str {
        let plain = self.code.len() <= 6 && self.code.bytes().all(|byte| byte.is_ascii_digit());
        if plain { &self.code } else { "" }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.shown_code();
        let code = if code.is_empty() { String::new() } else { format!("code {code}: ") };
        write!(f, "{code}{}", self.kind)
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("kind", &self.kind)
            .field("http", &self.http)
            .field("code", &self.shown_code())
            .field("faults", &self.faults.len())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Refused {}

/// A single fault of a refused request, in the platform's words: what is not said is empty.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The operation code.
    pub code: String,
    /// The code in words.
    pub message: String,
    /// The member that is at fault.
    pub field: String,
    /// More words.
    pub description: String,
    /// The rule that it breaks, as the platform names it.
    pub constraint: String,
}

/// Prints nothing of what the platform says.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fault(..)")
    }
}
