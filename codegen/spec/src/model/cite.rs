//! Cites: where the documents say so.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::keyed::{Many, Map, Short};
use super::text::{CiteKey, Text};

/// One cite or a list: `ru:11`, `[ru:11, en:10]`, `{ "ru:35": 3-4 минуты }`, `guide`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Cites(pub Many<Short<CiteKey, Map<CiteKey, Text>>>);

impl JsonSchema for Cites {
    fn schema_name() -> Cow<'static, str> {
        "Cites".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = <Many<Short<CiteKey, Map<CiteKey, Text>>>>::json_schema(generator);
        schema.insert(
            "description".to_owned(),
            "Where the documents say so: document:line or document:first-last, the document alone where it has no lines, \
             { place: \"the printed words\" } where the spec's literal differs from them; one or a list."
                .into(),
        );
        schema
    }
}

impl Cites {
    /// Each place with the printed words, if given.
    pub fn iter(&self) -> impl Iterator<Item = (&CiteKey, Option<&str>)> {
        self.0.0.iter().flat_map(|item| -> Box<dyn Iterator<Item = (&CiteKey, Option<&str>)>> {
            match item {
                Short::Short(key) => Box::new(std::iter::once((key, None))),
                Short::Long(map) => Box::new(map.map.iter().map(|(key, words)| (key, Some(words.as_str())))),
            }
        })
    }
}
