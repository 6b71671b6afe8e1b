//! The resolved model: plain structs, every default applied, every reference checked.
//!
//! All outputs read this and nothing else. Order comes from the containers (`BTreeMap`, sorted `Vec`s), never from the
//! order of the input.

use std::collections::{BTreeMap, BTreeSet};

/// A whole `specs` folder.
#[derive(Debug, Clone)]
pub struct Specs {
    pub platform: Platform,
    /// By key, without drafts.
    pub methods: BTreeMap<String, Method>,
    /// Keys of the methods marked `draft: true`: linted and listed, never generated.
    pub drafts: Vec<String>,
}

/// Where a document says so. No lines for a page without line numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    pub document: String,
    /// First and last line, 1-based, both included.
    pub lines: Option<(u32, u32)>,
    /// The printed words, where the spec's literal differs from them.
    pub printed: Option<String>,
}

/// A fact that a document may withhold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<T> {
    Is(T),
    /// The documents say that there is none.
    None,
    /// The merchant's contract says it.
    Contract,
    NotDocumented,
}

/// A fact with its sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    pub said: Said<T>,
    pub cite: Vec<Cite>,
    pub note: Option<String>,
}

// ---- the platform ---------------------------------------------------------------------------------------------------

/// What every method shares: `platform.yaml` and `operation-codes.yaml`.
#[derive(Debug, Clone)]
pub struct Platform {
    pub version: String,
    pub documents: BTreeMap<String, Document>,
    pub hosts: BTreeMap<String, Host>,
    /// The field catalogue, by Gate path (or by Payment Page name for what exists only there).
    pub fields: BTreeMap<String, Field>,
    /// Fields that every request of an interface carries, whatever the operation, by path.
    pub envelope: BTreeMap<Interface, Vec<String>>,
    pub operations: BTreeMap<OperationKind, PlatformOperation>,
    pub callback: Vec<CallbackField>,
    /// Named lists of values that callbacks carry: `payment_status`, `operation_status`, `operation_type`, …
    pub lists: BTreeMap<String, Vec<Listed>>,
    pub currencies: BTreeMap<String, Currency>,
    /// ISO 3166-1 alpha-2.
    pub countries: BTreeSet<String>,
    pub kinds: BTreeSet<String>,
    pub instruments: BTreeSet<String>,
    pub delivery: Delivery,
    pub reading: Reading,
    /// Operation codes, as printed (they are strings on the wire), with their message.
    pub codes: BTreeMap<String, String>,
    /// The bytes of `platform.yaml` and `operation-codes.yaml`, as read.
    pub text: String,
    pub codes_text: String,
}

#[derive(Debug, Clone)]
pub struct Document {
    pub title: String,
    pub language: Option<String>,
    pub file: Option<String>,
    pub url: Option<String>,
    pub read: Option<String>,
    pub lines: Option<u32>,
    pub sha256: Option<String>,
    pub replaced_by: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Host {
    pub url: String,
    pub means: String,
    pub cite: Vec<Cite>,
}

/// What an operation is, whatever the method.
#[derive(Debug, Clone)]
pub struct PlatformOperation {
    pub means: String,
    /// Paths that each request of it carries beside the envelope, by interface: amount and currency of a sale.
    pub send: BTreeMap<Interface, Vec<String>>,
    /// `payment.type` and `operation.type` in its callbacks; empty where not documented.
    pub payment_type: Vec<String>,
    pub operation_type: Vec<String>,
    pub cite: Vec<Cite>,
}

/// A member of the platform's callbacks.
#[derive(Debug, Clone)]
pub struct CallbackField {
    /// Dotted path, `[]` for list items: `operation.sum_initial.amount`, `errors[].code`.
    pub path: String,
    /// Name of the accessor in Rust.
    pub rust: String,
    pub shape: Shape,
    pub means: String,
    /// String members below are not covered by the signature and are readable only marked so.
    pub uncovered: bool,
    pub cite: Vec<Cite>,
}

/// JSON shape of a callback member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    Text,
    Integer,
    Boolean,
    /// ISO 8601 with `+0000`; kept as text.
    Time,
    /// Text out of a named list, unknown values kept.
    Listed(String),
    Object,
    List,
    /// An object of strings; `[]` when empty.
    Map,
}

