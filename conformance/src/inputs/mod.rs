//! Requests made from the spec alone: that keep every rule, or break one.

mod conditional;
mod encoded;
mod limits_when;

use methodspec::resolved::{Form, Limit, Operation, Presence, Row, Source, Value as Spec, ValueKind};
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

/// Requests of a form that keep every rule: what is required, and any part of what is not.
pub fn valid(_: &Operation, form: &Form) -> BoxedStrategy<Value> {
    let conditions = conditional::Conditions::of(form);
    let valued = |row: &&Row| !matches!(row.source, Source::Holder | Source::Encoded);
    let rows: Vec<Row> = form.rows.iter().filter(valued).cloned().collect();
    let texts = encoded::Texts::of(form);
    let fields: Vec<BoxedStrategy<Option<Value>>> = rows
        .iter()
        .map(|row| match row.value.kind {
            // the sum comes as a pair, below
            ValueKind::Amount | ValueKind::Currency => Just(None).boxed(),
            _ if row.presence == Presence::Required => field(row).prop_map(Some).boxed(),
            _ => proptest::option::of(field(row)).boxed(),
        })
        .collect();
    (fields, sum(form))
        .prop_map(move |(values, (minor, code))| {
            let mut root = Map::new();
            for (row, value) in rows.iter().zip(values) {
                let value = match row.value.kind {
                    ValueKind::Amount => Some(json!(minor)),
                    ValueKind::Currency => Some(json!(code)),
                    _ => value,
                };
                if let Some(value) = value {
                    put(&mut root, &row.path, value);
                }
            }
            let mut json = Value::Object(root);
            conditions.settle(&mut json);
            texts.pack(&mut json);
            json
        })
        .boxed()
}

/// An amount in minor units that the form takes, with its currency: mostly at an edge or beside it.
pub fn sum(form: &Form) -> BoxedStrategy<(i64, String)> {
    let limits: Vec<BoxedStrategy<(i64, String)>> = form.amounts.values().map(within).collect();
    if limits.is_empty() { Just((1_000, "USD".to_owned())).boxed() } else { Union::new(limits).boxed() }
}

fn within(limit: &Limit) -> BoxedStrategy<(i64, String)> {
    let step = limit.step.unwrap_or(1).max(1);
    let least = limit.min.unwrap_or(0).max(0).div_ceil_to(step);
    let most = limit.max.unwrap_or(i64::MAX / 2) / step * step;
    let code = limit.currency.clone();
    let any = (least / step..=most / step).prop_map(move |count| count * step);
    prop_oneof![Just(least), Just(most), Just((least + step).min(most)), Just((most - step).max(least)), any]
        .prop_map(move |minor| (minor, code.clone()))
        .boxed()
}

trait DivCeilTo {
    fn div_ceil_to(self, step: Self) -> Self;
}

impl DivCeilTo for i64 {
    /// The least multiple of `step` that is not below `self`, which is not negative.
    fn div_ceil_to(self, step: Self) -> Self {
        (self + step - 1) / step * step
    }
}

/// Values of a field that keep its rules.
pub fn field(row: &Row) -> BoxedStrategy<Value> {
    match row.source {
        Source::Project => return (1_i64..1_000_000).prop_map(Value::from).boxed(),
        Source::Signature => return Just(json!("A".repeat(86) + "==")).boxed(),
        Source::Caller | Source::Holder | Source::Fixed | Source::Encoded => {}
    }
    value(&row.value)
}

