//! The tester decides.

use methodspec::resolved::OperationKind;
use serde_json::json;

use super::{Answer, World, request_id};
use crate::gate::book::Fate;
use crate::gate::input::{Action, Control, Ending, Options, Outcome, ending};
use crate::gate::payment::{HELD, Key};
use crate::gate::refusal::Why;

impl World {
    pub(super) fn control(&mut self, control: &Control) -> Answer {
        let key = match self.one(&control.payment_id, control.project) {
            Ok(key) => key,
            Err((status, says)) => return told(status, says),
        };
        if let Some(says) = unread(control.action, &control.options) {
            return told(400, says);
        }
        if control.options.deliver.out_of_order && self.book.get(&key).is_some_and(|payment| payment.last.is_none()) {
            return told(409, "no callback of the payment has been made yet that could come after this one");
        }
        let outcome = match control.action {
            Action::Success => Outcome::Success,
            Action::Part => Outcome::Part,
            Action::Decline => Outcome::Decline,
            Action::Expire => Outcome::Expire,
            Action::Refund | Action::Reverse => return self.give_back(&key, control),
            Action::Debit => return self.debit(&key, control),
            Action::Clarify => return self.clarify(&key, control),
            Action::Authenticate => return self.authenticate(&key, control),
        };
        let Some(operation) = self.book.get(&key).and_then(|payment| payment.under_way()) else {
            return no_operation();
        };
        if let Some(says) = self.cannot_pay(&key, operation, outcome, control.options.amount) {
            return told(409, says);
        }
        self.end(&key, operation, &decided(control, outcome));
        self.standing(&key)
    }

    /// Why the operation under way is not paid like this.
    fn cannot_pay(&self, key: &Key, operation: usize, outcome: Outcome, amount: Option<i64>) -> Option<&'static str> {
        let payment = self.book.get(key)?;
        let of = payment.operations.get(operation)?;
        let is_sale = of.kind == OperationKind::Sale;
        match (outcome, amount) {
            (Outcome::Part, _) if !is_sale => Some("only a sale is paid in parts"),
            (Outcome::Part, Some(amount)) if amount > of.amount => {
                Some("the part is more than is still to be paid: another sum is paid by /success")
            }
            (Outcome::Success, Some(amount)) if amount == of.amount => None,
            (Outcome::Success, Some(_)) if !is_sale => Some("only of a sale another sum is paid than was asked for"),
            (Outcome::Success, Some(_)) if self.model.may_differ(payment) == Some(false) => {
                Some("the documents of the method say that no other sum is paid than was asked for")
            }
            _ => None,
        }
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

    pub(super) fn standing(&self, key: &Key) -> Answer {
        let payment = self.book.get(key);
        let (id, status) = (payment.map(|payment| &payment.id), payment.map(|payment| &payment.status));
        Answer { status: 200, body: json!({ "payment_id": id, "payment_status": status }), signed: None }
    }
}

/// No option is left unread: which of them does not go with an action.
fn unread(action: Action, options: &Options) -> Option<&'static str> {
    if options.amount.is_some() && !action.takes_sum() {
        return Some("`amount` goes with /success, /part, /refund, /reverse and /debit");
    }
    if options.amount.is_some_and(|amount| amount <= 0) && !matches!(action, Action::Refund | Action::Reverse) {
        return Some("`amount` is what is paid, in minor units: 1 or more");
    }
    if !options.errors.is_empty() && action != Action::Clarify {
        return Some("`errors` goes with /clarify");
    }
    if action.is_step() && (options.code.is_some() || options.message.is_some()) {
        return Some("`code` and `message` go with an end: a step on the way has none");
    }
    None
}

pub(super) fn decided(control: &Control, outcome: Outcome) -> Ending {
    let options = &control.options;
    Ending {
        code: options.code.clone(),
        message: options.message.clone(),
        amount: options.amount,
        deliver: options.deliver.clone(),
        ..ending(outcome)
    }
}

pub(super) fn no_operation() -> Answer {
    told(409, "no operation of the payment is under way")
}

pub(super) fn told(status: u16, says: &str) -> Answer {
    Answer { status, body: json!({ "error": says }), signed: None }
}
