//! Requests made from the spec: what keeps the rules is taken, what breaks one is reported by that one, by both engines.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use ecommpay::runtime::form::Form;
use ecommpay::runtime::method::{FormEntry, Read};
use ecommpay::runtime::page::Page;
use ecommpay::runtime::sign::{Signer, text_to_sign};
use ecommpay::runtime::{Project, Secret, Test};
use ecommpay_conformance::inputs;
use ecommpay_conformance::second_engine::SchemaRules;
use methodspec::resolved::{self, Operation};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

const CASES: u32 = 48;

/// Every form, with its operation in the spec and its schema.
fn each(mut check: impl FnMut(&Operation, &resolved::Form, &'static FormEntry, &SchemaRules)) {
    let specs = support::specs();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/schemas");
    let mut forms = 0;
    for method in ecommpay::METHODS {
        let spec = &specs.methods[method.key];
        for operation in spec.operations.values() {
            for form in &operation.forms {
                let entry = method.forms.iter().find(|entry| entry.form.id == form.id).expect("a table for each form");
                check(operation, form, entry, &SchemaRules::read(&schemas, &form.id).expect("a schema for each form"));
                forms += 1;
            }
        }
    }
    assert_eq!(forms, ecommpay::METHODS.iter().map(|method| method.forms.len()).sum::<usize>());
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(
        Config { cases: CASES, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    )
}

fn broken(form: &Form, json: &Value) -> BTreeSet<String> {
    form.validate(json).into_iter().map(|violation| violation.rule).collect()
}

fn project(json: &Value) -> Project<Test> {
    let id = json.pointer("/general/project_id").or(json.get("project_id")).and_then(Value::as_i64).expect("a project");
    Project::new(id, Secret::new("a secret").expect("a secret")).expect("a project")
}

/// The request through the typed API: signed, as JSON.
fn written(entry: &FormEntry, json: &Value) -> Value {
    let text = match entry.read {
        Read::Gate(read) => read(json).expect("readable").sign(&project(json)).expect("signable").body,
        Read::Page(read) => {
            let page = Page::new("https://pay.example.test").expect("a host");
            read(json).expect("readable").widget(&page, &project(json)).expect("signable")
        }
        _ => panic!("an unknown way of reading"),
    };
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_request_that_keeps_the_rules_validates_signs_verifies_and_survives() {
    each(|operation, form, entry, schema| {
        let result = runner().run(&inputs::valid(operation, form), |json| {
            prop_assert_eq!(broken(entry.form, &json), BTreeSet::new(), "{}", json);
            prop_assert_eq!(schema.broken_by(&json), BTreeSet::new(), "{}", json);
            let written = written(entry, &json);
            let place = if written.get("general").is_some() { "/general/signature" } else { "/signature" };
            let signature = written.pointer(place).and_then(Value::as_str).expect("a signature").to_owned();
            let mut signer = Signer::new(&Secret::new("a secret").expect("a secret"));
            let again = signer.sign_json(written.to_string().as_bytes()).expect("JSON");
            prop_assert_eq!(again.as_str(), signature);
            let mut before = json.clone();
            *before.pointer_mut(place).expect("a signature") = json!("");
            let mut after = written;
            *after.pointer_mut(place).expect("a signature") = json!("");
            prop_assert_eq!(before, after);
            Ok(())
        });
        result.unwrap_or_else(|why| panic!("{}: {why}", form.id));
    });
}

#[test]
fn a_single_fault_is_reported_by_its_own_rule_in_both_engines() {
    let mut reached = BTreeSet::new();
    each(|operation, form, entry, schema| {
        let by_code: BTreeSet<&str> = schema.by_code().map(|(id, _)| id).collect();
        for fault in inputs::faults(operation, form) {
            reached.insert(fault.rule.clone());
            let result = runner().run(&inputs::valid(operation, form), |mut json| {
                inputs::take(&mut json, &fault.path);
                if let Some(value) = &fault.value {
                    inputs::put(json.as_object_mut().expect("an object"), &fault.path, value.clone());
                }
                let only: BTreeSet<String> = [fault.rule.clone()].into();
                prop_assert_eq!(&broken(entry.form, &json), &only, "{}", &json);
                let by_schema = if by_code.contains(fault.rule.as_str()) { BTreeSet::new() } else { only };
                prop_assert_eq!(schema.broken_by(&json), by_schema, "{}", &json);
                Ok(())
            });
            result.unwrap_or_else(|why| panic!("{}: {why}", fault.rule));
        }
        for (rule, minor, code) in inputs::sums_out_of_limits(operation, form) {
            reached.insert(rule.clone());
            let result = runner().run(&inputs::valid(operation, form), |mut json| {
                for row in entry.form.rows {
                    use ecommpay::runtime::form::Kind;
                    let value = match row.kind {
                        Kind::Amount => json!(minor),
                        Kind::Currency => json!(code),
                        _ => continue,
                    };
                    inputs::put(json.as_object_mut().expect("an object"), row.path, value);
                }
                let only: BTreeSet<String> = [rule.clone()].into();
                prop_assert_eq!(&broken(entry.form, &json), &only, "{}", &json);
                prop_assert_eq!(&schema.broken_by(&json), &only, "{}", &json);
                Ok(())
            });
            result.unwrap_or_else(|why| panic!("{rule}: {why}"));
        }
    });
    let all: BTreeSet<String> = ecommpay::METHODS
        .iter()
        .flat_map(|method| method.forms)
        .flat_map(|entry| entry.form.rules().map(|rule| rule.id))
        .collect();
    assert_eq!(all.difference(&reached).collect::<Vec<_>>(), Vec::<&String>::new(), "rules that no fault reached");
}

#[test]
fn both_engines_have_the_same_rules() {
    each(|_, _, entry, schema| {
        let table: BTreeSet<String> = entry.form.rules().map(|rule| rule.id).collect();
        let second = schema.ids().chain(schema.by_code().map(|(id, _)| id)).map(str::to_owned).collect();
        assert_eq!(table, second, "{}", entry.form.id);
    });
}

#[test]
fn a_changed_value_changes_what_is_signed() {
    each(|operation, form, entry, _| {
        let result = runner().run(&inputs::valid(operation, form), |json| {
            let signed = written(entry, &json).to_string();
            let text = text_to_sign(signed.as_bytes()).expect("JSON");
            for row in entry.form.rows.iter().filter(|row| !row.path.ends_with("signature")) {
                let mut changed: Value = serde_json::from_str(&signed).expect("JSON");
                let Some(value) = inputs::take(&mut changed, row.path) else {
                    continue;
                };
                let other = match value {
                    Value::Number(number) => json!(number.as_i64().unwrap_or(0) ^ 1),
                    Value::String(text) => json!(format!("{text}x")),
                    _ => continue,
                };
                inputs::put(changed.as_object_mut().expect("an object"), row.path, other);
                prop_assert_ne!(&text_to_sign(changed.to_string().as_bytes()).expect("JSON"), &text, "{}", row.path);
            }
            Ok(())
        });
        result.unwrap_or_else(|why| panic!("{}: {why}", form.id));
    });
}
