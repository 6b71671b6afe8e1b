//! Kinds of news that the Gate sends when it is asked to, and what everybody says of them: crate, `callbacks`, the Gate's own
//! status and listing.

use std::collections::BTreeSet;

use ecommpay_conformance::traffic::{Options, Orders, Run as Traffic, Secrets, rules::Severity};
use ecommpay_platform::runtime::callback::{Mismatch, Order, Unpaid};
use methodspec::resolved::Specs;
use serde_json::{Value, json};

use crate::gate_added::{FERN, added_as, asks};
use crate::gate_support::{Gate, PROJECT, Shop, both, general, sale, secret, start, verified};
use crate::traffic_support::{SPECS, at_least};

const SALE: &str = "/v2/payment/card-partner/sale";
const REFUND: &str = "/v2/payment/card-partner/refund";
const CLARIFICATION: &str = "/v2/payment/clarification";
const WHOLE: i64 = 100_000;

/// Rules of errors and advice, of callbacks held against an order where there is one.
fn findings(specs: &Specs, bodies: &[Value], ordered: Option<(&str, i64)>) -> BTreeSet<String> {
    let mut secrets = Secrets::default();
    secrets.add(Some(PROJECT), secret());
    let mut run = Traffic::callbacks(specs, ecommpay::METHODS, secrets, Options::default());
    if let Some((id, amount)) = ordered {
        let order = json!({ "id": id, "amount": amount, "currency": "KES" }).to_string();
        run = run.against(Orders::of(order.as_bytes()).unwrap());
    }
    let lines: String = bodies.iter().map(|body| format!("{body}\n")).collect();
    run.stream("t", lines.as_bytes()).unwrap();
    let (report, _) = run.finish();
    assert_eq!(report.failed == 0, at_least(&report, Severity::Error).is_empty());
    at_least(&report, Severity::Advice).into_iter().map(str::to_owned).collect()
}

fn none() -> BTreeSet<String> {
    BTreeSet::new()
}

fn rule(id: &str) -> BTreeSet<String> {
    BTreeSet::from([id.to_owned()])
}

fn read(body: &Value) -> ecommpay::Callback {
    verified(body.to_string().as_bytes()).unwrap()
}

fn check(body: &Value, amount: i64) -> Result<(), Mismatch> {
    let callback = read(body);
    let payment_id = callback.payment_id().unwrap().to_owned();
    callback.check(&Order { project_id: PROJECT, payment_id: &payment_id, amount, currency: "KES" })
}

/// Status and sum of the payment, then of the operation.
fn stand(body: &Value) -> (&str, i64, &str, i64) {
    let (payment, operation) = (&body["payment"], &body["operation"]);
    let amount = |sum: &Value| sum["amount"].as_i64().unwrap();
    (
        payment["status"].as_str().unwrap(),
        amount(&payment["sum"]),
        operation["status"].as_str().unwrap(),
        amount(&operation["sum_initial"]),
    )
}

/// The operations of a payment, as status and listing have them, which agree with the last callback and with each other.
async fn operations(gate: &Gate, payment: &str, last: &Value) -> Vec<(String, String, i64)> {
    let status = gate.status(payment).await;
    for member in ["status", "sum", "type", "date"] {
        assert_eq!(status["payment"][member], last["payment"][member], "{member}: {status}");
    }
    let all: Vec<Value> = status["operations"].as_array().unwrap().clone();
    assert!(all.contains(&last["operation"]), "{status}");
    let always = json!({ "from": "2020-01-01 00:00:00", "to": "2100-01-01 00:00:00" });
    let ask = json!({ "project_id": [PROJECT], "interval": always, "token": "t".repeat(30) });
    let (http, listed) = gate.signed("/operations/get", ask).await;
    assert_eq!(http, 200, "{listed}");
    let listed = listed["operations"].as_array().unwrap();
    let listed = listed.iter().filter(|row| row["payment_id"] == last["payment"]["id"]);
    let listed: Vec<[&Value; 4]> = listed
        .map(|row| [&row["operation_type"], &row["operation_status"], &row["sum_initial"], &row["sum_converted"]])
        .collect();
    let ended = all.iter().filter(|one| one["code"].is_string());
    let ended: Vec<[&Value; 4]> =
        ended.map(|one| [&one["type"], &one["status"], &one["sum_initial"], &one["sum_converted"]]).collect();
    assert_eq!(listed, ended);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.iter()
        .map(|one| (text(&one["type"]), text(&one["status"]), one["sum_initial"]["amount"].as_i64().unwrap()))
        .collect()
}

