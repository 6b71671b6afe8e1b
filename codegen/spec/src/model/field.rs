//! Fields: what a value is, and who sends it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::cite::Cites;
use super::fact::{Beside, Stated};
use super::keyed::{Both, Keyed, Many, Map, Never, Short, any_of, block};
use super::text::{OperationPath, PathKey, Snake, Text, UrlPath, WholeRange};
use super::when::When;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text.
    Text,
    /// Text of decimal digits.
    Digits,
    /// An e-mail address.
    Email,
    /// An absolute URL.
    Url,
    /// An IPv4 or IPv6 address.
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
    /// A sum in minor units.
    Amount,
    /// ISO 4217 alpha-3.
    Currency,
    /// An object.
    Object,
    /// A list.
    List,
    /// Any JSON value.
    Json,
}

/// How a structured value is packed into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// JSON in a text.
    Json,
    /// JSON in Base64.
    Base64Json,
}

/// A whole number, or a range of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bounds {
    /// Exactly this.
    Exactly(i64),
    /// From, to.
    Range(String),
}

const LARGEST: i64 = 999_999_999_999_999_999;

impl<'de> Deserialize<'de> for Bounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_yaml::Value::deserialize(deserializer)? {
            serde_yaml::Value::Number(number) => match number.as_i64() {
                Some(number) if (-LARGEST..=LARGEST).contains(&number) => Ok(Bounds::Exactly(number)),
                _ => Err(D::Error::custom("not a whole number of at most 18 digits")),
            },
            serde_yaml::Value::String(text) if WholeRange::fits(&text) => Ok(Bounds::Range(text)),
            _ => Err(D::Error::custom("neither a whole number nor a range such as 8..9")),
        }
    }
}

impl JsonSchema for Bounds {
    fn schema_name() -> Cow<'static, str> {
        "Bounds".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(vec![
            json_schema!({ "type": "integer", "minimum": -LARGEST, "maximum": LARGEST, "title": "a whole number" }),
            generator.subschema_for::<WholeRange>(),
        ])
    }
}

block! {
    /// One value of a list with more than its label.
    Choice {
        /// The label that people see.
        is: Text,
        /// Its name in Rust, where the value's own does not do. If silent: the value in CamelCase, where that is a name of this value alone.
        rust: Option<Text>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Where the merchant gets the values from.
    From {
        /// Path of the request that lists them; `{operation}` in it stands for the operation.
        list: Option<UrlPath>,
        /// Name of the request that lists them: a module in Rust. If silent: the field's name in Rust with `_list` behind it.
        name: Option<Snake>,
        /// Fields that the request for the list takes: a list of those that it must have, or a map that says of each who sends it.
        send: Option<Short<Vec<PathKey>, Map<PathKey, PresenceWord>>>,
        /// Amounts that this request takes, in minor units, whatever the currency: `0..`. If silent: the operation's.
        amount: Option<Bounds>,
        /// The operation whose callback carries it.
        operation: Option<OperationPath>,
        /// The member of that callback.
        member: Option<Text>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// What a value is: never who sends it.
    Field {
        /// What it means.
        means: Option<Text>,
        /// Its type. If silent: the catalogue's, else what its bounds say, else any JSON value.
        r#type: Option<FieldType>,
        /// Length in characters: `6`, `8..9`, `..255`.
        length: Option<Bounds>,
        /// Least and greatest whole number. The sum begins at 1 where nothing says 0: `0..`.
        range: Option<Bounds>,
        /// An anchored regular expression from the subset that all engines share.
        pattern: Option<Text>,
        /// All values there are, with labels or as a list.
        values: Option<Values>,
        /// Values that are known; others are not refused.
        known: Option<Values>,
        /// How a structured value is packed into a text.
        encoded: Option<Encoding>,
        /// Its name on the Payment Page; `none` where it has none. If silent: the catalogue's, else the path with dots as underscores.
        payment_page: Option<Stated<Text>>,
        /// `none` where Gate does not take it. If silent: Gate takes it.
        gate: Option<Stated<Never>>,
        /// Its name in Rust, where the path's own does not do. If silent: the path's.
        rust: Option<Text>,
        /// Where the merchant gets the value from.
        from: Option<From>,
        /// A value as documents show it.
        example: Option<super::when::Atom>,
        /// When it holds. If silent: always.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// Values: a list, or a map from value to label.
pub type Values = Short<Vec<Text>, Map<Text, Short<Text, Choice>>>;

/// Fields by path; several entries for one path differ by `when`.
pub type Fields = Keyed<Beside, PathKey, Many<Field>>;

/// Who must send a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceWord {
    /// Sent, and not looked at.
    Ignored,
    /// May be sent.
    Optional,
    /// Better sent.
    Recommended,
    /// The merchant's contract says whether.
    Contract,
    /// Required, and asked for later where it is absent.
    Clarifiable,
    /// Refused without it.
    Required,
}

block! {
    /// Who sends a field on one interface, with what stands beside it.
    Sent {
        /// Who sends it.
        is: PresenceWord,
        /// When it holds. If silent: always.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Who sends a field: on every interface (`is`) or interface by interface.
    SentHead {
        /// On every interface of `via` that has no word of its own here.
        is: Option<PresenceWord>,
        /// In requests to Gate.
        gate: Option<Many<Short<PresenceWord, Sent>>>,
        /// When the Payment Page is opened.
        payment_page: Option<Many<Short<PresenceWord, Sent>>>,
        /// In Dashboard.
        dashboard: Option<Many<Short<PresenceWord, Sent>>>,
        /// In payment links.
        links: Option<Many<Short<PresenceWord, Sent>>>,
        /// In CMS plug-ins.
        plugins: Option<Many<Short<PresenceWord, Sent>>>,
        /// When it holds. If silent: always.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// One entry of `send`: a word, or a map that may also narrow the field.
pub type SendEntry = Short<PresenceWord, Both<SentHead, Field>>;
/// Who must send what, by path.
pub type Send = Keyed<Beside, PathKey, Many<SendEntry>>;
/// The key of a turn or a channel.
pub type Named = Snake;
