//! `100000.0` and `1e5` are integers, as JSON Schema says, and are signed as the vendor's reference prints them; from 2^53 on a
//! number with a fraction or an exponent is none. Generated crate, JSON Schema, Gate and recorded requests have one verdict.

use std::path::PathBuf;

use ecommpay_conformance::gate::input::Asks;
use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::form::Severity;
use ecommpay_platform::runtime::method::{FormEntry, Read};
use ecommpay_platform::runtime::sign::Signer;
use ecommpay_platform::runtime::{Project, Test};
use serde_json::{Value, json};

use crate::gate_support::root;
use crate::platform_parameters::JUDGE;
use crate::traffic_support::{SECRET, requests, told};

fn secret() -> Secret {
    Secret::new(SECRET).unwrap()
}

const SALE: &str = "/v2/payment/card-partner/sale";

/// A form of Gate by its path.
fn form(path: &str) -> &'static FormEntry {
    let mut forms = ecommpay::METHODS.iter().flat_map(|method| method.forms);
    forms.find(|entry| entry.form.path == path).unwrap()
}

/// A body with its signature; `unlike` is what the signature is made of.
fn signed(body: &str, unlike: &str) -> String {
    let signature = Signer::new(&secret()).sign_json(unlike.as_bytes()).unwrap();
    body.replacen("\"general\":{", &format!("\"general\":{{\"signature\":\"{signature}\","), 1)
}

/// Each judge's verdict, which must be the same; and whether recorded requests give advice.
fn verdict(path: &str, body: &str, alike: &str) -> (bool, bool) {
    let json: Value = serde_json::from_str(&signed(body, alike)).unwrap();
    let entry = form(path);
    let errors = entry.form.validate(&json).into_iter().filter(|one| one.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|one| one.rule).collect();
    let schema = SchemaRules::read(&root().join("generated/schemas"), entry.form.id).unwrap();
    let by_schema = schema.broken_by(&json);
    let by_gate =
        JUDGE.gate(path, signed(body, alike).as_bytes()).map(|request| !matches!(request.asks, Asks::Refused(_)));
    let report = requests((json!({ "path": path, "body": signed(body, alike) }).to_string() + "\n").as_bytes());
    let taken = errors.is_empty();
    assert_eq!(by_schema.is_empty(), taken, "{body}: the crate says {errors:?}, the JSON Schema {by_schema:?}");
    assert_eq!(by_gate.map_err(|refusal| format!("{refusal:?}")), Ok(taken), "{body}: the crate says {errors:?}");
    assert_eq!(report.failed == 0, taken, "{body}: the crate says {errors:?}, requests {}", report.json());
    (taken, told(&report).contains("traffic/request/integer"))
}

fn sale(amount: &str, project: &str) -> String {
    format!(
        r#"{{"customer":{{"id":"123","ip_address":"1.2.3.4"}},"general":{{"payment_id":"W1","project_id":{project}}},"payment":{{"amount":{amount},"currency":"KES"}}}}"#
    )
}

#[test]
fn an_integer_is_one_however_it_is_written() {
    let plain = sale("100000", "125");
    assert_eq!(verdict(SALE, &plain, &plain), (true, false));
    // signed as the reference prints them: the signature is that of the plain integers
    for amount in ["100000.0", "100000.000", "1e5", "1E5", "1e+5", "10.0e4", "1000000e-1", "1.0E5"] {
        assert_eq!(verdict(SALE, &sale(amount, "125"), &plain), (true, true), "{amount}");
    }
    for project in ["125.0", "1.25e2"] {
        assert_eq!(verdict(SALE, &sale("100000", project), &plain), (true, true), "{project}");
    }
    for amount in [
        "100000.5",
        "1e-1",
        "-1e5",
        "-100000.0",
        "9007199254740992.0",
        "9007199254740993.0",
        "1e16",
        "9.007199254740993e15",
        "1e21",
        "1e300",
        "1e5000",
        "\"100000\"",
        "\"1e5\"",
        "true",
        "null",
    ] {
        if amount == "1e5000" {
            // beyond what a double holds it is no number at all
            assert!(serde_json::from_str::<Value>(&sale(amount, "125")).is_err());
            assert!(JUDGE.gate(SALE, signed(&sale(amount, "125"), &plain).as_bytes()).is_err());
            continue;
        }
        let body = sale(amount, "125");
        assert!(!verdict(SALE, &body, &body).0, "{amount}");
    }
}

#[test]
fn an_integer_without_an_end_of_its_own_ends_where_readers_of_json_do() {
    let payout = |delay: &str, bank: &str| {
        format!(
            r#"{{"callback":{{"delay":{delay}}},"account":{{"bank_id":{bank}}},"customer":{{"id":"123","ip_address":"1.2.3.4"}},"general":{{"payment_id":"W1","project_id":125}},"payment":{{"amount":100000,"currency":"KES"}}}}"#
        )
    };
    // neither is a field of the method: the platform says what they are
    for (bank, taken) in [
        ("0", true),
        ("12.0", true),
        ("1e3", true),
        ("9007199254740991", true),
        ("9007199254740991.0", true),
        ("9007199254740992", false),
        ("9007199254740992.0", false),
        ("9007199254740993.0", false),
        ("1e16", false),
        ("1e300", false),
        ("18446744073709551616", false),
        ("-1", false),
        ("-1e16", false),
        ("1.5", false),
    ] {
        let body = payout("6e2", bank);
        assert_eq!(verdict(SALE, &body, &body).0, taken, "{bank}");
    }
    for (delay, taken) in [("600.0", true), ("601.0", false), ("6.01e2", false), ("0.5", false), ("-0.0", true)] {
        let body = payout(delay, "1");
        assert_eq!(verdict(SALE, &body, &body).0, taken, "{delay}");
    }
}

#[test]
fn the_typed_api_reads_them_and_writes_plain_integers() {
    let entry = form(SALE);
    let json: Value = serde_json::from_str(&signed(&sale("1e5", "125"), "{}")).unwrap();
    let Read::Gate(read) = entry.read else { panic!("a form of Gate") };
    let project = Project::<Test>::new(125, secret()).unwrap();
    let body = read(&json).unwrap().sign(&project).unwrap().body;
    assert!(body.contains("\"amount\":100000,"), "{body}");
}

/// A folder of further cases, `*.jsonl` with `path`, `body` and `accepted`: all judges say what is right of each.
#[test]
fn cases_of_a_folder_get_one_verdict() {
    let Some(folder) = std::env::var_os("REQUEST_CASES").map(PathBuf::from) else { return };
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|kind| kind != "jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line).unwrap();
            let mut body = case["body"].clone();
            body["general"].as_object_mut().unwrap().remove("signature");
            let body = body.to_string();
            let (taken, _) = verdict(case["path"].as_str().unwrap(), &body, &body);
            assert_eq!(case["accepted"].as_bool().unwrap_or(taken), taken, "{}: {body}", file.display());
        }
    }
}
