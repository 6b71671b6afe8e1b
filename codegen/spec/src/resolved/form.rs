//! Requests that a merchant can make.

use serde::Serialize;

use super::{Cite, ConditionalPresence, ConditionalValue, Interface, OperationKind, Value};

/// One request that a merchant can make: an operation on an interface, by itself or in one channel.
#[derive(Debug, Clone, Serialize)]
pub struct Form {
    /// `tide-pay/sale/gate`, `reef-money/sale/gate/redirect`: the stem of its rules' ids.
    pub id: String,
    /// Of which operation.
    pub operation: OperationKind,
    /// On which interface.
    pub interface: Interface,
    /// Where the form is one channel's own.
    pub channel: Option<String>,
    /// All channels that use it; empty where the operation has none.
    pub channels: Vec<String>,
    /// `/v2/payment/tide-pay/sale`; `/payment` on the Payment Page.
    pub path: String,
    /// In signing order: natural order of the paths with `:` between members. Objects have rows too, before their members.
    pub rows: Vec<Row>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A field of a form.
#[derive(Debug, Clone, Serialize)]
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
    /// What it means, in a sentence.
    pub means: String,
    /// Why the presence is what it is, and where the documents say so.
    pub cite: Vec<Cite>,
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
}
