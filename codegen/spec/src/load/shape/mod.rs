//! The check of shape: the language's JSON Schema finds every fault at once, and this file says it in plain words.

mod keywords;
#[cfg(test)]
mod oracle;

use std::sync::LazyLock;

use serde_json::Value;

use super::node::{Entry, Node, What};
use super::source::Source;
use crate::fault::{Fault, Found, Kind, Severity, did_you_mean};
use keywords::{Keywords, Mismatch, Wrong};

/// A schema, ready to check.
pub(crate) struct Checker(Keywords);

impl Checker {
    pub(crate) fn accepts(&self, node: &Node) -> bool {
        self.0.accepts(node)
    }
}

pub(crate) static METHOD: LazyLock<Checker> = LazyLock::new(|| Checker(Keywords::new(crate::schema::method())));
pub(crate) static PLATFORM: LazyLock<Checker> = LazyLock::new(|| Checker(Keywords::new(crate::schema::platform())));
pub(crate) static CODES: LazyLock<Checker> = LazyLock::new(|| Checker(Keywords::new(crate::schema::codes())));

/// Every fault of shape.
pub(crate) fn check(checker: &Checker, node: &Node, source: &Source) -> Found {
    let mut telling = Telling { keywords: &checker.0, source, faults: Found::default() };
    for mismatch in checker.0.mismatches(node) {
        telling.tell(&mismatch);
    }
    telling.faults
}

struct Telling<'a> {
    keywords: &'a Keywords,
    source: &'a Source,
    faults: Found,
}

impl Telling<'_> {
    fn push(&mut self, kind: Kind, bytes: std::ops::Range<usize>, message: String, label: &str, help: Vec<String>) {
        let source = self.source;
        let fault = || Fault { label: label.to_owned(), help, ..source.fault(kind, bytes, message) };
        self.faults.push(Severity::Error, fault);
    }

    /// Counts a fault that is not told, where all that are told have been found: no word is spent on it.
    fn counted(&mut self) -> bool {
        let full = self.faults.is_full(Severity::Error);
        if full {
            self.push(Kind::More, 0..0, String::new(), "", Vec::new());
        }
        full
    }

    fn tell(&mut self, mismatch: &Mismatch<'_>) {
        match &mismatch.wrong {
            Wrong::UnknownKeys(entries) => self.unknown_keys(mismatch.schema, entries),
            Wrong::NoneOf(ways) => self.none_of(mismatch, ways),
            _ if self.counted() => {}
            Wrong::MissingKey(name) => {
                let means = mismatch.schema.pointer(&format!("/properties/{name}/description"));
                let help = means.and_then(Value::as_str).map(|means| format!("`{name}`: {}", means.replace('\n', " ")));
                self.push(
                    Kind::MissingKey,
                    mismatch.found.bytes(),
                    format!("`{name}` is missing"),
                    "in this map",
                    help.into_iter().collect(),
                );
            }
            Wrong::KeyForm(entry) => {
                let title = mismatch.schema.pointer("/propertyNames/title").and_then(Value::as_str);
                let title = title.unwrap_or("a key of another form");
                let help = did_you_mean(&entry.key, keys_of(mismatch.schema));
                let message = format!("`{}` is no key of this map", entry.key);
                let label = format!("{title} is wanted here");
                self.push(Kind::WrongForm, entry.key_bytes.clone(), message, &label, help);
            }
            Wrong::Type | Wrong::Word | Wrong::Pattern | Wrong::Size => {
                self.leaf(mismatch, std::slice::from_ref(mismatch.schema));
            }
        }
    }

    fn unknown_keys(&mut self, schema: &Value, entries: &[&Entry]) {
        let known: Vec<&str> = keys_of(schema).collect();
        for Entry { key, key_bytes: place, .. } in entries {
            if self.counted() {
                continue;
            }
            let mut help = did_you_mean(key, known.iter().copied());
            if help.is_empty() && !known.is_empty() {
                help.push(format!("known here: {}", known.join(", ")));
            }
            if key.contains(' ') {
                help.push("a text with a comma is quoted inside { }".to_owned());
            }
            self.push(Kind::UnknownKey, place.clone(), format!("unknown key `{key}`"), "", help);
        }
    }

    /// Of the ways in which a value can be written, the one that was meant tells its faults; where none was, all are named.
    fn none_of(&mut self, mismatch: &Mismatch<'_>, ways: &[Vec<Mismatch<'_>>]) {
        let node = mismatch.found.node;
        let has_is = node.get("is").is_some();
        let meant = ways
            .iter()
            .filter(|way| !way.iter().any(|inner| inner.is_at(node) && about_kind(inner, has_is)))
            .min_by_key(|way| way.len())
            // A map where only one kind of map can stand: `is` itself may be the mistake.
            .or_else(|| {
                let map = matches!(node.what, What::Map(_));
                let maps = |way: &&Vec<_>| {
                    map && !way.iter().any(|inner: &Mismatch<'_>| inner.is_at(node) && no_such_kind(inner))
                };
                let mut maps = ways.iter().filter(maps);
                maps.next().filter(|_| maps.next().is_none())
            });
        if let Some(way) = meant {
            way.iter().for_each(|inner| self.tell(inner));
        } else if !self.counted() {
            self.leaf(mismatch, mismatch.schema.get("anyOf").and_then(Value::as_array).map_or(&[], Vec::as_slice));
        }
    }

    /// A value that fits none of the schemas.
    fn leaf(&mut self, mismatch: &Mismatch<'_>, schemas: &[Value]) {
        let what = &mismatch.found.node.what;
        let mut words = Vec::new();
        let mut wants = Vec::new();
        for schema in schemas {
            self.wanted(schema, &mut words, &mut wants, 0);
        }
        let mut all = Vec::new();
        if !words.is_empty() {
            let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            all.push(if listed.len() > 8 { format!("one of {} words", listed.len()) } else { listed.join(", ") });
        }
        let only = if words.is_empty() && wants.len() == 1 { wants.first().cloned() } else { None };
        all.extend(wants);
        let label = if all.is_empty() { String::new() } else { format!("wanted: {}", all.join("; or ")) };
        let (kind, message, mut help) = match what {
            What::Text(text) => {
                let short: String = text.chars().take(60).collect();
                let texts = !words.is_empty() || label.contains("wanted: a text") || self.takes_text(schemas);
                let kind = if texts { Kind::WrongForm } else { Kind::WrongType };
                let mut help = did_you_mean(text, words.iter().map(String::as_str));
                if help.is_empty() && words.len() > 8 {
                    help.push(format!("known here: {}", words.join(", ")));
                }
                let message = match only {
                    Some(want) => format!("`{short}` is not {want}"),
                    None if help.is_empty() => format!("`{short}` does not fit here"),
                    None => format!("unknown word `{short}`"),
                };
                (kind, message, help)
            }
            What::Whole(number) if self.takes_text(schemas) => (
                Kind::WrongType,
                format!("the number {number} does not fit here"),
                vec![format!("if it is a text, quote it: \"{number}\"")],
            ),
            What::List(items) if items.is_empty() => (
                Kind::WrongForm,
                "an empty list says nothing".to_owned(),
                vec!["take the key away, or name something".to_owned()],
            ),
            other => (Kind::WrongType, format!("{} does not fit here", called(other)), Vec::new()),
        };
        if is_long(what) {
            help.push(format!("no number of more than {LONGEST} digits fits here"));
        }
        self.push(kind, mismatch.found.bytes(), message, &label, help);
    }

    fn takes_text(&self, schemas: &[Value]) -> bool {
        schemas.iter().any(|schema| {
            let schema = self.keywords.referred(schema).unwrap_or(schema);
            match schema.get("type") {
                Some(Value::String(kind)) => kind == "string",
                Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
                _ => schema.get("enum").is_some() || schema.get("const").is_some() || schema.get("oneOf").is_some(),
            }
        })
    }

    /// What a schema wants, in words: fixed words, and descriptions of everything else.
    fn wanted(&self, schema: &Value, words: &mut Vec<String>, wants: &mut Vec<String>, depth: usize) {
        let schema = self.keywords.referred(schema).unwrap_or(schema);
        if depth > 4 {
            return;
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(ways) = schema.get(key).and_then(Value::as_array) {
                ways.iter().for_each(|way| self.wanted(way, words, wants, depth + 1));
                return;
            }
        }
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            words.push(word.to_owned());
            return;
        }
        if let Some(list) = schema.get("enum").and_then(Value::as_array) {
            words.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
            return;
        }
        let title = schema.get("title").and_then(Value::as_str);
        let kind = schema.get("type").and_then(Value::as_str);
        let want = match (title, kind) {
            (Some(title), _) => title,
            (None, Some("object")) => "a map",
            (None, Some("array")) => "a list",
            (None, Some("string")) => "a text",
            (None, Some("boolean")) => "true or false",
            (None, Some("integer" | "number")) => "a whole number",
            _ => return,
        };
        if !wants.iter().any(|known| known == want) {
            wants.push(want.to_owned());
        }
    }
}

