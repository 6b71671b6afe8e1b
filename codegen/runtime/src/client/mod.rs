//! Talking to the platform: requests out, answers in, and what to do when none comes.
//!
//! The core does no input and output: [`Core`] makes `http` requests and reads `http` responses, [`Attempt`] decides what
//! follows a lost one, [`Poll`] when to ask again. The adapters (features `ureq` and `reqwest`) carry them. Nothing
//! here knows the platform: generated code hands in its facts as an [`Api`].
//!
//! What may have reached the platform is never sent again in a way that could pay twice. A request that the platform
//! tells apart by an identifier (`payment_id` of a sale, `merchant_refund_id` of a refund) is repeated with the same
//! one; "already used" then means that it may have arrived, and the status is asked for. Any other is not repeated.
//! A refusal that may be the lost request's own doing is no proof that nothing was done, and a payment is no proof of the
//! refund that was asked for: what cannot be known is told as [`Error::MayHaveArrived`].

mod accepted;
mod api;
mod attempt;
mod core;
mod error;
mod hosts;
mod listing;
mod poll;
mod refused;
mod run;
mod selection;
mod settings;
mod shown;
mod trace;

#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "ureq")]
pub mod ureq;

pub use self::core::Core;
pub use accepted::{Accepted, Sent};
pub use api::{
    AcceptedAnswer, Api, Enquiry, ListedOperations, Listing, Once, Platform, RefusedAnswer, Signed, Standing,
    StatusAnswer,
};
pub use attempt::{Attempt, Event, Step, Verdict};
pub use error::{Error, Lost, Unreadable};
pub use hosts::{Hosts, NoHost};
pub use listing::{Entry, Interval, NoToken, Pages, Token};
pub use poll::{Next, Poll, Polled, Schedule};
pub use refused::{Fault, Kind, Refused};
pub use run::{Came, Do, Question, Run};
pub use selection::NoSelection;
pub use settings::{Retry, Settings};

/// What a question in a row of them taught: a lost one, one that a server on the way could not pass on, or a payment that
/// is not known yet, nothing.
#[cfg(any(feature = "ureq", feature = "reqwest"))]
fn asked<S>(answer: Result<S, Error>) -> Result<Option<S>, Error> {
    match answer {
        Ok(status) => Ok(Some(status)),
        Err(Error::NotSent(_) | Error::NoAnswer(_)) => Ok(None),
        Err(Error::Unreadable(unreadable)) if unreadable.passes() => Ok(None),
        Err(Error::Refused(refused)) if refused.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
