//! The story of one payment, in 152 bytes.

use super::finding::Finding;
use super::rules;
use super::store::Keyed;
use super::story::{News, Sum};

/// The news that are told apart; a callback that comes again after so many others is not known again.
const NEWS: usize = 7;
/// The operations that are told apart.
const OPERATIONS: usize = 4;

/// What is known of a payment.
pub(super) struct Payment {
    key: [u64; 2],
    project: i64,
    news: [u64; NEWS],
    operations: [i64; OPERATIONS],
    paid: i64,
    refunded: i64,
    /// What went back by operations that may have been counted before.
    perhaps: i64,
    /// Seconds since 1970, up to the year 2106; 0 before any was told.
    newest: u32,
    operation_marks: [u8; OPERATIONS],
    paid_in: u16,
    refunded_in: u16,
    marks: u8,
    news_count: u8,
    operation_count: u8,
}

const _: () = assert!(size_of::<Payment>() <= 152, "the memory of a payment is promised in the documentation");

/// Of an operation.
const FINAL: u8 = 1;
const COUNTED: u8 = 2;
/// It came when operations had been forgotten: it may have been counted as one of them.
const PERHAPS: u8 = 4;
/// Of a payment.
const PAID: u8 = 1;
const DECLINED: u8 = 2;
const REFUNDED: u8 = 4;
const LARGER_TOLD: u8 = 8;
const LONG_TOLD: u8 = 16;
/// The sum with which it is paid is known.
const SUM: u8 = 32;
const PERHAPS_TOLD: u8 = 64;
const CURRENCY_TOLD: u8 = 128;

/// Whether the sum of an operation was counted before.
enum Counted {
    Yes,
    No,
    /// Operations were forgotten, and it may be one of them.
    Perhaps,
}

impl Keyed for Payment {
    fn key(&self) -> [u64; 2] {
        self.key
    }
}

impl Payment {
    /// Whose it is.
    pub(super) const fn project(&self) -> i64 {
        self.project
    }

