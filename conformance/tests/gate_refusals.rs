//! The Gate's answers and refusals against the published descriptions of what their routes answer: one made up of the facts here, and
//! the platform's own, which is in no repository, where the environment variable `API` names it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecommpay_conformance::gate::model::Model;
use ecommpay_conformance::gate::refusal::{Refusal, Why};
use ecommpay_conformance::gate::start::Start;
use methodspec::sources::api::Description;
use serde_json::{Value, json};

use crate::gate_added::{FERN, added_with, asks};
use crate::gate_guard::payment_page;
use crate::gate_support::{Gate, general, root, sign, start};

const GATE: &str = r##"{ "openapi": "3.0.1", "info": { "title": "Host-to-host API", "version": "3.28.0" }, "paths": {
  "/v2/payment/{method}/{operation}": { "post": { "responses": ANSWERS } },
  "/v2/payment/{group}/{method}/{operation}": { "post": { "responses": ANSWERS } },
  "/v2/payment/clarification": { "post": { "responses": ANSWERS } },
  "/v2/payment/status": { "post": { "responses": {
    "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Status" } } } },
    "400": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Faults" } } } },
    "403": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } },
    "422": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } },
    "500": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } } } } } },
  "components": { "schemas": {
    "Accepted": { "type": "object", "required": ["payment_id", "project_id", "request_id", "status"], "properties": {
      "status": { "type": "string", "maxLength": 255 }, "request_id": { "type": "string", "maxLength": 100 },
      "project_id": { "type": "integer" }, "payment_id": { "type": "string", "maxLength": 255 } } },
    "Refused": { "type": "object", "required": ["status"], "properties": {
      "status": { "type": "string" }, "code": { "type": "string" }, "message": { "type": "string" } } },
    "Faults": { "type": "object", "properties": { "errors": { "type": "array", "items": { "$ref": "#/components/schemas/Fault" } } } },
    "Fault": { "type": "object", "properties": { "code": { "type": "integer" }, "message": { "type": "string" },
      "field": { "type": "string" }, "constraint": { "type": "string" } } },
    "Status": { "type": "object", "required": ["operations", "payment", "project_id", "signature"], "properties": {
      "project_id": { "type": "integer" }, "signature": { "type": "string" },
      "customer": { "type": "object", "required": ["ip_address"], "properties": { "ip_address": { "type": "string" } } },
      "account": { "type": "object", "required": ["number"], "properties": { "number": { "type": "string", "minLength": 1 } } },
      "payment": { "type": "object", "required": ["status"], "properties": { "id": { "type": "string" },
        "type": { "type": "string" }, "status": { "type": "string", "minLength": 1 }, "date": { "type": "string" } } },
      "operations": { "type": "array", "items": { "type": "object", "properties": { "id": { "type": "integer" },
        "type": { "type": "string" }, "status": { "type": "string" }, "code": { "type": "string" } } } } } } } } }"##;

const ANSWERS: &str = r##"{
    "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Accepted" } } } },
    "400": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } },
    "422": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } },
    "500": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refused" } } } } }"##;

const DATA: &str = r##"{ "swagger": "2.0", "info": { "title": "Data API", "version": "2.0" }, "paths": {
  "/v1/operations/get": { "post": { "responses": {
    "200": { "schema": { "type": "object", "properties": { "operations": { "type": "array", "items": {
      "$ref": "#/definitions/Operation" } }, "signature": { "type": "string" } } } },
    "400": { "schema": { "$ref": "#/definitions/Refused" } }, "401": { "schema": { "$ref": "#/definitions/Refused" } },
    "403": { "schema": { "$ref": "#/definitions/Refused" } }, "500": { "schema": { "$ref": "#/definitions/Refused" } } } } } },
  "definitions": {
    "Refused": { "type": "object", "required": ["status"], "properties": { "name": { "type": "string" },
      "message": { "type": "string" }, "code": { "type": "integer" }, "status": { "type": "integer" } } },
    "Operation": { "type": "object", "required": ["project_id", "operation_id", "payment_id", "operation_type",
      "operation_status", "account_number", "customer_ip", "payment_method_name", "payment_method_type", "payment_description",
      "operation_created_at", "operation_completed_at", "provider_date", "shipment_date", "sum_initial", "sum_converted", "arn",
      "rrn", "payment_provider_code", "payment_provider_message"], "properties": { "project_id": { "type": "string" },
      "operation_id": { "type": "string" }, "operation_completed_at": { "type": "string" },
      "sum_initial": { "type": "object", "required": ["amount", "currency"], "properties": {
        "amount": { "type": "integer" }, "currency": { "type": "string" } } } } } } }"##;

