//! One of each: what the language says of amounts, sets, names and fields, as the resolved model has it.

use std::path::Path;

use methodspec::resolved::{
    Choice, Condition, Force, Form, Method, OperationKind, Presence, Said, Source, Specs, Test, ValueKind,
};

fn specs() -> Specs {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    methodspec::load(&dir).unwrap_or_else(|faults| panic!("{faults}"))
}

fn method(key: &str) -> Method {
    specs().methods.remove(key).expect("the method")
}

fn form(method: &Method, id: &str) -> Form {
    let all = method.operations.values().flat_map(|operation| &operation.forms);
    all.clone()
        .find(|form| form.id == id)
        .unwrap_or_else(|| panic!("{id} is none of {:?}", all.map(|f| &f.id).collect::<Vec<_>>()))
        .clone()
}

fn presence(form: &Form, path: &str) -> Option<Presence> {
    form.rows.iter().find(|row| row.path == path).map(|row| row.presence)
}

#[test]
fn amounts_are_minor_units_and_scopes_merge_by_currency_and_attribute() {
    let reef = method("reef-money");
    let sale = &reef.operations[&OperationKind::Sale].amounts;
    let payout = &reef.operations[&OperationKind::Payout].amounts;
    // `FJD+TOP` is two currencies.
    assert_eq!((sale["FJD"].min, sale["FJD"].max), (Some(100), Some(500_000)));
    assert_eq!((sale["TOP"].min, sale["TOP"].max), (Some(100), Some(500_000)));
    // Decimals other than the platform's.
    assert_eq!((sale["WST"].decimals, sale["WST"].min, sale["WST"].max), (0, Some(1), Some(5_000)));
    assert_eq!(sale["PGK"].step, Some(100));
    assert_eq!((sale["VUV"].min, sale["VUV"].step, sale["VUV"].force), (Some(100), None, Force::Enforced));
    // The payout adds a step and loosens the force; the range stays the method's. It takes three of the currencies.
    assert_eq!((payout["VUV"].min, payout["VUV"].max, payout["VUV"].step), (Some(100), Some(500_000), Some(5)));
    assert_eq!(payout["VUV"].force, Force::Contract);
    assert_eq!(payout.keys().collect::<Vec<_>>(), ["FJD", "PGK", "VUV"]);
    // One end, an exact amount, three decimals.
    let tide = method("tide-pay");
    let sale = &tide.operations[&OperationKind::Sale].amounts;
    assert_eq!((sale["JPY"].min, sale["JPY"].max, sale["JPY"].step), (Some(100), None, Some(10)));
    assert_eq!((sale["TND"].min, sale["TND"].max), (Some(1_500), Some(1_500)));
}

#[test]
fn sets_are_lists_all_or_all_but() {
    let tide = method("tide-pay");
    assert!(matches!(&tide.countries.said, Said::Is(Choice::AllExcept(codes)) if codes.iter().eq(["AU", "NO"])));
    assert!(matches!(&tide.currencies.said, Said::Is(Choice::Only(codes)) if codes.len() == 3));
    let reef = method("reef-money");
    let otp = &reef.operations[&OperationKind::Sale].channels[0];
    assert!(matches!(&otp.countries, Some(Choice::Only(codes)) if codes.iter().eq(["FJ", "TO", "WS"])));
    assert_eq!(reef.conversion.said, Said::None);
}

#[test]
fn names_differ_by_interface() {
    let reef = method("reef-money");
    assert_eq!(reef.names.payment_page.said, Said::None);
    assert_eq!(reef.names.gate.said, Said::Is(vec!["reef-money".to_owned()]));
    assert_eq!(reef.names.callback.said, Said::Is(vec!["Reef Money".to_owned(), "REEF".to_owned()]));
    assert_eq!((reef.module.as_str(), reef.type_name.as_str()), ("reef_money", "ReefMoney"));
}

