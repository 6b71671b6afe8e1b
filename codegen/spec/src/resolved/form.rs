//! Requests that a merchant can make.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Cite, ConditionalPresence, ConditionalValue, Interface, Limit, OperationKind, Span, Together, Value};

/// One request that a merchant can make: an operation on an interface, by itself or in one channel, a further request
/// of a channel, or a request for a list of values.
#[derive(Debug, Clone, Serialize)]
pub struct Form {
    /// `tide-pay/payout/gate`, `reef-money/sale/gate/redirect`, `lagoon/sale/gate/otp/code`: the stem of its rules' ids.
    pub id: String,
    /// Of which operation.
    pub operation: OperationKind,
    /// On which interface.
    pub interface: Interface,
    /// Its channel, where the operation has channels.
    pub channel: Option<String>,
    /// The same as a list; empty where the operation has none.
    pub channels: Vec<String>,
    /// Modules in Rust, from the operation's inwards; empty where its items stand in the operation's own.
    pub module: Vec<String>,
    /// What it is beside the operation's own request.
    pub role: Role,
    /// `/v2/payment/tide-pay/sale`; `/payment` on the Payment Page.
    pub path: String,
    /// In signing order: natural order of the paths with `:` between members. Objects have rows too, before their members.
    pub rows: Vec<Row>,
    /// Currencies it takes, with their limits: the operation's, or those of its channel or part. Empty where it sends no
    /// amount.
    pub amounts: BTreeMap<String, Limit>,
    /// It may take other currencies: none is refused.
    pub currencies_open: bool,
    /// Values that go together.
    pub together: Vec<Together>,
    /// What is told of the whole request and held by nothing, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// What a form is beside the operation's own request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Role {
    /// The operation's own request.
    First,
    /// The whole sum alone is refunded.
    Full,
    /// A part of the sum alone is refunded.
    Partial,
    /// A request after the first.
    Further {
        /// Name of its turn.
        turn: String,
        /// How long the merchant has.
        within: Option<Span>,
    },
    /// It lists the values of fields.
    List {
        /// Paths of the fields whose values it lists.
        of: Vec<String>,
    },
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Path on this interface: `customer.ip_address`, `customer_email`.
    pub path: String,
    /// The field's path in the catalogue (or in the method's own `fields`).
    pub field: String,
    /// Its name in Rust.
    pub rust: String,
    /// What the value is.
    pub value: Value,
    /// The method narrows the catalogue's value, so the type is the method's own.
    pub own: bool,
    /// Who must send it.
    pub presence: Presence,
    /// Who gives the value.
    pub source: Source,
    /// It is a member of the JSON inside a text, which has a row of its own.
    pub inside: bool,
    /// What it means, in a sentence.
    pub means: String,
    /// Why the presence is what it is, and where the documents say so.
    pub cite: Vec<Cite>,
    /// A value as the documents show it.
    pub example: Option<String>,
    /// What else is worth knowing.
    pub note: Option<String>,
    /// Presences under conditions, beside `presence`, which always holds.
    pub presence_when: Vec<ConditionalPresence>,
    /// Narrower values under conditions.
    pub value_when: Vec<ConditionalValue>,
}

/// Who must send a field, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Sent, and not looked at.
    Ignored,
    /// May be sent.
    Optional,
    /// Better sent.
    Recommended,
    /// The contract says whether.
    Contract,
    /// Required, but asked for later where it is absent.
    Clarifiable,
    /// Refused without it.
    Required,
}

/// Who gives the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The caller, through the typed API.
    Caller,
    /// The project's id.
    Project,
    /// The signature.
    Signature,
    /// An object that holds other rows.
    Holder,
    /// The form: there is one value, which is always sent.
    Fixed,
    /// The form: a text made of the rows inside it.
    Encoded,
}