/// Descriptions of what is answered.
struct Published(Vec<Description>);

impl Published {
    /// Those made up here, and the platform's own where it is given.
    fn all() -> Vec<Self> {
        let read = |text: &str| Description::parse(text).unwrap();
        let mut all = vec![Self(vec![read(&GATE.replace("ANSWERS", ANSWERS)), read(DATA)])];
        match std::env::var_os("API").filter(|path| !path.is_empty()).map(PathBuf::from) {
            Some(path) => all.push(Self(Description::read_all(&path).unwrap())),
            None => eprintln!("skipped: the platform's own API description; API names its folder"),
        }
        all
    }

    /// # Errors
    /// What an answer has that is described otherwise.
    fn judge(&self, path: &str, http: u16, body: &Value) -> Result<(), String> {
        let found = self.0.iter().find_map(|one| {
            let route = one.route(path).or_else(|| one.route(&format!("/v1{path}")))?;
            Some((one, route))
        });
        let (description, route) = found.ok_or_else(|| format!("{path} is not described"))?;
        let answer = route.answers.get(&http.to_string());
        let answer = answer.ok_or_else(|| format!("{path}: HTTP {http} is not described"))?;
        let validator = jsonschema::draft202012::new(&description.with_definitions(answer)).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path().as_str())).collect();
        if faults.is_empty() { Ok(()) } else { Err(format!("{path}, HTTP {http}: {}: {body}", faults.join("; "))) }
    }

    /// A refusal, as it is described, or as it is on record.
    fn refusal(&self, why: Why, path: &str, http: u16, body: &Value) -> Result<(), String> {
        let is_list = path.ends_with("/operations/get");
        let on_record = matches!((why, http), (Why::Project, 404) | (Why::NotFound, 200));
        let ours =
            matches!((why, http), (Why::Unknown, 404) | (Why::TooSlow, 408) | (Why::TooLarge, 413) | (Why::Busy, 503));
        if !on_record && !ours {
            return self.judge(path, http, body);
        }
        // the status is another, and the body the same as that of any refusal
        self.judge(path, if is_list { 400 } else { 422 }, body)
    }
}

fn fern() -> Arc<Model> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("methods")).unwrap();
    for file in ["platform.yaml", "operation-codes.yaml"] {
        std::fs::copy(root().join("specs").join(file), folder.path().join(file)).unwrap();
    }
    std::fs::write(folder.path().join("methods/fern-pay.yaml"), FERN).unwrap();
    let specs = methodspec::load(folder.path()).unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Model::new(specs, Path::new("none"), &[]).unwrap())
}

const SALE: &str = "/v2/payment/wallet/fern-pay/sale";
const PAYOUT: &str = "/v2/payment/wallet/fern-pay/payout";
const REFUND: &str = "/v2/payment/wallet/fern-pay/refund";
const STATUS: &str = "/v2/payment/status";
const MORE: &str = "/v2/payment/clarification";
const LIST: &str = "/operations/get";

