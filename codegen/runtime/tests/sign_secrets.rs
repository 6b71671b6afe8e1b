//! Secrets reach no output.

use crate::support;
use crate::support::{SHAPE, callback, keys, secret, signed_with};
use ecommpay_runtime::callback::{Keys, Verifier};
use ecommpay_runtime::page::Page;
use ecommpay_runtime::sign::{Scalar, Signer};
use ecommpay_runtime::{Live, Project, Secret, Test};

const SECRET: &str = "S3CR3T-S3CR3T";

/// Neither as text nor as a list of bytes nor in hexadecimal.
fn is_clean(text: &str) -> bool {
    let bytes: Vec<String> = SECRET.bytes().map(|byte| byte.to_string()).collect();
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    !text.contains("S3CR3T") && !text.contains(&bytes[..3].join(", ")) && !text.to_lowercase().contains(&hex[..8])
}

#[test]
fn nothing_that_can_hold_a_secret_prints_it() {
    let secret = secret(SECRET);
    let project = Project::<Test>::new(5, secret.clone()).expect("a project");
    let live = Project::<Live>::new(5, secret.clone()).expect("a project");
    let keys = Keys::new().with_project(&project).with(5, &secret);
    let mut signer = Signer::new(&secret);
    let signature = signer.sign([("a", Scalar::Text("PRIVATE"))]);
    let mut lines = signer.begin();
    lines.line("card:pan", Scalar::Text("PRIVATE"));
    let lines = format!("{lines:?} {lines:#?}");
    let page = Page::<Test>::new("https://pay.example.test").expect("a host");
    for told in [
        format!("{secret:?} {secret:#?}"),
        format!("{project:?} {project:#?}"),
        format!("{live:?}"),
        format!("{keys:?} {keys:#?}"),
        format!("{signer:?} {signer:#?}"),
        format!("{signature:?}"),
        format!("{page:?}"),
        format!("{:?}", Verifier::new(&SHAPE)),
        format!("{:?}", Scalar::Text("PRIVATE")),
        lines,
    ] {
        assert!(is_clean(&told) && !told.contains("PRIVATE"), "{told}");
    }
    assert_eq!(format!("{secret:?}"), "Secret(..)");
    assert_eq!(format!("{project:?}"), "Project<test>(5)");
    assert_eq!(format!("{live:?}"), "Project<live>(5)");
}

#[test]
fn errors_do_not_repeat_what_they_refuse() {
    let told = [
        Secret::new("").expect_err("empty").to_string(),
        Project::<Test>::new(0, secret(SECRET)).expect_err("no number").to_string(),
        Project::<Live>::new(-1, secret(SECRET)).expect_err("no number").to_string(),
    ];
    assert!(told.iter().all(|told| is_clean(told)));
    // A wrong signature may be one that was made with another of our secrets.
    let refusal = ecommpay_runtime::callback::verify(&SHAPE, &keys(), signed_with(&callback(""), SECRET).as_bytes());
    let refusal = refusal.expect_err("another secret");
    assert!(!format!("{refusal} {refusal:?}").contains("=="));
}

#[test]
fn a_verified_callback_prints_nothing_of_what_it_says() {
    let body = support::signed(&callback("PRIVATE"));
    let verified = ecommpay_runtime::callback::verify(&SHAPE, &keys(), body.as_bytes()).expect("verified");
    let item = verified.field(support::row("payment.description")).expect("there");
    let told = format!("{verified:?} {:?} {item:?} {:?}", verified.document(), verified.rest());
    assert!(!told.contains("PRIVATE") && !told.contains("dev-0001"), "{told}");
}

#[test]
fn a_signature_is_compared_as_a_whole() {
    let signature = Signer::new(&secret(SECRET)).sign([("a", Scalar::Integer(1))]);
    let text = signature.as_str().to_owned();
    assert!(signature.matches(&text));
    assert_eq!(text.len(), ecommpay_runtime::sign::Signature::LEN);
    for at in 0..text.len() {
        let mut other = text.clone().into_bytes();
        other[at] = if other[at] == b'A' { b'B' } else { b'A' };
        assert!(!signature.matches(&String::from_utf8(other).expect("ASCII")), "{at}");
    }
    for other in ["", &text[..87], &format!("{text}="), &format!(" {text}"), &text.to_lowercase()] {
        assert!(!signature.matches(other), "{other}");
    }
}
