//! A method with what holds only under conditions, held against the suite.

methodspec_macros::payment_method! { pub mod atoll = "tests/methods/atoll-mobile.yaml"; }

use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_conformance::suite::Subject;
use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::Memory;

#[test]
fn each_rule_is_kept_broken_alone_and_reported() {
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
    let mut rules = Vec::new();
    for operation in specs.methods["atoll-mobile"].operations.values() {
        for form in &operation.forms {
            let entry = atoll::METHOD.forms.iter().find(|entry| entry.form.id == form.id).expect("a table");
            let schema = &files["schemas/atoll-mobile/sale-gate.json"];
            let schema = SchemaRules::new(&serde_json::from_str(schema).expect("JSON")).expect("a schema");
            for check in (Subject { operation, form, entry, schema: Some(&schema), cases: 64 }).checks() {
                assert!(check.holds(), "{check}");
                rules.push(check.id);
            }
        }
    }
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
