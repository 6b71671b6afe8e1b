//! What follows a request that got no answer: the one place where it is decided.

use std::time::Duration;

use super::{Kind, Retry};

/// What came of sending, or of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// No connection was made: nothing was sent.
    Unconnected,
    /// No answer came, or none that can be read: it may have arrived.
    Lost,
    /// The platform took it in.
    Accepted,
    /// The platform refused it.
    Refused(Kind),
    /// The status was asked for, and the platform knows the payment.
    Found,
    /// The status was asked for, and nothing was learnt.
    NotFound,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Send the request, the same to the byte.
    Send,
    /// Wait, then send the request, the same to the byte.
    SendAfter(Duration),
    /// Ask for the payment's status.
    Ask,
    /// Stop.
    Stop(Verdict),
}

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The last answer stands: accepted or refused.
    Answered,
    /// The platform knows the payment: its status stands.
    Found,
    /// Nothing was sent.
    NotSent,
    /// It may have arrived.
    MayHaveArrived,
}

/// One request on its way, until it is known what became of it or cannot be known.
///
/// It does no input and output: tell it what happened, do what it says.
///
/// ```
/// use ecommpay_runtime::client::{Attempt, Event, Kind, Retry, Step, Verdict};
/// use std::time::Duration;
///
/// let second = Duration::from_secs(1);
/// let mut attempt = Attempt::new(Some(Kind::AlreadyUsed), Retry::default());
/// assert_eq!(attempt.start(), Step::Send);
/// assert_eq!(attempt.on(Event::Lost), Step::SendAfter(second));              // with the same identifier
/// assert_eq!(attempt.on(Event::Refused(Kind::AlreadyUsed)), Step::Ask);      // so it may have arrived
/// assert_eq!(attempt.on(Event::Found), Step::Stop(Verdict::Found));
/// ```
#[derive(Debug, Clone)]
pub struct Attempt {
    once: Option<Kind>,
    retry: Retry,
    unconnected: u32,
    lost: u32,
    waits: u32,
}

impl Attempt {
    /// A request that the platform refuses with `once` when it has had it before; with none, it is not sent again once
    /// it may have arrived.
    #[must_use]
    pub const fn new(once: Option<Kind>, retry: Retry) -> Self {
        Self { once, retry, unconnected: 0, lost: 0, waits: 0 }
    }

    /// The first step.
    #[must_use]
    pub const fn start(&self) -> Step {
        Step::Send
    }

    /// How often it was sent in vain.
    #[must_use]
    pub const fn in_vain(&self) -> u32 {
        self.unconnected + self.lost
    }

    /// The step that follows.
    pub fn on(&mut self, event: Event) -> Step {
        match event {
            Event::Accepted => Step::Stop(Verdict::Answered),
            // the first answer of all: somebody used the identifier before, which the caller must know
            Event::Refused(kind) if self.lost > 0 && self.once == Some(kind) => Step::Ask,
            Event::Refused(_) => Step::Stop(Verdict::Answered),
            Event::Unconnected => {
                self.unconnected += 1;
                match (self.unconnected <= self.retry.unconnected, self.lost) {
                    (true, _) => self.again(),
                    (false, 0) => Step::Stop(Verdict::NotSent),
                    (false, _) => Step::Ask,
                }
            }
            Event::Lost => {
                self.lost += 1;
                match self.once {
                    Some(_) if self.lost <= self.retry.lost => self.again(),
                    Some(_) => Step::Ask,
                    None => Step::Stop(Verdict::MayHaveArrived),
                }
            }
            Event::Found => Step::Stop(Verdict::Found),
            Event::NotFound => Step::Stop(Verdict::MayHaveArrived),
        }
    }

    fn again(&mut self) -> Step {
        let pause = self.retry.pause.saturating_mul(1 << self.waits.min(6));
        self.waits += 1;
        Step::SendAfter(pause)
    }
}
