//! What the platform publishes of how it behaves, at the local Gate.

use ecommpay_conformance::traffic::{Options, Run as Traffic, Secrets};
use serde_json::{Value, json};

use crate::gate_added::{FERN, added_as, asks};
use crate::gate_support::{Gate, PROJECT, Shop, both, general, sale, secret, sign, start, verified};

const SALE: &str = "/v2/payment/card-partner/sale";
const REFUND: &str = "/v2/payment/card-partner/refund";
const CLARIFICATION: &str = "/v2/payment/clarification";
const MINUTE: u64 = 60;

/// Two fields are missing: one is given at a time.
#[tokio::test]
async fn an_answer_to_a_clarification_may_be_empty_or_a_part_and_begins_the_time_anew() {
    let (gate, mut shop) = both().await;
    let mut body = sale("C", &shop);
    for member in ["phone", "email"] {
        body["customer"].as_object_mut().unwrap().remove(member);
    }
    gate.accepted(SALE, body).await;
    gate.pass(1).await;
    let missing = |told: &Value| {
        assert_eq!(told["payment"]["status"], "awaiting clarification", "{told}");
        let mut all = told["clarification_fields"]["customer"]["required"].as_array().unwrap().clone();
        all.sort_by_key(ToString::to_string);
        all
    };
    let first = shop.next().await;
    assert_eq!(missing(&first), [json!("email"), json!("phone")]);
    let give = |customer: Value| {
        let mut body = general("C");
        body["additional_data"] = json!({ "customer": customer });
        body
    };
    // the object itself must be there
    assert_eq!(gate.refused(CLARIFICATION, general("C")).await, "2004");
    let mut text = general("C");
    text["additional_data"] = json!("phone");
    assert_eq!(gate.refused(CLARIFICATION, text).await, "702");
    // neither began the time anew: both are asked for again, and 30 minutes count from here
    gate.pass(29 * MINUTE).await;
    let mut empty = general("C");
    empty["additional_data"] = json!({});
    gate.accepted(CLARIFICATION, empty).await;
    gate.pass(1).await;
    assert_eq!(missing(&shop.next().await), [json!("email"), json!("phone")], "asked for again");
    gate.pass(29 * MINUTE).await;
    assert!(shop.is_idle(&gate).await, "58 minutes after the first question");
    gate.accepted(CLARIFICATION, give(json!({ "phone": "123456789" }))).await;
    gate.pass(1).await;
    let second = shop.next().await;
    assert_eq!(missing(&second), [json!("email")]);
    assert_eq!(missing(&gate.status("C").await), [json!("email")], "the status tells it too");
    assert_eq!(gate.refused(CLARIFICATION, give(json!({ "email": "nobody" }))).await, "702");
    gate.accepted(CLARIFICATION, give(json!({ "email": "customer@example.com" }))).await;
    gate.pass(1).await;
    let on = shop.next().await;
    assert_eq!(on["payment"]["status"], "awaiting redirect result");
    assert_eq!(on["customer"]["phone"], "123456789", "what was given before stays");
    gate.end().await;
}

#[tokio::test]
async fn a_clarification_goes_on_up_to_the_threshold_and_no_further() {
    let asking = FERN.replacen("threshold: 30min", "threshold: 2h", 1).replacen(
        "      customer.first_name:",
        "      customer.phone: clarifiable\n      customer.first_name:",
        1,
    );
    let (gate, mut shop) = added_as(&asking).await;
    gate.accepted("/v2/payment/wallet/fern-pay/sale", asks("T", 10_000)).await;
    let mut empty = general("T");
    empty["additional_data"] = json!({});
    gate.pass(1).await;
    assert_eq!(shop.next().await["payment"]["status"], "awaiting clarification");
    for asked in 1..=4 {
        gate.pass(29 * MINUTE - 1).await;
        gate.accepted(CLARIFICATION, empty.clone()).await;
        gate.pass(1).await;
        assert_eq!(shop.next().await["payment"]["status"], "awaiting clarification", "{asked}");
    }
    // 116 minutes and a second have passed, and the last question would wait for 30 more
    gate.pass(4 * MINUTE - 2).await;
    assert!(shop.is_idle(&gate).await, "a second before the threshold");
    gate.pass(1).await;
    assert_eq!(gate.status("T").await["payment"]["status"], "decline", "at the threshold");
    let last = shop.next().await;
    assert_eq!((&last["payment"]["status"], &last["operation"]["code"]), (&json!("decline"), &json!("20602")));
    gate.end().await;
}

