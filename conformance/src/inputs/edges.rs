//! Values at the very edge of a field's rules, which keep them.

use methodspec::resolved::{Value as Spec, ValueKind};
use serde_json::{Value, json};

/// No request is made longer: a greater length is the platform's limit of a body, not a field's.
const LONGEST: u32 = 20_000;

/// Values of a field at the edges of its rules: the rule's kind, which edge, the value.
#[must_use]
pub fn at_edges(spec: &Spec) -> Vec<(&'static str, &'static str, Value)> {
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
        ValueKind::Url => &[("shortest", "http://a")],
        ValueKind::Country => &[("first", "AA"), ("last", "ZZ")],
        ValueKind::Digits => &[("lowest", "0000000"), ("highest", "9999999"), ("one", "0")],
        _ => &[],
    };
    let fits = |text: &&(&str, &str)| {
        let length = u32::try_from(text.1.len()).unwrap_or(u32::MAX);
        spec.length.0.is_none_or(|least| length >= least) && spec.length.1.is_none_or(|most| length <= most)
    };
    let forms = forms.iter().filter(|_| spec.pattern.is_none()).filter(fits);
    edges.extend(forms.map(|(what, text)| ("format", *what, json!(text))));
    edges.extend(of_types(spec).into_iter().map(|(what, value)| ("type", what, value)));
    edges
}

/// What is hardly of a type any more, where no other rule is nearer.
fn of_types(spec: &Spec) -> Vec<(&'static str, Value)> {
    let mut edges = Vec::new();
    match spec.kind {
        ValueKind::Text if spec.pattern.is_none() && spec.length.0.unwrap_or(0) == 0 => {
            edges.push(("empty", json!("")))
        }
        ValueKind::Integer => {
            // what every reader of JSON keeps
            edges.extend(spec.range.0.is_none().then(|| ("least", json!(-9_007_199_254_740_991_i64))));
            edges.extend(spec.range.1.is_none().then(|| ("most", json!(9_007_199_254_740_991_i64))));
        }
        ValueKind::Boolean => edges.extend([("false", json!(false)), ("true", json!(true))]),
        ValueKind::List if spec.encoded.is_none() => edges.push(("empty", json!([]))),
        ValueKind::Object if spec.encoded.is_none() => edges.push(("empty", json!({}))),
        _ => {}
    }
    edges
}

fn typed(spec: &Spec, value: &str) -> Value {
    let integer = spec.kind == ValueKind::Integer;
    value.parse::<i64>().ok().filter(|_| integer).map_or_else(|| json!(value), Value::from)
}
