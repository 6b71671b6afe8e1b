//! What was asked for, what was paid, and what an order is held against.

use crate::support::{PROJECT, SHAPE, keys, signed};
use ecommpay_runtime::callback::{Contradiction, Mismatch, Order, Reading, Sums, Unpaid, Verified, verify};
use serde_json::{Value, json};

static READING: Reading = Reading::new(&SHAPE)
    .paid(&[("operation.code", "0"), ("operation.status", "success"), ("payment.status", "success")])
    .takes_money(("operation.type", &["capture", "recurring", "sale"]), ("payment.type", &["purchase", "recurring"]))
    .sums_at(
        Sums::new(["operation.sum_initial", "operation.sum_initial", "payment.sum", "operation.sum_converted"])
            .paid_with(&["success", "partially refunded", "refunded"])
            .series(&["recurring"])
            .converted_otherwise(&["IDR"]),
    )
    .members("payment.method", "payment.id", "payment.status");

fn sum(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "KES" })
}

/// A paid sale of 1,000.00 with members changed: those of the operation, and the payment's sum and status.
fn read(own: Value, whole: Value, converted: Value, (kind, status): (&str, &str)) -> Verified {
    let body = json!({
        "project_id": PROJECT,
        "payment": { "id": "p-1", "type": "purchase", "status": status, "sum": whole },
        "operation": {
            "id": 1, "type": kind, "status": "success", "code": "0", "sum_initial": own, "sum_converted": converted,
        },
    });
    verify(&SHAPE, &keys(), signed(&body.to_string()).as_bytes()).expect("verified")
}

fn paid(own: Value, whole: Value) -> Verified {
    read(own.clone(), whole, own, ("sale", "success"))
}

fn check(callback: &Verified, amount: i64) -> Result<(), Mismatch> {
    READING.check(callback, &Order { project_id: PROJECT, payment_id: "p-1", amount, currency: "KES" })
}

#[test]
fn less_than_was_asked_for_pays_no_order() {
    let under = paid(sum(100_000), sum(1_000));
    let refused = check(&under, 100_000).expect_err("not paid");
    assert_eq!(refused, Mismatch::Amount { ordered: 100_000, found: 1_000 });
    assert!(refused.to_string().contains("1000 ") && refused.to_string().contains("100000 "), "{refused}");
    // an order of what is said to be paid contradicts what was asked for
    let members = ["operation.sum_initial", "payment.sum"];
    let contradiction = Contradiction::Sums { members, amounts: [100_000, 1_000] };
    assert_eq!(check(&under, 1_000), Err(Mismatch::Contradiction(contradiction)));
    assert_eq!(READING.sum_paid_by_operation(&under), None);
    // unless the method's documents say that another sum may be paid
    let order = |amount| Order { project_id: PROJECT, payment_id: "p-1", amount, currency: "KES" };
    assert_eq!(READING.check_other_sum(&under, &order(1_000)), Ok(()));
    assert_eq!(
        READING.check_other_sum(&under, &order(100_000)),
        Err(Mismatch::Amount { ordered: 100_000, found: 1_000 })
    );
}

#[test]
fn a_payment_in_parts_pays_its_order_with_the_last_part() {
    let parts = |own: i64, status: &str| read(sum(own), sum(15_000), sum(own), ("sale", status));
    let (first, last) = (parts(10_000, "processing"), parts(5_000, "success"));
    assert!(!READING.is_paid(&first) && READING.is_paid(&last));
    assert_eq!(check(&first, 15_000), Err(Mismatch::Unpaid(Unpaid::Member("payment.status"))));
    assert_eq!(check(&last, 15_000), Ok(()));
    for part in [5_000, 10_000] {
        assert_eq!(check(&last, part), Err(Mismatch::Amount { ordered: part, found: 15_000 }));
    }
    assert_eq!(READING.sum_asked(&first), Some((10_000, "KES")));
    assert_eq!(READING.sum_paid_by_operation(&first), Some((10_000, "KES")));
    assert_eq!(READING.sum_paid_so_far(&first), None, "while it is under way the sum is the whole");
    assert_eq!(READING.sum_whole(&first), Some((15_000, "KES")));
    assert_eq!(READING.sum_paid_so_far(&last), Some((15_000, "KES")));
}

