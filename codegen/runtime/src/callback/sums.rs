//! The sums of a callback: which member holds which, and when two of them contradict each other.

use std::fmt;

use super::{Reading, Verified, same_value};
use crate::json::Kind;

/// Which members hold which sum: objects of `amount` and `currency`. Empty where callbacks have none.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Sums {
    /// What the operation was asked for.
    pub asked: &'static str,
    /// What the operation took, once it succeeded: a share of the payment's sum, and never more than that.
    pub paid_by_operation: &'static str,
    /// What is paid of the payment, all operations taken together, once its status says so; while it is under way, the
    /// whole that is to be paid.
    pub paid_so_far: &'static str,
    /// What the operation comes to after conversion.
    pub converted: &'static str,
    /// Payment statuses with which `paid_so_far` is paid.
    pub paid_with: &'static [&'static str],
    /// Types of operations of a series of debits: with these `paid_so_far` is this debit, and nothing but it.
    pub series: &'static [&'static str],
    /// Currencies in which sums after conversion are written otherwise than all others: they are compared with nothing.
    pub converted_otherwise: &'static [&'static str],
}

impl Sums {
    /// Without any.
    pub(super) const NONE: Self = Self::new(["", "", "", ""]);

    /// By their members: asked for, paid by the operation, paid so far, converted.
    #[must_use]
    pub const fn new([asked, paid_by_operation, paid_so_far, converted]: [&'static str; 4]) -> Self {
        Self { asked, paid_by_operation, paid_so_far, converted, paid_with: &[], series: &[], converted_otherwise: &[] }
    }

    /// Sets the payment statuses with which what is paid so far is paid.
    #[must_use]
    pub const fn paid_with(mut self, statuses: &'static [&'static str]) -> Self {
        self.paid_with = statuses;
        self
    }

    /// Sets the types of operations of a series of debits.
    #[must_use]
    pub const fn series(mut self, types: &'static [&'static str]) -> Self {
        self.series = types;
        self
    }

    /// Sets the currencies in which sums after conversion are written otherwise.
    #[must_use]
    pub const fn converted_otherwise(mut self, currencies: &'static [&'static str]) -> Self {
        self.converted_otherwise = currencies;
        self
    }
}

/// An amount in minor units, and its currency.
pub(super) type Sum<'a> = (i64, &'a str);

/// A sum of which a part is missing: an amount without a currency, or the other way round.
pub(super) struct Incomplete;

