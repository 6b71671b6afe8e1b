//! Operations on a payment that there is: refund, capture, cancel.

use methodspec::resolved::{OperationKind, Support};
use serde_json::Value;

use super::{Timer, World, payment_id};
use crate::gate::chart::{END, STEP};
use crate::gate::input::{self, Follow, Outcome, Request, ending};
use crate::gate::model::pointer;
use crate::gate::payment::{HELD, Key, Payment};
use crate::gate::refusal::{Refusal, Why};
use crate::gate::sum;

impl World {
    pub(super) fn follow(&mut self, request: &Request, follow: &Follow, id: &str) -> Result<(), Refusal> {
        let text = |path: &str| request.body.pointer(&pointer(path)).and_then(Value::as_str);
        let key = Key::new(request.project, payment_id(&request.body).unwrap_or_default());
        let payment = self.book.get(&key).ok_or_else(|| Refusal::from(Why::NotFound))?;
        let kind = input::operation(&follow.operation).ok_or(Refusal::from(Why::Unknown))?;
        if payment.method != follow.method {
            return Err(Refusal::of(Why::NotAllowed, "general.payment_id", "the payment is of another method"));
        }
        let asked = sum::read(&request.body, "payment.amount")?;
        if text("payment.currency").is_some_and(|currency| currency != payment.currency) {
            let why = if kind == OperationKind::Refund { Why::RefundCurrency } else { Why::Currency };
            return Err(Refusal::of(why, "payment.currency", "is not the payment's"));
        }
        let refund_id = text("payment.merchant_refund_id").map(str::to_owned);
        if let Some(refund_id) = &refund_id
            && self.book.has_refund(request.project, refund_id)
        {
            return Err(Refusal::of(Why::RefundUsed, "payment.merchant_refund_id", "was used before"));
        }
        let amount = self.may_follow(payment, kind, asked)?;
        let mut operation = self.begin(kind, id, amount);
        if let Some(refund_id) = &refund_id {
            self.book.add_refund(request.project, refund_id.clone());
        }
        operation.refund_id = refund_id;
        operation.urls = ["", "success_", "decline_"]
            .map(|of| text(&format!("general.merchant_{of}callback_url")).map(str::to_owned));
        let ending = follow.ending.clone().unwrap_or_else(|| ending(Outcome::Success));
        let Some(payment) = self.book.get_mut(&key) else { return Ok(()) };
        payment.operations.push(operation);
        let index = payment.operations.len() - 1;
        let pause = ending.after.map_or(END, |seconds| i64::from(seconds) * 1000);
        self.timer(self.now + STEP + pause, Timer::End(key, index, ending));
        Ok(())
    }

    /// How much an operation is about.
    pub(super) fn may_follow(
        &self,
        payment: &Payment,
        kind: OperationKind,
        asked: Option<i64>,
    ) -> Result<i64, Refusal> {
        let state = |says: &str| Err(Refusal::of(Why::State, "general.payment_id", says));
        if payment.under_way().is_some() {
            return state("another operation of the payment is under way");
        }
        let held = payment.status == HELD;
        match kind {
            OperationKind::Capture | OperationKind::Cancel if !held => return state("no money is held"),
            OperationKind::Refund if held || payment.left == 0 => return state("there is nothing to give back"),
            _ => {}
        }
        let amount = asked.unwrap_or(payment.left);
        if amount > payment.left {
            let why = if kind == OperationKind::Refund { Why::RefundSum } else { Why::OverLimit };
            return Err(Refusal::of(why, "payment.amount", "is more than is left"));
        }
        if amount <= 0 {
            return Err(Refusal::of(Why::Malformed, "payment.amount", "is no sum"));
        }
        let of = self.model.operation(&payment.method, kind);
        let support = of.and_then(|of| if amount < payment.left { of.partial } else { of.full });
        if kind == OperationKind::Refund && support == Some(Support::None) {
            let says = if amount < payment.left {
                "the method gives no part back"
            } else {
                "the method gives back parts alone"
            };
            return Err(Refusal::of(Why::NotAllowed, "payment.amount", says));
        }
        Ok(amount)
    }
}
