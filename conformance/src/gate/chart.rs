//! How a payment goes on, by its method's spec: turns, times, ends. Where the documents are silent, ours.

use methodspec::resolved::{Channel, Display, Fact, OperationKind, RequestKind, Said, Span, Times, Turn};
use serde_json::{Value, json};

use super::input::Outcome;
use super::model::Model;
use super::payment::{HELD, Payment};

/// From a request to what follows it, in milliseconds: ours.
pub(super) const STEP: i64 = 1_000;
/// From the last turn to the end that a rule chose, where it does not say: ours.
pub(super) const END: i64 = 5_000;
/// A payment's life where neither a threshold nor a lifetime is documented: ours.
pub(super) const LIFE: i64 = 24 * 3600 * 1000;
/// How long the platform waits for a clarification, where its file does not say.
const CLARIFY: i64 = 30 * 60 * 1000;

/// Where an operation has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stand {
    /// `payment.status`; nothing where the payment stays as it was.
    pub payment: Option<String>,
    /// `operation.status`.
    pub operation: String,
    /// The operation code.
    pub code: String,
}

impl Model {
    /// The turns of a payment.
    #[must_use]
    pub(super) fn turns(&self, payment: &Payment) -> &[Turn] {
        self.lane(payment).map_or(&[], |channel| &channel.turns)
    }

    fn lane(&self, payment: &Payment) -> Option<&Channel> {
        let operation = self.operation(&payment.method, payment.kind)?;
        self.channel(operation, payment.channel.as_deref())
    }

    /// Milliseconds after which a payment is declined by the platform.
    #[must_use]
    pub(super) fn life(&self, payment: &Payment) -> i64 {
        let Some(operation) = self.operation(&payment.method, payment.kind) else { return LIFE };
        let lane = self.lane(payment).map(|channel| &channel.times);
        let threshold = |times: &Times| latest(&times.threshold);
        let shown = |times: &Times| times.lifetime.values().filter_map(latest).max();
        let all = || lane.into_iter().chain([&operation.times]);
        all().find_map(threshold).or_else(|| all().find_map(shown)).unwrap_or(LIFE)
    }

    /// When a payment's life is over, counted from its beginning.
    #[must_use]
    pub(super) fn ends(&self, payment: &Payment) -> i64 {
        let began = payment.operations.first().map_or(payment.changed, |first| first.began);
        began.saturating_add(self.life(payment))
    }

    /// Milliseconds from the last turn to an end that nobody has to choose.
    #[must_use]
    pub(super) fn pause(&self, payment: &Payment, after: Option<u32>) -> i64 {
        after.map_or(END, |seconds| i64::from(seconds) * 1000).min(self.life(payment))
    }

    /// Where an outcome leaves operation and payment.
    #[must_use]
    pub(super) fn stand(&self, payment: &Payment, kind: OperationKind, outcome: Outcome, partial: bool) -> Stand {
        let took = matches!(outcome, Outcome::Success | Outcome::Part);
        let status = if took { "success" } else { "decline" };
        let ends = self.operation(&payment.method, kind).map(|operation| {
            let lane = operation.channels.iter().find(|one| Some(&one.key) == payment.channel.as_ref());
            lane.filter(|lane| kind == payment.kind && !lane.ends.is_empty()).map_or(&operation.ends, |lane| &lane.ends)
        });
        let is_partial = |text: &str| text.starts_with("partially");
        let fits = |end: &&methodspec::resolved::End| {
            end.operation.as_deref() == Some(status)
                && (kind != OperationKind::Refund
                    || outcome != Outcome::Success
                    || end.payment.as_deref().is_some_and(|payment| is_partial(payment) == partial))
        };
        let end = ends.and_then(|ends| ends.iter().find(fits));
        let documented = end.and_then(|end| end.payment.clone());
        let code = end.filter(|_| outcome != Outcome::Expire).and_then(|end| end.codes.first().cloned());
        let ours = match (kind, outcome) {
            (OperationKind::Refund, Outcome::Success) => Some(if partial { "partially refunded" } else { "refunded" }),
            (OperationKind::Auth, Outcome::Success) => Some(HELD),
            (OperationKind::Cancel, Outcome::Success) => Some("canceled"),
            (OperationKind::Capture, Outcome::Success) => Some("success"),
            (OperationKind::Refund | OperationKind::Capture | OperationKind::Cancel | OperationKind::Chargeback, _) => {
                None
            }
            (_, _) => Some(status),
        };
        // a declined refund leaves the payment as it was, whatever it was
        let documented = documented.filter(|_| ours.is_some());
        Stand {
            payment: documented.or(ours.map(str::to_owned)),
            operation: status.to_owned(),
            code: code.unwrap_or_else(|| default_code(outcome).to_owned()),
        }
    }