fn row(kind: &str, status: &str, amount: i64) -> (String, String, i64) {
    (kind.to_owned(), status.to_owned(), amount)
}

/// A purchase that waits for its customer; the callback that says so.
async fn opened(gate: &Gate, shop: &mut Shop, payment: &str) -> Value {
    gate.accepted(SALE, sale(payment, shop)).await;
    gate.pass(1).await;
    shop.next().await
}

/// Decides, and gives the callback that follows.
async fn decided(gate: &Gate, shop: &mut Shop, payment: &str, action: &str, options: Value) -> Value {
    let (status, answer) = gate.control(payment, action, options).await;
    assert_eq!(status, 200, "{payment} {action}: {answer}");
    gate.pass(0).await;
    shop.next().await
}

fn refund(payment: &str, amount: i64) -> Value {
    let mut body = general(payment);
    body["payment"] = json!({ "amount": amount, "currency": "KES", "description": "back" });
    body
}

async fn given_back(gate: &Gate, shop: &mut Shop, payment: &str, amount: i64) -> Value {
    gate.accepted(REFUND, refund(payment, amount)).await;
    gate.pass(10).await;
    shop.next().await
}

#[tokio::test]
async fn a_purchase_is_paid_in_parts_and_the_parts_go_back_together() {
    let folder = tempfile::tempdir().unwrap();
    let over = || {
        let mut start = start();
        start.journal = Some(folder.path().join("journal"));
        start
    };
    let (gate, mut shop) = (Gate::begin(over()).await, Shop::open().await);
    let mut all = vec![opened(&gate, &mut shop, "parts").await];
    all.push(decided(&gate, &mut shop, "parts", "part", json!({ "amount": 60_000 })).await);
    assert_eq!(stand(&all[1]), ("processing", WHOLE, "success", 60_000));
    assert_eq!(check(&all[1], WHOLE), Err(Mismatch::Unpaid(Unpaid::Member("payment.status"))));
    let first = read(&all[1]);
    assert_eq!((first.sum_paid_by_operation(), first.sum_paid_so_far()), (Some((60_000, "KES")), None));
    assert_eq!(
        operations(&gate, "parts", &all[1]).await,
        [row("sale", "success", 60_000), row("sale", "processing", 40_000)]
    );
    assert_eq!(gate.refused(REFUND, refund("parts", 1_000)).await, "3060", "the rest is under way");
    assert_eq!(gate.control("parts", "part", json!({ "amount": 40_001 })).await.0, 409, "more than the rest");
    gate.settled().await;
    gate.end().await;
    // a Gate that goes on over the journal knows what is paid
    let gate = Gate::begin(over()).await;
    all.push(decided(&gate, &mut shop, "parts", "part", json!({})).await);
    assert_eq!(stand(&all[2]), ("processing", WHOLE, "success", 20_000), "a half of the rest");
    all.push(decided(&gate, &mut shop, "parts", "part", json!({ "amount": 20_000 })).await);
    assert_eq!(stand(&all[3]), ("success", WHOLE, "success", 20_000));
    assert_eq!(check(&all[3], WHOLE), Ok(()));
    assert_eq!(read(&all[3]).sum_paid_so_far(), Some((WHOLE, "KES")));
    assert_eq!(operations(&gate, "parts", &all[3]).await.len(), 3);
    assert_eq!(gate.control("parts", "part", json!({})).await.0, 409, "nothing is under way");
    assert_eq!(gate.refused(REFUND, refund("parts", WHOLE + 1)).await, "3283", "more than all parts together");
    all.push(given_back(&gate, &mut shop, "parts", 70_000).await);
    assert_eq!(stand(&all[4]), ("partially refunded", 30_000, "success", 70_000));
    all.push(given_back(&gate, &mut shop, "parts", 30_000).await);
    assert_eq!(stand(&all[5]), ("refunded", 0, "success", 30_000));
    operations(&gate, "parts", &all[5]).await;
    gate.end().await;
    let all: Vec<ecommpay::Callback> = distinct_news(&all, Some(("parts", WHOLE)));
    assert_eq!(all.iter().map(|one| one.is_paid()).collect::<Vec<_>>(), [false, false, false, true, false, false]);
    assert_eq!(all[0].action_key(), all[1].action_key(), "the first part is what was under way");
}

