//! The generated table against the spec, and the schema's rules against the table's.

use std::collections::BTreeSet;

use ecommpay_platform::runtime::method::FormEntry;

use super::trial::Trial;
use crate::check::{Check, Failure, FailureKind};
use crate::second_engine::SchemaRules;

impl Trial<'_> {
    pub(super) fn table(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut add = |what: &str, result: &dyn Fn() -> Result<(), Failure>| {
            let id = format!("{}/{what}", self.form.id);
            if selected(&id) {
                checks.push(Check::part(id, "", self.cite(), result()));
            }
        };
        if let Some(entry) = self.engines.entry {
            add("described", &|| self.described(entry));
            if let Some(schema) = self.engines.schema {
                add("same-rules", &|| same_rules(entry, schema));
            }
        }
        checks
    }
}

fn same_rules(entry: &FormEntry, schema: &SchemaRules) -> Result<(), Failure> {
    let table = entry.form.rules().chain(entry.form.parameter_rules()).map(|rule| rule.id).collect();
    let shared = schema.shared().map(|rule| rule.id.as_str());
    let other = schema.ids().chain(shared).chain(schema.by_code().map(|(id, _)| id)).map(str::to_owned).collect();
    same("the table's rules, beside the schema's", &table, &other)
        .map_err(|why| Failure::from(why).of(FailureKind::EnginesDisagree))
}

pub(super) fn same(what: &str, found: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let surplus: Vec<&String> = found.difference(wanted).collect();
    let missing: Vec<&String> = wanted.difference(found).collect();
    Err(format!("{what}: {surplus:?} too many, {missing:?} missing"))
}
