//! Crates held against the specs that they carry, and what is said where they do not keep them.

use std::path::Path;

use crate::support;

use ecommpay_conformance::check;
use ecommpay_platform::Method;

#[test]
fn generated_crates_keep_the_specs_that_they_carry() {
    // some of them: all are held against the folder of specs by another test
    let some = support::cases(3) as usize;
    let report = check(&ecommpay::METHODS[..some]);
    report.assert();
    assert!(report.checks.len() > some * 33, "only {} checks", report.checks.len());
    assert!(!report.without_schema.is_empty());
    assert!(report.to_string().contains(" passed, 0 failed; schema: not given for "), "{report}");
}

#[test]
fn every_generated_crate_carries_its_spec() {
    for method in ecommpay::METHODS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../specs/methods/{}.yaml", method.key));
        let text = std::fs::read_to_string(file).expect("a spec");
        let (first, rest) = method.spec.split_once('\n').expect("a line that says what made it");
        assert!(first.contains("@generated"), "{first}");
        assert!(rest == text, "{}", method.key);
    }
}

#[test]
fn a_table_that_differs_from_its_spec_is_told() {
    let whole: &'static Method = ecommpay::METHODS.first().expect("a method");
    let told = |made: Method| check(&[Box::leak(Box::new(made))]).to_string();
    let bare = || Method::new(whole.key, whole.title, whole.version);

    let report = told(bare());
    assert!(report.contains("carries no text of its spec"), "{report}");
    let report = told(bare().spec("method: ["));
    assert!(report.contains("/spec") && report.contains("methods/"), "{report}");
    let report = told(Method::new(whole.key, whole.title, "9.9.9").spec(whole.spec));
    assert!(report.contains("version: \"9.9.9\", the spec says"), "{report}");
    let report = told(bare().spec(whole.spec).payment_page(whole.payment_page).labels(whole.labels, |_| None));
    assert!(report.contains("forms: {}, the spec says"), "{report}");
    let report = check(&[]).to_string();
    assert!(report.contains("nothing was checked"), "{report}");
}
