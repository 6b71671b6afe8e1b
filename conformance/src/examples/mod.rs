//! The documented examples against the generated crates.

mod callback;
mod request;

use ecommpay_platform::Method;
use methodspec::resolved::{self, Example, ExampleKind, Specs};

use crate::check::Check;

pub use callback::{signed, understood};
pub use request::written;

/// Every documented example of the methods that are in both the specs and the tables.
#[must_use]
pub fn check(specs: &Specs, methods: &[&'static Method]) -> Vec<Check> {
    let pairs = methods.iter().filter_map(|method| specs.methods.get(method.key).map(|spec| (*method, spec)));
    pairs.flat_map(|(method, spec)| spec.examples.iter().flat_map(move |example| of(method, spec, example))).collect()
}

/// One documented example.
#[must_use]
pub fn of(method: &'static Method, spec: &resolved::Method, example: &Example) -> Vec<Check> {
    let operation = spec.operations.get(&example.operation);
    let id = |what: &str| format!("{}/example/{}/{what}", method.key, example.file);
    let cite = example.at.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let check = |what: &str, result| Check::new(id(what), cite.clone(), result);
    match example.kind {
        ExampleKind::GateRequest | ExampleKind::PaymentPageRequest => vec![
            check("same-json", request::same_json(method, example)),
            check("rules", request::rules(method, operation, example)),
        ],
        ExampleKind::Callback => vec![
            check("raw", callback::raw(example)),
            check("nothing-lost", callback::nothing_lost(example)),
            check("method", callback::method(method, example)),
            check("ends", callback::ends(operation, example)),
            check("altered", callback::altered(example)),
        ],
        ExampleKind::RedirectData | ExampleKind::DisplayData => vec![
            check("raw", callback::raw(example)),
            check("nothing-lost", callback::nothing_lost(example)),
            check("method", callback::method(method, example)),
            check("altered", callback::altered(example)),
        ],
    }
}
