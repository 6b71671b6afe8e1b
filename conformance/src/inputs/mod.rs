//! Requests made from the spec alone: that keep every rule, or break one.

mod conditions;
mod edges;
mod encoded;
mod faults;
mod faults_when;
mod limits_when;
mod oracle;
mod ranges;
mod settle;

pub(crate) use conditions::news;
pub use edges::at_edges;
pub use faults::{Changes, Fault, faults};

use std::collections::BTreeSet;

use methodspec::resolved::{ConditionalLimit, Form, Limit, Presence, Row, Source, Value as Spec, ValueKind};
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

/// Requests of a form that keep every rule: what is required, and any part of what is not.
pub fn valid(form: &Form) -> BoxedStrategy<Value> {
    let valued = |row: &&Row| !matches!(row.source, Source::Holder | Source::Encoded);
    let rows: Vec<Row> = form.rows.iter().filter(valued).cloned().collect();
    let texts = encoded::Texts::of(form);
    let (all, again) = (form.clone(), form.clone());
    let fields: Vec<BoxedStrategy<Option<Value>>> = rows
        .iter()
        .map(|row| match row.value.kind {
            // the sum comes as a pair, below
            ValueKind::Amount | ValueKind::Currency => Just(None).boxed(),
            _ if row.presence == Presence::Required => tested(form, row).prop_map(Some).boxed(),
            _ => proptest::option::of(tested(form, row)).boxed(),
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
            settle::settle(&all, &mut json, &settle::Pinned::default());
            texts.pack(&mut json);
            json
        })
        .prop_filter("keeps every rule", move |json| broken(&again, json).is_empty())
        .boxed()
}

/// Values of a field that keep its rules; where a condition tests it for a range, some beside the range's ends.
fn tested(form: &Form, row: &Row) -> BoxedStrategy<Value> {
    let of_numbers = row.value.kind == ValueKind::Integer && row.source == Source::Caller;
    let numbers = if of_numbers { ranges::tested(form, row) } else { Vec::new() };
    let kept = numbers.into_iter().map(Value::from).filter(|value| oracle::breaks(&row.value, value).is_empty());
    let kept: Vec<Value> = kept.collect();
    if kept.is_empty() { field(row) } else { prop_oneof![field(row), proptest::sample::select(kept)].boxed() }
}

/// An amount in minor units that the form takes, with its currency: mostly at an edge or beside it, be it a limit's or that
/// of a range which a condition tests.
pub fn sum(form: &Form) -> BoxedStrategy<(i64, String)> {
    let amount = form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
    let tested = amount.map(|row| ranges::tested(form, row)).unwrap_or_default();
    let ends = sum_ends(form);
    let limits = form.amounts.values().map(|limit| within(limit, ends, &tested));
    let limits: Vec<BoxedStrategy<(i64, String)>> = limits.collect();
    if limits.is_empty() { Just((1_000, "USD".to_owned())).boxed() } else { Union::new(limits).boxed() }
}

/// Least and greatest of the sums that a form can send, whatever the currency.
pub(crate) fn sum_ends(form: &Form) -> (i64, i64) {
    let amount = form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
    let range = amount.map_or((None, None), |row| row.value.range);
    (range.0.unwrap_or(0).max(0), range.1.unwrap_or(i64::MAX / 2))
}

fn within(limit: &Limit, ends: (i64, i64), tested: &[i64]) -> BoxedStrategy<(i64, String)> {
    let step = limit.step.unwrap_or(1).max(1);
    let least = whole(limit.min.unwrap_or(0).max(ends.0), step);
    let most = limit.max.unwrap_or(ends.1).min(ends.1) / step * step;
    let code = limit.currency.clone();
    let any = (least / step..=most / step).prop_map(move |count| count * step);
    let edges =
        prop_oneof![Just(least), Just(most), Just((least + step).min(most)), Just((most - step).max(least)), any];
    let taken = |minor: &&i64| **minor >= least && **minor <= most && **minor % step == 0;
    let tested: Vec<i64> = tested.iter().filter(taken).copied().collect();
    let sums =
        if tested.is_empty() { edges.boxed() } else { prop_oneof![edges, proptest::sample::select(tested)].boxed() };
    sums.prop_map(move |minor| (minor, code.clone())).boxed()
}

