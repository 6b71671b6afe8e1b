//! Every fact of a model, changed once, is told; and what is known to break is told as that.

use std::path::Path;

use methodspec::diff::{self, Change, Impact, model};
use serde_json::{Value, json};

fn specs(folder: &str) -> methodspec::resolved::Specs {
    methodspec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap_or_else(|faults| panic!("{}", faults.human(false)))
}

/// Models of methods with most of what the language can say.
fn models() -> Vec<Value> {
    specs("tests/specs").methods.values().map(model::of_method).collect()
}

/// Every fact of a model: the pointers of what is no object.
fn facts(json: &Value, at: &str, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            for (key, member) in members {
                facts(member, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                facts(item, &format!("{at}/{n}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

fn other(fact: &Value) -> Value {
    match fact {
        Value::Bool(is) => json!(!is),
        Value::Number(number) => json!(number.as_i64().unwrap_or(0) + 1),
        Value::String(text) => json!(format!("{text}x")),
        _ => json!(1),
    }
}

/// What a form has from its operation, channel or part, which tell of it.
fn from_elsewhere(pointer: &str) -> bool {
    let below = pointer.split_once("/forms/").and_then(|(_, form)| form.split_once('/'));
    below.is_some_and(|(_, fact)| ["amounts", "together", "currencies_open"].iter().any(|key| fact.starts_with(key)))
}

fn changed(whole: &Value, pointer: &str) -> (Value, Vec<Change>) {
    let mut new = whole.clone();
    let fact = new.pointer_mut(pointer).expect("a fact");
    *fact = other(fact);
    let changes = diff::method("coral", whole, &new);
    (new, changes)
}

#[test]
fn every_fact_that_changes_is_told() {
    // what only names the model, and what is told where it comes from: a value's openness says nothing without values
    let untold = ["/key", "/version", "/source"];
    // all of them where `FULL` is set, as in `.ci/run`
    let every = if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { 1 } else { 3 };
    let mut told = 0;
    for whole in models() {
        let mut all = Vec::new();
        facts(&whole, "", &mut all);
        let skipped = |pointer: &str| untold.contains(&pointer) || from_elsewhere(pointer);
        for pointer in all.iter().filter(|pointer| !skipped(pointer)).skip(told % every).step_by(every) {
            let (_, changes) = changed(&whole, pointer);
            let idle =
                pointer.ends_with("/value/open") && whole.pointer(&pointer.replace("/open", "/values")).is_none();
            assert!(idle || !changes.is_empty(), "{}: {pointer} is not seen", whole["key"]);
            told += 1;
        }
    }
    assert!(told > 1_000 / every, "only {told} facts");
}

#[test]
fn what_names_code_breaks() {
    let mut seen = 0;
    for whole in models() {
        let mut all = Vec::new();
        facts(&whole, "", &mut all);
        for pointer in all.iter().filter(|pointer| !from_elsewhere(pointer)) {
            let last = pointer.rsplit('/').next().unwrap_or_default();
            let in_form = pointer.contains("/forms/") && !pointer.contains("_when/");
            let breaks = match last {
                "rust" => in_form,
                "module" | "type_name" | "decimals" => true,
                "kind" => pointer.ends_with("/value/kind") && in_form,
                "id" => in_form,
                _ => pointer.contains("/names/callback/said/is/"),
            };
            if breaks {
                let (_, changes) = changed(&whole, pointer);
                let gravest = changes.iter().map(|change| change.impact).max();
                assert_eq!(gravest, Some(Impact::Breaking), "{}: {pointer}", whole["key"]);
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen}");
}

#[test]
fn words_and_sources_are_a_fix() {
    for whole in models() {
        let mut all = Vec::new();
        facts(&whole, "", &mut all);
        for pointer in &all {
            let parts: Vec<&str> = pointer.split('/').collect();
            let words = parts.iter().any(|part| ["cite", "note", "notes", "means", "summary"].contains(part));
            if words {
                let (_, changes) = changed(&whole, pointer);
                assert!(changes.iter().all(|change| change.impact == Impact::Fix), "{pointer}: {changes:?}");
            }
        }
    }
}

/// A small model, one fact of it replaced, and what is said of that in both directions.
#[track_caller]
fn holds(pointer: &str, was: Value, is: Value, there: Impact, back: Impact) {
    let whole = |fact: Value| {
        let mut model = json!({
            "names": { "callback": { "said": { "is": ["coral"] } }, "payment_page": { "said": { "is": ["coral"] } } },
            "countries": { "said": { "is": { "only": ["FJ"] } } }, "currencies": { "said": "contract" },
            "operations": { "sale": {
                "support": "described", "currencies": ["FJD"], "times": { "basic": { "said": "none" } },
                "amounts": { "FJD": { "min": 1, "max": 9, "force": "enforced", "decimals": 2 } },
                "channels": [{ "key": "qr", "turns": [{ "display": {} }] }],
                "together": [{ "columns": ["a", "b"], "rows": [[["1"], ["2"]]], "force": "enforced" }],
                "ends": [{ "key": "success", "codes": ["0"] }],
                "forms": [{ "id": "coral/sale/gate", "path": "/v2/coral", "rows": [{
                    "path": "a", "rust": "a", "source": "caller", "presence": "optional",
                    "value": { "kind": "text", "values": [["1", ""], ["2", ""]], "length": [1, 5] },
                }]}],
            }},
        });
        *model.pointer_mut(pointer).expect("a fact of the model") = fact;
        model
    };
    let (old, new) = (whole(was), whole(is));
    let gravest = |changes: Vec<Change>| changes.iter().map(|change| change.impact).max();
    assert_eq!(gravest(diff::method("coral", &old, &new)), Some(there), "there");
    assert_eq!(gravest(diff::method("coral", &new, &old)), Some(back), "back");
}

#[test]
fn a_fact_has_its_class_in_both_directions() {
    use Impact::{Addition, Breaking, Fix};
    let sale = |rest: &str| format!("/operations/sale/{rest}");
    let row = |rest: &str| format!("/operations/sale/forms/0/rows/0{rest}");
    let when = json!({ "all": [["b", { "sent": true }]] });

    holds(&sale("amounts/FJD/max"), json!(9), json!(8), Breaking, Addition);
    holds(&sale("amounts/FJD/min"), json!(1), json!(2), Breaking, Addition);
    holds(&sale("amounts/FJD/force"), json!("advisory"), json!("enforced"), Breaking, Addition);
    holds(&sale("currencies"), json!(["FJD", "TOP"]), json!(["FJD"]), Breaking, Addition);
    holds(&sale("channels/0/turns"), json!([{ "display": {} }]), json!([{ "send": {} }]), Breaking, Addition);
    holds(&sale("channels"), json!([{ "key": "qr" }]), json!([]), Breaking, Addition);
    holds(
        &sale("together/0/rows"),
        json!([[["1"], ["2"]], [["2"], ["1"]]]),
        json!([[["1"], ["2"]]]),
        Breaking,
        Addition,
    );
    holds(&sale("together"), json!([]), json!([{ "columns": ["a"], "force": "enforced" }]), Breaking, Addition);
    let open = |open: bool| json!([{ "columns": ["a"], "force": "enforced", "open": open }]);
    holds(&sale("together"), open(true), open(false), Breaking, Addition);
    holds(&sale("together"), json!([]), open(true), Fix, Fix);
    holds(&sale("support"), json!("supported"), json!("none"), Breaking, Addition);
    holds(&sale("ends/0/codes"), json!(["0"]), json!(["0", "1"]), Fix, Fix);
    holds(&sale("times/basic/said"), json!({ "is": { "to": 60 } }), json!({ "is": { "to": 90 } }), Fix, Fix);
    holds(&sale("forms/0/path"), json!("/v2/coral"), json!("/v2/coral/sale"), Fix, Fix);
    holds(&sale("forms"), json!([{ "id": "coral/sale/gate" }]), json!([]), Breaking, Addition);
    holds(&row("/presence"), json!("optional"), json!("required"), Breaking, Breaking);
    holds(&row("/presence"), json!("optional"), json!("recommended"), Fix, Fix);
    holds(&row("/source"), json!("caller"), json!("fixed"), Breaking, Breaking);
    holds(&row("/value/values"), json!([["1", ""], ["2", ""]]), json!([["1", ""]]), Breaking, Addition);
    holds(&row("/value/values"), json!([["1", ""]]), json!([]), Addition, Breaking);
    let named = |names: Value| json!({ "kind": "text", "values": [["1", ""], ["2", ""]], "value_names": names });
    holds(&row("/value"), named(json!({ "1": "One" })), named(json!({ "1": "One", "2": "Two" })), Addition, Breaking);
    holds(&row("/value"), named(json!({ "1": "One" })), named(json!({ "1": "First" })), Breaking, Breaking);
    holds(&row("/value/length"), json!([1, 5]), json!([1, 4]), Breaking, Addition);
    let under = |key: &str, entry: Value| {
        let mut row = json!({ "path": "a", "rust": "a", "source": "caller", "presence": "optional" });
        row[key] = json!([entry]);
        json!([row])
    };
    let bare = json!([{ "path": "a", "rust": "a", "source": "caller", "presence": "optional" }]);
    let rows = sale("forms/0/rows");
    let required = json!({ "when": when, "presence": "required" });
    holds(&rows, bare.clone(), under("presence_when", required), Breaking, Addition);
    let told = json!({ "when": { "told": "sometimes" }, "presence": "required" });
    holds(&rows, bare.clone(), under("presence_when", told), Fix, Fix);
    holds(&rows, bare.clone(), under("value_when", json!({ "when": when, "value": {} })), Breaking, Addition);
    let open = |open: bool| json!({ "kind": "text", "values": [["1", ""]], "open": open });
    holds(&row("/value"), open(true), open(false), Breaking, Addition);
    holds("/names/callback/said", json!({ "is": ["a", "b"] }), json!({ "is": ["a"] }), Breaking, Addition);
    holds("/names/payment_page/said", json!({ "is": ["a"] }), json!({ "is": ["b"] }), Fix, Fix);
    holds(
        "/countries/said",
        json!({ "is": { "only": ["FJ", "TO"] } }),
        json!({ "is": { "only": ["FJ"] } }),
        Breaking,
        Addition,
    );
    holds(
        "/countries/said",
        json!({ "is": { "all_except": ["FJ"] } }),
        json!({ "is": { "all_except": [] } }),
        Addition,
        Breaking,
    );
}

#[test]
fn a_model_that_has_grown_is_not_changed_by_it() {
    for whole in models() {
        let mut new = whole.clone();
        new["further"] = json!([]);
        new["operations"]["sale"]["further"] = json!(false);
        if whole["operations"].get("sale").is_some() {
            assert_eq!(diff::method("coral", &whole, &new), []);
        }
    }
}

#[test]
fn the_platform_loses_a_currency() {
    let whole = model::of_platform(&specs("../../specs").platform);
    let mut new = whole.clone();
    new["currencies"].as_object_mut().expect("a map").remove("THB");
    let changes: Vec<String> = diff::platform(&whole, &new).iter().map(ToString::to_string).collect();
    assert_eq!(changes, ["breaking: platform: currencies/THB: gone"]);
    let back: Vec<String> = diff::platform(&new, &whole).iter().map(ToString::to_string).collect();
    assert_eq!(back, ["addition: platform: currencies/THB: new"]);
}
