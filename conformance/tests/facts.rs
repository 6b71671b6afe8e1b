//! Facts of the documented methods that money hangs on, written down a second time by hand: a spec that loses one, or
//! takes one currency's limits for another's, is caught here whatever its cites say.

use crate::support;
use methodspec::resolved::{Channel, Interface, Operation, OperationKind, Said, Span};

fn sale(method: &str) -> Operation {
    support::specs().methods[method].operations[&OperationKind::Sale].clone()
}

fn limits(operation: &Operation) -> Vec<(String, Option<i64>, Option<i64>, String)> {
    let limits = operation.amounts.values();
    limits.map(|limit| (limit.currency.clone(), limit.min, limit.max, format!("{:?}", limit.force))).collect()
}

fn limit(code: &str, min: i64, max: i64, force: &str) -> (String, Option<i64>, Option<i64>, String) {
    (code.to_owned(), Some(min), Some(max), force.to_owned())
}

#[test]
fn limits_are_those_of_their_currency() {
    assert_eq!(
        limits(&sale("card-partner")),
        [limit("KES", 1_000, 20_000_000, "Enforced"), limit("USD", 100, 300_000, "Enforced")]
    );
    assert_eq!(limits(&sale("promptpay")), [limit("THB", 50_000, 50_000_000, "Contract")]);
    assert_eq!(limits(&sale("true-money")), [limit("THB", 10_000, 50_000_000, "Enforced")]);
    assert_eq!(limits(&sale("ph-qr")), [limit("PHP", 10_000, 5_000_000, "Enforced")]);
}

#[test]
fn each_flow_has_as_many_steps_as_its_document_numbers() {
    let counts = |method: &str, channel: &str| {
        let operation = sale(method);
        let found: &Channel = operation.channels.iter().find(|found| found.key == channel).expect("the channel");
        let steps = |interface| found.steps.get(&interface).map_or(0, Vec::len);
        (steps(Interface::PaymentPage), steps(Interface::Gate))
    };
    assert_eq!(counts("card-partner", "redirect"), (19, 15));
    assert_eq!(counts("promptpay", "redirect"), (18, 14));
    assert_eq!(counts("promptpay", "qr"), (17, 13));
    assert_eq!(counts("true-money", "redirect"), (21, 17));
    assert_eq!(counts("ph-qr", "qr"), (19, 15));
    let refund = &support::specs().methods["card-partner"].operations[&OperationKind::Refund];
    assert_eq!(refund.steps[&Interface::Gate].len(), 10);
}

#[test]
fn the_code_of_the_redirect_lives_six_minutes() {
    let operation = sale("promptpay");
    let redirect = operation.channels.iter().find(|channel| channel.key == "redirect").expect("the channel");
    assert_eq!(redirect.times.lifetime["qr"].said, Said::Is(Span { from: Some(360), to: Some(360) }));
}

#[test]
fn the_known_contradictions_are_on_record() {
    let specs = support::specs();
    for (method, about) in [
        ("promptpay", "/operations/sale/amounts/THB"),
        ("promptpay", "return_url"),
        ("ph-qr", "refund"),
        ("ph-qr", "payout"),
        ("ph-qr", "display_data"),
        ("true-money", "kind"),
        ("card-partner", "/operations/refund/ends/decline"),
    ] {
        let disputed = &specs.methods[method].disputed;
        assert!(disputed.iter().any(|one| one.about.contains(about)), "{method}: nothing is disputed about {about}");
    }
    let all: usize = specs.methods.values().map(|method| method.disputed.len()).sum();
    assert!(all >= 47, "only {all} contradictions are left of 47");
}