/// The least multiple of `step` that is not below `minor`, which is not negative.
fn whole(minor: i64, step: i64) -> i64 {
    minor.saturating_add(step - 1) / step * step
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
        let any = text(pattern.trim_start_matches('^').trim_end_matches('$').to_owned());
        return if spec.length == (None, None) { any } else { of_length(any, spec) };
    }
    match spec.kind {
        ValueKind::Text => text(format!("[a-zA-Z0-9 .,:_/äßéж界-]{{{},{}}}", least.max(1), most.min(least.max(40)))),
        ValueKind::Digits => text(format!("[0-9]{{{},{}}}", least.max(1), most.min(least.max(20)))),
        ValueKind::Email => text("[a-z0-9]{1,5}(\\.[a-z0-9]{1,3})?@[a-z]{1,9}\\.example".to_owned()),
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

/// Of several texts the first whose length fits.
fn of_length(texts: BoxedStrategy<Value>, spec: &Spec) -> BoxedStrategy<Value> {
    let spec = Spec { pattern: None, ..spec.clone() };
    let first = move |texts: Vec<Value>| {
        let fits = texts.iter().position(|text| oracle::breaks(&spec, text).is_empty());
        texts.into_iter().nth(fits.unwrap_or(0)).unwrap_or_default()
    };
    proptest::collection::vec(texts, 16).prop_map(first).boxed()
}

fn prop_regex(pattern: &str) -> BoxedStrategy<Value> {
    match proptest::string::string_regex(pattern) {
        Ok(strategy) => strategy.prop_map(Value::from).boxed(),
        // the patterns above are ours and parse; an odd length of a spec must not bring the suite down
        Err(_) => Just(json!("a")).boxed(),
    }
}

/// Makes a request keep what holds under conditions, after something in it was changed. Its sum stays, and so does what was
/// `put` there or taken away.
pub fn settle(form: &Form, json: &mut Value, put: Option<&str>) {
    let texts = encoded::Texts::of(form);
    texts.unpack(json);
    let paths = put.into_iter().map(str::to_owned).collect();
    settle::settle(form, json, &settle::Pinned { paths, sum: true });
    texts.pack(json);
}

/// Puts a sum into a request so that the limits without a condition hold it: conditions that have others in their place are
/// made not to hold, as far as they can be. False where the rule does not speak of the request all the same.
pub(crate) fn put_beyond(form: &Form, json: &mut Value, rule: &str, code: &str) -> bool {
    let speaks = |json: &Value| broken(form, json).contains(rule);
    if speaks(json) {
        return true;
    }
    let texts = encoded::Texts::of(form);
    texts.unpack(json);
    let pinned = settle::Pinned { paths: BTreeSet::new(), sum: true };
    conditions::Conditions::of(form).undo_limits(code, json, &pinned);
    settle::settle(form, json, &pinned);
    texts.pack(json);
    speaks(json)
}

/// Rules that a request breaks by what the spec says. Types and forms are not looked at.
#[must_use]
pub fn broken(form: &Form, json: &Value) -> BTreeSet<String> {
    let mut json = json.clone();
    encoded::Texts::of(form).unpack(&mut json);
    oracle::broken(form, &json)
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

/// Requests at the very edge of what holds under a condition, which keep it.
#[must_use]
pub fn edges_under_conditions(form: &Form) -> Vec<Fault> {
    let conditions = conditions::Conditions::of(form);
    let mut edges = conditions.sums_at_limits();
    edges.extend(conditions.values_at_edges());
    edges
}

/// A limit that holds only under a condition.
#[derive(Debug, Clone)]
pub(crate) struct LimitWhen {
    /// What holds under no condition.
    pub(crate) limit: Limit,
    /// What holds in its place.
    pub(crate) bounds: ConditionalLimit,
    /// The condition, as it stands in rule ids.
    pub(crate) told: String,
    /// A word stands in place of both ends.
    pub(crate) lifts: bool,
}

/// Values that go together, each table with what its rule is told by; a table without rows holds one value everywhere.
pub(crate) fn tables(form: &Form) -> Vec<(String, Vec<Vec<Vec<String>>>)> {
    let conditions = conditions::Conditions::of(form);
    let told = |table: &&methodspec::resolved::Together| {
        let rule = conditions.rule_of(table)?;
        let told = rule.strip_prefix(&form.id)?.strip_prefix("/together/")?.to_owned();
        Some((told, if table.same { Vec::new() } else { table.rows.clone() }))
    };
    conditions.tables.iter().filter_map(told).collect()
}

/// The limits of a form that hold only under a condition which can be checked.
pub(crate) fn limits_when(form: &Form) -> Vec<LimitWhen> {
    conditions::Conditions::of(form).limits_told()
}

/// Sums that break one limit alone: (rule, minor units, currency).
#[must_use]
pub fn sums_out_of_limits(form: &Form) -> Vec<(String, i64, String)> {
    use methodspec::resolved::Force;
    let (least, most) = sum_ends(form);
    let mut sums = Vec::new();
    for limit in form.amounts.values().filter(|limit| limit.force != Force::Contract) {
        let step = limit.step.unwrap_or(1).max(1);
        let mut add = |kind: &str, minor: i64| {
            sums.push((format!("{}/amount/{kind}/{}", form.id, limit.currency), minor, limit.currency.clone()));
        };
        let within = |minor: &i64| *minor >= least && *minor <= most;
        if let Some(under) = limit.min.map(|min| (min - 1) / step * step).filter(within) {
            add("min", under);
        }
        if let Some(over) = limit.max.and_then(|max| (max / step).checked_add(1)?.checked_mul(step)).filter(within) {
            add("max", over);
        }
        if step > 1 {
            add("step", whole(limit.min.unwrap_or(0).max(least), step) + 1);
        }
    }
    sums
}
