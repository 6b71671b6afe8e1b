//! The check against an API description: an invented one that the sample method agrees with, and what is told of each edit of
//! either side.

use std::path::Path;

use methodspec::sources::api::{Description, Report, What, check};
use methodspec::{Files, Folder, Kind, Memory};

/// The sample platform and method, with an edit of each.
fn specs(platform: &[(&str, &str)], method: &[(&str, &str)]) -> methodspec::resolved::Specs {
    let folder = Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs"));
    let text = |name: &str| String::from_utf8(folder.read(name).expect("readable").expect("there")).expect("text");
    let edited = |name: &str, edits: &[(&str, &str)]| {
        let records = if name == "platform.yaml" { RECORDS } else { "" };
        edits.iter().fold(text(name) + records, |text, (from, to)| {
            assert!(text.contains(from), "{from} is not in {name}");
            text.replacen(from, to, 1)
        })
    };
    let described = [
        (
            "  iso: {",
            "  described: { title: Description of Lagoon's Gate, api: Lagoon Gate 2.1.0, language: en, read: 2026-11 }\n  iso: {",
        ),
        ("server., cite: api }", "server., described_by: described, cite: api }"),
    ];
    let ours = [
        (
            "means: The sum in minor units., rust: amount }",
            "range: 1..5_000, means: The sum in minor units., rust: amount }",
        ),
        ("customer.id: { type: text,", "customer.id: { type: text, length: 1..40,"),
        ("general.project_id: { type: integer, range: 1..,", "general.project_id: { type: integer, range: 1..900,"),
        ("general.signature: { type: text,", "general.signature: { type: text, length: 88,"),
    ];
    let mut files = Memory::default();
    let platform: Vec<(&str, &str)> = described.iter().chain(&ours).chain(platform).copied().collect();
    files.0.insert("platform.yaml".to_owned(), edited("platform.yaml", &platform).into_bytes());
    files.0.insert("operation-codes.yaml".to_owned(), text("operation-codes.yaml").into_bytes());
    files.0.insert("methods/tide-pay.yaml".to_owned(), edited("methods/tide-pay.yaml", method).into_bytes());
    for name in folder.list("examples/tide-pay").expect("a folder") {
        let name = format!("examples/tide-pay/{name}");
        files.0.insert(name.clone(), text(&name).into_bytes());
    }
    methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{faults}"))
}

const RECORDS: &str = "
disputed:
  - about: /fields/general.signature
    says: { described: 1..200 letters, api: the Base64 of 64 bytes }
    chosen: 88 letters
    because: A signature has 88 letters.
";

/// A description of an invented Gate that agrees with the sample method, apart from what is on record.
const DESCRIPTION: &str = r##"{ "openapi": "3.0.1", "info": { "title": "Lagoon Gate", "version": "2.1.0" }, "paths": {
  "/v2/payment/qr/{method}/sale": { "post": { "requestBody": { "content": { "application/json": { "schema": {
    "type": "object", "required": ["general", "customer", "payment"], "properties": {
      "general": { "$ref": "#/components/schemas/General" },
      "customer": { "allOf": [ { "$ref": "#/components/schemas/Customer" }, { "type": "object", "required": ["id"] } ] },
      "account": { "type": "object", "properties": { "number": { "type": "string" }, "branch": { "type": "string", "pattern": "^[0-9]{3}-[0-9]{3}$" } } },
      "return_url": { "type": "object", "properties": { "success": { "type": "string", "format": "uri" },
        "decline": { "type": "string", "format": "uri" }, "return": { "type": "string", "format": "uri" } } },
      "payment": { "$ref": "#/components/schemas/Payment" } } } } } },
    "responses": { "200": { "content": { "application/json": { "schema": { "type": "object" } } } } } } },
  "/v2/payment/qr/{method}/refund": { "post": { "requestBody": { "content": { "application/json; charset=utf-8": { "schema": {} } } } } }
}, "components": { "schemas": {
  "General": { "type": "object", "required": ["project_id", "payment_id", "signature"], "properties": {
    "project_id": { "type": "integer", "minimum": 1, "maximum": 900 },
    "payment_id": { "type": "string", "minLength": 1, "maxLength": 255 },
    "signature": { "type": "string", "minLength": 1, "maxLength": 200 } } },
  "Customer": { "type": "object", "required": ["ip_address"], "properties": {
    "id": { "type": "string", "minLength": 1, "maxLength": 40 },
    "ip_address": { "type": "string", "format": "ip-address" },
    "first_name": { "type": "string" }, "last_name": { "type": "string" },
    "email": { "type": "string", "format": "email" },
    "phone": { "type": "string", "pattern": "^[0-9]{4,24}$" },
    "country": { "type": "string", "pattern": "^[A-Z]{2}$" } } },
  "Payment": { "type": "object", "required": ["amount", "currency"], "properties": {
    "amount": { "type": "integer", "minimum": 1, "maximum": 5000 },
    "currency": { "type": "string", "pattern": "^[A-Z]{3}$" },
    "description": { "type": "string", "maxLength": 255 } } } } } }"##;