    /// Milliseconds that the platform waits for a clarification.
    pub(super) fn patience(&self) -> i64 {
        let request = self.specs.platform.requests.get(&RequestKind::Clarification);
        request.and_then(|request| request.within_seconds).map_or(CLARIFY, |seconds| i64::from(seconds) * 1000)
    }

    /// What `payment.method` says: the documented label, else a name that the method has elsewhere.
    #[must_use]
    pub(super) fn label(&self, method: &str) -> String {
        let names = self.method(method).map(|method| &method.names);
        let first = |fact: &Fact<Vec<String>>| if let Said::Is(all) = &fact.said { all.first().cloned() } else { None };
        names
            .and_then(|names| {
                first(&names.callback).or_else(|| first(&names.gate)).or_else(|| first(&names.payment_page))
            })
            .unwrap_or_else(|| method.to_owned())
    }
}

const fn default_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Success | Outcome::Part => "0",
        Outcome::Decline => "20000",
        Outcome::Expire => "20602",
    }
}

fn latest(fact: &Fact<Span>) -> Option<i64> {
    let Said::Is(span) = &fact.said else { return None };
    let seconds = span.to.or(span.from)?;
    i64::try_from(seconds).ok()?.checked_mul(1000)
}

/// The data of a redirect. Empty `body` and `encrypted` are lists, as the platform writes them.
#[must_use]
pub(super) fn redirect(address: &str) -> Value {
    json!({ "url": address, "method": "GET", "body": [], "encrypted": [] })
}

impl Model {
    /// What is to be shown: the documented entries, with a text of ours where the documents show none. A sum is the
    /// payment's own, written as the documented one is.
    #[must_use]
    pub(super) fn display(&self, entries: &[Display], address: &str, payment: &Payment) -> Value {
        if entries.is_empty() {
            return json!([{ "type": "add_info", "title": "instruction", "data": address }]);
        }
        let shown = entries.iter().map(|entry| {
            let kind = entry.kind.as_deref().unwrap_or("add_info");
            let data = match entry.title.as_str() {
                _ if kind.starts_with("qr") => address.to_owned(),
                "amount" => self.sum(payment, entry.example.as_deref().unwrap_or("0")),
                "currency" => payment.currency.clone(),
                _ => entry.example.as_deref().unwrap_or("example").to_owned(),
            };
            json!({ "type": kind, "title": entry.title, "data": data })
        });
        shown.collect()
    }

    /// With a point, in major units; else in minor ones.
    fn sum(&self, payment: &Payment, like: &str) -> String {
        let decimals = self.specs.platform.currencies.get(&payment.currency).map_or(2, |known| known.decimals);
        let digits = payment.sum.to_string();
        if decimals == 0 || !like.contains('.') {
            return digits;
        }
        let decimals = usize::from(decimals);
        let padded = format!("{digits:0>width$}", width = decimals + 1);
        let (major, minor) = padded.split_at(padded.len() - decimals);
        format!("{major}.{minor}")
    }
}
