//! What one callback adds to the story of its payment.

use ecommpay_platform::Callback;
use methodspec::resolved::OperationKind;

use super::callback::Told;
use super::ends;
use super::facts::Facts;
use super::shard::{digest, payment_id_without_case};
use super::story::{Effect, News, Sum, Went};
use super::values::{Rows, text};

/// Of a callback about the payment of an id.
pub(super) fn of(facts: &Facts<'_>, rows: &Rows, callback: &Callback, told: &Told<'_>, id: &str) -> News {
    let id = payment_id_without_case(id);
    let project = callback.project_id();
    let sum = |sum: Option<(i64, &str)>| {
        let (amount, code) = sum?;
        Some(Sum { amount, currency: facts.currency(code) })
    };
    let kind = told.operation_type.and_then(|word| facts.kind(word));
    let status = told.status.and_then(|status| facts.payment_status(status));
    let of_operation = told.operation_status.and_then(|status| facts.operation_status(status));
    let went_back = status.is_some_and(|(status, _)| status != ends::SUCCESS && facts.is_paid_with(status));
    let went = match of_operation.or(status.filter(|_| !went_back)) {
        Some((status, _)) if status == ends::SUCCESS => Went::Succeeded,
        Some((_, is_final)) if is_final => Went::Failed,
        _ => Went::UnderWay,
    };
    let effect = match kind {
        Some(OperationKind::Refund) => Effect::Returns,
        _ if told.operation_type.is_some_and(|word| facts.takes_refund_back(word)) => Effect::TakesBack,
        _ if told.took_money => Effect::Takes,
        _ => Effect::Nothing,
    };
    // of a request that need not name a sum the payment's own sum says nothing: that is the whole, or what is left
    let has_own_sum = kind.is_none_or(|kind| kind != OperationKind::Refund && facts.asks_for_sum(kind))
        && effect != Effect::TakesBack
        || callback.field(rows.asked).is_some_and(|item| item.as_i64().is_some());
    let is_series = kind == Some(OperationKind::Recurring);
    let is_closed =
        |(status, is_final): (&str, bool)| is_final && status != ends::SUCCESS && status != ends::DECLINE && !went_back;
    // of an operation that is not named, its request tells
    let request = || {
        let [request, _] = digest(&[text(callback, rows.request)?.as_bytes()]);
        Some(request as i64)
    };
    News {
        payment: digest(&[id.as_bytes()]),
        payment_of_project: digest(&[id.as_bytes(), &project.to_be_bytes()]),
        project,
        same_news: callback.dedupe_key().short(),
        operation: callback.field(rows.operation).and_then(|item| item.as_i64()).or_else(request),
        date: text(callback, rows.date).and_then(super::time::seconds),
        is_final: of_operation.or(status).is_some_and(|(_, is_final)| is_final),
        went,
        effect,
        sum: sum(told.asked).filter(|_| has_own_sum),
        whole: sum(told.whole).filter(|_| told.took_money && !went_back && !is_series),
        is_paid: told.is_paid,
        is_series,
        closed: status.is_some_and(is_closed),
    }
}