fn value(spec: &Spec) -> BoxedStrategy<Value> {
    if !spec.values.is_empty() {
        let integer = spec.kind == ValueKind::Integer;
        let one = |value: &String| value.parse::<i64>().ok().filter(|_| integer).map_or(json!(value), Value::from);
        let values: Vec<Value> = spec.values.iter().map(|(value, _)| one(value)).collect();
        return proptest::sample::select(values).boxed();
    }
    let (least, most) = (spec.length.0.unwrap_or(1), spec.length.1.unwrap_or(40));
    let text = |pattern: String| prop_regex(&pattern);
    if let Some(pattern) = &spec.pattern {
        return text(pattern.trim_start_matches('^').trim_end_matches('$').to_owned());
    }
    match spec.kind {
        ValueKind::Text => text(format!("[a-zA-Z0-9 .,:_/äßéж界-]{{{},{}}}", least.max(1), most.min(least.max(40)))),
        ValueKind::Digits => text(format!("[0-9]{{{},{}}}", least.max(1), most.min(least.max(20)))),
        ValueKind::Email => text("[a-z0-9.]{1,9}@[a-z]{1,9}\\.example".to_owned()),
        ValueKind::Url => text("https?://[a-z]{1,9}\\.example/[a-z0-9?=&]{0,9}".to_owned()),
        ValueKind::Ip => prop_oneof![
            any::<std::net::Ipv4Addr>().prop_map(|ip| json!(ip.to_string())),
            any::<std::net::Ipv6Addr>().prop_map(|ip| json!(ip.to_string())),
        ]
        .boxed(),
        ValueKind::Date => text("(0[1-9]|1[0-9]|2[0-8])-(0[1-9]|1[0-2])-(19|20)[0-9]{2}".to_owned()),
        ValueKind::DateTime => text(
            "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\+0[0-9]:00"
                .to_owned(),
        ),
        ValueKind::Country => text("[A-Z]{2}".to_owned()),
        ValueKind::Integer => {
            (spec.range.0.unwrap_or(-1_000_000)..=spec.range.1.unwrap_or(1_000_000_000)).prop_map(Value::from).boxed()
        }
        ValueKind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        ValueKind::Object => Just(json!({ "a": 1 })).boxed(),
        ValueKind::List => Just(json!(["a"])).boxed(),
        ValueKind::Amount | ValueKind::Currency | ValueKind::Json => Just(json!("any")).boxed(),
    }
}

fn prop_regex(pattern: &str) -> BoxedStrategy<Value> {
    match proptest::string::string_regex(pattern) {
        Ok(strategy) => strategy.prop_map(Value::from).boxed(),
        // the patterns above are ours and parse; an odd length of a spec must not bring the suite down
        Err(_) => Just(json!("a")).boxed(),
    }
}

/// Makes a request keep what holds under conditions, after something in it was changed. Its sum stays.
pub fn settle(_: &Operation, form: &Form, json: &mut Value) {
    let texts = encoded::Texts::of(form);
    texts.unpack(json);
    conditional::Conditions::of(form).settle_fields(json);
    texts.pack(json);
}

/// Rules under conditions, and tables, that a request breaks by what the spec says.
#[must_use]
pub fn broken_conditions(_: &Operation, form: &Form, json: &Value) -> Vec<String> {
    let mut json = json.clone();
    encoded::Texts::of(form).unpack(&mut json);
    conditional::Conditions::of(form).broken_by(&json)
}

/// Puts a value at a dotted path, making the objects on the way.
pub fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((holder, rest)) => {
            let below = object.entry(holder).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, value);
            }
        }
    }
}

/// Takes what stands at a dotted path.
pub fn take(json: &mut Value, path: &str) -> Option<Value> {
    match path.split_once('.') {
        None => json.as_object_mut()?.remove(path),
        Some((holder, rest)) => take(json.get_mut(holder)?, rest),
    }
}

/// What is to stand where; nothing where a field is to be taken away.
pub type Changes = Vec<(String, Option<Value>)>;

/// A rule of a form, and what breaks it and no other.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Id of the rule.
    pub rule: String,
    /// What must stand where for the rule to speak at all.
    pub given: Changes,
    /// What breaks the rule, likewise.
    pub breaks: Changes,
}

impl Fault {
    /// Puts the fault into a request that keeps every rule.
    ///
    /// # Errors
    /// Where the request is no object.
    pub fn put_into(&self, _: &Operation, form: &Form, json: &mut Value) -> Result<(), String> {
        let texts = encoded::Texts::of(form);
        texts.unpack(json);
        change(json, &self.given)?;
        if !self.given.is_empty() {
            conditional::Conditions::of(form).settle(json);
        }
        change(json, &self.breaks)?;
        texts.pack(json);
        Ok(())
    }
}

fn change(json: &mut Value, changes: &[(String, Option<Value>)]) -> Result<(), String> {
    for (path, value) in changes {
        take(json, path);
        if let Some(value) = value {
            put(json.as_object_mut().ok_or("no object")?, path, value.clone());
        }
    }
    Ok(())
}

