//! Paid is what takes money: by the type of the operation, or of the payment where there is none.

use crate::support::{PROJECT, SHAPE, keys, signed};
use ecommpay_runtime::callback::{Mismatch, Order, Reading, Sums, Unpaid, Verified, verify};
use serde_json::{Value, json};

static READING: Reading = Reading::new(&SHAPE)
    .paid(&[("operation.code", "0"), ("operation.status", "success"), ("payment.status", "success")])
    .takes_money(("operation.type", &["capture", "recurring", "sale"]), ("payment.type", &["purchase", "recurring"]))
    .sums_at(Sums::new(["operation.sum_initial", "operation.sum_initial", "payment.sum", "operation.sum_converted"]))
    .members("payment.method", "payment.id", "payment.status");

fn read(payment: &Value, operation: Option<&Value>) -> Verified {
    let mut body = json!({ "project_id": PROJECT, "payment": payment });
    body["payment"]["id"] = json!("p-1");
    body["payment"]["sum"] = json!({ "amount": 100, "currency": "THB" });
    if let Some(operation) = operation {
        body["operation"] = operation.clone();
    }
    verify(&SHAPE, &keys(), signed(&body.to_string()).as_bytes()).expect("verified")
}

const ORDER: Order<'_> = Order { project_id: PROJECT, payment_id: "p-1", amount: 100, currency: "THB" };

#[test]
fn an_operation_that_takes_no_money_pays_nothing_and_is_named() {
    let payment = json!({ "type": "purchase", "status": "success" });
    for (kind, paid) in [
        ("sale", true),
        ("capture", true),
        ("recurring", true),
        ("auth", false),
        ("refund", false),
        ("reversal", false),
        ("payout", false),
        ("account verification", false),
        ("recurring cancel", false),
        ("brand new", false),
        ("", false),
    ] {
        let operation = json!({ "type": kind, "status": "success", "code": "0" });
        let callback = read(&payment, Some(&operation));
        assert_eq!(READING.is_paid(&callback), paid, "{kind}");
        let (member, found) = ("operation.type", kind.to_owned());
        if paid {
            assert_eq!((READING.paid_by(&callback), READING.check(&callback, &ORDER)), (Ok(()), Ok(())), "{kind}");
        } else {
            let unpaid = Unpaid::Type { member, found: Some(found.clone()) };
            assert_eq!(READING.paid_by(&callback), Err(unpaid), "{kind}");
            let mismatch = READING.check(&callback, &ORDER).expect_err(kind);
            assert!(mismatch.to_string().contains(&format!("{kind:?}")), "{mismatch}");
            assert_eq!(mismatch, Mismatch::Type { member, found });
        }
    }
}

#[test]
fn an_operation_without_a_type_pays_nothing() {
    let callback =
        read(&json!({ "type": "purchase", "status": "success" }), Some(&json!({ "status": "success", "code": "0" })));
    let unpaid = READING.paid_by(&callback).expect_err("unpaid");
    assert_eq!(unpaid, Unpaid::Type { member: "operation.type", found: None });
    assert!(unpaid.to_string().contains("operation.type is absent"), "{unpaid}");
}

#[test]
fn without_an_operation_the_type_of_the_payment_counts() {
    let unpaid = |payment: Value| READING.paid_by(&read(&payment, None)).err();
    assert_eq!(unpaid(json!({ "type": "purchase", "status": "success" })), None);
    assert_eq!(unpaid(json!({ "type": "recurring", "status": "success" })), None);
    assert_eq!(unpaid(json!({ "type": "purchase", "status": "decline" })), Some(Unpaid::Member("payment.status")));
    for (payment, found) in [
        (json!({ "type": "payout", "status": "success" }), Some("payout".to_owned())),
        (json!({ "type": "account_verification", "status": "success" }), Some("account_verification".to_owned())),
        (json!({ "status": "success" }), None),
    ] {
        assert_eq!(unpaid(payment), Some(Unpaid::Type { member: "payment.type", found }));
    }
}

#[test]
fn any_member_of_an_operation_is_an_operation() {
    let payment = json!({ "type": "purchase", "status": "success" });
    for operation in [json!({ "id": 1 }), json!({ "provider": { "id": 1 } }), json!({ "status": "decline" })] {
        let unpaid = READING.paid_by(&read(&payment, Some(&operation)));
        assert_eq!(unpaid, Err(Unpaid::Member("operation.code")), "{operation}");
    }
    // An empty one is none: the signature does not cover it.
    assert_eq!(READING.paid_by(&read(&payment, Some(&json!({})))), Ok(()));
}

#[test]
fn without_facts_nothing_is_paid() {
    static BARE: Reading = Reading::new(&SHAPE);
    let callback = read(&json!({ "type": "purchase", "status": "success" }), None);
    assert_eq!(BARE.paid_by(&callback), Err(Unpaid::Unknown));
}
