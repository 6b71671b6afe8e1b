//! What the platform says of its own parameters, whichever method a request is of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use methodspec::resolved::{Encoding, Interface, Platform};
use serde_json::Value;

use super::refusal::{Refusal, Why};
use super::shape::Shape;

/// Those of an interface.
pub(super) struct Parameters {
    shape: Shape,
    /// Texts that hold an object, by their path.
    texts: Vec<(String, Encoding)>,
}

impl Parameters {
    /// Of a platform.
    ///
    /// # Errors
    /// Where a rule of a row has no id.
    pub(super) fn of(platform: &Platform, interface: Interface) -> Result<Self, String> {
        let rows = platform.parameters(interface);
        let texts = rows.iter().filter_map(|row| Some((row.path.clone(), row.value.encoded?))).collect();
        let stem = if interface == Interface::PaymentPage { "platform/payment_page" } else { "platform/gate" };
        Ok(Self { shape: Shape::of_rows(stem, &rows)?, texts })
    }

    /// Holds a request against them.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub(super) fn judge(&self, json: &Value) -> Result<(), Refusal> {
        self.shape.judge(json)?;
        self.texts(json)
    }

    /// The same, as far as no JSON Schema can say it: whether a text holds an object.
    ///
    /// # Errors
    /// Of the first that does not.
    pub(super) fn texts(&self, json: &Value) -> Result<(), Refusal> {
        for (path, encoding) in &self.texts {
            let text = path.split('.').try_fold(json, |at, member| at.get(member)).and_then(Value::as_str);
            if text.is_some_and(|text| !holds_object(text, *encoding)) {
                let says = match encoding {
                    Encoding::Base64Json => "is no Base64 of a JSON object",
                    Encoding::Json => "is no text of a JSON object",
                };
                return Err(Refusal::of(Why::Malformed, path, says));
            }
        }
        Ok(())
    }
}

fn holds_object(text: &str, encoding: Encoding) -> bool {
    let read: Option<Value> = match encoding {
        Encoding::Json => serde_json::from_str(text).ok(),
        Encoding::Base64Json => STANDARD.decode(text).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()),
    };
    read.is_some_and(|value| value.is_object())
}
