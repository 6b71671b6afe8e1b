//! Facts: a value, or the word that stands in its place, with what stands beside it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_yaml::Value;

use super::cite::Cites;
use super::keyed::{Never, any_of, block};
use super::text::Text;
use super::when::When;

/// What stands in place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The documents say that there is none.
    None,
    /// The merchant's contract says it.
    Contract,
    /// The documents do not say.
    NotDocumented,
}

/// How strictly a fact is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForceWord {
    /// Checked; a request that breaks it is refused.
    Enforced,
    /// Told, never refused.
    Advisory,
    /// Told by the documents, decided by the merchant's contract.
    Contract,
}

/// A value or a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated<T> {
    /// A value.
    Is(T),
    /// A word in its place.
    Word(Word),
}

fn word(value: &Value) -> Option<Word> {
    match value.as_str()? {
        "none" => Some(Word::None),
        "contract" => Some(Word::Contract),
        "not_documented" => Some(Word::NotDocumented),
        _ => None,
    }
}

fn typed<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    serde_yaml::from_value(value).map_err(E::custom)
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Stated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match word(&value) {
            Some(word) => Ok(Stated::Word(word)),
            None => Ok(Stated::Is(typed(value)?)),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Stated<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Stated_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(vec![generator.subschema_for::<T>(), generator.subschema_for::<Word>()])
    }
}

/// The long form of a fact.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound = "T: DeserializeOwned")]
pub struct Long<T> {
    /// The value, or `none`, `contract`, `not_documented`.
    pub is: Stated<T>,
    /// Where the documents say so.
    pub cite: Option<Cites>,
    /// What else is worth knowing, in words of our own.
    pub note: Option<Text>,
    /// When it holds. If silent: always.
    pub when: Option<When>,
    /// How strictly it is held. If silent: `enforced`.
    pub force: Option<ForceWord>,
}

/// A fact: a value, a word, or a map whose `is` is either.
#[derive(Debug, Clone)]
pub struct Fact<T>(pub Long<T>);

impl<T> Fact<T> {
    /// What it states.
    pub fn is(&self) -> &Stated<T> {
        &self.0.is
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            value @ Value::Mapping(_) => Ok(Fact(typed(value)?)),
            value => Ok(Fact(Long { is: typed(value)?, cite: None, note: None, when: None, force: None })),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Fact<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Fact_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(vec![
            generator.subschema_for::<T>(),
            generator.subschema_for::<Word>(),
            generator.subschema_for::<Long<T>>(),
        ])
    }
}

/// A fact that is a scalar or list of one type, or a map of another: a map with `is` is the long form of the first.
#[derive(Debug, Clone)]
pub enum FactOr<T, M> {
    /// A value or a word.
    Fact(Fact<T>),
    /// A map.
    Map(Box<M>),
}

/// A map, or a word in its place.
pub type Block<M> = FactOr<Never, M>;

impl<T, M> FactOr<T, M> {
    /// The map, if it is one.
    pub fn map(&self) -> Option<&M> {
        match self {
            FactOr::Map(map) => Some(map),
            FactOr::Fact(_) => None,
        }
    }

    /// The word in its place, if there is one.
    pub fn word(&self) -> Option<Word> {
        match self {
            FactOr::Fact(Fact(Long { is: Stated::Word(word), .. })) => Some(*word),
            _ => None,
        }
    }
}

impl<'de, T: DeserializeOwned, M: DeserializeOwned> Deserialize<'de> for FactOr<T, M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Mapping(map) if !map.contains_key("is") => Ok(FactOr::Map(Box::new(typed(Value::Mapping(map))?))),
            value => Ok(FactOr::Fact(typed(value)?)),
        }
    }
}

impl<T: JsonSchema, M: JsonSchema> JsonSchema for FactOr<T, M> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_{}", T::schema_name(), M::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(vec![generator.subschema_for::<Fact<T>>(), generator.subschema_for::<M>()])
    }
}

block! {
    /// The keys that any block can hold beside its own.
    #[derive(Default)]
    Beside {
        /// Where the documents say so: for this block and all below, unless an inner one replaces it.
        cite: Option<Cites>,
        /// What else is worth knowing, in words of our own.
        note: Option<Text>,
    }
}
