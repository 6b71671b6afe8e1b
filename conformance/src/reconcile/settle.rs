//! What each order and each payment comes to.

use super::book::Reconciliation;
use super::payment::{Ordered, Payment};
use super::report::Report;
use super::rules;
use crate::traffic::rules::Rule;

/// What an order comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Settled,
    Pending,
    Differs,
}

impl Reconciliation<'_> {
    /// Holds both sides against each other, once both were read.
    #[must_use]
    pub fn finish(mut self) -> Report {
        for operation in self.operations.iter() {
            if let Some(payment) = self.payments.at_mut(operation.payment) {
                payment.add(operation);
            }
        }
        let payments = std::mem::take(&mut self.payments);
        for payment in payments.iter() {
            match payment.order {
                Some(order) => self.order_of(payment, order),
                None => self.without_order(payment),
            }
        }
        self.report.operations.counted = self.operations.len() as u64;
        self.report
    }

    fn order_of(&mut self, payment: &Payment, order: Ordered) {
        let (rule, found, mut outcome) = judged(payment, order);
        if let Some(rule) = rule {
            self.tell(rule, order.spot, found);
        }
        if outcome == Outcome::Settled && (payment.pending || payment.refunding) {
            self.tell(&rules::OPEN, order.spot, "");
        }
        if payment.debits > 1 {
            self.tell(&rules::SERIES, order.spot, "");
        }
        if payment.back_in_other_currency {
            self.tell(&rules::REFUND_CURRENCY, order.spot, "");
        }
        if payment.back > payment.paid {
            self.tell(&rules::REFUND_LARGER, order.spot, "");
            outcome = Outcome::Differs;
        } else if payment.back > 0 {
            let part = if payment.back == payment.paid { "all of it" } else { "a part" };
            self.tell(&rules::REFUNDED, order.spot, part);
        }
        let orders = &mut self.report.orders;
        match outcome {
            Outcome::Settled => orders.settled += 1,
            Outcome::Pending => orders.pending += 1,
            Outcome::Differs => orders.differ += 1,
        }
    }

    fn without_order(&mut self, payment: &Payment) {
        let Some(spot) = payment.moved else { return };
        if payment.paid > 0 || payment.other_currency {
            self.report.operations.without_order += 1;
            self.tell(&rules::NO_ORDER, spot, "");
        }
        if payment.back_in_other_currency {
            self.tell(&rules::REFUND_CURRENCY, spot, "");
        }
        if payment.back > payment.paid {
            let rule = if payment.paid > 0 { &rules::REFUND_LARGER } else { &rules::REFUND_ALONE };
            self.tell(rule, spot, "");
        }
    }
}

/// The rule that an order breaks, what was found, and what it comes to, refunds aside.
fn judged(payment: &Payment, order: Ordered) -> (Option<&'static Rule>, &'static str, Outcome) {
    let differs = |rule: &'static Rule, found| (Some(rule), found, Outcome::Differs);
    let other_sum = |rule: &'static Rule, found| match payment.may_differ {
        true => (Some(&rules::MAY_DIFFER), found, Outcome::Settled),
        // the rule says it
        false => differs(rule, ""),
    };
    let is_held = payment.held && !payment.released;
    let compared = if payment.ordered_debit { std::cmp::Ordering::Equal } else { payment.paid.cmp(&order.amount) };
    match compared {
        _ if payment.listed == 0 => differs(&rules::MISSING, ""),
        _ if payment.other_currency => differs(&rules::CURRENCY, ""),
        // told where it stands
        _ if payment.contradicts => (None, "", Outcome::Differs),
        // none of several debits is of the ordered sum: added up they pay nothing
        _ if payment.debits > 1 && !payment.ordered_debit => {
            other_sum(&rules::UNDERPAID, "no debit is of the ordered sum")
        }
        std::cmp::Ordering::Equal if payment.unknown_sum => {
            (Some(&rules::MAY_DIFFER), "the sum that was paid is not listed", Outcome::Settled)
        }
        std::cmp::Ordering::Greater => other_sum(&rules::OVERPAID, "more than ordered"),
        std::cmp::Ordering::Equal => (None, "", Outcome::Settled),
        std::cmp::Ordering::Less if payment.pending => (Some(&rules::PENDING), "not decided", Outcome::Pending),
        std::cmp::Ordering::Less if payment.paid > 0 => other_sum(&rules::UNDERPAID, "less than ordered"),
        std::cmp::Ordering::Less if is_held => (Some(&rules::PENDING), "the money is held", Outcome::Pending),
        std::cmp::Ordering::Less => differs(&rules::NOT_PAID, ""),
    }
}
