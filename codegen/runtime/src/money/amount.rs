//! An amount of one operation: a sum that it takes, in a currency that it takes.

use std::fmt;
use std::marker::PhantomData;

use super::contract::{Contract, ContractError};
use super::limit::{Bound, Force, Limit};
use super::literal;

/// The currencies that one operation takes. Implemented by generated code alone.
pub trait Currency: Copy + fmt::Debug + 'static {
    /// The operation, as in `reef-money/sale`: what a [`Contract`] names.
    const OPERATION: &'static str;
    /// All of them.
    const ALL: &'static [Self];
    /// What the operation takes in this currency.
    fn limit(self) -> &'static Limit;
}

/// A sum within the limits of the operation whose currencies `C` names: where a condition has other limits, within the widest.
/// Which of them hold is known of the whole request: [`sign`](crate::form::Draft) and `validate` hold it against them.
///
/// Built by [`amount!`](crate::amount) from a literal, or at run time by [`Amount::minor`] and [`Amount::parse`].
pub struct Amount<C> {
    minor: i64,
    limit: &'static Limit,
    of: PhantomData<fn() -> C>,
}

impl<C> Amount<C> {
    #[doc(hidden)]
    #[track_caller]
    #[must_use]
    pub const fn literal(limit: &'static Limit, text: &str) -> Self {
        Self { minor: literal::minor(limit, text), limit, of: PhantomData }
    }

    /// In minor units of the currency.
    #[must_use]
    pub const fn in_minor_units(&self) -> i64 {
        self.minor
    }

    /// ISO 4217 code.
    #[must_use]
    pub const fn currency(&self) -> &'static str {
        self.limit.currency
    }

    /// The limits that it was held against.
    #[must_use]
    pub const fn limit(&self) -> &'static Limit {
        self.limit
    }
}

impl<C: Currency> Amount<C> {
    /// From minor units: `minor(Currency::KES, 1_000_00)`.
    ///
    /// # Errors
    /// Where the amount lies outside an enforced limit.
    pub fn minor(currency: C, minor: i64) -> Result<Self, AmountError> {
        let limit = currency.limit();
        match limit.always_broken_by(minor) {
            Some(bound) if limit.force == Force::Enforced || bound == Bound::Negative => {
                Err(AmountError { what: What::Outside(bound), given: Some(minor), limit })
            }
            _ => Ok(Self { minor, limit, of: PhantomData }),
        }
    }

    /// From text in major units: `parse(Currency::KES, "1000.00")`. Underscores may stand between digits.
    ///
    /// # Errors
    /// Where the text is no amount, has more decimals than the currency has here, or lies outside an enforced limit.
    pub fn parse(currency: C, text: &str) -> Result<Self, AmountError> {
        let limit = currency.limit();
        match literal::parse(text, limit.decimals) {
            Ok(minor) => Self::minor(currency, minor),
            Err(why) => Err(AmountError { what: What::Unread(why), given: None, limit }),
        }
    }

    /// Amounts as the merchant's contract allows them: its limits replace the documented ones.
    #[must_use]
    pub const fn under(contract: &Contract) -> Under<'_, C> {
        Under { contract, of: PhantomData }
    }
}

/// Makes amounts under a merchant's contract; see [`Amount::under`].
#[derive(Debug)]
pub struct Under<'a, C> {
    contract: &'a Contract,
    of: PhantomData<fn() -> C>,
}

impl<C: Currency> Under<'_, C> {
    /// From minor units.
    ///
    /// # Errors
    /// Where the contract does not allow the amount; without a word of the contract on this operation and currency,
    /// where the documented limits do not.
    pub fn minor(&self, currency: C, minor: i64) -> Result<Amount<C>, ContractError> {
        let limit = currency.limit();
        self.contract.allows(C::OPERATION, limit, minor)?;
        if self.contract.agreed(C::OPERATION, limit.currency).is_some() {
            return Ok(Amount { minor, limit, of: PhantomData });
        }
        Amount::minor(currency, minor).map_err(ContractError::Documented)
    }

    /// From text in major units.
    ///
    /// # Errors
    /// As [`Under::minor`], and where the text is no amount.
    pub fn parse(&self, currency: C, text: &str) -> Result<Amount<C>, ContractError> {
        let limit = currency.limit();
        match literal::parse(text, limit.decimals) {
            Ok(minor) => self.minor(currency, minor),
            Err(why) => Err(ContractError::Documented(AmountError { what: What::Unread(why), given: None, limit })),
        }
    }
}

impl<C> Clone for Amount<C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C> Copy for Amount<C> {}

impl<C> PartialEq for Amount<C> {
    fn eq(&self, other: &Self) -> bool {
        self.minor == other.minor && self.limit.currency == other.limit.currency
    }
}
impl<C> Eq for Amount<C> {}

impl<C> fmt::Debug for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({})", self.limit.show(self.minor))
    }
}

impl<C> fmt::Display for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.limit.show(self.minor))
    }
}

/// Why there is no such amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountError {
    what: What,
    given: Option<i64>,
    limit: &'static Limit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Unread(literal::NoAmount),
    Outside(Bound),
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        match (self.what, self.given) {
            (What::Outside(bound), Some(minor)) => {
                let wanted = match bound {
                    Bound::Step => "is no multiple of the step",
                    Bound::Negative => "is negative",
                    Bound::Min | Bound::Max => "is out of limits",
                };
                write!(f, "{} {wanted}: {}", limit.show(minor), limit.told)
            }
            (What::Unread(why), _) => {
                write!(f, "{} ({} has {} decimals here)", why.told(), limit.currency, limit.decimals)
            }
            (What::Outside(_), None) => write!(f, "out of limits: {}", limit.told),
        }
    }
}

impl std::error::Error for AmountError {}

/// An amount of an operation, checked by the compiler: `amount!(sale, KES 1_000.00)`.
///
/// `sale` is the operation's generated module, `KES` a currency that it takes. An amount outside an enforced limit, or
/// with more decimals than the currency has there, does not compile. For sums known at run time see
/// [`Amount::minor`](crate::money::Amount::minor).
#[macro_export]
macro_rules! amount {
    ($($operation:ident)::+, $currency:ident $value:literal) => {{
        const AMOUNT: $crate::money::Amount<$($operation)::+::Currency> =
            $crate::money::Amount::literal($($operation)::+::Currency::$currency.limit(), stringify!($value));
        AMOUNT
    }};
}
