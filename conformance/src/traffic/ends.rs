//! Statuses, code and sums of a callback against what the method's spec says of the operation.

use methodspec::resolved::{Cite, End, Method, Operation, Support};

use super::callback::Told;
use super::facts::{self, Facts};
use super::finding::Finding;
use super::rules::{self, Severity};

/// The platform's words for how a payment and an operation go.
pub(crate) const SUCCESS: &str = "success";
pub(crate) const DECLINE: &str = "decline";

pub(super) fn judge(facts: &Facts<'_>, method: &Method, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let Some(kind) = told.operation_type.and_then(|word| facts.kind(word)) else { return };
    let Some(operation) = method.operations.get(&kind) else { return };
    if operation.support == Support::None {
        let mut finding = Finding::new(&rules::OPERATION, "operation.type", shown_type(facts, told));
        finding.cite = cite(&operation.cite).into();
        findings.push(finding);
    }
    let stem = || format!("{}/{}", method.key, kind.key());
    if let Some((severity, at, found)) = statuses(facts, operation, told) {
        findings.push(Finding {
            rule: format!("{}/ends", stem()).into(),
            severity,
            cite: cited(operation, told).into(),
            means: match severity {
                Severity::Error => "statuses and code belong to different ends of the operation".into(),
                _ => "the documents show no such end of the operation".into(),
            },
            at: at.into(),
            found,
        });
    }
    if told.took_money && facts.asks_for_sum(kind) && differs(told) {
        let (severity, means) = sum(operation);
        findings.push(Finding {
            rule: format!("{}/sum", stem()).into(),
            severity,
            cite: cite(&operation.cite).into(),
            means: means.into(),
            at: "payment.sum.amount".into(),
            found: String::new(),
        });
    }
}

/// What it means that the payment's sum is not the one that its operation was asked for. Where it is less, and may not be,
/// the two contradict each other, which is told whatever the method.
pub(super) fn sum(operation: &Operation) -> (Severity, &'static str) {
    match operation.sum_may_differ() {
        Some(true) => {
            (Severity::Note, "the paid sum is not the one that was asked for, as the documents say it may be")
        }
        _ => (Severity::Note, "the operation paid a part of the payment, or another sum than was asked for"),
    }
}

/// Whether there are ends to hold a callback against.
pub(super) fn are_known(operation: &Operation) -> bool {
    facts::ends(operation).any(|end| end.operation.is_some())
}

/// What is wrong with payment status, operation status and code taken together.
///
/// Ends that the documents show are seldom all there are, so what they do not show is a note. What mixes two of them is
/// an error: the operation succeeded and the payment has the status of a decline.
fn statuses(facts: &Facts<'_>, operation: &Operation, told: &Told<'_>) -> Option<(Severity, &'static str, String)> {
    let status = told.operation_status?;
    let status = facts.operation_status(status).map_or(status, |(status, _)| status);
    let all = facts::ends(operation);
    let mut of_status = all.clone().filter(|end| end.operation.as_deref() == Some(status)).peekable();
    of_status.peek()?;
    if let Some(payment) = told.status {
        let payment = facts.payment_status(payment).map_or(payment, |(status, _)| status);
        let named = |end: &End| end.payment.as_deref() == Some(payment);
        if !of_status.clone().any(|end| end.payment.is_none() || named(end)) {
            let severity = if all.clone().any(named) { Severity::Error } else { Severity::Note };
            let found = format!(
                "{} beside {}",
                facts.words.shown("payment.status", payment),
                facts.words.shown("operation.status", status)
            );
            return Some((severity, "payment.status", found));
        }
    }
    let code = told.code?;
    let named = |end: &End| end.codes.iter().any(|known| known == code);
    if !of_status.any(named) && all.clone().any(named) {
        let found = format!(
            "{} beside {}",
            facts.words.shown("operation.code", code),
            facts.words.shown("operation.status", status)
        );
        return Some((Severity::Error, "operation.code", found));
    }
    None
}

fn differs(told: &Told<'_>) -> bool {
    matches!((told.asked, told.whole), (Some((asked, one)), Some((whole, other))) if one == other && asked != whole)
}

fn shown_type(facts: &Facts<'_>, told: &Told<'_>) -> String {
    facts.words.shown("operation.type", told.operation_type.unwrap_or_default())
}

/// Where the ends of this operation status are documented.
fn cited(operation: &Operation, told: &Told<'_>) -> String {
    let of_status = |end: &&End| end.operation.as_deref() == told.operation_status;
    let cites: Vec<Cite> = facts::ends(operation).filter(of_status).flat_map(|end| end.cite.clone()).collect();
    cite(&cites)
}

/// Where the ends of an operation are documented.
pub(super) fn cite_of_all(operation: &Operation) -> String {
    let cites: Vec<Cite> = facts::ends(operation).flat_map(|end| end.cite.clone()).collect();
    cite(&cites)
}

pub(super) fn cite(cites: &[Cite]) -> String {
    // the first few lead to the place; some facts stand at a dozen
    cites.iter().take(4).map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
