//! Recorded requests: by the form that each is of, signed or not, recorded with their path or without.

use std::collections::BTreeSet;

use crate::traffic_support::{SECRET, SPECS, requests, signed, told, with};
use ecommpay_conformance::examples;
use ecommpay_conformance::traffic::{Options, Report, Run, Secrets};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::page::reference_url;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use methodspec::resolved::ExampleKind;
use serde_json::{Value, json};

#[test]
fn documented_requests_hold_as_traffic() {
    let mut judged = 0;
    for method in SPECS.methods.values() {
        let Some(table) = ecommpay::METHODS.iter().find(|table| table.key == method.key) else { continue };
        for example in &method.examples {
            let is_request = matches!(example.kind, ExampleKind::GateRequest | ExampleKind::PaymentPageRequest);
            if !is_request {
                continue;
            }
            let Ok(written) = examples::written(table, example) else { continue };
            let report = requests(written.to_string().as_bytes());
            assert_eq!(
                (report.passed, report.failed, report.not_judged),
                (1, 0, 0),
                "{}: {}",
                example.file,
                report.json()
            );
            judged += 1;
        }
    }
    assert!(judged > 5, "{judged}");
}

fn sale(id: &str) -> Value {
    json!({
        "general": { "project_id": 125, "payment_id": id },
        "customer": { "id": "123", "ip_address": "1.2.3.4" },
        "payment": { "amount": 100_000, "currency": "KES" },
    })
}

fn of_path(body: &str, path: &str) -> String {
    json!({ "at": "2026-11-22", "path": path, "body": body }).to_string() + "\n"
}

fn sent(body: Value) -> Report {
    requests(of_path(&signed(body), "/v2/payment/card-partner/sale").as_bytes())
}

#[test]
fn each_fault_is_told_by_the_rule_that_it_breaks() {
    let good = sent(sale("X1"));
    assert_eq!((good.passed, told(&good)), (1, BTreeSet::new()), "{}", good.json());
    for (pointer, value, rule) in [
        ("/customer/id", Value::Null, "card-partner/sale/gate/redirect/type/customer.id"),
        ("/customer", json!({ "id": "123" }), "card-partner/sale/gate/redirect/required/customer.ip_address"),
        ("/customer/ip_address", json!("somewhere"), "card-partner/sale/gate/redirect/format/customer.ip_address"),
        ("/payment/amount", json!(1), "card-partner/sale/gate/redirect/amount/min/KES"),
        ("/payment/amount", json!(1_000_000_000), "card-partner/sale/gate/redirect/amount/max/KES"),
        ("/payment/currency", json!("EUR"), "card-partner/sale/gate/redirect/currency/payment.currency"),
    ] {
        let report = sent(with(sale("X1"), &[(pointer, value.clone())]));
        assert_eq!(told(&report), BTreeSet::from([rule]), "{pointer} {value}");
        assert_eq!(report.failed, 1);
    }
}

#[test]
fn signatures_are_checked_where_a_key_is_given() {
    let body = signed(sale("X1"));
    let wrong = [
        body.replace("1.2.3.4", "1.2.3.5"),
        sale("X1").to_string(),
        body.replace("\"signature\":\"", "\"signature\":\"B"),
    ];
    for body in &wrong {
        let report = requests(of_path(body, "/v2/payment/card-partner/sale").as_bytes());
        assert!(told(&report).contains("traffic/request/signature"), "{}", report.json());
    }
    let mut run = Run::requests(&SPECS, ecommpay::METHODS, Secrets::default(), Options::default());
    run.stream("t", of_path(&wrong[0], "/v2/payment/card-partner/sale").as_bytes()).unwrap();
    let (report, _) = run.finish();
    assert_eq!((report.passed, report.signed), (1, false));
}