#[tokio::test]
async fn what_a_later_check_finds_comes_by_callback_and_the_identifier_is_free_again() {
    let (gate, mut shop) = both().await;
    let mut wrong = sale("E", &shop);
    wrong["payment"]["currency"] = json!("THB");
    let answer = gate.accepted(SALE, wrong.clone()).await;
    assert_eq!(gate.refused(SALE, sale("E", &shop)).await, "3041", "as long as nothing was found");
    gate.pass(1).await;
    let told = shop.next().await;
    assert_eq!((&told["payment"]["status"], &told["operation"]["code"]), (&json!("error"), &json!("3121")));
    assert_eq!(told["errors"][0]["field"], "payment.currency");
    let callback = verified(told.to_string().as_bytes());
    assert!(callback.is_ok_and(|callback| !callback.is_paid()));
    assert_eq!(gate.control("E", "success", json!({})).await.0, 409, "nothing is under way");
    assert_eq!(gate.refused(REFUND, general("E")).await, "3060", "nothing was paid");
    // again and again, until it is right
    wrong["payment"]["currency"] = json!("KES");
    wrong["payment"]["amount"] = json!(999);
    assert_eq!(gate.fails(SALE, wrong).await, "3358");
    assert_eq!(shop.next().await["payment"]["status"], "error");
    let second = gate.accepted(SALE, sale("e", &shop)).await;
    assert_ne!(answer["request_id"], second["request_id"]);
    gate.pass(1).await;
    assert_eq!(shop.next().await["payment"]["status"], "awaiting redirect result");
    gate.control("E", "success", json!({})).await;
    gate.pass(0).await;
    assert!(verified(&shop.raw().await).unwrap().is_paid());
    assert_eq!(gate.refused(SALE, sale("E", &shop)).await, "3041", "a paid one stays");
    let by_request = json!({ "general": { "project_id": PROJECT }, "request_id": answer["request_id"] });
    let (_, gone) = gate.signed("/v2/payment/status/request", by_request).await;
    assert_eq!(gone["code"], "3061", "what failed is forgotten: {gone}");
    gate.end().await;
}

#[tokio::test]
async fn a_gate_may_make_every_check_at_once() {
    let mut options = start();
    options.at_once = true;
    let (gate, shop) = (Gate::begin(options).await, Shop::open().await);
    let mut wrong = sale("E", &shop);
    wrong["payment"]["currency"] = json!("THB");
    assert_eq!(gate.refused(SALE, wrong).await, "3121");
    gate.accepted(SALE, sale("E", &shop)).await;
    gate.end().await;
}

#[tokio::test]
async fn addresses_of_a_result_win_over_the_others() {
    let (gate, mut shop) = both().await;
    let (mut good, mut bad) = (Shop::open().await, Shop::open().await);
    for payment in ["good", "bad", "back"] {
        let mut body = sale(payment, &shop);
        body["general"]["merchant_success_callback_url"] = json!(good.url);
        body["general"]["merchant_decline_callback_url"] = json!(bad.url);
        gate.accepted(SALE, body).await;
        gate.pass(1).await;
        let between = shop.next().await;
        assert_eq!(between["payment"]["status"], "awaiting redirect result", "no result yet");
        gate.control(payment, if payment == "bad" { "decline" } else { "success" }, json!({})).await;
        gate.pass(0).await;
    }
    for (payment, status) in [("good", "success"), ("bad", "decline"), ("back", "success")] {
        let told = if payment == "bad" { bad.next().await } else { good.next().await };
        assert_eq!((&told["payment"]["id"], &told["payment"]["status"]), (&json!(payment), &json!(status)));
    }
    // a refund is neither
    gate.accepted(REFUND, general("back")).await;
    gate.pass(10).await;
    assert_eq!(shop.next().await["payment"]["status"], "refunded");
    gate.settled().await;
    assert!(good.is_idle(&gate).await && bad.is_idle(&gate).await);
    gate.end().await;
}

#[tokio::test]
async fn a_registered_series_has_an_identifier() {
    let (gate, mut shop) = both().await;
    let mut body = sale("R", &shop);
    body["recurring_register"] = json!(true);
    gate.accepted(SALE, body).await;
    gate.pass(1).await;
    shop.next().await;
    gate.control("R", "success", json!({})).await;
    gate.pass(0).await;
    let told = shop.next().await;
    assert!(told["recurring"]["id"].as_i64().is_some_and(|id| id >= 1), "{told}");
    assert_eq!(gate.status("R").await["recurring"]["id"], told["recurring"]["id"]);
    gate.end().await;
}

