//! What a form demands only under a condition, as the spec has it: whether a condition holds, and what makes it hold.

use std::collections::BTreeSet;

use methodspec::resolved::{
    Condition, Force, Form, Interface, Presence, Row, Test, Together, Value as Spec, ValueKind,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::faults::Changes;
use super::ranges::lies_in;
use super::{oracle, put, value, whole};

/// How many values are tried for one that keeps every rule of a field.
const TRIES: usize = 64;

/// One form, with the sums that it takes and the tables that it is held to.
pub(super) struct Conditions<'a> {
    pub(super) form: &'a Form,
    /// By currency the least amount that is taken.
    sums: Vec<(String, i64)>,
    pub(super) tables: Vec<&'a Together>,
}

impl<'a> Conditions<'a> {
    pub(super) fn of(form: &'a Form) -> Self {
        let held = form.together.iter().filter(|table| !table.open && table.force == Force::Enforced);
        let sums = form.amounts.values().map(|limit| {
            let step = limit.step.unwrap_or(1).max(1);
            (limit.currency.clone(), whole(limit.min.unwrap_or(0).max(super::sum_ends(form).0), step))
        });
        Self { form, sums: sums.collect(), tables: held.collect() }
    }

    pub(super) fn holds(&self, condition: &Condition, json: &Value) -> bool {
        let Condition::All(tests) = condition else { return false };
        tests.iter().all(|(path, test)| {
            let found = find(json, &self.place(path));
            match test {
                Test::OneOf(values) => found.is_some_and(|value| values.contains(&text(value))),
                Test::NoneOf(values) => {
                    // what holds other values, and a fraction, cannot be compared
                    let scalar = |value: &&Value| value.is_string() || value.is_i64() || value.is_boolean();
                    found.filter(scalar).is_some_and(|value| !values.contains(&text(value)))
                }
                Test::Range(least, greatest) => {
                    found.and_then(Value::as_i64).is_some_and(|number| lies_in(number, *least, *greatest))
                }
                Test::Sent(sent) => found.is_some() == *sent,
            }
        })
    }

    /// What makes a condition hold. Nothing for one in words alone, and for one that no value makes hold.
    pub(super) fn given(&self, condition: &Condition) -> Option<Changes> {
        let Condition::All(tests) = condition else { return None };
        let mut given = Vec::new();
        for (path, test) in tests {
            let place = self.place(path);
            let row = self.row(&place);
            match test {
                Test::OneOf(values) => {
                    // the first that the field may have at all
                    let fits = values.iter().find(|value| row.is_none_or(|row| may_be(row, value)));
                    given.extend(self.with_sum(&place, typed(row, fits.or(values.first())?)));
                }
                // once it is known which currency is asked for
                Test::Range(..) => {}
                Test::NoneOf(values) => {
                    let other = row.and_then(|row| another(&row.value, |value| !values.contains(&text(value))))?;
                    given.extend(self.with_sum(&place, other));
                }
                Test::Sent(sent) if row.is_some_and(is_of_sum) => given.extend(self.whole_sum(*sent)),
                Test::Sent(sent) => {
                    given.push((place, sent.then(|| row.map_or(json!("x"), |row| sample(&row.value)))));
                }
            }
        }
        for (path, test) in tests {
            if let Test::Range(least, greatest) = test {
                let place = self.place(path);
                let number = self.number_within(&place, *least, *greatest, tests);
                let number = number.unwrap_or_else(|| vec![(place, least.or(*greatest).map(Value::from))]);
                // a sum stands in place of the one that came with its currency
                given.retain(|(path, _)| number.iter().all(|(other, _)| other != path));
                given.extend(number);
            }
        }
        Some(given)
    }

    /// Whether no request of the form makes a condition hold and keeps the rest: a value is not among those that a field
    /// has here, or in no row of a table beside what must be sent.
    pub(super) fn never_holds(&self, condition: &Condition) -> bool {
        let Condition::All(tests) = condition else { return false };
        let asked = |path: &str| {
            let test = tests.iter().find(|(tested, _)| self.place(tested) == path);
            test.and_then(|(_, test)| if let Test::OneOf(values) = test { Some(values) } else { None })
        };
        let may_be = |path: &str, value: &String| {
            let row = self.row(path);
            let currency = row.is_some_and(|row| row.value.kind == ValueKind::Currency);
            let taken = !currency || self.form.currencies_open || self.form.amounts.is_empty();
            row.is_none_or(|row| may_be(row, value))
                && (taken || self.form.amounts.contains_key(value))
                && asked(path).is_none_or(|values| values.contains(value))
        };
        let alone = tests.iter().any(|(path, _)| {
            let place = self.place(path);
            asked(&place).is_some_and(|values| !values.iter().any(|value| may_be(&place, value)))
        });
        // what need not be sent holds nothing in check
        let sent =
            |path: &str| asked(path).is_some() || self.row(path).is_some_and(|row| row.presence == Presence::Required);
        let in_table = self.tables.iter().filter(|table| table.when.is_none() && !table.same).any(|table| {
            let columns = self.columns(table);
            let row_fits = |row: &Vec<Vec<String>>| {
                let cells = columns.iter().zip(row);
                cells
                    .filter(|(column, _)| sent(column))
                    .all(|(column, cell)| cell.iter().any(|value| may_be(column, value)))
            };
            !table.rows.iter().any(row_fits)
        });
        let in_range = |(path, test): &(String, Test)| match test {
            Test::Range(least, greatest) => self.number_within(&self.place(path), *least, *greatest, tests).is_some(),
            _ => true,
        };
        alone || in_table || !tests.iter().all(in_range)
    }

