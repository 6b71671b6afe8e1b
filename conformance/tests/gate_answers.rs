//! What the Gate answers where the platform's description says how: lists of banks, what failed, whose address counts, and how
//! the Payment Page opens.

use serde_json::{Value, json};

use crate::gate_added::{FERN, added_with, asks};
use crate::gate_support::{Gate, PROJECT, Shop, both, general, sale, sign, start};

const SALE: &str = "/v2/payment/card-partner/sale";
const REFUND: &str = "/v2/payment/card-partner/refund";

#[tokio::test]
async fn a_list_of_banks_has_the_published_members() {
    let listing = FERN.replacen(
        "account.bank_id: { is: required, values: {",
        "account.bank_id: { is: required, from: { list: /v2/info/banks/fern/payout/list }, values: {",
        1,
    );
    assert_ne!(listing, FERN);
    let (gate, _shop) = added_with(&listing, false).await;
    let mut body = general("list");
    body["payment"] = json!({ "amount": 0, "currency": "FJD" });
    let (status, told) = gate.signed("/v2/info/banks/fern/payout/list", body).await;
    let banks = told.as_array().unwrap_or_else(|| panic!("a list: {told}"));
    assert_eq!((status, banks.len()), (200, 2), "{told}");
    let first = &banks[0];
    assert_eq!(
        (&first["id"], &first["name"], &first["nativeName"]),
        (&json!(7), &json!("Bank of Ferns"), &first["name"])
    );
    assert_eq!(first["currencies"], json!({ "alpha_3_4217": "FJD", "exponent": 2 }));
    assert!(first["abbr"].is_string(), "{first}");
    gate.end().await;
}

#[tokio::test]
async fn what_failed_later_has_its_faults_in_callback_and_status() {
    let (gate, mut shop) = both().await;
    let mut wrong = sale("E", &shop);
    wrong["payment"]["amount"] = json!(999);
    assert_eq!(gate.fails(SALE, wrong).await, "3358");
    let callback = shop.next().await;
    let status = gate.status("E").await;
    for told in [&callback, &status] {
        let fault = &told["errors"][0];
        assert_eq!((&fault["code"], &fault["constraint"]), (&json!(3358), &json!("minimum")), "{told}");
        assert!(fault["field"].is_string() && fault["message"].is_string(), "{told}");
    }
    gate.accepted(SALE, sale("good", &shop)).await;
    assert!(gate.status("good").await.get("errors").is_none());
    gate.end().await;
}

/// The description wants `customer.ip_address` and `account.number` wherever there is their object.
#[tokio::test]
async fn a_status_has_an_object_whole_or_not_at_all() {
    let (gate, _shop) = added_with(FERN, false).await;
    let sales = "/v2/payment/wallet/fern-pay/sale";
    gate.accepted(sales, asks("without", 10_000)).await;
    assert!(gate.status("without").await.get("customer").is_none());
    let mut whole = asks("with", 10_000);
    whole["customer"]["ip_address"] = json!("1.2.3.4");
    whole["account"] = json!({ "token": "t-1" });
    gate.accepted(sales, whole).await;
    let told = gate.status("with").await;
    assert_eq!(told["customer"]["ip_address"], "1.2.3.4");
    assert!(told.get("account").is_none(), "{told}");
    gate.end().await;
}

async fn paid(gate: &Gate, shop: &mut Shop, payment: &str) {
    gate.accepted(SALE, sale(payment, shop)).await;
    gate.pass(1).await;
    shop.next().await;
    gate.control(payment, "success", json!({})).await;
    gate.pass(0).await;
    shop.next().await;
}