/// News and actions are kept apart by the crate, and `callbacks` finds nothing.
fn distinct_news(all: &[Value], ordered: Option<(&str, i64)>) -> Vec<ecommpay::Callback> {
    assert_eq!(findings(&SPECS, all, None), none());
    assert_eq!(findings(&SPECS, all, ordered), none());
    let read: Vec<ecommpay::Callback> = all.iter().map(read).collect();
    assert_eq!(read.iter().map(|one| one.dedupe_key()).collect::<BTreeSet<_>>().len(), all.len());
    let of_operations: BTreeSet<String> = all.iter().map(|one| one["operation"]["id"].to_string()).collect();
    assert_eq!(read.iter().map(|one| one.action_key()).collect::<BTreeSet<_>>().len(), of_operations.len());
    read
}

#[tokio::test]
async fn what_is_paid_in_part_and_no_more_is_partially_paid() {
    let (gate, mut shop) = both().await;
    for (payment, ending, code) in [("declined", "decline", "20000"), ("late", "expire", "20602")] {
        let mut all = vec![opened(&gate, &mut shop, payment).await];
        all.push(decided(&gate, &mut shop, payment, "part", json!({ "amount": 60_000 })).await);
        all.push(decided(&gate, &mut shop, payment, ending, json!({})).await);
        assert_eq!(stand(&all[2]), ("partially paid", WHOLE, "decline", 40_000));
        assert_eq!(all[2]["operation"]["code"], code);
        let last = read(&all[2]);
        assert!(last.is_final() && !last.is_paid() && last.sum_paid_so_far().is_none());
        assert!(matches!(check(&all[2], WHOLE), Err(Mismatch::Unpaid(_))));
        operations(&gate, payment, &all[2]).await;
        assert_eq!(gate.refused(REFUND, refund(payment, 60_001)).await, "3283", "more than was paid");
        all.push(given_back(&gate, &mut shop, payment, 20_000).await);
        assert_eq!(stand(&all[3]), ("partially refunded", 40_000, "success", 20_000));
        all.push(decided(&gate, &mut shop, payment, "refund", json!({})).await);
        assert_eq!(stand(&all[4]), ("refunded", 0, "success", 40_000));
        distinct_news(&all, Some((payment, WHOLE)));
    }
    gate.end().await;
}

#[tokio::test]
async fn another_sum_than_asked_pays_no_order_of_the_asked_one() {
    let (gate, mut shop) = both().await;
    for (payment, paid) in [("under", 1_000), ("over", 120_000)] {
        let mut all = vec![opened(&gate, &mut shop, payment).await];
        all.push(decided(&gate, &mut shop, payment, "success", json!({ "amount": paid })).await);
        assert_eq!(stand(&all[1]), ("success", paid, "success", paid));
        assert_eq!(check(&all[1], WHOLE), Err(Mismatch::Amount { ordered: WHOLE, found: paid }));
        assert_eq!(check(&all[1], paid), Ok(()));
        let callback = read(&all[1]);
        assert_eq!(callback.sum_paid_so_far(), Some((paid, "KES")));
        assert_eq!(callback.sum_paid_by_operation(), Some((paid, "KES")));
        operations(&gate, payment, &all[1]).await;
        assert_eq!(findings(&SPECS, &all, Some((payment, WHOLE))), rule("traffic/order/mismatch"));
        assert_eq!(gate.refused(REFUND, refund(payment, paid + 1)).await, "3283", "more than was paid");
        all.push(given_back(&gate, &mut shop, payment, paid).await);
        assert_eq!(stand(&all[2]), ("refunded", 0, "success", paid));
        assert_eq!(findings(&SPECS, &all, None), none());
    }
    opened(&gate, &mut shop, "none").await;
    for (action, amount) in [("success", 0), ("success", -5), ("part", 0), ("decline", 5), ("3ds", 5)] {
        assert_eq!(gate.control("none", action, json!({ "amount": amount })).await.0, 400, "{action} {amount}");
    }
    assert_eq!(gate.status("none").await["payment"]["status"], "awaiting redirect result", "and nothing was done");
    gate.end().await;
}

