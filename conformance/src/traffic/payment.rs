//! The story of one payment, in 168 bytes: what became of each of its operations.

use super::finding::Finding;
use super::keys::UNNAMED;
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
    /// What each operation took, as a digest; 0 where it took nothing that is known.
    taken: [u32; OPERATIONS],
    /// What all operations took together.
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

const _: () = assert!(size_of::<Payment>() <= 168, "the memory of a payment is promised in the documentation");

/// Of an operation.
const FINAL: u8 = 1;
const COUNTED: u8 = 2;
/// It came when operations had been forgotten: it may have been counted as one of them.
const PERHAPS: u8 = 4;
const TOOK: u8 = 8;
const REFUSED: u8 = 16;
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

/// The operation of a callback that names none, where it took money: there is one at most.
const NOT_NAMED: i64 = i64::MIN;

/// What was known of an operation.
struct Before {
    counted: Counted,
    marks: u8,
    /// The digest of what it took.
    taken: u32,
    at: Option<usize>,
}

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
    /// Whether news of a project is of this payment. News that names no project is, and then any project may follow.
    pub(super) fn is_of(&mut self, project: i64) -> bool {
        if self.project == UNNAMED {
            self.project = project;
        }
        project == UNNAMED || self.project == project
    }

    /// Nothing yet.
    pub(super) fn new(key: [u64; 2], project: i64) -> Self {
        Self {
            key,
            project,
            news: [0; NEWS],
            operations: [0; OPERATIONS],
            taken: [0; OPERATIONS],
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
        let mut before = self.operation(news, late, findings);
        if matches!(before.counted, Counted::Perhaps) && fresh {
            before.counted = Counted::No;
        }
        if !late {
            self.ending(news, &before, findings);
        }
        if news.took_money {
            self.mark(PAID);
        }
        if news.declined {
            self.mark(DECLINED);
        }
        if let Some(paid) = news.paid {
            self.pay(paid, &before, findings);
        }
        if let Some(whole) = news.whole
            && self.is(SUM)
            && whole.currency == self.paid_in
            && self.paid > whole.amount
            // by several operations: one that took more than the whole contradicts itself
            && news.paid.is_some_and(|own| self.paid > own.amount)
            && !self.is(REFUNDED)
        {
            findings.push(Finding::new(&rules::PAID_TWICE, "payment.sum.amount", ""));
        }
        if let Some(whole) = news.whole
            && self.is(SUM)
            && whole.currency == self.paid_in
            && !self.is(REFUNDED)
        {
            // more was paid than was asked for, or a part was told of in a callback that never came
            self.paid = self.paid.max(whole.amount);
        }
        if let Some(refunded) = news.refunded {
            self.refund(refunded, &before.counted, findings);
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

    /// An operation ended otherwise than it did before, or than another one did.
    fn ending(&mut self, news: &News, before: &Before, findings: &mut Vec<Finding>) {
        let (own, all, rule) = if news.took_money {
            (REFUSED, DECLINED, &rules::SUCCESS_AFTER_DECLINE)
        } else if news.declined {
            (TOOK, PAID, &rules::DECLINE_AFTER_SUCCESS)
        } else {
            return;
        };
        // without an operation it is the payment itself
        if before.marks & own != 0 || news.operation.is_none() && self.is(all) {
            findings.push(Finding::new(rule, "operation.status", ""));
        } else if self.is(all) {
            findings.push(Finding::new(&rules::FURTHER_OPERATION, "operation.status", ""));
        }
    }

    /// Counts what an operation took, once for each.
    fn pay(&mut self, paid: Sum, before: &Before, findings: &mut Vec<Finding>) {
        let taken = paid.short();
        if before.taken != 0 && before.taken != taken {
            findings.push(Finding::new(&rules::TWO_SUMS, "operation.sum_initial", ""));
        }
        if let Some(place) = before.at.and_then(|at| self.taken.get_mut(at)) {
            *place = taken;
        }
        if before.taken != 0 {
            return;
        }
        if self.mark(SUM) {
            (self.paid, self.paid_in) = (paid.amount, paid.currency);
            if self.is(REFUNDED) && self.refunded_in != self.paid_in {
                (self.refunded, self.perhaps, self.refunded_in) = (0, 0, self.paid_in);
                self.other_currency(findings);
            }
        } else if self.paid_in == paid.currency {
            // one that may have been counted before counts again: too much is no error, too little would make one
            self.paid = self.paid.saturating_add(paid.amount);
        } else {
            self.other_currency(findings);
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

    /// Takes what is told of the operation; what was known of it before.
    fn operation(&mut self, news: &News, late: bool, findings: &mut Vec<Finding>) -> Before {
        let Some(id) = news.operation.or(news.paid.map(|_| NOT_NAMED)) else {
            let counted = if self.is(LONG_TOLD) { Counted::Perhaps } else { Counted::No };
            return Before { counted, marks: 0, taken: 0, at: None };
        };
        let known = usize::from(self.operation_count).min(OPERATIONS);
        let found = self.operations.iter().take(known).position(|one| *one == id);
        let forgotten = usize::from(self.operation_count) > OPERATIONS;
        let at = found.unwrap_or_else(|| self.remember(id, findings));
        let taken = self.taken.get(at).copied().unwrap_or_default();
        let Some(marks) = self.operation_marks.get_mut(at) else {
            return Before { counted: Counted::Perhaps, marks: 0, taken, at: None };
        };
        let before = *marks;
        if before & FINAL != 0 && !news.is_final && !late {
            findings.push(Finding::new(&rules::FINAL_LEFT, "operation.status", ""));
        }
        let counted = match found {
            _ if before & COUNTED != 0 => Counted::Yes,
            None if forgotten => Counted::Perhaps,
            _ if before & PERHAPS != 0 => Counted::Perhaps,
            _ => Counted::No,
        };
        let mark = |is: bool, mark: u8| if is { mark } else { 0 };
        *marks |= mark(news.is_final, FINAL) | mark(news.refunded.is_some(), COUNTED);
        *marks |= mark(matches!(counted, Counted::Perhaps), PERHAPS);
        *marks |= mark(news.took_money, TOOK) | mark(news.declined, REFUSED);
        Before { counted, marks: before, taken, at: Some(at) }
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
        if let Some(taken) = self.taken.get_mut(at) {
            *taken = 0;
        }
        at
    }

    fn long(&mut self, findings: &mut Vec<Finding>) {
        if self.mark(LONG_TOLD) {
            findings.push(Finding::new(&rules::LONG, "", ""));
        }
    }
}
