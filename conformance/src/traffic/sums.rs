//! The sums of a paid callback: against each other, and against what was ordered.

use ecommpay_platform::runtime::callback::{Contradiction, Mismatch, Order};
use ecommpay_platform::{Callback, READING};
use methodspec::resolved::Method;

use super::callback::Told;
use super::facts::Facts;
use super::finding::Finding;
use super::orders::Orders;
use super::rules;

/// Whether the documents of a method say that another sum may be paid than the operation was asked for.
pub(super) fn may_differ(facts: &Facts<'_>, method: &Method, told: &Told<'_>) -> bool {
    let kind = told.operation_type.and_then(|word| facts.kind(word));
    let operation = kind.and_then(|kind| method.operations.get(&kind));
    operation.is_some_and(|operation| operation.sum_may_differ() == Some(true))
}

/// Sums of an operation that took money contradict each other.
pub(super) fn judge(callback: &Callback, told: &Told<'_>, may_differ: bool, findings: &mut Vec<Finding>) {
    if !told.took_money {
        return;
    }
    if let Err(contradiction) = READING.contradiction(callback, may_differ) {
        let at = match contradiction {
            Contradiction::Sums { members: [_, other], .. } | Contradiction::Currencies { members: [_, other] } => {
                other
            }
            Contradiction::Negative { member, .. } => member,
            _ => "",
        };
        findings.push(Finding::new(&rules::SUMS, at, ""));
    }
}

/// A callback that says that its payment is paid confirms the order, or not: by the generated crate's own check.
pub(super) fn against(callback: &Callback, orders: &Orders, id: &str, may_differ: bool, findings: &mut Vec<Finding>) {
    if !callback.is_paid() {
        return;
    }
    let Some(ordered) = orders.get(id) else {
        findings.push(Finding::new(&rules::NO_ORDER, "payment.id", ""));
        return;
    };
    // letter case does not tell payments apart: the order is of this one
    let (project_id, amount) = (callback.project_id(), ordered.amount);
    let order = Order { project_id, payment_id: id, amount, currency: &ordered.currency };
    let checked = if may_differ { callback.check_other_sum(&order) } else { callback.check(&order) };
    let (rule, found) = match checked {
        // told by its own rule
        Ok(()) | Err(Mismatch::Contradiction(_)) => return,
        Err(Mismatch::Amount { .. }) if may_differ => (&rules::ORDER_MAY_DIFFER, "another amount"),
        Err(Mismatch::Amount { .. }) => (&rules::ORDER, "another amount"),
        Err(Mismatch::Currency) => (&rules::ORDER, "another currency"),
        Err(Mismatch::Absent(_)) => (&rules::ORDER, "no sum"),
        Err(_) => (&rules::ORDER, "not paid"),
    };
    findings.push(Finding::new(rule, "payment.sum", found));
}
