//! A purchase that is paid in parts: an operation for each, one after another.

use methodspec::resolved::OperationKind;

use super::{World, request_id};
use crate::gate::book::Fate;
use crate::gate::input::{Ending, Outcome};
use crate::gate::payment::{Key, Waits};

impl World {
    /// The customer pays a part: the operation under way took it, and another one goes on for the rest. Until that is paid the
    /// payment is under way, and its sum is the whole.
    pub(super) fn part(&mut self, key: &Key, operation: usize, ending: &Ending) {
        let (model, now) = (self.model.clone(), self.now);
        let Some(payment) = self.book.get(key) else { return };
        let Some(of) = payment.operations.get(operation).filter(|operation| !operation.ended) else { return };
        let part = ending.amount.unwrap_or_else(|| half(of.amount));
        if of.kind != OperationKind::Sale || part >= of.amount {
            // the last part is what is still to be paid, however long the parts are
            let last = Ending { outcome: Outcome::Success, amount: None, ..ending.clone() };
            return self.end(key, operation, &last);
        }
        let (kind, rest, quiet) = (of.kind, of.amount - part, payment.quiet);
        let code = ending.code.clone().unwrap_or(model.stand(payment, kind, Outcome::Part, false).code);
        let message = ending.message.clone().or_else(|| model.specs.platform.codes.get(&code).cloned());
        let turns = model.turns(payment).len();
        self.counters.request += 1;
        let id = request_id(self.settings.seed, self.counters.request);
        let further = self.begin(kind, &id, rest);
        let Some(payment) = self.book.get_mut(key) else { return };
        if let Some(of) = payment.operations.get_mut(operation) {
            of.ended = true;
            of.status = "success".to_owned();
            of.changed = now;
            of.amount = part;
            of.code = Some(code);
            of.message = message.unwrap_or_default();
        }
        payment.left = payment.left.saturating_add(part);
        payment.status = "processing".to_owned();
        payment.changed = now;
        payment.step.clear();
        payment.waits = Waits::Nothing;
        payment.missing.clear();
        payment.faulty.clear();
        // the customer is where the first part was paid
        payment.turn = turns;
        payment.operations.push(further);
        let next = payment.operations.len() - 1;
        self.book.remember(id, Fate::Payment(key.clone()));
        if !quiet {
            self.notify(key, operation, &ending.deliver);
        }
        self.wait(key, next);
    }
}

/// Half of a sum, and not nothing.
fn half(sum: i64) -> i64 {
    (sum / 2).max(1)
}
