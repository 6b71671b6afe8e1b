//! The method keeps its spec, and the shop's request is made from it.

#[test]
fn the_method_keeps_its_spec() {
    ecommpay_conformance::check(&[&lagoon_shop::lagoon::METHOD]).assert();
}

#[test]
fn a_request_is_signed() {
    let (path, body) = lagoon_shop::pay("order-1", "customer-1", "secret").expect("a request");
    assert_eq!(path, "/v2/payment/wallet/lagoon-pay/sale");
    assert!(body.contains("\"signature\""), "{body}");
}
