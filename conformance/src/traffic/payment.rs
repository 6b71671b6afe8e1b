//! The story of one payment, in 168 bytes: what became of each of its operations.

mod endings;
mod memory;
mod money;

use super::finding::Finding;
use super::rules;
use super::store::Keyed;
use super::story::{Effect, News, Went};
use memory::{NEWS, OPERATIONS};

/// What is known of a payment.
pub(super) struct Payment {
    key: [u64; 2],
    news: [u64; NEWS],
    operations: [i64; OPERATIONS],
    /// What all operations took together.
    paid: i64,
    refunded: i64,
    /// What went back by operations that may have been counted before.
    perhaps: i64,
    /// What the payment amounts to, 0 where no callback said so. Below zero: this much is to be paid by several
    /// operations, and no callback said yet that it is.
    whole: i64,
    /// What each operation moved, as a digest; 0 where it moved nothing that is known.
    moved: [u32; OPERATIONS],
    /// Shortened, see [`memory::short_project`].
    project: u32,
    /// Seconds since 1970, up to the year 2106; 0 before any was told.
    newest: u32,
    operation_marks: [u8; OPERATIONS],
    /// Of the sums: of what is paid, or before that is known of what went back.
    currency: u16,
    marks: u8,
    /// News in the lower half, operations in the upper: each goes round once some were forgotten.
    counts: u8,
}

const _: () = assert!(size_of::<Payment>() <= 168, "the memory of a payment is promised in the documentation");

/// Marks of an operation.
mod operation {
    pub(super) const FINAL: u8 = 1;
    pub(super) const COUNTED: u8 = 2;
    /// It came when operations had been forgotten: it may have been counted as one of them.
    pub(super) const PERHAPS: u8 = 4;
    /// It ended, and so: the later of the two alone.
    pub(super) const SUCCEEDED: u8 = 8;
    pub(super) const FAILED: u8 = 16;
}

const PAID: u8 = 1;
const DECLINED: u8 = 2;
const REFUNDED: u8 = 4;
const LARGER_TOLD: u8 = 8;
/// The payment itself ended otherwise than paid or declined: nothing more was to follow.
const CLOSED: u8 = 16;
/// The sum with which it is paid is known.
const SUM: u8 = 32;
const PERHAPS_TOLD: u8 = 64;
const CURRENCY_TOLD: u8 = 128;

/// What was known of an operation.
struct Before {
    counted: Counted,
    marks: u8,
    /// The digest of what it moved.
    moved: u32,
    at: Option<usize>,
}

/// Whether the sum of an operation was counted before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Yes,
    No,
    /// Operations were forgotten, and it may be one of them.
    Perhaps,
}

/// Where a callback stands in time among those before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Later than all of them.
    Later,
    /// Earlier than one of them.
    Late,
    /// It has no date, or that of another: whichever came first.
    Unknown,
}

impl Keyed for Payment {
    fn key(&self) -> [u64; 2] {
        self.key
    }
}

impl Payment {
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
        let order = self.order(news.date);
        if order == Order::Late {
            findings.push(Finding::new(&rules::OUT_OF_ORDER, "operation.date", ""));
        }
        let mut before = self.operation(news, order, findings);
        if before.counted == Counted::Perhaps && order == Order::Later {
            // what is told again is not newer than all that was told
            before.counted = Counted::No;
        }
        if order != Order::Late {
            self.ending(news, &before, findings);
        }
        if news.effect == Effect::Takes || news.went == Went::Succeeded && news.is_the_payment() {
            self.mark(PAID);
        }
        if news.went == Went::Failed && !news.effect.goes_back() {
            self.mark(DECLINED);
        }
        if news.closed && order != Order::Late {
            self.mark(CLOSED);
        }
        self.money(news, &before, order, findings);
    }

    fn order(&mut self, date: Option<i64>) -> Order {
        let Some(date) = date.map(|date| u32::try_from(date.max(0)).unwrap_or(u32::MAX)) else {
            return Order::Unknown;
        };
        let order = match date.cmp(&self.newest) {
            std::cmp::Ordering::Less => Order::Late,
            std::cmp::Ordering::Equal => Order::Unknown,
            std::cmp::Ordering::Greater => Order::Later,
        };
        self.newest = self.newest.max(date);
        order
    }
}
