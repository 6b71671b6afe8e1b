//! A method from a file of one's own.

methodspec_macros::payment_method! {
    /// Lagoon Pay, from the file beside this test.
    pub mod lagoon = "tests/methods/lagoon-pay.yaml";
}

use ecommpay_platform::runtime::{Project, Secret, Test};
use lagoon::{amount, sale::redirect};

#[test]
fn it_has_what_a_generated_crate_has() {
    let request = redirect::Request::new(redirect::Fields {
        payment_id: "p-1".parse().unwrap(),
        amount: amount!(redirect, FJD 10.00),
        customer_id: "c".parse().unwrap(),
        customer_ip_address: "1.2.3.4".parse().unwrap(),
    });
    let project = Project::<Test>::new(1, Secret::new("secret").unwrap()).unwrap();
    let signed = request.sign(&project).unwrap();
    assert_eq!(signed.path, "/v2/payment/wallet/lagoon-pay/sale");
    assert_eq!(lagoon::METHOD.key, "lagoon-pay");
    assert_eq!(lagoon::METHOD.forms.len(), 1);
}

#[test]
fn it_keeps_its_spec() {
    ecommpay_conformance::check(&[&lagoon::METHOD]).assert();
}
