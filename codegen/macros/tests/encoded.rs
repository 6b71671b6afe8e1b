//! A method whose requests carry texts that hold JSON, and values that the form gives by itself.

methodspec_macros::payment_method! { pub mod shoal = "tests/methods/shoal-pay.yaml"; }

use crate::support;
use ecommpay_platform::runtime::page::Page;
use ecommpay_platform::runtime::sign::Signer;
use ecommpay_platform::runtime::{Project, Secret, Test, Value, json};
use shoal::amount;
use shoal::sale::{redirect, redirect_page};

fn project() -> Project<Test> {
    Project::new(1, Secret::new("secret").expect("valid")).expect("valid")
}

/// The scheme and the level are not asked for: there is one of each.
fn request() -> redirect::Request {
    redirect::Request::new(redirect::Fields {
        payment_id: "p-1".parse().expect("valid"),
        amount: amount!(redirect, FJD 10.00),
        customer_id: "c".parse().expect("valid"),
        account_order_number: redirect::AccountOrderNumber::new(17).expect("valid"),
    })
}

#[test]
fn both_engines_hold_every_rule() {
    let (checks, by_code) =
        support::drive("shoal-pay", include_str!("methods/shoal-pay.yaml"), shoal::METHOD.forms, support::cases(48));
    for rule in [
        "shoal-pay/sale/gate/redirect/range/account.order.number",
        "shoal-pay/sale/gate/redirect/format/account.order",
        "shoal-pay/sale/gate/redirect/required/account.order.buyer.code/when/account.order.kind=express",
        "shoal-pay/sale/payment_page/redirect/values/payment_methods_options.submethod_code",
    ] {
        assert!(checks.contains(rule), "no rule {rule} among {checks:#?}");
        assert!(by_code.contains(rule), "a schema cannot look into the text: {rule}");
    }
    for rule in
        ["shoal-pay/sale/gate/redirect/values/account.scheme", "shoal-pay/sale/gate/redirect/type/account.order"]
    {
        assert!(checks.contains(rule) && !by_code.contains(rule), "{rule} among {checks:#?}");
    }
}

#[test]
fn the_wire_has_one_text_and_the_signature_signs_it() {
    let request = request().account_order_buyer_name("Łucja".parse().expect("valid"));
    let signed = request.sign(&project()).expect("valid");
    let body: Value = serde_json::from_str(&signed.body).expect("valid");
    // {"buyer":{"name":"Łucja"},"number":17}
    assert_eq!(
        body["account"],
        json!({
            "level": 3, "order": "eyJidXllciI6eyJuYW1lIjoixYF1Y2phIn0sIm51bWJlciI6MTd9", "scheme": "shoal"
        })
    );
    let again = Signer::new(project().secret()).sign_json(signed.body.as_bytes()).expect("valid");
    assert_eq!(body["general"]["signature"], again.as_str());
    assert_eq!(redirect::Request::read(&body).expect("valid"), request);
}

#[test]
fn rules_point_into_the_text() {
    let violations = |order: Value| {
        let mut body: Value = serde_json::from_str(&request().sign(&project()).expect("valid").body).expect("valid");
        body["account"]["order"] = order;
        let found = redirect::FORM.validate(&body);
        found.into_iter().map(|one| (one.pointer, one.found)).collect::<Vec<_>>()
    };
    let place = |pointer: &str, found: &str| vec![(pointer.to_owned(), found.to_owned())];
    // {"number":1000}
    assert_eq!(violations(json!("eyJudW1iZXIiOjEwMDB9")), place("/account/order/number", "an integer out of range"));
    assert_eq!(violations(json!("{}")), place("/account/order", "a text of another form"));
    assert_eq!(violations(json!({ "number": 17 })), place("/account/order", "an object"));
}

#[test]
fn the_page_gets_compact_json_with_what_is_fixed() {
    let request = redirect_page::Request::new(redirect_page::Fields {
        payment_id: "p-1".parse().expect("valid"),
        amount: amount!(redirect_page, FJD 10.00),
        customer_id: "c".parse().expect("valid"),
    });
    let page = Page::new("https://pay.example.test").expect("valid");
    let url = request.url(&page, &project()).expect("valid");
    assert!(url.contains("payment_methods_options=%7B%22submethod_code%22%3A%22later%22%7D&"), "{url}");
    let more = request.with("/payment_methods_options/color", json!("teal")).expect("valid");
    let more = more.widget(&page, &project()).expect("valid");
    let more: Value = serde_json::from_str(&more).expect("valid");
    assert_eq!(more["payment_methods_options"], r#"{"color":"teal","submethod_code":"later"}"#);
}

#[test]
fn reading_holds_what_is_fixed() {
    let body: Value = serde_json::from_str(&request().sign(&project()).expect("valid").body).expect("valid");
    for (scheme, why) in [
        (None, "account.scheme: is required and absent"),
        (Some("other"), "account.scheme: is not the one value that the form has"),
    ] {
        let mut body = body.clone();
        body["account"].as_object_mut().expect("valid").remove("scheme");
        if let Some(scheme) = scheme {
            body["account"]["scheme"] = json!(scheme);
        }
        assert_eq!(redirect::Request::read(&body).unwrap_err().to_string(), why);
        assert_eq!(redirect::FORM.validate(&body)[0].pointer, "/account/scheme");
    }
}
