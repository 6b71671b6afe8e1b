//! An invented method, driven by the suite through its generated tables and through its JSON Schemas.

pub(crate) mod built;
pub(crate) mod emitted;
pub(crate) mod limit_lists;
pub(crate) mod random;
pub(crate) mod specs;

use std::collections::BTreeSet;

use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_conformance::suite::Subject;
use ecommpay_platform::runtime::method::FormEntry;
use specs::specs;

/// Every check of every form holds. Gives the ids of the checks, and of the rules that no schema can say.
pub(crate) fn drive(
    key: &str,
    yaml: &str,
    forms: &'static [FormEntry],
    cases: u32,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let specs = specs(key, yaml);
    let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
    let (mut checks, mut by_code) = (BTreeSet::new(), BTreeSet::new());
    for operation in specs.methods[key].operations.values() {
        for form in &operation.forms {
            let entry = forms.iter().find(|entry| entry.form.id == form.id).expect("a table");
            let (_, stem) = form.id.split_once('/').expect("an id");
            let schema = &files[&format!("schemas/{key}/{}.json", stem.replace('/', "-"))];
            let schema = SchemaRules::new(&serde_json::from_str(schema).expect("JSON")).expect("a schema");
            by_code.extend(schema.by_code().map(|(rule, _)| rule.to_owned()));
            for check in (Subject { form, entry, schema: Some(&schema), cases }).checks() {
                assert!(check.holds(), "{check}");
                checks.insert(check.id);
            }
        }
    }
    (checks, by_code)
}

/// How many cases a long property runs: all of them where `FULL` is set, as in `.ci/run`, and a quarter elsewhere.
pub(crate) fn cases(all: u32) -> u32 {
    if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { all } else { all.div_ceil(4) }
}
