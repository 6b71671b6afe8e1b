//! Fields: what a value is, never who sends it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Cite;

/// What a value is, never who sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// JSON members joined by dots.
    pub path: String,
    /// Its name on the Payment Page, if it has one.
    pub payment_page: Option<String>,
    /// Whether Gate takes it.
    pub gate: bool,
    /// Name in Rust: `customer_ip_address`.
    pub rust: String,
    /// What the value is.
    pub value: Value,
    /// What it means, in a sentence.
    pub means: String,
    /// A value as the documents show it.
    pub example: Option<String>,
    /// What else is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// The type of a value with its bounds. Lengths are in code points.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Value {
    /// Its type.
    pub kind: ValueKind,
    /// Least and greatest length.
    pub length: (Option<u32>, Option<u32>),
    /// Least and greatest whole number.
    pub range: (Option<i64>, Option<i64>),
    /// Anchored, from the subset that all engines share.
    pub pattern: Option<String>,
    /// (value, label). Empty: anything.
    pub values: Vec<(String, String)>,
    /// `known` instead of `values`: others are not refused.
    pub open: bool,
    /// Names of values in Rust, by value: those that the spec gives, else the value in CamelCase where that is a name.
    pub value_names: BTreeMap<String, String>,
    /// How a structured value is packed into a text.
    pub encoded: Option<Encoding>,
    /// Where the merchant gets the values from.
    pub from: Option<Listing>,
}

/// How a structured value is packed into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// JSON in a text.
    Json,
    /// JSON in Base64.
    Base64Json,
}

/// Where the merchant gets the values of a field from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Listing {
    /// Path of the request that lists them; `{operation}` in it stands for the operation's word.
    pub list: Option<String>,
    /// Name of that request: a module in Rust.
    pub name: Option<String>,
    /// Fields that this request takes.
    pub send: Vec<String>,
    /// Of those that it need not have: who sends them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub weaker: BTreeMap<String, super::Presence>,
    /// Least and greatest amount that this request takes, in minor units, where they are not the operation's.
    pub amount: Option<(Option<i64>, Option<i64>)>,
    /// The operation whose callback carries it, and the member of that callback.
    pub operation: Option<String>,
    /// The member of that callback.
    pub member: Option<String>,
    /// What else is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the documents say so, where not as the field's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cite: Vec<Cite>,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Text.
    Text,
    /// Text of decimal digits.
    Digits,
    /// An e-mail address.
    Email,
    /// An absolute URL.
    Url,
    /// IPv4 or IPv6 address.
    Ip,
    /// `DD-MM-YYYY`.
    Date,
    /// ISO 8601 with an offset.
    DateTime,
    /// ISO 3166-1 alpha-2.
    Country,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Minor units, judged together with the currency.
    Amount,
    /// ISO 4217 alpha-3.
    Currency,
    /// An object.
    Object,
    /// A list.
    List,
    /// The documents do not say: any JSON value.
    #[default]
    Json,
}

impl ValueKind {
    /// Whether it is a text with a length and a pattern. A currency is a text of the platform's table.
    #[must_use]
    pub const fn is_text(self) -> bool {
        use ValueKind::{Country, Date, DateTime, Digits, Email, Ip, Text, Url};
        matches!(self, Text | Digits | Email | Url | Ip | Date | DateTime | Country)
    }

    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::Digits,
        Self::Email,
        Self::Url,
        Self::Ip,
        Self::Date,
        Self::DateTime,
        Self::Country,
        Self::Integer,
        Self::Boolean,
        Self::Amount,
        Self::Currency,
        Self::Object,
        Self::List,
        Self::Json,
    ];

    /// The type of a word, as a spec writes it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As a spec writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "digits",
            Self::Email => "email",
            Self::Url => "url",
            Self::Ip => "ip",
            Self::Date => "date",
            Self::DateTime => "date_time",
            Self::Country => "country",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Amount => "amount",
            Self::Currency => "currency",
            Self::Object => "object",
            Self::List => "list",
            Self::Json => "json",
        }
    }
}
