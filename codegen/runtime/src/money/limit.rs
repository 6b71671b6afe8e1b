//! What one operation takes in one currency.

use std::fmt;

/// How far a limit binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Force {
    /// Outside of it the platform refuses, and so do we.
    Enforced,
    /// Outside of it a violation is reported that does not stop the request.
    Advisory,
    /// The merchant's contract decides; nothing is refused until [`Contract`](super::Contract) says what it allows.
    Contract,
}

/// Limits of one currency in minor units, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// ISO 4217 code.
    pub currency: &'static str,
    /// Digits of the minor unit here; a method may differ from ISO 4217.
    pub decimals: u8,
    /// Smallest amount, in minor units.
    pub min: Option<i64>,
    /// Largest amount, in minor units.
    pub max: Option<i64>,
    /// Every amount is a multiple of it, in minor units.
    pub step: Option<i64>,
    /// How far the limits bind.
    pub force: Force,
    /// The limits in words, for messages.
    pub told: &'static str,
    /// Where the documents say so.
    pub cite: &'static str,
}

impl Limit {
    /// No limits yet, enforced.
    #[must_use]
    pub const fn new(currency: &'static str, decimals: u8) -> Self {
        Self {
            currency,
            decimals,
            min: None,
            max: None,
            step: None,
            force: Force::Enforced,
            told: "any amount",
            cite: "",
        }
    }

    /// Sets the smallest amount.
    #[must_use]
    pub const fn min(mut self, minor: i64) -> Self {
        self.min = Some(minor);
        self
    }

    /// Sets the largest amount.
    #[must_use]
    pub const fn max(mut self, minor: i64) -> Self {
        self.max = Some(minor);
        self
    }

    /// Sets the step.
    #[must_use]
    pub const fn step(mut self, minor: i64) -> Self {
        self.step = Some(minor);
        self
    }

    /// Sets how far the limits bind.
    #[must_use]
    pub const fn force(mut self, force: Force) -> Self {
        self.force = force;
        self
    }

    /// Sets the words and the source.
    #[must_use]
    pub const fn told(mut self, told: &'static str, cite: &'static str) -> Self {
        self.told = told;
        self.cite = cite;
        self
    }

    /// The first bound that `minor` breaks, whatever the force.
    #[must_use]
    pub const fn broken_by(&self, minor: i64) -> Option<Bound> {
        if minor < 0 {
            return Some(Bound::Negative);
        }
        match (self.min, self.max, self.step) {
            (Some(min), _, _) if minor < min => Some(Bound::Min),
            (_, Some(max), _) if minor > max => Some(Bound::Max),
            (_, _, Some(step)) if step > 0 && minor % step != 0 => Some(Bound::Step),
            _ => None,
        }
    }

    /// `minor` as a person writes it: `1000.00 KES`.
    #[must_use]
    pub fn show(&self, minor: i64) -> String {
        format!("{} {}", Decimal { minor, decimals: self.decimals }, self.currency)
    }
}

/// Which bound of a [`Limit`] does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// Below zero.
    Negative,
    /// Below the smallest amount.
    Min,
    /// Above the largest amount.
    Max,
    /// No multiple of the step.
    Step,
}

impl Bound {
    /// Its word in a rule's id.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Min => "min",
            Self::Max => "max",
            Self::Step => "step",
        }
    }
}

struct Decimal {
    minor: i64,
    decimals: u8,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = self.minor.unsigned_abs().to_string();
        let decimals = usize::from(self.decimals);
        if decimals == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, part) = padded.split_at(padded.len() - decimals);
        write!(f, "{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KES: Limit = Limit::new("KES", 2).min(1_000).max(20_000_000).step(5);

    #[test]
    fn both_ends_are_included() {
        assert_eq!(KES.broken_by(1_000), None);
        assert_eq!(KES.broken_by(999), Some(Bound::Min));
        assert_eq!(KES.broken_by(20_000_000), None);
        assert_eq!(KES.broken_by(20_000_001), Some(Bound::Max));
        assert_eq!(KES.broken_by(-1), Some(Bound::Negative));
        assert_eq!(KES.broken_by(1_001), Some(Bound::Step));
    }

    #[test]
    fn amounts_are_shown_in_major_units() {
        assert_eq!(KES.show(5), "0.05 KES");
        assert_eq!(KES.show(-123_456), "-1234.56 KES");
        assert_eq!(KES.show(i64::MIN), "-92233720368547758.08 KES");
        assert_eq!(Limit::new("JPY", 0).show(100), "100 JPY");
        assert_eq!(Limit::new("KWD", 3).show(1), "0.001 KWD");
    }
}
