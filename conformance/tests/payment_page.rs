//! From a typed request of a generated crate to the address that the vendor's reference builds.

use ecommpay::Page;
use ecommpay::card_partner::{amount, sale::redirect_page};
use ecommpay::runtime::page::reference_url;
use ecommpay::runtime::sign::{Scalar, Signer};
use ecommpay::{Project, Secret, Test};

#[test]
fn a_typed_request_becomes_the_address_that_the_reference_builds() {
    let request = redirect_page::Request::new(redirect_page::Fields {
        payment_id: "X 03936".parse().unwrap(),
        amount: amount!(redirect_page, KES 100.00),
        customer_id: "customer1".parse().unwrap(),
    })
    .customer_email("customer@example.com".parse().unwrap())
    .preselected()
    .preselected()
    .with("/language_code", "sw".into())
    .unwrap();
    let project = Project::<Test>::new(250, Secret::new("secret").unwrap()).unwrap();
    let page = Page::new("https://pay.example.test").unwrap().interface_type(23);
    let built = request.url(&page, &project).unwrap();
    // the reference's own order: project, interface, payment, then as they were set
    let same = [
        ("project_id", Scalar::Integer(250)),
        ("interface_type", Scalar::Text("{\"id\":23}")),
        ("payment_id", Scalar::Text("X 03936")),
        ("customer_email", Scalar::Text("customer@example.com")),
        ("customer_id", Scalar::Text("customer1")),
        ("payment_amount", Scalar::Integer(10_000)),
        ("payment_currency", Scalar::Text("KES")),
        ("force_payment_method", Scalar::Text("card-partner")),
        ("language_code", Scalar::Text("sw")),
    ];
    let mut signer = Signer::new(&Secret::new("secret").unwrap());
    assert_eq!(built, reference_url("https://pay.example.test", &same, &mut signer));
    assert!(built.contains("&payment_id=X+03936&customer_email=customer%40example.com&"), "{built}");
}

#[test]
fn a_semicolon_or_a_null_is_refused_with_its_name() {
    let request = |pointer: &str, value| {
        let fields = redirect_page::Fields {
            payment_id: "1".parse().unwrap(),
            amount: amount!(redirect_page, USD 1.00),
            customer_id: "1".parse().unwrap(),
        };
        let request = redirect_page::Request::new(fields).with(pointer, value).unwrap();
        let project = Project::<Test>::new(250, Secret::new("secret").unwrap()).unwrap();
        request.url(&Page::new("https://pay.example.test").unwrap(), &project).unwrap_err().to_string()
    };
    let refused = request("/payment_description", "2 boxes; ship to Anna".into());
    assert!(refused.contains("payment_description") && refused.contains(';') && !refused.contains("Anna"), "{refused}");
    let refused = request("/payment_description", ecommpay::Value::Null);
    assert!(refused.contains("payment_description") && refused.contains("null"), "{refused}");
}
