//! What a recorded body is of: its path decides, whatever it contains; without one, what its members are.

use std::collections::BTreeSet;

use crate::traffic_support::{SECRET, SPECS, requests, signed};
use ecommpay_conformance::traffic::{Options, Report, Run, Secrets};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use serde_json::{Value, json};

const SALE: &str = "/v2/payment/card-partner/sale";

fn without_a_key(line: &str) -> Report {
    let mut run = Run::requests(&SPECS, ecommpay::METHODS, Secrets::default(), Options::default());
    run.stream("t", line.as_bytes()).unwrap();
    run.finish().0
}

fn of_path(body: &Value, path: &str) -> String {
    json!({ "path": path, "body": body }).to_string() + "\n"
}

fn general() -> Value {
    json!({ "project_id": 125, "payment_id": "X1" })
}

fn sale() -> Value {
    json!({ "general": general(), "customer": { "id": "123", "ip_address": "1.2.3.4" },
            "payment": { "amount": 100_000, "currency": "KES" } })
}

fn page() -> Value {
    json!({ "project_id": 125, "payment_id": "X1", "payment_amount": 100_000, "payment_currency": "KES", "customer_id": "1" })
}

/// Bodies of every kind, signed or not.
fn bodies() -> Vec<Value> {
    let callback = json!({ "project_id": 125, "payment": { "id": "X1", "status": "success", "type": "purchase" },
                           "operation": { "id": 1, "type": "sale", "status": "success" } });
    let all = vec![
        json!({}),
        sale(),
        page(),
        callback,
        json!({ "general": general() }),
        json!({ "general": { "project_id": 125 }, "payment": { "status": "success" } }),
        json!({ "project_id": [100], "token": "x".repeat(30), "interval": { "from": "a", "to": "b" } }),
        json!({ "payment": { "amount": 5, "currency": "KES" } }),
        json!({ "payment_id": "X1", "project_id": 125, "destination": "merchant" }),
        json!({ "status": "success", "request_id": "r", "project_id": 125, "payment_id": "X1" }),
        json!({ "customer_id": 1, "operation_type": "sale" }),
    ];
    let signed: Vec<Value> = all.iter().map(|body| serde_json::from_str(&signed(body.clone())).unwrap()).collect();
    [all, signed].concat()
}

fn rules(report: &Report) -> BTreeSet<&str> {
    report.rules.keys().map(String::as_str).collect()
}

#[test]
fn a_body_with_a_path_of_no_form_is_not_judged_whatever_it_contains() {
    for path in [
        "/operations/get",
        "/v2/payment/status",
        "/v2/payment/foo/sale",
        "/v2/payment",
        "/",
        "/v2/payment/card-partner/sale/",
    ] {
        for body in bodies() {
            for told in [requests(of_path(&body, path).as_bytes()), without_a_key(&of_path(&body, path))] {
                assert_eq!((told.passed, told.failed, told.not_judged), (0, 0, 1), "{path} {body}: {}", told.json());
                assert_eq!(rules(&told), BTreeSet::from(["traffic/request/path"]), "{path} {body}");
            }
        }
    }
}

#[test]
fn a_body_with_the_path_of_a_form_lacks_exactly_one_thing_without_general() {
    for without in
        [json!({}), json!({ "payment": sale()["payment"], "customer": sale()["customer"] }), json!({ "more": 1 })]
    {
        let line = of_path(&without, SALE);
        for told in [requests(line.as_bytes()), without_a_key(&line)] {
            let lacks: Vec<&str> = rules(&told)
                .into_iter()
                .filter(|rule| rule.contains("general") || rule.starts_with("traffic"))
                .collect();
            assert_eq!(lacks, ["card-partner/sale/gate/redirect/required/general"], "{without}: {}", told.json());
            assert_eq!((told.failed, told.methods.get("card-partner")), (1, Some(&1)));
        }
    }
    // each thing that is absent is told once, with a key too
    let whole = json!({ "payment": sale()["payment"], "customer": sale()["customer"] });
    for (general, rule) in [
        (None, "card-partner/sale/gate/redirect/required/general"),
        (Some(json!({ "payment_id": "X1" })), "card-partner/sale/gate/redirect/required/general.project_id"),
        (
            Some(json!({ "payment_id": "X1", "project_id": "125" })),
            "card-partner/sale/gate/redirect/type/general.project_id",
        ),
    ] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().extend(general.map(|general| ("general".to_owned(), general)));
        let told = requests(of_path(&serde_json::from_str(&signed(body)).unwrap(), SALE).as_bytes());
        let faults: BTreeSet<&str> = rules(&told).into_iter().filter(|rule| !rule.contains("signature")).collect();
        assert_eq!(faults, BTreeSet::from([rule]), "{}", told.json());
    }
}

