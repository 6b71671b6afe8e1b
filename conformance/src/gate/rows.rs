//! The shape of a request by the rows of its spec: where no JSON Schema was generated, for what is asked for later, and
//! for the platform's own requests.
//!
//! Of what holds under a condition, only what must be sent with another field is held. Nothing is looked for inside a text that
//! holds JSON.

use methodspec::resolved::{
    Bound, Condition, Force, Form, Limit, Presence, Row, Source, Test, Value as Spec, ValueKind,
};
use serde_json::{Map, Value, json};

use super::shape::Shape;

impl Shape {
    /// Of a form, its sums included.
    ///
    /// # Errors
    /// Where a rule has no id.
    pub(super) fn of_form(form: &Form) -> Result<Self, String> {
        let mut branches = branches(&form.id, &form.rows);
        let of_kind = |kind: ValueKind| form.rows.iter().find(|row| row.value.kind == kind);
        if let (Some(amount), Some(currency)) = (of_kind(ValueKind::Amount), of_kind(ValueKind::Currency)) {
            if !form.amounts.is_empty() && !form.currencies_open {
                let codes: Vec<&String> = form.amounts.keys().collect();
                let schema = at(&currency.path, json!({ "enum": codes }));
                branches.push(branch(&form.id, "currency", &currency.path, schema));
            }
            for limit in form.amounts.values().filter(|limit| limit.force == Force::Enforced) {
                limits(&mut branches, &form.id, limit, &amount.path, &currency.path);
            }
        }
        Self::new(&json!({ "allOf": branches }), &form.id)
    }

    /// Of rows alone.
    ///
    /// # Errors
    /// Where a rule has no id.
    pub(super) fn of_rows(id: &str, rows: &[Row]) -> Result<Self, String> {
        Self::new(&json!({ "allOf": branches(id, rows) }), id)
    }
}

fn branches(id: &str, rows: &[Row]) -> Vec<Value> {
    let mut branches = Vec::new();
    // that the signature is there and holds is known before
    let signature = |row: &&Row| row.source == Source::Signature || row.rust == "signature";
    for row in rows.iter().filter(|row| !row.inside && !signature(row)) {
        if row.presence == Presence::Required {
            let (holder, name) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
            branches.push(branch(id, "required", &row.path, at(holder, json!({ "required": [name] }))));
        }
        branches.extend(required_with(id, row));
        for (kind, schema) in pieces(row) {
            branches.push(branch(id, kind, &row.path, at(&row.path, schema)));
        }
    }
    branches
}

/// What must be sent as soon as other fields are, where its object is there.
fn required_with<'a>(id: &'a str, row: &'a Row) -> impl Iterator<Item = Value> + 'a {
    let (holder, name) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
    let required = row.presence_when.iter().filter(|one| one.presence == Presence::Required);
    required.filter_map(move |one| {
        let Condition::All(tests) = &one.when else { return None };
        let sent = |(path, test): &(String, Test)| (*test == Test::Sent(true)).then(|| is(path, json!(true)));
        let sent: Vec<Value> = tests.iter().map(sent).collect::<Option<_>>()?;
        let schema = json!({ "if": { "allOf": sent }, "then": at(holder, json!({ "required": [name] })) });
        Some(branch(id, "required", &row.path, schema))
    })
}

/// Holds where something that the schema takes stands at a path.
fn is(path: &str, schema: Value) -> Value {
    let there =
        |inner: Value, member: &str| json!({ "type": "object", "required": [member], "properties": { member: inner } });
    path.rsplit('.').fold(schema, there)
}

fn branch(id: &str, kind: &str, subject: &str, schema: Value) -> Value {
    let mut branch = json!({ "x-rule": format!("{id}/{kind}/{subject}"), "x-severity": "error" });
    if let (Some(branch), Value::Object(schema)) = (branch.as_object_mut(), schema) {
        branch.extend(schema);
    }
    branch
}

/// A schema of what stands at a path, where it stands there.
fn at(path: &str, schema: Value) -> Value {
    let members = path.rsplit('.').filter(|member| !member.is_empty());
    members.fold(schema, |inner, member| json!({ "properties": { member: inner } }))
}

fn limits(branches: &mut Vec<Value>, id: &str, limit: &Limit, amount: &str, currency: &str) {
    let bounds = [("min", "minimum", Bound::Min), ("max", "maximum", Bound::Max), ("step", "multipleOf", Bound::Step)];
    for (kind, word, bound) in bounds {
        // conditions are not held here: what one of them allows is not refused
        let Some(bound) = limit.widest(bound) else { continue };
        let schema = json!({
            "if": is(currency, json!({ "const": limit.currency })),
            "then": at(amount, json!({ word: bound })),
        });
        branches.push(branch(id, &format!("amount/{kind}"), &limit.currency, schema));
    }
}

