//! What a change of one fact means.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Impact::{self, Addition, Breaking, Fix};
use super::rule::Rule;
use super::walk::Walk;
use super::{limit, together, under};
use crate::resolved::ValueKind;

/// Judges a fact that differs.
pub(super) fn fact(walk: &mut Walk<'_>, rule: Rule, was: Option<&Value>, is: Option<&Value>) {
    match rule {
        Rule::Skip | Rule::Cite => {}
        Rule::Words => walk.tell(Fix, told(was, is)),
        Rule::Exact => walk.tell(Breaking, told(was, is)),
        Rule::Name => walk.tell(if was.is_none() { Addition } else { Breaking }, told(was, is)),
        Rule::Flag(on, off) => walk.tell(if is == Some(&Value::Bool(true)) { on } else { off }, told(was, is)),
        Rule::Range => {
            for (n, end) in ["min", "max"].into_iter().enumerate() {
                let of = |value: Option<&Value>| value.and_then(|ends| ends.get(n)).and_then(Value::as_i64);
                let less = |was: i64, is: i64| if n == 0 { is > was } else { is < was };
                walk.down(end, |walk| bound(walk, of(was), of(is), less));
            }
        }
        Rule::Limit => limit::limit(walk, was, is),
        Rule::Codes(gone, new) => codes(walk, gone, new, was, is),
        Rule::Support => {
            let can = |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(|word| word != "none");
            let can = |value| can(value) && value != Some(&Value::from("not_documented"));
            walk.tell(turned(can(was), can(is), Breaking, Addition), told(was, is));
        }
        Rule::Force => {
            let held = |value: Option<&Value>| value.and_then(Value::as_str) == Some("enforced");
            walk.tell(turned(held(was), held(is), Addition, Breaking), told(was, is));
        }
        Rule::Presence => match (required(was), required(is)) {
            (false, true) => walk.tell(Breaking, "the field is newly required"),
            // it leaves the struct of required fields, which is filled by name
            (true, false) => walk.tell(Breaking, "the field is no longer required"),
            _ => walk.tell(Fix, told(was, is)),
        },
        // any text is taken where only some were; in Rust both are texts
        Rule::Kind => {
            let of = |kind: Option<&Value>| kind.and_then(|kind| ValueKind::of(kind.as_str()?));
            let wider = of(was).is_some_and(ValueKind::is_text) && of(is) == Some(ValueKind::Text);
            walk.tell(if wider { Addition } else { Breaking }, told(was, is));
        }
        Rule::Pattern => walk.tell(if is.is_some() { Breaking } else { Addition }, told(was, is)),
        Rule::Value => value(walk, was, is),
        Rule::Part(gone, new) => part(walk, was, is, gone, new),
        Rule::Operation => {
            let made = |operation: Option<&Value>| operation.is_some_and(|one| one.get("forms").is_some());
            if was.is_some() && !made(was) && made(is) {
                // no request was made for it: whatever is said of it now, nobody's code depends on what was said before
                walk.tell(Addition, "requests are made for it now");
            } else {
                let (gone, new) = if made(was.or(is)) { (Breaking, Addition) } else { (Fix, Fix) };
                part(walk, was, is, gone, new);
            }
            walk.down("events", |walk| {
                members(walk, Breaking, Addition, &events(was), &events(is));
            });
        }
        Rule::Row => {
            let row = was.or(is);
            let caller = row.and_then(|row| row.get("source")).is_none_or(|source| source == "caller");
            match (was, is) {
                (None, Some(new)) if caller && required(new.get("presence")) => {
                    walk.tell(Breaking, "the field is newly required");
                }
                _ if caller => part(walk, was, is, Breaking, Addition),
                _ => part(walk, was, is, Fix, Fix),
            }
        }
        Rule::Conditional => under::conditional(walk, was, is),
        Rule::ConditionalPresence => {
            // no struct of required fields changes: a field that is asked for less is no break
            walk.tell(turned(required(was), required(is), Addition, Breaking), told(was, is));
        }
        Rule::Preselected => {
            let has =
                |value: Option<&Value>| value.and_then(|said| said["is"].as_array()).is_some_and(|is| !is.is_empty());
            walk.tell(turned(has(was), has(is), Breaking, Addition), told(was, is));
        }
        Rule::Together => together::together(walk, was, is),
    }
}

/// A part that is gone, new, or has changed.
pub(super) fn part(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>, gone: Impact, new: Impact) {
    match (was, is) {
        (Some(_), None) => walk.tell(gone, "gone"),
        (None, Some(_)) => walk.tell(new, "new"),
        _ => walk.parts(was, is),
    }
}