/// The sum that was asked for may differ from what was paid; what was paid is told twice, and then alike.
#[test]
fn where_another_sum_may_be_paid_what_is_paid_is_one_sum() {
    let members = ["operation.sum_converted", "payment.sum"];
    for (asked, whole, converted, alike) in [
        (1_000, 1_000, 1_000, true),
        (1_000, 900, 900, true),
        (1_000, 1_900, 1_900, true),
        (1_000, 1_000, 10, false),
        (1_000, 900, 10, false),
        // what was asked for, once more
        (1_000, 900, 1_000, true),
        (1_000, 900, 950, false),
        // a part of a payment
        (400, 1_000, 400, true),
        (400, 1_000, 300, true),
        (400, 1_000, 1_001, false),
    ] {
        let callback = read(sum(asked), sum(whole), sum(converted), ("sale", "success"));
        let wanted = Contradiction::Sums { members, amounts: [converted, whole] };
        let wanted = if alike { Ok(()) } else { Err(wanted) };
        assert_eq!(READING.contradiction(&callback, true), wanted, "{asked} {whole} {converted}");
    }
}

#[test]
fn a_debit_of_a_series_is_the_whole_of_its_sum() {
    let debit = |own: Value, whole: i64, converted: i64, status: &str| {
        read(own, sum(whole), sum(converted), ("recurring", status))
    };
    let differ = |other, amounts| Contradiction::Sums { members: ["operation.sum_initial", other], amounts };
    assert_eq!(check(&debit(sum(1_000), 1_000, 1_000, "success"), 1_000), Ok(()));
    for (whole, paid) in [(5_000, 5_000), (5_000, 1_000)] {
        let refused = check(&debit(sum(1_000), whole, 1_000, "success"), paid);
        assert!(refused.is_err(), "{whole}: {refused:?}");
    }
    let more = debit(sum(1_000), 5_000, 1_000, "success");
    assert_eq!(READING.contradiction(&more, false), Err(differ("payment.sum", [1_000, 5_000])));
    assert_eq!(READING.contradiction(&more, true), Ok(()), "another sum may be paid");
    // after a refund what is left is less
    assert_eq!(READING.contradiction(&debit(sum(1_000), 600, 1_000, "partially refunded"), false), Ok(()));
    // its own sum is not told: the converted one is, in the same currency
    let members = ["operation.sum_converted", "payment.sum"];
    for (kind, whole, wanted) in [
        ("recurring", 1_000, Ok(())),
        ("recurring", 5_000, Err(Contradiction::Sums { members, amounts: [1_000, 5_000] })),
        ("sale", 5_000, Ok(())),
        ("sale", 10, Err(Contradiction::Sums { members, amounts: [1_000, 10] })),
    ] {
        let callback = read(Value::Null, sum(whole), sum(1_000), (kind, "success"));
        assert_eq!(READING.contradiction(&callback, false), wanted, "{kind} {whole}");
    }
}

#[test]
fn a_refund_leaves_what_is_left_and_pays_nothing() {
    let refund = read(sum(400), sum(600), sum(400), ("refund", "partially refunded"));
    assert_eq!(READING.sum_paid_so_far(&refund), Some((600, "KES")));
    assert_eq!(READING.sum_paid_by_operation(&refund), None);
    let found = "refund".to_owned();
    assert_eq!(check(&refund, 600), Err(Mismatch::Type { member: "operation.type", found }));
    // news of the sale that comes after it contradicts nothing, and pays nothing
    let sale = read(sum(1_000), sum(600), sum(1_000), ("sale", "partially refunded"));
    assert_eq!(READING.contradiction(&sale, false), Ok(()));
    assert_eq!(READING.sum_paid_by_operation(&sale), Some((1_000, "KES")));
    assert_eq!(check(&sale, 600), Err(Mismatch::Unpaid(Unpaid::Member("payment.status"))));
}

