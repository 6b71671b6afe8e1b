//! 3-D Secure: data of the device, then the challenge. Both callbacks have the same statuses.

use methodspec::resolved::OperationKind;

use super::control::{no_operation, told};
use super::{Answer, World};
use crate::gate::input::Control;
use crate::gate::payment::{Key, Waits};
use crate::three_d_secure::{STATUS, Step};

/// The operation code meanwhile.
const CODE: &str = "9999";

impl World {
    /// The tester has the card holder authenticate: the step after the one that the payment is at.
    pub(super) fn authenticate(&mut self, key: &Key, control: &Control) -> Answer {
        let (model, now) = (self.model.clone(), self.now);
        let Some(payment) = self.book.get(key) else { return no_operation() };
        let Some(operation) = payment.under_way() else { return no_operation() };
        let kind = payment.operations.get(operation).map(|operation| operation.kind);
        if !matches!(kind, Some(OperationKind::Sale | OperationKind::Auth)) {
            return told(409, "only a customer who pays is authenticated: sale and auth");
        }
        if payment.page {
            return told(409, "the Payment Page takes this step itself: no callback says so");
        }
        if payment.waits != Waits::Nothing {
            return told(409, "the payment waits for data: send it first");
        }
        let address = self.address(key, payment);
        let due = now.saturating_add(model.patience()).min(model.ends(payment));
        let Some(payment) = self.book.get_mut(key) else { return no_operation() };
        let step = if Step::Device.is_asked(&payment.step) { Step::Challenge } else { Step::Device };
        // dates say when a status changed: from step to step it does not
        if payment.status != STATUS {
            payment.status = STATUS.to_owned();
            payment.changed = now;
        }
        payment.step = step.members(&address);
        if let Some(of) = payment.operations.get_mut(operation) {
            if of.status != STATUS {
                of.status = STATUS.to_owned();
                of.changed = now;
            }
            of.code = Some(CODE.to_owned());
            of.message = model.specs.platform.codes.get(CODE).cloned().unwrap_or_default();
        }
        self.expires(key, due);
        self.notify(key, operation, &control.options.deliver);
        self.standing(key)
    }
}