    /// A condition as it stands in rule ids. Nothing for one in words alone, which is no rule.
    pub(super) fn told(&self, condition: &Condition) -> Option<String> {
        let Condition::All(tests) = condition else { return None };
        let list = |values: &BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join("|");
        let told = tests.iter().map(|(path, test)| {
            let place = self.place(path);
            match test {
                Test::OneOf(values) => format!("{place}={}", list(values)),
                Test::NoneOf(values) => format!("{place}!={}", list(values)),
                Test::Range(least, greatest) => {
                    let end = |end: &Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
                    format!("{place}={}..{}", end(least), end(greatest))
                }
                Test::Sent(sent) => format!("{place}:{}", if *sent { "sent" } else { "absent" }),
            }
        });
        Some(told.collect::<Vec<_>>().join("&"))
    }

    /// A value, with a sum that fits where it is a currency.
    pub(super) fn with_sum(&self, path: &str, value: Value) -> Changes {
        let amount = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
        let amount = amount.filter(|_| self.is_currency(path));
        let sum = self.sums.iter().find(|(code, _)| value == json!(code));
        let sum = amount.zip(sum).map(|(row, (_, minor))| (row.path.clone(), Some(json!(minor))));
        std::iter::once((path.to_owned(), Some(value))).chain(sum).collect()
    }

    /// Amount and currency, which come together: the first sum that is taken, or neither.
    fn whole_sum(&self, sent: bool) -> Changes {
        let amount = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
        let sum = amount.filter(|_| sent).and_then(|row| self.sum_within(&row.path, None, None, None));
        let none = self.form.rows.iter().filter(|row| is_of_sum(row)).map(|row| (row.path.clone(), None));
        if sent { sum.unwrap_or_default() } else { none.collect() }
    }

    pub(super) fn is_currency(&self, path: &str) -> bool {
        self.row(path).is_some_and(|row| row.value.kind == ValueKind::Currency)
    }

    pub(super) fn row(&self, path: &str) -> Option<&'a Row> {
        self.form.rows.iter().find(|row| row.path == path)
    }

    pub(super) fn columns(&self, table: &Together) -> Vec<String> {
        table.columns.iter().map(|column| self.place(column)).collect()
    }

    /// Where a field of the catalogue stands in this form; `country` is the country of the deal.
    pub(super) fn place(&self, path: &str) -> String {
        let path = if path == "country" { "customer.country" } else { path };
        match self.form.rows.iter().find(|row| row.field == path) {
            Some(row) => row.path.clone(),
            None if self.form.interface == Interface::PaymentPage => path.replace('.', "_"),
            None => path.to_owned(),
        }
    }
}

/// Whether a row is amount or currency: one is not sent without the other.
pub(super) fn is_of_sum(row: &Row) -> bool {
    matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency)
}

/// Whether a field may have a value, by its own list of values.
pub(super) fn may_be(row: &Row, value: &str) -> bool {
    let spec = &row.value;
    spec.open || spec.values.is_empty() || spec.values.iter().any(|(known, _)| known == value)
}

/// What a conditional value demands beyond the row's own.
pub(crate) fn news(narrowed: &Spec, own: &Spec) -> Spec {
    let mut new = narrowed.clone();
    // its form is the row's matter, under no condition
    if new.kind != ValueKind::Integer {
        new.kind = ValueKind::Text;
    }
    if new.length == own.length {
        new.length = (None, None);
    }
    if new.range == own.range {
        new.range = (None, None);
    }
    if new.pattern == own.pattern {
        new.pattern = None;
    }
    if new.values == own.values {
        new.values.clear();
    }
    new
}

/// A value that keeps a field's rules: the same one each time.
pub(super) fn sample(spec: &Spec) -> Value {
    another(spec, |_| true).unwrap_or_else(|| first(spec))
}

/// A value that keeps a field's rules, and fits.
pub(super) fn another(spec: &Spec, fits: impl Fn(&Value) -> bool) -> Option<Value> {
    let strategy = value(spec);
    let mut runner = TestRunner::deterministic();
    let mut values = std::iter::repeat_with(|| strategy.new_tree(&mut runner).ok().map(|tree| tree.current()));
    values.by_ref().take(TRIES).flatten().find(|value| oracle::breaks(spec, value).is_empty() && fits(value))
}

fn first(spec: &Spec) -> Value {
    let tree = value(spec).new_tree(&mut TestRunner::deterministic());
    tree.map_or(Value::Null, |tree| tree.current())
}

pub(super) fn typed(row: Option<&Row>, value: &str) -> Value {
    match row.map(|row| row.value.kind) {
        Some(ValueKind::Integer | ValueKind::Amount) => value.parse::<i64>().map_or_else(|_| json!(value), Value::from),
        Some(ValueKind::Boolean) => value.parse::<bool>().map_or_else(|_| json!(value), Value::from),
        // a field that the form does not send is mostly a number where its values are
        None => match value.parse::<i64>() {
            Ok(number) if number.to_string() == value => json!(number),
            _ => json!(value),
        },
        _ => json!(value),
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn find<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(json, |at, member| at.get(member))
}

pub(super) fn set(json: &mut Value, path: &str, value: Value) {
    if let Some(object) = json.as_object_mut() {
        put(object, path, value);
    }
}
