//! The stories of all payments across their callbacks.

use super::finding::Finding;
use super::payment::Payment;
use super::rules;
use super::store::Store;

/// What one callback adds to the story of its payment.
#[derive(Debug, Clone, Copy)]
pub(super) struct News {
    /// Digest of the payment's id.
    pub(super) payment: [u64; 2],
    /// Digest of project and id, for a second project with a payment of that id.
    pub(super) payment_of_project: [u64; 2],
    /// The project.
    pub(super) project: i64,
    /// Digest of what tells old news from new.
    pub(super) same_news: u64,
    /// The operation, where it is told.
    pub(super) operation: Option<i64>,
    /// When it last changed, in seconds since 1970.
    pub(super) date: Option<i64>,
    /// Nothing more follows of this operation by itself.
    pub(super) is_final: bool,
    /// How the operation, or without one the payment, went.
    pub(super) went: Went,
    /// What the operation does to the payment's money.
    pub(super) effect: Effect,
    /// What the operation is about, in minor units, where that is told.
    pub(super) sum: Option<Sum>,
    /// What the payment amounts to, where that is told, is not less what went back, and is no single debit of a series.
    pub(super) whole: Option<Sum>,
    /// The payment is paid, all of it.
    pub(super) is_paid: bool,
    /// A debit of a series: others follow, whatever became of this one.
    pub(super) is_series: bool,
    /// The payment ended, and was neither paid nor declined: it expired, or was cancelled.
    pub(super) closed: bool,
}

/// How an operation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    UnderWay,
    Succeeded,
    /// It was declined, expired, or was cancelled.
    Failed,
}

/// What an operation does to the money of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It took money from the customer. It succeeded.
    Takes,
    /// Once it succeeds, money goes back to the customer.
    Returns,
    /// Once it succeeds, a refund is taken back.
    TakesBack,
    /// Nothing that is counted, or not yet.
    Nothing,
}

impl Effect {
    /// Whether it is about money that was paid before.
    pub(super) const fn goes_back(self) -> bool {
        matches!(self, Self::Returns | Self::TakesBack)
    }
}

impl News {
    /// Whether it tells of the payment alone, and names no operation.
    pub(super) const fn is_the_payment(&self) -> bool {
        self.operation.is_none() && !self.effect.goes_back()
    }
}

/// A sum in minor units, and the number of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// Minor units.
    pub(super) amount: i64,
    /// By its place in the specs' list.
    pub(super) currency: u16,
}

impl Sum {
    /// A digest of the sum, never 0: whether an operation told of the same one before.
    pub(super) const fn short(self) -> u32 {
        let mixed = (self.amount as u64 ^ (self.currency as u64) << 48).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as u32 | 1
    }
}

/// The stories of all payments.
#[derive(Debug, Default)]
pub(super) struct Stories(Store<Payment>);

impl Stories {
    /// How many payments there are.
    #[must_use]
    pub(super) fn payments(&self) -> usize {
        self.0.len()
    }

    /// Takes news of a payment, and tells what does not fit with those before.
    pub(super) fn take(&mut self, news: &News, findings: &mut Vec<Finding>) {
        let Some((payment, _)) = self.0.entry(news.payment, || Payment::new(news.payment, news.project)) else {
            return;
        };
        if payment.is_of(news.project) {
            return payment.take(news, findings);
        }
        let key = news.payment_of_project;
        let Some((payment, new)) = self.0.entry(key, || Payment::new(key, news.project)) else { return };
        if new {
            findings.push(Finding::new(&rules::OTHER_PROJECT, "project_id", ""));
        }
        payment.take(news, findings);
    }
}
