//! Which currencies a form takes: only its own, or others too where the documents leave that open.

use ecommpay_runtime::form::{Form, IntegerRule, Kind, Row};
use ecommpay_runtime::json;
use ecommpay_runtime::money::Limit;

const FJD: Limit = Limit::new("FJD", 2).min(1_00).told("from 1.00 FJD", "guide:4");

const ROWS: &[Row] = &[
    Row::new("payment_amount", Kind::Amount(IntegerRule::new())).required("guide:1"),
    Row::new("payment_currency", Kind::Currency).required("guide:1"),
];

static CLOSED: Form = Form::payment_page("reef/sale/closed", "reef/sale", "/payment").limits(&[&FJD]).rows(ROWS);
static OPEN: Form = Form::payment_page("reef/sale/open", "reef/sale", "/payment").limits(&[&FJD]).open().rows(ROWS);

fn broken(form: &'static Form, currency: &str) -> Vec<String> {
    let request = json!({ "payment_amount": 50, "payment_currency": currency });
    form.validate(&request).into_iter().map(|violation| violation.rule).collect()
}

#[test]
fn an_open_list_refuses_no_currency() {
    assert_eq!(broken(&CLOSED, "TOP"), ["reef/sale/closed/currency/payment_currency"]);
    assert!(broken(&OPEN, "TOP").is_empty());
    assert!(CLOSED.rules().any(|rule| rule.id.contains("/currency/")));
    assert!(!OPEN.rules().any(|rule| rule.id.contains("/currency/")));
}

#[test]
fn limits_of_an_open_list_hold_for_the_currencies_that_have_them() {
    assert_eq!(broken(&CLOSED, "FJD"), ["reef/sale/closed/amount/min/FJD"]);
    assert_eq!(broken(&OPEN, "FJD"), ["reef/sale/open/amount/min/FJD"]);
}
