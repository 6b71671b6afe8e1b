//! What the vendor's SDKs make of a payload where they do not follow the reference, the PHP one.
//!
//! A signer that says the same as one of them differs, and is not wrong: whoever asks for it decides. The rules are those
//! that were seen when the vectors were made; a test holds them against the texts that the vectors carry.

use std::cmp::Ordering;

use ecommpay_platform::runtime::json::{Document, Item, Kind, Limits};

use super::number;

/// An SDK of the vendor with rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sdk {
    Js,
    Python,
    Go,
    Java,
}

/// What an SDK does with a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Made {
    /// It signs this text.
    Text(String),
    /// It throws.
    Throws,
}

impl Sdk {
    pub(super) const ALL: [Sdk; 4] = [Sdk::Js, Sdk::Python, Sdk::Go, Sdk::Java];

    /// Its word in the vectors.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Js => "js",
            Self::Python => "python",
            Self::Go => "go",
            Self::Java => "java",
        }
    }

    /// What it signs; nothing where the payload cannot be read or has a key twice.
    pub(super) fn make(self, json: &str) -> Option<Made> {
        let document = Document::read(json.as_bytes(), &Limits::default().body(1 << 24).text(1 << 26)).ok()?;
        if self == Self::Java && is_beyond(document.root()) {
            return None;
        }
        let mut lines = Vec::new();
        if !self.walk(document.root(), "", 0, &mut lines) {
            return Some(Made::Throws);
        }
        let mut kept: Vec<(String, String)> = Vec::new();
        for (path, value) in lines {
            match kept.iter_mut().find(|(known, _)| *known == path) {
                Some(known) => known.1 = value,
                None => kept.push((path, value)),
            }
        }
        let mut lines: Vec<(String, String)> =
            kept.into_iter().map(|(path, value)| (format!("{path}:{value}"), path)).collect();
        match self {
            // its order is that of each level, and came with the walk
            Self::Js => {}
            Self::Python => lines.sort_by(|one, other| one.1.cmp(&other.1)),
            Self::Go => lines.sort_by(|one, other| one.0.cmp(&other.0)),
            Self::Java => lines.sort_by(|one, other| utf16(&one.0, &other.0)),
        }
        let lines: Vec<String> = lines.into_iter().map(|(line, _)| line).collect();
        Some(Made::Text(lines.join(";")))
    }

    /// Gives the lines of a value; whether the SDK comes through.
    fn walk(self, item: Item<'_>, path: &str, depth: usize, lines: &mut Vec<(String, String)>) -> bool {
        match item.kind() {
            Kind::Object => {
                let mut members: Vec<(&str, Item<'_>)> = item.members().collect();
                if self == Self::Js {
                    members.sort_by(|one, other| javascript_order(one.0, other.0));
                }
                members.retain(|(key, _)| *key != "frame_mode");
                members.into_iter().all(|(key, item)| self.walk(item, &self.below(path, key, depth), depth + 1, lines))
            }
            Kind::List => item
                .items()
                .enumerate()
                .all(|(index, item)| self.walk(item, &self.below(path, &index.to_string(), depth), depth + 1, lines)),
            Kind::Null if self == Self::Java => false,
            // its library reads no such number
            Kind::Number if self == Self::Go && is_beyond(item) => false,
            Kind::Number => {
                lines.push((path.to_owned(), self.number(item.number_text().unwrap_or_default())));
                true
            }
            _ => {
                lines.push((path.to_owned(), item.signed_text().unwrap_or_default().into_owned()));
                true
            }
        }
    }

    fn below(self, path: &str, key: &str, depth: usize) -> String {
        let doubles = match self {
            Self::Js => false,
            Self::Go => depth == 0,
            Self::Python | Self::Java => true,
        };
        let key = if doubles { key.replace(':', "::") } else { key.to_owned() };
        if path.is_empty() { key } else { format!("{path}:{key}") }
    }

    fn number(self, digits: &str) -> String {
        let integer = !digits.contains(['.', 'e', 'E']);
        let value: f64 = digits.parse().unwrap_or(0.0);
        match self {
            Self::Python | Self::Java if integer => if digits == "-0" { "0" } else { digits }.to_owned(),
            Self::Js => number::javascript(value),
            Self::Python => number::python(value),
            Self::Go => number::go(value),
            Self::Java => number::java(value),
        }
    }
}

/// Whether it holds a number that no double does.
fn is_beyond(item: Item<'_>) -> bool {
    match item.kind() {
        Kind::Object => item.members().any(|(_, item)| is_beyond(item)),
        Kind::List => item.items().any(is_beyond),
        Kind::Number => {
            let digits = item.number_text().unwrap_or_default();
            digits.contains(['.', 'e', 'E']) && digits.parse().is_ok_and(f64::is_infinite)
        }
        _ => false,
    }
}

fn utf16(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

/// Keys that are numbers come first, ascending; then the rest by UTF-16.
fn javascript_order(one: &str, other: &str) -> Ordering {
    let index = |key: &str| key.parse::<u32>().ok().filter(|index| *index != u32::MAX && index.to_string() == key);
    match (index(one), index(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => utf16(one, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Each vector says what each SDK that differs makes of it; one that it does not name makes what the reference makes.
    #[test]
    fn the_dialects_are_those_of_the_vectors() {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("vectors/signature.json")).expect("vectors");
        let mut compared = 0;
        for vector in &vectors {
            let text = |key: &str| vector.get(key).and_then(Value::as_str).expect("a text");
            for sdk in Sdk::ALL {
                let other = vector.get("others").and_then(|others| others.get(sdk.word())).and_then(Value::as_str);
                let Some(made) = sdk.make(text("payload_json")) else {
                    continue;
                };
                let wanted = match other {
                    Some(error) if error.starts_with("ERROR") => Made::Throws,
                    Some(text) => Made::Text(text.to_owned()),
                    None => Made::Text(text("string_to_sign").to_owned()),
                };
                assert_eq!(made, wanted, "{} of {}", sdk.word(), text("name"));
                compared += 1;
            }
        }
        assert!(compared > 140, "{compared}");
    }
}