#[tokio::test]
async fn a_refund_s_own_addresses_win() {
    let (gate, mut shop) = both().await;
    let (mut own, mut good) = (Shop::open().await, Shop::open().await);
    for (payment, with_success) in [("a", false), ("b", true)] {
        paid(&gate, &mut shop, payment).await;
        let mut refund = general(payment);
        refund["general"]["merchant_callback_url"] = json!(own.url);
        if with_success {
            refund["general"]["merchant_success_callback_url"] = json!(good.url);
        }
        gate.accepted(REFUND, refund).await;
        gate.pass(10).await;
        let told = if with_success { good.next().await } else { own.next().await };
        assert_eq!((&told["payment"]["id"], &told["operation"]["type"]), (&json!(payment), &json!("refund")));
    }
    assert!(shop.is_idle(&gate).await && own.is_idle(&gate).await && good.is_idle(&gate).await);
    gate.end().await;
}

fn params(changes: &[(&str, Option<&str>)]) -> String {
    let mut params = json!({
        "project_id": PROJECT, "payment_id": "P", "payment_amount": 100_000, "payment_currency": "KES", "customer_id": "c",
    });
    for (name, value) in changes {
        match value {
            Some(value) => params[*name] = json!(value),
            None => drop(params.as_object_mut().unwrap().remove(*name)),
        }
    }
    sign(&mut params);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let encoded = |text: String| text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let pairs = params.as_object().unwrap().iter().map(|(name, value)| format!("{name}={}", encoded(text(value))));
    pairs.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn the_page_opens_by_post_too() {
    let gate = Gate::begin(start()).await;
    assert_eq!(gate.form("/payment", params(&[])).await.0, 200);
    assert_eq!(
        gate.form("/payment", params(&[]).replace("100000", "100001")).await.0,
        400,
        "the signature is of another sum"
    );
    assert_eq!(gate.form("/payment", params(&[("customer_id", None)])).await.0, 400);
    gate.end().await;
}

#[tokio::test]
async fn every_mode_of_the_page_needs_a_customer_and_none_a_sum_of_nothing() {
    let gate = Gate::begin(start()).await;
    let keeps: [(&str, Option<&str>); 4] =
        [("mode", Some("card_tokenize")), ("payment_id", None), ("payment_amount", None), ("payment_currency", None)];
    let status = async |query: String| gate.get(&format!("/payment?{query}")).await.0;
    assert_eq!(status(params(&keeps)).await, 200);
    let mut without = keeps.to_vec();
    without.push(("customer_id", None));
    assert_eq!(status(params(&without)).await, 400);
    for (amount, currency, mode, wanted) in [
        ("0", "THB", "purchase", 400),
        ("100000", "THB", "purchase", 200),
        ("10000000000001", "THB", "purchase", 400),
        ("0", "THB", "card_verify", 200),
        ("1", "THB", "card_verify", 400),
    ] {
        let query =
            params(&[("payment_amount", Some(amount)), ("payment_currency", Some(currency)), ("mode", Some(mode))]);
        assert_eq!(status(query).await, wanted, "{amount} {currency} {mode}");
    }
    gate.end().await;
}

/// Without generated schemas the specs say what a sum is.
#[tokio::test]
async fn a_sum_of_nothing_is_refused_without_schemas_too() {
    let empty = tempfile::tempdir().unwrap();
    let mut options = start();
    options.schemas = empty.path().to_owned();
    let gate = Gate::begin(options).await;
    let shop = Shop::open().await;
    for amount in [0_i64, 10_000_000_000_001] {
        let mut body = sale("zero", &shop);
        body["payment"]["amount"] = json!(amount);
        assert_eq!(gate.refused(SALE, body).await, "702", "{amount}");
    }
    gate.accepted(SALE, sale("zero", &shop)).await;
    gate.end().await;
}

/// A method whose spec gives the greatest sum alone, or no limit at all.
#[tokio::test]
async fn a_sum_of_nothing_is_refused_where_no_least_sum_is_given() {
    let path = |operation: &str| format!("/v2/payment/wallet/fern-pay/{operation}");
    let limits = "amounts: { FJD: 1.00..5_000.00 }\n";
    let ranges = "fields: { payment.amount: { range: ..500_000 } }\n";
    for (limits_now, taken) in [
        ("amounts: { FJD: ..5_000.00 }\n".to_owned(), false),
        ("amounts: not_documented\n".to_owned(), false),
        (format!("amounts: not_documented\n{ranges}"), false),
        (format!("amounts: not_documented\n{}", ranges.replace("..500", "0..500")), true),
        ("amounts: { FJD: 0.00..5_000.00 }\n".to_owned(), true),
    ] {
        let yaml = FERN.replacen(limits, &limits_now, 1);
        assert_ne!(yaml, FERN);
        let (gate, _shop) = added_with(&yaml, true).await;
        for (n, operation) in ["sale", "auth"].into_iter().enumerate() {
            let nothing = asks(&format!("nothing {n}"), 0);
            if taken {
                gate.accepted(&path(operation), nothing).await;
            } else {
                assert_eq!(gate.refused(&path(operation), nothing).await, "702", "{operation}: {limits_now}");
            }
            gate.accepted(&path(operation), asks(&format!("least {n}"), 1)).await;
        }
        gate.end().await;
    }
}

/// By the time zone data of the system, where it has any.
#[test]
fn a_time_zone_may_have_a_name() {
    use ecommpay_conformance::gate::clock::{in_zone, read, written};

    let utc = |zone: &str, shown: &str| in_zone(zone, read(shown).unwrap()).map(written);
    for (zone, shown, wanted) in [
        ("UTC", "2026-11-22 03:04:05", "2026-11-22T03:04:05+0000"),
        ("+10:30", "2026-11-22 03:04:05", "2026-11-21T16:34:05+0000"),
    ] {
        assert_eq!(utc(zone, shown).as_deref(), Some(wanted), "{zone}");
    }
    for no in ["", "Nowhere/Town", "/etc/passwd", "../../etc/passwd", "Asia/../Asia/Singapore", ":UTC", "<X>-5", "Asia"]
    {
        assert_eq!(utc(no, "2026-11-22 03:04:05"), None, "{no}");
    }
    if !std::path::Path::new("/usr/share/zoneinfo/Asia/Singapore").exists() {
        eprintln!("skipped: no time zone data on this system");
        return;
    }
    for (zone, shown, wanted) in [
        ("Asia/Singapore", "2026-11-22 03:04:05", "2026-11-21T19:04:05+0000"),
        ("Europe/Berlin", "2026-07-01 12:00:00", "2026-07-01T10:00:00+0000"),
        ("Europe/Berlin", "2026-12-01 12:00:00", "2026-12-01T11:00:00+0000"),
        // the clocks went forward at two and back at three
        ("Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29T00:59:59+0000"),
        ("Europe/Berlin", "2026-03-29 03:00:00", "2026-03-29T01:00:00+0000"),
        ("Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T02:00:00+0000"),
        ("America/New_York", "2026-03-08 03:00:00", "2026-03-08T07:00:00+0000"),
    ] {
        assert_eq!(utc(zone, shown).as_deref(), Some(wanted), "{zone} {shown}");
    }
}

#[tokio::test]
async fn operations_are_listed_by_a_zone_s_name() {
    let gate = Gate::begin(start()).await;
    let ask = |zone: &str| {
        let interval = json!({ "from": "2001-01-01 00:00:00", "to": "2101-01-01 00:00:00" });
        json!({ "interval": interval, "tz": zone, "token": "t".repeat(30) })
    };
    if std::path::Path::new("/usr/share/zoneinfo/Asia/Singapore").exists() {
        assert_eq!(gate.signed("/operations/get", ask("Asia/Singapore")).await.0, 200);
    }
    let (status, told) = gate.signed("/operations/get", ask("Nowhere/Town")).await;
    assert!(status == 400 && told["message"].as_str().is_some_and(|says| says.contains("+10:30")), "{told}");
    gate.end().await;
}
