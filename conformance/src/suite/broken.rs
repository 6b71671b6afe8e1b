//! Requests that break one rule.

use methodspec::resolved::ValueKind;
use serde_json::{Value, json};

use super::trial::Trial;
use super::typed::put;
use crate::check::{Check, Failure};
use crate::inputs::{self, Fault};

impl Trial<'_> {
    /// A request that breaks one rule is reported by that rule and no other, by both engines. Where one value cannot but
    /// break another rule too, as a text of a wrong length does that a pattern is of one length, both are reported.
    pub(super) fn broken(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let faults = inputs::faults(self.form).into_iter().filter(|fault| selected(&fault.rule));
        let mut checks: Vec<Check> = faults
            .map(|fault| {
                if fault.idle {
                    let part = "idle: its condition never holds in this form";
                    return Check::part(&fault.rule, part, self.cite_of(&fault.rule), Ok(()));
                }
                let part = format!("broken: {}", told(&fault));
                let make = |mut json: Value| Ok(fault.put_into(self.form, &mut json)?.then_some(json));
                let name = format!("{}/{part}", fault.rule);
                let result = self.attempt(&name, make, |input| self.breaks_only(&fault.rule, input));
                Check::tried(&fault.rule, part, self.cite_of(&fault.rule), result)
            })
            .collect();
        let sums = inputs::sums_out_of_limits(self.form).into_iter();
        checks.extend(sums.filter(|(rule, ..)| selected(rule)).map(|(rule, minor, code)| {
            let part = format!("broken: {minor} {code}");
            let name = format!("{rule}/{part}");
            let make = |json| {
                let Some(mut json) = self.with_sum(json, minor, &code)? else { return Ok(None) };
                Ok(inputs::put_beyond(self.form, &mut json, &rule, &code).then_some(json))
            };
            let result = self.attempt(&name, make, |input| self.breaks_only(&rule, input));
            Check::tried(&rule, part, self.cite_of(&rule), result)
        }));
        checks
    }

    fn breaks_only(&self, rule: &str, input: &Value) -> Result<(), Failure> {
        let mut only = inputs::broken(self.form, input);
        only.insert(rule.to_owned());
        self.breaks(input, &only)
    }

    /// The request with this sum, and what goes with its currency put right.
    pub(super) fn with_sum(&self, mut json: Value, minor: i64, code: &str) -> Result<Option<Value>, String> {
        for row in &self.form.rows {
            match row.value.kind {
                ValueKind::Amount => put(&mut json, &row.path, json!(minor))?,
                ValueKind::Currency => put(&mut json, &row.path, json!(code))?,
                _ => {}
            }
        }
        inputs::settle(self.form, &mut json, None);
        Ok(Some(json))
    }

    /// Where the documents say what a rule says: by the table, else the form's own.
    pub(super) fn cite_of(&self, rule: &str) -> String {
        let table = self.engines.entry.and_then(|entry| entry.form.rules().find(|one| one.id == rule));
        table.map_or_else(|| self.cite(), |rule| rule.cite.to_owned())
    }
}

/// What the fault puts where: values of the suite's own making.
pub(super) fn told(fault: &Fault) -> String {
    let one = |(path, value): &(String, Option<Value>)| match value {
        None => format!("{path} absent"),
        Some(Value::String(text)) if text.chars().count() > 40 => {
            format!("{path} = a text of {}", text.chars().count())
        }
        Some(value) => format!("{path} = {value}"),
    };
    fault.ways.first().into_iter().flatten().map(one).collect::<Vec<_>>().join(", ")
}
