//! Requests at the very edge of a rule, which keep it: both ends of a limit, the longest and the shortest text, the first
//! and the last listed value.

use methodspec::resolved::{Force, Presence, Row, Source, Value as Spec, ValueKind};
use serde_json::{Value, json};

use super::trial::Trial;
use super::typed::put;
use crate::check::Check;
use crate::inputs;

/// No request is made longer: a greater length is the platform's limit of a body, not a field's.
const LONGEST: u32 = 20_000;

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
            edges.extend(of_value(&row.value).into_iter().map(|(rule, what, value)| field(rule, what, value)));
            if row.presence == Presence::Required {
                let put = Put::Only(row.path.clone());
                edges.push(Edge { rule: format!("required/{}", row.path), what: "nothing beside".to_owned(), put });
            } else if row.value.kind != ValueKind::Json && row.source == Source::Caller {
                let put = Put::Without(row.path.clone());
                edges.push(Edge { rule: format!("type/{}", row.path), what: "absent".to_owned(), put });
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
        // an edge that a condition never leaves alone is no edge of this form
        match &result {
            Err(why) if why.kind == crate::check::FailureKind::NotChecked && why.input.is_none() => None,
            _ => Some(Check::part(&rule, part, self.cite_of(&rule), result)),
        }
    }

    fn at(&self, edge: &Edge, mut json: Value) -> Result<Option<Value>, String> {
        // the edge of what always holds may be beyond what holds here under a condition
        let allowed = |json: &Value| inputs::broken_conditions(self.operation, self.form, json).is_empty();
        match &edge.put {
            Put::Sum(minor, code) => return Ok(self.with_sum(json, *minor, code)?.filter(allowed)),
            Put::Field(path, value) => put(&mut json, path, value.clone())?,
            Put::Without(path) => self.leave_out(&mut json, |row| row.path == *path),
            Put::Only(_) => self.leave_out(&mut json, |row| row.presence != Presence::Required),
        }
        inputs::settle(self.operation, self.form, &mut json);
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
        let currency = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Currency);
        for limit in self.form.amounts.values() {
            let step = limit.step.unwrap_or(1).max(1);
            let least = (limit.min.unwrap_or(0).max(0) + step - 1) / step * step;
            let most = limit.max.map(|max| max / step * step);
            let mut add = |rule: String, what: &str, minor: i64| {
                let put = Put::Sum(minor, limit.currency.clone());
                edges.push(Edge { rule, what: format!("{what}, {minor} {}", limit.currency), put });
            };
            if let Some(row) = currency.filter(|_| !self.form.currencies_open) {
                add(format!("currency/{}", row.path), "taken", least);
            }
            if limit.force == Force::Contract {
                continue;
            }
            let rule = |kind: &str| format!("amount/{kind}/{}", limit.currency);
            if limit.min.is_some() {
                add(rule("min"), "least", least);
            }
            if let Some(most) = most {
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
        let faults = inputs::faults(self.operation, self.form).into_iter();
        let speaking = faults.filter(|fault| !fault.given.is_empty() && selected(&fault.rule));
        let checks = speaking.map(|fault| {
            let kept = inputs::Fault { breaks: Vec::new(), ..fault };
            let make = |mut json: Value| {
                kept.put_into(self.operation, self.form, &mut json)?;
                Ok(Some(json))
            };
            let name = format!("{}/edge", kept.rule);
            let result = self.attempt(&name, make, |input| self.is_taken(input));
            Check::part(&kept.rule, "edge: it speaks and is kept", self.cite_of(&kept.rule), result)
        });
        checks.collect()
    }
}

/// Values of a field at the edges of its rules.
fn of_value(spec: &Spec) -> Vec<(&'static str, &'static str, Value)> {
    let mut edges = Vec::new();
    let listed: Vec<Value> = spec.values.iter().map(|(value, _)| typed(spec, value)).collect();
    if let (Some(first), Some(last)) = (listed.first(), listed.last()) {
        if !spec.open {
            edges.push(("values", "first", first.clone()));
            edges.push(("values", "last", last.clone()));
        }
        return edges;
    }
    if spec.kind == ValueKind::Integer {
        edges.extend(spec.range.0.map(|least| ("range", "least", json!(least))));
        edges.extend(spec.range.1.map(|most| ("range", "most", json!(most))));
    }
    if spec.pattern.is_none() && matches!(spec.kind, ValueKind::Text | ValueKind::Digits) {
        // two bytes each: lengths are in code points
        let one = if spec.kind == ValueKind::Digits { "7" } else { "é" };
        let of = |count: u32| json!(one.repeat(usize::try_from(count).unwrap_or(0)));
        edges.extend(spec.length.0.filter(|least| *least > 0).map(|least| ("length", "shortest", of(least))));
        edges.extend(spec.length.1.filter(|most| *most <= LONGEST).map(|most| ("length", "longest", of(most))));
    }
    let forms: &[(&str, &str)] = match spec.kind {
        ValueKind::Ip => &[("least", "0.0.0.0"), ("most", "255.255.255.255"), ("shortest", "::")],
        ValueKind::Date => &[("leap day", "29-02-2020"), ("last day", "31-12-1999")],
        ValueKind::DateTime => &[("leap day", "2020-02-29T23:59:59+00:00"), ("first", "2020-01-01T00:00:00+00:00")],
        ValueKind::Email => &[("shortest name", "a@b.example")],
        _ => &[],
    };
    let fits = |text: &&(&str, &str)| {
        let length = u32::try_from(text.1.len()).unwrap_or(u32::MAX);
        spec.length.0.is_none_or(|least| length >= least) && spec.length.1.is_none_or(|most| length <= most)
    };
    let forms = forms.iter().filter(|_| spec.pattern.is_none()).filter(fits);
    edges.extend(forms.map(|(what, text)| ("format", *what, json!(text))));
    edges
}

fn typed(spec: &Spec, value: &str) -> Value {
    let integer = spec.kind == ValueKind::Integer;
    value.parse::<i64>().ok().filter(|_| integer).map_or_else(|| json!(value), Value::from)
}