#[derive(Debug, Clone)]
pub struct Listed {
    /// As sent: `awaiting 3ds result`.
    pub value: String,
    /// Other spellings that mean the same: `canceled`.
    pub also: Vec<String>,
    /// `Awaiting3dsResult`.
    pub rust: String,
    pub means: String,
    /// No further change follows by itself.
    pub is_final: bool,
    pub cite: Vec<Cite>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    pub code: String,
    /// Digits of the minor unit.
    pub decimals: u8,
    pub title: String,
}

/// The callback delivery schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// (attempts, seconds between them) at the start.
    pub first: (u32, u32),
    /// Then `base + factor * growth^(n - shift)` seconds.
    pub base: u32,
    pub factor: u32,
    /// In hundredths: 112 is 1.12.
    pub growth_percent: u32,
    pub shift: u32,
    pub cap_seconds: u32,
    pub attempts: u32,
    pub max_delay_seconds: u32,
    pub cite: Vec<Cite>,
}

/// What the platform's facts mean when a callback is read. Every path is a member of `Platform::callback`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// All hold: the customer's money was taken.
    pub paid: BTreeMap<String, String>,
    /// Equal: the same news.
    pub dedupe: Vec<String>,
    /// Sums, the first present counts; each has `.amount` and `.currency`.
    pub sum: Vec<String>,
    pub method: String,
    pub payment: String,
    pub status: String,
    pub redirect: String,
    pub display: String,
    pub cite: Vec<Cite>,
}

// ---- fields ---------------------------------------------------------------------------------------------------------

/// What a value is, never who sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// JSON members joined by dots.
    pub path: String,
    /// Its name on the Payment Page, if it has one.
    pub payment_page: Option<String>,
    /// Whether Gate takes it.
    pub gate: bool,
    /// Name in Rust: `customer_ip_address`.
    pub rust: String,
    pub value: Value,
    pub means: String,
    pub cite: Vec<Cite>,
}

/// The type of a value with its bounds. Lengths are in code points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    pub kind: ValueKind,
    pub length: (Option<u32>, Option<u32>),
    pub range: (Option<i64>, Option<i64>),
    /// Anchored, from the subset that all engines share.
    pub pattern: Option<String>,
    /// (value, label). Empty: anything.
    pub values: Vec<(String, String)>,
    /// `known` instead of `values`: others are not refused.
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueKind {
    Text,
    /// Text of decimal digits.
    Digits,
    Email,
    Url,
    /// IPv4 or IPv6 address.
    Ip,
    /// `DD-MM-YYYY`.
    Date,
    /// ISO 8601 with an offset.
    DateTime,
    /// ISO 3166-1 alpha-2.
    Country,
    Integer,
    Boolean,
    /// Minor units, judged together with the currency.
    Amount,
    Currency,
    Object,
    List,
    /// The documents do not say: any JSON value.
    #[default]
    Json,
}

// ---- a method -------------------------------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interface {
    Gate,
    PaymentPage,
    Dashboard,
    /// Payment links sent from Dashboard.
    Links,
    /// CMS plug-ins.
    Plugins,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperationKind {
    Sale,
    Auth,
    Capture,
    Cancel,
    Recurring,
    Refund,
    Payout,
    Chargeback,
}

#[derive(Debug, Clone)]
pub struct Method {
    /// `card-partner`: file name, crate name and rule ids.
    pub key: String,
    /// `card_partner`.
    pub module: String,
    /// `CardPartner`.
    pub type_name: String,
    pub version: String,
    pub title: String,
    pub summary: String,
    /// File below the specs folder, with `/`.
    pub source: String,
    /// The file's bytes, as read.
    pub text: String,
    pub documents: BTreeMap<String, Document>,
    pub cite: Vec<Cite>,
    pub names: Names,
    pub kind: Fact<String>,
    pub instruments: Fact<Vec<String>>,
    pub countries: Fact<Choice>,
    pub currencies: Fact<Choice>,
    pub conversion: Fact<String>,
    /// Every operation that the file speaks of, the absent ones included.
    pub operations: BTreeMap<OperationKind, Operation>,
    pub test: Option<TestRules>,
    pub examples: Vec<Example>,
    pub disputed: Vec<Disputed>,
    pub notes: Vec<Note>,
}

/// What the method is called; empty where it has no name there.
#[derive(Debug, Clone)]
pub struct Names {
    pub payment_page: Fact<Vec<String>>,
    pub gate: Fact<Vec<String>>,
    pub callback: Fact<Vec<String>>,
}

