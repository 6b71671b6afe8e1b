//! Each output has the rules of the plan and no others: by id (which ends with the condition), severity and source.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::specs;
use crate::{conditions, encoded, names, obstacles, obstacles_wide};
use ecommpay_platform::runtime::form::{self, Form};
use methodspec::resolved::{self, Specs};
use methodspec_codegen::plan::{self, Rule, Severity};
use serde_json::Value;

/// Id, whether it is an error, where the documents say so.
type Told = (String, bool, String);

fn planned(rules: &[Rule<'_>]) -> BTreeSet<Told> {
    let cites = |rule: &Rule<'_>| rule.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    rules.iter().map(|rule| (rule.id.clone(), rule.severity == Severity::Error, cites(rule))).collect()
}

/// The rules that the runtime finds in a generated table.
fn in_rust(form: &Form) -> BTreeSet<Told> {
    let rules = form.rules().chain(form.parameter_rules());
    rules.map(|rule| (rule.id, rule.severity == form::Severity::Error, rule.cite.to_owned())).collect()
}

/// Those that a schema says, and the ids of those that it leaves to code.
fn in_schema(schema: &Value) -> (BTreeSet<Told>, BTreeSet<String>) {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let branches = schema["allOf"].as_array().expect("branches").iter();
    let said = branches.map(|one| (text(&one["x-rule"]), one["x-severity"] == "error", text(&one["x-cite"])));
    let left = schema["x-checked-by-code"].as_array().expect("a list").iter().map(|one| text(&one["rule"]));
    (said.collect(), left.collect())
}

/// Compares the outputs of one request; gives how many rules it has.
fn compare(specs: &Specs, form: &resolved::Form, table: &Form, schema: &Value) -> usize {
    let parameters = specs.platform.parameters(form.interface);
    let rules = plan::rules(form, &parameters);
    let all = planned(&rules);
    assert_eq!(all.len(), rules.len(), "{}: a rule stands twice", form.id);
    let found = in_rust(table);
    let differ: Vec<&Told> = found.symmetric_difference(&all).collect();
    assert!(differ.is_empty(), "{}: the table in Rust and the plan differ in {differ:#?}", form.id);
    let (said, left) = in_schema(schema);
    let (by_code, sayable): (Vec<_>, Vec<_>) = rules.iter().cloned().partition(|rule| rule.by_code.is_some());
    assert_eq!(said, planned(&sayable), "{}: the schema", form.id);
    assert_eq!(left, by_code.into_iter().map(|rule| rule.id).collect(), "{}: the schema, by code", form.id);
    for rule in &rules {
        let under = rule.when.as_ref().map(|when| format!("/when/{}", when.told)).unwrap_or_default();
        let end = format!("/{}/{}{under}", rule.kind.stem(), rule.subject);
        assert!(rule.id.ends_with(&end), "{} ends with {end}", rule.id);
    }
    rules.len()
}

/// Compares the outputs of a whole method.
fn method(specs: &Specs, key: &str, tables: &[&'static Form]) -> usize {
    let schemas = methodspec_codegen::schemas(specs);
    let page = &methodspec_codegen::emit(specs, &methodspec_codegen::Target::in_workspace()).expect("Rust")
        [&format!("ecommpay-{key}/README.md")];
    let forms = specs.methods[key].operations.values().flat_map(|operation| &operation.forms);
    let compared = forms.map(|form| {
        let table = tables.iter().find(|table| table.id == form.id).expect("a table");
        let (_, stem) = form.id.split_once('/').expect("an id");
        let schema = &schemas[&format!("schemas/{key}/{}.json", stem.replace('/', "-"))];
        assert!(page.contains(&format!("Form `{}`.", form.id)), "the page tells of {}", form.id);
        compare(specs, form, table, &serde_json::from_str(schema).expect("JSON"))
    });
    compared.sum()
}

#[test]
fn generated_methods_have_the_rules_of_the_plan() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let specs = methodspec::load(&folder).unwrap_or_else(|faults| panic!("{}", faults.human(false)));
    let schemas = methodspec_codegen::schemas(&specs);
    let mut rules = 0;
    for (key, method) in &specs.methods {
        let linked = ecommpay::METHODS.iter().find(|linked| linked.key == key).expect("a generated method");
        for form in method.operations.values().flat_map(|operation| &operation.forms) {
            let entry = linked.forms.iter().find(|entry| entry.form.id == form.id).expect("a table");
            let (_, stem) = form.id.split_once('/').expect("an id");
            let schema = &schemas[&format!("schemas/{key}/{}.json", stem.replace('/', "-"))];
            rules += compare(&specs, form, entry.form, &serde_json::from_str(schema).expect("JSON"));
        }
    }
    assert!(rules > 1_000, "only {rules} rules: the specs were not read");
}

#[test]
fn invented_methods_with_all_that_holds_only_sometimes_have_them_too() {
    for (key, yaml, forms) in [
        ("atoll-mobile", include_str!("methods/atoll-mobile.yaml"), conditions::atoll::METHOD.forms),
        ("breaker-reef", include_str!("methods/breaker-reef.yaml"), obstacles::reef::METHOD.forms),
        ("name-reef", include_str!("methods/name-reef.yaml"), names::reef::METHOD.forms),
        ("shoal-pay", include_str!("methods/shoal-pay.yaml"), encoded::shoal::METHOD.forms),
        ("wide-reef", include_str!("methods/wide-reef.yaml"), obstacles_wide::reef::METHOD.forms),
    ] {
        let tables: Vec<&'static Form> = forms.iter().map(|entry| entry.form).collect();
        assert!(method(&specs::specs(key, yaml), key, &tables) > 20, "{key}");
    }
}