/// The Payment Page's parameters, signed, in an address.
fn opened(also: &[(&str, Scalar<'_>)]) -> String {
    let params = [
        ("project_id", Scalar::Integer(125)),
        ("payment_id", Scalar::Text("X 1")),
        ("customer_id", Scalar::Text("123")),
        ("payment_amount", Scalar::Integer(100_000)),
        ("payment_currency", Scalar::Text("KES")),
        ("force_payment_method", Scalar::Text("card-partner")),
    ];
    let secret = Secret::new(SECRET).unwrap();
    let signed = reference_url("https://pay.example.test", &params, &mut Signer::new(&secret));
    // what is not signed is added to it
    let also = also.iter().map(|(name, value)| {
        let mut text = String::new();
        value.write(&mut text);
        format!("&{name}={text}")
    });
    signed + &also.collect::<String>()
}

#[test]
fn the_payment_page_is_judged_as_people_log_it() {
    let url = opened(&[("_plugin", Scalar::Text("shop")), ("frame_mode", Scalar::Text("popup"))]);
    let query = url.split_once('?').unwrap().1;
    let texts: serde_json::Map<String, Value> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| {
            (
                name.to_owned(),
                json!(value.replace('+', " ").replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")),
            )
        })
        .collect();
    for line in [
        url.clone(),
        json!({ "at": "10:00", "url": url }).to_string(),
        json!({ "path": "/payment", "body": query }).to_string(),
        Value::Object(texts.clone()).to_string(),
        json!({ "path": "/payment", "body": texts }).to_string(),
    ] {
        let report = requests(format!("{line}\n").as_bytes());
        let told = report.json();
        assert_eq!((report.passed, report.failed, report.signed), (1, 0, true), "{line}: {told}");
        assert_eq!(report.methods.get("card-partner"), Some(&1), "{line}: {told}");
    }
    for (from, to, rule) in [
        ("payment_amount=100000", "payment_amount=100001", "traffic/request/signature"),
        ("&payment_id=X+1", "", "card-partner/sale/payment_page/redirect/required/payment_id"),
        ("payment_amount=100000", "payment_amount=a", "card-partner/sale/payment_page/redirect/type/payment_amount"),
        ("project_id=125", "project_id=126", "traffic/request/signature"),
    ] {
        let report = requests(format!("{}\n", url.replace(from, to)).as_bytes());
        assert!(told(&report).contains(rule), "{from}: {}", report.json());
    }
}

#[test]
fn a_text_of_the_payment_page_as_a_number_is_advice_and_signed_as_its_digits() {
    let page = |customer: Value, also: Value| {
        let mut body = json!({ "project_id": 125, "payment_id": "X1", "payment_amount": 100_000, "payment_currency": "KES",
                               "customer_id": customer, "force_payment_method": "card-partner" });
        body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        body
    };
    let text = signed(page(json!("123"), json!({})));
    let as_text: Value = serde_json::from_str(&text).unwrap();
    let mut number = page(json!(123), json!({}));
    number["signature"] = as_text["signature"].clone();
    let report = requests((number.to_string() + "\n").as_bytes());
    assert_eq!((report.passed, report.failed, report.signed), (1, 0, true), "{}", report.json());
    assert_eq!(told(&report), BTreeSet::from(["traffic/request/text"]));
    assert_eq!(told(&requests(text.as_bytes())), BTreeSet::new());
    // beside values that are all texts too
    for (name, value) in number.as_object_mut().unwrap().iter_mut().filter(|(name, _)| *name != "customer_id") {
        *value = json!(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        assert!(value.is_string(), "{name}");
    }
    let report = requests((number.to_string() + "\n").as_bytes());
    assert_eq!((report.passed, told(&report)), (1, BTreeSet::from(["traffic/request/text"])), "{}", report.json());
    // its digits are held to the text's own rules
    for (also, rules) in [
        (json!({ "customer_phone": 441_234_567 }), vec!["traffic/request/text"]),
        (
            json!({ "customer_phone": 441 }),
            vec!["card-partner/sale/payment_page/redirect/length/customer_phone", "traffic/request/text"],
        ),
        (json!({ "customer_zip": 1010 }), vec!["traffic/request/text"]),
        (
            json!({ "customer_country": 12 }),
            vec!["platform/payment_page/format/customer_country", "traffic/request/text"],
        ),
        (json!({ "customer_zip": 10.5 }), vec!["platform/payment_page/type/customer_zip"]),
        (json!({ "customer_zip": true }), vec!["platform/payment_page/type/customer_zip"]),
    ] {
        let report = requests((signed(page(json!("123"), also.clone())) + "\n").as_bytes());
        assert_eq!(told(&report), rules.into_iter().collect(), "{also}: {}", report.json());
    }
    // a request of Gate has types
    let mut gate = sale("X1");
    gate["customer"]["id"] = json!(123);
    let report = sent(gate);
    assert_eq!(
        told(&report),
        BTreeSet::from(["card-partner/sale/gate/redirect/type/customer.id"]),
        "{}",
        report.json()
    );
}

#[test]
fn the_form_is_found_by_path_by_code_or_by_the_rules_that_hold() {
    // a path of ours, with a host before it or a query behind
    let body = signed(sale("X1"));
    for path in ["/v2/payment/card-partner/sale", "https://api.example.test/v2/payment/card-partner/sale?x=1"] {
        assert_eq!(requests(of_path(&body, path).as_bytes()).methods.get("card-partner"), Some(&1), "{path}");
    }
    let unknown = requests(of_path(&body, "/v2/payment/status").as_bytes());
    assert_eq!((unknown.passed, unknown.failed, unknown.not_judged), (0, 0, 1), "what is not judged has not passed");
    assert!(unknown.rules.contains_key("traffic/request/path"));
    // the path decides, also of a body that lacks what tells a request's interface: one fault
    let bare = of_path(&signed(json!({ "payment": { "amount": 100_000 } })), "/v2/payment/card-partner/sale");
    let bare = requests(bare.as_bytes());
    assert!(bare.failed == 1 && bare.methods.contains_key("card-partner"), "{}", bare.json());
    let lacks: Vec<_> = bare.rules.keys().filter(|rule| rule.contains("/required/general")).collect();
    assert_eq!(lacks, ["card-partner/sale/gate/redirect/required/general"], "{}", bare.json());
    // what has no member of any form is no request
    let stray = requests(br#"{"":1}"#);
    assert!(stray.not_judged == 1 && stray.rules.contains_key("traffic/request/form"), "{}", stray.json());
    // without a path several methods' forms take it: said so
    let alone = requests(body.as_bytes());
    assert_eq!((alone.passed, alone.failed), (1, 0), "{}", alone.json());
    let code = |code: &str| {
        signed(json!({ "project_id": 125, "payment_id": "X1", "payment_amount": 100_000, "payment_currency": "KES",
                       "customer_id": "123", "force_payment_method": code }))
    };
    let shells = requests(code("shells").as_bytes());
    assert!(shells.rules.contains_key("traffic/request/method") && shells.not_judged == 1);
}

#[test]
fn a_payment_id_that_is_used_again_is_told() {
    let path = "/v2/payment/card-partner/sale";
    let one = of_path(&signed(sale("X1")), path);
    let other = of_path(&signed(with(sale("x1"), &[("/payment/amount", json!(100_001))])), path);
    let elsewhere = of_path(&signed(with(sale("X1"), &[("/general/project_id", json!(126))])), path);
    let refund = json!({ "general": { "project_id": 125, "payment_id": "X1" } });
    let refund = of_path(&signed(refund), "/v2/payment/card-partner/refund");
    let again = requests([one.clone(), one.clone(), elsewhere, refund].concat().as_bytes());
    assert_eq!((again.passed, again.failed), (4, 0), "{}", again.json());
    assert_eq!(again.rules["traffic/request/sent-again"].count, 1);
    let repeated = requests([one, other].concat().as_bytes());
    assert_eq!((repeated.failed, told(&repeated)), (1, BTreeSet::from(["traffic/request/repeated"])));
}
