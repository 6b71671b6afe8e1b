//! What a request breaks.

use std::borrow::Cow;
use std::fmt;

use crate::money::Force;

/// A rule that a request does not keep.
///
/// `found` describes the value by type, length or sum. It never holds a text of the request: that may be personal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Id of the rule: `reef-money/sale/gate/required/customer.id`.
    pub rule: String,
    /// JSON pointer to the place: `/customer/id`.
    pub pointer: String,
    /// Whether it stops the request.
    pub severity: Severity,
    /// What is there, described.
    pub found: String,
    /// What would have been right.
    pub wanted: Cow<'static, str>,
    /// Where the documents say so: `ru:262`.
    pub cite: &'static str,
}

/// Whether a violation stops a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Reported; the request may be sent.
    Advice,
    /// The request is not signed.
    Error,
}

impl Severity {
    pub(super) const fn of(force: Force) -> Self {
        match force {
            Force::Enforced => Self::Error,
            Force::Advisory | Force::Contract => Self::Advice,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found {}, wanted {} [{}", self.pointer, self.found, self.wanted, self.rule)?;
        if !self.cite.is_empty() {
            write!(f, "; {}", self.cite)?;
        }
        f.write_str("]")
    }
}
