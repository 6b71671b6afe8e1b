//! Callbacks made from the spec: each end of each operation and what comes before it, signed, verified, and told as what it is.

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::{Keys, same_value};
use ecommpay_platform::runtime::method::EventKind;
use ecommpay_platform::runtime::sign::Signer;
use ecommpay_platform::{Callback, Method};
use methodspec::resolved::{End, Listed, Method as Spec, Operation, Platform, Turn};
use serde_json::{Value, json};

use super::others::Other;
use crate::check::{Check, Failure};
use crate::rules::Place;

const PROJECT: i64 = 1;

pub(super) fn checks(linked: &'static Method, spec: &Spec, platform: &Platform) -> Vec<Other> {
    let (Some(event), Some(label)) = (linked.event, linked.labels.first()) else { return Vec::new() };
    let mut others = of_any_operation(spec, label, event, platform);
    for operation in spec.operations.values() {
        for (channel, end) in ends(operation) {
            let channel_part = channel.map(|channel| format!("/{channel}")).unwrap_or_default();
            let id = format!("{}/{}/callback{channel_part}/{}", spec.key, operation.kind.key(), end.key);
            let body = body(label, operation, end, platform);
            let result = told(&body, event, end.payment.as_deref(), platform)
                .map_err(|why| Failure { input: Some(body), ..why });
            let cite = end.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let place = Place::new(&spec.key, operation.kind.key(), "callback", channel.unwrap_or("-"));
            others.push(Other::new(place, "a schema knows no callback", Check::part(id, "", cite, result)));
        }
        others.extend(turns(spec, operation, label, event, platform));
    }
    others
}

/// A payment that is over, and one that goes on, by the platform's own statuses: a method need not document its ends.
fn of_any_operation(
    spec: &Spec,
    label: &str,
    event: fn(&Callback) -> Option<EventKind>,
    platform: &Platform,
) -> Vec<Other> {
    let listed = || platform.lists.get("payment_status").into_iter().flatten();
    let cases = [("final", listed().find(|one| one.is_final)), ("going-on", listed().find(|one| !one.is_final))];
    let cases = cases.into_iter().filter_map(|(what, listed)| Some((what, listed?.value.as_str())));
    let one = |(what, status): (&str, &str)| {
        let sum = json!({ "amount": 100, "currency": "USD" });
        let payment = json!({ "id": "p-1", "method": label, "status": status, "sum": sum });
        let body = json!({ "project_id": PROJECT, "payment": payment, "operation": { "id": 1, "sum_initial": sum } });
        let result = told(&body, event, Some(status), platform).map_err(|why| Failure { input: Some(body), ..why });
        let cite = spec.names.callback.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let place = Place::new(&spec.key, "-", "callback", "-");
        let check = Check::part(format!("{}/callback/{what}", spec.key), "", cite, result);
        Other::new(place, "a schema knows no callback", check)
    };
    cases.map(one).collect()
}

/// What comes in between: the data of a redirect, and what the customer is shown.
fn turns(
    spec: &Spec,
    operation: &Operation,
    label: &str,
    event: fn(&Callback) -> Option<EventKind>,
    platform: &Platform,
) -> Vec<Other> {
    let mut others: Vec<Other> = Vec::new();
    for channel in &operation.channels {
        for turn in &channel.turns {
            let reading = &platform.reading;
            let (name, member, data, wanted, cite) = match turn {
                Turn::Redirect { cite, .. } => {
                    let data = json!({ "url": "https://pay.example.test", "method": "GET", "body": {} });
                    ("redirect", &reading.redirect, data, EventKind::Redirect, cite)
                }
                Turn::Display { cite, .. } => {
                    let data = json!([{ "type": "add_info", "title": "code", "data": "1" }]);
                    ("display", &reading.display, data, EventKind::Display, cite)
                }
                Turn::Send { .. } => continue,
            };
            let id = format!("{}/{}/callback/{}/{name}", spec.key, operation.kind.key(), channel.key);
            if others.iter().any(|other| other.rule.id == id) {
                continue;
            }
            let payment = json!({ "id": "p-1", "method": label, "sum": { "amount": 100, "currency": "USD" } });
            let mut body = json!({ "project_id": PROJECT, "payment": payment, "operation": { "id": 1 } });
            body[member.as_str()] = data;
            let result = verified(&body).and_then(|callback| match event(&callback) {
                Some(found) if found == wanted => Ok(()),
                found => Err(Failure::new(format!("{wanted:?}"), format!("it is told as {found:?}"))),
            });
            let result = result.map_err(|why| Failure { input: Some(body), ..why });
            let cite = cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let place = Place::new(&spec.key, operation.kind.key(), "callback", &channel.key);
            others.push(Other::new(place, "a schema knows no callback", Check::part(id, "", cite, result)));
        }
    }
    others
}

