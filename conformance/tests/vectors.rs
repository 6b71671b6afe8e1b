//! The vectors that the runtime carries, and what a wrong one looks like.

use std::path::PathBuf;

use ecommpay_conformance::vectors::{self, Tally};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::page::reference_url;
use ecommpay_platform::runtime::sign::{Scalar, Signer};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../codegen/runtime/tests/vectors").join(name)
}

fn run(files: &[PathBuf]) -> (Tally, String) {
    let mut out = Vec::new();
    let tally = vectors::run(files, &mut out).expect("files of vectors");
    (tally, String::from_utf8(out).expect("text"))
}

#[test]
fn all_vectors_pass() {
    let names = ["signature.json", "signature_examples.json", "callback_verify.json", "payment_page_url.json"];
    let (tally, out) = run(&names.map(file));
    assert_eq!(out, "109 passed, 0 failed, 1 out of scope\n");
    assert_eq!(tally, Tally { passed: 109, failed: 0, out_of_scope: 1 });
}

/// Every vector with one thing changed must fail: else the verdict is not looked at.
#[test]
fn a_wrong_vector_fails_with_both_texts_and_their_first_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, from, to, told) in [
        ("signature.json", "items:2:v2", "items:2:v3", "text to sign differs at byte"),
        ("signature.json", "sLH/wvl3", "sLH/wvl4", "signature differs at byte 7"),
        ("callback_verify.json", "\"php\": \"no_signature\"", "\"php\": \"valid\"", "verdict differs at byte 0"),
        ("payment_page_url.json", "payment_id=p-1", "payment_id=p-2", "address differs at byte"),
        ("payment_page_url.json", "payment_id:p-1;", "payment_id:p-2;", "text to sign differs at byte"),
        ("payment_page_url.json", "\"S+Lrmw", "\"S+Lrmx", "signature differs at byte 5"),
        ("signature_examples.json", "customer_first_name:Jack", "customer_first_name:Mack", "text to sign differs"),
    ] {
        let text = std::fs::read_to_string(file(name)).expect("a file");
        assert!(text.contains(from), "{from}");
        let changed = folder.path().join(name);
        std::fs::write(&changed, text.replacen(from, to, 1)).expect("written");
        let (tally, out) = run(&[changed]);
        assert_eq!(tally.failed, 1, "{out}");
        assert!(out.contains(told) && out.contains("wanted") && out.contains("got"), "{out}");
    }
}

/// The vendor's PHP SDK builds `<base>/payment?…`, whatever the base, and takes an empty one for its own: the same address
/// comes of ours, or a refusal for which `policy.json` has a reason. The signature is the same below every base.
#[test]
fn any_base_address_gives_the_references_result_or_an_explained_refusal() {
    let text = std::fs::read_to_string(file("payment_page_url.json")).expect("a file");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("vectors");
    let known = all.iter().find(|vector| vector["name"] == "base-url").expect("a vector");
    let (was, url) = (known["base_url"].as_str().expect("a text"), known["url"].as_str().expect("a text"));
    let built = |base: &str| match base {
        "" | "0" => url.replacen(was, "https://paymentpage.ecommpay.com", 1),
        base => url.replacen(was, base, 1),
    };
    let bases = [
        "",
        "0",
        "/",
        "pay.example.test",
        "http://pay.example.test",
        "http://localhost:8080",
        "https://user@pay.example.test",
        "https://pay.example.test",
        "https://pay.example.test:8443",
        "https://pay.example.test/",
        "https://pay.example.test//",
        "https://pay.example.test/payment",
        "https://pay.example.test/payment/",
        "https://pay.example.test/shop",
        "https://pay.example.test/a/b/",
        "https://pay.example.test/a/../b",
        "https://pay.example.test:8443/a/b",
        "https://pay.example.test?x=1",
        "https://pay.example.test/a?x=1",
        "https://pay.example.test/a#x",
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bases.json");
    let judged = |wrong: &str| {
        let of_base = |base: &&str| {
            let mut vector = known.clone();
            vector["name"] = format!("base {base}").into();
            vector["base_url"] = (*base).into();
            vector["url"] = (built(base) + wrong).into();
            vector
        };
        let vectors: Vec<_> = bases.iter().map(of_base).collect();
        std::fs::write(&path, serde_json::Value::from(vectors).to_string()).expect("written");
        run(std::slice::from_ref(&path))
    };
    let (tally, out) = judged("");
    assert_eq!(tally, Tally { passed: bases.len(), failed: 0, out_of_scope: 0 }, "{out}");
    assert_eq!(judged("x").0.failed, bases.len());
}

/// The vendor disagrees with itself: `policy.json` says whom we follow, and the vector of an SDK is no failure.
#[test]
fn a_parameter_that_begins_with_an_underscore_is_explained() {
    let text = std::fs::read_to_string(file("payment_page_url.json")).expect("a file");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("vectors");
    let mut vector = all.iter().find(|vector| vector["name"] == "base-url").expect("a vector").clone();
    vector["all_params"].as_array_mut().expect("a list").push(serde_json::json!(["_plugin", "shop"]));
    let signed = vector["string_to_sign"].as_str().expect("a text");
    // `_` comes before small letters
    let signed = format!("_plugin:shop;{signed}");
    let secret = Secret::new(vector["key"].as_str().expect("a text")).expect("a secret");
    let given = vector["all_params"].as_array().expect("a list").clone();
    let digits: Vec<String> = given.iter().map(|pair| pair[1].to_string()).collect();
    let params: Vec<(&str, Scalar<'_>)> = given
        .iter()
        .zip(&digits)
        .map(|(pair, digits)| {
            let value = pair[1].as_str().map_or(Scalar::Number(digits), Scalar::Text);
            (pair[0].as_str().expect("a name"), value)
        })
        .collect();
    let mut signer = Signer::new(&secret);
    let url = reference_url(vector["base_url"].as_str().expect("a text"), &params, &mut signer);
    vector["signature"] = signer.sign(params.iter().copied()).as_str().into();
    vector["string_to_sign"] = signed.into();
    vector["url"] = url.into();
    vector["name"] = "underscore".into();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("underscore.json");
    std::fs::write(&path, serde_json::Value::from(vec![vector]).to_string()).expect("written");
    let (tally, out) = run(&[path]);
    assert_eq!(tally, Tally { passed: 1, failed: 0, out_of_scope: 0 }, "{out}");
}

#[test]
fn a_file_of_something_else_is_a_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in ["[{\"a\": 1}]", "{}", "<html>"] {
        let path = folder.path().join("other.json");
        std::fs::write(&path, text).expect("written");
        let fault = vectors::run(&[path], &mut Vec::new()).expect_err("a fault");
        assert!(fault.to_string().contains("other.json"), "{fault}");
    }
}
