//! Ways for the customer to pay, and how operations end.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Choice, Cite, Fact, Field, Interface, Limit, Row, Span, Together};

/// How long things take.
#[derive(Debug, Clone, Serialize)]
pub struct Times {
    /// Usual time from the request to the callback with the result.
    pub basic: Fact<Span>,
    /// After it the platform declines by itself.
    pub threshold: Fact<Span>,
    /// Time until the money is there.
    pub takes: Fact<Span>,
    /// Not before it.
    pub earliest: Fact<Span>,
    /// Of what the customer is shown, by name: `qr`.
    pub lifetime: BTreeMap<String, Fact<Span>>,
    /// Service hours, as written.
    pub hours: Fact<String>,
}

/// One way for the customer to pay.
#[derive(Debug, Clone, Serialize)]
pub struct Channel {
    /// Its key in the spec.
    pub key: String,
    /// `redirect` in Rust.
    pub module: String,
    /// What it means, in a sentence.
    pub means: String,
    /// Interfaces that have it.
    pub via: BTreeSet<Interface>,
    /// Where it differs from the operation.
    pub countries: Option<Choice>,
    /// Currencies.
    pub currencies: Option<Choice>,
    /// It may take other currencies: none is refused.
    pub currencies_open: bool,
    /// Limits of its own, merged with the operation's.
    pub amounts: BTreeMap<String, Limit>,
    /// Values that go together.
    pub together: Vec<Together>,
    /// How it ends, where not as the operation.
    pub ends: Vec<End>,
    /// What the final callback carries, however it ends, beyond the platform's members.
    pub carries: Vec<Field>,
    /// Whether the paid sum may differ from the asked one.
    pub may_differ: Option<bool>,
    /// What follows the first request, in order.
    pub turns: Vec<Turn>,
    /// The documents do not say what follows.
    pub turns_unknown: bool,
    /// How long things take.
    pub times: Times,
    /// The numbered steps of the flow, by interface.
    pub steps: BTreeMap<Interface, Vec<Step>>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// Who sends what to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who acts.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What happens.
    pub what: String,
}

/// What follows the first request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The platform sends the data with which the customer is redirected.
    Redirect {
        /// When it comes, how the page may be opened, and what else is worth knowing.
        note: Option<String>,
        /// Where the documents say so.
        cite: Vec<Cite>,
    },
    /// The platform sends what the customer is to be shown, by title.
    Display {
        /// What there is to show; empty where the documents do not say.
        entries: Vec<Display>,
        /// The customer need not see it.
        optional: bool,
        /// When it comes, and what else is worth knowing.
        note: Option<String>,
        /// Where the documents say so.
        cite: Vec<Cite>,
    },
    /// The merchant sends a further request.
    Send {
        /// Its name: a module in Rust.
        name: String,
        /// Its path.
        path: Fact<String>,
        /// The rows of the request, in signing order, without the envelope.
        fields: Vec<Row>,
        /// How long the merchant has.
        within: Option<Span>,
        /// When it comes, and what else is worth knowing.
        note: Option<String>,
        /// Where the documents say so.
        cite: Vec<Cite>,
    },
}

/// Something that the customer is shown.
#[derive(Debug, Clone, Serialize)]
pub struct Display {
    /// As sent in `title`.
    pub title: String,
    /// `qr_img`, as sent in `type`.
    pub kind: Option<String>,
    /// What the data are, as a spec says it: `qr_text`.
    pub data: Option<String>,
    /// What it means, in a sentence.
    pub means: Option<String>,
    /// A value that the documents show.
    pub example: Option<String>,
}

/// How an operation ends: `success`, `decline`.
#[derive(Debug, Clone, Serialize)]
pub struct End {
    /// Its key in the spec.
    pub key: String,
    /// `payment.status` of the callback.
    pub payment: Option<String>,
    /// `operation.status` of the callback.
    pub operation: Option<String>,
    /// Operation codes seen with it.
    pub codes: Vec<String>,
    /// What it means, in a sentence.
    pub means: Option<String>,
    /// What its callback carries beyond the platform's members.
    pub carries: Vec<Field>,
    /// Whether the paid sum may then differ from the asked one.
    pub may_differ: Option<bool>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}
