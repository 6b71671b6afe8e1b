//! Integers, each of a type of its own.

use std::fmt;
use std::marker::PhantomData;

use super::draft::Slot;
use super::table::Kind;

/// What sets one type of integer apart. Implemented by generated code.
pub trait IntegerKind: 'static {
    /// What it is, for messages: `bank id`.
    const NAME: &'static str;
    /// Smallest value.
    const MIN: i64;
    /// Largest value.
    const MAX: i64;
}

/// An integer in the range of its kind.
pub struct Integer<K> {
    value: i64,
    kind: PhantomData<fn() -> K>,
}

impl<K: IntegerKind> Integer<K> {
    /// The kind of a row that holds it.
    pub const KIND: Kind = Kind::Integer(K::MIN, K::MAX);

    /// Takes an integer.
    ///
    /// # Errors
    /// Where it is out of the range of the kind.
    pub const fn new(value: i64) -> Result<Self, IntegerError> {
        if value < K::MIN || value > K::MAX {
            return Err(IntegerError { name: K::NAME, min: K::MIN, max: K::MAX });
        }
        Ok(Self { value, kind: PhantomData })
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

/// The integer is out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegerError {
    name: &'static str,
    min: i64,
    max: i64,
}

impl fmt::Display for IntegerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: out of range, wanted {}", self.name, super::judge::range(self.min, self.max))
    }
}

impl std::error::Error for IntegerError {}
