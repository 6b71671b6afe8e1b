//! Members by which nothing is decided: of whatever type they are, they turn no callback away.

use crate::support::{Dice, PROJECT, cases, keys, signed};
use ecommpay_runtime::callback::{Ambiguity, JsonShape, Note, Reason, Shape, ShapeField, verify};
use serde_json::{Value, json};

use JsonShape::{Boolean, Integer, List, Map, Object, Text};

static SHAPE: Shape = Shape::new(&[
    ShapeField::new("project_id", Integer).kept(),
    ShapeField::new("general", Object),
    ShapeField::new("general.project_id", Integer).kept(),
    ShapeField::new("customer", Object).kept(),
    ShapeField::new("customer.phone", Text).kept(),
    ShapeField::new("decision", Object).kept(),
    ShapeField::new("decision.message", Text).kept(),
    ShapeField::new("errors", List).kept(),
    ShapeField::new("errors[].code", Integer).kept(),
    ShapeField::new("operation", Object),
    ShapeField::new("operation.code", Text),
    ShapeField::new("operation.message", Text).kept(),
    ShapeField::new("operation.provider", Object).kept(),
    ShapeField::new("operation.provider.id", Integer).kept(),
    ShapeField::new("payment", Object),
    ShapeField::new("payment.again", Boolean).kept(),
    ShapeField::new("payment.status", Text),
    ShapeField::new("payment.sum", Object),
    ShapeField::new("payment.sum.amount", Integer),
    ShapeField::new("redirect_data", Object),
    ShapeField::new("redirect_data.encrypted", Map).kept(),
]);

fn body() -> Value {
    json!({
        "project_id": crate::support::PROJECT,
        "customer": { "phone": "1" },
        "operation": { "code": "0", "message": "m", "provider": { "id": 1 } },
        "payment": { "status": "success", "again": true, "sum": { "amount": 5 } },
        "redirect_data": { "encrypted": {} },
    })
}

fn with(pointer: &str, value: &Value) -> Value {
    let mut body = body();
    let (parent, member) = pointer.rsplit_once('/').expect("a pointer");
    // what is not there yet becomes an object
    let holder = parent.split('/').skip(1).fold(&mut body, |holder, key| &mut holder[key]);
    holder[member] = value.clone();
    body
}

fn values() -> [Value; 9] {
    let object = json!({ "a": { "b": "c" } });
    [json!("accept"), json!(20000), json!(1.5), json!(true), json!(["x"]), object, json!([]), json!({}), json!(" a")]
}

#[test]
fn what_nothing_is_decided_by_is_kept_with_a_note() {
    let mut kept = 0;
    for (path, json) in SHAPE
        .fields()
        .iter()
        // the project decides which secrets there are
        .filter(|field| field.kept && !field.path.contains("[]") && !field.path.ends_with("project_id"))
        .map(|field| (field.path, field.json))
    {
        for value in values() {
            let body = with(&format!("/{}", path.replace('.', "/")), &value);
            let found = verify(&SHAPE, &keys(), signed(&body.to_string()).as_bytes());
            let found = found.unwrap_or_else(|refusal| panic!("{path} {value}: {refusal}"));
            let of_its_type = match json {
                Text => value.is_string(),
                Integer => value.is_i64(),
                Boolean => value.is_boolean(),
                List => value.is_array(),
                Object | Map => value.is_object() || value == json!([]),
            };
            let noted = found.notes().contains(&Note::Type { field: Some(path) });
            assert_eq!(noted, !of_its_type, "{path} {value}: {:?}", found.notes());
            assert_eq!(found.document().at("payment.status").and_then(|item| item.as_str()), Some("success"));
            kept += usize::from(noted);
        }
    }
    assert!(kept > 40, "{kept}");
    let errors = with("/errors", &json!([{ "code": "100" }, "text"]));
    let found = verify(&SHAPE, &keys(), signed(&errors.to_string()).as_bytes()).expect("kept");
    assert_eq!(found.notes().len(), 2, "an item has no field of its own: {:?}", found.notes());
}

#[test]
fn where_a_sum_or_a_status_is_read_types_are_refused() {
    for (pointer, value) in [
        ("/payment", json!("success")),
        ("/payment/status", json!(1)),
        ("/payment/status", json!({ "a": 1 })),
        ("/payment/sum", json!("5")),
        ("/payment/sum/amount", json!("5")),
        ("/payment/sum/amount", json!(5.5)),
        ("/operation/code", json!(0)),
        ("/operation", json!([1])),
    ] {
        let refused = verify(&SHAPE, &keys(), signed(&with(pointer, &value).to_string()).as_bytes());
        assert_eq!(refused.err().map(|refusal| refusal.reason()), Some(Reason::Type), "{pointer} {value}");
    }
}