impl Reading {
    /// What the operation was asked for; of a callback without an operation, what the payment amounts to. Amounts are in
    /// minor units here and below.
    #[must_use]
    pub fn sum_asked<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        let sums = self.sums();
        self.sum_at(callback, sums.asked).or_else(|| self.sum_at(callback, sums.paid_so_far))
    }

    /// What this operation took from the customer: of a payment in parts, its part. Nothing where it took no money, did not
    /// succeed, or where sums contradict each other.
    #[must_use]
    pub fn sum_paid_by_operation<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        let sums = self.sums();
        let took = self.took_money(callback) && self.contradiction(callback, false).is_ok();
        let own = || self.sum_at(callback, sums.paid_by_operation).or_else(|| self.sum_at(callback, sums.paid_so_far));
        took.then(own).flatten()
    }

    /// What is paid of the payment by all its operations, less what went back. Nothing while it is under way: its sum is
    /// then the whole that is to be paid.
    #[must_use]
    pub fn sum_paid_so_far<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        let sums = self.sums();
        let is_paid =
            self.status(callback).is_some_and(|status| sums.paid_with.iter().any(|one| same_value(one, status)));
        is_paid.then(|| self.sum_at(callback, sums.paid_so_far)).flatten()
    }

    /// What the payment amounts to, whatever its status: the whole of it while it is under way, and less what went back after
    /// a refund. It is paid only where [`Reading::sum_paid_so_far`] says so.
    #[must_use]
    pub fn sum_whole<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        self.sum_at(callback, self.sums().paid_so_far)
    }

    /// What the operation comes to after conversion. Its currency, and the digits that count as minor units, may be others
    /// than those of the order: never book it as the order's sum.
    #[must_use]
    pub fn sum_converted<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        self.sum_at(callback, self.sums().converted)
    }

    /// Whether the sums of an operation that took money agree with each other. `may_differ`: the method's documents say that
    /// the customer may pay another sum than asked for.
    ///
    /// Sums in two currencies are never compared: what was asked for and what is paid are in one, and what was converted is
    /// looked at in the same currency alone.
    ///
    /// # Errors
    /// The first two members that contradict each other.
    pub fn contradiction(&self, callback: &Verified, may_differ: bool) -> Result<(), Contradiction> {
        let sums = self.sums();
        let own = self.sum_at(callback, sums.paid_by_operation);
        let whole = self.sum_at(callback, sums.paid_so_far);
        for (member, sum) in [(sums.paid_by_operation, own), (sums.paid_so_far, whole)] {
            if let Some((amount, _)) = sum.filter(|(amount, _)| *amount < 0) {
                return Err(Contradiction::Negative { member, amount });
            }
        }
        if let (Some((_, currency)), Some((_, of_whole))) = (own, whole)
            && currency != of_whole
        {
            return Err(Contradiction::Currencies { members: [sums.paid_by_operation, sums.paid_so_far] });
        }
        let converted = self.sum_at(callback, sums.converted);
        let converted = converted.filter(|(_, currency)| !sums.converted_otherwise.contains(currency));
        let differ = |members, one: Option<Sum<'_>>, other: Option<Sum<'_>>, may_be_less: bool| match (one, other) {
            (Some((one, currency)), Some((other, of_other)))
                if currency == of_other && (one > other || one < other && !may_be_less) =>
            {
                Err(Contradiction::Sums { members, amounts: [one, other] })
            }
            _ => Ok(()),
        };
        // what is left after a refund says nothing of what was paid
        let went_back = !self.is_paid_status(callback) && self.sum_paid_so_far(callback).is_some();
        let whole = whole.filter(|_| !went_back);
        let mut is_part = !self.is_of_series(callback);
        if may_differ {
            // what was asked for is no measure of what was paid: what was converted is one of the two
            if own.is_some() && own == converted {
                return Ok(());
            }
            // an operation that was asked for the whole is no part of it
            is_part &= own.zip(whole).is_none_or(|((own, _), (whole, _))| own < whole);
        } else {
            differ([sums.paid_by_operation, sums.paid_so_far], own, whole, is_part)?;
            differ([sums.paid_by_operation, sums.converted], own, converted, false)?;
        }
        // as well as where the operation's own sum is not told
        differ([sums.converted, sums.paid_so_far], converted, whole, is_part)
    }

    /// What is to be held against an order: what is paid so far, or without it what the operation took.
    pub(super) fn sum_to_check<'a>(&self, callback: &'a Verified) -> Result<Option<Sum<'a>>, Incomplete> {
        let sums = self.sums();
        let own = self.whole_sum_at(callback, sums.paid_by_operation)?;
        Ok(self.whole_sum_at(callback, sums.paid_so_far)?.or(own))
    }

    fn sum_at<'a>(&self, callback: &'a Verified, path: &str) -> Option<Sum<'a>> {
        self.whole_sum_at(callback, path).ok().flatten()
    }

    /// The sum of a member; one that is there in part is none, and no other counts in its place.
    fn whole_sum_at<'a>(&self, callback: &'a Verified, path: &str) -> Result<Option<Sum<'a>>, Incomplete> {
        let at = |path: &str| self.item(callback, path).filter(|item| item.kind() != Kind::Null);
        let amount = at(&format!("{path}.amount"));
        let currency = at(&format!("{path}.currency"));
        if amount.is_none() && currency.is_none() {
            return if at(path).is_none() { Ok(None) } else { Err(Incomplete) };
        }
        let amount = amount.and_then(|item| item.as_i64()).ok_or(Incomplete)?;
        let currency = currency.and_then(|item| item.as_str()).filter(|code| !code.is_empty()).ok_or(Incomplete)?;
        Ok(Some((amount, currency)))
    }
}

/// Members of one callback that cannot both be right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contradiction {
    /// Two sums, in minor units of one currency.
    Sums {
        /// The members that hold them.
        members: [&'static str; 2],
        /// What they say.
        amounts: [i64; 2],
    },
    /// Two sums that are in one currency are in two.
    Currencies {
        /// The members that hold them.
        members: [&'static str; 2],
    },
    /// A sum below zero was paid.
    Negative {
        /// The member that holds it.
        member: &'static str,
        /// What it says, in minor units.
        amount: i64,
    },
    /// Two members name the payment, and each another one.
    Payments,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sums { members: [one, other], amounts: [first, second] } => {
                write!(f, "{one} is {first} and {other} is {second} minor units: they contradict each other")
            }
            Self::Currencies { members: [one, other] } => write!(f, "{one} and {other} are in two currencies"),
            Self::Negative { member, amount } => write!(f, "{member} is {amount} minor units, which nobody can pay"),
            Self::Payments => f.write_str("two members name the payment, and they disagree"),
        }
    }
}

impl std::error::Error for Contradiction {}
