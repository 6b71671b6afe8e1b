//! Limits of a currency, and those that hold only under a condition.

use serde_json::Value;

use super::Impact::{Addition, Breaking, Fix};
use super::judge::{bound, part, told};
use super::walk::Walk;

const BOUNDS: [&str; 3] = ["min", "max", "step"];

/// What amounts an operation takes in a currency; under a condition, what it takes besides.
pub(super) fn limit(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let (Some(old), Some(new)) = (was, is) else { return appeared(walk, was, is) };
    // what is not enforced refuses nothing: there only the words change
    let words = !held(old) && !held(new);
    for key in BOUNDS {
        let of = |limit: &Value| limit.get(key).and_then(Value::as_i64);
        let narrower = |was: i64, is: i64| match key {
            "min" => is > was,
            "max" => is < was,
            // a multiple of the old step is no multiple of a new one, unless the new one divides it
            _ => is <= 0 || was % is != 0,
        };
        walk.down(key, |walk| match words {
            true if of(old) != of(new) => walk.tell(Fix, told(old.get(key), new.get(key))),
            true => {}
            false => bound(walk, of(old), of(new), narrower),
        });
    }
    let rest = |limit: &Value| {
        let mut rest = limit.clone();
        if let Some(members) = rest.as_object_mut() {
            members.retain(|key, _| !BOUNDS.contains(&key.as_str()));
        }
        rest
    };
    walk.parts(Some(&rest(old)), Some(&rest(new)));
}

/// One that is gone or new. A currency that is gone is taken no longer; a condition that is gone refuses nothing any more.
fn appeared(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let Some(one) = was.or(is) else { return };
    let refuses = || held(one) && BOUNDS.iter().any(|key| one.get(key).is_some_and(Value::is_i64));
    let (gone, new) = match one["when"].is_object() {
        false => (Breaking, Addition),
        true if refuses() => (Addition, Breaking),
        true => (Fix, Fix),
    };
    part(walk, was, is, gone, new);
}

fn held(limit: &Value) -> bool {
    limit["force"] == "enforced" && limit["when"].get("told").is_none()
}
