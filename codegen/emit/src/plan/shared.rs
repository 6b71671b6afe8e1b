//! What two requests of an operation share.
//!
//! Paths and types never move when one of two requests changes, so what they share is the data behind them: no type of one
//! channel is a type of another, since a program could then rely on it.

use methodspec::resolved::{Form, Interface, Operation, Role, ValueKind};

/// The first request of the operation that asks for the same on the same interface, in the same words and by the same sources,
/// as an earlier channel does: its table is this one's too.
pub(crate) fn twin<'a>(form: &Form, operation: &'a Operation) -> Option<&'a Form> {
    let earlier = operation.forms.iter().take_while(|other| other.id != form.id);
    earlier.into_iter().find(|other| {
        let both_own = [form, other].iter().all(|one| matches!(one.role, Role::First | Role::Full | Role::Partial));
        both_own
            && form.channel.is_some()
            && other.channel.is_some()
            && form.role == other.role
            && form.interface == other.interface
            && form.rows == other.rows
            && form.amounts == other.amounts
            && form.currencies_open == other.currencies_open
            && form.together == other.together
    })
}

/// The request to Gate of the same channel, and of the same part of the sum, whose `Currency` a request of the Payment Page
/// has too. No key of the language sets the amounts of one interface apart.
pub(crate) fn sum_of<'a>(form: &Form, operation: &'a Operation) -> Option<&'a Form> {
    let has_amount = |form: &Form| form.rows.iter().any(|row| row.value.kind == ValueKind::Amount);
    let page = form.interface == Interface::PaymentPage && has_amount(form);
    let gate = operation.forms.iter().find(|other| {
        other.interface == Interface::Gate
            && has_amount(other)
            && other.channel == form.channel
            && other.role == form.role
            && other.amounts == form.amounts
    });
    gate.filter(|_| page)
}