#[test]
fn callbacks_answers_and_what_fits_no_form_are_not_judged_among_requests() {
    for body in bodies() {
        let is_request = body.get("payment_amount").is_some()
            || body.get("general").is_some() && body["payment"].get("status").is_none();
        let told = requests((body.to_string() + "\n").as_bytes());
        assert_eq!(told.not_judged, u64::from(!is_request), "{body}: {}", told.json());
        if !is_request {
            assert_eq!(rules(&told), BTreeSet::from(["traffic/request/form"]), "{body}");
        }
    }
    // an answer, or a callback, recorded with the path of its request
    for other in [
        json!({ "status": "success", "request_id": "r", "project_id": 125, "payment_id": "X1" }),
        json!({ "status": "error", "code": "2004", "message": "m" }),
        json!({ "errors": [] }),
        json!({ "project_id": 125, "payment": { "id": "X1", "status": "success" }, "operation": {} }),
    ] {
        for path in [SALE, "/payment"] {
            let told = requests(of_path(&other, path).as_bytes());
            assert_eq!((told.failed, told.not_judged), (0, 1), "{path} {other}: {}", told.json());
        }
    }
}

/// Parameters as texts, signed as the plug-ins do, or as the SDKs.
fn texts(also: &[(&str, &str)], as_sdk: bool) -> Vec<(String, String)> {
    let all = [
        ("project_id", "125"),
        ("payment_id", "X1"),
        ("payment_amount", "100000"),
        ("payment_currency", "KES"),
        ("customer_id", "1"),
        ("force_payment_method", "card-partner"),
    ];
    let mut all: Vec<(String, String)> = all
        .iter()
        .filter(|(name, _)| !also.iter().any(|(other, _)| other == name))
        .chain(also)
        .filter(|(_, value)| *value != "-")
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let covered = all.iter().filter(|(name, _)| as_sdk || !name.starts_with('_'));
    let secret = Secret::new(SECRET).unwrap();
    let signature =
        Signer::new(&secret).sign(covered.map(|(name, text)| (name.as_str(), Scalar::Text(text)))).to_string();
    all.push(("signature".to_owned(), signature));
    all
}

fn address(all: &[(String, String)]) -> String {
    let encoded = |text: &str| {
        text.replace('%', "%25")
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D")
            .replace(';', "%3B")
            .replace(' ', "+")
    };
    let pairs: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("https://pay.example.test/payment?{}", pairs.join("&"))
}

fn faults(line: &str) -> Vec<String> {
    let told = requests((line.to_owned() + "\n").as_bytes());
    assert_eq!(told.not_judged, 0, "{line}: {}", told.json());
    crate::traffic_support::told(&told).into_iter().map(str::to_owned).collect()
}

#[test]
fn an_address_is_read_wherever_it_was_logged() {
    let url = address(&texts(&[], false));
    let query = url.split_once('?').unwrap().1;
    for line in [
        format!(
            "1.2.3.4 - - [20/Nov/2026:10:00:00 +0000] \"GET /payment?{query} HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11)\""
        ),
        format!("GET /payment?{query} HTTP/1.1"),
        format!("<a href=\"{}\">", url.replace('&', "&amp;")),
        url.replace('&', "&amp;"),
        json!({ "request": format!("GET /payment?{query} HTTP/1.1"), "status": 200 }).to_string(),
        json!({ "request_uri": format!("/payment?{query}") }).to_string(),
    ] {
        let told = requests((line.clone() + "\n").as_bytes());
        assert_eq!((told.passed, told.failed), (1, 0), "{line}: {}", told.json());
    }
    // one without a signature, or without a project, lacks just that
    for (name, rule) in [
        ("signature", "traffic/request/signature"),
        ("project_id", "card-partner/sale/payment_page/redirect/required/project_id"),
    ] {
        let without: Vec<(String, String)> =
            texts(&[(name, "-")], false).into_iter().filter(|(other, _)| other != name).collect();
        for line in [address(&without), json!({ "url": address(&without) }).to_string()] {
            assert!(faults(&line).contains(&rule.to_owned()), "{name}: {:?}", faults(&line));
        }
    }
    // the same, however it is written, was sent before
    let mut all = texts(&[], false);
    let object: Value =
        all.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into();
    all.reverse();
    let twice = requests([address(&all), url, object.to_string()].join("\n").as_bytes());
    assert_eq!((twice.failed, twice.rules["traffic/request/sent-again"].count), (0, 2), "{}", twice.json());
}

