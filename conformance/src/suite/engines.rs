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
            return Err(Failure::new(told(wanted), found).of(FailureKind::EnginesDisagree));
        }
        if let Some(table) = table.filter(|table| table != wanted) {
            return Err(Failure::new(told(wanted), format!("the generated validator reports {}", told(&table))));
        }
        match schema.filter(|schema| *schema != can_say(wanted)) {
            Some(schema) => Err(Failure::new(told(wanted), format!("the JSON Schema reports {}", told(&schema)))),
            None => Ok(()),
        }
    }
}

fn told(rules: &Rules) -> String {
    if rules.is_empty() { "nothing".to_owned() } else { rules.iter().cloned().collect::<Vec<_>>().join(", ") }
}
