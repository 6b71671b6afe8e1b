//! What a spec says and nothing holds.

use serde::Serialize;

use super::{Cite, OperationKind};

/// A note that belongs to no other resolved fact, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Of which operation; `None`: of the method.
    pub operation: Option<OperationKind>,
    /// Of which of its channels.
    pub channel: Option<String>,
    /// What it is about: the keys that lead to it, below the operation and the channel; empty: all of it.
    pub about: String,
    /// What the spec says, in words.
    pub text: String,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}
