//! One question, with the answers that are right and those that are known to differ.

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::{Signer, text_to_sign};

use super::feature::Feature;
use crate::vectors::mac;

/// Something to ask a signer.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) feature: Feature,
    /// The vector's name, or that it is made.
    pub(super) name: String,
    pub(super) key: String,
    /// The payload, or the body of a callback.
    pub(super) json: String,
    pub(super) wanted: Wanted,
    /// Who is known to answer otherwise, and how.
    pub(super) also: Vec<Also>,
}

/// The right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// This text, signed.
    Text(String),
    /// The callback is genuine, or is not.
    Genuine(bool),
}

/// Another answer that is known.
#[derive(Debug, Clone)]
pub(super) struct Also {
    pub(super) who: String,
    pub(super) says: Says,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Text(String),
    Refuses,
}

/// The secret of what is made here.
pub(super) const KEY: &str = "conformance";

impl Case {
    /// A payload that was made, with our own text.
    pub(super) fn sign(feature: Feature, json: String) -> Result<Case, String> {
        let text = text_to_sign(json.as_bytes()).map_err(|why| why.to_string())?;
        let (name, key) = ("made".to_owned(), KEY.to_owned());
        Ok(Case { feature, name, key, json, wanted: Wanted::Text(text), also: Vec::new() })
    }

    /// A callback that was made.
    pub(super) fn verify(feature: Feature, name: &str, json: String, genuine: bool) -> Case {
        let (name, key) = (format!("made: {name}"), KEY.to_owned());
        Case { feature, name, key, json, wanted: Wanted::Genuine(genuine), also: Vec::new() }
    }

    /// The signature of a text under the case's key.
    pub(super) fn signature(&self, text: &str) -> String {
        Secret::new(self.key.as_str()).map(|secret| mac(&mut Signer::new(&secret), text)).unwrap_or_default()
    }
}
