//! Why there is no answer that could be used.

use std::fmt;
use std::time::Duration;

use super::{Kind, NoSelection, NoToken, Refused};
use crate::callback::Refusal;
use crate::form::Invalid;

/// Why a request came to nothing, or to nothing that is known.
///
/// Holds nothing of what was sent or received, but for a [`Refused`], whose accessors have the platform's words.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// It was not sent: it breaks rules, or cannot be signed.
    Invalid(Invalid),
    /// It was not sent: this question cannot be asked before so much time has passed.
    TooEarly(Duration),
    /// It was not sent: the platform's documents do not give this request.
    NotDocumented,
    /// It was not sent: the Data API's token is none.
    Token(NoToken),
    /// It was not sent: a list cannot be narrowed so.
    Selection(NoSelection),
    /// No connection: nothing of it was sent.
    NotSent(Lost),
    /// No answer to a question, which changes nothing: it may be asked again.
    NoAnswer(Lost),
    /// No answer, or none that can be read: the platform may have taken it in. Ask for the status, with the same
    /// identifier; never send it with a new one.
    MayHaveArrived(Lost),
    /// The platform did not take it in.
    Refused(Refused),
    /// The platform did not take it in: answers were lost, and the status shows that the payment of this identifier is
    /// another, of another sum. Give this one an identifier of its own.
    UsedByAnother,
    /// The answer cannot be read. Of a request that does something: it may have arrived.
    Unreadable(Unreadable),
    /// The answer is not signed as it must be: do not act on it.
    Unverified(Refusal),
}

/// How an answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// No connection was made: nothing was sent.
    Unconnected,
    /// No answer in time.
    TimeOut,
    /// The connection broke.
    Broken,
    /// What came is no answer of the platform.
    Unreadable(Unreadable),
    /// It was sent again and refused for how things stand, which may be its own doing.
    Refused(Kind),
    /// The status that was asked for then is not signed as it must be: it was not acted on.
    Unverified(Refusal),
}

/// Why an answer cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is larger than the limit.
    TooLarge,
    /// It sends elsewhere; a signed request is never sent on.
    Redirect(u16),
    /// It is no JSON that can be read: the HTTP status.
    NoJson(u16),
    /// It is none of the answers that are documented: the HTTP status.
    Unknown(u16),
    /// It is about another project or payment.
    OfAnother,
    /// It is signed, and the signature does not hold.
    Signature,
}

impl Unreadable {
    /// Of an answer with more than is read: its status says more than its length, where it says anything.
    pub(super) const fn too_large(http: u16) -> Self {
        match http {
            300..=399 => Self::Redirect(http),
            _ if Self::Unknown(http).passes() => Self::Unknown(http),
            _ => Self::TooLarge,
        }
    }

    /// Whether a server on the way said that it cannot answer now: the next question may fare better.
    pub(super) const fn passes(self) -> bool {
        matches!(self, Self::NoJson(http) | Self::Unknown(http) if matches!(http, 408 | 425 | 429 | 500..=599))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => invalid.fmt(f),
            Self::TooEarly(wait) => write!(f, "not to be asked before {} s have passed", wait.as_secs()),
            Self::NotDocumented => f.write_str("the platform's documents do not give this request"),
            Self::Token(token) => token.fmt(f),
            Self::Selection(selection) => selection.fmt(f),
            Self::NotSent(lost) => write!(f, "nothing was sent: {lost}"),
            Self::NoAnswer(lost) => write!(f, "the question was not answered: {lost}"),
            Self::MayHaveArrived(lost) => {
                write!(f, "it may have arrived ({lost}): ask for the status, and send it with no new identifier")
            }
            Self::Refused(refused) => refused.fmt(f),
            Self::UsedByAnother => f.write_str("the identifier is that of another payment, of another sum"),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Unverified(refusal) => write!(f, "the answer cannot be trusted: {refusal}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(invalid) => Some(invalid),
            Self::Refused(refused) => Some(refused),
            Self::Selection(selection) => Some(selection),
            Self::Unverified(refusal) | Self::MayHaveArrived(Lost::Unverified(refusal)) => Some(refusal),
            _ => None,
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unconnected => f.write_str("no connection was made"),
            Self::TimeOut => f.write_str("no answer came in time"),
            Self::Broken => f.write_str("the connection broke"),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Refused(kind) => write!(f, "sent again, it was refused: {kind}"),
            Self::Unverified(refusal) => write!(f, "the status cannot be trusted: {refusal}"),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the answer is larger than the limit"),
            Self::Redirect(status) => write!(f, "the answer sends elsewhere (HTTP {status})"),
            Self::NoJson(status) => write!(f, "the answer is no JSON (HTTP {status})"),
            Self::Unknown(status) => write!(f, "the answer is none that is documented (HTTP {status})"),
            Self::OfAnother => f.write_str("the answer is about another project or payment"),
            Self::Signature => f.write_str("the answer's signature does not hold"),
        }
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}
