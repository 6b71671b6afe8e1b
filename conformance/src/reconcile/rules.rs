//! The rules of a reconciliation, each with an id that stays.

use crate::rules::{Place, Rule as Listed};
use crate::traffic::rules::{Rule, Severity};

const BECAUSE: &str = "it is about the merchant's own books: no input is made for it";

const fn error(id: &'static str, cite: &'static str, means: &'static str) -> Rule {
    Rule { id, severity: Severity::Error, cite, means }
}

const fn advice(id: &'static str, cite: &'static str, means: &'static str) -> Rule {
    Rule { id, severity: Severity::Advice, cite, means }
}

const fn note(id: &'static str, cite: &'static str, means: &'static str) -> Rule {
    Rule { id, severity: Severity::Note, cite, means }
}

/// No operation of the payment is listed.
pub(super) const MISSING: Rule =
    error("reconcile/order/missing", "data-api", "no operation of the order's payment is listed");
/// Operations are listed, and none took money.
pub(super) const NOT_PAID: Rule = error(
    "reconcile/order/not-paid",
    "data-api",
    "operations of the order's payment are listed, and none of them took money",
);
/// Less was paid than ordered.
pub(super) const UNDERPAID: Rule = error("reconcile/order/underpaid", "cb", "less was paid than ordered");
/// More was paid than ordered.
pub(super) const OVERPAID: Rule = error("reconcile/order/overpaid", "cb", "more was paid than ordered");
/// It was paid in another currency.
pub(super) const CURRENCY: Rule =
    error("reconcile/order/currency", "cb", "the order was paid in another currency, in whole or in part");
/// The method's documents allow another sum.
pub(super) const MAY_DIFFER: Rule = advice(
    "reconcile/order/may-differ",
    "white-label",
    "another sum was paid than ordered, as the method's documents say it may be: settle it by hand",
);
/// More than one debit of a series was paid.
pub(super) const SERIES: Rule = advice(
    "reconcile/order/series",
    "cb",
    "the payment is a series of debits, and the order is held against each of them alone: one of the ordered sum settles it",
);
/// The sums of an operation contradict each other.
pub(super) const SUMS: Rule = error(
    "reconcile/operation/sums",
    "cb",
    "what the operation was asked for and what it comes to are in one currency and differ: its order is not settled",
);
/// A refund in another currency.
pub(super) const REFUND_CURRENCY: Rule = advice(
    "reconcile/payment/refund-currency",
    "gate-refund",
    "money went back in another currency than the payment's: it is not added up",
);
/// One payment is ordered twice.
pub(super) const ORDER_TWICE: Rule = error(
    "reconcile/order/twice",
    "",
    "the payment is ordered twice: the first order counts (letter case does not tell payments apart)",
);
/// It may still be paid.
pub(super) const PENDING: Rule = note(
    "reconcile/order/pending",
    "cb",
    "the order is not paid yet: an operation of it is not decided, or its money is held",
);
/// It is paid, and an operation is under way.
pub(super) const OPEN: Rule =
    note("reconcile/order/open", "cb", "the order is paid, and a further operation of it is not decided");
/// Money went back.
pub(super) const REFUNDED: Rule =
    advice("reconcile/order/refunded", "gate-refund", "the order was paid, and money went back");
/// A payment without an order.
pub(super) const NO_ORDER: Rule =
    error("reconcile/payment/no-order", "", "a payment took money, and there is no order of it");
/// More went back than was paid.
pub(super) const REFUND_LARGER: Rule = error(
    "reconcile/payment/refund-larger",
    "gate-refund",
    "more went back than the listed operations of the payment took",
);
/// A refund of a payment that took nothing in what is listed.
pub(super) const REFUND_ALONE: Rule = note(
    "reconcile/payment/refund-alone",
    "gate-refund",
    "money went back of a payment without an order, and nothing was taken: it may have been paid before what is listed",
);
/// One operation is listed twice.
pub(super) const TWICE: Rule =
    note("reconcile/operation/twice", "data", "the operation is listed twice: it counts once");
/// One operation is listed with two meanings.
pub(super) const VERSIONS: Rule = error(
    "reconcile/operation/versions",
    "data",
    "one operation is listed with two payments, types, sums or ends: the first counts",
);
/// A status that is not listed.
pub(super) const STATUS: Rule =
    note("reconcile/operation/status", "cb", "no document lists this status: the operation counts as not decided");
/// A type that is not listed.
pub(super) const TYPE: Rule =
    advice("reconcile/operation/type", "cb", "no document lists this type: the operation is not counted");
/// A row without a project.
pub(super) const PROJECT_NOT_NAMED: Rule = note(
    "reconcile/operation/project-not-named",
    "data-api",
    "the row names no project: it counts as of the orders' project",
);
/// A row of another project.
pub(super) const OTHER_PROJECT: Rule =
    note("reconcile/operation/other-project", "data-api", "the operation is of another project: it is not counted");

/// All of them.
pub const ALL: &[Rule] = &[
    MISSING,
    NOT_PAID,
    UNDERPAID,
    OVERPAID,
    CURRENCY,
    MAY_DIFFER,
    SERIES,
    ORDER_TWICE,
    PENDING,
    OPEN,
    REFUNDED,
    NO_ORDER,
    REFUND_LARGER,
    REFUND_ALONE,
    REFUND_CURRENCY,
    SUMS,
    TWICE,
    VERSIONS,
    STATUS,
    TYPE,
    PROJECT_NOT_NAMED,
    OTHER_PROJECT,
];

/// All of them, as `rules` lists rules.
#[must_use]
pub fn listed() -> Vec<Listed> {
    let of = |rule: &Rule| {
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let place = Place::new("reconcile", "-", "reconcile", "-");
        Listed { severity, ..Listed::by_code(rule.id, place, rule.cite, BECAUSE) }
    };
    ALL.iter().map(of).collect()
}
