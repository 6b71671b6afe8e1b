//! Requests made from the spec: what keeps the rules is taken, what breaks one is reported by that one, by both engines.

use crate::support;
use std::path::Path;

use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_conformance::suite::Subject;
use ecommpay_conformance::{Check, inputs};

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
    let cases = support::cases(32);
    let checks = checks(cases);
    let failed: Vec<String> = checks.iter().filter(|check| !check.holds()).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), checks.len(), failed.join("\n"));
    assert!(checks.len() > 200, "only {} checks", checks.len());
    let few: Vec<String> =
        checks.iter().filter(|check| check.inputs.is_some_and(|one| one < cases)).map(ToString::to_string).collect();
    assert!(few.is_empty(), "{} of {} found few inputs:\n{}", few.len(), checks.len(), few.join("\n"));
}

#[test]
fn what_is_put_into_a_request_stays_while_the_rest_is_put_right() {
    let (own, invented) = (support::folder(), support::folder().join("../xtask/mutants"));
    let read = |folder: &Path, file: &str| (file.to_owned(), std::fs::read(folder.join(file)).expect("a file"));
    let platform = ["platform.yaml", "operation-codes.yaml"].map(|file| read(&own, file));
    let method =
        ["methods/sandbar-shapes.yaml", "examples/sandbar-shapes/refund.txt"].map(|file| read(&invented, file));
    let files = methodspec::Memory(platform.into_iter().chain(method).collect());
    let specs = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{}", faults.human(false)));
    let forms = specs.methods["sandbar-shapes"].operations.values().flat_map(|operation| &operation.forms);
    let form = forms.into_iter().find(|form| form.together.iter().any(|table| table.same)).expect("a form");
    // two fields of one value: whichever was put there, the other follows
    for (path, stays) in [("account.one", "a"), ("account.two", "b")] {
        let mut json = serde_json::json!({ "account": { "one": "a", "two": "b" } });
        inputs::settle(form, &mut json, Some(path));
        assert_eq!((&json["account"]["one"], &json["account"]["two"]), (&stays.into(), &stays.into()), "{path}");
    }
}
