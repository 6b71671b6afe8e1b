//! What the two engines say of an input.

use std::collections::BTreeSet;

use ecommpay_platform::runtime::form::Severity;
use serde_json::Value;

use super::trial::Trial;
use crate::check::{Failure, FailureKind};

type Rules = BTreeSet<String>;

impl Trial<'_> {
    /// The input breaks these rules and no others, by every engine that there is; a schema need not report what it
    /// cannot say.
    pub(super) fn breaks(&self, input: &Value, wanted: &Rules) -> Result<(), Failure> {
        let can_say = |rules: &Rules| -> Rules {
            let Some(schema) = self.engines.schema else { return rules.clone() };
            rules.iter().filter(|rule| schema.by_code().all(|(id, _)| id != *rule)).cloned().collect()
        };
        let table = self.engines.entry.map(|entry| {
            let violations = entry.form.validate(input).into_iter();
            violations.filter(|found| found.severity >= Severity::Advice).map(|found| found.rule).collect::<Rules>()
        });
        let schema = self.engines.schema.map(|schema| schema.broken_by(input));
        if let (Some(table), Some(schema)) = (&table, &schema)
            && can_say(table) != *schema
        {
            let found = format!("the generated validator reports {}, the JSON Schema {}", told(table), told(schema));
            return Err(Failure::new(told(wanted), found)
                .of(FailureKind::EnginesDisagree)
                .about(&can_say(table), schema));
        }
        // what a condition asks for may stand where the form has no row: what the platform says of that is not looked at here
        let own = |rules: Rules| -> Rules { rules.into_iter().filter(|rule| !is_shared(rule)).collect() };
        if let Some(table) = table.map(own).filter(|table| table != wanted) {
            let found = format!("the generated validator reports {}", told(&table));
            return Err(Failure::new(told(wanted), found).about(wanted, &table));
        }
        match schema.map(own).filter(|schema| *schema != can_say(wanted)) {
            Some(schema) => {
                let found = format!("the JSON Schema reports {}", told(&schema));
                Err(Failure::new(told(wanted), found).about(&can_say(wanted), &schema))
            }
            None => Ok(()),
        }
    }
}

/// Whether a rule is the platform's, of its own parameters.
pub(super) fn is_shared(rule: &str) -> bool {
    rule.starts_with("platform/")
}

fn told(rules: &Rules) -> String {
    if rules.is_empty() { "nothing".to_owned() } else { rules.iter().cloned().collect::<Vec<_>>().join(", ") }
}
