//! A method with what holds only under conditions, held against the suite.

methodspec_macros::payment_method! { pub mod atoll = "tests/methods/atoll-mobile.yaml"; }

mod support;

#[test]
fn each_rule_is_kept_broken_alone_and_reported() {
    let (rules, _) = support::drive("atoll-mobile", include_str!("methods/atoll-mobile.yaml"), atoll::METHOD.forms, 64);
    for part in [
        "/required/account.branch/when/payment.currency=TOP",
        "/length/account.number/when/payment.currency=FJD",
        "/together/account.operator+payment.currency",
        "/pattern/account.branch",
        "/values/account.bank_id",
        "/amount/step/TOP",
    ] {
        assert!(rules.iter().any(|rule| rule.ends_with(part)), "no rule {part} among {rules:#?}");
    }
}
