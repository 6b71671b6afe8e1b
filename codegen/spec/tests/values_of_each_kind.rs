//! One of each: sets, money, fields and conditions, each in the few lines that say it.

use crate::one_of_each::{form, method, operation, row};
use methodspec::resolved::{
    Bound, Choice, Condition, Encoding, Force, Method, OperationKind, Presence, Source, Test, ValueKind,
};

/// A purchase on Gate: what the method says, the amounts, and who sends what.
fn sale(head: &str, amounts: &str, send: &str) -> Method {
    method(&format!(
        "{head}operations:\n  sale: {{ via: [gate, payment_page], path: /v2/payment/coral/sale, amounts: {amounts}, times: not_documented, send: {{ {send} }}, channels: none }}\n"
    ))
}

fn codes(codes: &[&str]) -> std::collections::BTreeSet<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

#[test]
fn sets_as_a_list_or_as_all_but_some() {
    let made = method("countries: { except: [AU] }\ncurrencies: { is: [FJD], open: true }\n");
    assert_eq!(made.countries.said, methodspec::resolved::Said::Is(Choice::AllExcept(codes(&["AU"]))));
    assert_eq!(made.currencies.said, methodspec::resolved::Said::Is(Choice::Only(codes(&["FJD"]))));
    assert!(made.currencies_open && !made.countries_open);
}

#[test]
fn countries_by_currency() {
    let made = sale(
        "together: [ { of: [payment.currency, country], rows: [ [FJD, FJ], [TOP, TO] ] } ]\n",
        "contract",
        "customer.country: optional",
    );
    let table = &form(&made, "sale/gate").together[0];
    assert_eq!(table.columns, ["payment.currency", "country"]);
    assert_eq!(table.rows.len(), 2);
}

#[test]
fn whole_units_and_other_digits_than_iso_4217() {
    let made = sale(
        "",
        "{ FJD: { is: 1..5_000, decimals: 0 }, VUV: { is: 1.00..9.00, decimals: 2 } }",
        "customer.id: required",
    );
    let amounts = &form(&made, "sale/gate").amounts;
    assert_eq!((amounts["FJD"].decimals, amounts["FJD"].max), (0, Some(5_000)));
    assert_eq!((amounts["VUV"].decimals, amounts["VUV"].max), (2, Some(900)));
}

#[test]
fn multiples_of_a_step_by_operation_and_currency() {
    let made = method(
        "amounts: { any: 1.00.. }\noperations:\n  \
         sale: { via: [gate], path: /s, amounts: { TOP: { by: \"10.00\" } }, times: not_documented, send: { customer.id: required }, channels: none }\n  \
         payout: { via: [gate], path: /p, amounts: { TOP: { by: \"50.00\" } }, times: not_documented, send: { customer.id: required } }\n",
    );
    let step = |kind, code: &str| operation(&made, kind).amounts[code].step;
    assert_eq!(step(OperationKind::Sale, "TOP"), Some(1_000));
    assert_eq!(step(OperationKind::Payout, "TOP"), Some(5_000));
    assert_eq!(step(OperationKind::Payout, "FJD"), None);
}

#[test]
fn limits_with_one_end() {
    let made = sale("", "{ FJD: 1.00.., TOP: ..500.00, VUV: contract }", "customer.id: required");
    let amounts = &form(&made, "sale/gate").amounts;
    assert_eq!((amounts["FJD"].min, amounts["FJD"].max), (Some(100), None));
    assert_eq!((amounts["TOP"].min, amounts["TOP"].max), (None, Some(50_000)));
}

