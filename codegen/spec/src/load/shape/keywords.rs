//! What a schema of the language says of a value, keyword by keyword.
//!
//! The schemas are our own and use few keywords, so this reads just those: an error then points at the value and at the
//! part of the schema themselves, and whoever generates code does not build a schema engine first. A unit test holds it
//! equal to one (`oracle.rs`).

use std::collections::HashMap;
use std::ptr;

use regex_lite::Regex;
use serde_json::{Map, Value};

use crate::load::node::{Entry, Found, Node, What};

/// One keyword that a value does not keep.
#[derive(Debug)]
pub(super) struct Mismatch<'a> {
    pub(super) wrong: Wrong<'a>,
    /// The value, and the key that holds it.
    pub(super) found: Found<'a>,
    /// The part of the schema that holds the keyword.
    pub(super) schema: &'a Value,
}

#[derive(Debug)]
pub(super) enum Wrong<'a> {
    /// `additionalProperties`: these keys are not known.
    UnknownKeys(Vec<&'a Entry>),
    /// `required`: this key is missing.
    MissingKey(&'a str),
    /// `propertyNames`: this key has another form.
    KeyForm(&'a Entry),
    /// `anyOf`: what each of the ways in which it could be written finds.
    NoneOf(Vec<Vec<Mismatch<'a>>>),
    /// `type`.
    Type,
    /// `const`, `enum` and `oneOf`: another word.
    Word,
    /// `pattern`.
    Pattern,
    /// `minItems`, `minLength`, `minimum` and `maximum`.
    Size,
}

impl Mismatch<'_> {
    /// Whether it is about this very value.
    pub(super) fn is_at(&self, node: &Node) -> bool {
        ptr::eq(self.found.node, node)
    }
}

/// A schema of the language, with its patterns read.
pub(super) struct Keywords {
    root: Value,
    patterns: HashMap<String, Regex>,
}

impl Keywords {
    pub(super) fn new(root: Value) -> Keywords {
        let mut patterns = HashMap::new();
        read_patterns(&root, &mut patterns);
        Keywords { root, patterns }
    }

    /// What is wrong with a value, in the order of its keys.
    pub(super) fn mismatches<'a>(&'a self, node: &'a Node) -> Vec<Mismatch<'a>> {
        let mut out = Looking { keywords: self, all: true, found: Vec::new() };
        out.look(&self.root, Found { node, key: None });
        out.found
    }

    pub(super) fn accepts(&self, node: &Node) -> bool {
        self.fits(&self.root, Found { node, key: None })
    }

    fn fits<'a>(&'a self, schema: &'a Value, found: Found<'a>) -> bool {
        let mut out = Looking { keywords: self, all: false, found: Vec::new() };
        out.look(schema, found);
        out.found.is_empty()
    }

    /// The schema that `$ref` names, if there is one.
    pub(super) fn referred(&self, schema: &Value) -> Option<&Value> {
        schema.get("$ref").and_then(Value::as_str).and_then(|to| self.root.pointer(to.trim_start_matches('#')))
    }
}

/// One look at a value: for everything, or until the first mismatch.
struct Looking<'a> {
    keywords: &'a Keywords,
    all: bool,
    found: Vec<Mismatch<'a>>,
}

impl<'a> Looking<'a> {
    fn is_done(&self) -> bool {
        !self.all && !self.found.is_empty()
    }

    fn look(&mut self, schema: &'a Value, found: Found<'a>) {
        // What has a fault of its own already fits everywhere.
        if self.is_done() || matches!(found.node.what, What::Hole) {
            return;
        }
        if let Some(referred) = self.keywords.referred(schema) {
            self.look(referred, found);
        }
        let Some(keywords) = schema.as_object() else {
            return;
        };
        let mut wrong = |wrong| self.found.push(Mismatch { wrong, found, schema });
        let node = found.node;
        if keywords.get("type").is_some_and(|kinds| !is_of(kinds, node)) {
            wrong(Wrong::Type);
        }
        let word = keywords.get("const").is_some_and(|word| !equals(word, node))
            || list(keywords, "enum").is_some_and(|words| !words.iter().any(|word| equals(word, node)));
        if word {
            wrong(Wrong::Word);
        }
        match &node.what {
            What::Text(text) => {
                let pattern = keywords.get("pattern").and_then(Value::as_str);
                if pattern.and_then(|pattern| self.keywords.patterns.get(pattern)).is_some_and(|p| !p.is_match(text)) {
                    wrong(Wrong::Pattern);
                }
                if number(keywords, "minLength").is_some_and(|least| is_shorter(text.chars(), least)) {
                    wrong(Wrong::Size);
                }
            }
            What::Whole(whole) => {
                let under = number(keywords, "minimum").is_some_and(|least| *whole < least);
                if under || number(keywords, "maximum").is_some_and(|most| *whole > most) {
                    wrong(Wrong::Size);
                }
            }
            What::List(items) => {
                if number(keywords, "minItems").is_some_and(|least| is_shorter(items.iter(), least)) {
                    wrong(Wrong::Size);
                }
                if let Some(each) = keywords.get("items") {
                    items.iter().for_each(|node| self.look(each, Found { node, key: None }));
                }
            }
            What::Map(_) => self.map(schema, keywords, found),
            What::Bool(_) | What::Hole => {}
        }
        self.ways(schema, keywords, found);
    }

