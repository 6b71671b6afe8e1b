//! Maps that hold some fixed keys beside free ones, and values that are written short or long.
//!
//! serde's `flatten` and `untagged` lose the reason of a fault, and schemars drops half the schema for them. These few
//! types look at the kind of the value first and then read one thing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_yaml::Value;

/// A struct whose keys are known: they can stand beside others in one map.
pub trait Head: DeserializeOwned + JsonSchema {
    /// Its keys, as Rust writes them.
    const KEYS: &'static [&'static str];
}

/// A text that can be a key.
pub trait Key: DeserializeOwned + Ord + JsonSchema {
    /// Pattern of the key.
    const PATTERN: &'static str;
    /// What the key is, in words.
    const TITLE: &'static str;
}

/// Declares a struct of the language: all keys known, all others refused.
macro_rules! block {
    ($($(#[$about:meta])* $name:ident { $($(#[$on:meta])* $key:ident: $type:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$on])* pub $key: $type,)* }

        impl $crate::model::keyed::Head for $name {
            const KEYS: &'static [&'static str] = &[$(stringify!($key)),*];
        }
    )*};
}
pub(crate) use block;

fn is_key<H: Head>(key: &Value) -> bool {
    key.as_str().is_some_and(|key| H::KEYS.iter().any(|own| own.trim_start_matches("r#") == key))
}

/// Splits a map into the head's keys and the rest.
fn split<H: Head>(map: serde_yaml::Mapping) -> (Value, Value) {
    let (head, rest): (Vec<_>, Vec<_>) = map.into_iter().partition(|(key, _)| is_key::<H>(key));
    (Value::Mapping(head.into_iter().collect()), Value::Mapping(rest.into_iter().collect()))
}

fn typed<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    serde_yaml::from_value(value).map_err(E::custom)
}

/// Fixed keys beside free ones.
#[derive(Debug, Clone)]
pub struct Keyed<H, K: Ord, V> {
    /// The fixed keys.
    pub head: H,
    /// The free ones.
    pub map: BTreeMap<K, V>,
}

impl<'de, H: Head, K: Key, V: DeserializeOwned> Deserialize<'de> for Keyed<H, K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (head, rest) = split::<H>(serde_yaml::Mapping::deserialize(deserializer)?);
        Ok(Keyed { head: typed(head)?, map: typed(rest)? })
    }
}

impl<H: Head, K: Key, V: JsonSchema> JsonSchema for Keyed<H, K, V> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_{}_{}", H::schema_name(), K::schema_name(), V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = H::json_schema(generator);
        let keys: Vec<&str> = H::KEYS.iter().map(|key| key.trim_start_matches("r#")).collect();
        let names =
            if keys.is_empty() { K::PATTERN.to_owned() } else { format!("^({})$|{}", keys.join("|"), K::PATTERN) };
        schema.insert("additionalProperties".to_owned(), generator.subschema_for::<V>().into());
        schema.insert("propertyNames".to_owned(), serde_json::json!({ "pattern": names, "title": K::TITLE }));
        schema
    }
}

/// A map of free keys only.
pub type Map<K, V> = Keyed<Nothing, K, V>;

block! {
    /// No fixed keys.
    #[derive(Default)]
    Nothing {}
}

/// The keys of two structs in one map.
#[derive(Debug, Clone)]
pub struct Both<A, B> {
    /// Keys that both have are here.
    pub head: A,
    /// The other keys.
    pub rest: B,
}

impl<'de, A: Head, B: Head> Deserialize<'de> for Both<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (head, rest) = split::<A>(serde_yaml::Mapping::deserialize(deserializer)?);
        Ok(Both { head: typed(head)?, rest: typed(rest)? })
    }
}

impl<A: Head, B: Head> JsonSchema for Both<A, B> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_with_{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = A::json_schema(generator);
        let other = B::json_schema(generator);
        if let Some(serde_json::Value::Object(more)) = other.get("properties").cloned() {
            let object = schema.ensure_object();
            let own = object.entry("properties").or_insert_with(|| serde_json::json!({}));
            if let Some(own) = own.as_object_mut() {
                for (key, value) in more {
                    own.entry(key).or_insert(value);
                }
            }
        }
        schema
    }
}

/// A scalar or list of one type, or a map of another.
#[derive(Debug, Clone)]
pub enum Short<S, L> {
    /// Not a map.
    Short(S),
    /// A map.
    Long(Box<L>),
}

impl<'de, S: DeserializeOwned, L: DeserializeOwned> Deserialize<'de> for Short<S, L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            value @ Value::Mapping(_) => Ok(Short::Long(Box::new(typed(value)?))),
            value => Ok(Short::Short(typed(value)?)),
        }
    }
}

impl<S: JsonSchema, L: JsonSchema> JsonSchema for Short<S, L> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_{}", S::schema_name(), L::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(vec![generator.subschema_for::<S>(), generator.subschema_for::<L>()])
    }
}

/// One, or a list of at least one.
#[derive(Debug, Clone)]
pub struct Many<T>(pub Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Sequence(items) if items.is_empty() => Err(D::Error::custom("an empty list")),
            Value::Sequence(items) => items.into_iter().map(typed).collect::<Result<_, _>>().map(Many),
            value => Ok(Many(vec![typed(value)?])),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Many<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Many_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        any_of(vec![one.clone(), json_schema!({ "type": "array", "items": one, "minItems": 1 })])
    }
}

/// A value that no document can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Never(PhantomData<()>);

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("no value is possible here"))
    }
}

impl JsonSchema for Never {
    fn schema_name() -> Cow<'static, str> {
        "Never".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(false)
    }
}

/// `anyOf`, with nested ones of the same kind drawn in: one flat list reads and reports best.
pub(crate) fn any_of(branches: Vec<Schema>) -> Schema {
    let mut flat = Vec::new();
    for branch in branches {
        match branch.as_object() {
            Some(object) if object.len() == 1 && object.contains_key("anyOf") => {
                flat.extend(object.get("anyOf").and_then(|all| all.as_array()).cloned().unwrap_or_default());
            }
            None if branch.as_bool() == Some(false) => {}
            _ => flat.push(branch.to_value()),
        }
    }
    json_schema!({ "anyOf": flat })
}
