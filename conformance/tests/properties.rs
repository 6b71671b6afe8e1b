//! Requests made from the spec: what keeps the rules is taken, what breaks one is reported by that one, by both engines.

mod support;

use std::path::Path;

use ecommpay_conformance::Check;
use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_conformance::suite::Subject;

/// Every check of every form.
fn checks(cases: u32) -> Vec<Check> {
    let specs = support::specs();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/schemas");
    let mut checks = Vec::new();
    let mut forms = 0;
    for method in ecommpay::METHODS {
        for operation in specs.methods[method.key].operations.values() {
            for form in &operation.forms {
                let entry = method.forms.iter().find(|entry| entry.form.id == form.id).expect("a table for each form");
                let schema = SchemaRules::read(&schemas, &form.id).expect("a schema for each form");
                let subject = Subject { form, entry, schema: Some(&schema), cases };
                checks.extend(subject.checks());
                forms += 1;
            }
        }
    }
    assert_eq!(forms, ecommpay::METHODS.iter().map(|method| method.forms.len()).sum::<usize>());
    checks
}

#[test]
fn a_single_fault_is_reported_by_its_own_rule_in_both_engines() {
    let checks = checks(32);
    let failed: Vec<String> = checks.iter().filter(|check| !check.holds()).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), checks.len(), failed.join("\n"));
    assert!(checks.len() > 200, "only {} checks", checks.len());
}
