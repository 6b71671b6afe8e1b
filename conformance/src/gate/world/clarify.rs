//! The platform asks for data: what is missing, and what was sent and is wrong.

use methodspec::resolved::{Presence, Row, Source, ValueKind};

use super::control::{no_operation, told};
use super::{Answer, Timer, World};
use crate::gate::callback::clarification;
use crate::gate::input::{Control, Manner};
use crate::gate::payment::{Key, Waits};
use crate::plain;

impl World {
    /// Asks for what is missing, up to the payment's threshold, however often it is asked.
    pub(super) fn ask(&mut self, key: &Key, operation: usize, manner: &Manner) {
        let model = self.model.clone();
        let Some(payment) = self.book.get(key) else { return };
        let asked = clarification(&model.asked(payment), &payment.faulty);
        let due = self.now.saturating_add(model.patience()).min(model.ends(payment));
        self.step(key, operation, "awaiting clarification", Some(("clarification_fields", asked)), manner);
        self.expires(key, due);
        if let Some(payment) = self.book.get_mut(key) {
            payment.waits = Waits::Clarification;
        }
    }

    /// The tester has the platform ask for fields, and say what is wrong with each.
    pub(super) fn clarify(&mut self, key: &Key, control: &Control) -> Answer {
        let model = self.model.clone();
        let Some(payment) = self.book.get(key) else { return no_operation() };
        let Some(operation) = payment.under_way() else { return no_operation() };
        if payment.page {
            return told(409, "the Payment Page asks for what is missing itself: no callback says so");
        }
        if let Waits::Further(..) = payment.waits {
            return told(409, "the payment waits for a further request of its channel: send that first");
        }
        let rows = model.first_rows(payment);
        let errors = &control.options.errors;
        let wanted = |row: &Row| match errors.is_empty() {
            true => row.presence == Presence::Clarifiable,
            false => errors.contains_key(&row.path),
        };
        let mut fields: Vec<String> = Vec::new();
        for row in rows.into_iter().filter(|row| can_be_asked(row) && wanted(row)) {
            if !fields.contains(&row.path) {
                fields.push(row.path.clone());
            }
        }
        if let Some(unknown) = errors.keys().find(|path| !fields.contains(path)) {
            let unknown = plain::short(unknown);
            let says = format!("`{unknown}` is no field of the payment's request that can be asked for again");
            return told(409, &says);
        }
        if fields.is_empty() {
            return told(
                409,
                "no field of the method may come later: name some, as in {\"errors\": {\"customer.phone\": \"…\"}}",
            );
        }
        // what would have gone on by itself goes on after the answer
        self.timers.retain(|_, timer| match timer {
            Timer::Walk(of) => of != key,
            Timer::End(of, index, _) => of != key || *index != operation,
            Timer::Expire(_) | Timer::Try(_) => true,
        });
        if let Some(payment) = self.book.get_mut(key) {
            payment.missing = fields;
            payment.faulty.clone_from(errors);
        }
        self.ask(key, operation, &control.options.deliver);
        self.standing(key)
    }

    /// The payment's time is over at another moment than before.
    pub(super) fn expires(&mut self, key: &Key, due: i64) {
        let due = self.timer(due, Timer::Expire(key.clone()));
        if let Some(payment) = self.book.get_mut(key) {
            let old = payment.expiry.replace(due);
            old.map(|old| self.timers.remove(&old));
        }
    }
}

/// A field that the caller fills, and that the payment's sum does not hang on.
fn can_be_asked(row: &Row) -> bool {
    row.source == Source::Caller && !matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency)
}
