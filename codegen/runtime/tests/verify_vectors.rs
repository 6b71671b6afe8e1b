//! The vendor's verdicts on 27 bodies, and ours.

use crate::support::{PROJECT, SHAPE, secret};
use ecommpay_runtime::callback::{Keys, Reason, verify};
use serde_json::Value;

const VECTORS: &str = include_str!("vectors/callback_verify.json");

/// Where our verdict differs from the reference's, or says more.
fn refused(name: &str) -> Option<Reason> {
    Some(match name {
        "tampered-amount" | "added-field" | "sig-truncated" | "sig-urlsafe" | "wrong-key" => Reason::SignatureWrong,
        "sig-empty" => Reason::SignatureEmpty,
        "sig-null" | "sig-missing" => Reason::SignatureMissing,
        "sig-number" => Reason::SignatureNoText,
        "top-garbage-general-valid" => Reason::SignaturesDisagree,
        "dup-signature" => Reason::DuplicateKey,
        "empty-body" | "not-json" => Reason::NoJson,
        "array-body" => Reason::NoObject,
        _ => return None,
    })
}

#[test]
fn every_body_gets_the_verdict_of_the_policy() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).expect("a vector file");
    let mut valid = 0;
    for vector in &vectors {
        let name = vector["name"].as_str().expect("a name");
        let keys = Keys::new().with(PROJECT, &secret(vector["key"].as_str().expect("a key")));
        let got = verify(&SHAPE, &keys, vector["body"].as_str().expect("a body").as_bytes());
        assert_eq!(got.as_ref().err().map(|refusal| refusal.reason()), refused(name), "{name}: {got:?}");
        valid += usize::from(got.is_ok());
        // Stricter than the reference in one case, and never laxer.
        let reference = vector["php"] == "valid";
        assert_eq!(reference, got.is_ok() || name == "dup-signature", "{name}");
    }
    assert_eq!((vectors.len(), valid), (27, 13));
}
