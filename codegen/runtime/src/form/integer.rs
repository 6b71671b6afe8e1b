//! Integers, each of a type of its own.

use std::fmt;
use std::marker::PhantomData;

use super::draft::Slot;
use super::table::Kind;

/// What an integer must be.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct IntegerRule {
    /// Smallest value.
    pub min: i64,
    /// Largest value.
    pub max: i64,
    /// The values it may have, with their labels; empty: any.
    pub values: &'static [(i64, &'static str)],
    /// Other values than `values` are let through: the list is known not to be complete.
    pub open: bool,
}

impl IntegerRule {
    /// Any integer of 64 bits.
    #[must_use]
    pub const fn new() -> Self {
        Self { min: i64::MIN, max: i64::MAX, values: &[], open: false }
    }

    /// Sets the range, both ends included.
    #[must_use]
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.min = min;
        self.max = max;
        self
    }

    /// Sets the only values that are taken.
    #[must_use]
    pub const fn values(mut self, values: &'static [(i64, &'static str)]) -> Self {
        self.values = values;
        self
    }

    /// Sets values that are known beside others.
    #[must_use]
    pub const fn known(mut self, values: &'static [(i64, &'static str)]) -> Self {
        self.values = values;
        self.open = true;
        self
    }

    pub(super) const fn in_range(&self, value: i64) -> bool {
        self.min <= value && value <= self.max
    }

    /// Whether every reader of JSON keeps the value: on a side without an end of its own, up to 2^53 - 1.
    pub(super) const fn is_exact(&self, value: i64) -> bool {
        const MOST: i64 = 9_007_199_254_740_991;
        (value <= MOST || self.max < i64::MAX) && (value >= -MOST || self.min > i64::MIN)
    }

    pub(super) fn listed(&self, value: i64) -> bool {
        self.open || self.values.is_empty() || self.values.iter().any(|(known, _)| *known == value)
    }

    /// The range in words.
    pub(super) fn wanted_range(&self) -> String {
        match (self.min, self.max) {
            (min, i64::MAX) => format!("at least {min}"),
            (i64::MIN, max) => format!("at most {max}"),
            (min, max) => format!("{min} to {max}"),
        }
    }

    /// The values in words.
    pub(super) fn wanted_values(&self) -> String {
        let values: Vec<String> = self.values.iter().take(12).map(|(value, _)| value.to_string()).collect();
        let more = if self.values.len() > values.len() { ", …" } else { "" };
        format!("one of {}{more}", values.join(", "))
    }
}

impl Default for IntegerRule {
    fn default() -> Self {
        Self::new()
    }
}

/// What sets one type of integer apart. Implemented by generated code.
pub trait IntegerKind: 'static {
    /// What it is, for messages: `bank id`.
    const NAME: &'static str;
    /// What it must be.
    const RULE: IntegerRule;
}

/// An integer that keeps the rule of its kind.
pub struct Integer<K> {
    value: i64,
    kind: PhantomData<fn() -> K>,
}

impl<K: IntegerKind> Integer<K> {
    /// The kind of a row that holds it.
    pub const KIND: Kind = Kind::Integer(K::RULE);

    /// Takes an integer.
    ///
    /// # Errors
    /// Where it does not keep the rule of the kind.
    pub fn new(value: i64) -> Result<Self, IntegerError> {
        if K::RULE.in_range(value) && K::RULE.listed(value) {
            return Ok(Self { value, kind: PhantomData });
        }
        Err(IntegerError { name: K::NAME, rule: K::RULE, in_range: K::RULE.in_range(value) })
    }

    /// One of the values that the rule of the kind lists. For generated code, which makes the rule and the values of one list.
    #[doc(hidden)]
    #[must_use]
    pub const fn listed(value: i64) -> Self {
        Self { value, kind: PhantomData }
    }

    /// The integer.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.value
    }
}

impl<K> Clone for Integer<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Integer<K> {}

impl<K> PartialEq for Integer<K> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<K> Eq for Integer<K> {}

impl<K: IntegerKind> fmt::Debug for Integer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", K::NAME)
    }
}

impl<K> From<Integer<K>> for Slot {
    fn from(integer: Integer<K>) -> Self {
        Self::Integer(integer.value)
    }
}

/// The integer is out of range, or none of the values.
#[derive(Debug, Clone, Copy)]
pub struct IntegerError {
    name: &'static str,
    rule: IntegerRule,
    in_range: bool,
}

impl fmt::Display for IntegerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = if self.in_range { self.rule.wanted_values() } else { self.rule.wanted_range() };
        write!(f, "{}: found another integer, wanted {wanted}", self.name)
    }
}

impl std::error::Error for IntegerError {}
