//! Titles, labels and codes of three hundred characters, sets without a list, and fields that are asked for later.
//!
//! Keys of that length are refused: `rust-names-that-are-long` among the faults of `methodspec`.

methodspec_macros::payment_method! { pub mod reef = "tests/methods/wide-reef.yaml"; }

use crate::support::specs as support;
use ecommpay_platform::facts::hosts;
use reef::sale::long_channel;
use reef::{amount, payout};

const YAML: &str = include_str!("methods/wide-reef.yaml");

#[test]
fn long_texts_reach_what_is_made_of_them() {
    assert_eq!(reef::METHOD.title.chars().count(), 299);
    assert!(reef::Callback::LABELS.iter().all(|label| label.chars().count() == 300));
    let forms: Vec<&str> = reef::METHOD.forms.iter().map(|entry| entry.form.id).collect();
    assert!(forms.iter().any(|id| id.len() > 200), "{forms:?}");
    assert!(!hosts::GATE.is_empty());
}

#[test]
fn every_currency_and_every_one_but_some() {
    let specs = support::specs("wide-reef", YAML);
    let all = specs.platform.currencies.len();
    assert!(all > 20);
    assert_eq!(long_channel::Currency::LIMITS.len(), all);
    assert_eq!(payout::Currency::LIMITS.len(), all - 2);
    assert!(payout::Currency::LIMITS.iter().all(|limit| limit.currency != "FJD" && limit.currency != "TOP"));
    let _ = (amount!(long_channel, FJD 1.00), amount!(payout, KWD 4.999));
}

#[test]
fn what_is_asked_for_later_may_be_left_out() {
    let request = long_channel::Request::new(long_channel::Fields {
        payment_id: "p-1".parse().expect("an id"),
        amount: amount!(long_channel, TOP 5.00),
        customer_id: "c-1".parse().expect("an id"),
        account_operator: "VALUE".repeat(60).parse().expect("a value"),
    });
    assert_eq!(request.validate(), []);
    // and given at once it is not asked for
    assert_eq!(request.customer_phone("6790000".parse().expect("a number")).validate(), []);
    let specs = support::specs("wide-reef", YAML);
    let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
    let docs = files["ecommpay-wide-reef/src/sale.rs"].replace("///", "");
    let docs = docs.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(docs.contains("the payment waits as `awaiting clarification`"), "{docs}");
}