    fn map(&mut self, schema: &'a Value, keywords: &'a Map<String, Value>, found: Found<'a>) {
        let What::Map(entries) = &found.node.what else {
            return;
        };
        for key in list(keywords, "required").into_iter().flatten().filter_map(Value::as_str) {
            if entries.find(key).is_none() {
                self.found.push(Mismatch { wrong: Wrong::MissingKey(key), found, schema });
            }
        }
        let names = keywords.get("propertyNames");
        let known = keywords.get("properties").and_then(Value::as_object);
        let others = keywords.get("additionalProperties");
        let mut unknown = Vec::new();
        for entry in entries {
            if self.is_done() {
                return;
            }
            let value = Found { node: &entry.value, key: Some(&entry.key_bytes) };
            match (known.and_then(|known| known.get(&entry.key)), others) {
                (Some(property), _) => self.look(property, value),
                (None, Some(Value::Bool(false))) => unknown.push(entry),
                (None, Some(other)) => self.look(other, value),
                (None, None) => {}
            }
            if names.is_some_and(|names| !self.takes_key(names, &entry.key)) {
                self.found.push(Mismatch { wrong: Wrong::KeyForm(entry), found, schema });
            }
        }
        if !unknown.is_empty() {
            self.found.push(Mismatch { wrong: Wrong::UnknownKeys(unknown), found, schema });
        }
    }

    /// Whether `propertyNames` takes a key.
    fn takes_key(&self, names: &'a Value, key: &str) -> bool {
        let node = Node { bytes: 0..0, what: What::Text(key.to_owned()) };
        self.keywords.fits(names, Found { node: &node, key: None })
    }

    /// `oneOf` and `anyOf`.
    fn ways(&mut self, schema: &'a Value, keywords: &'a Map<String, Value>, found: Found<'a>) {
        if let Some(ways) = list(keywords, "oneOf")
            && ways.iter().filter(|way| self.keywords.fits(way, found)).count() != 1
        {
            self.found.push(Mismatch { wrong: Wrong::Word, found, schema });
        }
        if let Some(ways) = list(keywords, "anyOf")
            && !ways.iter().any(|way| self.keywords.fits(way, found))
        {
            let each = |way| {
                let mut looking = Looking { keywords: self.keywords, all: self.all, found: Vec::new() };
                looking.look(way, found);
                looking.found
            };
            let wrong = Wrong::NoneOf(if self.all { ways.iter().map(each).collect() } else { Vec::new() });
            self.found.push(Mismatch { wrong, found, schema });
        }
    }
}

fn list<'a>(keywords: &'a Map<String, Value>, name: &str) -> Option<&'a Vec<Value>> {
    keywords.get(name).and_then(Value::as_array)
}

fn number(keywords: &Map<String, Value>, name: &str) -> Option<i64> {
    keywords.get(name).and_then(Value::as_i64)
}

fn is_shorter(mut items: impl Iterator, least: i64) -> bool {
    usize::try_from(least).is_ok_and(|least| least > 0 && items.nth(least - 1).is_none())
}

fn is_of(kinds: &Value, node: &Node) -> bool {
    let is = |kind: &Value| match &node.what {
        What::Text(_) => kind == "string",
        What::Whole(_) => kind == "integer" || kind == "number",
        What::Bool(_) => kind == "boolean",
        What::List(_) => kind == "array",
        What::Map(_) => kind == "object",
        What::Hole => true,
    };
    kinds.as_array().map_or_else(|| is(kinds), |kinds| kinds.iter().any(is))
}

fn equals(word: &Value, node: &Node) -> bool {
    match &node.what {
        What::Text(text) => word == text.as_str(),
        What::Whole(whole) => word == whole,
        What::Bool(yes) => word == yes,
        What::List(_) | What::Map(_) | What::Hole => false,
    }
}

fn read_patterns(schema: &Value, patterns: &mut HashMap<String, Regex>) {
    match schema {
        Value::Array(parts) => parts.iter().for_each(|part| read_patterns(part, patterns)),
        Value::Object(parts) => {
            // One that does not read would be a mistake of ours; `oracle.rs` reads each.
            if let Some(Value::String(pattern)) = parts.get("pattern")
                && let Ok(read) = Regex::new(pattern)
            {
                patterns.insert(pattern.clone(), read);
            }
            parts.values().for_each(|part| read_patterns(part, patterns));
        }
        _ => {}
    }
}
