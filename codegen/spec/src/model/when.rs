//! Conditions: a map is checked, a text is told.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::field::Bounds;
use super::keyed::{Many, Map, Short, block};
use super::text::{PathKey, Text};

/// A value of a field: a text, a whole number, true or false.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
}

impl<'de> Deserialize<'de> for Atom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_yaml::Value::deserialize(deserializer)? {
            serde_yaml::Value::String(text) if !text.is_empty() => Ok(Atom::Text(text)),
            serde_yaml::Value::Bool(yes) => Ok(Atom::Flag(yes)),
            serde_yaml::Value::Number(number) => {
                number.as_i64().map(Atom::Whole).ok_or_else(|| D::Error::custom("not a whole number"))
            }
            _ => Err(D::Error::custom("not a text, a whole number, true or false")),
        }
    }
}

impl JsonSchema for Atom {
    fn schema_name() -> Cow<'static, str> {
        "Atom".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer", "boolean"], "minLength": 1,
            "title": "a text, a whole number, true or false" })
    }
}

impl std::fmt::Display for Atom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Atom::Text(text) => f.write_str(text),
            Atom::Whole(number) => write!(f, "{number}"),
            Atom::Flag(yes) => write!(f, "{yes}"),
        }
    }
}

block! {
    /// A condition on one field that is no list of values. One of the three.
    Test {
        /// Holds for every value but these.
        except: Option<Vec<Atom>>,
        /// Holds when the whole number is one of these: `18..`, `..99_999`. Amounts are in minor units: name their currency beside.
        range: Option<Bounds>,
        /// Holds when the field is sent (true) or left out (false).
        sent: Option<bool>,
    }
}

/// A condition: fields with the values for which it holds (all of them must agree), or words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct When(pub Short<Text, Map<PathKey, Short<Many<Atom>, Test>>>);
