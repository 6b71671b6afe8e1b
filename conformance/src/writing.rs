//! The same JSON, written otherwise.

use serde_json::{Value, json};

/// The text with the members of every object in the opposite order.
pub(crate) fn reversed(json: &Value) -> String {
    match json {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().rev().map(|(key, value)| format!("{}: {}", json!(key), reversed(value))).collect();
            format!("{{ {} }}", members.join(" , "))
        }
        Value::Array(items) => format!("[ {} ]", items.iter().map(reversed).collect::<Vec<_>>().join(" , ")),
        other => other.to_string(),
    }
}

/// Every `/` and every character beyond ASCII as an escape.
pub(crate) fn escaped(body: &str) -> String {
    let mut out = String::new();
    for character in body.chars() {
        match character {
            '/' => out.push_str("\\/"),
            '\0'..='~' => out.push(character),
            _ => out.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    out
}
