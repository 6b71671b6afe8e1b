//! Texts that hold an object: JSON, or JSON in Base64.
//!
//! A form has rows for the members of such an object, below the row of the text. What is judged and read is the object
//! inside; what is signed and sent is the one text. Pointers go on into the text as if it were the object:
//! `/options/kind` is the member `kind` of the JSON inside the text at `/options`.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::paths;
use super::table::{Form, Row, Source};

/// How an object is written as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As JSON in Base64, with padding.
    Base64Json,
}

impl Encoding {
    /// What such a text is, in words.
    #[must_use]
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Json => "a text that holds a JSON object",
            Self::Base64Json => "a text that holds a JSON object in Base64",
        }
    }

    /// The text of an object: without blanks, members by name, so that the same members always make the same text.
    pub(super) fn pack(self, object: Map<String, Value>) -> String {
        let mut json = String::new();
        write(&Value::Object(object), &mut json);
        match self {
            Self::Json => json,
            Self::Base64Json => STANDARD.encode(json),
        }
    }

    /// Whether a text is written as such texts are, whatever it holds: in brackets, or in the signs of Base64.
    pub(super) fn is_written(self, text: &str) -> bool {
        match self {
            Self::Json => {
                let text = text.trim_matches([' ', '\t', '\n', '\r']);
                text.starts_with('{') && text.ends_with('}')
            }
            Self::Base64Json => {
                let digits = text.trim_end_matches('=');
                let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
                text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
            }
        }
    }

    /// The object that a text holds; nothing where it holds none.
    pub(super) fn unpack(self, text: &str) -> Option<Value> {
        let value: Value = match self {
            Self::Json => serde_json::from_str(text).ok()?,
            Self::Base64Json => serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?,
        };
        value.is_object().then_some(value)
    }
}

/// By name, whatever order the map keeps.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// A document as its rules see it: each text that holds an object is replaced by that object. What should be such a text
/// and is not is replaced by null, so that no rule of a member looks at it.
pub(super) fn unpacked<'a>(form: &Form, json: &'a Value) -> Cow<'a, Value> {
    let mut json = Cow::Borrowed(json);
    for (row, encoding) in rows(form) {
        let Some(found) = paths::find(&json, row.path) else { continue };
        let object = found.as_str().and_then(|text| encoding.unpack(text)).unwrap_or(Value::Null);
        if let Some(place) = paths::find_mut(json.to_mut(), row.path) {
            *place = object;
        }
    }
    json
}

/// Rows of texts that hold an object.
pub(super) fn rows(form: &Form) -> impl Iterator<Item = (&'static Row, Encoding)> {
    form.rows.iter().filter_map(|row| match (row.source, row.kind) {
        (Source::Encoded, super::Kind::Encoded(encoding)) => Some((row, encoding)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_blanks_and_its_members_stand_by_name() {
        let object: Value = serde_json::from_str(r#"{ "b": [1, { "d": "ä\"", "c": null }], "a": true }"#).unwrap();
        let object = object.as_object().unwrap().clone();
        let text = Encoding::Json.pack(object.clone());
        assert_eq!(text, r#"{"a":true,"b":[1,{"c":null,"d":"ä\""}]}"#);
        let packed = Encoding::Base64Json.pack(object.clone());
        assert_eq!(packed, STANDARD.encode(&text));
        for (encoding, text) in [(Encoding::Json, text), (Encoding::Base64Json, packed)] {
            assert_eq!(encoding.unpack(&text), Some(Value::Object(object.clone())));
        }
    }

    #[test]
    fn what_holds_no_object_is_none() {
        for text in ["", "[1]", "null", "{", "{} {}", "\"{}\""] {
            assert_eq!(Encoding::Json.unpack(text), None, "{text}");
            assert_eq!(Encoding::Base64Json.unpack(&STANDARD.encode(text)), None, "{text}");
        }
        assert_eq!(Encoding::Base64Json.unpack("{}"), None);
    }
}
