//! A method made of what breaks generators: it compiles, and its requests are judged and signed like any other's.
//!
//! What cannot become Rust is refused with a clear fault instead: `rust-keyword`, `rust-names-of-fields`,
//! `rust-names-of-channels`, `two-methods-with-one-type-name` and `amount-too-large` among the faults of `methodspec`.

methodspec_macros::payment_method! { pub mod reef = "tests/methods/breaker-reef.yaml"; }

use crate::support::specs as support;
use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_platform::runtime::sign::Signer;
use ecommpay_platform::runtime::{Project, Secret, Test, Value};
use reef::sale::redirect;
use reef::{amount, cancel};

const YAML: &str = include_str!("methods/breaker-reef.yaml");

fn project() -> Project<Test> {
    Project::new(1, Secret::new("secret").expect("valid")).expect("valid")
}

fn request() -> redirect::Request {
    redirect::Request::new(redirect::Fields {
        payment_id: "p-1".parse().expect("valid"),
        amount: amount!(redirect, FJD 92_233_720_368_547_758.07),
        account_operator: "*/".parse().expect("valid"),
        groesse: redirect::Groesse::new(9).expect("valid"),
        kind_of_self: "`{}` \r\u{202e}".parse().expect("valid"),
    })
}

#[test]
fn it_has_what_the_course_asks_for() {
    let form =
        reef::METHOD.forms.iter().find(|entry| entry.form.id == "breaker-reef/sale/gate/redirect").expect("valid").form;
    assert!(form.rows.len() > 500);
    assert_eq!(form.limits.len(), 40);
    assert_eq!(form.limits.iter().filter_map(|limit| limit.max).collect::<Vec<_>>(), [i64::MAX]);
    assert!(form.rows.iter().any(|row| row.path.len() > 300));
    let specs = support::specs("breaker-reef", YAML);
    let rows = &specs.methods["breaker-reef"].operations.values().next().expect("valid").forms[0].rows;
    let operator = rows.iter().find(|row| row.field == "account.operator").expect("valid");
    assert_eq!(operator.value.values.len(), 200);
}

#[test]
fn its_request_is_judged_and_signed() {
    let request = request()
        .a_long_name("x".parse().expect("valid"))
        .extra_f001("first".parse().expect("valid"))
        .extra_f500("last".parse().expect("valid"))
        .three_ds(true);
    assert_eq!(request.validate(), []);
    let signed = request.sign(&project()).expect("valid");
    let body: Value = serde_json::from_str(&signed.body).expect("valid");
    let again = Signer::new(project().secret()).sign_json(signed.body.as_bytes()).expect("valid");
    assert_eq!(body["general"]["signature"], again.as_str());
    assert_eq!(redirect::Request::read(&body).expect("valid"), request);

    let specs = support::specs("breaker-reef", YAML);
    let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
    let schema = serde_json::from_str(&files["schemas/breaker-reef/sale-gate-redirect.json"]).expect("JSON");
    let schema = SchemaRules::new(&schema).expect("a schema");
    assert!(schema.broken_by(&body).is_empty());
    let mut broken = body;
    broken["naïve"]["Größe"] = Value::from(10);
    broken["account"]["operator"] = Value::from("*");
    let rules = [
        "breaker-reef/sale/gate/redirect/range/naïve.Größe",
        "breaker-reef/sale/gate/redirect/values/account.operator",
    ];
    let mut found: Vec<String> = redirect::FORM.validate(&broken).into_iter().map(|one| one.rule).collect();
    found.sort_by_key(|rule| rule.contains("values"));
    assert_eq!(found, rules);
    assert!(schema.broken_by(&broken).iter().eq(rules.iter()));
}

#[test]
fn an_operation_without_fields_is_signed_too() {
    let specs = support::specs("breaker-reef", YAML);
    assert!(!specs.methods["breaker-reef"].summary.is_empty());
    let request = cancel::Request::new(cancel::Fields { payment_id: "p-1".parse().expect("valid") });
    assert_eq!(request.validate(), []);
    assert_eq!(request.sign(&project()).expect("valid").path, "/v2/payment/wallet/breaker-reef/cancel");
}
