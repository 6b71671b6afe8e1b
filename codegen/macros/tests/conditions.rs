//! A method with what holds only under conditions, held against the suite.

use crate::support;

methodspec_macros::payment_method! { pub mod atoll = "tests/methods/atoll-mobile.yaml"; }

#[test]
fn each_rule_is_kept_broken_alone_and_reported() {
    let (rules, _) = support::drive(
        "atoll-mobile",
        include_str!("methods/atoll-mobile.yaml"),
        atoll::METHOD.forms,
        support::cases(64),
    );
    for part in [
        "/required/account.branch/when/payment.currency=TOP",
        "/required/customer.email/when/account.save=true",
        "/required/customer.phone/when/account.save!=true",
        "/length/account.number/when/payment.currency=FJD",
        "/required/account.guardian/when/account.age=..17",
        "sale/gate/push/required/account.reason/when/payment.amount=450000..&payment.currency=FJD|TOP",
        "sale/gate/push/together/account.branch+payment.currency/when/payment.amount=150000..400000",
        "sale/gate/push/range/account.age/when/payment.amount=20000..30000&payment.currency=TOP",
        "/together/account.operator+payment.currency",
        "/pattern/account.branch",
        "/values/account.bank_id",
        "/amount/step/TOP",
        "sale/gate/push/amount/max/FJD/when/account.bank_id=103",
        "sale/gate/push/amount/min/FJD/when/account.bank_id=104&account.operator=CORAL",
        "sale/gate/push/amount/max/FJD/when/account.bank_id=104&account.operator=CORAL",
        "sale/gate/otp/amount/max/TOP",
        "sale/gate/otp/currency/payment.currency",
        "sale/gate/otp/code/required/additional_data.otp_code",
        "sale/gate/banks/required/payment.amount",
        "refund/gate/partial/amount/max/TOP",
        "refund/gate/partial/required/payment.amount",
        "payout/gate/together/payment.currency/when/account.bank_id=104",
        "payout/gate/together/customer.country/when/account.operator=CORAL",
    ] {
        assert!(rules.iter().any(|rule| rule.ends_with(part)), "no rule {part} among {rules:#?}");
    }
}

#[test]
fn channels_turns_lists_and_parts_have_requests_of_their_own() {
    use atoll::{amount, refund, sale};
    let _code = sale::otp::code::Request::new(sale::otp::code::Fields {
        payment_id: "p-1".parse().expect("an id"),
        additional_data_otp_code: "123456".parse().expect("a code"),
    });
    assert_eq!(sale::otp::code::FORM.path, "/v2/payment/mobile/atoll-mobile/confirm");
    // the channel's own currency and limits, and those of the others
    assert_eq!(sale::otp::limits::TOP.max, Some(5_000));
    assert_eq!(sale::push::limits::TOP.max, Some(400_000));
    assert!(sale::otp::Amount::minor(sale::otp::Currency::TOP, 5_001).is_err());
    let partial = refund::partial::Fields {
        payment_id: "p-1".parse().expect("an id"),
        amount: amount!(refund::partial, TOP 60.00),
        payment_merchant_refund_id: "r-1".parse().expect("an id"),
    };
    let _partial = refund::partial::Request::new(partial);
    assert!(refund::full::FORM.row("payment.amount").is_none());
    assert_eq!(sale::banks::FORM.path, "/v2/info/banks/atoll/sale/list");
    // a filter of the list that need not be sent
    let _all = sale::banks::Request::new(sale::banks::Fields {
        payment_id: "p-1".parse().expect("an id"),
        amount: amount!(sale::banks, TOP 60.00),
    });
}

