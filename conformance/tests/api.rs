//! The third judge: the suite's requests against an API description. One made up from the specs' own words here; the platform's
//! own, which is in no repository, where the environment variable `API` names it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ecommpay_conformance::api::Described;
use ecommpay_conformance::report::{Report, Verdict};
use ecommpay_conformance::run::{Known, Run, Selection};
use ecommpay_conformance::second_engine::Schemas;
use methodspec::sources::api::Description;
use methodspec::{Files, Folder, Memory};

use crate::support;

const METHOD: &str = "coral-transfer";

/// A method of one request, over this repository's platform.
const SPEC: &str = r#"
method: coral-transfer
version: 0.1.0
title: Coral Transfer
summary: Payouts to accounts at invented banks.
documents:
  doc: { title: Coral Transfer, read: "2026-11-22" }
  api: { title: Description, api: Coral Gate 1.4.0, read: "2026-11-22" }
cite: doc
names: { payment_page: none, gate: coral, callback: not_documented }
kind: online_banking
instruments: [bank_account]
countries: [FJ]
currencies: [FJD]
conversion: none
fields:
  account.branch: { type: text, pattern: "^[0-9]{3}-[0-9]{3}$", means: The branch of the bank. }
operations:
  payout:
    via: [gate]
    path: /v2/payment/coral/payout
    amounts: { FJD: 2.00..800.00 }
    send:
      customer.id: required
      customer.ip_address: required
      account.number+branch: required
      customer.phone: optional
    channels: none
    not_documented: [times]
  not_documented: [sale, refund, recurring, chargeback]
disputed:
  - about: /operations/payout/send/customer.phone
    says: { doc: it is optional, api: required }
    chosen: optional
    because: The document is the nearer one.
"#;

const DESCRIPTION: &str = r##"{ "openapi": "3.0.1", "info": { "title": "Coral Gate", "version": "1.4.0" }, "paths": {
  "/v2/payment/{method}/payout": { "post": { "requestBody": { "content": { "application/json": { "schema": {
    "type": "object", "required": ["general", "customer", "account", "payment"], "properties": {
      "general": { "type": "object", "required": ["project_id", "payment_id", "signature"], "properties": {
        "project_id": { "type": "integer", "minimum": 1, "maximum": 4294967295 },
        "payment_id": { "type": "string", "minLength": 1, "maxLength": 255 },
        "signature": { "type": "string", "minLength": 88, "maxLength": 88 } } },
      "customer": { "$ref": "#/components/schemas/Customer" },
      "account": { "type": "object", "required": ["number"], "properties": {
        "number": { "type": "string", "minLength": 1, "maxLength": 100 },
        "branch": { "type": "string", "pattern": "^[0-9]{3}-[0-9]{3}$" } } },
      "payment": { "type": "object", "required": ["amount", "currency"], "properties": {
        "amount": { "type": "integer", "minimum": 1, "maximum": 10000000000000 },
        "currency": { "type": "string", "pattern": "^[A-Z]{3}$" } } } } } } } } } }
}, "components": { "schemas": { "Customer": { "type": "object", "required": ["id", "ip_address", "phone"], "properties": {
  "id": { "type": "string", "minLength": 1, "maxLength": 255 },
  "ip_address": { "type": "string", "format": "ip-address" },
  "phone": { "type": "string", "pattern": "^[0-9]{4,24}$" } } } } } }"##;