fn ends(operation: &Operation) -> impl Iterator<Item = (Option<&str>, &End)> {
    let own = operation.ends.iter().map(|end| (None, end));
    let channels = operation.channels.iter();
    own.chain(channels.flat_map(|channel| channel.ends.iter().map(|end| (Some(channel.key.as_str()), end))))
}

/// What the spec says of the end, and nothing else.
fn body(label: &str, operation: &Operation, end: &End, platform: &Platform) -> Value {
    let facts = platform.operations.get(&operation.kind);
    let sum = operation.amounts.values().next();
    let sum = json!({
        "amount": sum.and_then(|limit| limit.min).unwrap_or(100).max(1),
        "currency": sum.map_or("USD", |limit| limit.currency.as_str()),
    });
    let mut payment = json!({ "id": "p-1", "method": label, "sum": sum });
    let mut of_operation = json!({ "id": 1, "sum_initial": sum });
    let set = |at: &mut Value, name: &str, value: Option<&String>| {
        if let Some(value) = value {
            at[name] = json!(value);
        }
    };
    set(&mut payment, "status", end.payment.as_ref());
    set(&mut payment, "type", facts.and_then(|facts| facts.payment_type.first()));
    set(&mut of_operation, "status", end.operation.as_ref());
    set(&mut of_operation, "type", facts.and_then(|facts| facts.operation_type.first()));
    set(&mut of_operation, "code", end.codes.first());
    json!({ "project_id": PROJECT, "payment": payment, "operation": of_operation })
}

fn told(
    body: &Value,
    event: fn(&Callback) -> Option<EventKind>,
    payment: Option<&str>,
    platform: &Platform,
) -> Result<(), Failure> {
    let callback = verified(body)?;
    let is_final = payment.is_some_and(|status| is_final(platform, status));
    let wanted = if is_final { EventKind::Final } else { EventKind::Other };
    match event(&callback) {
        Some(found) if found == wanted => {}
        found => return Err(Failure::new(format!("{wanted:?}"), format!("it is told as {found:?}"))),
    }
    let at = |path: &str| path.split('.').try_fold(body, |at, member| at.get(member)).and_then(Value::as_str);
    let taking = &platform.reading.operation_type;
    let paid = platform.reading.paid.iter().all(|(path, value)| at(path) == Some(value))
        && at(&taking.path).is_some_and(|found| taking.types.iter().any(|one| one == found));
    if callback.is_paid() != paid {
        return Err(Failure::new(format!("is_paid() says {paid}"), format!("it says {}", callback.is_paid())));
    }
    let mut strange = body.clone();
    strange["payment"]["method"] = json!("none of these methods");
    match event(&verified(&strange)?) {
        None => Ok(()),
        Some(found) => Err(Failure::new("nothing", format!("a callback of another method is told as {found:?}"))),
    }
}

fn is_final(platform: &Platform, status: &str) -> bool {
    let fits =
        |listed: &&Listed| same_value(&listed.value, status) || listed.also.iter().any(|also| same_value(also, status));
    platform.lists.get("payment_status").into_iter().flatten().find(fits).is_some_and(|listed| listed.is_final)
}

/// Signed with a key of ours and verified; with the sum changed it no longer is.
fn verified(body: &Value) -> Result<Callback, Failure> {
    let secret = Secret::new("conformance").map_err(|why| why.to_string())?;
    let signature = Signer::new(&secret).sign_json(body.to_string().as_bytes()).map_err(|why| why.to_string())?;
    let mut signed = body.clone();
    signed["signature"] = json!(signature.as_str());
    let keys = Keys::new().with(PROJECT, &secret);
    let mut forged = signed.clone();
    forged["payment"]["sum"]["amount"] = json!(1_i64 << 40);
    if ecommpay_platform::verify(&keys, forged.to_string().as_bytes()).is_ok() {
        return Err(Failure::new("a refusal", "the sum was changed and the signature still holds"));
    }
    ecommpay_platform::verify(&keys, signed.to_string().as_bytes()).map_err(|refusal| refusal.to_string().into())
}
