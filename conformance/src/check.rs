//! One check and what came of it.

use std::fmt;

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked: `reef-money/example/sale-request.txt/request`.
    pub id: String,
    /// Where the documents say what should be.
    pub cite: String,
    /// Nothing, or what is wrong.
    pub result: Result<(), String>,
}

impl Check {
    /// A check by its id.
    #[must_use]
    pub fn new(id: impl Into<String>, cite: impl Into<String>, result: Result<(), String>) -> Self {
        Self { id: id.into(), cite: cite.into(), result }
    }

    /// Whether it holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.result.is_ok()
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Ok(()) => write!(f, "ok {}", self.id),
            Err(why) => write!(f, "FAILED {} ({}): {why}", self.id, self.cite),
        }
    }
}
