//! An order, and why a callback does not confirm it or says that it is not paid.

use std::fmt;

use super::Contradiction;

/// Why a callback does not say that its payment is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unpaid {
    /// Nothing is known of when a payment is paid.
    Unknown,
    /// This member does not say success.
    Member(&'static str),
    /// The operation, or without one the payment, is of a type that takes no money, or of none.
    Type {
        /// The member with the type.
        member: &'static str,
        /// The type, as it was sent.
        found: Option<String>,
    },
}

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("nothing is known of when a payment is paid"),
            Self::Member(path) => write!(f, "{path} does not say success"),
            Self::Type { member, found: Some(found) } => write!(f, "{member} is {found:?}, which takes no money"),
            Self::Type { member, found: None } => write!(f, "{member} is absent: it may have taken no money"),
        }
    }
}

impl std::error::Error for Unpaid {}

/// What the merchant ordered, for [`Reading::check`](super::Reading::check).
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The project that asked for it: a callback of a test project pays no live order.
    pub project_id: i64,
    /// The merchant's id of the payment.
    pub payment_id: &'a str,
    /// In minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
}

/// Prints no identifier of the payment.
impl fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { project_id, amount, currency, payment_id: _ } = self;
        let mut shown = f.debug_struct("Order");
        shown
            .field("project_id", project_id)
            .field("amount", amount)
            .field("currency", currency)
            .finish_non_exhaustive()
    }
}

/// What of an order a callback does not confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// It is of another project.
    Project,
    /// It is about another payment.
    PaymentId,
    /// It is in another currency.
    Currency,
    /// It is about another sum, in minor units.
    Amount {
        /// As ordered.
        ordered: i64,
        /// As the callback says.
        found: i64,
    },
    /// What was done takes no money from the customer: a refund, a payout, a hold.
    Type {
        /// The member with the type of the operation, or without one of the payment.
        member: &'static str,
        /// The type, as it was sent.
        found: String,
    },
    /// The callback does not say.
    Absent(&'static str),
    /// Members of the callback contradict each other: it confirms no order.
    Contradiction(Contradiction),
    /// The payment is not paid: not yet, or not all of it.
    Unpaid(Unpaid),
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project => f.write_str("the callback is of another project than the order"),
            Self::PaymentId => f.write_str("the callback is about another payment"),
            Self::Currency => f.write_str("the callback is in another currency than the order"),
            Self::Amount { ordered, found } => {
                write!(f, "{found} minor units are paid by the callback, {ordered} were ordered")
            }
            Self::Type { member, found } => write!(f, "{member} is {found:?}, which takes no money from the customer"),
            Self::Absent(what) => write!(f, "the callback does not say its {what}"),
            Self::Contradiction(contradiction) => write!(f, "{contradiction}: settle the order by the status enquiry"),
            Self::Unpaid(unpaid) => write!(f, "the payment is not paid: {unpaid}"),
        }
    }
}

impl std::error::Error for Mismatch {}
