//! Limits of amounts: what always holds, what holds in its place under conditions, and how far the two reach together.

use serde::Serialize;

use super::{Cite, Condition, Force, Said};

/// Limits of one currency in minor units, both ends included. They hold wherever none of `when` says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Code of the currency.
    pub currency: String,
    /// Digits of its minor unit.
    pub decimals: u8,
    /// Least amount.
    pub min: Option<i64>,
    /// Greatest amount.
    pub max: Option<i64>,
    /// Amounts are multiples of it.
    pub step: Option<i64>,
    /// What the documents say of the ends.
    pub ends: Said<()>,
    /// How strictly it is held.
    pub force: Force,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
    /// What happens to other amounts, in words.
    pub otherwise: Option<String>,
    /// The step is told and not held: other amounts are taken, and `otherwise` says what becomes of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub step_told: bool,
    /// It was said of any currency: the documents do not name this one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub any: bool,
    /// Bounds that hold only under a condition, in place of those above; what they leave open stays.
    pub when: Vec<ConditionalLimit>,
}

/// Bounds of one currency that hold only under a condition, in minor units. Of several that hold each counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionalLimit {
    /// When they hold.
    pub when: Condition,
    /// Least amount.
    pub min: Option<i64>,
    /// Greatest amount.
    pub max: Option<i64>,
    /// Amounts are multiples of it.
    pub step: Option<i64>,
    /// What the documents say of the ends; nothing where the entry is silent of them. A word in their place takes both ends
    /// of what holds otherwise away.
    pub ends: Option<Said<()>>,
    /// How strictly they are held.
    pub force: Force,
    /// The step is told and not held.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub step_told: bool,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A bound of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Least amount.
    Min,
    /// Greatest amount.
    Max,
    /// Amounts are multiples of it.
    Step,
}

impl Bound {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Min, Self::Max, Self::Step];
}

impl Limit {
    /// One of the bounds that hold under no condition.
    #[must_use]
    pub const fn bound(&self, bound: Bound) -> Option<i64> {
        match bound {
            Bound::Min => self.min,
            Bound::Max => self.max,
            Bound::Step => self.step,
        }
    }

    /// How strictly one of the bounds is held.
    #[must_use]
    pub const fn force_of(&self, bound: Bound) -> Force {
        held(bound, self.force, self.step_told)
    }

    /// What can be checked in place of a bound: where any of these conditions holds, the bound itself does not.
    pub fn instead_of(&self, bound: Bound) -> impl Iterator<Item = &ConditionalLimit> {
        self.when.iter().filter(move |one| one.is_checked() && one.states(bound))
    }

    /// The widest that a bound is under any condition; nothing where an amount without it can be taken. A step is the
    /// greatest of which every step is a multiple.
    #[must_use]
    pub fn widest(&self, bound: Bound) -> Option<i64> {
        let own = (self.bound(bound)?, self.force_of(bound));
        let others = self.instead_of(bound).map(|one| one.bound(bound).map(|value| (value, one.force_of(bound))));
        others.chain([Some(own)]).try_fold(None, |wide: Option<i64>, one| {
            // what is not enforced refuses nothing
            let (value, _) = one.filter(|(_, force)| *force == Force::Enforced)?;
            Some(Some(wide.map_or(value, |wide| match bound {
                Bound::Min => wide.min(value),
                Bound::Max => wide.max(value),
                Bound::Step => common_step(wide, value),
            })))
        })?
    }
}

impl ConditionalLimit {
    /// One of its bounds.
    #[must_use]
    pub const fn bound(&self, bound: Bound) -> Option<i64> {
        match bound {
            Bound::Min => self.min,
            Bound::Max => self.max,
            Bound::Step => self.step,
        }
    }

    /// How strictly one of its bounds is held.
    #[must_use]
    pub const fn force_of(&self, bound: Bound) -> Force {
        held(bound, self.force, self.step_told)
    }

    /// Whether it holds in place of a bound: by one of its own, or by a word in place of both ends.
    #[must_use]
    pub fn states(&self, bound: Bound) -> bool {
        self.bound(bound).is_some() || (self.lifts_ends() && bound != Bound::Step)
    }

    /// Whether a word stands in place of both ends.
    #[must_use]
    pub fn lifts_ends(&self) -> bool {
        self.ends.as_ref().is_some_and(|ends| *ends != Said::Is(()))
    }

    /// Whether its condition can be checked. One in words is told, and changes nothing.
    #[must_use]
    pub const fn is_checked(&self) -> bool {
        matches!(self.when, Condition::All(_))
    }

    /// Whether it says anything of amounts.
    #[must_use]
    pub fn says_anything(&self) -> bool {
        Bound::ALL.into_iter().any(|bound| self.states(bound))
    }
}

const fn held(bound: Bound, force: Force, step_told: bool) -> Force {
    match (bound, force) {
        (Bound::Step, Force::Enforced) if step_told => Force::Advisory,
        _ => force,
    }
}

/// The greatest whole number of which both are multiples.
const fn common_step(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(min: i64, max: i64, when: Vec<ConditionalLimit>) -> Limit {
        Limit {
            currency: "EUR".to_owned(),
            decimals: 2,
            min: Some(min),
            max: Some(max),
            step: Some(20),
            ends: Said::Is(()),
            force: Force::Enforced,
            cite: Vec::new(),
            note: None,
            otherwise: None,
            step_told: false,
            any: false,
            when,
        }
    }

    fn under(min: Option<i64>, max: Option<i64>, ends: Option<Said<()>>, force: Force) -> ConditionalLimit {
        let when = Condition::All(vec![("a".to_owned(), super::super::Test::Sent(true))]);
        ConditionalLimit { when, min, max, step: Some(30), ends, force, step_told: false, cite: Vec::new() }
    }

    #[test]
    fn what_no_condition_allows_is_beyond_the_widest() {
        let wide = |limit: &Limit| Bound::ALL.map(|bound| limit.widest(bound));
        let narrower = under(None, Some(300), Some(Said::Is(())), Force::Enforced);
        assert_eq!(wide(&limit(10, 500, vec![narrower])), [Some(10), Some(500), Some(10)]);
        let wider = under(Some(5), Some(600), Some(Said::Is(())), Force::Enforced);
        assert_eq!(wide(&limit(10, 500, vec![wider.clone()])), [Some(5), Some(600), Some(10)]);
        let told = ConditionalLimit { when: Condition::Told("now and then".to_owned()), ..wider };
        assert_eq!(wide(&limit(10, 500, vec![told])), [Some(10), Some(500), Some(20)]);
        let advisory = under(None, Some(600), Some(Said::Is(())), Force::Advisory);
        assert_eq!(wide(&limit(10, 500, vec![advisory])), [Some(10), None, None]);
        let lifted = under(None, None, Some(Said::None), Force::Enforced);
        assert_eq!(wide(&limit(10, 500, vec![lifted])), [None, None, Some(10)]);
    }
}