pub(crate) fn judged(platform: &[(&str, &str)], method: &[(&str, &str)], description: (&str, &str)) -> Report {
    assert!(DESCRIPTION.contains(description.0), "{} is not in the description", description.0);
    let text = DESCRIPTION.replacen(description.0, description.1, 1);
    let given = Description::parse(&text).unwrap_or_else(|why| panic!("{why}"));
    check(&specs(platform, method), &[given])
}

pub(crate) const AS_IT_IS: (&str, &str) = ("", "");

pub(crate) fn told(report: &Report) -> Vec<String> {
    report.faults.iter().map(|fault| format!("{}: {}", fault.kind.code(), fault.message)).collect()
}

#[test]
fn what_agrees_or_is_on_record_is_no_fault() {
    let report = judged(&[], &[], AS_IT_IS);
    assert_eq!(told(&report), Vec::<String>::new());
    // two channels with a form each; the refund has none
    assert_eq!(report.requests, 2);
    let [on_record] = &report.differences[..] else { panic!("{:?}", report.differences) };
    assert_eq!((on_record.field.as_str(), on_record.what), ("general.signature", What::Length));
    assert_eq!(on_record.record.as_deref(), Some("platform.yaml/disputed/0"));
}

#[test]
fn ten_edits_of_the_specs_are_each_caught() {
    type Edit<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], &'a str);
    let edits: [Edit<'_>; 12] = [
        (
            &[("general.signature: { type: text, length: 88,", "general.signature: { type: text, length: 88..,")],
            &[],
            "general.signature: 88.. letters here, 1..200 letters",
        ),
        (&[("length: 1..40, means", "length: 1..41, means")], &[], "customer.id: 1..41 letters here, 1..40 letters"),
        (&[("length: 1..40, means", "means")], &[], "customer.id: any length here, 1..40 letters"),
        (&[("range: 1..900,", "range: 0..900,")], &[], "general.project_id: 0..900 here, 1..900"),
        (&[("range: 1..5_000,", "range: 0..5_000,")], &[], "payment.amount: 0..5000 here, 1..5000"),
        (
            &[("customer.email: { type: email,", "customer.email: { type: text,")],
            &[],
            "customer.email: text here, format email",
        ),
        (
            &[("customer.ip_address: { type: ip,", "customer.ip_address: { type: integer,")],
            &[],
            "customer.ip_address: integer here, text",
        ),
        (
            &[],
            &[("customer.ip_address: { gate: required }", "customer.ip_address: { gate: recommended }")],
            "customer.ip_address: recommended here, required",
        ),
        (
            &[],
            &[("      customer.id: required\n", "      customer.id: { payment_page: required }\n")],
            "customer.id: not sent here, required",
        ),
        (
            &[],
            &[(
                "customer.id: required\n",
                "customer.id: required\n      customer.nick: { is: optional, type: text, means: A name. }\n",
            )],
            "customer.nick: a member here, no such member",
        ),
        (
            &[],
            &[("^[0-9]{3}-[0-9]{3}$", "^[0-9]{4}-[0-9]{2}$")],
            "account.branch: ^[0-9]{4}-[0-9]{2}$ here, pattern ^[0-9]{3}-[0-9]{3}$",
        ),
        (
            &[],
            &[("path: /v2/payment/qr/tide-pay/sale", "path: /v2/payment/qr/tide/pay/sale")],
            "the route: /v2/payment/qr/tide/pay/sale here, no such route",
        ),
    ];
    for (platform, method, wanted) in edits {
        let report = judged(platform, method, AS_IT_IS);
        let found = told(&report);
        assert!(found.iter().any(|one| one.starts_with(&format!("api-differs: {wanted}"))), "{wanted}: {found:#?}");
    }
}