/// What a row asks of its value, each with the kind of its rule.
fn pieces(row: &Row) -> Vec<(&'static str, Value)> {
    if row.source == Source::Encoded {
        return vec![("type", json!({ "type": "string" }))];
    }
    let value = &row.value;
    let mut pieces = Vec::new();
    let kind = match value.kind {
        ValueKind::Json | ValueKind::Boolean => None,
        ValueKind::Integer | ValueKind::Amount => Some("integer"),
        ValueKind::Object => Some("object"),
        ValueKind::List => Some("array"),
        _ => Some("string"),
    };
    pieces.extend(kind.map(|kind| ("type", json!({ "type": kind }))));
    if value.kind == ValueKind::Boolean {
        pieces.push(("type", json!({ "enum": [true, false, 1, 0] })));
    }
    let bounds = |least: Option<i64>, greatest: Option<i64>, words: [&str; 2]| {
        let bounds = [(words[0], least), (words[1], greatest)];
        let bounds: Map<String, Value> =
            bounds.into_iter().filter_map(|(word, bound)| Some((word.to_owned(), json!(bound?)))).collect();
        (!bounds.is_empty()).then_some(Value::Object(bounds))
    };
    let (least, greatest) = value.length;
    let length = bounds(least.map(i64::from), greatest.map(i64::from), ["minLength", "maxLength"]);
    if kind == Some("string") && value.kind != ValueKind::Currency {
        pieces.extend(length.map(|schema| ("length", schema)));
    }
    pieces.extend(format(value.kind).map(|schema| ("format", schema)));
    pieces.extend(value.pattern.as_ref().map(|pattern| ("pattern", json!({ "pattern": pattern }))));
    pieces.extend(values(value).map(|schema| ("values", schema)));
    match value.kind {
        ValueKind::Integer => {
            // what every reader of JSON keeps
            const EXACT: i64 = 9_007_199_254_740_991;
            let (least, most) = (value.range.0.unwrap_or(-EXACT), value.range.1.unwrap_or(EXACT));
            let range = bounds(Some(least), Some(most), ["minimum", "maximum"]);
            pieces.extend(range.map(|schema| ("range", schema)));
        }
        ValueKind::Amount => {
            let range = bounds(Some(value.range.0.unwrap_or(0).max(0)), value.range.1, ["minimum", "maximum"]);
            pieces.extend(range.map(|schema| ("range", schema)));
        }
        _ => {}
    }
    pieces
}

fn format(kind: ValueKind) -> Option<Value> {
    const TIME: &str = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-]([01][0-9]|2[0-3])(:[0-5][0-9])?";
    let pattern = |pattern: &str| Some(json!({ "pattern": pattern }));
    match kind {
        ValueKind::Digits => pattern("^[0-9]+$"),
        ValueKind::Email => pattern("^[^@ \\t\\n\\r\\f]+@[^@ \\t\\n\\r\\f]+$"),
        ValueKind::Url => pattern("^https?://[^/?# \\t\\n\\r\\f][^ \\t\\n\\r\\f]*$"),
        ValueKind::Country => pattern("^[A-Z]{2}$"),
        ValueKind::Date => pattern(&format!("^({})$", days(|year, month, day| format!("{day}-{month}-{year}")))),
        ValueKind::DateTime => {
            pattern(&format!("^({}){TIME}$", days(|year, month, day| format!("{year}-{month}-{day}"))))
        }
        ValueKind::Ip => Some(json!({ "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] })),
        _ => None,
    }
}

/// The days that there are, in a leap year or any other.
fn days(laid_out: fn(&str, &str, &str) -> String) -> String {
    const ANY: &str = "[0-9]{4}";
    const LEAP: &str = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    let months = [
        (ANY, "(0[13578]|1[02])", "(0[1-9]|[12][0-9]|3[01])"),
        (ANY, "(0[469]|11)", "(0[1-9]|[12][0-9]|30)"),
        (ANY, "02", "(0[1-9]|1[0-9]|2[0-8])"),
        (LEAP, "02", "29"),
    ];
    months.map(|(year, month, day)| laid_out(year, month, day)).join("|")
}

fn values(value: &Spec) -> Option<Value> {
    if value.open || value.values.is_empty() {
        return None;
    }
    let texts = value.values.iter().map(|(value, _)| value);
    Some(if value.kind == ValueKind::Integer {
        json!({ "enum": texts.filter_map(|text| text.parse::<i64>().ok()).collect::<Vec<_>>() })
    } else {
        json!({ "enum": texts.collect::<Vec<_>>() })
    })
}

/// All that a row asks of its value, in one schema: as the merchant is asked for it.
pub(super) fn schema(row: &Row) -> Value {
    let mut all = Map::new();
    for (_, piece) in pieces(row) {
        let Value::Object(piece) = piece else { continue };
        if piece.keys().any(|word| all.contains_key(word)) {
            // two patterns, of the type and of the field
            if let Value::Array(more) = all.entry("allOf").or_insert_with(|| json!([])) {
                more.push(Value::Object(piece));
            }
        } else {
            all.extend(piece);
        }
    }
    Value::Object(all)
}

/// The rule that a value breaks which is not as asked for: the first of its schema beside the type. The names are ours.
pub(super) fn constraint(schema: &Value) -> &str {
    let mut rules = schema.as_object().into_iter().flat_map(Map::keys).filter(|rule| *rule != "type");
    rules.next().map_or("type", String::as_str)
}

/// Whether a value is what its row asks for.
pub(super) fn fits(row: &Row, value: &Value) -> bool {
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&schema(row)).is_ok_and(|validator| validator.is_valid(value))
}
