//! Texts that hold an object: requests are made and changed with the objects themselves, then written as the texts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use methodspec::resolved::{Encoding, Form, Row, Source};
use serde_json::Value;

use super::{put, take};

/// The texts of one form that hold an object.
pub(super) struct Texts(Vec<Row>);

impl Texts {
    pub(super) fn of(form: &Form) -> Self {
        Self(form.rows.iter().filter(|row| row.source == Source::Encoded).cloned().collect())
    }

    /// Each object becomes the text that holds it. What is no object is left as it is.
    pub(super) fn pack(&self, json: &mut Value) {
        self.change(json, |row, value| match value {
            Value::Object(_) => Value::from(written(row, &value.to_string())),
            other => other,
        });
    }

    /// The reverse.
    pub(super) fn unpack(&self, json: &mut Value) {
        self.change(json, |row, value| match &value {
            Value::String(text) => read(row, text).unwrap_or(value),
            _ => value,
        });
    }

    fn change(&self, json: &mut Value, make: impl Fn(&Row, Value) -> Value) {
        for row in &self.0 {
            if let Some(value) = take(json, &row.path)
                && let Some(object) = json.as_object_mut()
            {
                put(object, &row.path, make(row, value));
            }
        }
    }
}

/// A text of JSON as the row has it.
pub(super) fn written(row: &Row, json: &str) -> String {
    match row.value.encoded {
        Some(Encoding::Base64Json) => STANDARD.encode(json),
        _ => json.to_owned(),
    }
}

fn read(row: &Row, text: &str) -> Option<Value> {
    let value: Value = match row.value.encoded {
        Some(Encoding::Base64Json) => serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?,
        _ => serde_json::from_str(text).ok()?,
    };
    value.is_object().then_some(value)
}