fn run(spec: (&str, &str), description: (&str, &str)) -> Report {
    let folder = Folder(support::folder());
    let mut files = Memory::default();
    let text = |name: &str| String::from_utf8(folder.read(name).unwrap().unwrap()).unwrap();
    // the platform's own records quote its own description
    let platform = text("platform.yaml").replace("api: Host-to-host API 3.28.0", "api: Coral Gate 1.4.0");
    let (before, rest) = platform.split_once("\ndisputed:").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    files.0.insert("platform.yaml".to_owned(), format!("{before}\n\n{after}").into_bytes());
    files.0.insert("operation-codes.yaml".to_owned(), text("operation-codes.yaml").into_bytes());
    assert!(SPEC.contains(spec.0) && DESCRIPTION.contains(description.0), "{} {}", spec.0, description.0);
    files.0.insert(format!("methods/{METHOD}.yaml"), SPEC.replacen(spec.0, spec.1, 1).into_bytes());
    let specs = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{}", faults.human(false)));
    let given = [Description::parse(&DESCRIPTION.replacen(description.0, description.1, 1)).unwrap()];
    let described = Described::new(&specs, &given).unwrap();
    let run = Run {
        specs: &specs,
        linked: &[],
        schemas: &Schemas::none(),
        selection: Selection::new(vec![METHOD.to_owned(), "platform".to_owned()], Some("*/api*")).unwrap(),
        seed: 3,
        cases: 32,
        known: Known::default(),
        api: Some(&described),
        command: String::new(),
        folder: String::new(),
    };
    run.report().unwrap()
}

const AS_IT_IS: (&str, &str) = ("", "");
const FORM: &str = "coral-transfer/payout/gate";

fn failed(report: &Report) -> BTreeMap<String, String> {
    let all =
        report.failures.iter().filter(|failure| failure.rule.starts_with(METHOD) || failure.rule.ends_with("records"));
    all.map(|failure| (failure.rule.clone(), failure.found.clone())).collect()
}

#[test]
fn a_request_that_agrees_with_the_description_is_accepted() {
    let report = run(AS_IT_IS, AS_IT_IS);
    assert_eq!(failed(&report), BTreeMap::new());
    for rule in [format!("{FORM}/api"), format!("{FORM}/api/kept"), "platform/api/records".to_owned()] {
        let found = report.rules.iter().find(|result| result.rule.id == rule).unwrap_or_else(|| panic!("no {rule}"));
        assert_eq!(found.verdict, Verdict::Passed, "{rule}");
    }
    let kept = report.rules.iter().find(|result| result.rule.id == format!("{FORM}/api/kept")).unwrap();
    assert_eq!(kept.checks[0].inputs, Some(32));
}

/// The words of the spec agree; what it then sends does not, and the other way round.
#[test]
fn edits_of_either_side_fail_the_rule_that_they_break() {
    let spec = |from, to| ((from, to), AS_IT_IS);
    let description = |from, to| (AS_IT_IS, (from, to));
    for ((spec, described), rule, found) in [
        (
            spec("customer.ip_address: required", "customer.ip_address: optional"),
            "api",
            "customer.ip_address: optional",
        ),
        (spec("customer.ip_address: required", "customer.ip_address: optional"), "api/kept", "ip_address"),
        (spec("account.number+branch: required", "account.branch: required"), "api", "account.number: not sent"),
        (spec("{3}-[0-9]{3}$\"", "{2}-[0-9]{3}$\""), "api", "account.branch"),
        (spec("{3}-[0-9]{3}$\"", "{2}-[0-9]{3}$\""), "api/kept", "does not match"),
        (
            spec("customer.phone: optional", "customer.phone: optional\n      customer.email: required"),
            "api",
            "customer.email: a member",
        ),
        (
            spec("customer.phone: optional", "customer.phone: optional\n      customer.email: required"),
            "api/kept",
            "customer.email: no such member",
        ),
        (description("\"maximum\": 10000000000000", "\"maximum\": 70000"), "api", "payment.amount"),
        (description("\"maximum\": 10000000000000", "\"maximum\": 70000"), "api/kept", "payment.amount"),
        (description("\"maxLength\": 100", "\"maxLength\": 3"), "api/kept", "account.number"),
        (
            description("\"type\": \"integer\", \"minimum\": 1, \"maximum\": 4294967295", "\"type\": \"string\""),
            "api/kept",
            "general.project_id",
        ),
        (
            description("\"required\": [\"number\"]", "\"required\": [\"number\", \"bank_id\"]"),
            "api",
            "account.bank_id: not sent",
        ),
        (
            description("/v2/payment/{method}/payout", "/v2/payment/{method}/pay"),
            "api",
            "the route: /v2/payment/coral/payout",
        ),
        (description("\"^[A-Z]{3}$\"", "\"^[A-Z]{2}$\""), "api/kept", "payment.currency"),
    ] {
        let failed = failed(&run(spec, described));
        // the platform's own fields are judged under the platform
        let of = [format!("{FORM}/{rule}"), format!("{FORM}/api/kept")];
        let told = of.iter().filter_map(|rule| failed.get(rule)).any(|told| told.contains(found));
        let shared = rule == "api" && found == "payment.amount";
        assert!(told || shared, "{rule} {found}: {failed:#?}");
    }
}