/// What the documents say of the sum decides: where another one may be paid, the asked one stands beside it.
#[tokio::test]
async fn where_the_sum_may_differ_the_asked_one_stays() {
    let times = "    times: { basic: 1min, threshold: 30min }\n";
    let with = |word: &str| FERN.replacen(times, &format!("{times}    ends: {{ sum: {word} }}\n"), 1);
    let sale = "/v2/payment/wallet/fern-pay/sale";
    let (gate, mut shop) = added_as(&with("may_differ")).await;
    let specs = {
        let folder = crate::gate_added::specs_with(&with("may_differ"));
        methodspec::load(folder.path()).unwrap()
    };
    for (payment, paid) in [("under", 900), ("over", 12_000)] {
        gate.accepted(sale, asks(payment, 10_000)).await;
        gate.pass(3).await;
        let shown = shop.next().await;
        let paid_for = decided(&gate, &mut shop, payment, "success", json!({ "amount": paid })).await;
        assert_eq!(stand(&paid_for), ("success", paid, "success", 10_000));
        let callback = read(&paid_for);
        let order = |amount| Order { project_id: PROJECT, payment_id: payment, amount, currency: "FJD" };
        assert_eq!(callback.check_other_sum(&order(paid)), Ok(()));
        assert_eq!(callback.check_other_sum(&order(10_000)), Err(Mismatch::Amount { ordered: 10_000, found: paid }));
        assert!(callback.check(&order(10_000)).is_err());
        operations(&gate, payment, &paid_for).await;
        let back = decided(&gate, &mut shop, payment, "refund", json!({})).await;
        assert_eq!(stand(&back), ("refunded", 0, "success", paid));
        assert_eq!(findings(&specs, &[shown, paid_for, back], None), none(), "{payment}");
    }
    gate.end().await;
    let (gate, mut shop) = added_as(&with("same")).await;
    gate.accepted(sale, asks("same", 10_000)).await;
    gate.pass(3).await;
    shop.next().await;
    assert_eq!(gate.control("same", "success", json!({ "amount": 9_000 })).await.0, 409, "the documents say no");
    assert_eq!(gate.control("same", "success", json!({ "amount": 10_000 })).await.0, 200);
    gate.end().await;
}

#[tokio::test]
async fn a_series_is_debited_again_and_again() {
    let (gate, mut shop) = both().await;
    assert!(opened(&gate, &mut shop, "plain").await["recurring"].is_null());
    assert_eq!(gate.control("plain", "debit", json!({})).await.0, 409, "no series was registered");
    for scheduled in [None, Some("sub-1")] {
        let registered = if scheduled.is_some() { "by-schedule" } else { "alone" };
        let id = scheduled.unwrap_or(registered);
        let mut body = sale(registered, &shop);
        body["recurring_register"] = json!(true);
        if let Some(scheduled) = scheduled {
            body["recurring"] = json!({ "register": true, "type": "R", "scheduled_payment_id": scheduled });
        }
        gate.accepted(SALE, body).await;
        gate.pass(1).await;
        shop.next().await;
        assert_eq!(gate.control(registered, "debit", json!({})).await.0, 409, "not yet");
        let began = decided(&gate, &mut shop, registered, "success", json!({})).await;
        let (status, answer) = gate.control(registered, "debit", json!({})).await;
        assert_eq!((status, &answer["payment_id"]), (200, &json!(id)), "{answer}");
        assert_eq!(gate.control(registered, "debit", json!({})).await.0, 409, "one after another");
        let mut debits = Vec::new();
        gate.pass(6).await;
        debits.push(shop.next().await);
        assert_eq!(stand(&debits[0]), ("success", WHOLE, "success", WHOLE), "by itself");
        for (action, amount) in [("decline", 50_000), ("success", 50_000)] {
            assert_eq!(gate.control(id, "debit", json!({ "amount": amount })).await.0, 200);
            debits.push(decided(&gate, &mut shop, id, action, json!({})).await);
        }
        assert_eq!(stand(&debits[1]), ("decline", 50_000, "decline", 50_000));
        assert_eq!(stand(&debits[2]), ("success", 50_000, "success", 50_000));
        for debit in &debits {
            assert_eq!((&debit["operation"]["type"], &debit["payment"]["id"]), (&json!("recurring"), &json!(id)));
            assert_eq!(debit["recurring"], began["recurring"]);
        }
        assert_eq!((check(&debits[0], WHOLE), check(&debits[2], 50_000)), (Ok(()), Ok(())));
        operations(&gate, id, &debits[2]).await;
        // all debits together, and no more: with those of the payment that registered them, where they are its own
        let together = 150_000 + if scheduled.is_some() { 0 } else { WHOLE };
        assert_eq!(gate.refused(REFUND, refund(id, together + 1)).await, "3283");
        debits.push(given_back(&gate, &mut shop, id, 110_000).await);
        assert_eq!(stand(&debits[3]), ("partially refunded", together - 110_000, "success", 110_000));
        debits.push(given_back(&gate, &mut shop, id, together - 110_000).await);
        assert_eq!(stand(&debits[4]), ("refunded", 0, "success", together - 110_000));
        let all = [&[began], &debits[..]].concat();
        distinct_news(&all, None);
        gate.pass(3_600).await;
        assert!(shop.is_idle(&gate).await);
    }
    assert_eq!(gate.status("sub-1").await["payment"]["type"], "recurring");
    gate.end().await;
}

