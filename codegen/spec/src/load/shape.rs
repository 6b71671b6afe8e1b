//! The check of shape: the language's JSON Schema finds every fault at once, and this file says it in plain words.

use std::collections::HashSet;
use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind as K;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::convert::to_json;
use super::node::{Entry, Node, What, step};
use super::source::Source;
use crate::fault::{Fault, Found, Kind, Severity, did_you_mean};

/// A schema, ready to check.
pub(crate) struct Checker {
    schema: Value,
    /// `None` cannot be: the schemas are our own, and a test builds each.
    validator: Option<Validator>,
}

impl Checker {
    fn new(schema: Value) -> Checker {
        let validator = jsonschema::validator_for(&schema).ok();
        Checker { schema, validator }
    }

    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }
}

pub(crate) static METHOD: LazyLock<Checker> = LazyLock::new(|| Checker::new(crate::schema::method()));
pub(crate) static PLATFORM: LazyLock<Checker> = LazyLock::new(|| Checker::new(crate::schema::platform()));
pub(crate) static CODES: LazyLock<Checker> = LazyLock::new(|| Checker::new(crate::schema::codes()));

/// Every fault of shape.
pub(crate) fn check(checker: &Checker, node: &Node, source: &Source) -> Found {
    let Some(validator) = &checker.validator else {
        return Found::default();
    };
    let value = to_json(node);
    let mut telling = Telling { schema: &checker.schema, node, source, faults: Found::default() };
    for error in validator.iter_errors(&value) {
        telling.tell(&error);
    }
    telling.faults
}

struct Telling<'a> {
    schema: &'a Value,
    node: &'a Node,
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

    /// The schema object that holds the keyword which failed.
    fn holder(&self, error: &ValidationError<'_>) -> &Value {
        let path = error.schema_path().as_str();
        let holder = path.rfind('/').and_then(|cut| path.get(..cut)).unwrap_or_default();
        self.schema.pointer(holder).unwrap_or(&Value::Null)
    }

    fn tell(&mut self, error: &ValidationError<'_>) {
        let pointer = error.instance_path().as_str();
        let found = self.node.at(pointer);
        // A hole has its own fault already.
        if found.is_some_and(|found| matches!(found.node.what, What::Hole)) {
            return;
        }
        match error.kind() {
            K::AdditionalProperties { .. } | K::AnyOf { .. } => {}
            _ if self.counted() => return,
            _ => {}
        }
        let place = self.node.locate(pointer);
        match error.kind() {
            K::AdditionalProperties { unexpected } => {
                let known = keys_of(self.holder(error));
                for Entry { key, key_bytes: place, .. } in entries(found, unexpected) {
                    if self.counted() {
                        continue;
                    }
                    let mut help = did_you_mean(key, known.iter().map(String::as_str));
                    if help.is_empty() && !known.is_empty() {
                        help.push(format!("known here: {}", known.join(", ")));
                    }
                    if key.contains(' ') {
                        help.push("a text with a comma is quoted inside { }".to_owned());
                    }
                    self.push(Kind::UnknownKey, place.clone(), format!("unknown key `{key}`"), "", help);
                }
            }
            K::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let means = self.holder(error).pointer(&format!("/properties/{name}/description"));
                let help = means.and_then(Value::as_str).map(|means| format!("`{name}`: {}", means.replace('\n', " ")));
                self.push(
                    Kind::MissingKey,
                    place,
                    format!("`{name}` is missing"),
                    "in this map",
                    help.into_iter().collect(),
                );
            }
            K::PropertyNames { error: inner } => {
                let key = inner.instance().as_str().unwrap_or_default().to_owned();
                let path = error.schema_path().as_str();
                let holder = path
                    .find("/propertyNames")
                    .and_then(|cut| path.get(..cut))
                    .and_then(|path| self.schema.pointer(path));
                let title = holder.and_then(|holder| holder.pointer("/propertyNames/title")).and_then(Value::as_str);
                let title = title.unwrap_or("a key of another form");
                let known = holder.map(keys_of).unwrap_or_default();
                let help = did_you_mean(&key, known.iter().map(String::as_str));
                let message = format!("`{key}` is no key of this map");
                let label = format!("{title} is wanted here");
                let place = self.node.locate_key(&step(pointer, &key));
                self.push(Kind::WrongForm, place, message, &label, help);
            }
            K::AnyOf { context } => self.any_of(error, context),
            _ => self.leaf(error, &[self.holder(error).clone()], place),
        }
    }

    /// Of the ways in which a value can be written, the one that was meant tells its faults; where none was, all are named.
    fn any_of(&mut self, error: &ValidationError<'_>, context: &[Vec<ValidationError<'static>>]) {
        let pointer = error.instance_path().as_str();
        let has_is = self.node.at(pointer).is_some_and(|found| found.node.get("is").is_some());
        let here = |inner: &ValidationError<'_>| inner.instance_path().as_str() == pointer;
        let meant = context
            .iter()
            .filter(|branch| !branch.iter().any(|inner| here(inner) && about_kind(inner, has_is)))
            .min_by_key(|branch| branch.len())
            // A map where only one kind of map can stand: `is` itself may be the mistake.
            .or_else(|| {
                let maps = |branch: &&Vec<_>| {
                    error.instance().is_object() && !branch.iter().any(|inner| here(inner) && no_such_kind(inner))
                };
                let mut maps = context.iter().filter(maps);
                maps.next().filter(|_| maps.next().is_none())
            });
        if let Some(branch) = meant {
            for inner in branch {
                self.tell(inner);
            }
            return;
        }
        if self.counted() {
            return;
        }
        let branches = self.holder(error).get("anyOf").and_then(Value::as_array).cloned().unwrap_or_default();
        let place = self.node.locate(pointer);
        self.leaf(error, &branches, place);
    }

    /// A value that fits none of the schemas.
    fn leaf(&mut self, error: &ValidationError<'_>, schemas: &[Value], place: std::ops::Range<usize>) {
        let value = error.instance();
        let mut words = Vec::new();
        let mut wants = Vec::new();
        for schema in schemas {
            wanted(self.schema, schema, &mut words, &mut wants, 0);
        }
        let mut all = Vec::new();
        if !words.is_empty() {
            let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            all.push(if listed.len() > 8 { format!("one of {} words", listed.len()) } else { listed.join(", ") });
        }
        let only = if words.is_empty() && wants.len() == 1 { wants.first().cloned() } else { None };
        all.extend(wants);
        let label = if all.is_empty() { String::new() } else { format!("wanted: {}", all.join("; or ")) };
        let (kind, message, mut help) = match value.as_ref() {
            Value::String(text) => {
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
            Value::Number(number) if self.takes_text(schemas) => (
                Kind::WrongType,
                format!("the number {number} does not fit here"),
                vec![format!("if it is a text, quote it: \"{number}\"")],
            ),
            Value::Array(items) if items.is_empty() => (
                Kind::WrongForm,
                "an empty list says nothing".to_owned(),
                vec!["take the key away, or name something".to_owned()],
            ),
            other => (Kind::WrongType, format!("{} does not fit here", called(other)), Vec::new()),
        };
        if is_long(value) {
            help.push(format!("no number of more than {LONGEST} digits fits here"));
        }
        self.push(kind, place, message, &label, help);
    }

    fn takes_text(&self, schemas: &[Value]) -> bool {
        schemas.iter().any(|schema| {
            let schema = resolved(self.schema, schema);
            match schema.get("type") {
                Some(Value::String(kind)) => kind == "string",
                Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
                _ => schema.get("enum").is_some() || schema.get("const").is_some() || schema.get("oneOf").is_some(),
            }
        })
    }
}

