//! A method that a user has just added: no schema, no generated code, and yet served.

use std::path::Path;

use crate::gate_support::{Gate, PROJECT, Shop, general, root, start};
use serde_json::{Value, json};

pub(crate) const FERN: &str = r#"
method: fern-pay
version: 0.1.0
title: Fern Pay
summary: Money held, taken, given back in parts, confirmed by a code.
documents: { guide: { title: Fern Pay guide, language: en, url: "https://docs.example.com/fern", read: 2026-11 } }
cite: guide
names: { payment_page: none, gate: fern-pay, callback: Fern }
kind: wallet
instruments: [e_wallet]
countries: [FJ]
currencies: [FJD]
conversion: none
amounts: { FJD: 1.00..5_000.00 }
operations:
  sale:
    via: [gate]
    path: /v2/payment/wallet/fern-pay/sale
    times: { basic: 1min, threshold: 30min }
    send:
      customer.id: required
      customer.first_name: { is: optional, length: ..10 }
      customer.email+country+day_of_birth+ip_address: optional
      payment.description: optional
      account.number: { is: optional, pattern: "^FJ[0-9]+$" }
      general.merchant_callback_url: optional
    channels:
      otp:
        means: The customer sends a code on.
        turns:
          - get: { display_data: { amount: { example: "5.00" }, currency: { example: EUR }, shop: { example: Ferns } } }
          - send: { additional_data.pin: { gate: required, type: digits, length: 6 } }
            name: confirm
            path: /v2/payment/wallet/fern-pay/confirm
            within: 60s
  auth:
    via: [gate]
    path: /v2/payment/wallet/fern-pay/auth
    times: not_documented
    send: { customer.id: required }
  payout:
    via: [gate]
    path: /v2/payment/wallet/fern-pay/payout
    times: not_documented
    send: { customer.id: required, account.number: required, account.bank_id: { is: required, values: { "7": Bank of Ferns, "8": Bank of Moss } } }
  capture: { via: [gate], path: /v2/payment/wallet/fern-pay/capture, send: { payment.amount+currency: optional }, not_documented: [times] }
  cancel: { via: [gate], path: /v2/payment/wallet/fern-pay/cancel, send: { payment.amount+currency: optional }, not_documented: [times] }
  refund:
    full: supported
    partial: supported
    via: [gate]
    path: /v2/payment/wallet/fern-pay/refund
    send: { payment.amount+currency: optional, payment.merchant_refund_id: optional }
    not_documented: [times]
  not_documented: [recurring, chargeback]
test:
  ends: [ { end: decline, when: { payment.amount: [40000, 40400] } }, { end: decline, when: { payment.amount: { range: 45_000..45_500 } } } ]
"#;

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let into = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).unwrap();
        }
    }
}

/// The specs, and with them a method's.
pub(crate) fn specs_with(yaml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copied(&root().join("specs"), folder.path());
    std::fs::write(folder.path().join("methods/fern-pay.yaml"), yaml).unwrap();
    folder
}

pub(crate) async fn added() -> (Gate, Shop) {
    added_as(FERN).await
}

pub(crate) async fn added_as(yaml: &str) -> (Gate, Shop) {
    added_with(yaml, false).await
}

pub(crate) async fn added_with(yaml: &str, at_once: bool) -> (Gate, Shop) {
    let folder = specs_with(yaml);
    let specs = methodspec::load(folder.path()).unwrap_or_else(|faults| panic!("{faults}"));
    let shop = Shop::open().await;
    let mut start = start();
    start.specs = specs;
    start.callback_url = Some(shop.url.clone());
    start.at_once = at_once;
    (Gate::begin(start).await, shop)
}

pub(crate) fn asks(payment: &str, amount: i64) -> Value {
    let mut body = general(payment);
    body["customer"] = json!({ "id": "c" });
    body["payment"] = json!({ "amount": amount, "currency": "FJD" });
    body
}

