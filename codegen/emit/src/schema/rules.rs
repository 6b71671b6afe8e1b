//! The branches of a form, one for each rule.

use methodspec::resolved::{
    Bound, Cite, Encoding, Force, Form, Interface, Limit, Presence, Row, Source, Value as Spec, ValueKind,
};
use serde_json::{Value, json};

use super::branch::{all_there, at, at_holder, if_text, name};
use super::conditional;
use crate::{conditions, words};

/// The branches, and the rules that JSON Schema cannot say with the reason. What the platform says of its own `parameters`
/// holds where the form says no more of one.
pub(super) fn of(form: &Form, parameters: &[Row]) -> (Vec<Value>, Vec<Value>) {
    let mut rules = Rules { form, stem: &form.id, branches: Vec::new(), by_code: Vec::new(), inside: false };
    for row in &form.rows {
        rules.row(row);
    }
    rules.inside = false;
    let amount = form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
    let currency = form.rows.iter().find(|row| row.value.kind == ValueKind::Currency);
    if let (Some(amount), Some(currency)) = (amount, currency) {
        for limit in form.amounts.values().filter(|limit| limit.force != Force::Contract) {
            rules.limit(limit, &amount.path, &currency.path);
        }
        super::limits::add(&mut rules, &amount.path, &currency.path);
    }
    conditional::add(&mut rules);
    rules.parameters(parameters);
    (rules.branches, rules.by_code)
}

pub(super) struct Rules<'a> {
    pub(super) form: &'a Form,
    /// Of the ids of the rules that are being added.
    stem: &'a str,
    branches: Vec<Value>,
    by_code: Vec<Value>,
    /// The rules that are being added look into a text.
    inside: bool,
}

const INSIDE: &str = "a schema cannot look at the JSON inside a text";

