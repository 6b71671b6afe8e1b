//! Traffic that the tests make, and what a run tells of it.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ecommpay_conformance::rules;
use ecommpay_conformance::second_engine::Schemas;
use ecommpay_conformance::traffic::{self, Options, Report, Run, Secrets, rules::Severity};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::Signer;
use serde_json::{Value, json};

pub(crate) const SECRET: &str = "conformance";

pub(crate) use crate::support::SPECS;

pub(crate) fn secrets() -> Secrets {
    let mut secrets = Secrets::default();
    secrets.add(None, Secret::new(SECRET).unwrap());
    secrets
}

/// Every id that `rules` lists, schemas aside.
pub(crate) static LISTED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let forms = rules::of_forms(&SPECS, ecommpay::METHODS, &Schemas::none());
    forms.into_iter().chain(traffic::listed(&SPECS)).map(|rule| rule.id).collect()
});

/// The report of a run: whatever it tells of is a rule that is listed.
fn finished(run: Run<'_>) -> Report {
    let (report, _) = run.finish();
    let unlisted: Vec<&String> = report.rules.keys().filter(|id| !LISTED.contains(*id)).collect();
    assert!(unlisted.is_empty(), "`rules` does not list {unlisted:?}");
    report
}

pub(crate) fn callbacks(options: Options, traffic: &[u8]) -> Report {
    let mut run = Run::callbacks(&SPECS, ecommpay::METHODS, secrets(), options);
    run.stream("t", traffic).unwrap();
    finished(run)
}

pub(crate) fn requests(traffic: &[u8]) -> Report {
    let mut run = Run::requests(&SPECS, ecommpay::METHODS, secrets(), Options::default());
    run.stream("t", traffic).unwrap();
    finished(run)
}

/// A callback of a paid sale, documented ends and all.
pub(crate) fn paid(id: &str) -> Value {
    let sum = json!({ "amount": 1000, "currency": "KES" });
    json!({
        "project_id": 125,
        "payment": { "id": id, "type": "purchase", "status": "success", "method": "Card partner", "sum": sum,
                     "date": "2026-11-22T03:04:00+0000", "description": "" },
        "operation": { "id": 7, "type": "sale", "status": "success", "code": "0", "message": "Success",
                       "date": "2026-11-22T03:04:00+0000", "created_date": "2026-11-22T03:00:00+0000",
                       "sum_initial": sum, "sum_converted": sum },
    })
}

/// A callback with members changed: JSON pointer and new value.
pub(crate) fn with(mut callback: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        callback.pointer_mut(parent).unwrap()[member] = value.clone();
    }
    callback
}

/// The line that a merchant records.
pub(crate) fn signed(mut body: Value) -> String {
    let secret = Secret::new(SECRET).unwrap();
    let signature = Signer::new(&secret).sign_json(body.to_string().as_bytes()).unwrap();
    let general = body.get("general").is_some();
    let place = if general { &mut body["general"] } else { &mut body };
    place["signature"] = json!(signature.as_str());
    body.to_string()
}

pub(crate) fn lines(bodies: impl IntoIterator<Item = Value>) -> String {
    bodies.into_iter().map(|body| signed(body) + "\n").collect()
}

/// Ids of the rules that a report tells of, without notes.
pub(crate) fn told(report: &Report) -> BTreeSet<&str> {
    at_least(report, Severity::Advice)
}

pub(crate) fn at_least(report: &Report, severity: Severity) -> BTreeSet<&str> {
    report.rules.iter().filter(|(_, told)| told.severity >= severity).map(|(id, _)| id.as_str()).collect()
}
