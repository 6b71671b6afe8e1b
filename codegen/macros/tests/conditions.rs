//! A method with what holds only under conditions, held against the suite.

methodspec_macros::payment_method! { pub mod atoll = "tests/methods/atoll-mobile.yaml"; }

use ecommpay_conformance::linked::{Schemas, check_with};
use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::Memory;

/// The schemas that the emitter makes of the same file.
fn schemas() -> Schemas {
    let mut files = Memory::default();
    for (path, text) in [
        ("platform.yaml", PLATFORM),
        ("operation-codes.yaml", OPERATION_CODES),
        ("methods/atoll-mobile.yaml", include_str!("methods/atoll-mobile.yaml")),
    ] {
        files.0.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    let specs = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{}", faults.human(false)));
    let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
    let forms = specs.methods.values().flat_map(|method| method.operations.values()).flat_map(|one| &one.forms);
    let schema = |id: &str| {
        let (method, rest) = id.split_once('/').expect("an id");
        let text = &files[&format!("schemas/{method}/{}.json", rest.replace('/', "-"))];
        SchemaRules::new(&serde_json::from_str(text).expect("JSON")).expect("a schema")
    };
    forms.map(|form| (form.id.clone(), schema(&form.id))).collect()
}

#[test]
fn each_rule_is_kept_broken_alone_and_reported() {
    let report = check_with(&[&atoll::METHOD], &schemas());
    report.assert();
    assert!(report.without_schema.is_empty(), "{report}");
    let rules: Vec<&str> = report.checks.iter().map(|check| check.id.as_str()).collect();
    for part in [
        "/required/account.branch/when/payment.currency=TOP",
        "/length/account.number/when/payment.currency=FJD",
        "/together/account.operator+payment.currency",
        "/pattern/account.branch",
        "/values/account.bank_id",
        "/amount/step/TOP",
    ] {
        assert!(rules.iter().any(|rule| rule.ends_with(part)), "no rule {part} among {rules:#?}");
    }
}
