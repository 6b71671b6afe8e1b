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
    /// The status was asked for, and shows that the request arrived.
    Found,
    /// The status was asked for, and the identifier is another payment's.
    Another,
    /// The status was asked for, and nothing was learnt of the request.
    NotFound,
    /// The status was asked for, and the platform does not know the payment: perhaps not yet.
    NotYetKnown,
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
    /// Wait, then ask for the payment's status again.
    AskAfter(Duration),
    /// Stop.
    Stop(Verdict),
}

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The last answer stands: accepted or refused.
    Answered,
    /// The status shows that it arrived.
    Found,
    /// The identifier is another payment's: it was not taken in, and never will be.
    Another,
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
/// let mut attempt = Attempt::new(Some(Kind::AlreadyUsed), Retry::default()).begins_payment();
/// assert_eq!(attempt.start(), Step::Send);
/// assert_eq!(attempt.on(Event::Lost), Step::SendAfter(second));              // with the same identifier
/// assert_eq!(attempt.on(Event::Refused(Kind::AlreadyUsed)), Step::Ask);      // so it may have arrived
/// assert_eq!(attempt.on(Event::Found), Step::Stop(Verdict::Found));
/// ```
#[derive(Debug, Clone)]
pub struct Attempt {
    once: Option<Kind>,
    begins: bool,
    retry: Retry,
    unconnected: u32,
    lost: u32,
    asked: Option<u32>,
    waits: u32,
    /// How long after the request the answer that there is no payment says something.
    conclusive_after: Duration,
    /// How long has been waited since it was sent last, at least.
    waited: Duration,
}

impl Attempt {
    /// A request that the platform refuses with `once` when it has had it before; with none, it is not sent again once
    /// it may have arrived.
    #[must_use]
    pub const fn new(once: Option<Kind>, retry: Retry) -> Self {
        Self {
            once,
            begins: false,
            retry,
            unconnected: 0,
            lost: 0,
            asked: None,
            waits: 0,
            conclusive_after: Duration::ZERO,
            waited: Duration::ZERO,
        }
    }

    /// The answer that the platform does not know the payment proves nothing so soon after the request: the question is then
    /// asked again once that time has passed.
    #[must_use]
    pub const fn conclusive_after(mut self, time: Duration) -> Self {
        self.conclusive_after = time;
        self
    }

    /// The request begins the payment: that there is one says that it arrived. Of a refund, whose payment was there
    /// before it, the status says nothing by itself.
    #[must_use]
    pub const fn begins_payment(mut self) -> Self {
        self.begins = true;
        self
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
        match (event, self.asked) {
            (Event::Found, _) => Step::Stop(Verdict::Found),
            (Event::Another, _) => Step::Stop(Verdict::Another),
            (Event::NotFound, _) | (Event::NotYetKnown, None) => Step::Stop(Verdict::MayHaveArrived),
            // too early to mean anything: it is not one of the questions that count
            (Event::NotYetKnown, Some(_)) if self.waited < self.conclusive_after && self.retry.of_questions() > 0 => {
                Step::AskAfter(self.rest_of(self.conclusive_after))
            }
            (Event::Unconnected | Event::Lost | Event::NotYetKnown, Some(asked)) => self.ask_again(asked + 1),
            // no answers to an enquiry
            (Event::Accepted | Event::Refused(_), Some(_)) => Step::Stop(Verdict::MayHaveArrived),
            (Event::Accepted, None) => Step::Stop(Verdict::Answered),
            (Event::Refused(kind), None) => self.refused(kind),
            (Event::Unconnected, None) => {
                self.unconnected += 1;
                match (self.unconnected <= self.retry.unconnected, self.lost) {
                    (true, _) => self.again(),
                    (false, 0) => Step::Stop(Verdict::NotSent),
                    (false, _) => self.ask_for_payment(),
                }
            }
            (Event::Lost, None) => {
                self.lost += 1;
                if self.once.is_some() && self.lost <= self.retry.lost { self.again() } else { self.ask_for_payment() }
            }
        }
    }

    fn refused(&mut self, kind: Kind) -> Step {
        // the first answer of all: also where somebody used the identifier before, which the caller must know
        if self.lost == 0 {
            Step::Stop(Verdict::Answered)
        } else if self.once == Some(kind) {
            self.ask()
        } else if kind.depends_on_state() {
            // what was lost may have brought about the state for which it is now refused
            self.ask_for_payment()
        } else {
            Step::Stop(Verdict::Answered)
        }
    }

    /// Asks, where the payment itself is the evidence.
    fn ask_for_payment(&mut self) -> Step {
        if self.begins && self.once.is_some() { self.ask() } else { Step::Stop(Verdict::MayHaveArrived) }
    }

    fn ask(&mut self) -> Step {
        self.asked = Some(0);
        self.waits = 0;
        Step::Ask
    }

    /// A question changes nothing: as often as any other.
    fn ask_again(&mut self, asked: u32) -> Step {
        self.asked = Some(asked);
        if asked > self.retry.of_questions() {
            Step::Stop(Verdict::MayHaveArrived)
        } else {
            Step::AskAfter(self.pause())
        }
    }

    fn again(&mut self) -> Step {
        let pause = self.pause();
        self.waited = Duration::ZERO;
        Step::SendAfter(pause)
    }

    fn pause(&mut self) -> Duration {
        let pause = self.retry.pause.saturating_mul(1 << self.waits.min(6));
        self.waits += 1;
        self.waited = self.waited.saturating_add(pause);
        pause
    }

    /// What is left of a time since the request was sent.
    fn rest_of(&mut self, time: Duration) -> Duration {
        let rest = time.saturating_sub(self.waited);
        self.waited = time;
        rest
    }
}