#[test]
fn every_refusal_is_described_on_every_route() {
    let model = fern();
    let platform = &model.specs.platform;
    let on_record = |about: &str| platform.disputed.iter().any(|one| one.about == about);
    assert!(on_record("/refusals/project/http") && on_record("/refusals/not_found/http"));
    for published in Published::all() {
        let mut seen = 0;
        for why in Why::ALL {
            for refusal in [Refusal::from(why), Refusal::of(why, "customer.id", "is absent")] {
                for path in [SALE, PAYOUT, REFUND, MORE, STATUS, LIST] {
                    let (http, body) = refusal.answer(&model, path);
                    published.refusal(why, path, http, &body).unwrap_or_else(|fault| panic!("{why:?}: {fault}"));
                    let told = body.get("code").or_else(|| body.pointer("/errors/0/code")).unwrap();
                    let told = told.as_str().map_or_else(|| told.to_string(), str::to_owned);
                    assert_eq!(told, why.code(platform), "{path}: {body}");
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, Why::ALL.len() * 12);
        // and a body of another form is none
        let (_, whole) = Refusal::from(Why::Required).answer(&model, SALE);
        let (_, alone) = Refusal::from(Why::Required).answer(&model, STATUS);
        assert!(published.judge(SALE, 400, &whole).is_ok() && published.judge(STATUS, 400, &alone).is_ok());
        assert!(published.judge(SALE, 400, &alone).is_err(), "no status: {alone}");
        assert!(published.judge(SALE, 409, &whole).is_err() && published.judge(SALE, 200, &whole).is_err());
        let mut text = alone;
        text["errors"][0]["code"] = json!("2004");
        assert!(published.judge(STATUS, 400, &text).is_err(), "a code that is a text");
        assert!(published.judge(LIST, 400, &whole).is_err(), "a status that is a text");
    }
}

#[test]
fn statuses_are_those_of_the_platform_s_file() {
    let model = fern();
    let platform = &model.specs.platform;
    for (why, http, of_question) in [
        (Why::Json, 422, 422),
        (Why::Signature, 400, 400),
        (Why::Unsigned, 400, 400),
        (Why::Required, 400, 400),
        (Why::Project, 404, 404),
        (Why::NotFound, 400, 200),
        (Why::Used, 400, 400),
        (Why::State, 400, 400),
        (Why::NotAllowed, 400, 400),
    ] {
        assert_eq!((why.http(platform), why.http_of_question(platform)), (http, of_question), "{why:?}");
    }
    // data, not code: another file, other statuses
    let mut other = platform.clone();
    for kind in other.refusals.values_mut() {
        kind.http = Some(418);
    }
    assert!([Why::Json, Why::Signature, Why::Project, Why::State].iter().all(|why| why.http(&other) == 418));
    let later: Vec<Why> = Why::ALL.into_iter().filter(|why| why.is_later(platform)).collect();
    assert_eq!(later, [Why::UnknownBank, Why::BankCurrency, Why::Currency, Why::OverLimit, Why::UnderLimit]);
    other.refusals.values_mut().for_each(|kind| kind.later = false);
    assert!(!Why::ALL.iter().any(|why| why.is_later(&other)));
}

/// A refusal that is to come, and what was sent.
type Case = (Why, &'static str, u16, Value);

fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (holder, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(holder).unwrap()[member] = value;
    body
}

fn without(mut body: Value, pointer: &str) -> Value {
    let (holder, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(member);
    body
}

/// Signed requests that are refused: `paid` was paid and refunded in part as `r1`, `open` waits.
fn refused() -> Vec<Case> {
    let payout = with(asks("p", 10_000), "/account", json!({ "number": "FJ1", "bank_id": 7 }));
    let described = |amount: i64| with(asks("paid", amount), "/payment/description", json!("back"));
    let back = |amount: i64, id: &str| with(described(amount), "/payment/merchant_refund_id", json!(id));
    vec![
        (Why::Required, SALE, 400, without(asks("a", 10_000), "/customer")),
        (Why::NoAmount, SALE, 400, without(asks("a", 10_000), "/payment/amount")),
        (Why::NoCurrency, SALE, 400, without(asks("a", 10_000), "/payment/currency")),
        (Why::NoAccount, PAYOUT, 400, without(payout.clone(), "/account/number")),
        (Why::NoBank, PAYOUT, 400, without(payout.clone(), "/account/bank_id")),
        (Why::UnknownBank, PAYOUT, 400, with(payout, "/account/bank_id", json!(9))),
        (Why::Malformed, SALE, 400, with(asks("a", 10_000), "/customer/email", json!("nobody"))),
        (Why::Used, SALE, 400, asks("PAID", 10_000)),
        (Why::NotFound, REFUND, 400, general("nobody's")),
        (Why::NotFound, STATUS, 200, general("nobody's")),
        (Why::NotFound, MORE, 400, with(general("nobody's"), "/additional_data", json!({}))),
        (Why::Required, STATUS, 400, without(general("a"), "/general/payment_id")),
        (Why::Malformed, STATUS, 400, with(general("a"), "/general/payment_id", json!(5))),
        (Why::Required, MORE, 400, without(general("a"), "/general/payment_id")),
        (Why::Currency, SALE, 400, with(asks("a", 10_000), "/payment/currency", json!("USD"))),
        (Why::Project, SALE, 404, with(asks("a", 10_000), "/general/project_id", json!(999))),
        (Why::Project, STATUS, 404, with(general("a"), "/general/project_id", json!(999))),
        (Why::OverLimit, SALE, 400, asks("a", 500_001)),
        (Why::UnderLimit, SALE, 400, asks("a", 99)),
        (Why::RefundSum, REFUND, 400, back(9_001, "r2")),
        (Why::RefundCurrency, REFUND, 400, with(back(1, "r2"), "/payment/currency", json!("USD"))),
        (Why::RefundUsed, REFUND, 400, back(1_000, "r1")),
        (Why::NotAllowed, "/v2/payment/card-partner/refund", 400, general("paid")),
        (Why::State, REFUND, 400, general("open")),
        (Why::Required, LIST, 400, json!({ "project_id": [125], "token": "t".repeat(30) })),
        (Why::Project, LIST, 400, json!({ "project_id": [999], "token": "t".repeat(30) })),
    ]
}

/// As they stand, without a valid signature.
fn unsigned() -> Vec<(Why, &'static str, u16, Vec<u8>)> {
    let text = |body: Value| body.to_string().into_bytes();
    let forged = |body: Value| text(with(body, "/general/signature", json!("x".repeat(88))));
    let list = json!({ "project_id": [125], "token": "t".repeat(30) });
    vec![
        (Why::Json, SALE, 422, b"{".to_vec()),
        (Why::Json, STATUS, 422, b"[]".to_vec()),
        (Why::Json, LIST, 400, b"{".to_vec()),
        (Why::Unsigned, SALE, 400, text(asks("a", 10_000))),
        (Why::Unsigned, STATUS, 400, text(general("a"))),
        (Why::Unsigned, LIST, 400, text(list.clone())),
        (Why::Signature, SALE, 400, forged(asks("a", 10_000))),
        (Why::Signature, STATUS, 400, forged(general("a"))),
        (Why::Signature, LIST, 400, text(with(list, "/signature", json!("x".repeat(88))))),
        (Why::TooLarge, SALE, 413, vec![b' '; 2 << 20]),
    ]
}

async fn paid(gate: &Gate) {
    gate.accepted(SALE, asks("open", 10_000)).await;
    gate.accepted("/v2/payment/wallet/fern-pay/auth", asks("paid", 10_000)).await;
    gate.pass(2).await;
    gate.control("paid", "success", json!({})).await;
    gate.accepted("/v2/payment/wallet/fern-pay/capture", general("paid")).await;
    gate.pass(10).await;
    let described = with(asks("paid", 1_000), "/payment/description", json!("back"));
    gate.accepted(REFUND, with(described, "/payment/merchant_refund_id", json!("r1"))).await;
    gate.pass(10).await;
}

#[tokio::test]
async fn every_refusal_that_is_sent_is_described() {
    let model = fern();
    let platform = &model.specs.platform;
    let (gate, _shop) = added_with(FERN, true).await;
    paid(&gate).await;
    let mut sent = Vec::new();
    for (why, path, http, mut body) in refused() {
        sign(&mut body);
        sent.push((why, path, http, body.to_string().into_bytes()));
    }
    sent.extend(unsigned());
    let mut whys: Vec<Why> = Vec::new();
    let published = Published::all();
    for (why, path, http, body) in sent {
        let (status, told) = gate.raw(path, body).await;
        assert_eq!(status, http, "{why:?} at {path}: {told}");
        let code = told.get("code").or_else(|| told.pointer("/errors/0/code")).unwrap_or_else(|| panic!("{told}"));
        let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
        assert_eq!(code, why.code(platform), "{path}: {told}");
        assert!(told.get("signature").is_none(), "{told}");
        for one in &published {
            one.refusal(why, path, status, &told).unwrap_or_else(|fault| panic!("{why:?}: {fault}"));
        }
        whys.push(why);
    }
    let (status, told) = gate.signed("/v2/payment/nothing", asks("a", 10_000)).await;
    assert_eq!((status, &told["code"]), (404, &json!("2541")), "no route has it");
    whys.push(Why::Unknown);
    // no spec here has banks by currency; what is slow, crowded or not written has tests of its own
    let elsewhere = [Why::BankCurrency, Why::TooSlow, Why::Busy, Why::Unwritten];
    let left: Vec<Why> = Why::ALL.into_iter().filter(|why| !whys.contains(why) && !elsewhere.contains(why)).collect();
    assert!(left.is_empty(), "not sent: {left:?}");
    gate.end().await;
}

#[tokio::test]
async fn every_answer_is_described() {
    let (gate, _shop) = added_with(FERN, false).await;
    let published = Published::all();
    let judge = |path: &str, (http, mut body): (u16, Value)| {
        assert_eq!(http, 200, "{body}");
        // on record: nothing is left of what was refunded
        if body["payment"]["status"] == "refunded" && body["payment"]["sum"]["amount"] == 0 {
            body["payment"]["sum"]["amount"] = json!(1);
        }
        for one in &published {
            one.judge(path, http, &body).unwrap_or_else(|fault| panic!("{fault}"));
        }
    };
    paid(&gate).await;
    // the description wants some members wherever an answer has a customer or an account: with them, and without
    let opened = [
        ("none", 10_000, json!({}), Value::Null),
        ("fails", 99, json!({}), Value::Null),
        ("address", 10_000, json!({ "ip_address": "1.2.3.4" }), Value::Null),
        ("fails too", 99, json!({ "ip_address": "1.2.3.4" }), json!({ "number": "FJ1" })),
        ("token", 10_000, json!({ "email": "a@example.com" }), json!({ "token": "t" })),
        ("number", 10_000, json!({ "phone": "1234567" }), json!({ "number": "FJ1", "token": "t" })),
        ("bare", 10_000, json!({ "ip_address": "1.2.3.4" }), json!({})),
    ];
    for (payment, amount, customer, account) in &opened {
        let mut body = asks(payment, *amount);
        body["customer"].as_object_mut().unwrap().extend(customer.as_object().unwrap().clone());
        if account.is_object() {
            body["account"] = account.clone();
        }
        judge(SALE, gate.signed(SALE, body).await);
        judge(STATUS, gate.signed(STATUS, general(payment)).await);
    }
    let at = payment_page();
    assert_eq!(gate.get(&at).await.0, 200);
    let chosen = format!("{}&local_gate_method=card-partner", at.trim_start_matches("/payment?"));
    let (status, _) = gate.form("/payment", chosen).await;
    assert_eq!(status, 303);
    let all = || opened.iter().map(|(payment, ..)| *payment).chain(["framed", "open", "paid"]);
    for seconds in [0, 3] {
        gate.pass(seconds).await;
        for payment in all() {
            judge(STATUS, gate.signed(STATUS, general(payment)).await);
        }
    }
    judge(REFUND, gate.signed(REFUND, general("paid")).await);
    for payment in ["none", "token", "number", "framed"] {
        gate.control(payment, "success", json!({})).await;
    }
    gate.pass(10).await;
    for payment in all() {
        judge(STATUS, gate.signed(STATUS, general(payment)).await);
    }
    let ask = json!({
        "interval": { "from": "2001-01-01 00:00:00", "to": "2101-01-01 00:00:00" }, "token": "t".repeat(30),
    });
    let (http, listed) = gate.signed(LIST, ask).await;
    assert!(listed["operations"].as_array().unwrap().len() >= 4, "{listed}");
    judge(LIST, (http, listed));
    gate.end().await;
}

/// A schema that somebody edited: the Gate serves all that does not need it, and takes nothing in by it.
#[tokio::test]
async fn by_a_schema_that_cannot_be_read_nothing_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let rule =
        json!({ "x-rule": "card-partner/sale/gate/redirect/type/customer.id", "x-severity": "error", "type": 5 });
    std::fs::create_dir(folder.path().join("card-partner")).unwrap();
    std::fs::write(folder.path().join("card-partner/sale-gate-redirect.json"), json!({ "allOf": [rule] }).to_string())
        .unwrap();
    let gate = Gate::begin(Start { schemas: folder.path().to_owned(), ..start() }).await;
    let mut body = general("a-broken-schema");
    body["customer"] = json!({ "id": "123", "ip_address": "1.2.3.4", "phone": "123456789" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    sign(&mut body);
    let (status, answer) = gate.raw("/v2/payment/card-partner/sale", body.to_string()).await;
    let told = answer.to_string();
    assert_eq!(status, 400, "{told}");
    assert!(told.contains("the JSON Schema of card-partner/sale/gate/redirect cannot be read"), "{told}");
    assert!(told.contains("cargo xtask generate"), "{told}");
    gate.end().await;
}
