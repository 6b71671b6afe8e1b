//! What changes under a condition is judged as what changes without one; words under it are words.

use methodspec::diff::Impact::{self, Addition, Breaking, Fix};
use methodspec::diff::{self, Change};
use serde_json::{Value, json};

/// A small model with one fact in it.
fn whole(pointer: &str, fact: &Value) -> Value {
    let mut model = json!({
        "names": { "payment_page": { "said": null } },
        "operations": { "sale": {
            "support": "described",
            "amounts": { "FJD": { "min": 1, "max": 100, "force": "enforced", "decimals": 2, "when": null } },
            "together": null,
            "forms": [{ "id": "coral/sale/gate", "rows": [{
                "path": "a", "rust": "a", "source": "caller", "presence": "optional", "presence_when": null, "value_when": null,
            }] }],
        } },
    });
    *model.pointer_mut(pointer).expect("a fact of the model") = fact.clone();
    model
}

fn gravest(pointer: &str, was: &Value, is: &Value) -> (Option<Impact>, Vec<Change>) {
    let changes = diff::method("coral", &whole(pointer, was), &whole(pointer, is));
    (changes.iter().map(|change| change.impact).max(), changes)
}

#[track_caller]
fn holds(pointer: &str, was: Value, is: Value, there: Impact, back: Impact) {
    let (found, changes) = gravest(pointer, &was, &is);
    assert_eq!(found, Some(there), "there: {changes:?}");
    let (found, changes) = gravest(pointer, &is, &was);
    assert_eq!(found, Some(back), "back: {changes:?}");
}

fn coral() -> Value {
    json!({ "all": [["account.operator", { "one_of": ["CORAL"] }]] })
}

#[test]
fn a_limit_under_a_condition_is_a_limit() {
    let at = "/operations/sale/amounts/FJD/when";
    let limit = |max: i64, force: &str| json!({ "when": coral(), "min": 1, "max": max, "force": force });
    let one = |max: i64| json!([limit(max, "enforced")]);
    holds(at, one(100), one(50), Breaking, Addition);
    holds(at, json!([]), one(50), Breaking, Addition);
    // in place of what holds without the condition: wider, or nothing at all
    holds(at, json!([]), one(500), Addition, Breaking);
    holds(at, json!([]), json!([limit(50, "contract")]), Addition, Breaking);
    holds(at, json!([]), json!([{ "when": coral(), "ends": "none", "force": "enforced" }]), Addition, Breaking);
    holds(at, json!([limit(50, "contract")]), one(50), Breaking, Addition);
    holds(at, json!([]), json!([{ "when": coral(), "force": "enforced" }]), Fix, Fix);
    // another range is another condition
    let over = |least: i64| json!([{ "when": { "all": [["payment.amount", { "range": [least, null] }]] }, "min": 1, "max": 50, "force": "enforced" }]);
    let (found, changes) = gravest(at, &over(1_000), &over(500));
    assert_eq!(found, Some(Breaking));
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|one| one.contains("payment.amount=500..")), "{told:?}");
    // the place of an entry among others says nothing
    let other = json!({ "when": { "all": [["b", { "sent": true }]] }, "max": 9, "force": "enforced" });
    let (found, _) = gravest(at, &json!([limit(50, "enforced"), other]), &json!([other, limit(50, "enforced")]));
    assert_eq!(found, None);
    let (_, changes) = gravest(at, &one(100), &one(50));
    assert_eq!(
        changes.first().map(ToString::to_string).as_deref(),
        Some("breaking: coral: sale/amounts/FJD/when/account.operator=CORAL/max: was 100, is 50")
    );
}

#[test]
fn a_presence_under_a_condition_fills_no_struct() {
    let at = "/operations/sale/forms/0/rows/0/presence_when";
    let one = |presence: &str| json!([{ "when": coral(), "presence": presence, "cite": ["en:1"] }]);
    holds(at, one("required"), one("recommended"), Addition, Breaking);
    holds(at, one("optional"), one("recommended"), Fix, Fix);
    let moved = json!([{ "when": coral(), "presence": "required", "cite": ["en:2"] }]);
    holds(at, one("required"), moved, Fix, Fix);
}

#[test]
fn a_value_under_a_condition_is_a_value() {
    let at = "/operations/sale/forms/0/rows/0/value_when";
    let one = |most: i64, cite: &str| json!([{ "when": coral(), "value": { "kind": "text", "length": [1, most] }, "cite": [cite] }]);
    holds(at, one(9, "en:1"), one(5, "en:1"), Breaking, Addition);
    holds(at, one(9, "en:1"), one(9, "en:2"), Fix, Fix);
    let told = |most: i64| json!([{ "when": { "told": "sometimes" }, "value": { "length": [1, most] } }]);
    holds(at, told(9), told(5), Fix, Fix);
}

#[test]
fn rows_written_otherwise_are_the_same_rows() {
    let at = "/operations/sale/together";
    let table = |rows: Value, note: &str| json!([{ "columns": ["operator", "currency"], "rows": rows, "force": "enforced", "note": note }]);
    let apart = json!([[["KAVA"], ["TOP"]], [["KAVA"], ["WST"]]]);
    let grouped = json!([[["KAVA"], ["TOP", "WST"]]]);
    let more = json!([[["KAVA"], ["TOP", "WST", "FJD"]]]);
    holds(at, table(apart.clone(), "a"), table(grouped.clone(), "a"), Fix, Fix);
    holds(at, table(apart.clone(), "a"), table(apart.clone(), "b"), Fix, Fix);
    holds(at, table(apart, "a"), table(more, "a"), Addition, Breaking);
}

#[test]
fn a_code_of_the_page_gives_and_takes_a_method() {
    let at = "/names/payment_page/said";
    holds(at, json!({ "is": ["coral"] }), json!("none"), Breaking, Addition);
    holds(at, json!({ "is": ["coral"] }), json!("not_documented"), Breaking, Addition);
    holds(at, json!({ "is": ["coral"] }), json!({ "is": ["reef"] }), Fix, Fix);
    holds(at, json!("none"), json!("not_documented"), Fix, Fix);
}
