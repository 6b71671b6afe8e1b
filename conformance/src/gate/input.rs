//! What happens to the Gate: everything that changes it, as it stands in the journal.

use std::collections::BTreeMap;

use methodspec::resolved::OperationKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refusal::Refusal;

/// Something that happened. What these do depends on nothing but the Gate's state and the time.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A request, signed by a known project.
    Request(Request),
    /// The tester decides.
    Control(Control),
    /// The tester sends a callback of their own.
    Own(Own),
    /// The Gate starts; what follows happens under these options.
    Started(Started),
    /// The tester let time pass.
    Passed,
    /// A callback has an address to which this Gate sends none.
    Undeliverable {
        /// Which.
        delivery: u64,
    },
    /// A callback was answered, or not.
    Delivered {
        /// Which.
        delivery: u64,
        /// Which try of it, from 1.
        attempt: u32,
        /// What was answered; nothing where nothing was.
        status: Option<u16>,
    },
}

/// The options of a start that change what happens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// How many payments at rest are kept.
    pub retain: usize,
    /// Where callbacks go that the request does not direct.
    pub callback_url: Option<String>,
    /// The projects that are served.
    pub projects: Vec<i64>,
}

/// A request whose signature holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The path.
    pub path: String,
    /// Whose it is.
    pub project: i64,
    /// What was sent, without the signature.
    pub body: Value,
    /// What it asks for, as far as that is known without the state.
    pub asks: Asks,
}

/// What a request asks for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Nothing that is taken.
    Refused(Refusal),
    /// A new payment.
    Open(Open),
    /// An operation on a payment that there is.
    Follow(Follow),
    /// What a channel's turn or a clarification asked for.
    Further {
        /// The turn's name; nothing on the path that serves them all.
        turn: Option<String>,
    },
    /// How a payment stands.
    Status,
    /// What became of a request.
    StatusOfRequest,
    /// What happened in a time.
    Operations,
    /// The values of a field, such as banks.
    List,
}

/// A new payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The method's key.
    pub method: String,
    /// The operation's key.
    pub operation: String,
    /// The channel's key.
    pub channel: Option<String>,
    /// It was made on the Payment Page.
    pub page: bool,
    /// Fields to ask for.
    pub missing: Vec<String>,
    /// How it is to end, where a rule says so.
    pub ending: Option<Ending>,
    /// Why it fails in a check that comes after it was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<Refusal>,
}

/// An operation on a payment that there is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// The method's key.
    pub method: String,
    /// The operation's key.
    pub operation: String,
    /// How it is to end, where a rule says so.
    pub ending: Option<Ending>,
}

/// How an operation is to end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Which way.
    pub outcome: Outcome,
    /// The operation code instead of the documented one.
    #[serde(default)]
    pub code: Option<String>,
    /// The message instead of the code's.
    #[serde(default)]
    pub message: Option<String>,
    /// Seconds after the last turn.
    #[serde(default)]
    pub after: Option<u32>,
    /// What the customer pays in minor units, where it is a part, or another sum than asked for.
    #[serde(default)]
    pub amount: Option<i64>,
    /// How its callback comes.
    #[serde(default)]
    pub deliver: Manner,
}

/// An end without further wishes.
#[must_use]
pub fn ending(outcome: Outcome) -> Ending {
    Ending { outcome, code: None, message: None, after: None, amount: None, deliver: Manner::default() }
}

/// Which way an operation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Success,
    /// Done for a part of the sum; a further operation goes on for the rest.
    Part,
    /// Refused.
    Decline,
    /// Its time ran out: refused by the platform.
    Expire,
}

/// How a callback comes, beside the usual way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manner {
    /// So many seconds late.
    pub late: u32,
    /// Once more, with the same body.
    pub twice: bool,
    /// The callback before it comes after it, once more.
    pub out_of_order: bool,
    /// Not at all.
    pub never: bool,
    /// With a signature that does not hold.
    pub bad_signature: bool,
}

/// The tester's decision about a payment.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// The payment's identifier.
    pub payment_id: String,
    /// The project, where several have such a payment.
    pub project: Option<i64>,
    /// What.
    pub action: Action,
    /// With what.
    #[serde(default)]
    pub options: Options,
}

/// What a tester can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The operation under way succeeds.
    Success,
    /// The customer pays a part of it.
    Part,
    /// It is declined.
    Decline,
    /// Its time runs out.
    Expire,
    /// Money goes back.
    Refund,
    /// Money goes back on the same business day.
    Reverse,
    /// The next debit of a series.
    Debit,
    /// The platform asks for data, and says what is wrong with what it has.
    Clarify,
    /// The card holder has to authenticate: the next step of 3-D Secure.
    #[serde(rename = "3ds")]
    Authenticate,
}

impl Action {
    /// Whether a sum goes with it.
    #[must_use]
    pub const fn takes_sum(self) -> bool {
        matches!(self, Self::Success | Self::Part | Self::Refund | Self::Reverse | Self::Debit)
    }

    /// Whether it is a step on the way, after which the operation is still under way.
    #[must_use]
    pub const fn is_step(self) -> bool {
        matches!(self, Self::Clarify | Self::Authenticate)
    }
}

/// A callback that the tester wrote.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// Whose secret signs it.
    pub project: i64,
    /// The payment that it names; empty where it names none.
    pub payment_id: String,
    /// What it says, not signed.
    pub body: String,
    /// How it comes.
    pub deliver: Manner,
}

/// The body of a control request.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The operation code.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// How much, in minor units. Of a refund or reversal, where it is silent, all that is left; of a success the sum that was
    /// asked for; of a part a half; of a debit the sum that the series began with.
    pub amount: Option<i64>,
    /// What the platform asks for, by path, and what is wrong with what it has. Where it is silent, all that may be asked for
    /// later.
    pub errors: BTreeMap<String, String>,
    /// How the callback comes.
    pub deliver: Manner,
}

/// The operation of a key.
#[must_use]
pub fn operation(key: &str) -> Option<OperationKind> {
    use OperationKind as K;
    [K::Sale, K::Auth, K::Capture, K::Cancel, K::Recurring, K::Refund, K::Payout, K::Chargeback]
        .into_iter()
        .find(|kind| kind.key() == key)
}
