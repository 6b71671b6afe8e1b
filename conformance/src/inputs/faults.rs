//! Requests that break one rule: for each rule of a form, what breaks it and no other.

use methodspec::resolved::{Form, Presence, Row, Source, Value as Spec, ValueKind};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::conditions::Conditions;
use super::settle::{Pinned, settle};
use super::{encoded, oracle, put, take};

/// What is to stand where; nothing where a field is to be taken away.
pub type Changes = Vec<(String, Option<Value>)>;

/// A rule of a form, and what breaks it and no other.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Id of the rule.
    pub rule: String,
    /// What must stand where for the rule to speak at all.
    pub given: Changes,
    /// What breaks the rule, likewise: of several ways the first that breaks no other rule.
    pub ways: Vec<Changes>,
    /// No request of the form makes the rule speak: the condition never holds there.
    pub idle: bool,
}

impl Fault {
    /// Puts the fault into a request that keeps every rule; false where it cannot be put into this one.
    ///
    /// # Errors
    /// Where the request is no object.
    pub fn put_into(&self, form: &Form, json: &mut Value) -> Result<bool, String> {
        let texts = encoded::Texts::of(form);
        texts.unpack(json);
        if !self.prepare(form, json)? {
            return Ok(false);
        }
        let mut found = None;
        for way in &self.ways {
            let mut wrong = json.clone();
            change(&mut wrong, way)?;
            let broken = oracle::broken(form, &wrong);
            let speaks = broken.contains(&self.rule) || !oracle::knows(form, &self.rule);
            let alone = broken.iter().all(|rule| *rule == self.rule);
            if speaks && (alone || found.is_none()) {
                found = Some(wrong);
            }
            if speaks && alone {
                break;
            }
        }
        let Some(wrong) = found else { return Ok(false) };
        *json = wrong;
        texts.pack(json);
        Ok(true)
    }

    /// Makes the rule speak and be kept, with the first way put in: an edge. False where that cannot be.
    ///
    /// # Errors
    /// Where the request is no object.
    pub fn keep_in(&self, form: &Form, json: &mut Value) -> Result<bool, String> {
        let texts = encoded::Texts::of(form);
        texts.unpack(json);
        let prepared = self.prepare(form, json)?;
        if let Some(way) = self.ways.first() {
            change(json, way)?;
        }
        let kept = prepared && oracle::broken(form, json).is_empty();
        texts.pack(json);
        Ok(kept)
    }

    /// Puts in what must be there, and puts right what that breaks.
    fn prepare(&self, form: &Form, json: &mut Value) -> Result<bool, String> {
        if self.given.is_empty() {
            return Ok(true);
        }
        change(json, &self.given)?;
        let conditions = Conditions::of(form);
        let pinned = Pinned {
            paths: self.given.iter().map(|(path, _)| path.clone()).collect(),
            sum: self.given.iter().any(|(path, _)| conditions.is_currency(path)),
        };
        settle(form, json, &pinned);
        let find = |path: &str| super::conditions::find(json, path);
        let stands = self.given.iter().all(|(path, value)| match (find(path), value) {
            // beside what was put into an object, more may be required there
            (Some(Value::Object(there)), Some(Value::Object(put))) => {
                put.iter().all(|(key, value)| there.get(key) == Some(value))
            }
            (there, put) => there == put.as_ref(),
        });
        Ok(stands && oracle::broken(form, json).is_empty())
    }
}

fn change(json: &mut Value, changes: &[(String, Option<Value>)]) -> Result<(), String> {
    for (path, value) in changes {
        let before = take(json, path);
        if let Some(value) = value {
            let mut value = value.clone();
            // an object that must be there keeps what else it must hold
            if let (Some(Value::Object(before)), Some(members)) = (before, value.as_object_mut()) {
                for (name, member) in before {
                    members.entry(name).or_insert(member);
                }
            }
            put(json.as_object_mut().ok_or("no object")?, path, value);
        }
    }
    Ok(())
}

/// For each rule of the form that a single value can break, such values, made from the spec.
#[must_use]
pub fn faults(form: &Form) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |kind: &str, path: &str, ways: Vec<Option<Value>>| {
        faults.push(Fault {
            rule: format!("{}/{kind}/{path}", form.id),
            given: Vec::new(),
            ways: ways.into_iter().map(|value| vec![(path.to_owned(), value)]).collect(),
            idle: false,
        });
    };
    for row in &form.rows {
        let path = row.path.as_str();
        if row.presence == Presence::Required {
            add("required", path, vec![None]);
        }
        if row.source == Source::Encoded {
            add("type", path, vec![Some(json!(7))]);
            add("type", path, vec![Some(Value::Null)]);
            add("format", path, vec![Some(json!("no JSON"))]);
            add("format", path, vec![Some(json!(encoded::written(row, "[1]")))]);
            continue;
        }
        if let Some(wrong) = wrong_type(row) {
            add("type", path, vec![Some(wrong)]);
            add("type", path, vec![Some(Value::Null)]);
        }
        if row.source == Source::Signature {
            continue;
        }
        for (kind, values) in single(&row.value) {
            add(kind, path, values.into_iter().map(Some).collect());
        }
        if row.value.kind == ValueKind::Currency && !form.amounts.is_empty() && !form.currencies_open {
            add("currency", path, vec![Some(json!("XTS"))]);
        }
    }
    faults.extend(Conditions::of(form).faults());
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