#[tokio::test]
async fn three_d_secure_is_asked_for_twice_with_equal_statuses() {
    let (gate, mut shop) = both().await;
    opened(&gate, &mut shop, "3ds").await;
    let mut all = vec![decided(&gate, &mut shop, "3ds", "3ds", json!({})).await];
    assert_eq!(gate.status("3ds").await["operations"][0], all[0]["operation"]);
    gate.pass(2).await;
    all.push(decided(&gate, &mut shop, "3ds", "3ds", json!({})).await);
    for (body, member) in all.iter().zip(["iframe", "redirect"]) {
        let url = body["threeds2"][member]["url"].as_str().unwrap();
        assert_eq!(gate.get(url.strip_prefix(&gate.base).unwrap()).await.0, 200);
        assert_eq!(body["payment"]["status"], "awaiting 3ds result");
    }
    let without = |body: &Value| {
        let mut body = body.clone();
        for member in ["threeds2", "signature"] {
            body.as_object_mut().unwrap().remove(member);
        }
        body
    };
    assert_eq!(without(&all[0]), without(&all[1]), "nothing but the step tells one from the other");
    assert_ne!(read(&all[0]).dedupe_key(), read(&all[1]).dedupe_key());
    assert_eq!(read(&all[0]).action_key(), read(&all[1]).action_key());
    all.push(decided(&gate, &mut shop, "3ds", "success", json!({})).await);
    assert!(all[2]["threeds2"].is_null() && read(&all[2]).is_paid());
    distinct_news(&all, Some(("3ds", WHOLE)));
    // the result is waited for 30 minutes
    opened(&gate, &mut shop, "late").await;
    decided(&gate, &mut shop, "late", "3ds", json!({})).await;
    gate.pass(30 * 60 - 1).await;
    assert!(shop.is_idle(&gate).await);
    gate.pass(1).await;
    let late = shop.next().await;
    assert_eq!((&late["payment"]["status"], &late["operation"]["code"]), (&json!("decline"), &json!("20602")));
    assert_eq!(gate.control("late", "3ds", json!({})).await.0, 409, "nothing is under way");
    gate.end().await;
}