/// The platform's daily notice of chargebacks has no signature: it is no callback, and the refusal says so.
#[test]
fn a_notice_of_chargebacks_is_refused_for_that() {
    let mut notice = json!({
        "project_id": PROJECT, "payment": { "id": "X1", "status": "success" },
        "operation": { "id": 1, "type": "chargeback", "status": "success" },
    });
    let keys = ecommpay_platform::runtime::callback::Keys::new().with(PROJECT, &secret());
    let refusal = ecommpay::verify(&keys, notice.to_string().as_bytes()).unwrap_err();
    assert_eq!(refusal.reason(), ecommpay_platform::runtime::callback::Reason::SignatureMissing);
    assert!(refusal.recovery().contains("chargebacks"), "{}", refusal.recovery());

    let specs = start().specs;
    let mut secrets = Secrets::default();
    secrets.add(Some(PROJECT), secret());
    let mut run = Traffic::callbacks(&specs, ecommpay::METHODS, secrets, Options::default());
    run.stream("-", notice.to_string().as_bytes()).unwrap();
    let (report, _) = run.finish();
    assert_eq!((report.failed, report.payments), (1, 0));
    let told = serde_json::to_string(&report.rules["traffic/callback/signature"].places).unwrap_or_default();
    assert!(told.contains("notices of chargebacks"), "{told}");
    // signed by somebody it is a callback like any other
    sign(&mut notice);
    assert!(ecommpay::verify(&keys, notice.to_string().as_bytes()).is_ok());
}

/// Bodies of a refund beside the envelope, and whether the platform takes them.
fn refunds(currency: &str) -> [(Value, bool); 6] {
    [
        (Value::Null, true),
        (json!({}), false),
        (json!({ "amount": 100, "currency": currency }), false),
        (json!({ "merchant_refund_id": "r1" }), false),
        (json!({ "description": "back" }), true),
        (json!({ "amount": 100, "currency": currency, "description": "back" }), true),
    ]
}

fn refund_of(payment: &str, carries: &Value) -> Value {
    let mut body = general(payment);
    if !carries.is_null() {
        body["payment"] = carries.clone();
    }
    body
}

/// Whatever the method: by its schema, by its crate's table, and by the spec alone.
#[tokio::test]
async fn a_refund_that_carries_a_payment_says_what_it_is_for() {
    for form in [&ecommpay::card_partner::refund::FORM, &ecommpay::paypal::refund::FORM] {
        for (carries, taken) in refunds("USD") {
            let mut body = refund_of("a", &carries);
            body["general"]["signature"] = json!("A".repeat(88));
            let broken: Vec<String> = form.validate(&body).into_iter().map(|one| one.rule).collect();
            let wanted = format!("{}/required/payment.description/when/payment:sent", form.id);
            assert_eq!(broken, if taken { Vec::new() } else { vec![wanted] }, "{carries}");
        }
    }
    let (gate, shop) = both().await;
    let (bare, _shop) = added_as(FERN).await;
    for (n, ((carries, taken), (own, _))) in refunds("KES").into_iter().zip(refunds("FJD")).enumerate() {
        let (paid, fern) = (format!("P{n}"), format!("F{n}"));
        gate.accepted(SALE, sale(&paid, &shop)).await;
        bare.accepted("/v2/payment/wallet/fern-pay/auth", asks(&fern, 10_000)).await;
        for (gate, payment) in [(&gate, &paid), (&bare, &fern)] {
            gate.pass(3).await;
            assert_eq!(gate.control(payment, "success", json!({})).await.0, 200);
        }
        bare.accepted("/v2/payment/wallet/fern-pay/capture", general(&fern)).await;
        bare.pass(10).await;
        for (gate, path, body) in [
            (&gate, REFUND, refund_of(&paid, &carries)),
            (&bare, "/v2/payment/wallet/fern-pay/refund", refund_of(&fern, &own)),
        ] {
            if taken {
                gate.accepted(path, body).await;
                continue;
            }
            let (status, told) = gate.signed(path, body).await;
            assert_eq!((status, &told["code"]), (400, &json!("2004")), "{carries}: {told}");
            assert!(told.to_string().contains("payment.description"), "{told}");
        }
    }
    bare.end().await;
    gate.end().await;
}
