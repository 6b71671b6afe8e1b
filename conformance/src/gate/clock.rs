//! The Gate's time: milliseconds since 1970, as fast as one likes.

use std::str::FromStr;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The last moment of the year 9999: dates have four digits, so time stands still there.
pub const LAST: i64 = 253_402_300_799_999;

/// How time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// So many times as fast as outside.
    Times(u32),
    /// Only when told.
    Manual,
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "manual" {
            return Ok(Self::Manual);
        }
        let times =
            text.strip_suffix('x').and_then(|times| times.parse().ok()).filter(|times| (1..=1_000_000).contains(times));
        times.map(Self::Times).ok_or_else(|| format!("{text:?} is no pace: say 1x to 1000000x, or manual"))
    }
}

/// Tells the time.
pub struct Clock {
    pace: Pace,
    began: Instant,
    start: Mutex<i64>,
}

impl Clock {
    /// A clock that shows the present, or the time of a journal where that is later.
    #[must_use]
    pub fn new(pace: Pace, not_before: i64) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let present = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Self::at(pace, present.max(not_before))
    }

    /// A clock that shows a moment.
    #[must_use]
    pub fn at(pace: Pace, moment: i64) -> Self {
        Self { pace, began: Instant::now(), start: Mutex::new(moment) }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> i64 {
        let start = self.start.lock().map_or_else(|held| *held.into_inner(), |start| *start);
        match self.pace {
            Pace::Manual => start,
            Pace::Times(times) => {
                let passed = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
                start.saturating_add(passed.saturating_mul(i64::from(times))).min(LAST)
            }
        }
    }

    /// The moment after so much time.
    ///
    /// # Errors
    /// Where time passes by itself, or does not go so far.
    pub fn after(&self, milliseconds: i64) -> Result<i64, String> {
        if self.pace != Pace::Manual {
            return Err("time passes by itself: start with --clock manual to drive it".to_owned());
        }
        let moment = self.now().saturating_add(milliseconds.max(0));
        if moment <= LAST { Ok(moment) } else { Err(format!("the clock ends with the year 9999, at {LAST}")) }
    }

    /// Shows a moment, where the tester drives time. It never goes back.
    pub fn set(&self, moment: i64) {
        let mut start = self.start.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *start = moment.max(*start);
    }

    /// How long outside until a moment; nothing where only the tester moves time.
    #[must_use]
    pub fn until(&self, moment: i64) -> Option<Duration> {
        match self.pace {
            Pace::Manual => None,
            Pace::Times(times) => {
                let left = u64::try_from(moment.saturating_sub(self.now())).unwrap_or(0);
                Some(Duration::from_millis(left.div_ceil(u64::from(times))))
            }
        }
    }
}

/// `2026-11-22T03:04:05+0000`, as callbacks write it.
#[must_use]
pub fn written(milliseconds: i64) -> String {
    let seconds = milliseconds.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}+0000", second / 3600, second / 60 % 60, second % 60)
}

/// Reads `2026-11-22 03:04:05` as UTC, also with a `T`: the platform's texts write both.
#[must_use]
pub fn read(text: &str) -> Option<i64> {
    let text = text.replacen('T', " ", 1);
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let marks = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')];
    if text.len() != 19 || !marks.iter().all(|(at, mark)| text.as_bytes().get(*at) == Some(mark)) {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let fits = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..61).contains(&second);
    fits.then(|| (days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1000)
}

/// The moment at which clocks of a zone show this one: `UTC`, `+10:30`, or a name such as `Asia/Singapore`, by the data of the
/// system. Of the hour that clocks show twice it is either.
#[must_use]
pub fn in_zone(text: &str, shown: i64) -> Option<i64> {
    if let Some(ahead) = zone(text) {
        return Some(shown.saturating_sub(ahead));
    }
    // a name, never a path of its own and no rule written out
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-+".contains(&byte);
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) || !text.bytes().all(plain) || text.len() > 64 {
        return None;
    }
    let known = tz::TimeZone::from_posix_tz(&format!(":{text}")).ok()?;
    let ahead = |moment: i64| {
        let kind = known.find_local_time_type(moment.div_euclid(1000)).ok()?;
        Some(i64::from(kind.ut_offset()) * 1000)
    };
    // where the offset changes in between, the second guess is right
    let first = shown.saturating_sub(ahead(shown)?);
    Some(shown.saturating_sub(ahead(first)?))
}

/// By how many milliseconds a zone is ahead of UTC: `UTC`, or `+10:30`.
#[must_use]
pub fn zone(text: &str) -> Option<i64> {
    if matches!(text, "UTC" | "GMT" | "Etc/UTC") {
        return Some(0);
    }
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| digits && *number <= most)
    };
    Some(sign * (number(hours, 14)? * 60 + number(minutes, 59)?) * 60_000)
}

/// Days since 1970 of a date of the Gregorian calendar: years begin in March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
