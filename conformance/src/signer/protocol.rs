//! What is said on standard input and output: one JSON object a line. The words are those of `docs/signer.md`.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The version of the protocol that this suite speaks.
pub const VERSION: u64 = 1;

/// A question. Its `id` comes back in the answer.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Ask<'a> {
    /// Who are you?
    Hello {
        /// Number of the question.
        id: u64,
        /// The protocol's name.
        hello: &'static str,
        /// The protocol's version.
        version: u64,
    },
    /// What is the signature of this payload?
    Sign {
        /// Number of the question.
        id: u64,
        /// The payload, as JSON text.
        sign: &'a str,
        /// The secret.
        key: &'a str,
    },
    /// Is this callback genuine?
    Verify {
        /// Number of the question.
        id: u64,
        /// The body, as it was received.
        verify: &'a str,
        /// The secret.
        key: &'a str,
    },
}

impl Ask<'_> {
    pub(super) const fn hello(id: u64) -> Ask<'static> {
        Ask::Hello { id, hello: "ecommpay-signer", version: VERSION }
    }

    pub(super) const fn id(&self) -> u64 {
        match self {
            Ask::Hello { id, .. } | Ask::Sign { id, .. } | Ask::Verify { id, .. } => *id,
        }
    }
}

/// An answer. Members that the protocol does not know are left alone.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Answer {
    /// Number of the question that is answered.
    #[serde(deserialize_with = "whole")]
    pub(super) id: u64,
    /// The protocol's version: answers `hello`.
    #[serde(default, deserialize_with = "whole_or_none")]
    pub(super) version: Option<u64>,
    /// What the program calls itself.
    pub(super) name: Option<String>,
    /// The signature: answers `sign`.
    pub(super) signature: Option<String>,
    /// The text that was signed.
    pub(super) text: Option<String>,
    /// `valid` or `invalid`: answers `verify`.
    pub(super) verdict: Option<Judgement>,
    /// The program refuses: to sign the payload, or to take the callback for genuine.
    pub(super) error: Option<String>,
    /// The program cannot do this at all.
    pub(super) unsupported: Option<serde_json::Value>,
}

/// A number without a fraction, however it is written: to JSON, and to languages that know one kind of number, 1.0 is 1.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    whole_or_none(deserializer)?.ok_or_else(|| D::Error::custom("a whole number is wanted"))
}

fn whole_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..=EXACT).contains(float));
    let whole = number.as_u64().or_else(|| float().map(|float| float as u64));
    whole.map(Some).ok_or_else(|| D::Error::custom("a whole number is wanted"))
}

/// Up to here every whole number is a double: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a program says of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Judgement {
    /// It is from the platform.
    Valid,
    /// It is not.
    Invalid,
}
