//! What every method shares.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Answers, Cite, Disputed, Field, Interface, Note, Once, OperationKind, PlatformRequest, RefusalCodes, RefusalKind,
    RequestKind,
};

/// What every method shares: `platform.yaml` and `operation-codes.yaml`.
#[derive(Debug, Clone, Serialize)]
pub struct Platform {
    /// Version of the file.
    pub version: String,
    /// The documents behind it, by key.
    pub documents: BTreeMap<String, Document>,
    /// Where requests go, by key.
    pub hosts: BTreeMap<String, Host>,
    /// The field catalogue, by Gate path (or by Payment Page name for what exists only there).
    pub fields: BTreeMap<String, Field>,
    /// Fields that every request of an interface carries, whatever the operation, by path.
    pub envelope: BTreeMap<Interface, Vec<String>>,
    /// What each operation is.
    pub operations: BTreeMap<OperationKind, PlatformOperation>,
    /// Requests to the platform that are of no method.
    pub requests: BTreeMap<RequestKind, PlatformRequest>,
    /// What the platform answers at once; absent where its file does not say.
    pub answers: Option<Answers>,
    /// What the codes of refused requests mean.
    pub refusals: BTreeMap<RefusalKind, RefusalCodes>,
    /// Members of callbacks, by path.
    pub callback: Vec<CallbackField>,
    /// Named lists of values that callbacks carry: `payment_status`, `operation_status`, `operation_type`, …
    pub lists: BTreeMap<String, Vec<Listed>>,
    /// Currencies by code.
    pub currencies: BTreeMap<String, Currency>,
    /// ISO 3166-1 alpha-2.
    pub countries: BTreeSet<String>,
    /// Kinds of methods.
    pub kinds: BTreeSet<String>,
    /// What customers pay with.
    pub instruments: BTreeSet<String>,
    /// How callbacks are delivered.
    pub delivery: Delivery,
    /// What the members of a callback mean to whoever reads it.
    pub reading: Reading,
    /// Documents that say different things.
    pub disputed: Vec<Disputed>,
    /// What else is worth knowing.
    pub notes: Vec<Note>,
    /// Operation codes, as printed (they are strings on the wire), with their message.
    pub codes: BTreeMap<String, String>,
    /// The bytes of `platform.yaml` and `operation-codes.yaml`, as read.
    #[serde(skip)]
    pub text: String,
    /// The bytes of `operation-codes.yaml`, as read.
    #[serde(skip)]
    pub codes_text: String,
}

/// A document of the vendor.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its language: `en`.
    pub language: Option<String>,
    /// Its file in the folder of documents.
    pub file: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Month or day on which it was read.
    pub read: Option<String>,
    /// Its lines: newlines, plus one where the last line is open.
    pub lines: Option<u32>,
    /// Digest of its file, in hexadecimal digits.
    pub sha256: Option<String>,
    /// Key of the newer document that stands in its place.
    pub replaced_by: Option<String>,
    /// Title and version of a machine-readable API description, as its `info` gives them.
    pub api: Option<String>,
}

