//! How long is waited, how much is read, how often is tried again.

use std::time::Duration;

/// How a client behaves.
///
/// ```
/// use ecommpay_runtime::client::{Retry, Settings};
/// use std::time::Duration;
///
/// let settings = Settings::default().time_out(Duration::from_secs(20)).retry(Retry::never());
/// # let _ = settings;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub(crate) connect: Duration,
    pub(crate) whole: Duration,
    pub(crate) listing: Duration,
    pub(crate) answer_bytes: usize,
    pub(crate) listing_bytes: usize,
    pub(crate) retry: Retry,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(30),
            // an answer of the Data API may take five minutes
            listing: Duration::from_secs(330),
            answer_bytes: 1 << 20,
            listing_bytes: 16 << 20,
            retry: Retry::default(),
        }
    }
}

impl Settings {
    /// How long a connection may take: 5 s unless set.
    #[must_use]
    pub const fn connect_time_out(mut self, time: Duration) -> Self {
        self.connect = time;
        self
    }

    /// How long a request may take with its answer: 30 s unless set. The platform's documents give no such time.
    #[must_use]
    pub const fn time_out(mut self, time: Duration) -> Self {
        self.whole = time;
        self
    }

    /// The same for a page of the Data API: 330 s unless set.
    #[must_use]
    pub const fn listing_time_out(mut self, time: Duration) -> Self {
        self.listing = time;
        self
    }

    /// How many bytes an answer may have: 1 MiB unless set, 16 MiB for a page of the Data API.
    #[must_use]
    pub const fn answer_bytes(mut self, bytes: usize) -> Self {
        self.answer_bytes = bytes;
        self.listing_bytes = bytes;
        self
    }

    /// How often is tried again.
    #[must_use]
    pub const fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }
}

/// How often is tried again, where that is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    pub(crate) unconnected: u32,
    pub(crate) lost: u32,
    pub(crate) pause: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { unconnected: 2, lost: 1, pause: Duration::from_secs(1) }
    }
}

impl Retry {
    /// Nothing is sent twice.
    #[must_use]
    pub const fn never() -> Self {
        Self { unconnected: 0, lost: 0, pause: Duration::ZERO }
    }

    /// How often a connection is tried again when none was made: twice unless set.
    #[must_use]
    pub const fn unconnected(mut self, times: u32) -> Self {
        self.unconnected = times;
        self
    }

    /// How often a request is sent again whose answer was lost, where the platform tells it apart: once unless set.
    #[must_use]
    pub const fn lost(mut self, times: u32) -> Self {
        self.lost = times;
        self
    }

    /// How often a question is asked again, which changes nothing whether it arrived or not.
    pub(crate) const fn of_questions(self) -> u32 {
        if self.lost > self.unconnected { self.lost } else { self.unconnected }
    }

    /// How long is waited before: 1 s unless set, twice as long each time.
    #[must_use]
    pub const fn pause(mut self, time: Duration) -> Self {
        self.pause = time;
        self
    }
}