/// Nothing is no amount, unless the documents of the method, or of one operation, give it.
#[test]
fn an_amount_of_nothing_is_documented_or_refused() {
    let amount = "fields: { payment.amount: { range: 1..9_000 } }\n";
    let range = |made: &Method| row(form(made, "sale/gate"), "payment.amount").value.range;
    let made = sale(amount, "{ FJD: 1.00.., TOP: not_documented, VUV: contract }", "customer.id: required");
    assert_eq!(range(&made), (Some(1), Some(9_000)));
    let made = sale(amount, "{ FJD: 0.00..5.00, TOP: ..500.00, VUV: contract }", "customer.id: required");
    assert_eq!(range(&made), (Some(0), Some(9_000)));
    // of the currencies of which nothing is said it stays the least
    let amounts = &form(&made, "sale/gate").amounts;
    assert_eq!((amounts["FJD"].min, amounts["TOP"].min, amounts["VUV"].min), (Some(0), Some(1), Some(1)));
    let zero = "fields: { payment.amount: { range: 0..9_000 } }\n";
    let made = sale(zero, "{ FJD: 1.00.., TOP: not_documented, VUV: contract }", "customer.id: required");
    assert_eq!(range(&made), (Some(0), Some(9_000)));
    assert_eq!(form(&made, "sale/gate").amounts["TOP"].min, None);
    // who gives no least sum gives no leave to send nothing
    let silent = "{ FJD: ..50.00, TOP: not_documented, VUV: contract }";
    for (fields, greatest) in [
        ("fields: { payment.amount: { range: ..9_000 } }\n", Some(9_000)),
        ("fields: { payment.amount: { type: amount } }\n", None),
        ("", None),
    ] {
        assert_eq!(range(&sale(fields, silent, "customer.id: required")), (Some(1), greatest), "{fields}");
    }
    let narrowed = sale("", silent, "customer.id: required, payment.amount: { is: required, range: ..700 }");
    assert_eq!(range(&narrowed), (Some(1), Some(700)));
    let open = sale("", silent, "customer.id: required, payment.amount: { is: required, range: 0..700 }");
    assert_eq!(range(&open), (Some(0), Some(700)));
}

#[test]
fn limits_that_the_contract_decides() {
    let made = sale(
        "",
        "{ FJD: { is: 1.00..5.00, force: contract }, TOP: contract, VUV: not_documented }",
        "customer.id: required",
    );
    let amounts = &form(&made, "sale/gate").amounts;
    assert_eq!((amounts["FJD"].force, amounts["FJD"].max), (Force::Contract, Some(500)));
    assert_eq!((amounts["TOP"].force, amounts["TOP"].max), (Force::Contract, None));
    assert_eq!((amounts["VUV"].min, amounts["VUV"].max), (None, None));
}

#[test]
fn several_limits_of_one_currency_by_condition() {
    let ends = |range: &str, country: &str| format!("{{ is: {range}, when: {{ customer.country: {country} }} }}");
    for places in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let all = ["1.00..50.00".to_owned(), ends("1.00..100.00", "FJ"), ends("1.00..500.00", "TO")];
        let list = places.map(|place| all[place].clone()).join(", ");
        let told = "{ is: 1.00..70.00, when: the wallet is verified }";
        let made =
            sale("", &format!("{{ FJD: [{list}, {told}] }}"), "customer.id: required, customer.country: optional");
        let limit = &form(&made, "sale/gate").amounts["FJD"];
        // what stands without a condition holds elsewhere, and each country has its own
        assert_eq!((limit.min, limit.max, limit.force), (Some(100), Some(5_000), Force::Enforced));
        let mut own: Vec<_> = limit.when.iter().map(|one| (one.min, one.max)).collect();
        own.sort();
        assert_eq!(own, [(Some(100), Some(7_000)), (Some(100), Some(10_000)), (Some(100), Some(50_000))]);
        // an amount can be made up to the widest that is checked
        assert_eq!((limit.widest(Bound::Min), limit.widest(Bound::Max)), (Some(100), Some(50_000)));
    }
}

#[test]
fn fields_of_its_own_with_type_format_length_pattern_and_range() {
    let made = sale(
        "fields:\n  account.tax_id: { pattern: \"^[A-Z]{2}[0-9]{6}$\", length: 8, means: The tax number. }\n  account.born: { type: date, means: A day. }\n  account.branch: { range: 1..99, means: The branch. }\n",
        "contract",
        "account.tax_id: required, account.born: optional, account.branch: { gate: optional }",
    );
    let gate = form(&made, "sale/gate");
    let tax = row(gate, "account.tax_id");
    assert_eq!((tax.value.kind, tax.value.length, tax.own), (ValueKind::Text, (Some(8), Some(8)), true));
    assert_eq!(tax.value.pattern.as_deref(), Some("^[A-Z]{2}[0-9]{6}$"));
    assert_eq!(row(gate, "account.born").value.kind, ValueKind::Date);
    let branch = &row(gate, "account.branch").value;
    assert_eq!((branch.kind, branch.range), (ValueKind::Integer, (Some(1), Some(99))));
}