#[test]
fn sums_that_contradict_each_other_pay_no_order() {
    let members = |other| ["operation.sum_initial", other];
    let of = |amount: i64, currency: &str| json!({ "amount": amount, "currency": currency });
    for (own, whole, converted, wanted) in [
        (
            sum(1_001),
            sum(1_000),
            sum(1_001),
            Some(Contradiction::Sums { members: members("payment.sum"), amounts: [1_001, 1_000] }),
        ),
        (
            sum(1_000),
            sum(1_000),
            sum(10),
            Some(Contradiction::Sums { members: members("operation.sum_converted"), amounts: [1_000, 10] }),
        ),
        (
            of(1_000, "USD"),
            sum(1_000),
            Value::Null,
            Some(Contradiction::Currencies { members: members("payment.sum") }),
        ),
        (sum(-1), sum(1_000), sum(-1), Some(Contradiction::Negative { member: "operation.sum_initial", amount: -1 })),
        (sum(1_000), sum(1_000), of(7, "USD"), None),
        (sum(1_000), sum(1_000), Value::Null, None),
        (Value::Null, sum(1_000), sum(10), None),
    ] {
        let callback = read(own.clone(), whole.clone(), converted.clone(), ("sale", "success"));
        let wanted = wanted.map(Mismatch::Contradiction);
        assert_eq!(check(&callback, 1_000).err(), wanted, "{own} {whole} {converted}");
    }
    // sums after conversion are written otherwise in this one
    let callback = read(of(1_000, "IDR"), of(1_000, "IDR"), of(10, "IDR"), ("sale", "success"));
    let order = Order { project_id: PROJECT, payment_id: "p-1", amount: 1_000, currency: "IDR" };
    assert_eq!(READING.check(&callback, &order), Ok(()));
}

#[test]
fn a_sum_that_is_there_in_part_is_none_and_no_other_counts() {
    for part in [
        json!({ "amount": 1_000 }),
        json!({ "currency": "KES" }),
        json!({ "other": 1 }),
        json!({ "amount": 1_000, "currency": "" }),
    ] {
        let callback = paid(sum(1_000), part.clone());
        assert_eq!(check(&callback, 1_000), Err(Mismatch::Absent("sum as a whole")), "{part}");
    }
    // what is not there at all is left to the operation
    assert_eq!(check(&paid(sum(1_000), Value::Null), 1_000), Ok(()));
    assert_eq!(check(&paid(Value::Null, sum(1_000)), 1_000), Ok(()));
    assert_eq!(check(&paid(Value::Null, Value::Null), 1_000), Err(Mismatch::Absent("sum")));
    assert_eq!(check(&paid(sum(1_000), json!({ "amount": 1_000, "currency": "USD" })), 1_000), Err(Mismatch::Currency));
}

#[test]
fn only_what_is_paid_pays_an_order() {
    for status in ["processing", "decline", "partially paid", "expired", "awaiting capture", ""] {
        let callback = read(sum(1_000), sum(1_000), sum(1_000), ("sale", status));
        assert_eq!(check(&callback, 1_000), Err(Mismatch::Unpaid(Unpaid::Member("payment.status"))), "{status}");
    }
}

/// The platform writes `_` and a space alike.
#[test]
fn a_status_with_underscores_means_the_same() {
    for status in ["partially refunded", "partially_refunded"] {
        let refund = read(sum(400), sum(600), sum(400), ("refund", status));
        assert_eq!(READING.sum_paid_so_far(&refund), Some((600, "KES")), "{status}");
    }
    for status in ["partially-refunded", "partially__refunded", "refunded_"] {
        assert_eq!(READING.sum_paid_so_far(&read(sum(400), sum(600), sum(400), ("refund", status))), None, "{status}");
    }
}

#[test]
fn letter_case_does_not_tell_payments_of_an_order_apart() {
    let callback = paid(sum(1_000), sum(1_000));
    let order = |payment_id| Order { project_id: PROJECT, payment_id, amount: 1_000, currency: "KES" };
    assert_eq!(READING.check(&callback, &order("P-1")), Ok(()));
    for other in ["p-11", "p1", ""] {
        assert_eq!(READING.check(&callback, &order(other)), Err(Mismatch::PaymentId), "{other}");
    }
}
