//! What a request that was sent came to.

use std::fmt;

/// The platform took the request in. What becomes of the payment, callbacks and the status say.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    pub(super) request: String,
    pub(super) project: i64,
    pub(super) payment: String,
    pub(super) signed: bool,
}

impl Accepted {
    /// The identifier that the platform gave to the request.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request
    }

    /// The project, as the platform says: the one that signed.
    #[must_use]
    pub fn project_id(&self) -> i64 {
        self.project
    }

    /// The payment, as the platform says: the one that was asked for.
    #[must_use]
    pub fn payment_id(&self) -> &str {
        &self.payment
    }

    /// Whether the answer had a signature, which held.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signed
    }
}

/// Prints no identifier of the merchant's.
impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").field("project", &self.project).field("signed", &self.signed).finish_non_exhaustive()
    }
}

/// What a request came to that was not refused.
#[derive(Debug, Clone)]
#[must_use]
#[non_exhaustive]
pub enum Sent<S> {
    /// The platform took it in.
    Accepted(Accepted),
    /// No answer came, and the status shows that the request has arrived, or an earlier one with the same identifier and
    /// the same sum. This is where the payment stands.
    Found(S),
}

impl<S> Sent<S> {
    /// The answer, if there was one.
    #[must_use]
    pub fn accepted(&self) -> Option<&Accepted> {
        if let Self::Accepted(accepted) = self { Some(accepted) } else { None }
    }

    /// Where the payment stands, if no answer came.
    #[must_use]
    pub fn found(&self) -> Option<&S> {
        if let Self::Found(status) = self { Some(status) } else { None }
    }
}
