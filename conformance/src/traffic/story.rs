//! The story of a payment across its callbacks, in 160 bytes.

use super::finding::Finding;
use super::rules;
use super::store::{Keyed, Store};

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
    /// The sum with which the payment is paid, in minor units, where it is.
    pub(super) paid: Option<Sum>,
    /// The payment is declined.
    pub(super) declined: bool,
    /// The sum that went back, where some did.
    pub(super) refunded: Option<Sum>,
}

/// A sum in minor units, and the number of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// Minor units.
    pub(super) amount: i64,
    /// By its place in the specs' list.
    pub(super) currency: u16,
}

/// The news that are told apart; a callback that comes again after so many others is not known again.
const NEWS: usize = 7;
/// The operations that are told apart.
const OPERATIONS: usize = 4;

/// What is known of a payment.
struct Payment {
    key: [u64; 2],
    project: i64,
    news: [u64; NEWS],
    operations: [i64; OPERATIONS],
    paid: i64,
    refunded: i64,
    newest: i64,
    operation_marks: [u8; OPERATIONS],
    paid_in: u16,
    refunded_in: u16,
    marks: u8,
    news_count: u8,
    operation_count: u8,
}

const _: () = assert!(size_of::<Payment>() <= 160, "the memory of a payment is promised in the documentation");

/// Of an operation.
const FINAL: u8 = 1;
const COUNTED: u8 = 2;
/// Of a payment.
const PAID: u8 = 1;
const DECLINED: u8 = 2;
const REFUNDED: u8 = 4;
const LARGER_TOLD: u8 = 8;
const LONG_TOLD: u8 = 16;

impl Keyed for Payment {
    fn key(&self) -> [u64; 2] {
        self.key
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
        if payment.project == news.project {
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

impl Payment {
    fn new(key: [u64; 2], project: i64) -> Self {
        Self {
            key,
            project,
            news: [0; NEWS],
            operations: [0; OPERATIONS],
            paid: 0,
            refunded: 0,
            newest: i64::MIN,
            operation_marks: [0; OPERATIONS],
            paid_in: 0,
            refunded_in: 0,
            marks: 0,
            news_count: 0,
            operation_count: 0,
        }
    }

    fn is(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    /// Whether this is the first time that a mark is set.
    fn mark(&mut self, mark: u8) -> bool {
        let first = !self.is(mark);
        self.marks |= mark;
        first
    }

    fn take(&mut self, news: &News, findings: &mut Vec<Finding>) {
        // before duplicates are put aside: the same news with another sum is no duplicate
        self.sums(news, findings);
        if self.seen(news.same_news, findings) {
            findings.push(Finding::new(&rules::DUPLICATE, "", ""));
            return;
        }
        let late = news.date.is_some_and(|date| date < self.newest);
        if late {
            findings.push(Finding::new(&rules::OUT_OF_ORDER, "operation.date", ""));
        }
        self.newest = self.newest.max(news.date.unwrap_or(i64::MIN));
        let counted = self.operation(news, late, findings);
        if news.paid.is_some() && self.is(DECLINED) {
            findings.push(Finding::new(&rules::SUCCESS_AFTER_DECLINE, "payment.status", ""));
        }
        if news.declined {
            if self.is(PAID) {
                findings.push(Finding::new(&rules::DECLINE_AFTER_SUCCESS, "payment.status", ""));
            }
            self.mark(DECLINED);
        }
        if let Some(paid) = news.paid
            && self.mark(PAID)
        {
            (self.paid, self.paid_in) = (paid.amount, paid.currency);
        }
        if let Some(refunded) = news.refunded.filter(|_| !counted) {
            if self.mark(REFUNDED) {
                self.refunded_in = refunded.currency;
            }
            // what goes back in two currencies cannot be added up
            if self.refunded_in == refunded.currency {
                self.refunded = self.refunded.saturating_add(refunded.amount);
            }
        }
        let larger =
            self.is(PAID) && self.is(REFUNDED) && self.paid_in == self.refunded_in && self.refunded > self.paid;
        if larger && self.mark(LARGER_TOLD) {
            findings.push(Finding::new(&rules::REFUND_LARGER, "operation.sum_initial.amount", ""));
        }
    }

    fn sums(&self, news: &News, findings: &mut Vec<Finding>) {
        let before = Sum { amount: self.paid, currency: self.paid_in };
        if news.paid.is_some_and(|sum| self.is(PAID) && sum != before) {
            findings.push(Finding::new(&rules::TWO_SUMS, "operation.sum_initial", ""));
        }
    }

    /// Whether the same news came before; remembers it otherwise.
    fn seen(&mut self, same_news: u64, findings: &mut Vec<Finding>) -> bool {
        let known = usize::from(self.news_count).min(NEWS);
        if self.news.iter().take(known).any(|before| *before == same_news) {
            return true;
        }
        if let Some(place) = self.news.get_mut(usize::from(self.news_count) % NEWS) {
            *place = same_news;
        }
        if known == NEWS {
            self.long(findings);
        }
        // stays above NEWS once it is there, and goes round
        self.news_count = if self.news_count as usize == 2 * NEWS - 1 { NEWS as u8 } else { self.news_count + 1 };
        false
    }

    /// Takes what is told of the operation; whether its sum was counted before.
    fn operation(&mut self, news: &News, late: bool, findings: &mut Vec<Finding>) -> bool {
        let Some(id) = news.operation else { return false };
        let known = usize::from(self.operation_count).min(OPERATIONS);
        let at = match self.operations.iter().take(known).position(|before| *before == id) {
            Some(at) => at,
            None => {
                let at = usize::from(self.operation_count) % OPERATIONS;
                if known == OPERATIONS {
                    self.long(findings);
                }
                let count = self.operation_count as usize;
                self.operation_count = if count == 2 * OPERATIONS - 1 { OPERATIONS } else { count + 1 } as u8;
                if let (Some(place), Some(marks)) = (self.operations.get_mut(at), self.operation_marks.get_mut(at)) {
                    (*place, *marks) = (id, 0);
                }
                at
            }
        };
        let Some(marks) = self.operation_marks.get_mut(at) else { return false };
        if *marks & FINAL != 0 && !news.is_final && !late {
            findings.push(Finding::new(&rules::FINAL_LEFT, "operation.status", ""));
        }
        let counted = *marks & COUNTED != 0;
        *marks |= if news.is_final { FINAL } else { 0 } | if news.refunded.is_some() { COUNTED } else { 0 };
        counted
    }

    fn long(&mut self, findings: &mut Vec<Finding>) {
        if self.mark(LONG_TOLD) {
            findings.push(Finding::new(&rules::LONG, "", ""));
        }
    }
}
