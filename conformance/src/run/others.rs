//! The checks that are of no form: examples, callbacks, contradictions, the method's own table, vectors.

use methodspec::resolved::{ExampleKind, Method as Spec};

use super::{Run, callbacks, contradictions, facts, method};
use crate::check::Check;
use crate::rules::{Place, Rule};
use crate::{examples, vectors};

/// What is of no method.
pub(super) const PLATFORM: &str = "platform";

/// A check that has a rule of its own.
pub(super) struct Other {
    pub(super) rule: Rule,
    pub(super) check: Check,
}

impl Other {
    pub(super) fn new(place: Place, because: &'static str, check: Check) -> Self {
        Self { rule: Rule::by_code(check.id.as_str(), place, check.cite.as_str(), because), check }
    }
}

pub(super) fn checks(run: &Run<'_>) -> Result<Vec<Other>, String> {
    let mut others = Vec::new();
    for (key, spec) in run.specs.methods.iter().filter(|(key, _)| run.selection.takes_method(key)) {
        if let Some(linked) = run.linked(key) {
            others.extend(method::checks(linked, spec));
            others.extend(facts::check(linked, spec, &run.specs.platform).map(|check| {
                let place = Place::new(key, "-", "spec", "-");
                Other::new(place, "what documentation alone tells is held against the spec", check)
            }));
            others.extend(callbacks::checks(linked, spec, &run.specs.platform));
            others.extend(contradictions::checks(linked, spec));
            others.extend(of_examples(run, key, spec));
        }
    }
    if let Some(described) = run.api {
        let takes = |method: &str| run.selection.takes_method(method);
        let checks = crate::api::checks(described, run.specs, &takes, (run.cases, run.seed));
        let because = "the platform's API description is held against the spec";
        others.extend(checks.into_iter().map(|(place, check)| Other::new(place, because, check)));
    }
    if run.selection.takes_method(PLATFORM) {
        let vectors = vectors::checks().map_err(|fault| fault.to_string())?;
        others.extend(vectors.into_iter().map(|check| {
            let place = Place::new(PLATFORM, "-", "vector", "-");
            Other::new(place, "it holds our signature against the vendor's libraries", check)
        }));
    }
    Ok(others)
}

fn of_examples(run: &Run<'_>, key: &str, spec: &Spec) -> Vec<Other> {
    let Some(linked) = run.linked(key) else { return Vec::new() };
    let one = |example| {
        let checks = examples::of(linked, spec, example).into_iter();
        let interface = match example.kind {
            ExampleKind::GateRequest | ExampleKind::PaymentPageRequest => "example",
            _ => "callback",
        };
        let place = Place::new(key, example.operation.key(), interface, example.channel.as_deref().unwrap_or("-"));
        checks.map(move |check| Other::new(place.clone(), "a documented example goes through the typed API", check))
    };
    spec.examples.iter().flat_map(one).collect()
}