#[test]
fn sends_of_all_scopes_merge_and_the_strongest_wins() {
    let tide = method("tide-pay");
    let redirect = form(&tide, "tide-pay/sale/gate/redirect");
    assert_eq!(presence(&redirect, "customer.id"), Some(Presence::Required));
    assert_eq!(presence(&redirect, "return_url.success"), Some(Presence::Required));
    assert_eq!(presence(&redirect, "account.branch"), None);
    let qr = form(&tide, "tide-pay/sale/gate/qr");
    assert_eq!(presence(&qr, "account.branch"), Some(Presence::Optional));
    assert_eq!(presence(&qr, "return_url.success"), None);
    // A condition stands beside the presence that always holds.
    let email = qr.rows.iter().find(|row| row.path == "customer.email").expect("a row");
    assert_eq!(email.presence, Presence::Recommended);
    assert_eq!(email.presence_when.len(), 1);
    assert_eq!(email.presence_when[0].presence, Presence::Required);
    let Condition::All(tests) = &email.presence_when[0].when else { panic!("a condition") };
    assert!(
        matches!(&tests[..], [(path, Test::OneOf(values))] if path == "payment.currency" && values.iter().eq(["JPY", "TND"]))
    );
    // Each channel has a form of the Payment Page, and no address of the customer there.
    let page = form(&tide, "tide-pay/sale/payment_page/qr");
    assert_eq!((page.channel.as_deref(), page.channels.as_slice()), (Some("qr"), ["qr".to_owned()].as_slice()));
    assert_eq!(page.module, ["qr_page"]);
    assert_eq!(presence(&page, "customer_ip_address"), None);
    assert_eq!(presence(&page, "customer_email"), Some(Presence::Recommended));
    assert_eq!(page.path, "/payment");
}

#[test]
fn rows_stand_in_signing_order_with_the_objects_that_hold_them() {
    let tide = method("tide-pay");
    let form = form(&tide, "tide-pay/sale/gate/redirect");
    let rows: Vec<(&str, &Source)> = form.rows.iter().map(|row| (row.path.as_str(), &row.source)).collect();
    assert_eq!(
        rows,
        [
            ("customer", &Source::Holder),
            ("customer.email", &Source::Caller),
            ("customer.id", &Source::Caller),
            ("customer.ip_address", &Source::Caller),
            ("general", &Source::Holder),
            ("general.payment_id", &Source::Caller),
            ("general.project_id", &Source::Project),
            ("general.signature", &Source::Signature),
            ("payment", &Source::Holder),
            ("payment.amount", &Source::Caller),
            ("payment.currency", &Source::Caller),
            ("return_url", &Source::Holder),
            ("return_url.success", &Source::Caller),
        ]
    );
    // Cites of the platform cannot be mistaken for the method's.
    let amount = form.rows.iter().find(|row| row.path == "payment.amount").expect("a row");
    assert_eq!(amount.cite[0].document, "platform/api");
    assert_eq!(amount.rust, "amount");
}

#[test]
fn a_method_says_what_its_own_fields_are() {
    let reef = method("reef-money");
    let otp = form(&reef, "reef-money/sale/gate/otp");
    let number = otp.rows.iter().find(|row| row.path == "account.number").expect("a row");
    assert!(number.own);
    assert_eq!(number.value.kind, ValueKind::Digits);
    assert_eq!(number.value.length, (None, None));
    let lengths: Vec<_> = number.value_when.iter().map(|one| one.value.length).collect();
    assert_eq!(lengths, [(Some(7), Some(7)), (Some(8), Some(9))]);
    let operator = otp.rows.iter().find(|row| row.path == "account.operator").expect("a row");
    assert_eq!((operator.value.kind, operator.value.values.len(), operator.value.open), (ValueKind::Text, 4, false));
    assert_eq!(operator.value.values[0], ("CORAL".to_owned(), "Coral Pay".to_owned()));
    let tide = method("tide-pay");
    let branch =
        form(&tide, "tide-pay/sale/gate/qr").rows.into_iter().find(|row| row.path == "account.branch").expect("a row");
    assert_eq!(branch.value.pattern.as_deref(), Some("^[0-9]{3}-[0-9]{3}$"));
}