#[test]
fn ten_edits_of_the_description_are_each_caught() {
    let edits = [
        (("\"maxLength\": 40", "\"maxLength\": 30"), "api-differs: customer.id: 1..40 letters here, 1..30 letters"),
        (
            ("\"minLength\": 1, \"maxLength\": 255", "\"maxLength\": 255"),
            "api-differs: general.payment_id: 1..255 letters here, ..255 letters",
        ),
        (("\"maximum\": 900", "\"maximum\": 901"), "api-differs: general.project_id: 1..900 here, 1..901"),
        (
            ("\"minimum\": 1, \"maximum\": 5000", "\"minimum\": 2, \"maximum\": 5000"),
            "api-differs: payment.amount: 1..5000 here, 2..5000",
        ),
        (("\"^[A-Z]{3}$\"", "\"^[A-Z]{4}$\""), "api-differs: payment.currency: ^[A-Z]{3}$ here, pattern ^[A-Z]{4}$"),
        (
            ("{ \"type\": \"string\", \"format\": \"email\" }", "{ \"type\": \"string\", \"enum\": [\"a@b\"] }"),
            "api-differs: customer.email: any value here, one of a@b",
        ),
        (
            ("\"required\": [\"ip_address\"]", "\"required\": [\"ip_address\", \"email\"]"),
            "api-differs: customer.email: recommended here, required",
        ),
        (
            (
                "\"return_url\": { \"type\": \"object\",",
                "\"return_url\": { \"type\": \"object\", \"required\": [\"decline\"],",
            ),
            "api-differs: return_url.decline: not sent here, required",
        ),
        (
            ("\"branch\": { \"type\": \"string\"", "\"office\": { \"type\": \"string\""),
            "api-differs: account.branch: a member here, no such member",
        ),
        (
            ("\"amount\": { \"type\": \"integer\"", "\"amount\": { \"type\": \"string\""),
            "api-differs: payment.amount: integer here, text",
        ),
        (("/qr/{method}/sale", "/qr/sale"), "api-differs: the route: /v2/payment/qr/tide-pay/sale here, no such route"),
        (
            ("\"maxLength\": 200", "\"maxLength\": 201"),
            "api-record: the API description does not say so of `/fields/general.signature`: 1..200 letters",
        ),
        (
            ("\"version\": \"2.1.0\"", "\"version\": \"2.2.0\""),
            "api-version: the description is `Lagoon Gate 2.2.0`, and the document names `Lagoon Gate 2.1.0`",
        ),
    ];
    for (edit, wanted) in edits {
        let found = told(&judged(&[], &[], edit));
        assert!(found.iter().any(|one| one.starts_with(wanted)), "{wanted}: {found:#?}");
    }
}

#[test]
fn each_fault_points_at_the_field_and_says_what_to_do() {
    let report = judged(
        &[],
        &[("customer.ip_address: { gate: required }", "customer.ip_address: { gate: optional }")],
        AS_IT_IS,
    );
    let fault = report.faults.iter().next().expect("a fault");
    assert_eq!((fault.kind, fault.file.as_str()), (Kind::ApiDiffers, "methods/tide-pay.yaml"));
    let line =
        include_str!("specs/methods/tide-pay.yaml").lines().position(|line| line.contains("customer.ip_address:"));
    assert_eq!(Some(fault.place.line - 1), line);
    assert!(fault.help[0].contains("about: /operations/sale/send/customer.ip_address"), "{}", fault.help[0]);
}

#[test]
fn a_host_without_its_description_is_left_out_and_told() {
    let given = Description::parse(&DESCRIPTION.replacen("Lagoon Gate", "Atoll Gate", 1)).expect("a description");
    let report = check(&specs(&[], &[]), &[given]);
    assert_eq!((report.requests, report.skipped), (0, vec!["gate".to_owned()]));
    assert_eq!(told_of(&report.faults), ["api-version: no document names the description `Atoll Gate 2.1.0`"]);
}

fn told_of(faults: &methodspec::Faults) -> Vec<String> {
    faults.iter().map(|fault| format!("{}: {}", fault.kind.code(), fault.message)).collect()
}

#[test]
fn what_is_no_description_is_refused_with_the_reason() {
    for (text, why) in [
        ("[]", "neither OpenAPI 3.0 nor Swagger 2.0"),
        ("{", "not JSON"),
        (r#"{ "openapi": "3.1.0", "paths": {} }"#, "neither OpenAPI 3.0 nor Swagger 2.0"),
        (r#"{ "openapi": "3.0.1" }"#, "no `paths`"),
        (
            &DESCRIPTION.replacen("#/components/schemas/Payment", "#/components/schemas/Sum", 1),
            "leads nowhere: #/components/schemas/Sum",
        ),
    ] {
        let found = Description::parse(text).expect_err("no description");
        assert!(found.contains(why), "{found}");
    }
}

#[test]
fn swagger_is_read_as_well() {
    let text = r##"{ "swagger": "2.0", "info": { "title": "Lagoon Gate", "version": "2.1.0" }, "paths": { "/v1/list": { "post": {
        "parameters": [{ "in": "body", "schema": { "$ref": "#/definitions/Ask" } }], "responses": { "200": { "schema": {} } } } } },
        "definitions": { "Ask": { "type": "object", "required": ["token"], "properties": { "token": { "type": "string" } } } } }"##;
    let description = Description::parse(text).expect("a description");
    let route = description.route("/v1/list").expect("the route");
    assert!(description.shape(&route.request).required.contains("token"));
}
