//! The generated table against the spec, and the schema against the table.

use std::collections::BTreeSet;
use std::fmt::Debug;

use ecommpay_platform::runtime::form::Interface;
use ecommpay_platform::runtime::method::FormEntry;
use methodspec::resolved;

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

    /// The table says where the request goes, and of which fields who gives them, as the spec does.
    fn described(&self, entry: &FormEntry) -> Result<(), Failure> {
        let (spec, table) = (self.form, entry.form);
        let is_page = table.interface == Interface::PaymentPage;
        if table.path != spec.path || is_page != (spec.interface == resolved::Interface::PaymentPage) {
            return Err(Failure::new(&spec.path, format!("it goes to {}", table.path)));
        }
        if !table.channels.iter().eq(spec.channels.iter()) {
            return Err(Failure::new(format!("{:?}", spec.channels), format!("its channels are {:?}", table.channels)));
        }
        let shown = |path: &str, presence: &dyn Debug, source: &dyn Debug| format!("{path} {presence:?} {source:?}");
        let table = table.rows.iter().map(|row| shown(row.path, &row.presence, &row.source)).collect();
        let spec = spec.rows.iter().map(|row| shown(&row.path, &row.presence, &row.source)).collect();
        same("the table's fields", &table, &spec).map_err(Failure::from)
    }
}

fn same_rules(entry: &FormEntry, schema: &SchemaRules) -> Result<(), Failure> {
    let table: BTreeSet<String> = entry.form.rules().map(|rule| rule.id).collect();
    let other = schema.ids().chain(schema.by_code().map(|(id, _)| id)).map(str::to_owned).collect();
    same("the table's rules, beside the schema's", &table, &other)
        .map_err(|why| Failure::from(why).of(FailureKind::EnginesDisagree))
}

fn same(what: &str, found: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let surplus: Vec<&String> = found.difference(wanted).collect();
    let missing: Vec<&String> = wanted.difference(found).collect();
    Err(format!("{what}: {surplus:?} too many, {missing:?} missing"))
}
