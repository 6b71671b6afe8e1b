//! How JSON Schema says a rule: a branch each, and a reason for each that it cannot say. Which rules there are says the plan.

use methodspec::resolved::{Bound, Encoding, Form, Row, Value as Spec, ValueKind};
use serde_json::{Value, json};

use super::branch::{all_there, at, at_holder, if_text, name};
use super::conditional::{holds, table};
use crate::plan::{self, Check, Rule, RuleKind, Severity};
use crate::words;

/// The branches, and the rules that JSON Schema cannot say with the reason.
pub(super) fn of(form: &Form, parameters: &[Row]) -> (Vec<Value>, Vec<Value>) {
    let (mut branches, mut by_code) = (Vec::new(), Vec::new());
    for rule in plan::rules(form, parameters) {
        match rule.by_code {
            Some(why) => by_code.push(json!({ "rule": rule.id, "reason": why })),
            None => branches.push(branch(&rule)),
        }
    }
    (branches, by_code)
}

fn branch(rule: &Rule<'_>) -> Value {
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Advice => "advice",
    };
    let mut branch = json!({ "x-rule": rule.id, "x-severity": severity, "x-cite": words::cites(rule.cite) });
    if let (Some(branch), Value::Object(schema)) = (branch.as_object_mut(), said(rule)) {
        branch.extend(schema);
    }
    branch
}

/// What must hold, where the rule does.
fn said(rule: &Rule<'_>) -> Value {
    if let Check::Bound { paths: (amount, currency), currency: code, minor, within } = &rule.check {
        // a sum of which limits speak: one out of its own range has that fault alone
        let mut sum = json!({ "type": "integer", "minimum": within.0 });
        if let Some(most) = within.1 {
            sum["maximum"] = json!(most);
        }
        let of = all_there(&[(currency, json!({ "const": code })), (amount, sum)]);
        let bound = match rule.kind {
            RuleKind::Amount(Bound::Max) => json!({ "maximum": minor }),
            RuleKind::Amount(Bound::Step) => json!({ "multipleOf": minor }),
            _ => json!({ "minimum": minor }),
        };
        let only = match (&rule.when, rule.unless.is_empty()) {
            (Some(when), _) => json!({ "allOf": [of, holds(when)] }),
            (None, true) => of,
            (None, false) => {
                let any: Vec<Value> = rule.unless.iter().map(holds).collect();
                json!({ "allOf": [of, { "not": { "anyOf": any } }] })
            }
        };
        return json!({ "if": only, "then": at(amount, bound) });
    }
    let schema = match &rule.check {
        Check::Field { path, .. } if rule.kind == RuleKind::Required => {
            at_holder(path, json!({ "required": [name(path)] }))
        }
        Check::Field { path, value } => at(path, of_value(rule.kind, value)),
        Check::Written { path, encoding } => at(path, json!({ "pattern": written(*encoding) })),
        Check::Codes { path, codes } => at(path, if_text(json!({ "enum": codes }))),
        Check::Together(all) => table(all),
        Check::Bound { .. } => json!({}),
    };
    match &rule.when {
        Some(when) => json!({ "if": holds(when), "then": schema }),
        None => schema,
    }
}

/// What a rule of a kind asks of a value.
fn of_value(kind: RuleKind, value: &Spec) -> Value {
    let said = match kind {
        RuleKind::Type if value.encoded.is_some() => Some(json!({ "type": "string" })),
        RuleKind::Type => json_type(value),
        RuleKind::Length => bounds(value),
        RuleKind::Format => super::formats::of(value.kind).map(if_text),
        RuleKind::Pattern => value.pattern.as_ref().map(|pattern| json!({ "pattern": pattern })),
        RuleKind::Values => values(value),
        RuleKind::Range if value.kind == ValueKind::Amount => {
            sum_range(value).map(|bounds| json!({ "if": { "type": "integer", "minimum": 0 }, "then": bounds }))
        }
        RuleKind::Range => between(value.range.0, value.range.1, "minimum", "maximum"),
        _ => None,
    };
    said.unwrap_or_else(|| json!({}))
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
        ValueKind::Amount if value.range.1.is_none() => {
            json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX })
        }
        // an end of the field's own is its range's matter
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
fn values(value: &Spec) -> Option<Value> {
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
fn bounds(value: &Spec) -> Option<Value> {
    let (min, max) = value.length;
    between(min.filter(|min| *min > 0).map(i64::from), max.map(i64::from), "minLength", "maxLength")
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
