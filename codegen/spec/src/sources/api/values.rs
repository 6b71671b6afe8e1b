//! One value against the description of its member: type, length, range, values; and both in the words that records quote.

use crate::resolved::{Row, Source, Value, ValueKind};

use super::compare::{Found, What, lookup};
use super::shape::Shape;

/// Type, length, range, values.
pub(super) fn value(row: &Row, theirs: &Shape, limited: bool, out: &mut Vec<Found>) {
    let ours = &row.value;
    let mut add = |what, ours: String, theirs: String| out.push(Found { path: row.path.clone(), what, ours, theirs });
    let kind = if row.source == Source::Holder { ValueKind::Object } else { ours.kind };
    // a text that holds JSON is a text
    let name = if ours.encoded.is_some() { "string" } else { json_type(kind) };
    let typed = |name: &str| theirs.types.is_empty() || theirs.types.contains(name);
    let fits = match name {
        "" => theirs.types.is_empty(),
        "integer" => typed("integer") || typed("number"),
        name => typed(name),
    };
    if !fits || (!name.is_empty() && theirs.types.len() > 1) {
        add(What::Type, word(name).to_owned(), types(theirs));
        if !fits {
            return;
        }
    }
    if let Some(format) = theirs.format.as_deref().filter(|format| !has_format(kind, format)) {
        add(What::Type, kind.word().to_owned(), format!("format {format}"));
    }
    if !theirs.values.is_empty() && !is_among(ours, theirs) {
        add(What::Values, values(ours), listed(theirs));
    }
    for pattern in theirs.patterns.iter().filter(|pattern| !keeps(ours, kind, pattern)) {
        add(
            What::Values,
            pattern_of(ours, kind).unwrap_or_else(|| "no pattern".to_owned()),
            format!("pattern {pattern}"),
        );
    }
    let listed = !ours.values.is_empty() && !ours.open;
    if name == "string" && !listed && ours.encoded.is_none() {
        // a pattern or a form says how long a text is, where the description's says so too
        let formed = pattern_of(ours, kind).is_some() || matches!(kind, ValueKind::Ip | ValueKind::DateTime);
        let (mine, its) = (widened(ours.length), narrowed(theirs.length));
        let given = (ours.length != (None, None)).then_some(mine);
        let differs = match given {
            None if formed => false,
            _ if formed && its == (0, None) => false,
            _ => mine != its,
        };
        if differs && theirs.patterns.is_empty() {
            add(What::Length, letters(mine), letters(its));
        }
    }
    let narrower =
        kind == ValueKind::Amount && limited && theirs.range.0 < ours.range.0 && ours.range.1 == theirs.range.1;
    if name == "integer" && !listed && !narrower && ours.range != theirs.range {
        add(What::Range, numbers(ours.range), numbers(theirs.range));
    }
}

/// As JSON Schema names it; nothing for what may be anything.
fn json_type(kind: ValueKind) -> &'static str {
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
fn word(name: &str) -> &str {
    match name {
        "string" => "text",
        "array" => "list",
        "" => "any value",
        name => name,
    }
}

fn types(shape: &Shape) -> String {
    let all: Vec<&str> = shape.types.iter().map(|name| word(name)).collect();
    if all.is_empty() { "any value".to_owned() } else { all.join(" or ") }
}

/// Whether values of a kind have the format that the description names; a format that no kind has says nothing.
fn has_format(kind: ValueKind, format: &str) -> bool {
    match format {
        "email" => kind == ValueKind::Email,
        "ip-address" | "ipv4" | "ipv6" => kind == ValueKind::Ip,
        "date-time" | "dateTime" => kind == ValueKind::DateTime,
        "uri" | "url" => kind == ValueKind::Url,
        _ => true,
    }
}

fn is_among(ours: &Value, theirs: &Shape) -> bool {
    !ours.open && !ours.values.is_empty() && ours.values.iter().all(|(value, _)| theirs.values.contains(value))
}

fn values(ours: &Value) -> String {
    if ours.values.is_empty() || ours.open {
        return "any value".to_owned();
    }
    format!("one of {}", ours.values.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", "))
}

/// The pattern that all our values have: the field's own, or its kind's.
fn pattern_of(ours: &Value, kind: ValueKind) -> Option<String> {
    if let Some(own) = &ours.pattern {
        return Some(own.clone());
    }
    Some(match (kind, ours.length) {
        (ValueKind::Country, _) => "^[A-Z]{2}$".to_owned(),
        (ValueKind::Currency, _) => "^[A-Z]{3}$".to_owned(),
        (ValueKind::Date, _) => "^[0-9]{2}-[0-9]{2}-[0-9]{4}$".to_owned(),
        (ValueKind::Digits, (Some(least), Some(most))) if least == most => format!("^[0-9]{{{least}}}$"),
        (ValueKind::Digits, (Some(least), Some(most))) => format!("^[0-9]{{{least},{most}}}$"),
        (ValueKind::Digits, (Some(least), None)) => format!("^[0-9]{{{least},}}$"),
        (ValueKind::Digits, (None, _)) => "^[0-9]+$".to_owned(),
        _ => return None,
    })
}

/// Whether every value of ours has their pattern: it is the same, or each of our values has it.
fn keeps(ours: &Value, kind: ValueKind, pattern: &str) -> bool {
    if !ours.values.is_empty() && !ours.open {
        let read = regex_lite::Regex::new(pattern);
        return read.is_ok_and(|read| ours.values.iter().all(|(value, _)| read.is_match(value)));
    }
    let same = |text: &str| text.replace("\\d", "[0-9]");
    pattern_of(ours, kind).is_some_and(|own| same(&own) == same(pattern))
}

fn widened(length: (Option<u32>, Option<u32>)) -> (u64, Option<u64>) {
    (length.0.map_or(0, u64::from), length.1.map(u64::from))
}

fn narrowed(length: (Option<u64>, Option<u64>)) -> (u64, Option<u64>) {
    (length.0.unwrap_or(0), length.1)
}

/// `1..255 letters`.
fn letters((least, most): (u64, Option<u64>)) -> String {
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
fn numbers((least, most): (Option<i64>, Option<i64>)) -> String {
    let end = |end: Option<i64>| end.map_or_else(String::new, |end| end.to_string());
    if least.is_none() && most.is_none() { "any number".to_owned() } else { format!("{}..{}", end(least), end(most)) }
}

/// Everything that the description says of a field, in the words that a record quotes.
pub(super) fn says(shape: &Shape, path: &str) -> Vec<String> {
    let Some(found) = lookup(shape, path) else { return vec!["no such member".to_owned()] };
    let Some(one) = found else { return Vec::new() };
    let mut out = vec![types(one), letters(narrowed(one.length)), numbers(one.range)];
    out.extend(one.format.iter().map(|format| format!("format {format}")));
    out.extend(one.patterns.iter().map(|pattern| format!("pattern {pattern}")));
    if !one.values.is_empty() {
        out.push(listed(one));
    }
    let (holder, name) = path.rsplit_once('.').unwrap_or(("", path));
    let holder = if holder.is_empty() { Some(shape) } else { shape.at(holder) };
    out.push(
        if holder.is_some_and(|holder| holder.required.contains(name)) { "required" } else { "optional" }.to_owned(),
    );
    out
}

fn listed(shape: &Shape) -> String {
    format!("one of {}", shape.values.iter().cloned().collect::<Vec<_>>().join(", "))
}