#[test]
fn values_with_labels_closed_and_open() {
    let made = sale(
        "fields:\n  account.operator: { values: { CORAL: Coral Pay, \"3REEFS\": { is: Three Reefs, rust: ThreeReefs } }, means: The operator. }\n  account.bank: { known: { \"103\": First Bank }, means: The bank. }\n",
        "contract",
        "account.operator: required, account.bank: required",
    );
    let operator = &row(form(&made, "sale/gate"), "account.operator").value;
    assert!(!operator.open && operator.values.contains(&("CORAL".to_owned(), "Coral Pay".to_owned())));
    assert_eq!(operator.value_names["3REEFS"], "ThreeReefs");
    assert!(row(form(&made, "sale/gate"), "account.bank").value.open);
}

#[test]
fn required_in_one_operation_and_optional_in_another() {
    let made = method(
        "operations:\n  sale: { via: [gate], path: /s, amounts: contract, times: not_documented, send: { customer.email: required }, channels: none }\n  \
         payout: { via: [gate], path: /p, amounts: contract, times: not_documented, send: { customer.email: optional } }\n",
    );
    assert_eq!(row(form(&made, "sale/gate"), "customer.email").presence, Presence::Required);
    assert_eq!(row(form(&made, "payout/gate"), "customer.email").presence, Presence::Optional);
}

#[test]
fn required_when_another_field_has_a_value() {
    let made = sale(
        "",
        "contract",
        "customer.country: optional, customer.email: { is: required, when: { customer.country: [FJ] } }",
    );
    let email = row(form(&made, "sale/gate"), "customer.email");
    assert_eq!(email.presence, Presence::Optional);
    let Condition::All(tests) = &email.presence_when[0].when else { panic!("a checked condition") };
    assert_eq!(tests[0], ("customer.country".to_owned(), Test::OneOf(codes(&["FJ"]))));
    assert_eq!(email.presence_when[0].presence, Presence::Required);
}

#[test]
fn values_that_are_allowed_only_together() {
    let made = sale(
        "fields: { account.operator: { values: [CORAL, KAVA], means: The operator. } }\ntogether: [ { of: [account.operator, country, payment.currency], rows: [ [CORAL, FJ, FJD], [KAVA, TO, [TOP, VUV]] ] } ]\n",
        "contract",
        "account.operator: required, customer.country: optional",
    );
    let table = &form(&made, "sale/gate").together[0];
    assert_eq!(
        table.rows[1],
        [vec!["KAVA".to_owned()], vec!["TO".to_owned()], vec!["TOP".to_owned(), "VUV".to_owned()]]
    );
    assert!(!table.open);
}

#[test]
fn a_field_that_is_sent_and_not_looked_at() {
    let made = sale("", "contract", "payment.description: ignored");
    assert_eq!(row(form(&made, "sale/gate"), "payment.description").presence, Presence::Ignored);
}

#[test]
fn other_words_on_each_interface() {
    let made = sale("", "contract", "customer.phone: { gate: clarifiable, payment_page: recommended }");
    assert_eq!(row(form(&made, "sale/gate"), "customer.phone").presence, Presence::Clarifiable);
    assert_eq!(row(form(&made, "sale/payment_page"), "customer_phone").presence, Presence::Recommended);
}

#[test]
fn a_value_that_the_method_fixes_inside_a_text() {
    let made = sale(
        "fields: { account.order: { type: object, encoded: base64_json, means: The order. } }\n",
        "contract",
        "account.order.kind: { gate: required, type: text, values: [later], means: The variant. }",
    );
    let gate = form(&made, "sale/gate");
    assert_eq!(row(gate, "account.order").value.encoded, Some(Encoding::Base64Json));
    assert_eq!(row(gate, "account.order").source, Source::Encoded);
    assert_eq!(row(gate, "account.order.kind").source, Source::Fixed);
}