    /// Nothing yet.
    pub(super) fn new(key: [u64; 2], project: i64) -> Self {
        Self {
            key,
            project,
            news: [0; NEWS],
            operations: [0; OPERATIONS],
            paid: 0,
            refunded: 0,
            perhaps: 0,
            newest: 0,
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

    /// Takes news, and tells what does not fit with those before.
    pub(super) fn take(&mut self, news: &News, findings: &mut Vec<Finding>) {
        // before duplicates are put aside: the same news with another sum is no duplicate
        self.sums(news, findings);
        if self.seen(news.same_news, findings) {
            findings.push(Finding::new(&rules::DUPLICATE, "", ""));
            return;
        }
        let date = news.date.map(|date| u32::try_from(date.max(0)).unwrap_or(u32::MAX));
        let late = date.is_some_and(|date| date < self.newest);
        if late {
            findings.push(Finding::new(&rules::OUT_OF_ORDER, "operation.date", ""));
        }
        // what was told of again is not newer than all that was told
        let fresh = date.is_some_and(|date| date > self.newest);
        self.newest = self.newest.max(date.unwrap_or(0));
        let counted = match self.operation(news, late, findings) {
            Counted::Perhaps if fresh => Counted::No,
            counted => counted,
        };
        if news.is_paid {
            if self.is(DECLINED) {
                findings.push(Finding::new(&rules::SUCCESS_AFTER_DECLINE, "payment.status", ""));
            }
            self.mark(PAID);
        }
        if news.declined {
            if self.is(PAID) {
                findings.push(Finding::new(&rules::DECLINE_AFTER_SUCCESS, "payment.status", ""));
            }
            self.mark(DECLINED);
        }
        if let Some(paid) = news.paid
            && self.mark(SUM)
        {
            (self.paid, self.paid_in) = (paid.amount, paid.currency);
            if self.is(REFUNDED) && self.refunded_in != self.paid_in {
                (self.refunded, self.perhaps, self.refunded_in) = (0, 0, self.paid_in);
                self.other_currency(findings);
            }
        }
        if let Some(refunded) = news.refunded {
            self.refund(refunded, &counted, findings);
        }
        if self.is(SUM) && self.is(REFUNDED) {
            if self.refunded > self.paid {
                if self.mark(LARGER_TOLD) {
                    findings.push(Finding::new(&rules::REFUND_LARGER, "operation.sum_initial.amount", ""));
                }
            } else if self.refunded.saturating_add(self.perhaps) > self.paid && self.mark(PERHAPS_TOLD) {
                findings.push(Finding::new(&rules::REFUND_PERHAPS_LARGER, "operation.sum_initial.amount", ""));
            }
        }
    }

    fn refund(&mut self, refunded: Sum, counted: &Counted, findings: &mut Vec<Finding>) {
        if self.mark(REFUNDED) {
            self.refunded_in = if self.is(SUM) { self.paid_in } else { refunded.currency };
        }
        // what goes back in two currencies cannot be added up
        if self.refunded_in != refunded.currency {
            return self.other_currency(findings);
        }
        match counted {
            Counted::Yes => {}
            Counted::No => self.refunded = self.refunded.saturating_add(refunded.amount),
            Counted::Perhaps => self.perhaps = self.perhaps.saturating_add(refunded.amount),
        }
    }

    fn sums(&self, news: &News, findings: &mut Vec<Finding>) {
        let before = Sum { amount: self.paid, currency: self.paid_in };
        if news.paid.is_some_and(|sum| self.is(SUM) && sum != before) {
            findings.push(Finding::new(&rules::TWO_SUMS, "operation.sum_initial", ""));
        }
    }

    fn other_currency(&mut self, findings: &mut Vec<Finding>) {
        if self.mark(CURRENCY_TOLD) {
            findings.push(Finding::new(&rules::REFUND_CURRENCY, "operation.sum_initial.currency", ""));
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
    fn operation(&mut self, news: &News, late: bool, findings: &mut Vec<Finding>) -> Counted {
        let Some(id) = news.operation else {
            return if self.is(LONG_TOLD) { Counted::Perhaps } else { Counted::No };
        };
        let known = usize::from(self.operation_count).min(OPERATIONS);
        let before = self.operations.iter().take(known).position(|before| *before == id);
        let forgotten = usize::from(self.operation_count) > OPERATIONS;
        let at = before.unwrap_or_else(|| self.remember(id, findings));
        let Some(marks) = self.operation_marks.get_mut(at) else { return Counted::Perhaps };
        if *marks & FINAL != 0 && !news.is_final && !late {
            findings.push(Finding::new(&rules::FINAL_LEFT, "operation.status", ""));
        }
        let counted = match before {
            _ if *marks & COUNTED != 0 => Counted::Yes,
            None if forgotten => Counted::Perhaps,
            _ if *marks & PERHAPS != 0 => Counted::Perhaps,
            _ => Counted::No,
        };
        *marks |= if news.is_final { FINAL } else { 0 } | if news.refunded.is_some() { COUNTED } else { 0 };
        *marks |= if matches!(counted, Counted::Perhaps) { PERHAPS } else { 0 };
        counted
    }

    /// Takes a further operation, in the place of the oldest where there is none left; gives its place.
    fn remember(&mut self, id: i64, findings: &mut Vec<Finding>) -> usize {
        let count = usize::from(self.operation_count);
        let at = count % OPERATIONS;
        if count >= OPERATIONS {
            self.long(findings);
        }
        // goes round above OPERATIONS once one was forgotten
        self.operation_count = if count == 2 * OPERATIONS { OPERATIONS + 1 } else { count + 1 } as u8;
        if let (Some(place), Some(marks)) = (self.operations.get_mut(at), self.operation_marks.get_mut(at)) {
            (*place, *marks) = (id, 0);
        }
        at
    }

    fn long(&mut self, findings: &mut Vec<Finding>) {
        if self.mark(LONG_TOLD) {
            findings.push(Finding::new(&rules::LONG, "", ""));
        }
    }
}