/// What callbacks of an operation can ask for: each is a case that a consumer may match on.
fn events(operation: Option<&Value>) -> BTreeSet<String> {
    let channels = operation.and_then(|operation| operation.get("channels")).and_then(Value::as_array);
    let turns = channels.into_iter().flatten().filter_map(|channel| channel.get("turns")?.as_array()).flatten();
    let kinds = turns.filter_map(|turn| turn.as_object()?.keys().next().cloned());
    kinds.filter(|kind| kind != "send").collect()
}

fn value(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let (Some(old), Some(new)) = (was, is) else { return part(walk, was, is, Breaking, Breaking) };
    let pairs = |value: &Value| value["values"].as_array().cloned().unwrap_or_default();
    let closed = |value: &Value| value["open"] != true && !pairs(value).is_empty();
    walk.down("values", |walk| match (closed(old), closed(new)) {
        (false, true) => walk.tell(Breaking, "only listed values are taken now"),
        (true, false) => walk.tell(Addition, "other values are taken now"),
        (both, _) => {
            let names = |value| pairs(value).iter().filter_map(|pair| Some(pair[0].as_str()?.to_owned())).collect();
            let (old_names, new_names): (BTreeSet<String>, BTreeSet<String>) = (names(old), names(new));
            let (gone, added) = if both { (Breaking, Addition) } else { (Fix, Fix) };
            members(walk, gone, added, &old_names, &new_names);
            if old_names == new_names && pairs(old) != pairs(new) {
                walk.tell(Fix, "other labels");
            }
        }
    });
    walk.parts(was, is);
}

/// A list of codes; without one, any code is taken.
fn codes(walk: &mut Walk<'_>, gone: Impact, new: Impact, was: Option<&Value>, is: Option<&Value>) {
    let said = |value: Option<&Value>| value.map(|value| value.get("is").unwrap_or(value).clone());
    let (old, now) = (said(was), said(is));
    let list = |value: Option<&Value>, key: Option<&str>| -> Option<BTreeSet<String>> {
        let value = key.map_or(value, |key| value?.get(key))?;
        Some(value.as_array()?.iter().filter_map(|code| Some(code.as_str()?.to_owned())).collect())
    };
    let only = |value: Option<&Value>| list(value, None).or_else(|| list(value, Some("only")));
    let except = |value: Option<&Value>| list(value, Some("all_except"));
    let (old, now) = (old.as_ref(), now.as_ref());
    match ((only(old), except(old)), (only(now), except(now))) {
        ((Some(old), _), (Some(now), _)) => members(walk, gone, new, &old, &now),
        // a code that is excepted no longer is new, one that is newly excepted is gone
        ((_, Some(old)), (_, Some(now))) => members(walk, gone, new, &now, &old),
        ((Some(old), _), (_, Some(now))) => {
            members(walk, gone, new, &old.intersection(&now).cloned().collect(), &BTreeSet::new());
            walk.tell(new, told(was, is));
        }
        ((_, Some(_)), (Some(_), _)) => walk.tell(gone, told(was, is)),
        ((None, None), (None, None)) => walk.tell(Fix, told(was, is)),
        // where there is a list, there is a type made of it
        _ if gone == Breaking => walk.tell(Breaking, told(was, is)),
        _ => walk.tell(Fix, told(was, is)),
    }
}

pub(super) fn members(walk: &mut Walk<'_>, gone: Impact, new: Impact, was: &BTreeSet<String>, is: &BTreeSet<String>) {
    for member in was.difference(is) {
        walk.tell(gone, format!("{member} is gone"));
    }
    for member in is.difference(was) {
        walk.tell(new, format!("{member} is new"));
    }
}

/// An end of a range. `narrower` says whether the second is the narrower of the two.
pub(super) fn bound(walk: &mut Walk<'_>, was: Option<i64>, is: Option<i64>, narrower: impl Fn(i64, i64) -> bool) {
    let impact = match (was, is) {
        (None, Some(_)) => Breaking,
        (Some(was), Some(is)) if narrower(was, is) => Breaking,
        _ if was == is => return,
        _ => Addition,
    };
    let shown = |end: Option<i64>| end.map_or("none".to_owned(), |end| end.to_string());
    walk.tell(impact, format!("was {}, is {}", shown(was), shown(is)));
}

fn turned(was: bool, is: bool, off: Impact, on: Impact) -> Impact {
    match (was, is) {
        (true, false) => off,
        (false, true) => on,
        _ => Fix,
    }
}

pub(super) fn required(presence: Option<&Value>) -> bool {
    presence.and_then(Value::as_str) == Some("required")
}

/// `was 1, is 2`; what is long is not repeated.
pub(super) fn told(was: Option<&Value>, is: Option<&Value>) -> String {
    let shown = |value: Option<&Value>| match value {
        None => Some("none".to_owned()),
        Some(value) => Some(value.to_string()).filter(|text| text.chars().count() <= 160),
    };
    match (shown(was), shown(is)) {
        (Some(was), Some(is)) => format!("was {was}, is {is}"),
        _ => "changed".to_owned(),
    }
}
