//! A callback that the tester wrote goes to the merchant.

use serde_json::json;

use super::control::told;
use super::{Answer, World};
use crate::gate::input::Own;
use crate::gate::payment::{Key, Payment};

impl World {
    /// Sends it where callbacks of its payment go, or those that no request directs.
    pub(super) fn own(&mut self, own: &Own) -> Answer {
        let key = Key::new(own.project, &own.payment_id);
        let of_payment = self.book.get(&key).and_then(|payment| payment.callback_url.clone());
        let Some(url) = of_payment.or_else(|| self.settings.started.callback_url.clone()) else {
            return told(409, "the callback has nowhere to go: start with --callback-url");
        };
        let due = self.now + i64::from(own.deliver.late) * 1000;
        for _ in 0..if own.deliver.twice { 2 } else { 1 } {
            self.deliver(&key, &url, own.body.clone(), due, own.deliver.bad_signature);
        }
        Answer { status: 200, body: json!({}), signed: None }
    }

    /// What a payment was opened with, in minor units: of all operations of its kind together.
    #[must_use]
    pub fn ordered(&self, key: &Key) -> Option<(&Payment, i64)> {
        let payment = self.book.get(key)?;
        let own = payment.operations.iter().filter(|operation| operation.kind == payment.kind);
        Some((payment, own.fold(0_i64, |sum, operation| sum.saturating_add(operation.amount))))
    }
}