#[test]
fn a_record_that_misquotes_the_description_fails() {
    let report =
        run(AS_IT_IS, ("\"required\": [\"id\", \"ip_address\", \"phone\"]", "\"required\": [\"id\", \"ip_address\"]"));
    let failed = failed(&report);
    assert!(failed["platform/api/records"].contains("/operations/payout/send/customer.phone"), "{failed:#?}");
}

/// The real one: every difference is a fault or on record, and every edit of either side is caught.
#[test]
fn the_platform_s_own_description_agrees() {
    let Some(path) = std::env::var_os("API").filter(|path| !path.is_empty()).map(PathBuf::from) else { return };
    let given = Description::read_all(&path).unwrap();
    let report = methodspec::sources::api::check(&support::specs(), &given);
    assert!(report.faults.is_empty(), "{}", report.faults.human(false));
    assert!(report.skipped.is_empty() && report.requests > 10, "{:?}", report.skipped);
}

/// This repository's specs with one edit.
fn edited(file: &str, from: &str, to: &str) -> methodspec::resolved::Specs {
    let folder = Folder(support::folder());
    let mut files = Memory::default();
    let read = |name: &str| folder.read(name).unwrap().unwrap();
    for name in ["platform.yaml", "operation-codes.yaml"] {
        files.0.insert(name.to_owned(), read(name));
    }
    for name in folder.list("methods").unwrap() {
        let name = format!("methods/{name}");
        files.0.insert(name.clone(), read(&name));
    }
    for method in folder.list("examples").unwrap() {
        for name in folder.list(&format!("examples/{method}")).unwrap() {
            let name = format!("examples/{method}/{name}");
            files.0.insert(name.clone(), read(&name));
        }
    }
    let text = String::from_utf8(read(file)).unwrap();
    assert!(text.contains(from), "{from} is not in {file}");
    files.0.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{}", faults.human(false)))
}