#[tokio::test]
async fn its_requests_are_judged_by_the_spec_alone() {
    let (gate, _shop) = added().await;
    let sale = "/v2/payment/wallet/fern-pay/sale";
    let with = |pointer: &str, value: Value| {
        let mut body = asks("S", 10_000);
        body["account"] = json!({ "number": "FJ1" });
        let (holder, member) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(holder).unwrap()[member] = value;
        body
    };
    let mut lacking = with("/account/number", json!("FJ1"));
    lacking["customer"] = json!({});
    assert_eq!(gate.refused(sale, lacking).await, "2004");
    let refused = [
        ("/customer/id", json!(5), "702"),
        ("/customer", json!("c"), "702"),
        ("/customer/first_name", json!("Maximiliana"), "702"),
        ("/customer/email", json!("nobody"), "702"),
        ("/customer/country", json!("fj"), "702"),
        ("/customer/day_of_birth", json!("2000-01-31"), "702"),
        ("/customer/ip_address", json!("1.2.3.256"), "702"),
        ("/payment/description", json!("d".repeat(256)), "702"),
        ("/account/number", json!("US1"), "702"),
        ("/general/merchant_callback_url", json!("nowhere"), "702"),
        ("/payment/amount", json!("10000"), "702"),
    ];
    for (pointer, value, code) in refused {
        assert_eq!(gate.refused(sale, with(pointer, value)).await, code, "{pointer}");
    }
    for (pointer, value, code) in [("/payment/currency", json!("USD"), "3121"), ("/payment/amount", json!(99), "3358")]
    {
        assert_eq!(gate.fails(sale, with(pointer, value)).await, code, "{pointer}");
    }
    gate.accepted(sale, with("/customer/day_of_birth", json!("31-01-2000"))).await;
    gate.end().await;
}

#[tokio::test]
async fn accounts_banks_and_sums_that_lack_have_codes_of_their_own() {
    let (gate, _shop) = added().await;
    let payout = "/v2/payment/wallet/fern-pay/payout";
    let mut whole = asks("A", 10_000);
    whole["account"] = json!({ "number": "FJ1", "bank_id": 7 });
    let without = |pointer: &str| {
        let mut body = whole.clone();
        let (holder, member) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(member);
        body
    };
    let refused = [
        ("/account", "3242"),
        ("/account/number", "3242"),
        ("/account/bank_id", "3244"),
        ("/payment/amount", "3286"),
        ("/payment/currency", "3287"),
        ("/payment", "2004"),
        ("/customer", "2004"),
    ];
    for (pointer, code) in refused {
        assert_eq!(gate.refused(payout, without(pointer)).await, code, "{pointer}");
    }
    let mut unknown = whole.clone();
    unknown["account"]["bank_id"] = json!(9);
    assert_eq!(gate.fails(payout, unknown).await, "2801");
    gate.accepted(payout, whole).await;
    gate.end().await;
}

#[tokio::test]
async fn money_is_held_taken_in_part_and_given_back_in_parts() {
    let (gate, mut shop) = added().await;
    let path = |operation: &str| format!("/v2/payment/wallet/fern-pay/{operation}");
    assert_eq!(gate.fails(&path("auth"), asks("H", 500_001)).await, "2642", "sums are judged by the spec");
    assert_eq!(shop.next().await["payment"]["status"], "error");
    assert_eq!(gate.refused(&path("auth"), json!({ "general": general("H")["general"] })).await, "2004");
    gate.accepted(&path("auth"), asks("H", 10_000)).await;
    assert_eq!(gate.refused(&path("capture"), general("H")).await, "3060", "nothing is held yet");
    gate.pass(2).await;
    gate.control("H", "success", json!({})).await;
    gate.pass(0).await;
    let held = shop.next().await;
    assert_eq!((&held["payment"]["status"], &held["payment"]["method"]), (&json!("awaiting capture"), &json!("Fern")));
    assert_eq!(gate.refused(&path("refund"), general("H")).await, "3060", "held money does not go back");
    assert_eq!(gate.refused(&path("capture"), asks("H", 10_001)).await, "2642");
    gate.accepted(&path("capture"), asks("H", 8_000)).await;
    gate.pass(10).await;
    let taken = shop.next().await;
    assert_eq!((&taken["payment"]["status"], &taken["payment"]["sum"]["amount"]), (&json!("success"), &json!(8_000)));

    let part = |amount: i64, id: &str| {
        let mut body = asks("H", amount);
        body["payment"]["description"] = json!("back");
        body["payment"]["merchant_refund_id"] = json!(id);
        body
    };
    for (member, code) in [("amount", "3286"), ("currency", "3287")] {
        let mut half = part(3_000, "r1");
        half["payment"].as_object_mut().unwrap().remove(member);
        assert_eq!(gate.refused(&path("refund"), half).await, code);
    }
    gate.accepted(&path("refund"), part(3_000, "r1")).await;
    gate.pass(10).await;
    let back = shop.next().await;
    assert_eq!(
        (&back["payment"]["status"], &back["payment"]["sum"]["amount"]),
        (&json!("partially refunded"), &json!(5_000))
    );
    assert_eq!(back["payment"]["merchant_refund_id"], "r1");
    assert_eq!(gate.refused(&path("refund"), part(1_000, "r1")).await, "3230");
    assert_eq!(gate.refused(&path("refund"), part(5_001, "r2")).await, "3283");
    let mut other = part(1_000, "r2");
    for currency in ["USD", "fjd", ""] {
        other["payment"]["currency"] = json!(currency);
        assert_eq!(gate.refused(&path("refund"), other.clone()).await, "3284", "{currency:?}");
    }
    gate.accepted(&path("refund"), part(5_000, "r2")).await;
    gate.pass(10).await;
    assert_eq!(shop.next().await["payment"]["status"], "refunded");

    gate.accepted(&path("auth"), asks("X", 10_000)).await;
    gate.pass(2).await;
    gate.control("X", "success", json!({})).await;
    gate.pass(0).await;
    shop.next().await;
    gate.accepted(&path("cancel"), general("X")).await;
    gate.pass(10).await;
    assert_eq!(shop.next().await["payment"]["status"], "canceled");

    gate.accepted(&path("auth"), asks("Y", 10_000)).await;
    gate.pass(2).await;
    gate.control("Y", "success", json!({})).await;
    gate.accepted(&path("capture"), general("Y")).await;
    gate.pass(10).await;
    let mut other = part(1_000, "r1");
    other["general"]["payment_id"] = json!("Y");
    assert_eq!(gate.refused(&path("refund"), other).await, "3230", "also of another payment");
    gate.end().await;
}