/// A set of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Only(BTreeSet<String>),
    AllExcept(BTreeSet<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Described well enough to speak of it.
    Described,
    /// A `+` in a table without more.
    Supported,
    None,
    NotDocumented,
}

#[derive(Debug, Clone)]
pub struct Operation {
    pub kind: OperationKind,
    pub support: Support,
    pub via: BTreeSet<Interface>,
    /// Refunds: of the whole sum, of a part.
    pub full: Option<Support>,
    pub partial: Option<Support>,
    pub path: Fact<String>,
    /// Currencies the operation takes; `None` where not documented.
    pub currencies: Option<Vec<String>>,
    pub amounts: BTreeMap<String, Limit>,
    pub times: Times,
    pub channels: Vec<Channel>,
    /// Requests that can be generated.
    pub forms: Vec<Form>,
    /// Why something is not generated, a sentence each.
    pub not_generated: Vec<String>,
    pub ends: Vec<End>,
    /// The numbered steps where the operation has no channels, by interface.
    pub steps: BTreeMap<Interface, Vec<Step>>,
    /// Values that go together: of the method and of the operation.
    pub together: Vec<Together>,
    /// What the final callback carries beyond the platform's members.
    pub carries: Vec<Field>,
    /// Whether the paid sum may differ from the asked one.
    pub may_differ: Option<bool>,
    pub note: Option<String>,
    pub cite: Vec<Cite>,
}

/// When something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// In words: told, never enforced.
    Told(String),
    /// Every one of them: (path, test).
    All(Vec<(String, Test)>),
}

/// A test of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    OneOf(BTreeSet<String>),
    NoneOf(BTreeSet<String>),
    /// Sent (true) or left out (false).
    Sent(bool),
}

/// A value that is so only under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionalValue {
    pub when: Condition,
    pub value: Value,
    pub cite: Vec<Cite>,
}

/// A presence that is so only under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionalPresence {
    pub when: Condition,
    pub presence: Presence,
    pub cite: Vec<Cite>,
}

/// Values that go together. A request passes if one row agrees on the columns it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Paths, or `country` for the country of the deal.
    pub columns: Vec<String>,
    /// Cells by column; a cell may hold several values.
    pub rows: Vec<Vec<Vec<String>>>,
    /// The columns hold one and the same value; there are no rows.
    pub same: bool,
    /// Other rows may come: nothing is refused.
    pub open: bool,
    pub force: Force,
    pub when: Option<Condition>,
    pub cite: Vec<Cite>,
    pub note: Option<String>,
}

/// What test mode does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRules {
    /// Only these values work.
    pub only: Option<Condition>,
    /// (key of the end, when), the first that holds.
    pub ends: Vec<(String, Option<Condition>)>,
    pub cite: Vec<Cite>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    Enforced,
    Advisory,
    /// Told by the documents, decided by the merchant's contract.
    Contract,
}

/// Limits of one currency in minor units, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub currency: String,
    pub decimals: u8,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub step: Option<i64>,
    pub force: Force,
    pub cite: Vec<Cite>,
    pub note: Option<String>,
}

/// Seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub from: Option<u64>,
    pub to: Option<u64>,
}

#[derive(Debug, Clone)]
pub struct Times {
    pub basic: Fact<Span>,
    pub threshold: Fact<Span>,
    pub takes: Fact<Span>,
    pub earliest: Fact<Span>,
    /// Of what the customer is shown, by name: `qr`.
    pub lifetime: BTreeMap<String, Fact<Span>>,
    /// Service hours, as written.
    pub hours: Fact<String>,
}

#[derive(Debug, Clone)]
pub struct Channel {
    pub key: String,
    /// `redirect` in Rust.
    pub module: String,
    pub means: String,
    pub via: BTreeSet<Interface>,
    /// Where it differs from the operation.
    pub countries: Option<Choice>,
    pub currencies: Option<Choice>,
    /// Limits of its own, merged with the operation's.
    pub amounts: BTreeMap<String, Limit>,
    pub together: Vec<Together>,
    pub ends: Vec<End>,
    pub turns: Vec<Turn>,
    /// The documents do not say what follows.
    pub turns_unknown: bool,
    pub times: Times,
    /// The numbered steps of the flow, by interface.
    pub steps: BTreeMap<Interface, Vec<Step>>,
    pub cite: Vec<Cite>,
}

/// Who sends what to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: String,
    pub to: String,
    pub what: String,
}

