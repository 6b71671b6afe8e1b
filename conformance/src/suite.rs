//! A form held against the rules that its spec, or its table, says it has.

mod broken;
mod contract;
mod described;
mod edges;
mod engines;
mod kept;
mod table;
mod trial;
mod typed;

use std::collections::BTreeSet;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::method::FormEntry;
use methodspec::resolved;

use crate::check::Check;
use crate::second_engine::SchemaRules;

pub(crate) use trial::Trial;

/// What is held against what.
pub struct Subject<'a> {
    /// What the spec says of the form.
    pub form: &'a resolved::Form,
    /// What was generated.
    pub entry: &'static FormEntry,
    /// The generated JSON Schema, where there is one.
    pub schema: Option<&'a SchemaRules>,
    /// How many inputs are made for each check.
    pub cases: u32,
}

impl Subject<'_> {
    /// Every check of the form: requests that keep the rules, requests at their edges, requests that break one, the same
    /// rules in both engines; and as the last that a check reached every rule of the table.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let engines = Engines { method: None, entry: Some(self.entry), schema: self.schema };
        let mut checks = Trial::new(self.form, engines, self.cases, 0).checks(&|_| true);
        let reached: BTreeSet<&str> = checks.iter().map(|check| check.id.as_str()).collect();
        let missing: Vec<String> =
            self.entry.form.rules().map(|rule| rule.id).filter(|id| !reached.contains(id.as_str())).collect();
        let result = if missing.is_empty() { Ok(()) } else { Err(format!("rules that no check reached: {missing:?}")) };
        checks.push(Check::new(format!("{}/reached", self.form.id), "", result));
        checks
    }
}

/// Who judges a form: each may be absent.
#[derive(Clone, Copy)]
pub(crate) struct Engines<'a> {
    /// The generated method, for what its merchant's contract changes.
    pub(crate) method: Option<&'static Method>,
    /// The generated table and typed API.
    pub(crate) entry: Option<&'static FormEntry>,
    /// The generated JSON Schema.
    pub(crate) schema: Option<&'a SchemaRules>,
}
