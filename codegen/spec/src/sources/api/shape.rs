//! What a schema takes, as one shape: its combinations joined, its references followed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::description::target;

/// Deeper than any request stands: where a schema holds itself, the reading ends here.
const DEEPEST: usize = 16;

/// What a schema takes at one place and below it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// Types as JSON Schema names them; empty: any.
    pub types: BTreeSet<String>,
    /// Members by name; of alternatives, all that one of them has.
    pub members: BTreeMap<String, Shape>,
    /// Members that must be there, whatever the alternative.
    pub required: BTreeSet<String>,
    /// Lengths of a text, or counts of a list, in code points or items.
    pub length: (Option<u64>, Option<u64>),
    /// Least and greatest number.
    pub range: (Option<i64>, Option<i64>),
    /// The only values, as text; empty: any.
    pub values: BTreeSet<String>,
    /// Patterns that hold together.
    pub patterns: BTreeSet<String>,
    /// What it is called, beside its type.
    pub format: Option<String>,
    /// What the items of a list are, where it is said.
    pub items: Option<Box<Shape>>,
    /// Rules of further kinds: `multipleOf 100`.
    pub further: BTreeSet<String>,
}

/// Keywords that restrict a value and have no place of their own in a shape.
const FURTHER: &[&str] = &[
    "multipleOf",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "not",
    "const",
    "readOnly",
];

impl Shape {
    /// The shape of a schema within a document.
    pub(super) fn of(document: &Value, schema: &Value) -> Self {
        read(document, schema, 0)
    }

    /// What is taken at a dotted path; nothing where no such member is known.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Shape> {
        path.split('.').try_fold(self, |shape, name| shape.members.get(name))
    }

    /// Whether an object says of no member what it is: any may stand in it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.members.is_empty() && (self.types.is_empty() || self.types.contains("object"))
    }

    /// Members of a value, dotted, that the shape does not know.
    #[must_use]
    pub fn unknown(&self, value: &Value) -> Vec<String> {
        let mut out = Vec::new();
        self.strange(value, "", &mut out);
        out
    }

    fn strange(&self, value: &Value, path: &str, out: &mut Vec<String>) {
        let Value::Object(members) = value else { return };
        if self.is_free() {
            return;
        }
        for (name, value) in members {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match self.members.get(name) {
                Some(shape) => shape.strange(value, &path, out),
                None => out.push(path),
            }
        }
    }

    /// Both hold.
    fn and(mut self, other: Shape) -> Shape {
        if self.types.is_empty() {
            self.types = other.types;
        } else if !other.types.is_empty() {
            self.types = self.types.intersection(&other.types).cloned().collect();
            if self.types.is_empty() {
                self.types.insert("nothing".to_owned());
            }
        }
        for (name, shape) in other.members {
            let one = self.members.remove(&name);
            self.members.insert(name, one.map_or(shape.clone(), |one| one.and(shape)));
        }
        self.required.extend(other.required);
        self.length = (self.length.0.max(other.length.0), least(self.length.1, other.length.1));
        self.range = (self.range.0.max(other.range.0), least(self.range.1, other.range.1));
        if self.values.is_empty() {
            self.values = other.values;
        } else if !other.values.is_empty() {
            self.values = self.values.intersection(&other.values).cloned().collect();
            if self.values.is_empty() {
                self.further.insert("no value that all its lists have".to_owned());
            }
        }
        self.patterns.extend(other.patterns);
        self.format = self.format.or(other.format);
        self.items = match (self.items, other.items) {
            (Some(one), Some(other)) => Some(Box::new(one.and(*other))),
            (one, other) => one.or(other),
        };
        self.further.extend(other.further);
        self
    }

    /// One of them holds: what both say.
    fn or(mut self, other: Shape) -> Shape {
        if self.types.is_empty() || other.types.is_empty() {
            self.types.clear();
        } else {
            self.types.extend(other.types);
        }
        for (name, shape) in other.members {
            let one = self.members.remove(&name);
            self.members.insert(name, one.map_or(shape.clone(), |one| one.or(shape)));
        }
        self.required = self.required.intersection(&other.required).cloned().collect();
        self.length = (
            self.length.0.zip(other.length.0).map(|(a, b)| a.min(b)),
            self.length.1.zip(other.length.1).map(|(a, b)| a.max(b)),
        );
        self.range = (
            self.range.0.zip(other.range.0).map(|(a, b)| a.min(b)),
            self.range.1.zip(other.range.1).map(|(a, b)| a.max(b)),
        );
        if self.values.is_empty() || other.values.is_empty() {
            self.values.clear();
        } else {
            self.values.extend(other.values);
        }
        self.patterns = self.patterns.intersection(&other.patterns).cloned().collect();
        if self.format != other.format {
            self.format = None;
        }
        self.items = self.items.zip(other.items).map(|(one, other)| Box::new(one.or(*other)));
        self.further = self.further.intersection(&other.further).cloned().collect();
        self
    }
}

fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A rule of a further kind in words; one that forbids nothing is none.
fn rule((key, value): (&&str, &Value)) -> Option<String> {
    let forbids_nothing = match *key {
        "additionalProperties" => {
            *value == Value::Bool(true) || value.as_object().is_some_and(serde_json::Map::is_empty)
        }
        "uniqueItems" | "readOnly" => *value != Value::Bool(true),
        _ => false,
    };
    (!forbids_nothing).then(|| format!("{key} {value}"))
}

/// A bound as a whole number: one with a fraction is the next whole number inside, which `by` tells.
fn whole(number: &Value, by: i64) -> Option<i64> {
    number.as_i64().or_else(|| {
        let number = number.as_f64()?;
        let inside = if by > 0 { number.ceil() } else { number.floor() };
        // beyond these ends every whole number of ours is inside, or none
        #[expect(clippy::cast_possible_truncation, reason = "a cast from a float ends at the type's ends")]
        Some(inside as i64)
    })
}

fn read(document: &Value, schema: &Value, depth: usize) -> Shape {
    if depth > DEEPEST {
        return Shape::default();
    }
    // beside a reference nothing counts, in OpenAPI 3.0
    if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
        return target(document, to).map_or_else(Shape::default, |schema| read(document, schema, depth + 1));
    }
    let list = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten();
    let number = |key: &str, by: i64| schema.get(key).and_then(|number| whole(number, by));
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut own = Shape {
        types: match schema.get("type") {
            Some(Value::String(one)) => BTreeSet::from([one.clone()]),
            Some(Value::Array(several)) => several.iter().map(text).collect(),
            _ => BTreeSet::new(),
        },
        required: list("required").map(text).collect(),
        length: (count("minLength").or(count("minItems")), count("maxLength").or(count("maxItems"))),
        range: (number("minimum", 1), number("maximum", -1)),
        values: list("enum").map(text).collect(),
        patterns: schema.get("pattern").map(text).into_iter().collect(),
        format: schema.get("format").map(text),
        members: BTreeMap::new(),
        items: schema.get("items").map(|items| Box::new(read(document, items, depth + 1))),
        further: FURTHER.iter().filter_map(|key| Some((key, schema.get(*key)?))).filter_map(rule).collect(),
    };
    if schema.get("nullable") == Some(&Value::Bool(true)) && !own.types.is_empty() {
        own.types.insert("null".to_owned());
    }
    for (name, below) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        own.members.insert(name.clone(), read(document, below, depth + 1));
    }
    for (bound, exclusive, by) in [("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)] {
        if schema.get(exclusive) == Some(&Value::Bool(true)) {
            let moved = schema.get(bound).and_then(Value::as_i64).map(|end| end.saturating_add(by));
            let moved = moved.or_else(|| number(bound, by));
            if by > 0 { own.range.0 = moved } else { own.range.1 = moved }
        }
    }
    let mut whole = list("allOf").map(|one| read(document, one, depth + 1)).fold(own, Shape::and);
    for key in ["oneOf", "anyOf"] {
        if let Some(either) = list(key).map(|one| read(document, one, depth + 1)).reduce(Shape::or) {
            whole = whole.and(either);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn combinations_are_joined_and_alternatives_loosened() {
        let document = json!({ "s": { "Base": { "type": "object", "properties": { "id": { "type": "string", "maxLength": 255 } } },
            "Loop": { "properties": { "again": { "$ref": "#/s/Loop" } } } } });
        let all = json!({ "allOf": [{ "$ref": "#/s/Base" }, { "properties": { "id": { "minLength": 1 } }, "required": ["id"] }] });
        let shape = Shape::of(&document, &all);
        assert_eq!(shape.at("id").map(|id| id.length), Some((Some(1), Some(255))));
        assert!(shape.required.contains("id"));
        let one = json!({ "oneOf": [{ "$ref": "#/s/Base" }, { "type": "string", "minLength": 1 }] });
        let shape = Shape::of(&document, &one);
        assert_eq!(shape.types, ["object", "string"].map(str::to_owned).into());
        assert!(shape.at("id").is_some());
        assert_eq!(shape.unknown(&json!({ "id": 1, "other": { "x": 1 } })), ["other"]);
        // it holds itself: the reading ends all the same
        assert!(Shape::of(&document, &json!({ "$ref": "#/s/Loop" })).at("again.again").is_some());
    }
}
