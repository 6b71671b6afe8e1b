//! The tester decides.

use methodspec::resolved::OperationKind;
use serde_json::json;

use super::walk::ending;
use super::{Answer, World, request_id};
use crate::gate::book::Fate;
use crate::gate::input::{Action, Control, Ending, Outcome};
use crate::gate::payment::{HELD, Key};
use crate::gate::refusal::Why;

impl World {
    pub(super) fn control(&mut self, control: &Control) -> Answer {
        let key = match self.one(&control.payment_id, control.project) {
            Ok(key) => key,
            Err((status, says)) => return told(status, says),
        };
        let gives_back = matches!(control.action, Action::Refund | Action::Reverse);
        if control.options.amount.is_some() && !gives_back {
            return told(400, "`amount` goes with /refund and /reverse; a payment ends with the sum it was made with");
        }
        if control.options.deliver.out_of_order && self.book.get(&key).is_some_and(|payment| payment.last.is_none()) {
            return told(409, "no callback of the payment has been made yet that could come after this one");
        }
        let outcome = match control.action {
            Action::Success => Outcome::Success,
            Action::Decline => Outcome::Decline,
            Action::Expire => Outcome::Expire,
            Action::Refund | Action::Reverse => return self.give_back(&key, control),
        };
        let Some(operation) = self.book.get(&key).and_then(|payment| payment.under_way()) else {
            return told(409, "no operation of the payment is under way");
        };
        self.end(&key, operation, &decided(control, outcome));
        self.standing(&key)
    }

    /// Money goes back without the merchant's request, as from the platform's own desk.
    fn give_back(&mut self, key: &Key, control: &Control) -> Answer {
        let Some(payment) = self.book.get(key) else { return told(404, "there is no such payment") };
        let held = payment.status == HELD;
        let amount = match self.may_follow(payment, OperationKind::Refund, control.options.amount) {
            Ok(amount) => amount,
            Err(refusal) if held && refusal.why == Why::State => return told(409, "the money is only held"),
            Err(refusal) => {
                let says = refusal.faults.first().map_or("", |fault| fault.says.as_str());
                return told(409, says);
            }
        };
        self.counters.request += 1;
        let id = request_id(self.settings.seed, self.counters.request);
        let mut operation = self.begin(OperationKind::Refund, &id, amount);
        if control.action == Action::Reverse {
            operation.name = "reversal".to_owned();
        }
        if let Some(payment) = self.book.get_mut(key) {
            payment.operations.push(operation);
            let index = payment.operations.len() - 1;
            self.book.remember(id, Fate::Payment(key.clone()));
            self.end(key, index, &decided(control, Outcome::Success));
        }
        self.standing(key)
    }

    fn standing(&self, key: &Key) -> Answer {
        let status = self.book.get(key).map(|payment| payment.status.clone());
        Answer { status: 200, body: json!({ "payment_status": status }), signed: None }
    }
}

fn decided(control: &Control, outcome: Outcome) -> Ending {
    let options = &control.options;
    Ending {
        code: options.code.clone(),
        message: options.message.clone(),
        deliver: options.deliver.clone(),
        ..ending(outcome)
    }
}

fn told(status: u16, says: &str) -> Answer {
    Answer { status, body: json!({ "error": says }), signed: None }
}
