//! What holds only where another field says so.

use ecommpay_runtime::form::{Form, IntegerRule, Kind, Presence, Requirement, Row, Test, TextRule, When};
use ecommpay_runtime::{Value, json};

static FORM: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale")
    .rows(&[
        Row::new("age", Kind::Integer(IntegerRule::new())).presence(Presence::Optional, "guide:1"),
        Row::new("guardian", Kind::Text(TextRule::new())).presence(Presence::Optional, "guide:2"),
    ])
    .under_conditions(
        &[Requirement::new("guardian", When::new(&[("age", Test::Range(3, 17))], "age=3..17"), "guide:2")],
        &[],
    );

static OPEN: Form = Form::gate("reef/payout/gate", "reef/payout", "/v2/payment/reef/payout")
    .rows(&[
        Row::new("age", Kind::Integer(IntegerRule::new())).presence(Presence::Optional, "guide:1"),
        Row::new("guardian", Kind::Text(TextRule::new())).presence(Presence::Optional, "guide:2"),
    ])
    .under_conditions(
        &[Requirement::new("guardian", When::new(&[("age", Test::Range(18, i64::MAX))], "age=18.."), "guide:2")],
        &[],
    );

fn asks(form: &Form, request: &Value) -> bool {
    form.validate(request).iter().any(|violation| violation.rule.contains("/required/guardian/when/"))
}

#[test]
fn a_range_has_both_its_ends_and_nothing_beside_them() {
    for (age, asked) in
        [(i64::MIN, false), (2, false), (3, true), (10, true), (17, true), (18, false), (i64::MAX, false)]
    {
        assert_eq!(asks(&FORM, &json!({ "age": age })), asked, "{age}");
        assert!(!asks(&FORM, &json!({ "age": age, "guardian": "g" })), "{age}");
    }
}

#[test]
fn a_range_without_an_end_has_none() {
    for (age, asked) in [(i64::MIN, false), (17, false), (18, true), (i64::MAX, true)] {
        assert_eq!(asks(&OPEN, &json!({ "age": age })), asked, "{age}");
    }
}

#[test]
fn only_whole_numbers_lie_in_a_range() {
    for (age, asked) in [
        (json!(17.0), true),
        (json!(16.5), false),
        (json!("17"), false),
        (json!(null), false),
        (json!(true), false),
        (json!([17]), false),
    ] {
        assert_eq!(asks(&FORM, &json!({ "age": age })), asked, "{age}");
    }
    assert!(!asks(&FORM, &json!({})), "what is absent lies nowhere");
    assert!(!asks(&OPEN, &json!({ "age": 1e300 })), "what fits no integer of 64 bits is none");
}

#[test]
fn the_rule_has_the_condition_in_its_name() {
    let broken: Vec<String> = FORM.validate(&json!({ "age": 17 })).into_iter().map(|one| one.rule).collect();
    assert_eq!(broken, ["reef/sale/gate/required/guardian/when/age=3..17"]);
}
