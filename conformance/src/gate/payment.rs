//! Payments and their operations, as the Gate holds them.

use std::collections::BTreeMap;

use methodspec::resolved::OperationKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::input::Ending;
use super::refusal::Refusal;

/// Which payment: the project, and the identifier in lower case, because letter case does not tell two apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The project.
    pub project: i64,
    /// In lower case.
    pub id: String,
}

impl Key {
    /// Of a payment.
    #[must_use]
    pub fn new(project: i64, id: &str) -> Self {
        Self { project, id: id.to_lowercase() }
    }
}

/// A payment.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// The identifier as sent.
    pub id: String,
    /// The method's key.
    pub method: String,
    /// What opened it.
    #[serde(with = "kind")]
    pub kind: OperationKind,
    /// The channel's key.
    pub channel: Option<String>,
    /// Made on the Payment Page, which takes the steps between.
    pub page: bool,
    /// `payment.status`.
    pub status: String,
    /// When that last changed.
    pub changed: i64,
    /// `payment.sum`, in minor units: what it amounts to now.
    pub sum: i64,
    /// Code of the currency.
    pub currency: String,
    /// What may still go back, or be captured.
    pub left: i64,
    /// As sent.
    pub description: String,
    /// As sent: customer, account, recurring.
    pub sent: Map<String, Value>,
    /// Where callbacks go.
    pub callback_url: Option<String>,
    /// Where those of a success go.
    #[serde(default)]
    pub success_url: Option<String>,
    /// Where those of a decline go.
    #[serde(default)]
    pub decline_url: Option<String>,
    /// Seconds by which callbacks are postponed.
    pub delay: u32,
    /// No informational callbacks.
    pub quiet: bool,
    /// In order of their beginning; the first opened the payment.
    pub operations: Vec<Operation>,
    /// Identifiers of the requests that began no operation: further ones, clarifications.
    pub further: Vec<String>,
    /// The next turn of the channel.
    pub turn: usize,
    /// Clarifiable fields that are absent.
    pub missing: Vec<String>,
    /// Of those that are asked for again, what is wrong with what was sent.
    #[serde(default)]
    pub faulty: BTreeMap<String, String>,
    /// What the Gate waits for from the merchant.
    pub waits: Waits,
    /// How a rule ends it.
    pub ending: Option<Ending>,
    /// Why it fails in a later check.
    #[serde(default)]
    pub fails: Option<Refusal>,
    /// When it expires: a timer.
    pub expiry: Option<(i64, u64)>,
    /// It stands among those at rest.
    pub resting: bool,
    /// Callbacks that are not delivered yet.
    pub undelivered: u32,
    /// The last callback that was made.
    pub last: Option<Last>,
    /// What the customer is to be shown or sent to, while it waits.
    pub step: Map<String, Value>,
}

/// A callback that was made.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Last {
    /// Its body, not signed.
    pub body: String,
}

/// What the Gate waits for from the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// Nothing.
    Nothing,
    /// The fields that are missing.
    Clarification,
    /// A further request, by its turn's name, with these fields.
    Further(String, Vec<String>),
}

/// An operation of a payment.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// `operation.id`.
    pub id: u64,
    /// Which operation of the method.
    #[serde(with = "kind")]
    pub kind: OperationKind,
    /// `operation.type`.
    pub name: String,
    /// `operation.status`.
    pub status: String,
    /// The request that began it.
    pub request: String,
    /// When it began.
    pub began: i64,
    /// When its status last changed.
    pub changed: i64,
    /// What it was asked for, in minor units.
    pub amount: i64,
    /// What it took, where that is another sum.
    #[serde(default)]
    pub paid: Option<i64>,
    /// The operation code, once it has ended.
    pub code: Option<String>,
    /// The message of the code.
    pub message: String,
    /// The merchant's identifier of a refund.
    pub refund_id: Option<String>,
    /// Where its callbacks go, as its own request says: always, of a success, of a decline.
    #[serde(default)]
    pub urls: [Option<String>; 3],
    /// It has ended, and never ends again.
    pub ended: bool,
    /// How it ends by itself.
    pub ending: Option<Ending>,
}

impl Operation {
    /// What it took, or takes if it succeeds, in minor units.
    #[must_use]
    pub fn took(&self) -> i64 {
        self.paid.unwrap_or(self.amount)
    }
}

impl Payment {
    /// The operation that is under way.
    #[must_use]
    pub fn under_way(&self) -> Option<usize> {
        self.operations.iter().position(|operation| !operation.ended)
    }

    /// The series of debits that it registered, or is of.
    #[must_use]
    pub fn series(&self) -> Option<&Value> {
        self.sent.get(SERIES)
    }

    /// Nothing goes on any more: no operation, no callback.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.undelivered == 0 && self.under_way().is_none() && self.status != HELD
    }
}

/// Where a payment keeps its series of debits.
pub(super) const SERIES: &str = "series";
/// The status of a payment that failed in a check after it was taken in: its identifier may be used again.
pub const ERROR: &str = "error";
/// The status of a payment of which a part is paid, and no more will be.
pub const PARTLY: &str = "partially paid";
/// The status of held money, which waits for capture.
pub const HELD: &str = "awaiting capture";

/// A kind of operation by its key in the specs.
mod kind {
    use methodspec::resolved::OperationKind;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(kind: &OperationKind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.key())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<OperationKind, D::Error> {
        let key = String::deserialize(from)?;
        crate::gate::input::operation(&key).ok_or_else(|| D::Error::custom("there is no such operation"))
    }
}