#[derive(Debug, Clone)]
pub enum Turn {
    /// The platform sends the data with which the customer is redirected.
    Redirect { cite: Vec<Cite> },
    /// The platform sends what the customer is to be shown, by title.
    Display { entries: Vec<Display>, optional: bool, cite: Vec<Cite> },
    /// The merchant sends a further request.
    Send { name: String, fields: Vec<Row>, within: Option<Span>, cite: Vec<Cite> },
}

#[derive(Debug, Clone)]
pub struct Display {
    pub title: String,
    /// `qr_img`, as sent in `type`.
    pub kind: Option<String>,
    pub means: Option<String>,
}

/// How an operation ends: `success`, `decline`.
#[derive(Debug, Clone)]
pub struct End {
    pub key: String,
    pub payment: Option<String>,
    pub operation: Option<String>,
    pub codes: Vec<String>,
    pub means: Option<String>,
    pub cite: Vec<Cite>,
}

// ---- requests -------------------------------------------------------------------------------------------------------

/// One request that a merchant can make: an operation on an interface, by itself or in one channel.
#[derive(Debug, Clone)]
pub struct Form {
    /// `card-partner/sale/gate`, `promptpay/sale/gate/redirect`: the stem of its rules' ids.
    pub id: String,
    pub operation: OperationKind,
    pub interface: Interface,
    /// Where the form is one channel's own.
    pub channel: Option<String>,
    /// All channels that use it; empty where the operation has none.
    pub channels: Vec<String>,
    /// `/v2/payment/card-partner/sale`; `/payment` on the Payment Page.
    pub path: String,
    /// In signing order: natural order of the paths with `:` between members. Objects have rows too, before their members.
    pub rows: Vec<Row>,
    pub cite: Vec<Cite>,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Row {
    /// Path on this interface: `customer.ip_address`, `customer_email`.
    pub path: String,
    /// The field's path in the catalogue (or in the method's own `fields`).
    pub field: String,
    pub rust: String,
    pub value: Value,
    /// The method narrows the catalogue's value, so the type is the method's own.
    pub own: bool,
    pub presence: Presence,
    pub source: Source,
    pub means: String,
    /// Why the presence is what it is, and where the documents say so.
    pub cite: Vec<Cite>,
    pub note: Option<String>,
    /// Presences under conditions, beside `presence`, which always holds.
    pub presence_when: Vec<ConditionalPresence>,
    /// Narrower values under conditions.
    pub value_when: Vec<ConditionalValue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    Ignored,
    Optional,
    Recommended,
    /// The contract says whether.
    Contract,
    /// Required, but asked for later where it is absent.
    Clarifiable,
    Required,
}

/// Who gives the value.
#[derive(Debug, Clone, PartialEq, Eq)]
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

// ---- examples and records -------------------------------------------------------------------------------------------

/// A documented example: a file below `specs/examples/<method>/`.
#[derive(Debug, Clone)]
pub struct Example {
    pub file: String,
    pub kind: ExampleKind,
    pub operation: OperationKind,
    pub channel: Option<String>,
    /// Key of the end it shows.
    pub ends: Option<String>,
    /// Every place that prints it.
    pub at: Vec<Cite>,
    pub errata: Vec<Erratum>,
    /// Rules that it breaks: stems like `sale/amounts/THB`.
    pub breaks: Vec<String>,
    /// Byte for byte as printed.
    pub text: String,
    /// What the text says once the declared errata are repaired. A fragment stands in an object of its own.
    pub json: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExampleKind {
    PaymentPageRequest,
    GateRequest,
    Callback,
    RedirectData,
    DisplayData,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Erratum {
    /// One `}` too many at the end.
    ExtraClosingBrace,
    /// `00000`.
    LeadingZeroNumber,
    /// Unquoted keys, single quotes.
    JsObject,
    /// A raw line break inside a string; it and the white space around it are dropped.
    LineBreakInString,
    /// A member without the braces around it.
    BareFragment,
    /// A value shortened with `...`: it says nothing of the real one.
    Elided,
}

#[derive(Debug, Clone)]
pub struct Disputed {
    /// JSON pointer into the method's file, or plain words.
    pub about: String,
    pub says: Vec<(Cite, String)>,
    pub because: String,
}

#[derive(Debug, Clone)]
pub struct Note {
    pub about: String,
    pub says: String,
    pub cite: Vec<Cite>,
}
