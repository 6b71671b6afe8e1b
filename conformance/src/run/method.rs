//! The generated table of a method against its spec.

use std::collections::BTreeSet;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::money::{Force, Limit};
use methodspec::resolved::{self, Fact, Method as Spec, Said, Span, ValueKind};

use super::others::Other;
use crate::check::Check;
use crate::rules::Place;

pub(super) fn checks(linked: &'static Method, spec: &Spec) -> Vec<Other> {
    let place = || Place::new(&spec.key, "-", "spec", "-");
    let because = "the generated table is held against the spec";
    let cite = |cites: &[resolved::Cite]| cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut others = Vec::new();
    let mut add = |id: String, cites: &[resolved::Cite], found: String, wanted: String| {
        let result = if found == wanted { Ok(()) } else { Err(crate::check::Failure::new(wanted, found)) };
        others.push(Other::new(place(), because, Check::part(id, "", cite(cites), result)));
    };
    let key = &spec.key;
    let named = |title: &str, version: &str| format!("{title}, version {version}");
    add(format!("{key}/described"), &spec.cite, named(linked.title, linked.version), named(&spec.title, &spec.version));
    let names = &spec.names;
    add(
        format!("{key}/names/payment_page"),
        &names.payment_page.cite,
        list(linked.payment_page),
        said(&names.payment_page),
    );
    add(format!("{key}/names/callback"), &names.callback.cite, list(linked.labels), said(&names.callback));
    let ids = |ids: BTreeSet<&str>| ids.into_iter().collect::<Vec<_>>().join(", ");
    let forms = spec.operations.values().flat_map(|operation| &operation.forms).map(|form| form.id.as_str());
    let generated = linked.forms.iter().map(|entry| entry.form.id);
    add(format!("{key}/forms"), &spec.cite, ids(generated.collect()), ids(forms.collect()));
    let takes_sums = |form: &resolved::Form| form.rows.iter().any(|row| row.value.kind == ValueKind::Amount);
    for operation in spec.operations.values().filter(|operation| operation.forms.iter().any(takes_sums)) {
        let id = format!("{key}/{}", operation.kind.key());
        let generated = linked.operations.iter().find(|generated| generated.id == id);
        let found =
            generated.map_or_else(|| "no such operation".to_owned(), |found| limits(found.limits.iter().copied()));
        let wanted = operation.main_amounts().values().map(wanted).collect::<BTreeSet<_>>();
        let wanted = wanted.into_iter().collect::<Vec<_>>().join(", ");
        add(format!("{id}/limits"), &operation.cite, found, wanted);
    }
    for operation in spec.operations.values().filter(|operation| !operation.forms.is_empty()) {
        let id = format!("{key}/{}", operation.kind.key());
        let generated = linked.operations.iter().find(|generated| generated.id == id);
        let found = generated.map_or_else(|| "no such operation".to_owned(), |it| times(it.basic, it.threshold));
        let of = &operation.times;
        let wanted = times(seconds(&of.basic), seconds(&of.threshold));
        add(format!("{id}/times"), &operation.cite, found, wanted);
    }
    others
}

/// When to ask for the status: of a range the later end.
fn seconds(time: &Fact<Span>) -> Option<u64> {
    match &time.said {
        Said::Is(span) => span.to.or(span.from),
        _ => None,
    }
}

fn times(basic: Option<u64>, threshold: Option<u64>) -> String {
    format!("basic time {basic:?}, threshold {threshold:?}, in seconds")
}

fn list(names: &[&str]) -> String {
    names.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

fn said(fact: &Fact<Vec<String>>) -> String {
    match &fact.said {
        Said::Is(names) => list(&names.iter().map(String::as_str).collect::<Vec<_>>()),
        _ => String::new(),
    }
}

fn limits<'a>(limits: impl Iterator<Item = &'a Limit>) -> String {
    let told = |limit: &Limit| {
        let force = match limit.force {
            Force::Advisory => "advisory",
            Force::Contract => "contract",
            _ => "enforced",
        };
        shown(limit.currency, limit.decimals, [limit.min, limit.max, limit.step], force)
    };
    limits.map(told).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

fn wanted(limit: &resolved::Limit) -> String {
    let force = match limit.force {
        resolved::Force::Advisory => "advisory",
        resolved::Force::Contract => "contract",
        resolved::Force::Enforced => "enforced",
    };
    shown(&limit.currency, limit.decimals, [limit.min, limit.max, limit.step], force)
}

fn shown(currency: &str, decimals: u8, [min, max, step]: [Option<i64>; 3], force: &str) -> String {
    let end = |end: Option<i64>| end.map_or_else(|| "-".to_owned(), |end| end.to_string());
    format!("{currency}/{decimals} {}..{} by {} {force}", end(min), end(max), end(step))
}
