//! What the description of a route requires must always be sent: at the top of the body, as an only member, and in objects that are
//! required or may be left out.

use crate::sources_api::{AS_IT_IS, judged, told};

/// Fields that a fault says the description requires.
fn lacking(method: &[(&str, &str)], description: (&str, &str)) -> Vec<String> {
    let report = judged(&[], method, description);
    let named = report.differences.iter().filter(|one| one.record.is_none());
    let mut named: Vec<String> = named.map(|one| one.field.clone()).collect();
    // each form tells its own
    named.sort();
    named.dedup();
    assert_eq!(named.is_empty(), told(&report).is_empty());
    named
}

const OF_THE_BODY: &str = "\"required\": [\"general\", \"customer\", \"payment\"]";

#[test]
fn an_object_whose_members_are_all_optional_is_not_always_sent() {
    let optional = [
        ("      customer.id: required\n", "      customer.id: optional\n"),
        ("customer.ip_address: { gate: required }", "customer.ip_address: { gate: optional }"),
        (
            "{ gate: required, when: { payment.currency: [JPY, TND] }, cite: doc:13 }",
            "{ gate: optional, when: { payment.currency: [JPY, TND] }, cite: doc:13 }",
        ),
    ];
    assert_eq!(lacking(&optional, AS_IT_IS), ["customer", "customer.id", "customer.ip_address"]);
    // one member is always sent, and so is its object
    assert_eq!(lacking(&optional[1..], AS_IT_IS), ["customer.ip_address"]);
}

#[test]
fn what_the_description_requires_at_the_top_must_be_sent() {
    let all = "\"required\": [\"general\", \"customer\", \"payment\", \"account\"]";
    // one channel may send it, the other does not know it
    assert_eq!(lacking(&[], (OF_THE_BODY, all)), ["account"]);
    let all = "\"required\": [\"general\", \"customer\", \"payment\", \"purpose\"]";
    assert_eq!(lacking(&[], (OF_THE_BODY, all)), ["purpose"]);
}

#[test]
fn an_only_member_comes_along_with_an_object_that_may_be_left_out() {
    let account = "\"account\": { \"type\": \"object\", \"properties\"";
    let required = "\"account\": { \"type\": \"object\", \"required\": [\"branch\"], \"properties\"";
    assert_eq!(lacking(&[], (account, required)), Vec::<String>::new());
}

#[test]
fn a_member_comes_along_where_each_other_one_requires_it() {
    let branch = (
        "send: { account.branch: { gate: optional } }",
        "send: { account.branch: { gate: optional }, account.number: { gate: optional } }",
    );
    let tied = (
        "send: { account.branch: { gate: optional } }",
        "send: { account.branch: [ { gate: optional }, { gate: required, when: { account.number: { sent: true } } } ], account.number: { gate: optional } }",
    );
    let account = "\"account\": { \"type\": \"object\", \"properties\": {";
    let required = "\"account\": { \"type\": \"object\", \"required\": [\"branch\"], \"properties\": {";
    assert_eq!(lacking(&[branch], (account, required)), ["account.branch"]);
    assert_eq!(lacking(&[tied], (account, required)), Vec::<String>::new());
}