#[test]
fn values_of_the_page_are_read_as_texts_whatever_stands_beside_them() {
    let object = |change: &[(&str, Value)]| {
        let all = texts(&[], false);
        let mut object: Value =
            all.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into();
        change.iter().for_each(|(name, value)| object[*name] = value.clone());
        object.to_string()
    };
    let none: &[&str] = &[];
    for (change, wanted) in [
        (vec![], none),
        (vec![("payment_amount", json!(100_000))], none),
        (vec![("project_id", json!(125))], none),
        (vec![("customer_id", json!(1))], &["traffic/request/text"]),
        (vec![("frame_mode", Value::Null)], &["platform/payment_page/type/frame_mode"]),
    ] {
        assert_eq!(faults(&object(&change)), wanted, "{change:?}");
    }
    for (amount, wanted) in [
        ("+100000", &["card-partner/sale/payment_page/redirect/type/payment_amount"][..]),
        ("0100000", &["card-partner/sale/payment_page/redirect/type/payment_amount"]),
        ("1", &["card-partner/sale/payment_page/redirect/amount/min/KES"]),
    ] {
        assert_eq!(faults(&address(&texts(&[("payment_amount", amount)], false))), wanted, "{amount}");
    }
    assert_eq!(faults(&address(&texts(&[("payment_description", "a;b")], false))), ["traffic/request/semicolon"]);
}

#[test]
fn a_parameter_that_begins_with_an_underscore_is_not_signed_and_it_is_said_whom_that_follows() {
    let url = |as_sdk| address(&texts(&[("_plugin", "shop")], as_sdk)) + "\n";
    let told = requests(url(false).as_bytes());
    assert_eq!((told.passed, rules(&told)), (1, BTreeSet::from(["traffic/request/not-signed"])));
    assert!(told.rules["traffic/request/not-signed"].means.contains("plug-ins"));
    let told = requests(url(true).as_bytes());
    assert_eq!(told.failed, 1);
    assert!(told.rules["traffic/request/signature"].places[0].found.contains("SDKs"), "{}", told.json());
}

#[test]
fn a_page_is_judged_by_what_it_is_opened_for_as_the_gate_does() {
    let judge = &*crate::platform_parameters::JUDGE;
    for (also, wanted) in [
        (&[][..], &[][..]),
        (&[("mode", "purchase"), ("operation_type", "sale")], &[]),
        (&[("mode", "payout")], &["traffic/request/page-operation"]),
        (&[("operation_type", "auth")], &["traffic/request/page-operation"]),
        (&[("mode", "payout"), ("force_payment_method", "-")], &["traffic/request/page-operation"]),
        (&[("mode", "card_tokenize"), ("payment_id", "-"), ("payment_amount", "-"), ("payment_currency", "-")], &[]),
        (&[("mode", "card_tokenize"), ("customer_id", "-")], &["traffic/request/card"]),
        (&[("mode", "card_verify"), ("payment_amount", "0")], &[]),
        (&[("mode", "card_verify"), ("payment_amount", "0"), ("payment_currency", "ZZZ")], &["traffic/request/card"]),
        (&[("mode", "card_verify")], &["traffic/request/card"]),
        (&[("mode", "card_verify"), ("payment_amount", "-")], &["traffic/request/card"]),
        (
            &[("mode", "card_verify"), ("payment_amount", "0"), ("customer_email", "no address")],
            &["platform/payment_page/format/customer_email"],
        ),
    ] {
        let all = texts(also, false);
        assert_eq!(faults(&address(&all)), wanted, "{also:?}");
        let params = all.into_iter().collect();
        let opens = judge.can_open(&params);
        let keeps = also.iter().any(|(_, value)| value.starts_with("card_"));
        let taken = opens.is_ok() && (keeps || judge.on_page(125, &params, "card-partner").is_ok());
        assert_eq!(taken, wanted.is_empty(), "{also:?}: the Gate says {taken}");
    }
}
