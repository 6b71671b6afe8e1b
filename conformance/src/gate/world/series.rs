//! A series of debits: each is an operation of its own, and of one payment.

use methodspec::resolved::OperationKind;
use serde_json::Value;

use super::control::{decided, told};
use super::{Answer, Timer, World, request_id};
use crate::gate::book::Fate;
use crate::gate::chart::{END, STEP};
use crate::gate::input::{Control, Outcome};
use crate::gate::payment::{HELD, Key, Operation, Payment, Waits};

/// Where a payment keeps the identifier that the debits of its series are to have.
const SCHEDULED: &str = "scheduled";

impl World {
    /// The next debit of a series, made by the platform. It is under way until somebody decides, and else succeeds.
    pub(super) fn debit(&mut self, key: &Key, control: &Control) -> Answer {
        let Some(payment) = self.book.get(key) else { return told(404, "there is no such payment") };
        let Some(series) = payment.series() else {
            return told(409, "no series was registered: open the payment with recurring_register, and let it succeed");
        };
        if payment.status == HELD {
            return told(409, "the money is only held");
        }
        let first = payment.operations.first().map_or(0, Operation::took);
        let amount = control.options.amount.unwrap_or(first);
        if amount <= 0 {
            return told(409, "the series has no sum of its own: say {\"amount\": N}");
        }
        let scheduled = payment.sent.get(SCHEDULED).and_then(Value::as_str);
        let to = scheduled.map_or_else(|| key.clone(), |id| Key::new(key.project, id));
        let fresh = match self.book.get(&to) {
            None => Some(debited(payment, scheduled.unwrap_or(&payment.id), amount)),
            Some(other) if other.series() != Some(series) => {
                return told(409, "the series' scheduled_payment_id is the identifier of another payment");
            }
            Some(other) if other.under_way().is_some() => {
                return told(409, "another operation of the payment is under way");
            }
            Some(_) => None,
        };
        if let Some(fresh) = fresh {
            self.book.add(to.clone(), fresh);
        }
        self.counters.request += 1;
        let id = request_id(self.settings.seed, self.counters.request);
        let operation = self.begin(OperationKind::Recurring, &id, amount);
        let now = self.now;
        let Some(payment) = self.book.get_mut(&to) else { return told(404, "there is no such payment") };
        payment.status = "processing".to_owned();
        payment.changed = now;
        payment.sum = amount;
        payment.operations.push(operation);
        let index = payment.operations.len() - 1;
        self.book.remember(id, Fate::Payment(to.clone()));
        self.timer(now + STEP + END, Timer::End(to.clone(), index, decided(control, Outcome::Success)));
        self.standing(&to)
    }
}

/// The payment of a series' debits, which has nothing of its own yet.
fn debited(registered: &Payment, id: &str, amount: i64) -> Payment {
    let mut payment = registered.clone();
    payment.id = id.to_owned();
    payment.kind = OperationKind::Recurring;
    payment.channel = None;
    payment.page = false;
    payment.sum = amount;
    payment.left = 0;
    for of_registration in [SCHEDULED, "registers"] {
        payment.sent.remove(of_registration);
    }
    payment.operations.clear();
    payment.further.clear();
    payment.turn = 0;
    payment.missing.clear();
    payment.waits = Waits::Nothing;
    payment.ending = None;
    payment.fails = None;
    payment.expiry = None;
    payment.resting = false;
    payment.undelivered = 0;
    payment.last = None;
    payment.step.clear();
    payment
}