#[test]
fn a_list_that_is_asked_for_with_a_currency_alone_takes_it_as_a_text() {
    let method = method(
        "fields: { account.bank: { type: text, means: The bank., from: { list: /v2/banks/list, name: banks, send: [payment.currency] } } }\n\
         operations:\n  payout:\n    via: [gate]\n    path: /v2/payment/coral/payout\n    amounts: { FJD: 1.00..5.00, TOP: 1.00..5.00 }\n    \
         times: not_documented\n    send: { account.bank: required }\n",
    );
    let currency = row(form(&method, "payout/gate/banks"), "payment.currency");
    assert_eq!(currency.value.kind, ValueKind::Text, "a currency is told with its amount, and there is none");
    let codes: Vec<&str> = currency.value.values.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!((codes, currency.value.open), (vec!["FJD", "TOP", "VUV"], false), "all that the operation takes");
}

#[test]
fn any_json_leaves_nothing_of_the_bounds_that_the_catalogue_has() {
    let fields = "fields: { customer.phone: { type: json, means: A telephone with its kind. } }\n";
    let made = sale(fields, "contract", "customer.phone: optional");
    let value = &row(form(&made, "sale/gate"), "customer.phone").value;
    assert_eq!((value.kind, value.length), (ValueKind::Json, (None, None)));
}

#[test]
fn a_list_is_asked_for_with_what_it_must_have_and_what_it_may() {
    let made = sale(
        "fields:\n  account.bank: { type: text, means: The bank., from: { list: /v2/info/banks, name: banks, send: { general.project_id: required, customer.country: optional, customer.id: recommended } } }\n",
        "contract",
        "account.bank: required",
    );
    let banks = form(&made, "sale/gate/banks");
    let presence = |path: &str| row(banks, path).presence;
    assert_eq!(presence("general.project_id"), Presence::Required);
    assert_eq!(presence("customer.country"), Presence::Optional);
    assert_eq!(presence("customer.id"), Presence::Recommended);
    assert_eq!(row(banks, "customer").presence, Presence::Recommended);
}

#[test]
fn an_amount_and_a_currency_beside_the_sum_are_fields_like_others() {
    let made = sale(
        "fields:\n  account.fee: { type: amount, range: 5..90, means: The fee. }\n  account.cap: { type: amount, means: A cap in minor units. }\n  account.paid_in: { type: currency, means: Its currency. }\n",
        "contract",
        "account.fee: optional, account.cap: required, account.paid_in: optional",
    );
    let gate = form(&made, "sale/gate");
    let value = |path: &str| &row(gate, path).value;
    assert_eq!((value("account.fee").kind, value("account.fee").range), (ValueKind::Integer, (Some(5), Some(90))));
    assert_eq!((value("account.cap").kind, value("account.cap").range), (ValueKind::Integer, (Some(0), None)));
    assert_eq!(value("account.paid_in").kind, ValueKind::Text);
    assert!(value("account.paid_in").values.iter().any(|(code, _)| code == "FJD"));
    assert_eq!(row(gate, "account.fee").means, "The fee, in minor units.");
    assert_eq!(row(gate, "account.cap").means, "A cap in minor units.");
    assert_eq!(
        (value("payment.amount").kind, value("payment.currency").kind),
        (ValueKind::Amount, ValueKind::Currency)
    );
}

#[test]
fn the_page_says_where_its_fields_are_not_documented() {
    let made = method(
        "operations:\n  sale: { via: [payment_page], amounts: contract, times: not_documented, send: not_documented, channels: none }\n",
    );
    assert!(form(&made, "sale/payment_page").told[0].starts_with("The documents do not say which fields it takes"));
    let made = method(
        "operations:\n  sale: { via: [payment_page], amounts: contract, times: not_documented, send: { customer.id: required }, channels: none }\n",
    );
    assert!(form(&made, "sale/payment_page").told.is_empty());
}
