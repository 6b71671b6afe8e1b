//! Callbacks: made when something happened, tried until they are answered.

use super::{Timer, World};
use crate::gate::callback::callback;
use crate::gate::deliver::{Delivery, Send, pause};
use crate::gate::input::Manner;
use crate::gate::payment::{Key, Last, Operation, Payment};

impl World {
    /// Tells the merchant of an operation.
    pub(super) fn notify(&mut self, key: &Key, operation: usize, manner: &Manner) {
        let Some(payment) = self.book.get(key) else { return };
        let Some(of) = payment.operations.get(operation) else { return };
        let body = callback(&self.model, key, payment, of).to_string();
        let before = payment.last.as_ref().map(|last| last.body.clone());
        // what asks for something to be done is not postponed for long: it is prescriptive
        let due = self.now + i64::from(payment.delay) * 1000 + i64::from(manner.late) * 1000;
        let url = address(payment, of).cloned();
        if let Some(payment) = self.book.get_mut(key) {
            payment.last = Some(Last { body: body.clone() });
        }
        if manner.never {
            self.notes.push("a callback is held back, as told".to_owned());
            return;
        }
        let Some(url) = url else {
            self.notes.push(
                "a callback has nowhere to go: give --callback-url, or merchant_callback_url in the request".to_owned(),
            );
            return;
        };
        self.deliver(key, &url, body.clone(), due, manner.bad_signature);
        if manner.twice {
            self.deliver(key, &url, body, due, manner.bad_signature);
        }
        match before.filter(|_| manner.out_of_order) {
            Some(before) => self.deliver(key, &url, before, due + 1000, false),
            None if manner.out_of_order => {
                self.notes.push("no callback came before this one, so none comes after it".to_owned());
            }
            None => {}
        }
    }

    pub(super) fn deliver(&mut self, key: &Key, url: &str, body: String, due: i64, bad_signature: bool) {
        self.counters.delivery += 1;
        let number = self.counters.delivery;
        let delivery =
            Delivery { key: key.clone(), url: url.to_owned(), body, attempt: 0, under_way: false, bad_signature };
        self.deliveries.insert(number, delivery);
        if let Some(payment) = self.book.get_mut(key) {
            payment.undelivered += 1;
        }
        self.timer(due, Timer::Try(number));
    }

    /// A try is due.
    pub(super) fn attempt(&mut self, number: u64) {
        let Some(delivery) = self.deliveries.get_mut(&number).filter(|delivery| !delivery.under_way) else { return };
        delivery.under_way = true;
        delivery.attempt += 1;
        self.sends.push(Send {
            delivery: number,
            attempt: delivery.attempt,
            project: delivery.key.project,
            url: delivery.url.clone(),
            body: delivery.body.clone(),
            bad_signature: delivery.bad_signature,
        });
    }

    /// What became of a try. Only 200 is an answer that counts.
    pub(super) fn delivered(&mut self, number: u64, attempt: u32, status: Option<u16>) {
        let Some(delivery) = self.deliveries.get_mut(&number) else { return };
        if !delivery.under_way || delivery.attempt != attempt {
            return;
        }
        delivery.under_way = false;
        let again = if status == Some(200) { None } else { pause(&self.model.specs.platform.delivery, attempt) };
        if let Some(after) = again {
            self.timer(self.now + after, Timer::Try(number));
            return;
        }
        if status != Some(200) {
            self.notes.push(format!("a callback is given up after {attempt} tries"));
        }
        self.give_up(number);
    }

    /// A callback is tried no more.
    pub(super) fn give_up(&mut self, number: u64) {
        let Some(delivery) = self.deliveries.remove(&number) else { return };
        if let Some(payment) = self.book.get_mut(&delivery.key) {
            payment.undelivered = payment.undelivered.saturating_sub(1);
        }
        self.rest(&delivery.key);
    }
}

/// Where the callback of an operation goes: that of a success and that of a decline may have an address of their own, and what
/// the operation's own request says wins over what the payment's said.
fn address<'a>(payment: &'a Payment, operation: &'a Operation) -> Option<&'a String> {
    let [always, success, decline] = &operation.urls;
    let of_result = match operation.status.as_str() {
        "success" => success.as_ref(),
        "decline" => decline.as_ref(),
        _ => None,
    };
    if let Some(url) = of_result.or(always.as_ref()) {
        return Some(url);
    }
    let own = match (operation.status.as_str(), payment.status.as_str()) {
        ("success", "success") => payment.success_url.as_ref(),
        ("decline", "decline") => payment.decline_url.as_ref(),
        _ => None,
    };
    own.or(payment.callback_url.as_ref())
}
