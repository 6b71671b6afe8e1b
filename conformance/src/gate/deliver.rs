//! Callbacks on their way, on the documented schedule.

use methodspec::resolved::Delivery as Schedule;
use serde::{Deserialize, Serialize};

use super::payment::Key;

/// A callback that is not delivered yet.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// The payment that it is about.
    pub key: Key,
    /// Where to.
    pub url: String,
    /// What it says, not signed.
    pub body: String,
    /// Tries that were made.
    pub attempt: u32,
    /// A try is under way.
    pub under_way: bool,
    /// The signature is not to hold.
    pub bad_signature: bool,
}

/// A try to be made now: sign and send.
#[derive(Clone, PartialEq)]
pub struct Send {
    /// Which delivery.
    pub delivery: u64,
    /// Which try, from 1.
    pub attempt: u32,
    /// Whose key signs it.
    pub project: i64,
    /// Where to.
    pub url: String,
    /// What it says, not signed.
    pub body: String,
    /// The signature is not to hold.
    pub bad_signature: bool,
}

/// Milliseconds from a failed try, counted from 1, to the next; nothing after the last. The formula's n is the number of the try
/// that is to be sent: 7 is the first of the growing pauses.
#[must_use]
pub fn pause(schedule: &Schedule, attempt: u32) -> Option<i64> {
    if attempt >= schedule.attempts {
        return None;
    }
    if attempt < schedule.first.0 {
        return Some(i64::from(schedule.first.1) * 1000);
    }
    let cap = f64::from(schedule.cap_seconds);
    let growth = f64::from(schedule.growth_percent) / 100.0;
    let power = growth.powf(f64::from(attempt) + 1.0 - f64::from(schedule.shift));
    let seconds = (f64::from(schedule.base) + f64::from(schedule.factor) * power).min(cap);
    // at most the cap, so it fits
    #[allow(clippy::cast_possible_truncation)]
    Some((seconds * 1000.0) as i64)
}
