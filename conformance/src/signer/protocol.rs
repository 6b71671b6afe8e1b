//! What is said on standard input and output: one JSON object a line. The words are those of `docs/signer.md`.

use serde::{Deserialize, Serialize};

/// The version of the protocol that this suite speaks.
pub const VERSION: u32 = 1;

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
        version: u32,
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
    pub(super) id: u64,
    /// The protocol's version: answers `hello`.
    pub(super) version: Option<u32>,
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

/// What a program says of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Judgement {
    /// It is from the platform.
    Valid,
    /// It is not.
    Invalid,
}