/// A host of the platform.
#[derive(Debug, Clone, Serialize)]
pub struct Host {
    /// Its address.
    pub url: String,
    /// What it means, in a sentence.
    pub means: String,
    /// Key of the document that is its API description.
    pub described_by: Option<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// What an operation is, whatever the method.
#[derive(Debug, Clone, Serialize)]
pub struct PlatformOperation {
    /// What it means, in a sentence.
    pub means: String,
    /// Paths that each request of it carries beside the envelope, by interface: amount and currency of a sale.
    pub send: BTreeMap<Interface, Vec<String>>,
    /// What a request to Gate that sends a field sends too.
    pub required_with: Vec<RequiredWith>,
    /// What the platform tells its requests by.
    pub once: Option<Once>,
    /// `payment.type` and `operation.type` in its callbacks; empty where not documented.
    pub payment_type: Vec<String>,
    /// `operation.type` in its callbacks; empty where not documented.
    pub operation_type: Vec<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// Fields that are required wherever another one is sent, whatever the method.
#[derive(Debug, Clone, Serialize)]
pub struct RequiredWith {
    /// Path of the field that is sent: `payment`.
    pub sent: String,
    /// Paths of those that must be sent then: `payment.description`.
    pub fields: Vec<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A member of the platform's callbacks.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackField {
    /// Dotted path, `[]` for list items: `operation.sum_initial.amount`, `errors[].code`.
    pub path: String,
    /// Name of the accessor in Rust.
    pub rust: String,
    /// Its JSON shape.
    pub shape: Shape,
    /// What it means, in a sentence.
    pub means: String,
    /// String members below are not covered by the signature and are readable only marked so.
    pub uncovered: bool,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// JSON shape of a callback member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// ISO 8601 with `+0000`; kept as text.
    Time,
    /// Text out of a named list, unknown values kept.
    Listed(String),
    /// An object.
    Object,
    /// A list.
    List,
    /// An object of strings; `[]` when empty.
    Map,
}

/// A value of a list that callbacks carry.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// As sent: `awaiting 3ds result`.
    pub value: String,
    /// Other spellings that mean the same: `canceled`.
    pub also: Vec<String>,
    /// `Awaiting3dsResult`.
    pub rust: String,
    /// What it means, in a sentence.
    pub means: String,
    /// Polling ends with it. News may follow all the same.
    pub is_final: bool,
    /// No more news follows it at all.
    pub is_last: bool,
    /// Of an operation's or a payment's type: done, it takes money from the customer.
    pub takes_money: bool,
    /// Of an operation's type: done, it takes back a refund of the same payment.
    pub takes_refund_back: bool,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Currency {
    /// ISO 4217 alpha-3.
    pub code: String,
    /// Digits of the minor unit.
    pub decimals: u8,
    /// Its name for people.
    pub title: String,
}

/// The callback delivery schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delivery {
    /// (attempts, seconds between them) at the start.
    pub first: (u32, u32),
    /// Then `base + factor * growth^(n - shift)` seconds.
    pub base: u32,
    /// Seconds by which the growth is multiplied.
    pub factor: u32,
    /// In hundredths: 112 is 1.12.
    pub growth_percent: u32,
    /// Attempts before growth begins.
    pub shift: u32,
    /// Greatest time between attempts.
    pub cap_seconds: u32,
    /// Attempts in all.
    pub attempts: u32,
    /// Greatest delay that can be asked for.
    pub max_delay_seconds: u32,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A member of callbacks with a type, and the types that take money from the customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TakesMoney {
    /// Path of the member; empty where callbacks have none.
    pub path: String,
    /// The types, as they are sent.
    pub types: Vec<String>,
}

/// Members of callbacks that hold sums; each has `.amount` and `.currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// What the operation was asked for.
    pub asked: String,
    /// What the operation took once it succeeded.
    pub paid_by_operation: String,
    /// What is paid of the payment once its status says so; before, the whole that is to be paid.
    pub paid_so_far: String,
    /// What the operation comes to after conversion; empty where callbacks do not say.
    pub converted: String,
    /// Payment statuses with which `paid_so_far` is paid.
    pub paid_with: Vec<String>,
    /// Operation types with which `paid_so_far` is what the operation took.
    pub series: Vec<String>,
    /// Currencies in which sums after conversion are compared with nothing.
    pub converted_otherwise: Vec<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// What the platform's facts mean when a callback is read. Every path is a member of `Platform::callback`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// All hold: what the operation does was done.
    pub paid: BTreeMap<String, String>,
    /// The member with the operation's type, and the types that take money.
    pub operation_type: TakesMoney,
    /// The member with the payment's type, which counts where there is no operation.
    pub payment_type: TakesMoney,
    /// Members that tell the operation: the first that is there counts.
    pub operation: Vec<String>,
    /// Which members hold which sum.
    pub sums: Sums,
    /// The label of the method.
    pub method: String,
    /// The identifier of the payment.
    pub payment: String,
    /// Where it stands if not there.
    pub payment_elsewhere: Vec<String>,
    /// Where the payment stands.
    pub status: String,
    /// Data with which the customer is redirected.
    pub redirect: String,
    /// Data that the customer is shown.
    pub display: String,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}
