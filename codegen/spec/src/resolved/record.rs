//! Examples, and records beside the facts.

use serde::Serialize;

use super::{Cite, OperationKind};

/// A documented example: a file below `specs/examples/<method>/`.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// Its file.
    pub file: String,
    /// What it shows.
    pub kind: ExampleKind,
    /// Of which operation.
    pub operation: OperationKind,
    /// In which channel, where it is one.
    pub channel: Option<String>,
    /// Which request after the first it shows, by the name of its turn.
    pub turn: Option<String>,
    /// Key of the end it shows.
    pub ends: Option<String>,
    /// Every place that prints it.
    pub at: Vec<Cite>,
    /// What is wrong with its text.
    pub errata: Vec<Erratum>,
    /// Rules that it breaks: stems like `sale/amounts/THB`.
    pub breaks: Vec<String>,
    /// Byte for byte as printed.
    #[serde(skip)]
    pub text: String,
    /// The text with the declared errata repaired, still as it was laid out; a fragment has braces around it.
    #[serde(skip)]
    pub repaired: String,
    /// What the text says once the declared errata are repaired. A fragment stands in an object of its own.
    #[serde(skip)]
    pub json: serde_json::Value,
}

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExampleKind {
    /// Parameters that open the Payment Page.
    PaymentPageRequest,
    /// A request to Gate.
    GateRequest,
    /// A callback.
    Callback,
    /// The member `redirect_data` of a callback.
    RedirectData,
    /// The member `display_data` of a callback.
    DisplayData,
}

/// What is wrong with an example's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
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
    /// The signature is not printed.
    Unsigned,
}

/// Documents that say different things.
#[derive(Debug, Clone, Serialize)]
pub struct Disputed {
    /// JSON pointer into the method's file, or plain words.
    pub about: String,
    /// What each place says.
    pub says: Vec<(Cite, String)>,
    /// What we take, where it differs from the platform's API description: in the words in which the difference is listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<String>,
    /// Why we take what we take.
    pub because: String,
}

/// Something worth knowing.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// What it is about.
    pub about: String,
    /// What the documents say, in words of our own.
    pub says: String,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}
