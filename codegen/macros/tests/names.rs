//! Fields called like what stands beside their types in generated code: they compile, and mean themselves.
//!
//! What must keep its name is refused: `rust-names-that-are-taken` among the faults of `methodspec`.

methodspec_macros::payment_method! { pub mod reef = "tests/methods/name-reef.yaml"; }

use crate::support;
use ecommpay_platform::runtime::form::{Draft, PaymentPage};
use ecommpay_platform::runtime::page::Page;
use ecommpay_platform::runtime::{Project, Secret, Test};
use reef::sale::{redirect, redirect_page};
use reef::{amount, payout};

fn project() -> Project<Test> {
    Project::new(1, Secret::new("secret").expect("a secret")).expect("a project")
}

#[test]
fn they_are_fields_like_any_other() {
    let fields = redirect::Fields {
        payment_id: "p-1".parse().expect("an id"),
        customer_id: "c-1".parse().expect("an id"),
        payment_amount: amount!(redirect, FJD 5.00),
        request: "request".parse().expect("a text"),
        fields: "fields".parse().expect("a text"),
        form: "form".parse().expect("a text"),
        currency: "currency".parse().expect("a text"),
        amount: "amount".parse().expect("a text"),
        from_name: "from".parse().expect("a text"),
        into_name: "into".parse().expect("a text"),
        option: "option".parse().expect("a text"),
        some: "some".parse().expect("a text"),
        result: "result".parse().expect("a text"),
        ok: "ok".parse().expect("a text"),
        err: "err".parse().expect("a text"),
        value: "one".parse::<redirect::ValueField>().expect("a value"),
    };
    let request =
        redirect::Request::new(fields).kind("kind".parse().expect("a text")).text_rule("rule".parse().expect("a text"));
    let body = request.sign(&project()).expect("signed").body;
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    for name in ["request", "fields", "form", "currency", "amount", "from", "result", "kind"] {
        assert_eq!(body[name], name);
    }
    assert_eq!(body["value"], "one");
    assert_eq!(redirect::Request::read(&body).expect("read"), request);
}

/// Setters called like functions of what is behind a request are setters, and the request's own methods are still its own.
#[test]
fn a_setter_stands_before_no_method() {
    let body = serde_json::json!({ "general": { "payment_id": "p-1" }, "customer": { "id": "c-1" }, "value": "one" });
    let Err(why) = redirect::Request::read(&body) else { panic!("without an amount") };
    assert!(!why.to_string().is_empty());
    let one = page();
    let other = one.clone().form("form".parse().expect("a text")).get("get".parse().expect("a text"));
    assert!(one != other && other == other.clone());
    assert_eq!(other.draft().form().id, "name-reef/sale/payment_page/redirect");
    assert!(other.draft().get("form").is_some() && one.draft().get("form").is_none());
    let draft: &Draft<PaymentPage> = other.as_ref();
    assert_eq!(draft, other.draft());
    assert_eq!((other.validate(), other.validate_under(&reef::METHOD.contract())), (Vec::new(), Vec::new()));
    let page = Page::new("https://pay.example.test").expect("a page");
    let url = other.url(&page, &project()).expect("signed");
    assert!(url.contains("&form=form&"), "{url}");
    assert_eq!(url, other.url_under(&page, &project(), &reef::METHOD.contract()).expect("signed"));
    let widget = other.widget(&page, &project()).expect("signed");
    assert_eq!(widget, other.widget_under(&page, &project(), &reef::METHOD.contract()).expect("signed"));
    assert!(other.clone().preselected().draft().get("force_payment_method").is_none());
    let other = other.with("/language_code", "en".into()).expect("a member");
    assert_eq!(Draft::from(other.clone()).beyond_the_form().collect::<Vec<_>>(), ["/language_code"]);
    assert!(format!("{other:?}").starts_with("Request"));
}

/// A request of the Payment Page with what it needs.
fn page() -> redirect_page::Request {
    redirect_page::Request::new(redirect_page::Fields {
        payment_id: "p-1".parse().expect("an id"),
        customer_id: "c-1".parse().expect("an id"),
        payment_amount: amount!(redirect_page, FJD 5.00),
        value: "one".parse().expect("a value"),
        kind: "kind".parse().expect("a text"),
        row: "row".parse().expect("a text"),
        source: "source".parse().expect("a text"),
        text_rule: "rule".parse().expect("a text"),
        integer_rule: "rule".parse().expect("a text"),
        limit: "limit".parse().expect("a text"),
        limits: "limits".parse().expect("a text"),
        format: "format".parse().expect("a text"),
        encoding: "encoding".parse().expect("a text"),
        presence: "presence".parse().expect("a text"),
        test: "test".parse().expect("a text"),
    })
}

#[test]
fn a_nested_field_may_take_such_a_name() {
    let fields = payout::Fields {
        payment_id: "p-1".parse().expect("an id"),
        amount: payout::Amount::minor(payout::Currency::FJD, 500).expect("an amount"),
        account_number: "1".parse().expect("a number"),
        request: "one".parse::<payout::RequestField>().expect("a value"),
        value: "v".parse::<payout::ValueField>().expect("a text"),
        result: "7".parse::<payout::ResultField>().expect("digits"),
    };
    assert_eq!(payout::Request::new(fields).validate(), []);
}

#[test]
fn values_that_the_spec_lists_have_names() {
    use redirect::values::{IntegerKindField, ValueField};

    let value: redirect::ValueField = ValueField::ThreeReefs.into();
    assert_eq!(value.as_str(), "3REEFS");
    assert_eq!(redirect::ValueField::from(ValueField::Self_).as_str(), "one", "a name of its own");
    assert_eq!(redirect::ValueField::from(ValueField::Two).as_str(), "two", "its own in CamelCase");
    assert_eq!(format!("{:?}", ValueField::Two), "<ValueField>", "whose it is, is nobody's to read");
    assert_eq!(redirect::IntegerKindField::from(IntegerKindField::lowest).get(), 1);
    assert_eq!(IntegerKindField::lowest.sent(), 1);
    // values of one name, and numbers, have none: this match would not be whole
    let all = |value: ValueField| match value {
        ValueField::Self_ | ValueField::Two | ValueField::ThreeReefs => value.sent(),
    };
    assert_eq!(all(ValueField::Two), "two");
}

#[test]
fn the_suite_holds_for_them() {
    let (rules, _) =
        support::drive("name-reef", include_str!("methods/name-reef.yaml"), reef::METHOD.forms, support::cases(16));
    for part in ["/values/value", "/length/text_rule", "/required/result", "/range/level"] {
        assert!(rules.iter().any(|rule| rule.ends_with(part)), "no rule {part} among {rules:#?}");
    }
}