#[test]
fn edits_of_the_specs_are_caught_by_the_platform_s_own_description() {
    let Some(path) = std::env::var_os("API").filter(|path| !path.is_empty()).map(PathBuf::from) else { return };
    let given = Description::read_all(&path).unwrap();
    let platform = "platform.yaml";
    for (file, from, to) in [
        (platform, "range: 1..4_294_967_295", "range: 0..4_294_967_295"),
        (platform, "range: 1..10_000_000_000_000, means", "range: 1..20_000_000_000_000, means"),
        (platform, "customer.email: { type: email, length: ..255", "customer.email: { type: email, length: ..320"),
        (platform, "account.number: { type: text, length: 1..100", "account.number: { type: text, length: ..100"),
        (platform, "customer.ip_address: { type: ip", "customer.ip_address: { type: text"),
        (platform, "customer.phone: { type: digits, length: 4..24", "customer.phone: { type: digits, length: 4..15"),
        (platform, "gate-api: 1..255 letters", "gate-api: 1..256 letters"),
        (
            "methods/malaysia-banks.yaml",
            "customer.id+ip_address: { is: required, cite: api }",
            "customer.id+ip_address: { is: optional, cite: page }",
        ),
        (
            "methods/korea-banks-payout.yaml",
            "customer.ip_address: { gate: required",
            "customer.ip_address: { gate: recommended",
        ),
        (platform, "required_with: { payment: [payment.description], cite: gate-api }, ", ""),
        ("methods/africa-banks-payout.yaml", "amount: 0..10_000_000_000_000", "amount: 1..10_000_000_000_000"),
        (
            "methods/true-money.yaml",
            "/v2/payment/wallet/true-money/sale, cite",
            "/v2/payment/purses/true-money/sale, cite",
        ),
        // at the top of a body, an only member, what no request sends, a path without a request, a record
        (platform, "      token: required\n", "      token: optional\n"),
        (platform, "additional_data: required }", "additional_data: optional }"),
        (
            platform,
            "merchant_callback_url: { type: url, length: 1..255",
            "merchant_callback_url: { type: url, length: 1..300",
        ),
        (platform, "customer.city: { type: text, length: ..255", "customer.city: { type: text, length: ..300"),
        (platform, "customer.day_of_birth: { type: date", "customer.day_of_birth: { type: text"),
        (platform, "callback.delay: { type: integer, range: 0..600", "callback.delay: { type: integer, range: 0..900"),
        (platform, "described_by: gate-api, ", ""),
        (platform, "operation_type: { type: json, means: \"The", "operation_type: { type: text, means: \"The"),
        ("methods/mpesa.yaml", "is: /v2/payment/mpesa/payout", "is: /v2/payment/mpesas/payout"),
        ("methods/korea-banks-payout.yaml", "/v2/info/banks/korea", "/v2/infos/banks/korea"),
    ] {
        let report = methodspec::sources::api::check(&edited(file, from, to), &given);
        assert!(!report.faults.is_empty(), "{file}: {to} is not caught");
    }
}

/// An edit of the platform's own description: where, which member, and its new value; null takes it out.
type Edit<'a> = (&'a str, &'a str, &'a str, serde_json::Value);

/// What the judge finds in the platform's own descriptions after one edit.
fn found(
    specs: &methodspec::resolved::Specs,
    folder: &std::path::Path,
    (file, at, name, value): &Edit<'_>,
) -> Vec<String> {
    let read = |one: &str| {
        let mut json: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.join(one)).unwrap()).unwrap();
        if one == *file {
            let place = json.pointer_mut(at).unwrap_or_else(|| panic!("no {at}"));
            if value.is_null() {
                place.as_object_mut().unwrap().remove(*name).unwrap_or_else(|| panic!("no {name} at {at}"));
            } else {
                place[*name] = value.clone();
            }
        }
        Description::parse(&json.to_string()).unwrap()
    };
    let given = [read(GATE), read(DATA)];
    methodspec::sources::api::check(specs, &given).faults.iter().map(|fault| fault.message.clone()).collect()
}

const GATE: &str = "gate-api.json";
const DATA: &str = "data-api.json";

