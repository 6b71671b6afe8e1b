//! Limits of a currency, and those that hold in their place under a condition.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Impact::{Addition, Breaking, Fix};
use super::judge::{bound, part, told};
use super::model::identity;
use super::walk::Walk;

const BOUNDS: [&str; 3] = ["min", "max", "step"];

/// What amounts an operation takes in a currency, and under each condition.
pub(super) fn limit(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let (Some(old), Some(new)) = (was, is) else { return part(walk, was, is, Breaking, Addition) };
    compare(walk, &Taken::of(old), &Taken::of(new), &BOUNDS);
    let rest = |limit: &Value| without(limit, &["min", "max", "step", "step_told", "when"]);
    walk.parts(Some(&rest(old)), Some(&rest(new)));
    let entries = |limit: &Value| -> Map<String, Value> {
        let entries = limit["when"].as_array().into_iter().flatten();
        entries.filter_map(|entry| Some((identity("when", entry)?, entry.clone()))).collect()
    };
    let (were, are) = (entries(old), entries(new));
    walk.down("when", |walk| {
        for condition in were.keys().chain(are.keys()).collect::<BTreeSet<_>>() {
            walk.down(condition, |walk| under(walk, old, new, were.get(condition), are.get(condition)));
        }
    });
}

/// What is taken where one condition holds: by its entry, else by what holds without it.
fn under(walk: &mut Walk<'_>, old: &Value, new: &Value, was: Option<&Value>, is: Option<&Value>) {
    let checked = |entry: Option<&Value>| entry.is_some_and(|entry| entry["when"].get("told").is_none());
    if checked(was) || checked(is) {
        let stated = BOUNDS.into_iter().filter(|key| [was, is].into_iter().flatten().any(|entry| states(entry, key)));
        let stated: Vec<&str> = stated.collect();
        compare(walk, &Taken::under(old, was), &Taken::under(new, is), &stated);
    }
    match (was, is) {
        (Some(was), Some(is)) => {
            // how strictly its bounds are held is told by the bounds
            let rest = |entry| without(entry, &["min", "max", "step", "step_told", "when", "force"]);
            walk.parts(Some(&rest(was)), Some(&rest(is)));
            if was["force"] != is["force"] {
                walk.down("force", |walk| walk.tell(Fix, told(was.get("force"), is.get("force"))));
            }
        }
        _ => part(walk, was, is, Fix, Fix),
    }
}

/// Bounds that refuse something; those that are only told, by themselves.
struct Taken {
    held: [Option<i64>; 3],
    said: [Option<i64>; 3],
}

impl Taken {
    fn of(limit: &Value) -> Self {
        let said = BOUNDS.map(|key| limit.get(key).and_then(Value::as_i64));
        let mut held = said.map(|bound| bound.filter(|_| is_held(limit)));
        if limit["step_told"] == true {
            held[2] = None;
        }
        Self { held, said }
    }

    fn under(limit: &Value, entry: Option<&Value>) -> Self {
        let mut taken = Self::of(limit);
        let Some(entry) = entry.filter(|entry| entry["when"].get("told").is_none()) else { return taken };
        let own = Self::of(entry);
        for (n, key) in BOUNDS.into_iter().enumerate() {
            if states(entry, key) {
                (taken.held[n], taken.said[n]) = (own.held[n], own.said[n]);
            }
        }
        taken
    }
}

fn compare(walk: &mut Walk<'_>, old: &Taken, new: &Taken, keys: &[&str]) {
    for (n, key) in BOUNDS.into_iter().enumerate().filter(|(_, key)| keys.contains(key)) {
        let narrower = |was: i64, is: i64| match key {
            "min" => is > was,
            "max" => is < was,
            // a multiple of the old step is no multiple of a new one, unless the new one divides it
            _ => is <= 0 || was % is != 0,
        };
        walk.down(key, |walk| {
            // what is not enforced refuses nothing: there only the words change
            if old.held[n].is_none() && new.held[n].is_none() {
                if old.said[n] != new.said[n] {
                    let shown = |said: Option<i64>| said.map(Value::from);
                    walk.tell(Fix, told(shown(old.said[n]).as_ref(), shown(new.said[n]).as_ref()));
                }
                return;
            }
            bound(walk, old.held[n], new.held[n], narrower);
        });
    }
}

/// Whether an entry has a bound, or a word, in place of one that holds without its condition.
fn states(entry: &Value, key: &str) -> bool {
    entry.get(key).is_some_and(Value::is_i64) || (key != "step" && entry["ends"].is_string())
}

fn without(limit: &Value, keys: &[&str]) -> Value {
    let mut rest = limit.clone();
    if let Some(members) = rest.as_object_mut() {
        members.retain(|key, _| !keys.contains(&key.as_str()));
    }
    rest
}

fn is_held(limit: &Value) -> bool {
    limit["force"] == "enforced" && limit["when"].get("told").is_none()
}
