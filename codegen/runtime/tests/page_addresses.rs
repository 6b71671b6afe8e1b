//! What the Payment Page is opened with, and what is refused.

use crate::support;
use crate::support::secret;
use ecommpay_runtime::page::{Page, PageFault, Param, reference_url};
use ecommpay_runtime::sign::{Scalar, Signer, text_to_sign};
use ecommpay_runtime::{Live, Project, Test};
use serde_json::Value;

fn project() -> Project<Test> {
    Project::new(100, secret("secret")).expect("a project")
}

fn page() -> Page<Test> {
    Page::new("https://pay.example.test").expect("a host")
}

const PARAMS: &[Param<'static>] = &[
    ("payment_id", Scalar::Text("a/b c~é")),
    ("payment_amount", Scalar::Integer(2035)),
    ("recurring_register", Scalar::Boolean(true)),
    ("redirect", Scalar::Boolean(false)),
    ("payment_description", Scalar::Text("")),
];

/// The parameters of an address, decoded.
fn decoded(url: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let hex: String = rest.by_ref().take(2).map(char::from).collect();
                    u8::from_str_radix(&hex, 16).expect("hexadecimal")
                }
                _ => byte,
            });
        }
        String::from_utf8(bytes).expect("text")
    };
    let (_, query) = url.split_once('?').expect("a query");
    query
        .split('&')
        .map(|pair| pair.split_once('=').expect("a value"))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[test]
fn parameters_stand_in_order_and_are_signed_undecoded() {
    let url = page().interface_type(23).url(&project(), PARAMS).expect("an address");
    let start = "https://pay.example.test/payment?project_id=100&interface_type=%7B%22id%22%3A23%7D\
                 &payment_id=a%2Fb+c%7E%C3%A9&payment_amount=2035&recurring_register=1&redirect=0&payment_description=&signature=";
    assert!(url.starts_with(start), "{url}");
    let mut params = decoded(&url);
    let (name, signature) = params.pop().expect("a signature");
    assert_eq!(name, "signature");
    let object: serde_json::Map<String, Value> = params.into_iter().map(|(name, value)| (name, value.into())).collect();
    let text = text_to_sign(Value::Object(object).to_string().as_bytes()).expect("JSON");
    assert_eq!(signature, support::mac("secret", &text));
}

