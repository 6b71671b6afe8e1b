//! The resolved model as JSON: what `generate` keeps beside a crate, to tell later what has changed.

use serde::Serialize;
use serde_json::Value;

use crate::resolved::{Method, Platform};

/// A method, without its text and those of its examples.
#[must_use]
pub fn of_method(method: &Method) -> Value {
    of(method)
}

/// What every method shares, without the texts.
#[must_use]
pub fn of_platform(platform: &Platform) -> Value {
    of(platform)
}

fn of(model: &impl Serialize) -> Value {
    // plain structs with texts as keys: nothing in them can fail
    let mut json = serde_json::to_value(model).unwrap_or_default();
    prune(&mut json);
    json
}

/// What is absent, and a list of nothing, says nothing: it is left out.
fn prune(json: &mut Value) {
    let says = |member: &Value| match member {
        Value::Null => false,
        Value::Array(items) => !items.iter().all(Value::is_null),
        _ => true,
    };
    match json {
        Value::Object(members) => {
            members.retain(|_, member| says(member));
            members.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// Whether a member says what its absence says: a model that has grown by it is not changed by it.
pub(super) fn is_silent(json: Option<&Value>) -> bool {
    match json {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        Some(_) => false,
    }
}

/// What tells an item of a list from the others, by the name of the list.
pub(super) fn identity(list: &str, item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    match list {
        "forms" => text("id"),
        "rows" | "carries" | "callback" => text("path"),
        "channels" | "ends" => text("key"),
        "examples" => text("file"),
        "presence_when" | "value_when" | "when" => Some(condition(item.get("when"))),
        "together" => {
            let columns = item["columns"].as_array()?.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("+");
            let when = item.get("when").map(|when| format!(" when {}", condition(Some(when)))).unwrap_or_default();
            Some(format!("{columns}{}{when}", if item["same"] == true { " the same" } else { "" }))
        }
        _ => text("value"),
    }
}

/// A condition as ids of rules show it: `account.bank_id=103&customer.email:sent`; a text as it is.
fn condition(when: Option<&Value>) -> String {
    let test = |pair: &Value| {
        let (path, test) = (pair[0].as_str()?, pair[1].as_object()?);
        let list = |values: &Value| {
            let values = values.as_array().into_iter().flatten();
            values.filter_map(Value::as_str).collect::<Vec<_>>().join("|")
        };
        let (kind, value) = test.iter().next()?;
        Some(match kind.as_str() {
            "one_of" => format!("{path}={}", list(value)),
            "none_of" => format!("{path}!={}", list(value)),
            "range" => {
                let end = |n: usize| value[n].as_i64().map(|end| end.to_string()).unwrap_or_default();
                format!("{path}={}..{}", end(0), end(1))
            }
            _ if *value == Value::Bool(true) => format!("{path}:sent"),
            _ => format!("{path}:absent"),
        })
    };
    let Some(when) = when else { return String::new() };
    let tests = when["all"].as_array().and_then(|all| all.iter().map(test).collect::<Option<Vec<_>>>());
    let told = when["told"].as_str().map(str::to_owned);
    tests.map(|tests| tests.join("&")).or(told).unwrap_or_else(|| when.to_string())
}