/// Two bodies with one text to sign, one with a kept value: at most one of them is taken, unless they say the same of
/// everything by which something is decided.
#[test]
fn a_kept_value_cannot_be_hidden_in_the_text_before_it() {
    let refused = |body: Value| {
        let refusal = verify(&SHAPE, &keys(), signed(&body.to_string()).as_bytes()).err();
        refusal.map(|refusal| (refusal.reason(), refusal.ambiguity()))
    };
    let genuine = with("/decision", &json!("accept"));
    assert_eq!(refused(genuine), None);
    let swallowed = with("/customer/phone", &json!("1;decision:accept"));
    assert_eq!(refused(swallowed), Some((Reason::Ambiguous, Some(Ambiguity::Name))));
    let inside = with("/operation/message", &json!("m;operation:provider:x"));
    assert_eq!(refused(inside), Some((Reason::Ambiguous, Some(Ambiguity::Member))));
    // by the text alone the integer ends before the `;`
    let cut = with("/operation/provider/id", &json!("5;x"));
    assert_eq!(refused(cut), Some((Reason::Ambiguous, Some(Ambiguity::Line))));
}

#[test]
fn two_bodies_with_one_text_agree_in_all_that_is_decided() {
    use ecommpay_runtime::sign::callback_text_to_sign;
    let mut dice = Dice::new(5);
    let texts = [
        "1",
        "a",
        "accept",
        "1;decision:accept",
        "x;payment:again:1",
        "5;operation:provider:9",
        "1;errors:x",
        "b;c",
        "1;errors:0:code:7",
        "",
    ];
    let pointers = [
        "/customer/phone",
        "/decision",
        "/errors",
        "/operation/message",
        "/operation/provider",
        "/operation/provider/id",
        "/payment/again",
    ];
    let mut known: std::collections::BTreeMap<String, (String, String)> = std::collections::BTreeMap::new();
    let mut taken = 0;
    for _ in 0..cases(20_000) {
        let mut body = body();
        for _ in 0..dice.below(4) {
            let value = match dice.below(4) {
                0 => json!({ "a": dice.pick(&texts) }),
                1 => json!([dice.pick(&texts)]),
                2 => json!(dice.below(9)),
                _ => json!(dice.pick(&texts)),
            };
            let (parent, member) = dice.pick(&pointers).rsplit_once('/').expect("a pointer");
            if let Some(Value::Object(holder)) = body.pointer_mut(parent) {
                holder.insert(member.to_owned(), value);
            }
        }
        let body = body.to_string();
        let Ok(found) = verify(&SHAPE, &keys(), signed(&body).as_bytes()) else { continue };
        taken += 1;
        let read =
            |path: &str| found.document().at(path).and_then(|item| item.signed_text().map(|text| text.into_owned()));
        let decided: Vec<_> = SHAPE.fields().iter().filter(|field| !field.kept).map(|field| read(field.path)).collect();
        let text = callback_text_to_sign(body.as_bytes()).expect("JSON");
        let decided = format!("{decided:?}");
        let (before, other) = known.entry(text).or_insert_with(|| (decided.clone(), body.clone()));
        assert_eq!(*before, decided, "{body} and {other}");
    }
    assert!(taken > cases(20_000) / 4, "{taken}");
}

/// Test callbacks of the vendor's own SDKs have it: the text is signed as the number is.
#[test]
fn the_project_may_be_a_text_of_digits() {
    let with = |project: &str| format!("{{\"project_id\":{project},\"payment\":{{\"status\":\"success\"}}}}");
    let text = signed(&with("777")).replace("\"project_id\":777", "\"project_id\":\"777\"");
    let found = verify(&SHAPE, &keys(), text.as_bytes()).expect("verified");
    assert_eq!(found.project_id(), PROJECT);
    assert!(matches!(found.notes(), [Note::Type { field: Some("project_id") }]), "{:?}", found.notes());
    for strange in
        ["\"0777\"", "\"+777\"", "\"-777\"", "\" 777\"", "\"777.0\"", "\"7e2\"", "\"\"", "\"٧٧٧\"", "777.5", "[777]"]
    {
        let refused = verify(&SHAPE, &keys(), signed(&with(strange)).as_bytes()).expect_err(strange);
        assert_eq!(refused.reason(), Reason::ProjectNoInteger, "{strange}");
    }
    let both = with("777,\"general\":{\"project_id\":\"778\"}");
    let refused = verify(&SHAPE, &keys(), signed(&both).as_bytes()).expect_err("two projects");
    assert_eq!(refused.reason(), Reason::ProjectsDisagree);
}
