//! What the platform says of its own parameters, of a form that names none of them.

use ecommpay_runtime::form::{Draft, Encoding, Form, Format, Gate, IntegerRule, Kind, PaymentPage, Row, TextRule};
use serde_json::{Value, json};

const TEXT: Kind = Kind::Text(TextRule::new().length(0, 5));

static PARAMETERS: &[Row] = &[
    Row::holder("callback"),
    Row::new("callback.delay", Kind::Integer(IntegerRule::new().range(0, 600))),
    Row::new("callback.off", Kind::Boolean),
    Row::new("customer.country", Kind::Text(TextRule::new().format(Format::Country))),
    Row::new("payment.description", TEXT),
    Row::new("payment.id", Kind::Integer(IntegerRule::new())),
];
static FORM: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale")
    .parameters(PARAMETERS)
    .rows(&[Row::new("payment.description", Kind::Text(TextRule::new().length(0, 10)))]);
static PAGE: Form = Form::payment_page("reef/sale/payment_page", "reef/sale", "/payment")
    .parameters(&[Row::encoded("booking", Encoding::Base64Json), Row::encoded("options", Encoding::Json)]);

fn broken(form: &Form, json: &Value) -> Vec<String> {
    form.validate(json).into_iter().map(|violation| violation.rule).collect()
}

#[test]
fn a_parameter_without_a_row_is_held_to_what_the_platform_says() {
    for (json, rule) in [
        (json!({ "callback": { "delay": 601 } }), "platform/gate/range/callback.delay"),
        (json!({ "callback": { "delay": -1 } }), "platform/gate/range/callback.delay"),
        (json!({ "callback": { "delay": "1" } }), "platform/gate/type/callback.delay"),
        (json!({ "callback": { "delay": 0.5 } }), "platform/gate/type/callback.delay"),
        (json!({ "callback": [] }), "platform/gate/type/callback"),
        (json!({ "callback": { "off": 2 } }), "platform/gate/type/callback.off"),
        (json!({ "customer": { "country": "kenya" } }), "platform/gate/format/customer.country"),
        (json!({ "customer": { "country": null } }), "platform/gate/type/customer.country"),
        (json!({ "payment": { "id": 9_007_199_254_740_992_i64 } }), "platform/gate/type/payment.id"),
        (json!({ "payment": { "id": -1e16 } }), "platform/gate/type/payment.id"),
        // of a row of its own the form says more
        (json!({ "payment": { "description": "eleven long" } }), "reef/sale/gate/length/payment.description"),
    ] {
        assert_eq!(broken(&FORM, &json), [rule], "{json}");
    }
    for json in [
        json!({}),
        json!({ "callback": { "delay": 600, "off": true }, "customer": { "country": "KE", "else": 1 } }),
        json!({ "callback": { "delay": 6e2, "off": 1 }, "payment": { "id": 9_007_199_254_740_991_i64 } }),
        json!({ "payment": { "description": "ten  long " }, "customer": "else" }),
    ] {
        assert_eq!(broken(&FORM, &json), [""; 0], "{json}");
    }
}

#[test]
fn a_text_that_should_hold_an_object_does() {
    for (json, rule) in [
        (json!({ "booking": "e30" }), "platform/payment_page/pattern/booking"),
        (json!({ "booking": "no base" }), "platform/payment_page/pattern/booking"),
        (json!({ "booking": "WzFd" }), "platform/payment_page/format/booking"),
        (json!({ "booking": "" }), "platform/payment_page/format/booking"),
        (json!({ "booking": 1 }), "platform/payment_page/type/booking"),
        (json!({ "options": "[1]" }), "platform/payment_page/pattern/options"),
        (json!({ "options": "{1}" }), "platform/payment_page/format/options"),
    ] {
        assert_eq!(broken(&PAGE, &json), [rule], "{json}");
    }
    for json in [json!({ "booking": "e30=" }), json!({ "booking": "eyJhIjoxfQ==", "options": " {\"a\": {}}\n" })] {
        assert_eq!(broken(&PAGE, &json), [""; 0], "{json}");
    }
}

#[test]
fn what_is_added_to_a_draft_is_held_too_however_it_is_added() {
    let gate = |pointer, value| Draft::<Gate>::new(&FORM).with(pointer, value).unwrap().validate();
    for (pointer, value) in [("/callback/delay", json!(601)), ("/callback", json!({ "delay": 601 }))] {
        let found: Vec<String> = gate(pointer, value).into_iter().map(|violation| violation.rule).collect();
        assert_eq!(found, ["platform/gate/range/callback.delay"], "{pointer}");
    }
    assert_eq!(gate("/callback/delay", json!(600)), []);
    let page = Draft::<PaymentPage>::new(&PAGE).with("/booking", json!("?")).unwrap().validate();
    assert_eq!(page.len(), 1);
}

#[test]
fn the_rules_are_listed_beside_the_forms_own() {
    let rules: Vec<String> = FORM.parameter_rules().map(|rule| rule.id).collect();
    assert_eq!(
        rules,
        [
            "platform/gate/type/callback",
            "platform/gate/type/callback.delay",
            "platform/gate/range/callback.delay",
            "platform/gate/type/callback.off",
            "platform/gate/type/customer.country",
            "platform/gate/format/customer.country",
            "platform/gate/type/payment.id",
        ]
    );
    assert!(FORM.rules().all(|rule| rule.id.starts_with("reef/")));
    let page: Vec<String> = PAGE.parameter_rules().map(|rule| rule.id).collect();
    assert!(page.contains(&"platform/payment_page/pattern/booking".to_owned()), "{page:?}");
}
