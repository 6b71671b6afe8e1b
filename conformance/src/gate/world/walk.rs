//! A payment goes on: its turns, its end.

use methodspec::resolved::{OperationKind, Presence, Turn};
use serde_json::{Value, json};

use super::{Timer, World};
use crate::gate::chart::{self, STEP};
use crate::gate::input::{Ending, Manner, Outcome, ending};
use crate::gate::payment::{ERROR, Key, PARTLY, Payment, SERIES, Waits};
use crate::gate::refusal::Refusal;

impl World {
    /// The next turn.
    pub(super) fn walk(&mut self, key: &Key) {
        let model = self.model.clone();
        let Some(payment) = self.book.get(key) else { return };
        let Some(operation) = payment.under_way() else { return };
        if payment.waits != Waits::Nothing {
            return;
        }
        if let Some(refusal) = payment.fails.clone() {
            self.fail(key, operation, &refusal);
            return;
        }
        if !payment.missing.is_empty() {
            self.ask(key, operation, &Manner::default());
            return;
        }
        let turn = if payment.page { None } else { model.turns(payment).get(payment.turn) };
        let address = self.address(key, payment);
        match turn {
            None => self.wait(key, operation),
            Some(Turn::Redirect { .. }) => {
                let step = Some(("redirect_data", chart::redirect(&address)));
                self.step(key, operation, "awaiting redirect result", step, &Manner::default());
                self.turned(key);
            }
            Some(Turn::Display { entries, .. }) => {
                let shown = model.display(entries, &address, payment);
                let step = Some(("display_data", shown));
                self.step(key, operation, "awaiting customer action", step, &Manner::default());
                self.turned(key);
            }
            Some(Turn::Send { name, fields, within, .. }) => {
                let rows = fields.iter().filter(|row| row.presence == Presence::Required);
                let asked =
                    rows.filter(|row| row.source == methodspec::resolved::Source::Caller).map(|row| row.path.clone());
                let waits = Waits::Further(name.clone(), asked.collect());
                let limit = within
                    .as_ref()
                    .and_then(|span| span.to.or(span.from))
                    .and_then(|seconds| i64::try_from(seconds).ok());
                let due = limit.map(|seconds| self.now.saturating_add(seconds.saturating_mul(1000)));
                let due = due.map(|due| self.timer(due, Timer::Expire(key.clone())));
                if let Some(payment) = self.book.get_mut(key) {
                    payment.waits = waits;
                    if let Some(due) = due {
                        let old = payment.expiry.replace(due);
                        old.map(|old| self.timers.remove(&old));
                    }
                }
            }
        }
    }

    fn turned(&mut self, key: &Key) {
        if let Some(payment) = self.book.get_mut(key) {
            payment.turn += 1;
        }
        self.timer(self.now + STEP, Timer::Walk(key.clone()));
    }

    /// Where the tester stands in for bank and customer.
    pub(super) fn address(&self, key: &Key, payment: &Payment) -> String {
        format!("{}/provider/{}/{}", self.settings.base, key.project, crate::gate::encoded(&payment.id))
    }

    /// Payment and operation come to a step between, of which a callback tells the merchant; on the Payment Page the
    /// page deals with it.
    pub(super) fn step(
        &mut self,
        key: &Key,
        operation: usize,
        status: &str,
        step: Option<(&str, Value)>,
        manner: &Manner,
    ) {
        let now = self.now;
        let Some(payment) = self.book.get_mut(key) else { return };
        payment.status = status.to_owned();
        payment.changed = now;
        payment.step.clear();
        payment.step.extend(step.map(|(member, value)| (member.to_owned(), value)));
        if let Some(operation) = payment.operations.get_mut(operation) {
            operation.status = status.to_owned();
            operation.changed = now;
            operation.code = None;
        }
        if !payment.page {
            self.notify(key, operation, manner);
        }
    }

    /// After the last turn: somebody decides, or a rule has. What takes no customer ends by itself.
    pub(super) fn wait(&mut self, key: &Key, operation: usize) {
        let Some(payment) = self.book.get(key) else { return };
        let by_itself = !matches!(payment.kind, OperationKind::Sale | OperationKind::Auth);
        let default = || by_itself.then(|| ending(Outcome::Success));
        let Some(ending) = payment.ending.clone().or_else(default) else { return };
        let due = self.now + self.model.pause(payment, ending.after);
        self.timer(due, Timer::End(key.clone(), operation, ending));
    }

    /// A payment's time is over.
    pub(super) fn expire(&mut self, key: &Key) {
        let Some(payment) = self.book.get_mut(key) else { return };
        payment.expiry = None;
        let Some(operation) = payment.under_way() else { return };
        self.end(key, operation, &ending(Outcome::Expire));
    }

