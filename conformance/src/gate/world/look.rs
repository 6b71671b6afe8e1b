//! What the tester sees of the state.

use serde_json::{Value, json};

use super::World;
use crate::gate::callback;
use crate::gate::clock::written;
use crate::gate::payment::{Key, Payment};

impl World {
    /// Payments in order of their keys: so many after so many.
    #[must_use]
    pub fn listed(&self, offset: usize, limit: usize) -> Value {
        let payments = self.book.page(offset, limit);
        let rows: Vec<Value> = payments.into_iter().map(|(key, payment)| row(key, payment)).collect();
        let on_the_wire = self.deliveries.values().filter(|delivery| delivery.under_way).count();
        json!({ "now": written(self.now), "on_the_wire": on_the_wire, "total": self.book.len(), "payments": rows })
    }

    /// A payment with its operations, and what it waits for.
    ///
    /// # Errors
    /// Where there is none, or several projects have one: with the HTTP status.
    pub fn shown(&self, id: &str, project: Option<i64>) -> Result<Value, (u16, &'static str)> {
        let key = self.one(id, project)?;
        let payment = self.book.get(&key).ok_or((404, NONE))?;
        let mut shown = row(&key, payment);
        let status = callback::status(&self.model, &key, payment);
        shown["operations"] = status["operations"].clone();
        shown["further_requests"] = json!(payment.further);
        shown["waits_for"] = json!(self.model.asked(payment).iter().map(|row| &row.path).collect::<Vec<_>>());
        shown["step"] = json!(payment.step);
        shown["expires"] = json!(payment.expiry.map(|(due, _)| written(due)));
        Ok(shown)
    }

    /// The payment of an identifier.
    pub(super) fn one(&self, id: &str, project: Option<i64>) -> Result<Key, (u16, &'static str)> {
        let keys = self.book.named(id, project, &self.settings.started.projects);
        match keys.as_slice() {
            [key] => Ok(key.clone()),
            [] => Err((404, NONE)),
            _ => Err((409, "several projects have such a payment: add ?project=ID")),
        }
    }
}

const NONE: &str = "there is no such payment";

fn row(key: &Key, payment: &Payment) -> Value {
    json!({
        "project_id": key.project,
        "payment_id": payment.id,
        "method": payment.method,
        "operation": payment.kind.key(),
        "channel": payment.channel,
        "status": payment.status,
        "amount": payment.sum,
        "left": payment.left,
        "currency": payment.currency,
        "changed": written(payment.changed),
        "operations": payment.operations.len(),
        "under_way": payment.under_way().is_some(),
        "undelivered": payment.undelivered,
    })
}