#[test]
fn further_edits_of_the_platform_s_own_descriptions_are_caught() {
    let Some(path) = std::env::var_os("API").filter(|path| !path.is_empty()).map(PathBuf::from) else { return };
    if !path.is_dir() {
        return;
    }
    let specs = support::specs();
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let none = || serde_json::Value::Null;
    let customer = "/components/schemas/CustomerInfoBase/properties";
    let general = "/components/schemas/GeneralInfo";
    let payment = "/components/schemas/PaymentInfo/properties";
    let asked = "/paths/~1v1~1operations~1get/post/parameters/0/schema";
    let ip = format!("{customer}/ip_address");
    let (phone, email, properties) =
        (format!("{customer}/phone"), format!("{customer}/email"), format!("{general}/properties"));
    let (amount, currency) = (format!("{payment}/amount"), format!("{payment}/currency"));
    let (from_to, of_data) = (format!("{asked}/properties/interval"), format!("{asked}/properties"));
    let content = "/paths/~1v2~1payment~1card-partner~1sale/post/requestBody/content";
    let edits: [Edit<'_>; 22] = [
        (GATE, &ip, "format", none()),
        (GATE, &ip, "maxLength", 20.into()),
        (GATE, &phone, "pattern", none()),
        (GATE, &phone, "maxLength", 6.into()),
        (GATE, &email, "format", none()),
        (GATE, &currency, "pattern", none()),
        (GATE, &currency, "minLength", 4.into()),
        (GATE, &amount, "multipleOf", 100.into()),
        (GATE, &amount, "minimum", 0.into()),
        (GATE, &properties, "merchant_callback_url", none()),
        (GATE, "/components/schemas/CallbackInfo/properties/delay", "maximum", 60.into()),
        (GATE, general, "required", json(r#"["project_id", "payment_id"]"#)),
        (GATE, "/components/schemas/RefundPaymentInfo", "required", none()),
        (GATE, content, "application/json", none()),
        (GATE, "/paths", "/v2/payment/mpesa/payout", none()),
        (DATA, asked, "required", json(r#"["token", "signature", "tz"]"#)),
        (DATA, asked, "required", json(r#"["signature"]"#)),
        (DATA, &from_to, "required", json(r#"["from", "to", "zone"]"#)),
        (DATA, &of_data, "project_id", json(r#"{ "type": "array", "items": { "type": "string" } }"#)),
        (DATA, &of_data, "operation_type", json(r#"{ "type": "string" }"#)),
        (DATA, &of_data, "operation_type", json(r#"{ "type": "string", "enum": ["sale"] }"#)),
        (DATA, "/info", "version", "2.1".into()),
    ];
    for edit in &edits {
        assert!(!found(&specs, &path, edit).is_empty(), "{}/{} is not caught", edit.1, edit.2);
    }
    // no address has more letters than the 45 of an IPv6 address with an IPv4 one
    assert_eq!(found(&specs, &path, &(GATE, &ip, "maxLength", none())), Vec::<String>::new());
}

#[test]
fn edits_of_the_platform_s_own_description_are_caught() {
    let Some(path) = std::env::var_os("API").filter(|path| !path.is_empty()).map(PathBuf::from) else { return };
    let specs = support::specs();
    let schemas = "/components/schemas";
    for (at, name, value) in [
        (format!("{schemas}/GeneralInfo/properties/signature"), "maxLength", serde_json::json!(256)),
        (format!("{schemas}/GeneralInfo/properties/payment_id"), "maxLength", 36.into()),
        (format!("{schemas}/GeneralInfo/properties/project_id"), "type", "string".into()),
        (format!("{schemas}/PaymentInfo/properties/amount"), "minimum", 100.into()),
        (format!("{schemas}/PaymentInfo/properties/currency"), "pattern", "^[0-9]{3}$".into()),
        (format!("{schemas}/CustomerInfoBase/properties/email"), "maxLength", 64.into()),
        (format!("{schemas}/CustomerInfoBase/properties/phone"), "pattern", "^[0-9]{7,15}$".into()),
        (format!("{schemas}/PaymentInfo"), "required", serde_json::json!(["amount", "currency", "description"])),
        (
            format!("{schemas}/GeneralInfo"),
            "required",
            serde_json::json!(["project_id", "payment_id", "signature", "referrer_url"]),
        ),
        (format!("{schemas}/AccountBankPayoutInfo/allOf/1/properties/bank_id"), "minimum", 0.into()),
        ("/info".to_owned(), "version", "3.29.0".into()),
    ] {
        let gate = if path.is_dir() { path.join("gate-api.json") } else { path.clone() };
        let mut json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(gate).unwrap()).unwrap();
        let place = json.pointer_mut(&at).unwrap_or_else(|| panic!("no {at}"));
        place[name] = value;
        let given = [Description::parse(&json.to_string()).unwrap()];
        let report = methodspec::sources::api::check(&specs, &given);
        assert!(!report.faults.is_empty(), "{at}/{name} is not caught");
    }
}