#[test]
fn amounts_beside_the_sum_are_fields_of_their_own() {
    use atoll::{amount, sale};
    use ecommpay_platform::runtime::{Project, Secret, Test};
    let request = sale::push::Request::new(sale::push::Fields {
        payment_id: "p-1".parse().expect("an id"),
        account_cap: sale::push::AccountCap::new(9_000).expect("a whole number"),
        account_number: "5551234".parse().expect("a number"),
        account_operator: "CORAL".parse().expect("an operator"),
        amount: amount!(sale::push, FJD 60.00),
        customer_id: "c-1".parse().expect("an id"),
        customer_ip_address: "1.2.3.4".parse().expect("an address"),
    })
    .customer_phone("5551234".parse().expect("a number"));
    let project = Project::<Test>::new(7, Secret::new("secret").expect("a secret")).expect("a project");
    let sent = |request: sale::push::Request| -> serde_json::Value {
        let signed = request.sign(&project).unwrap_or_else(|why| panic!("{why}"));
        serde_json::from_str(&signed.body).expect("JSON")
    };
    let plain = sent(request.clone());
    assert_eq!((&plain["payment"]["amount"], &plain["account"]["cap"]), (&6_000.into(), &9_000.into()));
    // one that was not set is not sent
    assert!(plain["account"].get("fee").is_none() && plain["account"].get("fee_currency").is_none(), "{plain}");
    let fee = sent(
        request
            .account_fee(sale::push::AccountFee::new(150).expect("a fee"))
            .account_fee_currency("TOP".parse().expect("a code")),
    );
    assert_eq!((&fee["payment"]["amount"], &fee["payment"]["currency"]), (&6_000.into(), &"FJD".into()));
    assert_eq!((&fee["account"]["fee"], &fee["account"]["fee_currency"]), (&150.into(), &"TOP".into()));
    let whole = sale::push::FORM.validate(&serde_json::json!({ "account": { "fee": 5_001, "cap": -1 } }));
    for rule in ["sale/gate/push/range/account.fee", "sale/gate/push/range/account.cap"] {
        assert!(whole.iter().any(|one| one.rule.ends_with(rule)), "{rule}: {whole:?}");
    }
}

#[test]
fn docs_and_page_tell_what_is_asked_under_a_condition() {
    let specs = support::specs::specs("atoll-mobile", include_str!("methods/atoll-mobile.yaml"));
    let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
    let page = &files["ecommpay-atoll-mobile/README.md"];
    for told in [
        "Of the whole sum: Any time. Of a part: Within 90 days.",
        "service hours: 06:00 to 23:00 (guide); Where account.operator is HERON. Not on Sundays.",
        "| `customer.email` | optional. Required where `account.save` is true |",
        "| `account.guardian` | optional. Required where `account.age` is at most 17 |",
        "| `account.reason` | optional. Required where `payment.amount` is at least 450,000 in minor units and `payment.currency` is FJD or TOP |",
    ] {
        assert!(page.contains(told), "no {told:?} in {page}");
    }
    let docs = files["ecommpay-atoll-mobile/src/sale.rs"].replace("///", "");
    let docs = docs.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(docs.contains("Optional. Required where `account.save` is not true."), "{docs}");
}

#[test]
fn where_another_sum_may_be_paid_the_order_is_of_the_sum_that_was_paid() {
    use ecommpay_platform::runtime::Secret;
    use ecommpay_platform::runtime::callback::{Keys, Mismatch, Order};
    use ecommpay_platform::runtime::sign::Signer;
    let secret = Secret::new("secret").expect("a secret");
    let label = atoll::Callback::LABELS.first().expect("a label");
    let mut body = serde_json::json!({
        "project_id": 7,
        "payment": { "id": "p-1", "type": "purchase", "status": "success", "method": label,
                     "sum": { "amount": 90, "currency": "FJD" } },
        "operation": { "id": 1, "type": "sale", "status": "success", "code": "0",
                       "sum_initial": { "amount": 100, "currency": "FJD" } },
    });
    let signature = Signer::new(&secret).sign_json(body.to_string().as_bytes()).expect("JSON");
    body["signature"] = serde_json::json!(signature.as_str());
    let keys = Keys::new().with(7, &secret);
    let callback = ecommpay_platform::verify(&keys, body.to_string().as_bytes()).expect("verified");
    let view = atoll::Callback::of(&callback).expect("one of the method");
    let order = |amount| Order { project_id: 7, payment_id: "p-1", amount, currency: "FJD" };
    assert_eq!(view.check(&order(90)), Ok(()));
    assert_eq!(view.check(&order(100)), Err(Mismatch::Amount { ordered: 100, found: 90 }));
    // the platform alone does not know that the method may
    assert!(matches!(callback.check(&order(90)), Err(Mismatch::Contradiction(_))));
}
