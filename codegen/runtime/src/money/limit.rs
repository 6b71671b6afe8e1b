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
    /// The step is told: other amounts are taken, the documents say what becomes of them, and a violation of it is advice.
    pub step_told: bool,
    /// The widest that some condition makes of the bounds above, where they are wider: an amount is made within these, and
    /// the request that holds it is held against what its conditions say.
    pub widest: Option<Bounds>,
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
            step_told: false,
            widest: None,
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

    /// Says that amounts which are no multiple of the step are taken.
    #[must_use]
    pub const fn step_told(mut self) -> Self {
        self.step_told = true;
        self
    }

    /// Sets the widest that some condition makes of the bounds.
    #[must_use]
    pub const fn widest(mut self, bounds: Bounds) -> Self {
        self.widest = Some(bounds);
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

    /// The first bound that `minor` breaks where no condition holds, whatever the force.
    #[must_use]
    pub const fn broken_by(&self, minor: i64) -> Option<Bound> {
        self.bounds().broken_by(minor)
    }

    /// The first bound that `minor` breaks whatever conditions hold, whatever the force.
    #[must_use]
    pub const fn always_broken_by(&self, minor: i64) -> Option<Bound> {
        let mut bounds = match self.widest {
            Some(widest) => widest,
            None => self.bounds(),
        };
        if self.step_told {
            bounds.step = None;
        }
        bounds.broken_by(minor)
    }

    /// How far a bound binds.
    pub(crate) fn force_of(&self, bound: Bound) -> Force {
        if bound == Bound::Step && self.step_told && self.force == Force::Enforced {
            Force::Advisory
        } else {
            self.force
        }
    }

    /// Every bound that `minor`, which is not negative, breaks where no condition holds.
    pub(crate) fn all_broken_by(&self, minor: i64) -> impl Iterator<Item = Bound> + use<> {
        self.bounds().all_broken_by(minor)
    }

    /// The bounds that hold where no condition does.
    #[must_use]
    pub const fn bounds(&self) -> Bounds {
        Bounds { min: self.min, max: self.max, step: self.step }
    }

    /// `minor` as a person writes it: `1000.00 KES`.
    #[must_use]
    pub fn show(&self, minor: i64) -> String {
        format!("{} {}", Decimal { minor, decimals: self.decimals }, self.currency)
    }
}

/// Bounds of amounts in minor units, both ends included. What is absent binds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Smallest amount.
    pub min: Option<i64>,
    /// Largest amount.
    pub max: Option<i64>,
    /// Every amount is a multiple of it.
    pub step: Option<i64>,
}

impl Bounds {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { min: None, max: None, step: None }
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

    /// The first bound that `minor` breaks.
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

    fn all_broken_by(self, minor: i64) -> impl Iterator<Item = Bound> {
        let broken = [
            (Bound::Min, self.min.is_some_and(|min| minor < min)),
            (Bound::Max, self.max.is_some_and(|max| minor > max)),
            (Bound::Step, self.step.is_some_and(|step| step > 0 && minor % step != 0)),
        ];
        broken.into_iter().filter_map(|(bound, broken)| broken.then_some(bound))
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
    fn an_amount_that_some_condition_allows_is_not_always_refused() {
        let eur = Limit::new("EUR", 2).min(1_000).max(500_000).widest(Bounds::new().min(1_000).max(600_000));
        assert_eq!((eur.broken_by(600_000), eur.always_broken_by(600_000)), (Some(Bound::Max), None));
        assert_eq!(eur.always_broken_by(600_001), Some(Bound::Max));
        assert_eq!(KES.always_broken_by(20_000_001), Some(Bound::Max));
        assert_eq!(KES.all_broken_by(1).collect::<Vec<_>>(), [Bound::Min, Bound::Step]);
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