/// Digits of the longest number that fits wherever one is wanted.
const LONGEST: usize = 18;

/// Whether a value is a number, or a range of numbers, that is too long for any form of it.
fn is_long(what: &What) -> bool {
    let text = match what {
        What::Text(text) => text.clone(),
        What::Whole(number) => number.to_string(),
        _ => return false,
    };
    let ends = || text.split("..").map(|end| end.trim_start_matches('-'));
    let numeric = |end: &str| end.chars().all(|c| c.is_ascii_digit() || c == '_' || c == '.');
    let whole = |end: &str| end.split('.').next().unwrap_or_default().chars().filter(char::is_ascii_digit).count();
    ends().all(numeric) && ends().any(|end| whole(end) > LONGEST)
}

/// Whether a mismatch says that a value of another kind is wanted.
fn no_such_kind(mismatch: &Mismatch<'_>) -> bool {
    matches!(mismatch.wrong, Wrong::Type | Wrong::Word | Wrong::Pattern)
}

/// Whether a mismatch says that its way was not meant: a value of another kind, or a map with or without `is`.
fn about_kind(mismatch: &Mismatch<'_>, has_is: bool) -> bool {
    match &mismatch.wrong {
        Wrong::MissingKey(name) => *name == "is" && !has_is,
        Wrong::UnknownKeys(entries) => has_is && entries.iter().any(|entry| entry.key == "is"),
        _ => no_such_kind(mismatch),
    }
}

fn called(what: &What) -> &'static str {
    match what {
        What::Hole => "nothing",
        What::Bool(_) => "true or false",
        What::Whole(_) => "a number",
        What::Text(_) => "a text",
        What::List(_) => "a list",
        What::Map(_) => "a map",
    }
}

fn keys_of(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str())
}