impl Rules<'_> {
    /// Whether any of these places is a member of the JSON inside a text.
    pub(super) fn look_inside<'p>(&mut self, paths: impl IntoIterator<Item = &'p str>) {
        let inside = |path: &str| self.form.rows.iter().any(|row| row.inside && row.path == path);
        self.inside = paths.into_iter().any(inside);
    }

    fn parameters(&mut self, parameters: &[Row]) {
        self.stem = match self.form.interface {
            Interface::PaymentPage => "platform/payment_page",
            _ => "platform/gate",
        };
        for row in parameters {
            if self.form.rows.iter().any(|own| own.path == row.path) {
                continue;
            }
            self.row(row);
            if row.source == Source::Encoded {
                let schema = json!({ "pattern": written(row.value.encoded) });
                self.push("pattern", &row.path, at(&row.path, schema), row);
            }
        }
    }

    fn row(&mut self, row: &Row) {
        self.inside = row.inside;
        if row.presence == Presence::Required {
            let schema = json!({ "required": [name(&row.path)] });
            self.push("required", &row.path, at_holder(&row.path, schema), row);
        }
        if row.source == Source::Encoded {
            self.push("type", &row.path, at(&row.path, json!({ "type": "string" })), row);
            self.by_code("format", &row.path, "whether a text holds a JSON object, a schema cannot say");
            return;
        }
        if let Some(schema) = json_type(&row.value) {
            self.push("type", &row.path, at(&row.path, schema), row);
        }
        if row.source == Source::Signature {
            return;
        }
        if let (Some(bounds), true) = (bounds(&row.value), row.value.kind.is_text()) {
            self.push("length", &row.path, at(&row.path, bounds), row);
        }
        if let Some(schema) = super::formats::of(row.value.kind) {
            self.push("format", &row.path, at(&row.path, if_text(schema)), row);
        }
        if let Some(pattern) = &row.value.pattern {
            self.push("pattern", &row.path, at(&row.path, json!({ "pattern": pattern })), row);
        }
        if let Some(schema) = values(&row.value) {
            self.push("values", &row.path, at(&row.path, schema), row);
        }
        if let (Some(bounds), ValueKind::Integer) = (range(&row.value), row.value.kind) {
            self.push("range", &row.path, at(&row.path, bounds), row);
        }
        if let (Some(bounds), ValueKind::Amount) = (sum_range(&row.value), row.value.kind) {
            let sum = json!({ "type": "integer", "minimum": 0 });
            self.push("range", &row.path, at(&row.path, json!({ "if": sum, "then": bounds })), row);
        }
        if row.value.kind == ValueKind::Currency && !self.form.amounts.is_empty() && !self.form.currencies_open {
            let codes: Vec<&String> = self.form.amounts.keys().collect();
            self.push("currency", &row.path, at(&row.path, if_text(json!({ "enum": codes }))), row);
        }
    }

    /// Bounds without a condition hold wherever none of the conditions does that have one in their place.
    fn limit(&mut self, limit: &Limit, amount: &str, currency: &str) {
        let of = all_there(&[(currency, json!({ "const": limit.currency })), (amount, self.sums())]);
        let bounds = self.bounds_of_sums([limit.min, limit.max, limit.step]);
        for ((kind, bound), of_which) in bounds.into_iter().zip(Bound::ALL) {
            let Some(bound) = bound else { continue };
            let exceptions = conditions::exceptions(self.form, limit, of_which);
            self.look_inside(exceptions.iter().flat_map(conditional::places));
            let only = if exceptions.is_empty() {
                of.clone()
            } else {
                let any: Vec<Value> = exceptions.iter().map(conditional::holds).collect();
                json!({ "allOf": [of, { "not": { "anyOf": any } }] })
            };
            self.sum(kind, &limit.currency, limit.force_of(of_which), &limit.cite, &only, at(amount, bound));
        }
        self.inside = false;
    }

    /// Least and greatest of the sums that are of their own range.
    fn sum_ends(&self) -> (i64, Option<i64>) {
        let amount = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
        amount.map_or((0, None), |row| (row.value.range.0.unwrap_or(0).max(0), row.value.range.1))
    }

    /// A sum of which limits speak: one out of its own range has that fault alone.
    pub(super) fn sums(&self) -> Value {
        let (least, most) = self.sum_ends();
        let mut sum = json!({ "type": "integer", "minimum": least });
        if let Some(most) = most {
            sum["maximum"] = json!(most);
        }
        sum
    }

    /// Bounds of sums that are narrower than their own range, each with the kind of its rule.
    pub(super) fn bounds_of_sums(&self, [min, max, step]: [Option<i64>; 3]) -> [(&'static str, Option<Value>); 3] {
        let (least, most) = self.sum_ends();
        let min = min.filter(|min| *min > least);
        let max = max.filter(|max| most.is_none_or(|most| *max < most));
        [
            ("amount/min", min.map(|min| json!({ "minimum": min }))),
            ("amount/max", max.map(|max| json!({ "maximum": max }))),
            ("amount/step", step.map(|step| json!({ "multipleOf": step }))),
        ]
    }

    /// A branch about a sum: what it must be where a condition holds.
    pub(super) fn sum(&mut self, kind: &str, subject: &str, force: Force, cite: &[Cite], only: &Value, then: Value) {
        if self.inside {
            self.by_code(kind, subject, INSIDE);
            return;
        }
        let severity = if force == Force::Enforced { "error" } else { "advice" };
        self.branches.push(json!({
            "x-rule": format!("{}/{kind}/{subject}", self.form.id),
            "x-severity": severity,
            "x-cite": words::cites(cite),
            "if": only,
            "then": then,
        }));
    }

    fn push(&mut self, kind: &str, subject: &str, schema: Value, row: &Row) {
        self.branch(kind, subject, schema, &row.cite);
    }

    pub(super) fn branch(&mut self, kind: &str, subject: &str, schema: Value, cite: &[Cite]) {
        if self.inside {
            self.by_code(kind, subject, INSIDE);
            return;
        }
        let mut branch = json!({
            "x-rule": format!("{}/{kind}/{subject}", self.stem),
            "x-severity": "error",
            "x-cite": words::cites(cite),
        });
        if let (Some(branch), Value::Object(schema)) = (branch.as_object_mut(), schema) {
            branch.extend(schema);
        }
        self.branches.push(branch);
    }

    pub(super) fn by_code(&mut self, kind: &str, subject: &str, why: &str) {
        self.by_code.push(json!({ "rule": format!("{}/{kind}/{subject}", self.stem), "reason": why }));
    }
}

