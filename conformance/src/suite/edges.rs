//! Requests at the very edge of a rule, which keep it: both ends of a limit, the longest and the shortest text, the first
//! and the last listed value.

use std::collections::BTreeSet;

use methodspec::resolved::{Force, Presence, Row, Source, ValueKind};
use serde_json::Value;

use super::broken::told;
use super::engines::is_shared;
use super::trial::Trial;
use super::typed::put;
use crate::check::{Check, Failure, FailureKind};
use crate::inputs;

/// What stands at the edge of which rule.
struct Edge {
    /// `length/customer.id`, below the form's id.
    rule: String,
    what: String,
    put: Put,
}

enum Put {
    Field(String, Value),
    Sum(i64, String),
    Without(String),
    Only(String),
}

impl Trial<'_> {
    /// A request at the edge of a rule is taken, as one well within it is.
    pub(super) fn edges(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let mut edges = self.of_sums();
        for row in self.form.rows.iter().filter(|row| matches!(row.source, Source::Caller | Source::Project)) {
            let field = |rule: &str, what: &str, value| Edge {
                rule: format!("{rule}/{}", row.path),
                what: what.to_owned(),
                put: Put::Field(row.path.clone(), value),
            };
            edges.extend(inputs::at_edges(&row.value).into_iter().map(|(rule, what, value)| field(rule, what, value)));
            if row.presence == Presence::Required {
                let put = Put::Only(row.path.clone());
                edges.push(Edge { rule: format!("required/{}", row.path), what: "nothing beside".to_owned(), put });
            } else if row.value.kind != ValueKind::Json && row.source == Source::Caller {
                let put = Put::Without(row.path.clone());
                edges.push(Edge { rule: format!("type/{}", row.path), what: "absent".to_owned(), put });
            }
        }
        for row in self.form.rows.iter().filter(|row| row.source == Source::Holder) {
            let edge = |rule: &str, what: &str, put: fn(String) -> Put| Edge {
                rule: format!("{rule}/{}", row.path),
                what: what.to_owned(),
                put: put(row.path.clone()),
            };
            if row.presence == Presence::Required {
                edges.push(edge("required", "nothing beside", Put::Only));
                edges.push(edge("type", "with what is required alone", Put::Only));
            } else {
                edges.push(edge("type", "absent", Put::Without));
            }
        }
        let mut checks: Vec<Check> = edges.into_iter().filter_map(|edge| self.edge(&edge, selected)).collect();
        checks.extend(self.of_conditions(selected));
        checks
    }

    fn edge(&self, edge: &Edge, selected: &dyn Fn(&str) -> bool) -> Option<Check> {
        let rule = format!("{}/{}", self.form.id, edge.rule);
        selected(&rule).then_some(())?;
        let part = format!("edge: {}", edge.what);
        let result = self.attempt(&format!("{rule}/{part}"), |json| self.at(edge, json), |input| self.is_taken(input));
        edge_or_none(result).map(|result| Check::tried(&rule, part, self.cite_of(&rule), result))
    }

    fn at(&self, edge: &Edge, mut json: Value) -> Result<Option<Value>, String> {
        // the edge of what always holds may be beyond what holds here under a condition
        let allowed = |json: &Value| inputs::broken(self.form, json).is_empty();
        match &edge.put {
            Put::Sum(minor, code) => return Ok(self.with_sum(json, *minor, code)?.filter(allowed)),
            Put::Field(path, value) => put(&mut json, path, value.clone())?,
            Put::Without(path) => self.leave_out(&mut json, |row| {
                row.path.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }),
            Put::Only(_) => self.leave_out(&mut json, |row| row.presence != Presence::Required),
        }
        let path = match &edge.put {
            Put::Field(path, _) | Put::Without(path) => Some(path.as_str()),
            Put::Only(_) | Put::Sum(..) => None,
        };
        inputs::settle(self.form, &mut json, path);
        let found = |path: &str| path.split('.').try_fold(&json, |at, member| at.get(member));
        let stands = match &edge.put {
            Put::Field(path, value) => found(path) == Some(value),
            Put::Without(path) => found(path).is_none(),
            Put::Only(path) => found(path).is_some(),
            Put::Sum(..) => true,
        };
        Ok(stands.then_some(json).filter(allowed))
    }

    /// Takes fields away, and with them the objects that held nothing else. Amount and currency go together.
    fn leave_out(&self, json: &mut Value, out: impl Fn(&Row) -> bool) {
        let sum = |row: &Row| matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency);
        let sums = self.form.rows.iter().any(|row| sum(row) && out(row));
        for row in self.form.rows.iter().filter(|row| row.source != Source::Holder) {
            if out(row) || (sums && sum(row)) {
                inputs::take(json, &row.path);
            }
        }
        let found = |json: &Value, path: &str| -> bool {
            let found = path.split('.').try_fold(json, |at, member| at.get(member));
            found.and_then(Value::as_object).is_some_and(serde_json::Map::is_empty)
        };
        for holder in self.form.rows.iter().rev().filter(|row| row.source == Source::Holder) {
            if found(json, &holder.path) && holder.presence != Presence::Required {
                inputs::take(json, &holder.path);
            }
        }
    }

    /// Each currency's ends, and the first step from them.
    fn of_sums(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        let row_of = |kind| self.form.rows.iter().find(|row| row.value.kind == kind);
        let (currency, amount) = (row_of(ValueKind::Currency), row_of(ValueKind::Amount));
        let ends = inputs::sum_ends(self.form);
        let own_most = amount.and_then(|row| row.value.range.1);
        for limit in self.form.amounts.values() {
            let step = limit.step.unwrap_or(1).max(1);
            let least = (limit.min.unwrap_or(0).max(ends.0) + step - 1) / step * step;
            let most = limit.max.map(|max| max.min(ends.1) / step * step);
            let mut add = |rule: String, what: &str, minor: i64| {
                let put = Put::Sum(minor, limit.currency.clone());
                edges.push(Edge { rule, what: format!("{what}, {minor} {}", limit.currency), put });
            };
            if let Some(row) = currency.filter(|_| !self.form.currencies_open) {
                add(format!("currency/{}", row.path), "taken", least);
            }
            if let Some(row) = amount.filter(|_| limit.min.is_none()) {
                // what is not limited goes down to the amount's own least
                let rule = if ends.0 > 0 { "range" } else { "type" };
                add(format!("{rule}/{}", row.path), if ends.0 > 0 { "least" } else { "nothing" }, least);
            }
            if let (Some(row), Some(most)) = (amount.filter(|_| limit.max.is_none()), own_most) {
                add(format!("range/{}", row.path), "most", most / step * step);
            }
            if limit.force == Force::Contract {
                continue;
            }
            let rule = |kind: &str| format!("amount/{kind}/{}", limit.currency);
            if limit.min.is_some_and(|min| min > ends.0) {
                add(rule("min"), "least", least);
            }
            if let Some(most) = most.filter(|_| limit.max.is_some_and(|max| max < ends.1)) {
                add(rule("max"), "most", most);
            }
            if limit.step.is_some_and(|step| step > 1) {
                add(rule("step"), "one step", most.map_or(least + step, |most| (least + step).min(most)));
            }
        }
        if self.form.rows.iter().all(|row| row.value.kind != ValueKind::Amount) { Vec::new() } else { edges }
    }

    /// Where a condition holds and what it demands is there; and the table's own values, which go together.
    fn of_conditions(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let faults = inputs::faults(self.form).into_iter().filter(|fault| !fault.given.is_empty());
        let mut seen = BTreeSet::new();
        let kept = faults.filter(|fault| seen.insert(fault.rule.clone()));
        let kept: Vec<_> = kept.map(|fault| inputs::Fault { ways: Vec::new(), ..fault }).collect();
        let kept = kept.into_iter().map(|kept| ("it speaks and is kept".to_owned(), kept));
        let ends = inputs::edges_under_conditions(self.form).into_iter();
        let ends = ends.map(|edge| (told(&edge), edge));
        let speaking = kept.chain(ends).filter(|(_, edge)| !edge.idle && selected(&edge.rule));
        let checks = speaking.filter_map(|(what, edge)| {
            // what a condition asks for may stand where the form has no row, and break what the platform says of it
            let breaks_shared = |json: &Value| {
                let found = self.engines.entry.map(|entry| entry.form.validate(json)).unwrap_or_default();
                found.iter().any(|one| is_shared(&one.rule))
            };
            let make = |mut json: Value| {
                let kept = edge.keep_in(self.form, &mut json)? && !breaks_shared(&json);
                Ok(kept.then_some(json))
            };
            let part = format!("edge: {what}");
            let result = self.attempt(&format!("{}/{part}", edge.rule), make, |input| self.is_taken(input));
            edge_or_none(result).map(|result| Check::tried(&edge.rule, part, self.cite_of(&edge.rule), result))
        });
        checks.collect()
    }
}

/// An edge that another rule never leaves alone is no edge of this form.
fn edge_or_none(result: Result<u32, Failure>) -> Option<Result<u32, Failure>> {
    match &result {
        Err(why) if why.kind == FailureKind::NotChecked && why.input.is_none() => None,
        _ => Some(result),
    }
}