/// For each rule of a field the values of the right type that break it: of several the first that breaks it alone.
pub(super) fn single(spec: &Spec) -> Vec<(&'static str, Vec<Value>)> {
    let mut values: Vec<(&'static str, Vec<Value>)> = Vec::new();
    let any_text = spec.kind == ValueKind::Text && spec.values.is_empty();
    let of = |count: u32| "5".repeat(usize::try_from(count).unwrap_or(0));
    if any_text || spec.kind == ValueKind::Digits {
        if let Some(least) = spec.length.0.filter(|least| *least > u32::from(!any_text)) {
            let shorter = by_pattern(spec, |length| length < least);
            values.push(("length", shorter.chain([json!(of(least - 1))]).collect()));
        }
        if let Some(most) = spec.length.1 {
            let longer = by_pattern(spec, |length| length > most);
            values.push(("length", longer.chain([json!(of(most.saturating_add(1)))]).collect()));
        }
    }
    // of an address the part that can be of any length
    let around = match spec.kind {
        ValueKind::Email => Some(("", "@b.example")),
        ValueKind::Url => Some(("https://a.example/", "")),
        _ => None,
    };
    if let (Some((before, after)), Some(most)) = (around, spec.length.1) {
        let own = usize::try_from(most).unwrap_or(0).saturating_sub(before.len() + after.len());
        values.push(("length", vec![json!(format!("{before}{}{after}", "a".repeat(own + 1)))]));
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
    values.extend(wrong.iter().filter(|text| fits(text)).map(|text| ("format", vec![json!(text)])));
    if let (ValueKind::Digits, Some(least)) = (spec.kind, spec.length.0.filter(|least| *least > 0)) {
        values.push(("format", vec![json!("a".repeat(usize::try_from(least).unwrap_or(1)))]));
    }
    if spec.pattern.is_some() {
        values.push(("pattern", beside_the_pattern(spec)));
    }
    if !spec.values.is_empty() && !spec.open {
        let other = if spec.kind == ValueKind::Integer { json!(i64::from(i32::MAX)) } else { json!("none of these") };
        values.push(("values", vec![other]));
    }
    if spec.kind == ValueKind::Amount {
        // below zero it is of another type
        let under = spec.range.0.and_then(|least| least.checked_sub(1)).filter(|under| *under >= 0);
        let over = spec.range.1.and_then(|most| most.checked_add(1));
        values.extend(under.into_iter().chain(over).map(|minor| ("range", vec![json!(minor)])));
    }
    if spec.kind == ValueKind::Integer {
        let beyond = |end: Option<i64>| end.map(|value| ("range", vec![json!(value)]));
        values.extend(beyond(spec.range.0.and_then(|least| least.checked_sub(1))));
        values.extend(beyond(spec.range.1.and_then(|most| most.checked_add(1))));
    }
    values
}

/// Texts of a length that the pattern takes all the same.
fn by_pattern(spec: &Spec, wanted: impl Fn(u32) -> bool) -> impl Iterator<Item = Value> {
    let strategy = spec.pattern.as_ref().map(|_| super::value(&Spec { length: (None, None), ..spec.clone() }));
    let mut runner = TestRunner::deterministic();
    let values = strategy.into_iter().flat_map(move |strategy| {
        let found: Vec<Value> =
            (0..256).filter_map(|_| strategy.new_tree(&mut runner).ok()).map(|tree| tree.current()).collect();
        found
    });
    let length = |value: &Value| value.as_str().map(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    values.filter(move |value| length(value).is_some_and(&wanted)).take(1)
}

/// Texts of the right length that the pattern may not take. Digits stay digits, where the pattern tells digits apart.
fn beside_the_pattern(spec: &Spec) -> Vec<Value> {
    let least = spec.length.0.unwrap_or(1).max(1);
    let lengths = [least, spec.length.1.unwrap_or(least + 1).min(least + 1), spec.length.1.unwrap_or(40).min(40)];
    let letters: &[&str] = if spec.kind == ValueKind::Digits {
        &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "\u{b7}"]
    } else {
        &["\u{b7}", "0", "x"]
    };
    let texts =
        letters.iter().flat_map(|letter| lengths.map(|length| letter.repeat(usize::try_from(length).unwrap_or(1))));
    texts.map(Value::from).collect()
}