/// Digits of the longest number that fits wherever one is wanted.
const LONGEST: usize = 18;

/// Whether a value is a number, or a range of numbers, that is too long for any form of it.
fn is_long(value: &Value) -> bool {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return false,
    };
    let ends = || text.split("..").map(|end| end.trim_start_matches('-'));
    let numeric = |end: &str| end.chars().all(|c| c.is_ascii_digit() || c == '_' || c == '.');
    let whole = |end: &str| end.split('.').next().unwrap_or_default().chars().filter(char::is_ascii_digit).count();
    ends().all(numeric) && ends().any(|end| whole(end) > LONGEST)
}

/// Whether an error says that a value of another kind is wanted.
fn no_such_kind(error: &ValidationError<'_>) -> bool {
    matches!(
        error.kind(),
        K::Type { .. }
            | K::Enum { .. }
            | K::Constant { .. }
            | K::FalseSchema
            | K::Pattern { .. }
            | K::OneOfNotValid { .. }
    )
}

/// Whether an error says that its branch was not meant: a value of another kind, or a map with or without `is`.
fn about_kind(error: &ValidationError<'_>, has_is: bool) -> bool {
    match error.kind() {
        _ if no_such_kind(error) => true,
        K::Required { property } => property == "is" && !has_is,
        K::AdditionalProperties { unexpected } => has_is && unexpected.iter().any(|key| key == "is"),
        _ => false,
    }
}

fn called(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}

fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    schema.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.trim_start_matches('#'))).unwrap_or(schema)
}

/// What a schema wants, in words: fixed words, and descriptions of everything else.
fn wanted(root: &Value, schema: &Value, words: &mut Vec<String>, wants: &mut Vec<String>, depth: usize) {
    let schema = resolved(root, schema);
    if depth > 4 {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = schema.get(key).and_then(Value::as_array) {
            branches.iter().for_each(|branch| wanted(root, branch, words, wants, depth + 1));
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

/// The entries of some keys, in the order of the file.
fn entries<'a>(found: Option<super::node::Found<'a>>, keys: &[String]) -> impl Iterator<Item = &'a Entry> {
    let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
    let all = found.and_then(|found| match &found.node.what {
        What::Map(entries) => Some(entries.iter()),
        _ => None,
    });
    all.into_iter().flatten().filter(move |entry| keys.contains(entry.key.as_str()))
}

fn keys_of(schema: &Value) -> Vec<String> {
    schema.get("properties").and_then(Value::as_object).map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}