#[tokio::test]
async fn a_clarification_says_what_is_wrong_with_what_was_sent() {
    let (gate, mut shop) = both().await;
    opened(&gate, &mut shop, "C").await;
    let errors = json!({ "customer.phone": "no such number", "customer.email": "nobody there" });
    let first = decided(&gate, &mut shop, "C", "clarify", json!({ "errors": errors })).await;
    assert_eq!(first["payment"]["status"], "awaiting clarification");
    let faults = |body: &Value| {
        let customer = &body["clarification_fields"]["customer"];
        let of_fault = |fault: &Value| {
            let path = fault["property"].as_str().unwrap().to_owned();
            assert!(fault["constraint"].is_string() && errors[&path] == fault["message"], "{fault}");
            path
        };
        let mut required: Vec<String> = customer["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("customer.{}", one.as_str().unwrap()))
            .collect();
        let mut faults: Vec<String> = customer["errors"].as_array().unwrap().iter().map(of_fault).collect();
        required.sort();
        faults.sort();
        assert_eq!(required, faults);
        faults
    };
    assert_eq!(faults(&first), ["customer.email", "customer.phone"]);
    assert_eq!(faults(&gate.status("C").await), ["customer.email", "customer.phone"]);
    let give = |customer: Value| {
        let mut body = general("C");
        body["additional_data"] = json!({ "customer": customer });
        body
    };
    gate.accepted(CLARIFICATION, give(json!({ "phone": "123456780" }))).await;
    gate.pass(1).await;
    let second = shop.next().await;
    assert_eq!(faults(&second), ["customer.email"], "what was corrected is not asked for again");
    gate.accepted(CLARIFICATION, give(json!({ "email": "other@example.com" }))).await;
    gate.pass(1).await;
    let last = decided(&gate, &mut shop, "C", "success", json!({})).await;
    assert_eq!(last["customer"]["phone"], "123456780");
    distinct_news(&[first, second, last], Some(("C", WHOLE)));
    // all that may come later, without faults; nothing that a request has not, and nothing after the end
    opened(&gate, &mut shop, "D").await;
    let asked = decided(&gate, &mut shop, "D", "clarify", json!({})).await;
    let asked = &asked["clarification_fields"]["customer"];
    assert!(asked["required"].as_array().unwrap().len() >= 2 && asked["errors"].is_null(), "{asked}");
    for path in ["customer.nose", "payment.amount", "general.project_id", ""] {
        assert_eq!(gate.control("D", "clarify", json!({ "errors": { path: "wrong" } })).await.0, 409, "{path}");
    }
    assert_eq!(gate.control("D", "decline", json!({ "errors": { "customer.phone": "m" } })).await.0, 400);
    let long = format!("customer.{}\u{1b}[2J", "x".repeat(3_000));
    let (status, told) = gate.control("D", "clarify", json!({ "errors": { long: "wrong" } })).await;
    assert!(status == 409 && told.to_string().len() < 500 && !told.to_string().contains('\u{1b}'), "{told}");
    assert_eq!(gate.control("C", "clarify", json!({})).await.0, 409);
    gate.end().await;
}

#[tokio::test]
async fn the_customer_pays_a_part_or_another_sum_on_the_provider_s_page() {
    let (gate, mut shop) = both().await;
    opened(&gate, &mut shop, "page").await;
    let page = format!("/provider/{PROJECT}/page");
    let shown = gate.get(&page).await.1;
    for way in ["success", "part", "decline", "expire", "3ds"] {
        assert!(shown.contains(&format!("action=\"{page}/{way}\"")), "{way}: {shown}");
    }
    for wrong in ["amount=much", "amount=0", "amount=-1", "amount=1.5"] {
        assert_eq!(gate.form(&format!("{page}/part"), wrong.to_owned()).await.0, 400, "{wrong}");
    }
    assert_eq!(gate.form(&format!("{page}/part"), "amount=60000".to_owned()).await.0, 303);
    gate.pass(0).await;
    assert_eq!(stand(&shop.next().await), ("processing", WHOLE, "success", 60_000));
    assert!(gate.get(&page).await.1.contains("Paid so far</dt><dd>60000</dd>"));
    assert_eq!(gate.form(&format!("{page}/3ds"), String::new()).await.0, 303);
    gate.pass(0).await;
    assert!(shop.next().await["threeds2"]["iframe"].is_object());
    assert_eq!(gate.form(&format!("{page}/success"), "amount=".to_owned()).await.0, 303);
    gate.pass(0).await;
    assert_eq!(stand(&shop.next().await), ("success", WHOLE, "success", 40_000));
    gate.end().await;
}

#[tokio::test]
async fn rules_pay_in_parts_and_other_sums_without_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    std::fs::write(
        &rules,
        "- { when: { customer: parts }, end: part, amount: 40000, after: 1 }\n- { end: success, amount: 99000, after: 1 }\n",
    )
    .unwrap();
    let mut options = start();
    options.rules = Some(rules.clone());
    let (gate, mut shop) = (Gate::begin(options).await, Shop::open().await);
    let mut body = sale("parts", &shop);
    body["customer"]["id"] = json!("parts");
    gate.accepted(SALE, body).await;
    gate.pass(1).await;
    shop.next().await;
    gate.pass(1).await;
    let mut parts = Vec::new();
    for _ in 0..3 {
        gate.pass(1).await;
        parts.push(shop.next().await);
    }
    let stands: Vec<_> = parts.iter().map(stand).collect();
    let part = |status, amount| (status, WHOLE, "success", amount);
    assert_eq!(stands, [part("processing", 40_000), part("processing", 40_000), part("success", 20_000)]);
    distinct_news(&parts, Some(("parts", WHOLE)));
    gate.accepted(SALE, sale("other", &shop)).await;
    gate.pass(1).await;
    shop.next().await;
    gate.pass(2).await;
    assert_eq!(stand(&shop.next().await), ("success", 99_000, "success", 99_000));
    // a refund follows no rule of that kind
    assert_eq!(stand(&given_back(&gate, &mut shop, "other", 1_000).await).3, 1_000);
    gate.end().await;
    for (wrong, says) in [
        ("- { end: decline, amount: 5 }\n", "rule 1: `amount` goes with"),
        ("- { end: success }\n- { end: part, amount: 0 }\n", "rule 2: `amount` is what is paid"),
        ("- { end: part }\n", "rule 1: `end: part` needs `amount`"),
    ] {
        std::fs::write(&rules, wrong).unwrap();
        let mut options = start();
        options.rules = Some(rules.clone());
        let mut out = Vec::new();
        let why = ecommpay_conformance::gate::start::serve(options, &mut out, std::future::pending()).await;
        assert!(why.as_ref().is_err_and(|why| why.contains(says)), "{why:?}");
    }
}