#[tokio::test]
async fn a_further_request_has_its_path_and_its_time() {
    let (gate, mut shop) = added().await;
    let (sale, confirm) = ("/v2/payment/wallet/fern-pay/sale", "/v2/payment/wallet/fern-pay/confirm");
    let code = |payment: &str| {
        let mut body = general(payment);
        body["additional_data"] = json!({ "pin": "123456" });
        body
    };
    gate.accepted(sale, asks("1", 10_000)).await;
    assert_eq!(gate.refused(confirm, code("1")).await, "3060", "not asked for yet");
    gate.pass(3).await;
    let shown = shop.next().await;
    let own = json!([
        { "type": "add_info", "title": "amount", "data": "100.00" },
        { "type": "add_info", "title": "currency", "data": "FJD" },
        { "type": "add_info", "title": "shop", "data": "Ferns" }
    ]);
    assert_eq!(shown["display_data"], own, "the payment's own sum, written as in the example");
    assert_eq!(gate.refused(confirm, general("1")).await, "2004");
    for wrong in [json!("12345"), json!(123_456), json!("12345x")] {
        let mut body = code("1");
        body["additional_data"]["pin"] = wrong;
        assert_eq!(gate.refused(confirm, body).await, "702");
    }
    gate.accepted(confirm, code("1")).await;
    gate.pass(3).await;
    gate.control("1", "success", json!({})).await;
    gate.pass(0).await;
    assert_eq!(shop.next().await["payment"]["status"], "success");

    gate.accepted(sale, asks("2", 10_000)).await;
    gate.pass(3).await;
    shop.next().await;
    gate.pass(60).await;
    let late = shop.next().await;
    assert_eq!((&late["payment"]["status"], &late["operation"]["code"]), (&json!("decline"), &json!("20602")));

    gate.accepted(sale, asks("3", 40_400)).await;
    gate.pass(3).await;
    shop.next().await;
    gate.accepted(confirm, code("3")).await;
    gate.pass(10).await;
    let declined = shop.next().await;
    assert_eq!(
        (&declined["payment"]["status"], &declined["operation"]["code"]),
        (&json!("decline"), &json!("20000")),
        "a rule of test mode"
    );
    // a range has both its ends, and nothing beside them
    for (id, amount, status) in
        [("4", 44_999, "success"), ("5", 45_000, "decline"), ("6", 45_500, "decline"), ("7", 45_501, "success")]
    {
        gate.accepted(sale, asks(id, amount)).await;
        gate.pass(3).await;
        shop.next().await;
        gate.accepted(confirm, code(id)).await;
        gate.pass(10).await;
        // what no rule ends waits until it is ended: an ended one does not end again
        let ended = gate.control(id, "success", json!({})).await.0;
        assert_eq!(ended, if status == "success" { 200 } else { 409 }, "{amount}");
        gate.pass(0).await;
        assert_eq!(shop.next().await["payment"]["status"], status, "{amount}");
    }
    assert_eq!(PROJECT, declined["project_id"]);
    gate.end().await;
}

/// Where the documents name no other path, a further request goes where the operation began.
#[tokio::test]
async fn a_further_request_may_go_where_the_operation_began() {
    let sale = "/v2/payment/wallet/fern-pay/sale";
    let (gate, mut shop) = added_as(&FERN.replace("/v2/payment/wallet/fern-pay/confirm", sale)).await;
    gate.accepted(sale, asks("1", 10_000)).await;
    gate.pass(3).await;
    shop.next().await;
    let mut code = general("1");
    code["additional_data"] = json!({ "pin": "123456" });
    gate.accepted(sale, code).await;
    assert_eq!(gate.refused(sale, asks("1", 10_000)).await, "3041", "the identifier is used");
    gate.end().await;
}
