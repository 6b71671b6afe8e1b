//! Where identifiers stand: project and payment, wherever the platform puts them, or nowhere.

use crate::support::{PROJECT, SECRET, SHAPE, callback, keys, secret, signed};
use ecommpay_runtime::callback::{Keys, Note, Reading, Reason, verify};
use serde_json::{Value, json};

static READING: Reading = Reading::new(&SHAPE)
    .members("payment.method", "payment.id", "payment.status")
    .payment_elsewhere(&["general.payment_id"]);

fn without_project() -> String {
    let mut body: Value = serde_json::from_str(&callback("")).expect("JSON");
    body.as_object_mut().expect("an object").remove("project_id");
    signed(&body.to_string())
}

#[test]
fn a_callback_without_a_project_is_of_the_only_one_and_says_so() {
    let body = without_project();
    let found = verify(&SHAPE, &keys(), body.as_bytes()).expect("verified");
    assert_eq!((found.project_id(), found.notes()), (PROJECT, &[Note::ProjectNotNamed][..]));
    // two secrets of one project leave no choice either
    let changed = Keys::new().with(PROJECT, &secret("old")).with(PROJECT, &secret(SECRET));
    assert_eq!(verify(&SHAPE, &changed, body.as_bytes()).expect("verified").key_index(), 1);
    let named = verify(&SHAPE, &keys(), signed(&callback("")).as_bytes()).expect("verified");
    assert!(named.notes().is_empty(), "one that names its project has no note");
}

#[test]
fn with_several_projects_or_none_it_is_refused_with_what_to_do() {
    let body = without_project();
    for keys in [keys().with(PROJECT + 1, &secret(SECRET)), Keys::new()] {
        let refusal = verify(&SHAPE, &keys, body.as_bytes()).expect_err("refused");
        assert_eq!(refusal.reason(), Reason::ProjectMissing);
        assert!(refusal.recovery().contains("keys of one project alone"), "{}", refusal.recovery());
    }
    let forged = body.replace("125000", "125001");
    let refusal = verify(&SHAPE, &keys(), forged.as_bytes()).expect_err("refused");
    assert_eq!(refusal.reason(), Reason::SignatureWrong);
}

#[test]
fn the_payment_is_named_in_either_place_and_never_in_two() {
    let id = |payment: Value, general: Value| {
        let body = json!({ "project_id": PROJECT, "payment": { "id": payment }, "general": { "payment_id": general } });
        let found = verify(&SHAPE, &keys(), signed(&body.to_string()).as_bytes()).expect("verified");
        READING.payment_id(&found).map(str::to_owned)
    };
    assert_eq!(id(json!("p-1"), Value::Null).as_deref(), Some("p-1"));
    assert_eq!(id(Value::Null, json!("p-1")).as_deref(), Some("p-1"));
    assert_eq!(id(json!(""), json!("p-1")).as_deref(), Some("p-1"));
    assert_eq!(id(json!("p-1"), json!("P-1")).as_deref(), Some("p-1"), "letter case does not tell payments apart");
    assert_eq!(id(json!("p-1"), json!("p-2")), None);
    assert_eq!(id(Value::Null, Value::Null), None);
}
