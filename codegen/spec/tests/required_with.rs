//! What every request of an operation sends as soon as it sends another field: a rule of the platform's file.

use methodspec::resolved::{Condition, Form, Method, Presence, Source, Test};

use crate::one_of_each::{form, method_on, row};

const HEAD: &str = "refund: { means: Money goes back., ";
const RULED: &str = "refund: { means: Money goes back., required_with: { payment: [payment.description] }, ";

fn refund(send: &str, (from, to): (&str, &str)) -> Result<Method, methodspec::Faults> {
    let lines = format!(
        "operations:\n  refund: {{ via: [gate], path: /v2/payment/coral/refund, amounts: contract, times: not_documented, send: {send}, full: supported, partial: supported }}\n"
    );
    method_on(&lines, (from, to))
}

fn ruled(send: &str) -> Form {
    form(&refund(send, (HEAD, RULED)).expect("a method"), "refund/gate").clone()
}

/// Whether the form requires a description with whatever else is sent in the payment.
fn is_required(form: &Form) -> bool {
    let Some(row) = form.rows.iter().find(|row| row.path == "payment.description") else { return false };
    let with_payment = Condition::All(vec![("payment".to_owned(), Test::Sent(true))]);
    let one = row.presence_when.iter().find(|one| one.when == with_payment);
    row.presence == Presence::Optional && one.is_some_and(|one| one.presence == Presence::Required)
}

#[test]
fn it_holds_for_every_request_to_gate_whatever_the_method_sends() {
    for send in ["{}", "{ payment.amount+currency: optional }", "{ payment.description: optional }"] {
        let plain = refund(send, ("", "")).unwrap();
        assert!(!is_required(form(&plain, "refund/gate")), "{send}: no rule, and required");
        let form = ruled(send);
        let row = form.rows.iter().find(|row| row.path == "payment.description").unwrap();
        let required = row.presence_when.iter().filter(|one| one.presence == Presence::Required).count();
        assert_eq!(required, 1, "{send}");
        assert!(is_required(&form), "{send}");
        let holder = form.rows.iter().find(|row| row.path == "payment").unwrap();
        assert_eq!(holder.source, Source::Holder);
        assert_ne!(holder.presence, Presence::Required, "{send}: the object itself may be left out");
    }
}

#[test]
fn the_method_s_own_word_counts_where_it_asks_for_more_or_for_nothing() {
    let required = ruled("{ payment.description: required }");
    let row = row(&required, "payment.description");
    assert_eq!((row.presence, row.presence_when.len()), (Presence::Required, 0));
    assert!(!is_required(&ruled("{ payment.amount+currency: optional, payment.description: ignored }")));
}

#[test]
fn it_is_of_its_own_operation_alone() {
    let two = "operations:\n  sale: { via: [gate], path: /v2/payment/coral/sale, amounts: contract, times: not_documented, send: { payment.description: optional }, channels: not_documented }\n";
    let made = method_on(two, (HEAD, RULED)).unwrap();
    assert!(!is_required(form(&made, "sale/gate")));
}

#[test]
fn fields_that_nobody_knows_are_faults() {
    for (rule, wanted) in [
        ("{ payments: [payment.description] }", "unknown field `payments`"),
        ("{ payment: [payment.describtion] }", "unknown field `payment.describtion`"),
        ("{ payment.amount: [payment.amount] }", "`payment.amount` is always sent with itself"),
        ("{ payment: [force_payment_method] }", "Gate has no field `force_payment_method`"),
    ] {
        let to = format!("refund: {{ means: Money goes back., required_with: {rule}, ");
        let faults = refund("{}", (HEAD, &to)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.message == wanted), "{wanted}: {}", faults.human(false));
    }
}
