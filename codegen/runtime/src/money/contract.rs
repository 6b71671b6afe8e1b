//! What the merchant's own contract changes.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use super::amount::AmountError;
use super::limit::Limit;
use crate::method::{FormEntry, Operation};

/// The differences that one merchant has agreed on for one method: limits that replace the documented ones, and rules
/// that do not bind this merchant. Keyed by ids, so that a misspelt one is an error and not a silence.
#[derive(Debug, Clone)]
pub struct Contract {
    method: &'static str,
    operations: &'static [Operation],
    forms: &'static [FormEntry],
    limits: BTreeMap<(String, String), RangeInclusive<i64>>,
    relaxed: BTreeMap<String, String>,
}

impl Contract {
    pub(crate) const fn new(
        method: &'static str,
        operations: &'static [Operation],
        forms: &'static [FormEntry],
    ) -> Self {
        Self { method, operations, forms, limits: BTreeMap::new(), relaxed: BTreeMap::new() }
    }

    /// Replaces the documented limits of one operation and currency, in minor units, both ends included.
    ///
    /// # Errors
    /// Where the method has no such operation or currency, or the range is empty or negative.
    pub fn limit(mut self, operation: &str, currency: &str, minor: RangeInclusive<i64>) -> Result<Self, ContractError> {
        let mut operations = self.operations.iter().filter(|known| known.id == operation);
        if !operations.any(|known| known.limits.iter().any(|limit| limit.currency == currency)) {
            return Err(ContractError::NoSuchLimit { id: format!("{operation} in {currency}") });
        }
        if minor.is_empty() || *minor.start() < 0 {
            return Err(ContractError::EmptyRange { id: format!("{operation} in {currency}") });
        }
        self.limits.insert((operation.to_owned(), currency.to_owned()), minor);
        Ok(self)
    }

    /// Takes one rule off, with the reason that reports will quote.
    ///
    /// # Errors
    /// Where no form of the method has a rule of this id.
    pub fn relax(mut self, rule: &str, why: &str) -> Result<Self, ContractError> {
        let known = self.forms.iter().any(|entry| {
            let mut rules = entry.form.rules().chain(entry.form.parameter_rules());
            rules.any(|known| known.id == rule)
        });
        if !known {
            return Err(ContractError::NoSuchRule { id: rule.to_owned() });
        }
        self.relaxed.insert(rule.to_owned(), why.to_owned());
        Ok(self)
    }

    /// Whether it is a contract for the method of an operation (`reef-money/sale`).
    #[must_use]
    pub fn is_for(&self, operation: &str) -> bool {
        operation.split('/').next() == Some(self.method)
    }

    /// Why a rule is relaxed, if it is.
    #[must_use]
    pub fn relaxed(&self, rule: &str) -> Option<&str> {
        self.relaxed.get(rule).map(String::as_str)
    }

    /// The agreed limits of one operation (`reef-money/sale`) and currency, in minor units.
    #[must_use]
    pub fn agreed(&self, operation: &str, currency: &str) -> Option<RangeInclusive<i64>> {
        self.limits.get(&(operation.to_owned(), currency.to_owned())).cloned()
    }

    pub(crate) fn allows(&self, operation: &str, limit: &Limit, minor: i64) -> Result<(), ContractError> {
        if !self.is_for(operation) {
            return Err(ContractError::OtherMethod { contract: self.method, operation: operation.to_owned() });
        }
        match self.agreed(operation, limit.currency) {
            Some(agreed) if !agreed.contains(&minor) => Err(ContractError::NotAllowed {
                given: limit.show(minor),
                agreed: format!("{} to {}", limit.show(*agreed.start()), limit.show(*agreed.end())),
            }),
            _ => Ok(()),
        }
    }
}

/// What is wrong with a contract, or with an amount under it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContractError {
    /// The method has no such operation, or the operation does not take the currency.
    NoSuchLimit {
        /// The operation and currency asked for.
        id: String,
    },
    /// No form of the method has such a rule.
    NoSuchRule {
        /// The id asked for.
        id: String,
    },
    /// No amount lies in the range.
    EmptyRange {
        /// The operation and currency.
        id: String,
    },
    /// The contract is for another method.
    OtherMethod {
        /// The contract's method.
        contract: &'static str,
        /// The operation that it was used for.
        operation: String,
    },
    /// The contract is silent and the documented limits do not allow the amount.
    Documented(AmountError),
    /// The amount is not what the contract allows.
    NotAllowed {
        /// The amount.
        given: String,
        /// The agreed limits.
        agreed: String,
    },
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchLimit { id } => write!(f, "the method has no {id}; METHOD.operations lists what it has"),
            Self::NoSuchRule { id } => write!(f, "no rule has the id {id}; `rules()` of the forms lists them"),
            Self::EmptyRange { id } => write!(f, "the range for {id} is empty or negative"),
            Self::OtherMethod { contract, operation } => {
                write!(f, "the contract is for {contract} and says nothing of {operation}")
            }
            Self::Documented(error) => error.fmt(f),
            Self::NotAllowed { given, agreed } => {
                write!(f, "{given} is outside the agreed {agreed}")
            }
        }
    }
}

impl std::error::Error for ContractError {}
