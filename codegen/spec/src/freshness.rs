//! How long ago documents were read: the platform changes, and facts grow old with the day on which they were taken.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::fault::{Fault, Faults, Kind, Severity};
use crate::load::source::Source;
use crate::resolved::{Document, Specs};

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    /// Today, by the clock of the machine, in UTC.
    #[must_use]
    pub fn today() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Self::of_number(i64::try_from(since.as_secs() / 86_400).unwrap_or(0))
    }

    /// Days since 1970-01-01. Years are counted from March, so that the leap day is the last of its year.
    fn number(self) -> i64 {
        let (year, month) = if self.month > 2 { (self.year, self.month - 3) } else { (self.year - 1, self.month + 9) };
        let of_year = (153 * month + 2) / 5 + self.day - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
    }

    fn of_number(number: i64) -> Self {
        let days = number + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Self { year: year_of_era + era * 400 + next, month, day }
    }
}

impl FromStr for Day {
    type Err = String;

    /// `2026-11-21`, or a month, which stands for its first day.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no day: write it as 2026-11-21, or 2026-11 for a month");
        let mut parts = text.split('-').map(|part| part.parse::<i64>().ok().filter(|_| part.len() >= 2));
        let (year, month) = (parts.next().flatten(), parts.next().flatten());
        let day = parts.next().map_or(Some(1), |day| day);
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else { return Err(wrong()) };
        let found = Self { year, month, day };
        // what is no day of the calendar is another one when it is counted
        let there = (1..=9_999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if there && Self::of_number(found.number()) == found { Ok(found) } else { Err(wrong()) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Warnings of every document that was read more than so many days before a day, or of which nobody knows when. A month counts
/// from its first day. A document that a newer one replaced is left out.
#[must_use]
pub fn older_than(specs: &Specs, today: Day, days: u32) -> Faults {
    let mut faults = Vec::new();
    let mut texts = std::collections::BTreeMap::new();
    let platform = ("platform.yaml", &specs.platform.text, &specs.platform.documents);
    let methods = specs.methods.values().map(|one| (one.source.as_str(), &one.text, &one.documents));
    for (file, text, documents) in std::iter::once(platform).chain(methods) {
        let source = Source::new(file, text.as_str());
        let (node, _) = crate::load::read(&source);
        for (key, document) in documents.iter().filter(|(_, document)| document.replaced_by.is_none()) {
            let Some(message) = old(key, document, today, days) else { continue };
            let pointer = format!("/documents/{key}");
            let bytes = node.as_ref().map_or(0..0, |node| node.locate_key(&pointer));
            let help = vec!["read it again, mend what changed, and give the day: `read: 2026-11-21`".to_owned()];
            let fault = source.fault(Kind::OldDocument, bytes, message);
            faults.push(Fault { severity: Severity::Warning, help, ..fault });
        }
        texts.insert(file.to_owned(), text.clone());
    }
    Faults::new(faults, std::collections::BTreeMap::new(), texts)
}

fn old(key: &str, document: &Document, today: Day, most: u32) -> Option<String> {
    let Some(read) = &document.read else {
        return Some(format!("the document `{key}` does not say when it was read"));
    };
    let Ok(day) = read.parse::<Day>() else {
        return Some(format!("`{read}` is no day of the calendar"));
    };
    let age = today.number() - day.number();
    (age > i64::from(most)).then(|| format!("the document `{key}` was read on {read}, {age} days ago"))
}

/// The oldest and the newest day on which documents were read, as written; nothing where none says so.
#[must_use]
pub fn read_between<'a>(documents: impl Iterator<Item = &'a Document>) -> Option<(&'a str, &'a str)> {
    let dated = documents.filter(|document| document.replaced_by.is_none()).filter_map(|one| one.read.as_deref());
    let mut days: Vec<&str> = dated.collect();
    days.sort_by_key(|day| day.parse::<Day>().ok());
    Some((days.first().copied()?, days.last().copied()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar() {
        let day = |text: &str| text.parse::<Day>().unwrap_or_else(|why| panic!("{why}"));
        for (from, to, between) in [
            ("1970-01-01", "1970-01-02", 1),
            ("2024-02-28", "2024-03-01", 2),
            ("2023-02-28", "2023-03-01", 1),
            ("2000-02-28", "2000-03-01", 2),
            ("1900-02-28", "1900-03-01", 1),
            ("2026-11", "2026-11-30", 29),
            ("2026-11-30", "2027-05-29", 180),
        ] {
            assert_eq!(day(to).number() - day(from).number(), between, "{from} {to}");
        }
        assert_eq!(Day::of_number(0).to_string(), "1970-01-01");
        for number in (-800_000..3_000_000).step_by(997) {
            assert_eq!(Day::of_number(number).number(), number);
        }
        for wrong in
            ["2026-02-29", "2026-13", "2026-00-10", "2026-11-31", "2026", "2026-11-21-1", "2026-1-2", "0000-01", "x"]
        {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