    /// An operation ends: once.
    pub(super) fn end(&mut self, key: &Key, operation: usize, ending: &Ending) {
        let (model, now) = (self.model.clone(), self.now);
        let Some(payment) = self.book.get_mut(key) else { return };
        let left = payment.left;
        let Some(of) = payment.operations.get(operation).filter(|operation| !operation.ended) else { return };
        if ending.outcome == Outcome::Part {
            return self.part(key, operation, ending);
        }
        let (kind, asked) = (of.kind, of.amount);
        let other = ending.amount.filter(|_| ending.outcome == Outcome::Success && kind == OperationKind::Sale);
        let amount = other.unwrap_or(asked);
        let goes_back = kind == OperationKind::Refund;
        let reversal = of.name == "reversal";
        let mut stand = model.stand(payment, kind, ending.outcome, goes_back && amount < left);
        if reversal && ending.outcome == Outcome::Success {
            stand.payment = Some(if amount < left { "partially reversed" } else { "reversed" }.to_owned());
        }
        if kind == OperationKind::Sale && ending.outcome != Outcome::Success && left > 0 {
            // other operations of the same purchase took a part
            stand.payment = Some(PARTLY.to_owned());
        }
        let code = ending.code.clone().unwrap_or(stand.code);
        let message = ending.message.clone().or_else(|| model.specs.platform.codes.get(&code).cloned());
        if let Some(of) = payment.operations.get_mut(operation) {
            of.ended = true;
            of.status = stand.operation;
            of.changed = now;
            of.code = Some(code);
            of.message = message.unwrap_or_default();
            of.paid = other.filter(|other| *other != asked);
        }
        if ending.outcome == Outcome::Success {
            settle(payment, kind, amount);
        }
        if kind == OperationKind::Recurring {
            // of a series the payment's sum is this debit, whatever came of it
            payment.sum = amount;
        }
        if let Some(status) = stand.payment {
            payment.status = status;
            payment.changed = now;
        }
        payment.step.clear();
        payment.waits = Waits::Nothing;
        payment.missing.clear();
        payment.faulty.clear();
        let opens = kind == payment.kind && payment.series().is_none();
        if ending.outcome == Outcome::Success && opens && payment.sent.contains_key("registers") {
            let kind = payment.sent.get("registers").cloned().unwrap_or(Value::Null);
            // a series is known by the operation that began it
            let id = payment.operations.first().map_or(1, |first| first.id);
            let series = json!({ "id": id, "currency": payment.currency, "status": "active", "type": kind, "register_payment_id": payment.id });
            payment.sent.insert(SERIES.to_owned(), series);
        }
        let expiry = payment.expiry.take();
        let quiet = payment.quiet;
        expiry.map(|expiry| self.timers.remove(&expiry));
        if !quiet {
            self.notify(key, operation, &ending.deliver);
        }
        self.rest(key);
    }

    /// A check that comes after a request was taken in finds what the platform does not take: the payment was never made.
    fn fail(&mut self, key: &Key, operation: usize, refusal: &Refusal) {
        let (model, now) = (self.model.clone(), self.now);
        let platform = &model.specs.platform;
        let code = refusal.why.code(platform);
        let message = |code: &str| platform.codes.get(code).cloned().unwrap_or_default();
        let Some(payment) = self.book.get_mut(key) else { return };
        if let Some(of) = payment.operations.get_mut(operation) {
            of.ended = true;
            of.status = "decline".to_owned();
            of.changed = now;
            of.code = Some(code.to_owned());
            of.message = message(code);
        }
        payment.status = ERROR.to_owned();
        payment.changed = now;
        payment.step.clear();
        payment.missing.clear();
        let expiry = payment.expiry.take();
        let quiet = payment.quiet;
        expiry.map(|expiry| self.timers.remove(&expiry));
        if !quiet {
            self.notify(key, operation, &Manner::default());
        }
        self.rest(key);
    }

    /// The oldest of the payments at rest make room.
    pub(super) fn rest(&mut self, key: &Key) {
        self.book.rest(key, self.settings.started.retain);
    }
}

/// What a success does to the sums.
fn settle(payment: &mut Payment, kind: OperationKind, amount: i64) {
    match kind {
        OperationKind::Sale => {
            payment.left = payment.left.saturating_add(amount);
            payment.sum = payment.left;
        }
        OperationKind::Auth | OperationKind::Recurring => payment.left = payment.left.saturating_add(amount),
        OperationKind::Refund => {
            payment.left = payment.left.saturating_sub(amount).max(0);
            payment.sum = payment.left;
        }
        OperationKind::Capture => {
            payment.left = amount;
            payment.sum = amount;
        }
        OperationKind::Cancel => {
            payment.left = 0;
            payment.sum = 0;
        }
        OperationKind::Payout | OperationKind::Chargeback => {}
    }
}
