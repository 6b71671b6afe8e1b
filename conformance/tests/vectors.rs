//! The vectors that the runtime carries, and what a wrong one looks like.

use std::path::PathBuf;

use ecommpay_conformance::vectors::{self, Tally};

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
