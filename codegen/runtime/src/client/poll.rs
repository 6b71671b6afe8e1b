//! When to ask for a status again, until it is final.

use std::time::Duration;

use crate::method::Method;

/// When a status is asked for, counted from the request: at first, then in growing pauses, at last.
///
/// ```
/// use ecommpay_runtime::client::{Next, Poll, Schedule};
/// use std::time::Duration;
///
/// let minutes = |n: u64| Duration::from_secs(60 * n);
/// let mut poll = Poll::new(Schedule::new(minutes(4), minutes(20)).every(minutes(5)));
/// assert_eq!(poll.next(minutes(0)), Next::Wait(minutes(4)));
/// assert_eq!(poll.next(minutes(4)), Next::Ask);
/// assert_eq!(poll.next(minutes(4)), Next::Wait(minutes(5)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    first: Duration,
    every: Duration,
    slowest: Duration,
    until: Duration,
}

impl Schedule {
    /// From the method's usual time on, until the time after which the platform declines by itself.
    ///
    /// It asks every 10 s at first and half as often again each time, up to once in 5 minutes; and a last time at the end.
    #[must_use]
    pub const fn new(first: Duration, until: Duration) -> Self {
        Self { first, every: Duration::from_secs(10), slowest: Duration::from_secs(300), until }
    }

    /// By the times of a method's operation, as in `reef-money/sale`; none where its documents do not give both.
    #[must_use]
    pub fn of<C>(method: &Method<C>, operation: &str) -> Option<Self> {
        let operation = method.operations.iter().find(|one| one.id == operation)?;
        let seconds = |time: Option<u64>| time.map(Duration::from_secs);
        Some(Self::new(seconds(operation.basic)?, seconds(operation.threshold)?))
    }

    /// The first pause between two questions; each is half as long again as the one before.
    #[must_use]
    pub const fn every(mut self, pause: Duration) -> Self {
        self.every = pause;
        self
    }

    /// The longest pause.
    #[must_use]
    pub const fn slowest(mut self, pause: Duration) -> Self {
        self.slowest = pause;
        self
    }
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Wait so long.
    Wait(Duration),
    /// Ask for the status.
    Ask,
    /// Its time is over.
    End,
}

/// A status being waited for. It has no clock: tell it how long ago the request was sent.
#[derive(Debug, Clone)]
pub struct Poll {
    schedule: Schedule,
    due: Duration,
    pause: Duration,
    over: bool,
}

impl Poll {
    /// By a schedule.
    #[must_use]
    pub fn new(schedule: Schedule) -> Self {
        // a pause of nothing would ask without end
        let pause = schedule.every.max(Duration::from_millis(1));
        Self { schedule, due: schedule.first, pause, over: false }
    }

    /// What to do, so long after the request. After [`Next::Ask`] it counts as asked.
    pub fn next(&mut self, elapsed: Duration) -> Next {
        if self.over {
            return Next::End;
        }
        if elapsed < self.due {
            return Next::Wait(self.due - elapsed);
        }
        let until = self.schedule.until;
        self.over = elapsed >= until;
        self.due = elapsed.saturating_add(self.pause).min(until).max(elapsed);
        let longer = self.pause.saturating_add(self.pause / 2);
        self.pause = longer.min(self.schedule.slowest.max(self.schedule.every)).max(Duration::from_millis(1));
        Next::Ask
    }
}

/// What waiting for a status came to.
#[derive(Debug, Clone)]
#[must_use]
#[non_exhaustive]
pub enum Polled<S> {
    /// The payment rests.
    Final(S),
    /// Time is over; the last that was learnt, if anything was.
    Unsettled(Option<S>),
}