/// For each rule of the form that a single value can break alone, such values, made from the spec.
#[must_use]
pub fn faults(_: &Operation, form: &Form) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |kind: &str, subject: &str, path: &str, value: Option<Value>| {
        faults.push(Fault {
            rule: format!("{}/{kind}/{subject}", form.id),
            given: Vec::new(),
            breaks: vec![(path.to_owned(), value)],
        });
    };
    for row in &form.rows {
        let path = row.path.as_str();
        if row.presence == Presence::Required {
            add("required", path, path, None);
        }
        if row.source == Source::Encoded {
            add("type", path, path, Some(json!(7)));
            add("type", path, path, Some(Value::Null));
            add("format", path, path, Some(json!("no JSON")));
            add("format", path, path, Some(json!(encoded::written(row, "[1]"))));
            continue;
        }
        if let Some(wrong) = wrong_type(row) {
            add("type", path, path, Some(wrong));
            if row.value.kind != ValueKind::Json {
                add("type", path, path, Some(Value::Null));
            }
        }
        if row.source == Source::Signature {
            continue;
        }
        for (kind, value) in single(&row.value) {
            add(kind, path, path, Some(value));
        }
        if row.value.kind == ValueKind::Currency && !form.amounts.is_empty() && !form.currencies_open {
            add("currency", path, path, Some(json!("XTS")));
        }
    }
    faults.extend(conditional::Conditions::of(form).faults());
    faults
}

fn wrong_type(row: &Row) -> Option<Value> {
    Some(match row.value.kind {
        ValueKind::Json => return None,
        ValueKind::Integer | ValueKind::Amount | ValueKind::Boolean => json!("1"),
        ValueKind::Object => json!([1]),
        ValueKind::List => json!({ "a": 1 }),
        _ => json!(7),
    })
}

/// Values of the right type that break one rule of a field alone.
fn single(spec: &Spec) -> Vec<(&'static str, Value)> {
    let mut values = Vec::new();
    let any_text = spec.kind == ValueKind::Text && spec.values.is_empty();
    let of = |count: u32| "5".repeat(usize::try_from(count).unwrap_or(0));
    if any_text || spec.kind == ValueKind::Digits {
        if let Some(least) = spec.length.0.filter(|least| *least > u32::from(!any_text)) {
            values.push(("length", json!(of(least - 1))));
        }
        if let Some(most) = spec.length.1 {
            values.push(("length", json!(of(most.saturating_add(1)))));
        }
    }
    let fits = |text: &str| {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        spec.length.0.is_none_or(|least| length >= least) && spec.length.1.is_none_or(|most| length <= most)
    };
    let wrong: &[&str] = match spec.kind {
        ValueKind::Digits => &["12a4", "aaaaaaa", "5555555555a"],
        ValueKind::Email => &["nobody", "a@b@c", "a b@example.com"],
        ValueKind::Url => &["example.com", "ftp://example.com", "https://"],
        ValueKind::Ip => &["256.1.1.1", "localhost"],
        ValueKind::Date => &["31-02-2020", "2020-01-31"],
        ValueKind::DateTime => &["2020-02-31T10:00:00+00:00", "2020-01-31T10:00:00Z"],
        ValueKind::Country => &["th", "THA"],
        _ => &[],
    };
    values.extend(wrong.iter().filter(|text| fits(text)).map(|text| ("format", json!(text))));
    if let (ValueKind::Digits, Some(least)) = (spec.kind, spec.length.0.filter(|least| *least > 0)) {
        values.push(("format", json!("a".repeat(usize::try_from(least).unwrap_or(1)))));
    }
    if spec.pattern.is_some() {
        values.push(("pattern", json!("\u{b7}")));
    }
    if !spec.values.is_empty() && !spec.open {
        let other = if spec.kind == ValueKind::Integer { json!(i64::from(i32::MAX)) } else { json!("none of these") };
        values.push(("values", other));
    }
    if spec.kind == ValueKind::Integer {
        values.extend(spec.range.0.and_then(|least| least.checked_sub(1)).map(|value| ("range", json!(value))));
        values.extend(spec.range.1.and_then(|most| most.checked_add(1)).map(|value| ("range", json!(value))));
    }
    values
}

/// Sums that break one limit alone: (rule, minor units, currency).
#[must_use]
pub fn sums_out_of_limits(_: &Operation, form: &Form) -> Vec<(String, i64, String)> {
    use methodspec::resolved::Force;
    let mut sums = Vec::new();
    for limit in form.amounts.values().filter(|limit| limit.force != Force::Contract) {
        let step = limit.step.unwrap_or(1).max(1);
        let mut add = |kind: &str, minor: i64| {
            sums.push((format!("{}/amount/{kind}/{}", form.id, limit.currency), minor, limit.currency.clone()));
        };
        if let Some(min) = limit.min.filter(|min| *min >= step) {
            add("min", (min - 1) / step * step);
        }
        if let Some(over) = limit.max.and_then(|max| (max / step).checked_add(1)?.checked_mul(step)) {
            add("max", over);
        }
        if step > 1 {
            add("step", limit.min.unwrap_or(0).div_ceil_to(step) + 1);
        }
    }
    sums
}
