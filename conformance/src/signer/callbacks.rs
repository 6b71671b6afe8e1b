//! Callbacks made from a seed: genuine, written otherwise, altered.

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::Signer;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::case::{Case, KEY};
use super::feature::Feature;
use super::payloads::{self, Json};
use crate::writing::escaped;

type Members = Vec<(String, Json)>;

/// What is done to a genuine callback.
type Change = fn(Members, Index) -> String;

const REWRITTEN: &[(&str, Change)] = &[
    ("members in another order", |members, _| body(&reversed(signed(members)))),
    ("indented", |members, _| indented(&body(&signed(members)))),
    ("escaped", |members, _| escaped(&body(&signed(members)))),
];

const TAMPERED: &[(&str, Change)] = &[
    ("a value altered", |members, at| changed(members, at, |value| *value = altered(value))),
    ("a value emptied", |members, at| changed(members, at, |value| *value = Json::List(Vec::new()))),
    ("a member added", |members, _| with(signed(members), "note", Json::Text("1".to_owned()))),
    ("a member renamed", |members, _| {
        let renamed = signed(members).into_iter();
        body(&renamed.map(|(key, value)| (if key == "payment" { "payments".to_owned() } else { key }, value)).collect())
    }),
    ("signed with another secret", |members, _| {
        let signature = signature(&members, "another secret");
        with(members, "signature", Json::Text(signature))
    }),
    ("signature cut short", |members, _| resigned(members, |signature| signature.trim_end_matches('=').to_owned())),
    ("signature in lower case", |members, _| resigned(members, |signature| signature.to_lowercase())),
    ("signature with a line end", |members, _| resigned(members, |signature| format!("{signature}\n"))),
    ("signature of nothing", |members, _| {
        let nothing = signature(&Vec::new(), KEY);
        resigned(members, |_| nothing.clone())
    }),
];

/// Callbacks that show a feature.
pub(super) fn of(feature: Feature) -> Option<BoxedStrategy<Case>> {
    let changes: &'static [(&str, Change)] = match feature {
        Feature::Genuine => &[("genuine", |members, _| body(&signed(members)))],
        Feature::Placed => &[("signature in general", |members, _| placed(members))],
        Feature::Unsigned => &[("no signature", |members, _| body(&members))],
        Feature::Rewritten => REWRITTEN,
        Feature::Tampered => TAMPERED,
        _ => return None,
    };
    let genuine = !matches!(feature, Feature::Unsigned | Feature::Tampered);
    let made = (payloads::callback(), select(changes), any::<Index>())
        .prop_map(move |(members, (name, change), at)| Case::verify(feature, name, change(members, at), genuine));
    Some(made.boxed())
}

fn body(members: &Members) -> String {
    Json::Object(members.clone()).to_string()
}

fn signature(members: &Members, key: &str) -> String {
    let signer = Secret::new(key).map(|secret| Signer::new(&secret));
    let signed = signer.ok().and_then(|mut signer| signer.sign_json(body(members).as_bytes()).ok());
    signed.map(|signature| signature.to_string()).unwrap_or_default()
}

fn signed(members: Members) -> Members {
    let signature = Json::Text(signature(&members, KEY));
    members.into_iter().chain([("signature".to_owned(), signature)]).collect()
}

fn with(members: Members, key: &str, value: Json) -> String {
    body(&members.into_iter().chain([(key.to_owned(), value)]).collect())
}

fn resigned(members: Members, change: impl Fn(&str) -> String) -> String {
    let signature = change(&signature(&members, KEY));
    with(members, "signature", Json::Text(signature))
}

/// The project's id and the signature stand in `general`.
fn placed(members: Members) -> String {
    let (general, mut rest): (Members, Members) = members.into_iter().partition(|(key, _)| key == "project_id");
    rest.insert(0, ("general".to_owned(), Json::Object(general)));
    let signature = Json::Text(signature(&rest, KEY));
    if let Some((_, Json::Object(general))) = rest.first_mut() {
        general.push(("signature".to_owned(), signature));
    }
    body(&rest)
}

fn reversed(members: Members) -> Members {
    let members = members.into_iter().rev();
    members
        .map(|(key, value)| match value {
            Json::Object(members) => (key, Json::Object(reversed(members))),
            other => (key, other),
        })
        .collect()
}

fn indented(body: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(body);
    value.and_then(|value| serde_json::to_string_pretty(&value)).unwrap_or_default()
}

/// The signed callback with one of its values changed.
fn changed(mut members: Members, at: Index, change: impl Fn(&mut Json)) -> String {
    let signature = Json::Text(signature(&members, KEY));
    let mut places = Vec::new();
    members.iter_mut().for_each(|(_, value)| leaves(value, &mut places));
    let place = at.index(places.len().max(1));
    places.into_iter().skip(place).take(1).for_each(change);
    with(members, "signature", signature)
}

fn leaves<'a>(value: &'a mut Json, into: &mut Vec<&'a mut Json>) {
    match value {
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| leaves(value, into)),
        Json::List(items) => items.iter_mut().for_each(|value| leaves(value, into)),
        leaf => into.push(leaf),
    }
}

fn altered(value: &Json) -> Json {
    match value {
        Json::Raw(digits) => Json::Raw(format!("{digits}0")),
        Json::Text(text) => Json::Text(format!("{text}x")),
        other => other.clone(),
    }
}
