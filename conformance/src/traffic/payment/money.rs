//! What operations of a payment take, and what goes back.

use super::{Before, CURRENCY_TOLD, Counted, LARGER_TOLD, Order, PERHAPS_TOLD, Payment, REFUNDED, SUM, operation};
use crate::traffic::finding::Finding;
use crate::traffic::rules;
use crate::traffic::story::{Effect, News, Sum, Went};

impl Payment {
    /// Counts what an operation moved, once for each, and tells where the sums of the payment cannot be.
    pub(super) fn money(&mut self, news: &News, before: &Before, order: Order, findings: &mut Vec<Finding>) {
        if let Some(sum) = news.sum {
            match (news.effect, news.went) {
                (Effect::Takes, _) => self.pay(news, sum, before, order, findings),
                (Effect::Returns | Effect::TakesBack, Went::Succeeded) => self.back(news, sum, before, findings),
                (_, Went::Failed) if order != Order::Late => self.undo(news, sum, before),
                _ => {}
            }
        }
        self.amounts_to(news, findings);
        self.compare(findings);
    }

    /// Takes what one operation took from the customer.
    fn pay(&mut self, news: &News, sum: Sum, before: &Before, order: Order, findings: &mut Vec<Finding>) {
        self.moves(sum, before, findings);
        if before.moved != 0 {
            return;
        }
        let all_went_back = self.is(SUM) && self.is(REFUNDED) && self.paid > 0 && self.refunded >= self.paid;
        if all_went_back && !news.is_series && order != Order::Late && before.counted != Counted::Perhaps {
            findings.push(Finding::new(&rules::PAID_AFTER_RETURN, "operation.status", ""));
        }
        if self.mark(SUM) {
            if self.is(REFUNDED) && self.currency != sum.currency {
                (self.refunded, self.perhaps) = (0, 0);
                self.other_currency(findings);
            }
            (self.paid, self.currency) = (sum.amount, sum.currency);
        } else if self.currency == sum.currency {
            // one that may have been counted before counts again: too much is no error, too little would make one
            self.paid = self.paid.saturating_add(sum.amount);
        } else {
            self.other_currency(findings);
        }
    }

    /// Takes what went back to the customer, or what of that was taken back.
    fn back(&mut self, news: &News, sum: Sum, before: &Before, findings: &mut Vec<Finding>) {
        self.moves(sum, before, findings);
        if self.mark(REFUNDED) && !self.is(SUM) {
            self.currency = sum.currency;
        }
        // what goes back in two currencies cannot be added up
        if self.currency != sum.currency {
            return self.other_currency(findings);
        }
        match (before.counted, news.effect) {
            (Counted::Yes, _) => {}
            (_, Effect::TakesBack) => self.refunded = self.refunded.saturating_sub(sum.amount),
            (Counted::No, _) => self.refunded = self.refunded.saturating_add(sum.amount),
            (Counted::Perhaps, _) => self.perhaps = self.perhaps.saturating_add(sum.amount),
        }
    }

    /// An operation that had succeeded failed in the end: what it had moved is where it was.
    fn undo(&mut self, news: &News, sum: Sum, before: &Before) {
        if before.moved != sum.short() || self.currency != sum.currency {
            return;
        }
        let Some(at) = before.at else { return };
        match news.effect {
            Effect::TakesBack => self.refunded = self.refunded.saturating_add(sum.amount),
            Effect::Returns if before.marks & operation::PERHAPS != 0 => {
                self.perhaps = self.perhaps.saturating_sub(sum.amount).max(0);
            }
            Effect::Returns => self.refunded = self.refunded.saturating_sub(sum.amount),
            _ => self.paid = self.paid.saturating_sub(sum.amount),
        }
        if let (Some(moved), Some(marks)) = (self.moved.get_mut(at), self.operation_marks.get_mut(at)) {
            (*moved, *marks) = (0, *marks & !operation::COUNTED);
        }
    }

    /// Remembers what an operation moved: it does not move another sum later.
    fn moves(&mut self, sum: Sum, before: &Before, findings: &mut Vec<Finding>) {
        let moved = sum.short();
        if before.moved != 0 && before.moved != moved {
            findings.push(Finding::new(&rules::TWO_SUMS, "operation.sum_initial", ""));
        }
        if let Some(place) = before.at.and_then(|at| self.moved.get_mut(at)) {
            *place = moved;
        }
    }

    /// Takes what the payment amounts to as a whole, by all its operations.
    fn amounts_to(&mut self, news: &News, findings: &mut Vec<Finding>) {
        let Some(whole) = news.whole.filter(|whole| self.is(SUM) && whole.currency == self.currency) else { return };
        let took = news.sum.filter(|_| news.effect == Effect::Takes);
        // by several operations: one that took more than the whole contradicts itself
        let by_several = took.is_some_and(|own| self.paid > own.amount) && !self.has_forgotten_operations();
        let kept = self.paid.saturating_sub(self.refunded.max(0));
        let known = self.whole.saturating_abs();
        if news.is_paid && by_several && kept > whole.amount.max(known) {
            findings.push(Finding::new(&rules::PAID_TWICE, "payment.sum.amount", ""));
        }
        if whole.amount >= known && whole.amount > 0 {
            let all_is_paid = news.is_paid || whole.amount == known && self.whole > 0;
            self.whole = if all_is_paid { whole.amount } else { -whole.amount };
        }
    }

    /// Holds what went back against what was paid. An error needs no callback that is not there: while a part of the payment
    /// may have been paid by an operation of which no callback came yet, it is advice.
    fn compare(&mut self, findings: &mut Vec<Finding>) {
        if !self.is(SUM) || !self.is(REFUNDED) {
            return;
        }
        let at_most = self.paid.max(self.whole.saturating_abs());
        let surely = self.paid.max(self.whole);
        let at = "operation.sum_initial.amount";
        if self.refunded > at_most {
            if self.mark(LARGER_TOLD) {
                findings.push(Finding::new(&rules::REFUND_LARGER, at, ""));
            }
        } else if self.refunded.saturating_add(self.perhaps) > surely && self.mark(PERHAPS_TOLD) {
            findings.push(Finding::new(&rules::REFUND_PERHAPS_LARGER, at, ""));
        }
    }

    fn other_currency(&mut self, findings: &mut Vec<Finding>) {
        if self.mark(CURRENCY_TOLD) {
            findings.push(Finding::new(&rules::REFUND_CURRENCY, "operation.sum_initial.currency", ""));
        }
    }
}