#[test]
fn the_frame_mode_is_sent_but_not_signed() {
    let with = [PARAMS, &[("frame_mode", Scalar::Text("popup"))]].concat();
    let signature = |params: &[Param<'_>]| decoded(&page().url(&project(), params).expect("an address")).pop();
    assert_eq!(signature(&with), signature(PARAMS));
    assert!(page().url(&project(), &with).expect("an address").contains("&frame_mode=popup&signature="));
}

#[test]
fn what_the_page_would_refuse_is_refused_before() {
    let fault =
        |param: Param<'_>| page().interface_type(1).url(&project(), &[PARAMS, &[param]].concat()).expect_err("refused");
    let named = |name: &str| name.to_owned();
    assert_eq!(fault(("customer_phone", Scalar::Null)), PageFault::Null { name: named("customer_phone") });
    assert_eq!(fault(("x", Scalar::Text("1;y:2"))), PageFault::Semicolon { name: named("x") });
    assert_eq!(fault(("payment_id", Scalar::Text("1"))), PageFault::Twice { name: named("payment_id") });
    for ours in ["project_id", "interface_type"] {
        assert_eq!(fault((ours, Scalar::Integer(1))), PageFault::Twice { name: named(ours) });
    }
    for name in ["", "signature", "a;b", "a:b"] {
        assert_eq!(fault((name, Scalar::Integer(1))), PageFault::Name { name: named(name) });
    }
    // The values stay out of the message.
    let told = fault(("x", Scalar::Text("PRIVATE;"))).to_string();
    assert!(told.contains("\"x\"") && !told.contains("PRIVATE"), "{told}");
}

#[test]
fn the_widget_gets_the_same_parameters_as_json() {
    let params =
        [PARAMS, &[("note", Scalar::Text("</script>\u{2028}\"\\\n")), ("rate", Scalar::Number("1.50"))]].concat();
    let widget = page().interface_type(7).widget(&project(), &params).expect("an object");
    assert!(
        !widget.contains('<') && !widget.contains('\u{2028}') && widget.is_ascii() || widget.contains('é'),
        "{widget}"
    );
    let object: Value = serde_json::from_str(&widget).expect("JSON");
    assert_eq!(object["project_id"], 100);
    assert_eq!(object["interface_type"], "{\"id\":7}");
    assert_eq!(object["recurring_register"], true);
    assert_eq!(object["note"], "</script>\u{2028}\"\\\n");
    let signed = Signer::new(&secret("secret")).sign_json(widget.as_bytes()).expect("JSON");
    assert_eq!(object["signature"], signed.as_str());
    let url = page().interface_type(7).url(&project(), &params).expect("an address");
    assert_eq!(decoded(&url).pop().expect("a signature").1, signed.as_str());
}

#[test]
fn a_parameter_that_begins_with_an_underscore_is_sent_and_not_signed() {
    let with = [PARAMS, &[("_plugin", Scalar::Text("shop 1.2"))]].concat();
    let signature = |url: &str| decoded(url).pop().expect("a signature").1;
    let url = page().url(&project(), &with).expect("an address");
    assert!(url.contains("&_plugin=shop+1.2&"), "{url}");
    assert_eq!(signature(&url), signature(&page().url(&project(), PARAMS).expect("an address")));
    let widget: Value = serde_json::from_str(&page().widget(&project(), &with).expect("an object")).expect("JSON");
    assert_eq!((&widget["_plugin"], &widget["signature"]), (&"shop 1.2".into(), &signature(&url).into()));
    // anywhere else the line counts
    let other = [PARAMS, &[("plugin_", Scalar::Text("shop 1.2"))]].concat();
    assert_ne!(signature(&page().url(&project(), &other).expect("an address")), signature(&url));
}

#[test]
fn a_base_address_gives_what_the_reference_builds_or_is_refused() {
    let reference = |base: &str| {
        let params = [&[("project_id", Scalar::Integer(100))], PARAMS].concat();
        reference_url(base, &params, &mut Signer::new(&secret("secret")))
    };
    for base in [
        "https://pay.example.test",
        "https://pay.example.test:8443",
        "https://[::1]:1",
        "https://pay.example.test/shop",
        "https://pay.example.test:8443/a/b.c-d_e~1",
        "https://pay.example.test/a%2Fb/x;y=1,2:3@4",
        "https://pay.example.test/payments",
        "https://pay.example.test/payment/eu",
    ] {
        assert!(Page::<Live>::new(base).is_ok(), "{base}");
        let built = Page::<Test>::new(base).expect(base).url(&project(), PARAMS).expect("an address");
        assert_eq!(built, reference(base));
        assert!(built.starts_with(&format!("{base}/payment?project_id=100&")), "{built}");
    }
    for base in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]", "http://[::1]:80", "http://localhost/x"] {
        assert!(Page::<Test>::new(base).is_ok(), "{base}");
        assert_eq!(Page::<Live>::new(base), Err(PageFault::Host), "{base}");
    }
    let told = |fault: &PageFault| fault.to_string();
    for (base, fault) in [
        ("", PageFault::Host),
        ("/", PageFault::Host),
        ("pay.example.test", PageFault::Host),
        ("https://", PageFault::Host),
        ("https:///payment", PageFault::Host),
        ("http://pay.example.test", PageFault::Host),
        ("https://a b", PageFault::Host),
        ("https://user@host", PageFault::Host),
        ("javascript:alert(1)", PageFault::Host),
        ("http://localhost.example.test", PageFault::Host),
        ("http://127.0.0.1.example.test", PageFault::Host),
        ("http://localhost:x", PageFault::Host),
        ("https://pay.example.test/", PageFault::Slash),
        ("https://pay.example.test/a/b/", PageFault::Slash),
        ("https://pay.example.test/payment/", PageFault::Slash),
        ("https://pay.example.test?x", PageFault::Query),
        ("https://pay.example.test/a?x=1", PageFault::Query),
        ("https://pay.example.test/a#x", PageFault::Query),
        ("https://pay.example.test/payment", PageFault::Payment),
        ("https://pay.example.test/shop/payment", PageFault::Payment),
        ("https://pay.example.test//a", PageFault::Path),
        ("https://pay.example.test/a/../b", PageFault::Path),
        ("https://pay.example.test/./b", PageFault::Path),
        ("https://pay.example.test/a b", PageFault::Path),
        ("https://pay.example.test/a%2", PageFault::Path),
        ("https://pay.example.test/é", PageFault::Path),
        ("https://pay.example.test/\\a", PageFault::Path),
    ] {
        assert_eq!(Page::<Test>::new(base), Err(fault.clone()), "{base}");
        assert!(!told(&fault).contains("example"), "the address may hold a secret");
    }
}
