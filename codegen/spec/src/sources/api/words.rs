//! Both sides of a difference in the words that records quote.

use crate::resolved::{Value, ValueKind};

use super::compare::{UNKNOWN, is_required, lookup};
use super::shape::Shape;

/// As JSON Schema names it; nothing for what may be anything.
pub(super) fn json_type(kind: ValueKind) -> &'static str {
    use ValueKind::{Amount, Boolean, Currency, Integer, Json, List, Object};
    match kind {
        Integer | Amount => "integer",
        Boolean => "boolean",
        Object => "object",
        List => "array",
        Json => "",
        Currency => "string",
        _ => "string",
    }
}

/// As this project names it.
pub(super) fn word(name: &str) -> &str {
    match name {
        "string" => "text",
        "array" => "list",
        "" => "any value",
        name => name,
    }
}

/// `object or text`, `list of text`.
pub(super) fn types(shape: &Shape) -> String {
    let one = |name: &String| match (&shape.items, name.as_str()) {
        (Some(items), "array") => format!("list of {}", item(items)),
        (_, name) => word(name).to_owned(),
    };
    let all: Vec<String> = shape.types.iter().map(one).collect();
    if all.is_empty() { "any value".to_owned() } else { all.join(" or ") }
}

/// What the items of a list are, with their bounds: `text`, `integer, 1..`.
fn item(shape: &Shape) -> String {
    let mut out = vec![types(shape)];
    if shape.length != (None, None) {
        out.push(letters(narrowed(shape.length)));
    }
    if shape.range != (None, None) {
        out.push(numbers(shape.range));
    }
    out.extend(shape.format.iter().map(|format| format!("format {format}")));
    out.extend(shape.patterns.iter().map(|pattern| format!("pattern {pattern}")));
    if !shape.values.is_empty() {
        out.push(listed(shape));
    }
    out.extend(shape.further.iter().cloned());
    out.join(", ")
}

pub(super) fn format(shape: &Shape) -> String {
    shape.format.as_ref().map_or_else(|| "no format".to_owned(), |format| format!("format {format}"))
}

pub(super) fn further(shape: &Shape) -> String {
    shape.further.iter().cloned().collect::<Vec<_>>().join(", ")
}

pub(super) fn values(ours: &Value) -> String {
    if ours.values.is_empty() || ours.open {
        return "any value".to_owned();
    }
    format!("one of {}", ours.values.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", "))
}

pub(super) fn widened(length: (Option<u32>, Option<u32>)) -> (u64, Option<u64>) {
    (length.0.map_or(0, u64::from), length.1.map(u64::from))
}

pub(super) fn narrowed(length: (Option<u64>, Option<u64>)) -> (u64, Option<u64>) {
    (length.0.unwrap_or(0), length.1)
}

/// `1..255 letters`.
pub(super) fn letters((least, most): (u64, Option<u64>)) -> String {
    match (least, most) {
        (0, None) => "any length".to_owned(),
        (least, Some(most)) if least == most => format!("{least} letters"),
        (least, most) => {
            let end = |end: u64| if end == 0 { String::new() } else { end.to_string() };
            format!("{}..{} letters", end(least), most.map_or_else(String::new, end))
        }
    }
}

/// `1..4294967295`.
pub(super) fn numbers((least, most): (Option<i64>, Option<i64>)) -> String {
    let end = |end: Option<i64>| end.map_or_else(String::new, |end| end.to_string());
    if least.is_none() && most.is_none() { "any number".to_owned() } else { format!("{}..{}", end(least), end(most)) }
}

/// Everything that the description says of a field, in the words that a record quotes.
pub(super) fn says(shape: &Shape, path: &str) -> Vec<String> {
    let Some(found) = lookup(shape, path) else { return vec![UNKNOWN.to_owned()] };
    let Some(one) = found else { return Vec::new() };
    let mut out = vec![types(one), letters(narrowed(one.length)), numbers(one.range), format(one), listed(one)];
    out.extend(one.patterns.iter().map(|pattern| format!("pattern {pattern}")));
    if one.patterns.is_empty() {
        out.push("no pattern".to_owned());
    }
    if !one.further.is_empty() {
        out.push(further(one));
    }
    // required in its object, which may be left out
    out.extend(is_required(shape, path, false).then(|| "required".to_owned()));
    out.extend((!is_required(shape, path, true)).then(|| "optional".to_owned()));
    out
}

pub(super) fn listed(shape: &Shape) -> String {
    if shape.values.is_empty() {
        return "any value".to_owned();
    }
    format!("one of {}", shape.values.iter().cloned().collect::<Vec<_>>().join(", "))
}