#[tokio::test]
async fn a_callback_of_one_s_own_is_signed_and_sent_unless_it_contradicts() {
    let mut shop = Shop::open().await;
    let mut options = start();
    options.callback_url = Some(shop.url.clone());
    let gate = Gate::begin(options).await;
    let sum = |amount: i64| json!({ "amount": amount, "currency": "KES" });
    let body = |paid: i64| {
        json!({
            "project_id": PROJECT, "signature": "of somebody else",
            "payment": { "id": "own", "type": "purchase", "status": "success", "method": "Card partner", "sum": sum(paid) },
            "operation": { "id": 1, "type": "sale", "status": "success", "code": "0", "sum_initial": sum(WHOLE) },
        })
    };
    let send = async |body: Value| gate.raw("/control/callbacks", body.to_string()).await;
    let (status, said) = send(json!({ "callback": body(WHOLE) })).await;
    assert_eq!((status, &said["is_paid"], &said["paid"]), (200, &json!(true), &sum(WHOLE)), "{said}");
    gate.pass(0).await;
    let sent = shop.next().await;
    let keys = (read(&sent).dedupe_key().to_string(), read(&sent).action_key().unwrap().to_string());
    assert_eq!((&said["news"], &said["action"]), (&json!(keys.0), &json!(keys.1)));
    // less than was asked for, and no document says that it may be
    let (status, said) = send(json!({ "callback": body(1_000) })).await;
    assert_eq!(status, 409);
    assert!(said["error"].as_str().is_some_and(|why| why.contains("100000") && why.contains("1000 ")), "{said}");
    assert!(shop.is_idle(&gate).await);
    let deliver = json!({ "twice": true });
    assert_eq!(send(json!({ "callback": body(1_000), "unchecked": true, "deliver": deliver })).await.0, 200);
    gate.pass(0).await;
    let [first, second] = [shop.raw().await, shop.raw().await];
    assert!(first == second && verified(&first).is_ok());
    // not the sum that the Gate's own payment was opened with
    gate.accepted(SALE, sale("own", &shop)).await;
    let mut over = body(120_000);
    assert_eq!(send(json!({ "callback": over, "deliver": { "never": true } })).await.0, 409);
    over["payment"]["id"] = json!("of nobody");
    assert_eq!(send(json!({ "callback": over, "deliver": { "never": true } })).await.0, 200);
    assert_eq!(send(json!({ "callback": body(WHOLE), "deliver": { "never": true } })).await.0, 200);
    gate.settled().await;
    let mut foreign = body(WHOLE);
    foreign["project_id"] = json!(7);
    let mut untyped = body(WHOLE);
    untyped["payment"]["sum"]["amount"] = json!("100000");
    for wrong in [
        json!({}),
        json!({ "callback": [] }),
        json!({ "callback": body(WHOLE), "else": 1 }),
        json!({ "callback": body(WHOLE), "deliver": { "out_of_order": true } }),
        json!({ "callback": foreign }),
        json!({ "callback": untyped }),
    ] {
        let (status, said) = send(wrong.clone()).await;
        assert!(status == 400 && said["error"].is_string(), "{wrong}: {status} {said}");
    }
    gate.end().await;
    // without an address it has nowhere to go
    let gate = Gate::begin(start()).await;
    let (status, _) = gate.raw("/control/callbacks", json!({ "callback": body(WHOLE) }).to_string()).await;
    assert_eq!(status, 409);
    gate.end().await;
}
