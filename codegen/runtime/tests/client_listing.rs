//! Which operations a list asks for.

use crate::client_support::server::Got;
use crate::client_support::{Reef, hosts, ok, project, signed, token, with};
use ecommpay_runtime::client::{Core, Interval, NoSelection, Pages};
use ecommpay_runtime::{Test, Value, json};

fn core() -> Core<Test, Reef> {
    Core::new(project(), hosts("http://127.0.0.1:1"))
}

fn pages(core: &Core<Test, Reef>, interval: &Interval) -> Pages<Reef> {
    Pages::new(core, &token().0, interval).expect("documented")
}

fn november() -> Interval {
    Interval::new("2026-11-01 00:00:00", "2026-12-01 00:00:00")
}

/// What is sent, without the signature, once that holds.
fn sent(core: &Core<Test, Reef>, pages: &Pages<Reef>) -> Value {
    let request = pages.request(core).expect("it keeps the rules").expect("a page");
    let mut body = json_of(request.body());
    let signature = body.as_object_mut().expect("an object").remove("signature").expect("a signature");
    assert_eq!(signature, signed(body.clone(), "the token's secret")["signature"]);
    body
}

fn json_of(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).expect("UTF-8").parse().expect("JSON")
}

#[test]
fn without_a_zone_none_is_sent() {
    let core = core();
    assert_eq!(sent(&core, &pages(&core, &november())).get("tz"), None);
    let there = november().in_zone("Asia/Singapore");
    assert_eq!(sent(&core, &pages(&core, &there))["tz"], "Asia/Singapore");
}

#[test]
fn a_list_is_of_the_projects_that_were_asked_for() {
    let core = core();
    assert_eq!(sent(&core, &pages(&core, &november()))["project_id"], json!([125]));
    let two = pages(&core, &november()).projects([125, 126]).expect("projects");
    assert_eq!(sent(&core, &two)["project_id"], json!([125, 126]));
    assert_eq!(sent(&core, &two.all_projects()).get("project_id"), None);
    let none = pages(&core, &november()).projects([]);
    assert_eq!(none.expect_err("no project"), NoSelection::Empty { field: "project_id" });
}

#[test]
fn a_list_is_selected_by_one_value_or_several() {
    let core = core();
    let select = |field: &str, values: &[&str]| pages(&core, &november()).select(field, values.iter().copied());
    for (field, values, wanted) in [
        ("operation_type", &["sale"][..], json!("sale")),
        ("operation_type", &["sale", "refund"], json!(["sale", "refund"])),
        ("fields", &["operation_id"], json!(["operation_id"])),
        ("customer_email", &["anna@example.test"], json!("anna@example.test")),
    ] {
        assert_eq!(sent(&core, &select(field, values).expect("a field"))[field], wanted);
    }
    assert_eq!(select("operation_type", &[]).expect_err("none"), NoSelection::Empty { field: "operation_type" });
    let two = select("customer_email", &["a@example.test", "b@example.test"]);
    assert_eq!(two.expect_err("two"), NoSelection::Single { field: "customer_email" });
    // what the client sets itself, and what nobody knows
    for field in ["operation_typ", "project_id", "token", "tz", "limit", "offset", "signature", "interval.from"] {
        let told = select(field, &["1"]).expect_err(field).to_string();
        assert!(told.ends_with("it is by customer_email, fields, operation_type"), "{field}: {told}");
    }
}

#[test]
fn both_clients_select() {
    let list = || vec![ok(json!({ "operations": [] }))];
    for ((), got) in with(list, |client| client.select("operation_type", &["sale", "refund"])) {
        let [Got { body, .. }] = got.as_slice() else { panic!("{got:?}") };
        assert_eq!((body.get("project_id"), &body["operation_type"]), (None, &json!(["sale", "refund"])));
    }
}