/// What every reader of JSON keeps of an integer.
const EXACT: i64 = 9_007_199_254_740_991;

/// A text that holds a JSON object, as far as its signs go.
fn written(encoding: Option<Encoding>) -> &'static str {
    match encoding {
        Some(Encoding::Base64Json) => "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        _ => r"^[ \t\n\r]*\{[\s\S]*\}[ \t\n\r]*$",
    }
}

fn json_type(value: &Spec) -> Option<Value> {
    Some(match value.kind {
        ValueKind::Amount => json!({ "type": "integer", "minimum": 0 }),
        ValueKind::Integer => {
            let mut schema = json!({ "type": "integer" });
            // an end of the field's own is its range's matter
            if value.range.0.is_none_or(|least| least == i64::MIN) {
                schema["minimum"] = json!(-EXACT);
            }
            if value.range.1.is_none_or(|most| most == i64::MAX) {
                schema["maximum"] = json!(EXACT);
            }
            schema
        }
        // both are signed alike
        ValueKind::Boolean => json!({ "enum": [true, false, 1, 0] }),
        ValueKind::Object => json!({ "type": "object" }),
        ValueKind::List => json!({ "type": "array" }),
        ValueKind::Json => return None,
        _ => json!({ "type": "string" }),
    })
}

/// A value as its field has it.
pub(super) fn typed(value: &Spec, text: &str) -> Value {
    let number = || text.parse::<i64>().ok().map(Value::from);
    let typed = match value.kind {
        ValueKind::Integer | ValueKind::Amount => number(),
        ValueKind::Boolean => text.parse::<bool>().ok().map(Value::from),
        ValueKind::Object | ValueKind::List => serde_json::from_str(text).ok(),
        _ => None,
    };
    typed.unwrap_or_else(|| json!(text))
}

/// The only values that are taken. What is of another type is the type rule's matter.
pub(super) fn values(value: &Spec) -> Option<Value> {
    if value.open || value.values.is_empty() {
        return None;
    }
    let texts = value.values.iter().map(|(value, _)| value);
    Some(if value.kind == ValueKind::Integer {
        let integers: Vec<i64> = texts.filter_map(|text| text.parse().ok()).collect();
        json!({ "if": { "type": "integer" }, "then": { "enum": integers } })
    } else {
        if_text(json!({ "enum": texts.collect::<Vec<_>>() }))
    })
}

/// Bounds of a text's length.
pub(super) fn bounds(value: &Spec) -> Option<Value> {
    let (min, max) = value.length;
    between(min.filter(|min| *min > 0).map(i64::from), max.map(i64::from), "minLength", "maxLength")
}

/// Bounds of an integer.
pub(super) fn range(value: &Spec) -> Option<Value> {
    between(value.range.0, value.range.1, "minimum", "maximum")
}

/// Bounds of a sum beyond that it is not negative.
fn sum_range(value: &Spec) -> Option<Value> {
    between(value.range.0.filter(|least| *least > 0), value.range.1, "minimum", "maximum")
}

fn between(min: Option<i64>, max: Option<i64>, min_name: &str, max_name: &str) -> Option<Value> {
    let ends =
        [(min_name, min), (max_name, max)].into_iter().filter_map(|(name, end)| Some((name.to_owned(), json!(end?))));
    let schema: serde_json::Map<String, Value> = ends.collect();
    (!schema.is_empty()).then_some(Value::Object(schema))
}
